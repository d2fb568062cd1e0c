//! Text, numbers and words.

use std::borrow::Cow;

use super::super::{Data, Notation};
use super::reader::Reader;

/// What a text looks like before it is decoded.
#[derive(Debug, Clone, Copy)]
pub(super) struct Quoted {
    /// Where its content ends.
    pub(super) content_end: usize,
    /// Where it ends, closing quotation mark included.
    pub(super) end: usize,
    pub(super) is_closed: bool,
}

impl<'t> Reader<'t> {
    /// Finds the end of the text that begins at a quotation mark. Without a closing one it ends with its line.
    pub(super) fn quoted(&self, start: usize) -> Quoted {
        let bytes = self.text.as_bytes();
        let mark = bytes.get(start).copied();
        let mut at = start + 1;
        while let Some(byte) = bytes.get(at).copied() {
            match byte {
                b'\\' if !matches!(bytes.get(at + 1), Some(b'\n' | b'\r') | None) => at += 2,
                b'\n' | b'\r' => break,
                _ if Some(byte) == mark => return Quoted { content_end: at, end: at + 1, is_closed: true },
                _ => at += 1,
            }
        }
        // A character of several bytes may follow a backslash.
        let line = &self.text[start + 1..self.text.ceil_char_boundary(at.min(bytes.len()))];
        let content = line.trim_end_matches([' ', '\t', ',']);
        let end = start + 1 + content.len();
        Quoted { content_end: end, end, is_closed: false }
    }

    /// Reads the text that begins here.
    pub(super) fn text(&mut self) -> String {
        let start = self.at;
        let Quoted { content_end, end, is_closed } = self.quoted(start);
        self.at = end;
        let written = &self.text[start + 1..content_end];
        let is_double = self.text.as_bytes().get(start) == Some(&b'"');
        let decoded = self.decoded(written, start + 1).into_owned();
        if !is_double {
            let quoted = Notation::Json.text(&decoded);
            self.mendable(start..end, "text stands between double quotation marks in JSON", start..end, quoted);
        } else if !is_closed {
            let message = "this text is never closed; a `\"` is missing at its end";
            self.mendable(start..end, message, end..end, "\"");
        }
        decoded
    }

