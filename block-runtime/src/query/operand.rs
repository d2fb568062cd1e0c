//! Operands: the values that statements are about.

use super::chain::Chain;
use super::error::QueryError;
use super::scope::Scope;
use crate::Tagged;
use crate::block::one_of;
use crate::value::Value;

/// A fixed value.
#[derive(Debug, Clone, Tagged)]
pub struct StaticOperand {
    /// The value.
    pub value: Value,
    /// Operations that are applied to it first.
    #[block(default)]
    pub operations: Chain,
}

/// The value of a parameter.
#[derive(Debug, Clone, Tagged)]
pub struct DynamicOperand {
    /// Operations that are applied to it first.
    #[block(default)]
    pub operations: Chain,
    /// Name of the parameter; `_` is the detection, or the only value, that is tested.
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
            Self::DynamicOperand(operand) => scope.parameter(&operand.operand_name)?,
        };
        self.operations().apply_within(value.clone(), scope)
    }
}
