//! From values to the Rust types of a block's fields.

use indexmap::IndexMap;

use super::detections::Entry;
use super::number_text::{integer_of_property, number_of_property};
use super::{DateTime, Detections, Map, Picture, Secret, Value};

/// A value is not of the type that a field needs.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ConversionError {
    /// The value is of another type altogether.
    #[error("expected {expected}, found {found}")]
    WrongType {
        /// What the field accepts, for people.
        expected: String,
        /// What was found, with the value itself where it is short.
        found: String,
    },
    /// The value has the right type, but breaks a limit of the field.
    #[error("{found} is not allowed: {limit}")]
    OutOfRange {
        /// The limit that is broken, for people.
        limit: String,
        /// The value.
        found: String,
    },
}

impl ConversionError {
    /// `value` is not `expected`.
    pub fn wrong_type(expected: impl Into<String>, value: &Value) -> Self {
        Self::WrongType { expected: expected.into(), found: show(value) }
    }
}

/// The value in a few words, with short plain values written out.
pub(crate) fn show(value: &Value) -> String {
    match value {
        Value::Bool(value) => value.to_string(),
        Value::Integer(value) => value.to_string(),
        Value::Float(value) => value.to_string(),
        Value::Text(text) if text.chars().count() <= 40 => format!("{text:?}"),
        other => other.type_name().to_owned(),
    }
}

/// A Rust type that a field of a block may have.
///
/// Conversions are those of the reference: an integer passes for a number, a whole number or numeric text for an
/// integer, `true` for 1. Text is never made from numbers.
pub trait FromValue: Sized {
    /// Makes the Rust value.
    ///
    /// # Errors
    /// [`ConversionError`] when the value is of another type or breaks a limit.
    fn from_value(value: &Value) -> Result<Self, ConversionError>;
}

impl FromValue for Value {
    fn from_value(value: &Value) -> Result<Self, ConversionError> {
        Ok(value.clone())
    }
}

impl FromValue for bool {
    fn from_value(value: &Value) -> Result<Self, ConversionError> {
        let lax = match value {
            Value::Bool(value) => Some(*value),
            Value::Integer(_) | Value::Float(_) => match i64::from_value(value) {
                Ok(0) => Some(false),
                Ok(1) => Some(true),
                _ => None,
            },
            Value::Text(text) => match text.to_ascii_lowercase().as_str() {
                "true" | "t" | "yes" | "y" | "on" | "1" => Some(true),
                "false" | "f" | "no" | "n" | "off" | "0" => Some(false),
                _ => None,
            },
            _ => None,
        };
        lax.ok_or_else(|| ConversionError::wrong_type("true or false", value))
    }
}

impl FromValue for i64 {
    fn from_value(value: &Value) -> Result<Self, ConversionError> {
        let lax = match value {
            Value::Bool(value) => Some(Self::from(*value)),
            Value::Integer(value) => Some(*value),
            Value::Float(number) => integral(*number),
            Value::Text(text) => integer_of_property(text),
            _ => None,
        };
        lax.ok_or_else(|| ConversionError::wrong_type("a whole number", value))
    }
}

/// The whole number that a float stands for, if it stands for one that fits.
fn integral(number: f64) -> Option<i64> {
    /// Two to the power of 63.
    const BEYOND: f64 = 9_223_372_036_854_775_808.0;
    #[expect(clippy::cast_possible_truncation, reason = "a whole number below 2^63 fits")]
    (number.fract() == 0.0 && number.abs() < BEYOND).then_some(number as i64)
}

impl FromValue for f64 {
    fn from_value(value: &Value) -> Result<Self, ConversionError> {
        let lax = match value {
            Value::Bool(value) => Some(Self::from(u8::from(*value))),
            #[expect(clippy::cast_precision_loss, reason = "numbers of JSON are doubles in the reference too")]
            Value::Integer(value) => Some(*value as Self),
            Value::Float(value) => Some(*value),
            Value::Text(text) => number_of_property(text),
            _ => None,
        };
        lax.ok_or_else(|| ConversionError::wrong_type("a number", value))
    }
}

