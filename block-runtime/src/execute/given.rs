//! What is given for an element, by the kinds that its input declares.

use base64::Engine as _;
use base64::engine::DecodePaddingMode;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig};

use crate::block::Environment;
use crate::kind::WILDCARD;
use crate::value::{ConversionError, Map, Value};
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
    let mut refusals: Vec<String> = Vec::new();
    for kind in kinds.names() {
        let received = match kind {
            "image" => environment.images.read(value, id).await.map(Value::from).map_err(|error| error.to_string()),
            kind => match convert(kind, value) {
                Some(converted) => converted.map_err(|error| error.to_string()),
                None => continue,
            },
        };
        match received {
            Ok(value) => return Ok(value),
            Err(refusal) => refusals.push(format!("as {kind}: {refusal}")),
        }
    }
    if refusals.is_empty() { Ok(value.clone()) } else { Err(refusals.join("; ")) }
}

/// True when a reference to these kinds could lead to the value.
pub(super) fn fits(kinds: &[&crate::kind::KindInfo], value: &Value) -> Result<(), String> {
    let mut refusal = None;
    for kind in kinds {
        let result = match (kind.name, value) {
            (WILDCARD, _) | ("image", Value::Image(_)) => return Ok(()),
            ("image", other) => Err(ConversionError::wrong_type("an image", other)),
            (name, value) => convert(name, value).unwrap_or_else(|| Ok(value.clone())).map(|_| ()),
        };
        match result {
            Ok(()) => return Ok(()),
            Err(error) => refusal = refusal.or(Some(error)),
        }
    }
    refusal.map_or(Ok(()), |error| Err(error.to_string()))
}

type Converted = Result<Value, ConversionError>;

/// The value as data of a kind; nothing when the kind does not say what form its data has.
fn convert(kind: &str, value: &Value) -> Option<Converted> {
    Some(match kind {
        "string"
        | "top_class"
        | "roboflow_model_id"
        | "roboflow_project"
        | "roboflow_solution"
        | "prediction_type"
        | "parent_id"
        | "inference_id"
        | "language_model_output" => accept(value, "text", is_text),
        "roboflow_api_key" | "ROBOFLOW_MANAGED_KEY" => {
            accept(value, "text or null", |value| is_text(value) || value.is_null())
        }
        "float" => number(value).map(Value::from),
        "float_zero_to_one" => number(value).and_then(fraction),
        "integer" => accept(value, "a whole number", |value| matches!(value, Value::Integer(_) | Value::Bool(_))),
        "boolean" => accept(value, "true or false", |value| matches!(value, Value::Bool(_))),
        "dictionary" => accept(value, "an object", |value| matches!(value, Value::Map(_))),
        "list_of_values" | "numpy_array" => accept(value, "a list", |value| matches!(value, Value::List(_))),
        "point" => point(value),
        "zone" => zone(value),
        "labeled_points" => labelled_points(value),
        "rgb_color" => colour(value),
        "bytes" => bytes(value),
        "video_metadata" => members(value, &["video_identifier", "frame_number", "frame_timestamp"]),
        "classification_prediction"
        | "object_detection_prediction"
        | "instance_segmentation_prediction"
        | "keypoint_detection_prediction"
        | "qr_code_detection"
        | "bar_code_detection"
        | "rle_instance_segmentation_prediction"
        | "semantic_segmentation_prediction" => members(value, &["image", "predictions"]),
        _ => return None,
    })
}

fn is_text(value: &Value) -> bool {
    matches!(value, Value::Text(_) | Value::Secret(_))
}

fn accept(value: &Value, expected: &str, fits: impl Fn(&Value) -> bool) -> Converted {
    if fits(value) { Ok(value.clone()) } else { Err(ConversionError::wrong_type(expected, value)) }
}

/// A number; unlike literals of a definition, text is none.
fn number(value: &Value) -> Result<f64, ConversionError> {
    match value {
        #[expect(clippy::cast_precision_loss, reason = "numbers of JSON are doubles in the reference too")]
        Value::Integer(number) => Ok(*number as f64),
        Value::Float(number) => Ok(*number),
        Value::Bool(value) => Ok(f64::from(u8::from(*value))),
        _ => Err(ConversionError::wrong_type("a number", value)),
    }
}

fn fraction(number: f64) -> Converted {
    if (0.0..=1.0).contains(&number) {
        return Ok(Value::from(number));
    }
    Err(ConversionError::OutOfRange { limit: "a number from 0 to 1 is expected".to_owned(), found: number.to_string() })
}

fn members(value: &Value, names: &[&str]) -> Converted {
    let expected = || format!("an object with {}", crate::suggest::together(names.iter().copied()));
    match value.as_map() {
        Some(members) if names.iter().all(|name| members.contains_key(*name)) => Ok(value.clone()),
        _ => Err(ConversionError::wrong_type(expected(), value)),
    }
}

fn items(value: &Value) -> Option<&[Value]> {
    match value {
        Value::List(items) => Some(items),
        _ => None,
    }
}

fn are_numbers(items: &[Value]) -> bool {
    items.iter().all(|item| number(item).is_ok())
}

fn point(value: &Value) -> Converted {
    match items(value) {
        Some([x, y, ..]) if are_numbers(&[x.clone(), y.clone()]) => Ok([x.clone(), y.clone()].into_iter().collect()),
        _ => Err(ConversionError::wrong_type("a point: a list of x and y", value)),
    }
}

