//! Operations on values of any type, on objects and on points in time.

use std::sync::Arc;

use crate::Tagged;
use crate::block::{Arg, Declared, Frame, Param, Shape, literal};
use crate::kind::{Any, Boolean, Dictionary, Float, FloatZeroToOne, Image, Integer, Str, Timestamp, Wildcard};
use crate::query::error::Failure;
use crate::query::operation::{Example, Family, Operate};
use crate::query::scope::Scope;
use crate::query::sorts::Sorts;
use crate::value::{ConversionError, FromValue, Map, Value, show};

/// What stands for what. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Table(Arc<Map>);

impl Table {
    /// What stands for a value.
    pub(super) fn find(&self, value: &Value) -> Result<Value, Failure> {
        let found = value.as_str().and_then(|name| self.0.get(name));
        found.cloned().ok_or_else(|| Failure::Input(format!("the table has nothing for {}", show(value))))
    }
}

impl FromValue for Table {
    fn from_value(value: &Value) -> Result<Self, ConversionError> {
        match value {
            Value::Map(members) => Ok(Self(Arc::clone(members))),
            _ => Err(ConversionError::wrong_type("an object", value)),
        }
    }
}

impl Param for Table {
    const DECLARED: Declared = Declared { shape: &Shape::Map(&Shape::Json), optional: false };
    type Written = serde_json::Value;

    fn from_arg(arg: &Arg, frame: &Frame<'_>) -> Result<Self, ConversionError> {
        literal(arg, frame)
    }
}

/// Look a value up in a table.
///
/// Only text can be found, since the keys of JSON objects are text. A value that is not in the table is an error.
#[derive(Debug, Clone, Tagged)]
pub struct LookupTable {
    /// What stands for which text: any JSON.
    pub lookup_table: Table,
}

impl Operate for LookupTable {
    const FAMILY: Family = Family::Values;
    type Takes = Wildcard;
    type Gives = Wildcard;
    const EXAMPLES: &'static [Example] = &[Example::new(
        r#""car""#,
        r#"[{"type": "LookupTable", "lookup_table": {"car": "vehicle", "cat": "animal"}}]"#,
    )];

    fn sorts() -> Sorts {
        Sorts::TEXT
    }

    fn apply(&self, value: Value, _: &Scope<'_>) -> Result<Value, Failure> {
        self.lookup_table.find(&value)
    }
}

/// Find out whether a value counts as true.
///
/// Null, `false`, 0 and everything that is empty do not; everything else does, the text `"false"` too.
#[derive(Debug, Clone, Tagged)]
pub struct ToBoolean;

