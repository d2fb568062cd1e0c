//! Values as JSON, by the kinds that their outputs declare.

use serde_json::Value as Json;

use crate::block::Environment;
use crate::kind::{self, WriteError};
use crate::value::Value;
use crate::workflow::Kinds;

/// A value cannot be shown as JSON.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(super) enum SerialiseError {
    /// It is data of none of the kinds.
    #[error("{0}")]
    Refused(String),
    /// The output has no kind at all.
    #[error("it lists no kind; list `*` where it may be anything")]
    NoKind,
    /// Whatever its kind, it has no JSON form.
    #[error(transparent)]
    Value(WriteError),
}

/// A value of an output of these kinds, written by the first of them that can write it. Where none can, but one of them
/// says nothing about the form of its data, the value is written as what it is.
pub(super) fn output(value: &Value, kinds: &Kinds, environment: &Environment) -> Result<Json, SerialiseError> {
    if value.is_null() {
        return Ok(Json::Null);
    }
    let now = environment.clock.now();
    let mut refusals: Vec<String> = Vec::new();
    let mut has_any_form = false;
    for name in kinds.names() {
        match kind::find(name).and_then(|kind| kind.write) {
            None => has_any_form = true,
            Some(write) => match write(value, now) {
                Ok(json) => return Ok(json),
                Err(error) => refusals.push(format!("as {name}: {error}")),
            },
        }
    }
    if has_any_form {
        return kind::write_anything(value, now).map_err(SerialiseError::Value);
    }
    Err(if refusals.is_empty() { SerialiseError::NoKind } else { SerialiseError::Refused(refusals.join("; ")) })
}
