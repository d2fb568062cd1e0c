//! JSON in the spelling of the reference, which is Python's `json.dumps()`.
//!
//! Servers that compare or sign bodies, and files to which one line an entry is added, see the same bytes from both:
//! a space behind commas and colons, Python's numbers, nothing but ASCII.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::Value as Json;
use serde_json::ser::{Formatter, Serializer};

use super::Value;

/// The JSON as Python spells it, on one line.
pub fn python_json(json: &Json) -> String {
    let mut text = Vec::new();
    let written = json.serialize(&mut Serializer::with_formatter(&mut text, Python));
    match written.map(|()| String::from_utf8(text)) {
        Ok(Ok(text)) => text,
        Ok(Err(error)) => unreachable!("only ASCII is written: {error}"),
        Err(error) => unreachable!("members of JSON have names, and memory can be written to: {error}"),
    }
}

struct Python;

impl Formatter for Python {
    fn write_f64<W: ?Sized + Write>(&mut self, writer: &mut W, number: f64) -> io::Result<()> {
        write!(writer, "{}", Value::Float(number).python())
    }

    fn write_string_fragment<W: ?Sized + Write>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()> {
        let mut units = [0; 2];
        for character in fragment.chars() {
            match character {
                ' '..='~' => write!(writer, "{character}")?,
                other => other.encode_utf16(&mut units).iter().try_for_each(|unit| write!(writer, "\\u{unit:04x}"))?,
            }
        }
        Ok(())
    }

    fn begin_array_value<W: ?Sized + Write>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        writer.write_all(separator(first))
    }

    fn begin_object_key<W: ?Sized + Write>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        writer.write_all(separator(first))
    }

    fn begin_object_value<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        writer.write_all(b": ")
    }
}

fn separator(first: bool) -> &'static [u8] {
    if first { b"" } else { b", " }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_is_spelt_as_in_python() {
        // Written by `json.dumps()` of Python 3.11.
        for text in [
            r#"{"a": [1, 2.0, -0.0, true, null], "b": {}, "c": []}"#,
            r"[1e+16, 1e-07, 123456789.125, 9007199254740993, 1e+22, 5e-324, 18446744073709551615]",
            r#"["\u00e4 \u2028 \ud83d\ude00 \u007f \u0001 \" \\ / \n\r\t\b\f"]"#,
        ] {
            assert_eq!(python_json(&serde_json::from_str(text).unwrap()), text);
        }
    }
}
