//! Values as JSON, as results show them.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map as JsonMap, Value as Json};

use crate::block::Environment;
use crate::value::detections::MaskEncoding;
use crate::value::{REDACTED, Value};
use crate::workflow::Kinds;

const SECRET: &str = "secret";
const IMAGE: &str = "image";

/// A value cannot be shown as JSON.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(super) enum SerialiseError {
    /// An output of kind `image` alone has another value.
    #[error("it is declared as an image, but is {0}")]
    NoImage(&'static str),
    /// Only the block that made the value knows what it means.
    #[error("it is a value that only its own block understands")]
    Native,
    /// The image cannot be encoded.
    #[error("its image cannot be encoded: {0}")]
    Image(String),
}

/// A value of an output of these kinds.
pub(super) fn output(value: &Value, kinds: &Kinds, environment: &Environment) -> Result<Json, SerialiseError> {
    match value {
        Value::Null => Ok(Json::Null),
        _ if kinds.names().any(|kind| kind == SECRET) => Ok(REDACTED.into()),
        Value::Image(_) => any(value, environment),
        other if kinds.names().next().is_some() && kinds.names().all(|kind| kind == IMAGE) => {
            Err(SerialiseError::NoImage(other.type_name()))
        }
        other => any(other, environment),
    }
}

/// A value of unknown kind: images, secrets and bytes anywhere within it take the form that they have in JSON.
fn any(value: &Value, environment: &Environment) -> Result<Json, SerialiseError> {
    Ok(match value {
        Value::Null => Json::Null,
        Value::Bool(value) => (*value).into(),
        Value::Integer(number) => (*number).into(),
        // What is not a number in JSON is null.
        Value::Float(number) => (*number).into(),
        Value::Text(text) => text.as_ref().into(),
        Value::Secret(_) => REDACTED.into(),
        Value::Bytes(bytes) => STANDARD.encode(bytes).into(),
        Value::List(items) => items.iter().map(|item| any(item, environment)).collect::<Result<Vec<_>, _>>()?.into(),
        Value::Map(members) => {
            let members = members.iter().map(|(name, member)| Ok((name.clone(), any(member, environment)?)));
            Json::Object(members.collect::<Result<JsonMap<_, _>, _>>()?)
        }
        Value::DateTime(time) => time.to_string().into(),
        Value::Detections(detections) => detections.to_wire(MaskEncoding::Polygon).unwrap_or_default(),
        Value::Image(picture) => {
            picture.to_wire(environment.clock.now()).map_err(|error| SerialiseError::Image(error.to_string()))?
        }
        Value::Native(_) => return Err(SerialiseError::Native),
    })
}
