//! Points in time and video frames.

use super::Element;
use crate::value::{ConversionError, FromValue, ReadError, Value, VideoMetadata};

pub(super) fn timestamp(value: &Value, _: &Element<'_>) -> Result<Value, ReadError> {
    match value {
        Value::DateTime(_) => Ok(value.clone()),
        Value::Text(text) => {
            let refusal = |_| ConversionError::wrong_type("a date and time like `2024-08-21T11:13:44+02:00`", value);
            Ok(Value::DateTime(text.parse().map_err(refusal)?))
        }
        _ => Err(ConversionError::wrong_type("a date and time as text", value).into()),
    }
}

pub(super) fn video_metadata(value: &Value, _: &Element<'_>) -> Result<Value, ReadError> {
    Ok(VideoMetadata::from_value(value)?.into())
}
