//! What is given for an element, by the kinds that its input declares.

use crate::block::Environment;
use crate::kind::{self, Element, KindInfo, Reader};
use crate::value::{ReadError, Value};
use crate::workflow::Kinds;

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
    let element = |read: fn(&Value, &Element<'_>) -> Result<Value, ReadError>| {
        read(value, &Element { id, new_id: &|| environment.ids.next() })
    };
    let mut refusals: Vec<String> = Vec::new();
    for (name, reader) in kinds.names().filter_map(|name| Some((name, kind::find(name)?.read?))) {
        let received = match reader {
            Reader::Image => {
                environment.images.read(value, id).await.map(Value::from).map_err(|error| error.to_string())
            }
            Reader::Now(read) => element(read).map_err(|error| error.to_string()),
        };
        match received {
            Ok(value) => return Ok(value),
            Err(refusal) => refusals.push(format!("as {name}: {refusal}")),
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
