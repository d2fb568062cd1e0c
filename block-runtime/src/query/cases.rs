//! Cases: a value for the first of several conditions that holds.

use super::budget::Budget;
use super::chain::Chain;
use super::error::{QueryError, QueryErrorClass};
use super::scope::Scope;
use super::statement::StatementGroup;
use crate::Tagged;
use crate::block::one_of;
use crate::value::Value;

/// Values for the first of several conditions that holds.
#[derive(Debug, Clone, Tagged)]
pub struct CasesDefinition {
    /// The cases, in the order in which they are tried.
    pub cases: Vec<CaseDefinition>,
    /// The value when no condition holds.
    pub default: CaseResult,
}

/// A condition, and the value when it holds.
#[derive(Debug, Clone, Tagged)]
pub struct CaseDefinition {
    /// What has to be true.
    pub condition: StatementGroup,
    /// The value.
    pub result: CaseResult,
}

/// A value that is written into the definition.
#[derive(Debug, Clone, Tagged)]
pub struct StaticCaseResult {
    /// The value: any JSON.
    pub value: Value,
}

/// A value that is known by name.
#[derive(Debug, Clone, Tagged)]
pub struct DynamicCaseResult {
    /// Name of the parameter.
    pub parameter_name: String,
    /// Operations that change it.
    pub operations: Option<Chain>,
}

one_of! {
    /// The value of a case.
    pub enum CaseResult, "the result of a case";
    StaticCaseResult,
    DynamicCaseResult,
}

one_of! {
    struct CaseDefinition, "a case";
}

one_of! {
    struct CasesDefinition, "a list of cases";
}

impl CasesDefinition {
    /// The value of the first case whose condition holds, or the default.
    ///
    /// # Errors
    /// [`QueryError`] of the first condition, or of the operations, that fail.
    pub fn value(&self, scope: &Scope<'_>) -> Result<Value, QueryError> {
        let budget = Budget::new();
        let scope = scope.within(&budget);
        for case in &self.cases {
            if case.condition.holds(&scope)? {
                return case.result.value(&scope);
            }
        }
        self.default.value(&scope)
    }
}

impl CaseResult {
    fn value(&self, scope: &Scope<'_>) -> Result<Value, QueryError> {
        match self {
            Self::StaticCaseResult(result) => Ok(result.value.clone()),
            Self::DynamicCaseResult(DynamicCaseResult { parameter_name, operations }) => {
                let value = scope.get(parameter_name).ok_or_else(|| {
                    let message = format!("there is no parameter `{parameter_name}`");
                    QueryError::new(QueryErrorClass::UndeclaredSymbol, message, scope.place)
                })?;
                operations.as_ref().map_or(Ok(value.clone()), |chain| chain.apply(value.clone(), scope))
            }
        }
    }
}
