//! Statements: what is true or false of values.

use std::sync::Arc;

use super::budget::Budget;
use super::comparator::Comparator;
use super::error::{QueryError, QueryErrorClass};
use super::operand::Operand;
use super::operator::Operator;
use super::scope::{Place, Scope};
use crate::block::{Arg, Declared, Frame, Param, Shape, one_of};
use crate::value::{ConversionError, FromValue, Value};
use crate::{Choice, Tagged};

/// Something about two values.
///
/// Both operands are evaluated, the left one first.
#[derive(Debug, Clone, Tagged)]
pub struct BinaryStatement {
    /// The value on the left.
    pub left_operand: Operand,
    /// What is said of the two.
    pub comparator: Comparator,
    /// The value on the right.
    pub right_operand: Operand,
    /// Whether the opposite is meant.
    #[block(default = false)]
    pub negate: bool,
}

/// Something about a single value.
#[derive(Debug, Clone, Tagged)]
pub struct UnaryStatement {
    /// The value.
    pub operand: Operand,
    /// What is said of it.
    pub operator: Operator,
    /// Whether the opposite is meant.
    #[block(default = false)]
    pub negate: bool,
}

/// Statements joined by `and` or `or`.
///
/// All statements are evaluated, in order, also when the first ones have decided the matter: one that fails is never
/// passed over.
#[derive(Debug, Clone, Tagged)]
pub struct StatementGroup {
    /// The statements; groups may stand within groups.
    #[block(min_len = 1)]
    pub statements: Statements,
    /// Whether all of them have to be true, or one of them is enough.
    #[block(default = StatementsGroupsOperator::Or)]
    pub operator: StatementsGroupsOperator,
}

/// How statements of a group are joined.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Choice)]
#[block(definition = "StatementsGroupsOperator")]
pub enum StatementsGroupsOperator {
    /// All have to be true.
    And,
    /// One that is true is enough.
    Or,
}

one_of! {
    /// A statement.
    pub enum Statement, "a statement";
    BinaryStatement,
    UnaryStatement,
    StatementGroup,
}

one_of! {
    struct StatementGroup, "a group of statements";
}

/// The statements of a group. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Statements(Arc<[Statement]>);

impl std::ops::Deref for Statements {
    type Target = [Statement];

    fn deref(&self) -> &[Statement] {
        &self.0
    }
}

impl FromValue for Statements {
    fn from_value(value: &Value) -> Result<Self, ConversionError> {
        Vec::from_value(value).map(|statements: Vec<Statement>| Self(statements.into()))
    }
}

impl Param for Statements {
    const DECLARED: Declared = Declared { shape: &Shape::List(Statement::DECLARED.shape), optional: false };
    type Written = Vec<serde_json::Value>;

    fn from_arg(arg: &Arg, frame: &Frame<'_>) -> Result<Self, ConversionError> {
        crate::block::literal(arg, frame)
    }
}

impl StatementGroup {
    /// Whether the group is true.
    ///
    /// # Errors
    /// [`QueryError`] of the first statement that fails.
    pub fn holds(&self, scope: &Scope<'_>) -> Result<bool, QueryError> {
        let budget = Budget::new();
        let scope = scope.within(&budget);
        let mut found = Vec::with_capacity(self.statements.len());
        for (index, statement) in self.statements.iter().enumerate() {
            let place = Place::Within(&scope.place, "statements", index);
            found.push(statement.holds(&scope.at(place))?);
        }
        Ok(match self.operator {
            StatementsGroupsOperator::And => found.into_iter().all(|holds| holds),
            StatementsGroupsOperator::Or => found.into_iter().any(|holds| holds),
        })
    }
}

impl Statement {
    /// Whether the statement is true. The place of the scope is its own.
    fn holds(&self, scope: &Scope<'_>) -> Result<bool, QueryError> {
        match self {
            Self::BinaryStatement(statement) => statement.holds(scope),
            Self::UnaryStatement(statement) => statement.holds(scope),
            Self::StatementGroup(group) => group.holds(scope),
        }
    }
}

impl BinaryStatement {
    fn holds(&self, scope: &Scope<'_>) -> Result<bool, QueryError> {
        let value = |operand: &Operand| {
            operand.value(scope).map_err(|error| error.within_statement("BinaryStatement", scope.place))
        };
        let (left, right) = (value(&self.left_operand)?, value(&self.right_operand)?);
        let found = self.comparator.compare(&left, &right);
        found.map(|found| found != self.negate).map_err(|reason| unfit(self.comparator.name(), &reason, scope))
    }
}

impl UnaryStatement {
    fn holds(&self, scope: &Scope<'_>) -> Result<bool, QueryError> {
        let value = self.operand.value(scope).map_err(|error| error.within_statement("UnaryStatement", scope.place))?;
        let found = self.operator.judge(&value);
        found.map(|found| found != self.negate).map_err(|expected| {
            let reason = format!("expected {expected}, found {}", crate::value::show(&value));
            unfit(self.operator.name(), &reason, scope)
        })
    }
}

fn unfit(name: &str, reason: &str, scope: &Scope<'_>) -> QueryError {
    QueryError::new(QueryErrorClass::EvaluationEngine, format!("`{name}`: {reason}"), scope.place)
}