impl FromValue for String {
    fn from_value(value: &Value) -> Result<Self, ConversionError> {
        match value {
            Value::Text(text) => Ok(text.as_ref().to_owned()),
            _ => Err(ConversionError::wrong_type("text", value)),
        }
    }
}

impl FromValue for Secret {
    fn from_value(value: &Value) -> Result<Self, ConversionError> {
        match value {
            Value::Text(text) => Ok(Self::from(text.as_ref())),
            Value::Secret(secret) => Ok(secret.clone()),
            // Not `wrong_type`, which would print the value.
            _ => Err(ConversionError::WrongType { expected: "text".to_owned(), found: value.type_name().to_owned() }),
        }
    }
}

impl FromValue for Picture {
    fn from_value(value: &Value) -> Result<Self, ConversionError> {
        match value {
            Value::Image(picture) => Ok(picture.clone()),
            _ => Err(ConversionError::wrong_type("an image", value)),
        }
    }
}

impl FromValue for Detections {
    fn from_value(value: &Value) -> Result<Self, ConversionError> {
        match value {
            Value::Detections(detections) => Ok(detections.clone()),
            _ => Err(ConversionError::wrong_type("detections", value)),
        }
    }
}

impl FromValue for Entry {
    fn from_value(value: &Value) -> Result<Self, ConversionError> {
        match value {
            Value::Detection(entry) => Ok(entry.clone()),
            _ => Err(ConversionError::wrong_type("a detection", value)),
        }
    }
}

impl FromValue for DateTime {
    fn from_value(value: &Value) -> Result<Self, ConversionError> {
        match value {
            Value::DateTime(time) => Ok(*time),
            _ => Err(ConversionError::wrong_type("a point in time", value)),
        }
    }
}

impl<T: FromValue> FromValue for Option<T> {
    fn from_value(value: &Value) -> Result<Self, ConversionError> {
        if value.is_null() { Ok(None) } else { T::from_value(value).map(Some) }
    }
}

impl<T: FromValue> FromValue for Vec<T> {
    fn from_value(value: &Value) -> Result<Self, ConversionError> {
        match value {
            Value::List(items) => items.iter().map(T::from_value).collect(),
            _ => Err(ConversionError::wrong_type("a list", value)),
        }
    }
}

impl<T: FromValue> FromValue for IndexMap<String, T> {
    fn from_value(value: &Value) -> Result<Self, ConversionError> {
        match value {
            Value::Map(members) => {
                members.iter().map(|(name, member)| Ok((name.clone(), T::from_value(member)?))).collect()
            }
            _ => Err(ConversionError::wrong_type("an object", value)),
        }
    }
}

impl Value {
    /// The members, when this is an object.
    pub fn as_map(&self) -> Option<&Map> {
        match self {
            Self::Map(members) => Some(members),
            _ => None,
        }
    }

    /// The text, when this is text.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn integers_come_from_whole_numbers_and_numeric_text() {
        for (value, expected) in [
            (Value::from(12), 12),
            (Value::from(2.0), 2),
            (Value::from("12"), 12),
            (Value::from(" -3 "), -3),
            (Value::from("2.0"), 2),
            (Value::from(true), 1),
        ] {
            assert_eq!(i64::from_value(&value), Ok(expected), "{value:?}");
        }
    }

    #[test]
    fn what_is_not_whole_is_no_integer() {
        for value in [
            Value::from(1.5),
            Value::from("zz"),
            Value::from("1.5"),
            Value::Null,
            Value::from(f64::NAN),
            Value::from(1e300),
        ] {
            assert!(i64::from_value(&value).is_err(), "{value:?}");
        }
    }

    #[test]
    fn numbers_are_never_text() {
        let error = String::from_value(&Value::from(5)).unwrap_err();
        assert_eq!(error.to_string(), "expected text, found 5");
    }

    #[test]
    fn secrets_do_not_reach_messages() {
        let error = i64::from_value(&Value::from(Secret::from("hunter2"))).unwrap_err();
        assert_eq!(error.to_string(), "expected a whole number, found a secret");
    }
}