fn zone(value: &Value) -> Converted {
    let is_corner = |corner: &Value| items(corner).is_some_and(|corner| corner.len() == 2 && are_numbers(corner));
    match items(value) {
        Some(corners) if corners.len() >= 3 && corners.iter().all(is_corner) => Ok(value.clone()),
        _ => Err(ConversionError::wrong_type("a polygon: a list of three or more lists of x and y", value)),
    }
}

fn labelled_points(value: &Value) -> Converted {
    let refusal = || {
        ConversionError::wrong_type(
            "a list of points, each an object with `x`, `y` and `positive`, or a list of them",
            value,
        )
    };
    let points = items(value).ok_or_else(refusal)?;
    points.iter().map(|point| labelled_point(point).ok_or_else(refusal)).collect()
}

fn labelled_point(value: &Value) -> Option<Value> {
    let (x, y, positive) = match value {
        Value::Map(members) => (members.get("x")?, members.get("y")?, members.get("positive")),
        Value::List(items) => match items.as_ref() {
            [x, y] => (x, y, None),
            [x, y, positive] => (x, y, Some(positive)),
            _ => return None,
        },
        _ => return None,
    };
    are_numbers(&[x.clone(), y.clone()]).then(|| {
        let members = [("x", x.clone()), ("y", y.clone()), ("positive", positive.is_none_or(is_truthy).into())];
        members.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
    })
}

fn is_truthy(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Bool(value) => *value,
        Value::Integer(number) => *number != 0,
        Value::Float(number) => *number != 0.0,
        Value::Text(text) => !text.is_empty(),
        Value::Bytes(bytes) => !bytes.is_empty(),
        Value::List(items) => !items.is_empty(),
        Value::Map(members) => !Map::is_empty(members),
        Value::Secret(_) | Value::DateTime(_) | Value::Image(_) | Value::Detections(_) | Value::Native(_) => true,
    }
}

fn colour(value: &Value) -> Converted {
    match value {
        Value::Text(_) => Ok(value.clone()),
        Value::List(items) => match items.as_ref() {
            [red, green, blue, ..] => Ok([red, green, blue].into_iter().cloned().collect()),
            _ => Err(ConversionError::wrong_type("a colour: text, or a list of red, green and blue", value)),
        },
        _ => Err(ConversionError::wrong_type("a colour: text, or a list of red, green and blue", value)),
    }
}

/// Base64 as the reference reads it: characters that do not belong there are passed over.
fn bytes(value: &Value) -> Converted {
    const LENIENT: GeneralPurpose = GeneralPurpose::new(
        &base64::alphabet::STANDARD,
        GeneralPurposeConfig::new()
            .with_decode_padding_mode(DecodePaddingMode::RequireCanonical)
            .with_decode_allow_trailing_bits(true),
    );
    match value {
        Value::Bytes(_) => Ok(value.clone()),
        Value::Text(text) => {
            let belongs = |byte: &u8| byte.is_ascii_alphanumeric() || b"+/=".contains(byte);
            let text: Vec<u8> = text.bytes().filter(belongs).collect();
            let refusal =
                |_| ConversionError::WrongType { expected: "base64 text".to_owned(), found: "other text".to_owned() };
            LENIENT.decode(text).map(|bytes| Value::Bytes(bytes.into())).map_err(refusal)
        }
        _ => Err(ConversionError::wrong_type("base64 text", value)),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn converted(kind: &str, json: &serde_json::Value) -> Option<serde_json::Value> {
        convert(kind, &Value::from_json(json)).unwrap().ok().and_then(|value| value.to_json())
    }

    #[test]
    fn conformance_78_numbers_are_exact_about_their_kinds() {
        assert_eq!(converted("float", &json!(2)), Some(json!(2.0)));
        assert_eq!(converted("float", &json!(true)), Some(json!(1.0)));
        assert_eq!(converted("float", &json!("2")), None);
        assert_eq!(converted("integer", &json!(2.0)), None);
        assert_eq!(converted("integer", &json!(true)), Some(json!(true)));
        assert_eq!(converted("float_zero_to_one", &json!(2)), None);
        assert_eq!(converted("boolean", &json!(1)), None);
    }

    #[test]
    fn structured_kinds_are_checked_and_trimmed() {
        assert_eq!(converted("point", &json!([1, 2, 3])), Some(json!([1, 2])));
        assert_eq!(converted("point", &json!(["a", 2])), None);
        assert_eq!(converted("zone", &json!([[0, 0], [1, 0]])), None);
        assert_eq!(converted("zone", &json!([[0, 0], [1, 0], [1, 1]])), Some(json!([[0, 0], [1, 0], [1, 1]])));
        assert_eq!(converted("rgb_color", &json!("red")), Some(json!("red")));
        assert_eq!(converted("rgb_color", &json!([1, 2, 3, 4])), Some(json!([1, 2, 3])));
        assert_eq!(
            converted("labeled_points", &json!([[1, 2], {"x": 1, "y": 2, "positive": null, "more": 1}])),
            Some(json!([{"x": 1, "y": 2, "positive": true}, {"x": 1, "y": 2, "positive": false}]))
        );
    }

    #[test]
    fn bytes_are_base64_with_anything_between() {
        let value = convert("bytes", &Value::from("aGV s\nbG8=")).unwrap().unwrap();
        assert!(matches!(value, Value::Bytes(bytes) if bytes.as_ref() == b"hello"));
        assert!(convert("bytes", &Value::from("a")).unwrap().is_err());
    }

    #[test]
    fn kinds_without_a_form_accept_anything() {
        for kind in ["*", "embedding", "secret", "a_kind_of_ones_own"] {
            assert!(convert(kind, &Value::from(1)).is_none(), "{kind}");
        }
    }
}