    fn decoded<'w>(&mut self, written: &'w str, start: usize) -> Cow<'w, str> {
        if written.bytes().all(|byte| byte != b'\\' && byte >= b' ') {
            return Cow::Borrowed(written);
        }
        let mut decoded = String::with_capacity(written.len());
        let mut rest = written;
        while let Some(next) = rest.chars().next() {
            let at = start + written.len() - rest.len();
            let length = if next == '\\' { self.escape(rest, at, &mut decoded) } else { next.len_utf8() };
            if next != '\\' {
                if next < ' ' {
                    let remedy = if next == '\t' { "\\t".to_owned() } else { format!("\\u{:04x}", u32::from(next)) };
                    let message = format!("a control character stands in this text; write `{remedy}`");
                    self.mendable(at..at + 1, message, at..at + 1, remedy);
                }
                decoded.push(next);
            }
            rest = &rest[length..];
        }
        Cow::Owned(decoded)
    }

    /// Decodes the escape at the beginning of `rest`, and gives its length.
    fn escape(&mut self, rest: &str, at: usize, decoded: &mut String) -> usize {
        let Some(letter) = rest[1..].chars().next() else {
            self.fault(at..at + 1, "nothing follows this backslash; write `\\\\` for a backslash");
            return 1;
        };
        let plain = match letter {
            '"' | '\\' | '/' => letter,
            'b' => '\u{8}',
            'f' => '\u{c}',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'u' => return self.unicode_escape(rest, at, decoded),
            _ => {
                let length = 1 + letter.len_utf8();
                let message = "JSON has no such escape; write `\\\\` for a backslash";
                self.mendable(at..at + length, message, at..at, "\\");
                decoded.push(letter);
                return length;
            }
        };
        decoded.push(plain);
        2
    }

    fn unicode_escape(&mut self, rest: &str, at: usize, decoded: &mut String) -> usize {
        const LENGTH: usize = 6;
        let unit = |start: usize| {
            let digits = rest.get(start..start + LENGTH)?.strip_prefix("\\u")?;
            digits.bytes().all(|byte| byte.is_ascii_hexdigit()).then(|| u16::from_str_radix(digits, 16).ok())?
        };
        let Some(first) = unit(0) else {
            self.fault(at..at + 2, "four hexadecimal digits follow after `\\u`");
            return 2;
        };
        let second = unit(LENGTH);
        let both = second.and_then(|second| char::decode_utf16([first, second]).next()?.ok());
        if let Some(character) = char::from_u32(u32::from(first)) {
            decoded.push(character);
            return LENGTH;
        }
        if let Some(character) = both {
            decoded.push(character);
            return 2 * LENGTH;
        }
        self.fault(at..at + LENGTH, "this is one half of a character; the other half is missing");
        decoded.push(char::REPLACEMENT_CHARACTER);
        LENGTH
    }

    /// Reads what is neither text nor a list nor an object.
    pub(super) fn word(&mut self) -> Data {
        let start = self.at;
        let word = self.bare();
        let span = start..self.at;
        match word {
            "null" => return Data::Null,
            "true" => return Data::Bool(true),
            "false" => return Data::Bool(false),
            _ => {}
        }
        if is_number(word) {
            if let Ok(integer) = word.parse() {
                return Data::Integer(integer);
            }
            // What is too great for a double is infinite, and JSON has no such number.
            if let Some(number) = word.parse().ok().filter(|number: &f64| number.is_finite()) {
                return Data::Float(number);
            }
            self.fault(span, format!("`{word}` is not a number that JSON readers can hold"));
            return Data::Null;
        }
        let shown: String = word.chars().take(40).collect();
        let (remedy, meant) = match word {
            "None" | "nil" | "undefined" | "NULL" | "Null" | "NaN" => ("write `null`", Some("null".to_owned())),
            "True" | "TRUE" => ("write `true`", Some("true".to_owned())),
            "False" | "FALSE" => ("write `false`", Some("false".to_owned())),
            _ if word.starts_with(|first: char| first.is_ascii_digit() || "+-.".contains(first)) => {
                ("numbers are written like `-1.5`", None)
            }
            _ => ("text stands between double quotation marks", Some(Notation::Json.text(word))),
        };
        let message = format!("`{shown}` is not JSON; {remedy}");
        match meant {
            Some(meant) => self.mendable(span.clone(), message, span, meant),
            None => self.fault(span, message),
        }
        Data::Text(word.to_owned())
    }

    /// Goes on to the end of a word; at least one character is taken.
    pub(super) fn bare(&mut self) -> &'t str {
        let rest: &'t str = &self.text[self.at..];
        let first = rest.chars().next().map_or(0, char::len_utf8);
        let is_end = |c: char| matches!(c, ' ' | '\t' | '\n' | '\r' | ',' | ':' | '{' | '}' | '[' | ']' | '"');
        let length = rest[first..].find(is_end).map_or(rest.len(), |length| first + length);
        self.at += length;
        &rest[..length]
    }
}

/// True for numbers as JSON writes them.
fn is_number(word: &str) -> bool {
    let digits = |text: &str| text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let rest = word.strip_prefix('-').unwrap_or(word);
    let whole = digits(rest);
    if whole == 0 || (whole > 1 && rest.starts_with('0')) {
        return false;
    }
    let mut rest = &rest[whole..];
    if let Some(fraction) = rest.strip_prefix('.') {
        let length = digits(fraction);
        if length == 0 {
            return false;
        }
        rest = &fraction[length..];
    }
    if let Some(exponent) = rest.strip_prefix(['e', 'E']) {
        let exponent = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
        let length = digits(exponent);
        if length == 0 {
            return false;
        }
        rest = &exponent[length..];
    }
    rest.is_empty()
}
