//! What is given for an element, by the kinds that its input declares.

use crate::block::Environment;
use crate::kind::{self, Element, KindInfo, Reader};
use crate::value::{ReadError, Value};
use crate::workflow::Kinds;

/// Data of a kind, of what it looks like outside of workflows: an image of base64 text, detections of an object.
///
/// Must be awaited within a tokio runtime. `id` names the data where it does not name itself.
///
/// # Errors
/// What is wrong with it, for people.
pub async fn read_data(kind: &KindInfo, value: &Value, id: &str, environment: &Environment) -> Result<Value, String> {
    let now = |read: fn(&Value, &Element<'_>) -> Result<Value, ReadError>| {
        read(value, &Element { id, new_id: &|| environment.ids.next() })
    };
    match kind.read {
        None => Ok(value.clone()),
        Some(Reader::Now(read)) => now(read).map_err(|error| error.to_string()),
        Some(Reader::Image) => {
            environment.images.read(value, id).await.map(Value::from).map_err(|error| error.to_string())
        }
    }
}

/// Makes the value of an element: by the first of the kinds that it fits.
///
/// Kinds that say nothing about the form of their data are passed over; where all are like that, the value stays as it
/// is. `id` names the element.
///
/// # Errors
/// What is wrong by each of the kinds, for people.
pub(super) async fn receive(
    kinds: &Kinds,
    value: &Value,
    id: &str,
    environment: &Environment,
) -> Result<Value, String> {
    let mut refusals: Vec<String> = Vec::new();
    for kind in kinds.names().filter_map(kind::find).filter(|kind| kind.read.is_some()) {
        match read_data(kind, value, id, environment).await {
            Ok(value) => return Ok(value),
            Err(refusal) => refusals.push(format!("as {}: {refusal}", kind.name)),
        }
    }
    if refusals.is_empty() { Ok(value.clone()) } else { Err(refusals.join("; ")) }
}

/// Succeeds when a reference to these kinds could lead to the value.
///
/// # Errors
/// What is wrong by the first of the kinds, for people.
pub(super) fn fits(kinds: &[&KindInfo], value: &Value) -> Result<(), String> {
    let mut refusal = None;
    for kind in kinds {
        match is_data_of(kind, value) {
            Ok(()) => return Ok(()),
            Err(error) => refusal = refusal.or(Some(error)),
        }
    }
    refusal.map_or(Ok(()), |error| Err(error.to_string()))
}

/// Checks the type of the value, and its form where the type says nothing about it.
fn is_data_of(kind: &KindInfo, value: &Value) -> Result<(), ReadError> {
    (kind.holds)(value)?;
    match kind.read {
        Some(Reader::Now(read)) => read(value, &Element { id: "", new_id: &String::new }).map(drop),
        Some(Reader::Image) | None => Ok(()),
    }
}
