//! Why a chain or a statement gave no value.

use std::fmt;

use super::scope::Place;
use crate::error::{Context, Facts, WorkflowError};

/// The classes of errors, which clients know by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum QueryErrorClass {
    /// An operation was given a value of a type that it does not take.
    InvalidInputType,
    /// An operation failed although it was given a value of the right type.
    Operation,
    /// A parameter is named that was not handed in.
    UndeclaredSymbol,
    /// Two operands cannot be compared, or a statement met what it was not made for.
    EvaluationEngine,
}

/// Why a chain or a statement gave no value.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message} (at `{place}` of the query)")]
pub struct QueryError {
    /// The class of the error.
    pub class: QueryErrorClass,
    /// What happened, for people: one sentence, no full stop.
    pub message: String,
    /// Where in the chain or the statement: `<root>[0].statements[1].operations[0]`.
    pub place: String,
    /// True for what the reference did not foresee: a statement around it reports that it could not be evaluated.
    unforeseen: bool,
}

impl QueryError {
    pub(super) fn new(class: QueryErrorClass, message: impl Into<String>, place: Place<'_>) -> Self {
        Self { class, message: message.into(), place: place.to_string(), unforeseen: false }
    }

    /// The error with the name of the step whose query it is.
    pub(crate) fn in_step(self, step: &str) -> Self {
        Self { message: format!("step `{step}`: {}", self.message), ..self }
    }

    /// The error as a statement reports it that stands around it.
    pub(super) fn within_statement(self, statement: &'static str, place: Place<'_>) -> Self {
        match self.class {
            QueryErrorClass::UndeclaredSymbol => {
                let message = format!("`{statement}` cannot be evaluated: {}", self.message);
                Self { message, place: place.to_string(), ..self }
            }
            _ if self.unforeseen => Self { class: QueryErrorClass::EvaluationEngine, unforeseen: false, ..self },
            _ => self,
        }
    }
}

/// The error under the name that clients know, with its place.
impl From<QueryError> for WorkflowError {
    fn from(error: QueryError) -> Self {
        let facts = Facts::new(Context::QueryEvaluation, error.to_string()).at(error.place);
        match error.class {
            QueryErrorClass::InvalidInputType => Self::InvalidInputType(facts),
            QueryErrorClass::Operation => Self::Operation(facts),
            QueryErrorClass::UndeclaredSymbol => Self::UndeclaredSymbol(facts),
            QueryErrorClass::EvaluationEngine => Self::EvaluationEngine(facts),
        }
    }
}

/// Why an operation gave no value; the chain adds where.
#[derive(Debug)]
pub(super) enum Failure {
    /// The value is not of a type that the operation takes.
    Input(String),
    /// The operation failed with a value of the right type.
    Operation(String),
    /// A parameter is named that was not handed in.
    Undeclared(String),
    /// The value is of the right type, but lacks what the operation needs; inside a statement the statement is at fault.
    Unforeseen(String),
    /// The value lacks what the operation looks for; inside a statement the statement is at fault.
    Missing(String),
    /// A nested chain or statement failed.
    Nested(QueryError),
}

impl Failure {
    /// `value` is not `expected`.
    pub(super) fn input(expected: impl fmt::Display, value: &crate::value::Value) -> Self {
        Self::Input(format!("expected {expected}, found {}", crate::value::show(value)))
    }

    /// The error of an operation at a place.
    pub(super) fn of(self, operation: &str, place: Place<'_>) -> QueryError {
        let (class, message) = match self {
            Self::Nested(error) => return error,
            Self::Input(message) => (QueryErrorClass::InvalidInputType, message),
            Self::Operation(message) => (QueryErrorClass::Operation, message),
            Self::Undeclared(message) => (QueryErrorClass::UndeclaredSymbol, message),
            Self::Unforeseen(message) => {
                return QueryError { unforeseen: true, ..Self::Input(message).of(operation, place) };
            }
            Self::Missing(message) => {
                return QueryError { unforeseen: true, ..Self::Operation(message).of(operation, place) };
            }
        };
        QueryError::new(class, format!("`{operation}`: {message}"), place)
    }
}

impl From<QueryError> for Failure {
    fn from(error: QueryError) -> Self {
        Self::Nested(error)
    }
}
