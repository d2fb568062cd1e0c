//! Chains: operations one after the other.

use std::ops::Deref;
use std::sync::Arc;

use serde::{Deserialize, Deserializer};
use serde_json::Value as Json;

use super::error::QueryError;
use super::operation::Operation;
use super::scope::{Place, Scope, Work};
use crate::block::{Arg, Declared, Frame, Literal, Param, Shape, literal};
use crate::kind;
use crate::value::{ConversionError, FromValue, Value};

/// Operations that are applied one after the other; without any, a value stays what it is. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct Chain(Arc<[Operation]>);

impl Chain {
    /// What the operations make of a value.
    ///
    /// # Errors
    /// [`QueryError`] of the first operation that fails.
    pub fn apply(&self, value: Value, scope: &Scope<'_>) -> Result<Value, QueryError> {
        let work = Work::default();
        let scope = scope.counted(&work);
        self.apply_at(value, &scope, |index| Place::Element(&scope.place, index))
    }

    /// What the operations of a chain within the query make of a value.
    pub(super) fn apply_within(&self, value: Value, scope: &Scope<'_>) -> Result<Value, QueryError> {
        self.apply_at(value, scope, |index| Place::Within(&scope.place, "operations", index))
    }

    fn apply_at<'a>(
        &self,
        value: Value,
        scope: &Scope<'a>,
        place: impl Fn(usize) -> Place<'a>,
    ) -> Result<Value, QueryError> {
        let mut value = value;
        for (index, operation) in self.0.iter().enumerate() {
            let place = place(index);
            let result = operation.apply(value, &scope.at(place)).and_then(|result| {
                scope.spend(size(&result))?;
                Ok(result)
            });
            value = result.map_err(|failure| failure.of(operation.name(), place))?;
        }
        Ok(value)
    }
}

/// How many bytes a value takes, apart from what is inside its elements.
fn size(value: &Value) -> usize {
    match value {
        Value::Text(text) => text.len(),
        Value::Bytes(bytes) => bytes.len(),
        Value::List(items) => size_of_val(items.as_ref()),
        Value::Map(members) => members.keys().map(|name| name.len() + size_of::<Value>()).sum(),
        _ => size_of::<Value>(),
    }
}

impl Deref for Chain {
    type Target = [Operation];

    fn deref(&self) -> &[Operation] {
        &self.0
    }
}

impl FromIterator<Operation> for Chain {
    fn from_iter<I: IntoIterator<Item = Operation>>(operations: I) -> Self {
        Self(operations.into_iter().collect())
    }
}

impl FromValue for Chain {
    fn from_value(value: &Value) -> Result<Self, ConversionError> {
        Vec::from_value(value).map(Self::from_iter)
    }
}

impl Param for Chain {
    const DECLARED: Declared = Declared { shape: &Shape::List(Operation::DECLARED.shape), optional: false };
    type Written = Vec<Json>;

    fn from_arg(arg: &Arg, frame: &Frame<'_>) -> Result<Self, ConversionError> {
        literal(arg, frame)
    }
}

impl Literal for Chain {
    type Kinds = kind::ListOfValues;
}

impl<'de> Deserialize<'de> for Chain {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Vec::deserialize(deserializer).map(Self::from_iter)
    }
}