impl Operate for ToBoolean {
    const FAMILY: Family = Family::Values;
    type Takes = Any<(Float, FloatZeroToOne, Integer)>;
    type Gives = Boolean;
    const EXAMPLES: &'static [Example] =
        &[Example::new("0", r#"[{"type": "ToBoolean"}]"#), Example::new(r#""false""#, r#"[{"type": "ToBoolean"}]"#)];

    fn sorts() -> Sorts {
        Sorts::ANY
    }

    fn apply(&self, value: Value, _: &Scope<'_>) -> Result<Value, Failure> {
        Ok(value.is_truthy().into())
    }
}

/// Write an object as JSON text.
///
/// Characters outside ASCII are escaped. Images, bytes, detections and points in time have no place in it.
#[derive(Debug, Clone, Tagged)]
pub struct ConvertDictionaryToJSON;

impl Operate for ConvertDictionaryToJSON {
    const FAMILY: Family = Family::Values;
    type Takes = Dictionary;
    type Gives = Str;
    const EXAMPLES: &'static [Example] =
        &[Example::new(r#"{"plate": "AB-1234", "sure": 0.9}"#, r#"[{"type": "ConvertDictionaryToJSON"}]"#)];

    fn apply(&self, value: Value, _: &Scope<'_>) -> Result<Value, Failure> {
        if value.as_map().is_none() {
            return Err(Failure::input("an object", &value));
        }
        let mut text = String::new();
        write_json(&value, &mut text).map_err(|value| Failure::Operation(format!("JSON has no {value}")))?;
        Ok(text.into())
    }
}

/// Writes JSON as Python's `json.dumps` does; fails with what JSON does not have.
fn write_json(value: &Value, text: &mut String) -> Result<(), &'static str> {
    match value {
        Value::Null => text.push_str("null"),
        Value::Bool(value) => text.push_str(if *value { "true" } else { "false" }),
        Value::Float(number) if number.is_nan() => text.push_str("NaN"),
        Value::Float(number) if number.is_infinite() => {
            text.push_str(if *number > 0.0 { "Infinity" } else { "-Infinity" });
        }
        Value::Integer(_) | Value::Float(_) => text.push_str(&value.python().to_string()),
        Value::Text(content) => write_quoted(content, text),
        Value::List(items) => {
            text.push('[');
            for (place, item) in items.iter().enumerate() {
                text.push_str(if place == 0 { "" } else { ", " });
                write_json(item, text)?;
            }
            text.push(']');
        }
        Value::Map(members) => {
            text.push('{');
            for (place, (name, member)) in members.iter().enumerate() {
                text.push_str(if place == 0 { "" } else { ", " });
                write_quoted(name, text);
                text.push_str(": ");
                write_json(member, text)?;
            }
            text.push('}');
        }
        other => return Err(other.type_name()),
    }
    Ok(())
}

fn write_quoted(content: &str, text: &mut String) {
    use std::fmt::Write as _;

    text.push('"');
    for character in content.chars() {
        match character {
            '"' => text.push_str("\\\""),
            '\\' => text.push_str("\\\\"),
            '\n' => text.push_str("\\n"),
            '\r' => text.push_str("\\r"),
            '\t' => text.push_str("\\t"),
            '\u{8}' => text.push_str("\\b"),
            '\u{c}' => text.push_str("\\f"),
            ' '..='~' => text.push(character),
            other => {
                for unit in other.encode_utf16(&mut [0; 2]) {
                    // Writing to a string cannot fail.
                    let _ = write!(text, "\\u{unit:04x}");
                }
            }
        }
    }
    text.push('"');
}

/// Write a point in time as ISO 8601.
///
/// Fractions of a second have six digits and are left out where there are none; the offset from UTC is left out where it
/// is not known.
#[derive(Debug, Clone, Tagged)]
pub struct TimestampToISOFormat;

impl Operate for TimestampToISOFormat {
    const FAMILY: Family = Family::Values;
    type Takes = Timestamp;
    type Gives = Str;
    const EXAMPLES: &'static [Example] = &[Example::of::<Image>(
        super::images::SMALL_IMAGE,
        r#"[{"type": "ExtractFrameMetadata", "property_name": "frame_timestamp"}, {"type": "TimestampToISOFormat"}]"#,
    )];

    fn apply(&self, value: Value, _: &Scope<'_>) -> Result<Value, Failure> {
        match &value {
            Value::DateTime(time) => Ok(time.to_string().into()),
            other => Err(Failure::input("a point in time", other)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_is_written_as_python_writes_it() {
        let value = Value::from_json(&serde_json::json!({
            "a": [1, 1.0, 1e16, true, null], "\u{1f600}\n\u{7f}": {"é\"\\": {}}
        }));
        let mut text = String::new();
        write_json(&value, &mut text).unwrap();
        assert_eq!(text, r#"{"a": [1, 1.0, 1e+16, true, null], "\ud83d\ude00\n\u007f": {"\u00e9\"\\": {}}}"#);
        let mut text = String::new();
        write_json(&[f64::NAN, f64::INFINITY, f64::NEG_INFINITY].map(Value::from).into_iter().collect(), &mut text)
            .unwrap();
        assert_eq!(text, "[NaN, Infinity, -Infinity]");
    }
}
