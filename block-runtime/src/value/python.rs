//! Values as text in the spelling of the reference, which is Python's `str()`.
//!
//! Prompts, messages and file names that workflows make of values read the same here and there: `True`, `None`,
//! `1.0`, `['a', {'b': 2}]`.

use std::fmt::{self, Write};

use super::Value;

/// A value in Python's spelling; made by [`Value::python`].
#[derive(Debug, Clone, Copy)]
pub struct Python<'a>(&'a Value);

impl Value {
    /// The value as Python's `str()` spells it. Secrets stay hidden; images and detections are only named,
    /// since their spelling in Python has no use.
    pub fn python(&self) -> Python<'_> {
        Python(self)
    }
}

impl fmt::Display for Python<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Value::Text(text) => formatter.write_str(text),
            other => repr(other, formatter),
        }
    }
}

/// The spelling of Python's `repr()`, which is that of values inside others.
fn repr(value: &Value, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
    match value {
        Value::Null => formatter.write_str("None"),
        Value::Bool(true) => formatter.write_str("True"),
        Value::Bool(false) => formatter.write_str("False"),
        Value::Integer(number) => write!(formatter, "{number}"),
        Value::Float(number) => float(*number, formatter),
        Value::Text(text) => quoted(text, formatter),
        Value::Secret(secret) => write!(formatter, "{secret}"),
        Value::List(items) => {
            formatter.write_char('[')?;
            for (place, item) in items.iter().enumerate() {
                if place > 0 {
                    formatter.write_str(", ")?;
                }
                repr(item, formatter)?;
            }
            formatter.write_char(']')
        }
        Value::Map(members) => {
            formatter.write_char('{')?;
            for (place, (name, member)) in members.iter().enumerate() {
                if place > 0 {
                    formatter.write_str(", ")?;
                }
                quoted(name, formatter)?;
                formatter.write_str(": ")?;
                repr(member, formatter)?;
            }
            formatter.write_char('}')
        }
        Value::Bytes(bytes) => quoted_bytes(bytes, formatter),
        Value::DateTime(time) => formatter.write_str(&time.to_string().replacen('T', " ", 1)),
        other => write!(formatter, "<{}>", other.type_name()),
    }
}

/// The shortest digits that give the same number, with an exponent where it is below -4 or above 15.
fn float(number: f64, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
    if number.is_nan() {
        return formatter.write_str("nan");
    }
    if number.is_infinite() {
        return formatter.write_str(if number > 0.0 { "inf" } else { "-inf" });
    }
    let scientific = format!("{number:e}");
    let (digits, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    match exponent.parse::<i32>() {
        Ok(exponent @ (..-4 | 16..)) => {
            let sign = if exponent < 0 { '-' } else { '+' };
            write!(formatter, "{digits}e{sign}{:02}", exponent.unsigned_abs())
        }
        // Debug, unlike Display, always has a decimal point; it has no exponent in this range.
        _ => write!(formatter, "{number:?}"),
    }
}

/// Text in quotation marks: single ones, unless only those occur in it.
fn quoted(text: &str, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
    let mark = if text.contains('\'') && !text.contains('"') { '"' } else { '\'' };
    formatter.write_char(mark)?;
    for character in text.chars() {
        match character {
            '\\' => formatter.write_str("\\\\")?,
            '\n' => formatter.write_str("\\n")?,
            '\r' => formatter.write_str("\\r")?,
            '\t' => formatter.write_str("\\t")?,
            same if same == mark => write!(formatter, "\\{same}")?,
            other if is_printable(other) => formatter.write_char(other)?,
            other => match u32::from(other) {
                code @ ..0x100 => write!(formatter, "\\x{code:02x}")?,
                code @ ..0x1_0000 => write!(formatter, "\\u{code:04x}")?,
                code => write!(formatter, "\\U{code:08x}")?,
            },
        }
    }
    formatter.write_char(mark)
}

/// Bytes as text with a `b` before it.
fn quoted_bytes(bytes: &[u8], formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
    let mark = if bytes.contains(&b'\'') && !bytes.contains(&b'"') { '"' } else { '\'' };
    write!(formatter, "b{mark}")?;
    for byte in bytes {
        match char::from(*byte) {
            '\\' => formatter.write_str("\\\\")?,
            '\n' => formatter.write_str("\\n")?,
            '\r' => formatter.write_str("\\r")?,
            '\t' => formatter.write_str("\\t")?,
            same if same == mark => write!(formatter, "\\{same}")?,
            plain @ ' '..='~' => formatter.write_char(plain)?,
            _ => write!(formatter, "\\x{byte:02x}")?,
        }
    }
    formatter.write_char(mark)
}

/// Whether Python writes a character as it is: it is none that controls, formats or separates, is assigned, and is not
/// for private use.
fn is_printable(character: char) -> bool {
    // The standard library escapes the same characters; behind another one it does not escape those that combine with it.
    character.is_ascii_graphic()
        || character == ' '
        || (!character.is_ascii() && ['a', character].iter().collect::<String>().escape_debug().skip(1).eq([character]))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn python(json: &serde_json::Value) -> String {
        Value::from_json(json).python().to_string()
    }

    #[test]
    fn scalars_are_spelt_as_in_python() {
        for (value, expected) in [
            (json!(null), "None"),
            (json!(true), "True"),
            (json!(7), "7"),
            (json!(1.0), "1.0"),
            (json!(-0.25), "-0.25"),
            (json!(0.0001), "0.0001"),
            (json!(0.00001), "1e-05"),
            (json!(1e15), "1000000000000000.0"),
            (json!(1.5e16), "1.5e+16"),
            (json!(1e300), "1e+300"),
            (json!("it's"), "it's"),
        ] {
            assert_eq!(python(&value), expected);
        }
        assert_eq!(Value::from(f64::NEG_INFINITY).python().to_string(), "-inf");
        assert_eq!(Value::from(f64::NAN).python().to_string(), "nan");
        assert_eq!(Value::Bytes(b"it's\n\\ \xff"[..].into()).python().to_string(), r#"b"it's\n\\ \xff""#);
    }

    #[test]
    fn containers_are_spelt_as_in_python() {
        let value = json!({"a": ["x", null, false, 2.0], "b": {}, "c'": "\"q\" 'r'\n\u{7}"});
        assert_eq!(python(&value), r#"{'a': ['x', None, False, 2.0], 'b': {}, "c'": '"q" \'r\'\n\x07'}"#);
    }

    #[test]
    fn times_have_a_space_before_the_hour() {
        let time = Value::from("2024-08-21T11:13:44+02:00".parse::<crate::value::DateTime>().unwrap());
        assert_eq!(time.python().to_string(), "2024-08-21 11:13:44+02:00");
    }

    #[test]
    fn secrets_stay_hidden() {
        let value: Value = [Value::from(crate::value::Secret::from("hunter2"))].into_iter().collect();
        assert_eq!(value.python().to_string(), "[********]");
    }
}
