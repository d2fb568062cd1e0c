//! Values as JSON, as results show them.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;
use serde::Serialize;
use serde_json::{Map as JsonMap, Value as Json};

use super::WriteError;
use crate::limits::MAX_NESTING;
use crate::value::detections::{MaskEncoding, UnwritableDetections};
use crate::value::{DateTime, Detections, FromValue, Picture, REDACTED, Secret, Value, VideoMetadata};

type Written = Result<Json, WriteError>;

/// Writes a value as what it is: images, detections, secrets and bytes anywhere within it take the form that they have in
/// JSON. What is not a number in JSON, such as infinity, is null.
///
/// # Errors
/// [`WriteError`] when an image cannot be encoded, a value is understood by its own block only, or lists and objects are
/// nested too deeply.
pub fn anything(value: &Value, now: Timestamp) -> Written {
    nested(value, now, |_| REDACTED, MAX_NESTING)
}

/// The same with the text of secrets, for the server that is to have them. Do not log, store or show it.
///
/// # Errors
/// As [`anything`].
pub fn with_secrets(value: &Value, now: Timestamp) -> Written {
    nested(value, now, Secret::expose, MAX_NESTING)
}

/// A value with this text for secrets, in which this many lists and objects may stand within each other.
fn nested(value: &Value, now: Timestamp, secret: fn(&Secret) -> &str, levels: usize) -> Written {
    let inner = |value: &Value| nested(value, now, secret, levels.checked_sub(1).ok_or(WriteError::TooDeep)?);
    Ok(match value {
        Value::Null => Json::Null,
        Value::Bool(value) => (*value).into(),
        Value::Integer(number) => (*number).into(),
        Value::Float(number) => (*number).into(),
        Value::Text(text) => text.as_ref().into(),
        Value::Secret(text) => secret(text).into(),
        Value::Bytes(bytes) => STANDARD.encode(bytes).into(),
        Value::DateTime(time) => time.to_string().into(),
        Value::List(items) => items.iter().map(inner).collect::<Result<Vec<_>, _>>()?.into(),
        Value::Map(members) => {
            let members = members.iter().map(|(name, member)| Ok((name.clone(), inner(member)?)));
            Json::Object(members.collect::<Result<JsonMap<_, _>, WriteError>>()?)
        }
        Value::Image(picture) => json(picture.to_wire(now)?),
        Value::Detections(detections) => json(detections.to_wire(MaskEncoding::Polygon)?),
        Value::Detection(entry) => json(entry.to_wire(MaskEncoding::Polygon).map_err(UnwritableDetections::from)?),
        Value::Native(_) => return Err(WriteError::Native),
    })
}

/// A wire type as JSON.
fn json(data: impl Serialize) -> Json {
    serde_json::to_value(data).unwrap_or_else(|error| {
        unreachable!("wire types are objects with named members, lists, text, numbers and null: {error}")
    })
}

pub(super) fn image(value: &Value, now: Timestamp) -> Written {
    Ok(json(Picture::from_value(value)?.to_wire(now)?))
}

pub(super) fn detections(value: &Value, _: Timestamp) -> Written {
    Ok(json(Detections::from_value(value)?.to_wire(MaskEncoding::Polygon)?))
}

pub(super) fn run_length_detections(value: &Value, _: Timestamp) -> Written {
    Ok(json(Detections::from_value(value)?.to_wire(MaskEncoding::RunLength)?))
}

pub(super) fn timestamp(value: &Value, _: Timestamp) -> Written {
    Ok(DateTime::from_value(value)?.to_string().into())
}

pub(super) fn video_metadata(value: &Value, _: Timestamp) -> Written {
    Ok(json(VideoMetadata::from_value(value)?.to_wire()))
}

/// Whatever it is, nothing of it is shown.
#[expect(clippy::unnecessary_wraps, reason = "it has the form of all writers")]
pub(super) fn secret(_: &Value, _: Timestamp) -> Written {
    Ok(REDACTED.into())
}
