//! Kinds whose data is a scalar, a list or an object of any content.
//!
//! Data is read more strictly than the literals of a definition: text is no number, and 2.0 is no whole number.

use base64::Engine as _;
use base64::engine::DecodePaddingMode;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig};

use super::Element;
use crate::value::{ConversionError, ReadError, Value};

type Read = Result<Value, ReadError>;

/// The value as it is, if it is of the right sort.
fn accept(value: &Value, expected: &str, fits: bool) -> Read {
    if fits { Ok(value.clone()) } else { Err(ConversionError::wrong_type(expected, value).into()) }
}

fn is_text(value: &Value) -> bool {
    matches!(value, Value::Text(_) | Value::Secret(_))
}

pub(super) fn text(value: &Value, _: &Element<'_>) -> Read {
    accept(value, "text", is_text(value))
}

pub(super) fn text_or_null(value: &Value, _: &Element<'_>) -> Read {
    accept(value, "text or null", is_text(value) || value.is_null())
}

pub(super) fn integer(value: &Value, _: &Element<'_>) -> Read {
    accept(value, "a whole number", matches!(value, Value::Integer(_) | Value::Bool(_)))
}

pub(super) fn boolean(value: &Value, _: &Element<'_>) -> Read {
    accept(value, "true or false", matches!(value, Value::Bool(_)))
}

pub(super) fn object(value: &Value, _: &Element<'_>) -> Read {
    accept(value, "an object", matches!(value, Value::Map(_)))
}

pub(super) fn list(value: &Value, _: &Element<'_>) -> Read {
    accept(value, "a list", matches!(value, Value::List(_)))
}

pub(super) fn number(value: &Value, _: &Element<'_>) -> Read {
    Ok(as_number(value)?.into())
}

/// A number, which true and false are too.
pub(super) fn as_number(value: &Value) -> Result<f64, ConversionError> {
    match value {
        #[expect(clippy::cast_precision_loss, reason = "numbers of JSON are doubles in the reference too")]
        Value::Integer(number) => Ok(*number as f64),
        Value::Float(number) => Ok(*number),
        Value::Bool(value) => Ok(f64::from(u8::from(*value))),
        _ => Err(ConversionError::wrong_type("a number", value)),
    }
}

pub(super) fn fraction(value: &Value, _: &Element<'_>) -> Read {
    let number = as_number(value)?;
    if (0.0..=1.0).contains(&number) {
        return Ok(number.into());
    }
    let limit = "a number from 0 to 1 is expected".to_owned();
    Err(ConversionError::OutOfRange { limit, found: number.to_string() }.into())
}

/// Base64 as the reference reads it: characters that do not belong there are passed over.
pub(super) fn bytes(value: &Value, _: &Element<'_>) -> Read {
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
            Ok(Value::Bytes(LENIENT.decode(text).map_err(refusal)?.into()))
        }
        _ => Err(ConversionError::wrong_type("base64 text", value).into()),
    }
}
