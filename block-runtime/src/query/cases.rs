//! Cases: a value for the first of several conditions that holds.

use super::chain::Chain;
use super::error::QueryError;
use super::scope::Scope;
use super::statement::StatementGroup;
use crate::Tagged;
use crate::block::one_of;
use crate::value::Value;

/// Chooses the value of the first case whose condition holds.
#[derive(Debug, Clone, Tagged)]
pub struct CasesDefinition {
    /// The cases, in the order in which they are tried.
    pub cases: Vec<CaseDefinition>,
    /// The value where no condition holds.
    pub default: CaseResult,
}

/// A condition, and the value where it holds.
#[derive(Debug, Clone, Tagged)]
pub struct CaseDefinition {
    /// The condition.
    pub condition: StatementGroup,
    /// The value.
    pub result: CaseResult,
}

/// A fixed value.
#[derive(Debug, Clone, Tagged)]
pub struct StaticCaseResult {
    /// The value.
    pub value: Value,
}

/// The value of a parameter.
#[derive(Debug, Clone, Tagged)]
pub struct DynamicCaseResult {
    /// Name of the parameter.
    pub parameter_name: String,
    /// Operations that are applied to it.
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
        for case in &self.cases {
            if case.condition.holds(scope)? {
                return case.result.value(scope);
            }
        }
        self.default.value(scope)
    }
}

impl CaseResult {
    fn value(&self, scope: &Scope<'_>) -> Result<Value, QueryError> {
        match self {
            Self::StaticCaseResult(result) => Ok(result.value.clone()),
            Self::DynamicCaseResult(DynamicCaseResult { parameter_name, operations }) => {
                let value = scope.parameter(parameter_name)?.clone();
                match operations {
                    Some(chain) => chain.apply(value, scope),
                    None => Ok(value),
                }
            }
        }
    }
}
