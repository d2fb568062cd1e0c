//! Operands: the values that statements are about.

use super::chain::Chain;
use super::error::{QueryError, QueryErrorClass};
use super::scope::Scope;
use crate::Tagged;
use crate::block::one_of;
use crate::suggest::together;
use crate::value::Value;

/// A value that is written into the statement.
#[derive(Debug, Clone, Tagged)]
pub struct StaticOperand {
    /// The value: any JSON.
    pub value: Value,
    /// Operations that change it first.
    #[block(default)]
    pub operations: Chain,
}

/// A value that is known by name when the statement is evaluated.
#[derive(Debug, Clone, Tagged)]
pub struct DynamicOperand {
    /// Operations that change it first.
    #[block(default)]
    pub operations: Chain,
    /// Name of the parameter. `_` is the detection, or the only value, that the statement is about.
    #[block(default = "_")]
    pub operand_name: String,
}

one_of! {
    /// What a statement is about.
    pub enum Operand, "an operand";
    StaticOperand,
    DynamicOperand,
}

impl Operand {
    /// The operations that change the value first.
    pub fn operations(&self) -> &Chain {
        match self {
            Self::StaticOperand(StaticOperand { operations, .. })
            | Self::DynamicOperand(DynamicOperand { operations, .. }) => operations,
        }
    }

    /// The value after the operations. The place of the scope is that of the statement.
    pub(super) fn value(&self, scope: &Scope<'_>) -> Result<Value, QueryError> {
        let value = match self {
            Self::StaticOperand(operand) => &operand.value,
            Self::DynamicOperand(operand) => {
                scope.get(&operand.operand_name).ok_or_else(|| undeclared(&operand.operand_name, scope))?
            }
        };
        self.operations().apply_within(value.clone(), scope)
    }
}

fn undeclared(name: &str, scope: &Scope<'_>) -> QueryError {
    let names = together(scope.names());
    let known = if names.is_empty() { "there are none".to_owned() } else { format!("known are {names}") };
    let message = format!("there is no parameter `{name}`; {known}");
    QueryError::new(QueryErrorClass::UndeclaredSymbol, message, scope.place)
}
