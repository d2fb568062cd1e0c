//! What models say about images.

use std::sync::Arc;

use super::Element;
use crate::value::detections::MaskEncoding;
use crate::value::{ConversionError, Detections, Map, ReadError, Value};

type Read = Result<Value, ReadError>;

pub(super) fn detections(value: &Value, element: &Element<'_>) -> Read {
    Ok(Detections::from_wire(value, MaskEncoding::Polygon, element.id, element.new_id)?.into())
}

pub(super) fn run_length_detections(value: &Value, element: &Element<'_>) -> Read {
    Ok(Detections::from_wire(value, MaskEncoding::RunLength, element.id, element.new_id)?.into())
}

/// An object that has what all classifications have; identifiers are added where they are missing.
pub(super) fn classification(value: &Value, element: &Element<'_>) -> Read {
    let is_classification = |members: &Map| {
        let has = |name| members.contains_key(name);
        has("image") && has("predictions") && (has("predicted_classes") || (has("top") && has("confidence")))
    };
    let Some(members) = value.as_map().filter(|members| is_classification(members)) else {
        let expected =
            "an object with `image`, `predictions`, and either `predicted_classes` or `top` and `confidence`";
        return Err(ConversionError::wrong_type(expected, value).into());
    };
    let mut members = members.clone();
    let mut fill = |name: &str, value: &dyn Fn() -> Value| {
        members.entry(name.to_owned()).or_insert_with(value);
    };
    fill("prediction_type", &|| "classification".into());
    fill("inference_id", &|| (element.new_id)().into());
    fill("parent_id", &|| element.id.into());
    fill("root_parent_id", &|| element.id.into());
    Ok(Value::Map(Arc::new(members)))
}
