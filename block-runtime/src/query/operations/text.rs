//! Operations on text.

use super::pattern::Pattern;
use crate::Tagged;
use crate::kind::{Boolean, Str, Wildcard};
use crate::query::bounded::text_of;
use crate::query::error::Failure;
use crate::query::operation::{Example, Family, Operate};
use crate::query::scope::Scope;
use crate::value::Value;

/// The text of a value.
fn text(value: &Value) -> Result<&str, Failure> {
    value.as_str().ok_or_else(|| Failure::input("text", value))
}

/// Write text in lower case.
///
/// Letters of all scripts are changed, as Unicode says.
#[derive(Debug, Clone, Tagged)]
pub struct StringToLowerCase;

impl Operate for StringToLowerCase {
    const FAMILY: Family = Family::Text;
    type Takes = Str;
    type Gives = Str;
    const EXAMPLES: &'static [Example] = &[Example::new(r#""Zebra CROSSING""#, r#"[{"type": "StringToLowerCase"}]"#)];

    fn apply(&self, value: Value, _: &Scope<'_>) -> Result<Value, Failure> {
        Ok(text(&value)?.to_lowercase().into())
    }
}

/// Write text in upper case.
///
/// Letters of all scripts are changed, as Unicode says: `ß` becomes `SS`.
#[derive(Debug, Clone, Tagged)]
pub struct StringToUpperCase;

impl Operate for StringToUpperCase {
    const FAMILY: Family = Family::Text;
    type Takes = Str;
    type Gives = Str;
    const EXAMPLES: &'static [Example] = &[Example::new(r#""Straße 7""#, r#"[{"type": "StringToUpperCase"}]"#)];

    fn apply(&self, value: Value, _: &Scope<'_>) -> Result<Value, Failure> {
        Ok(text(&value)?.to_uppercase().into())
    }
}

/// Cut a part out of text.
///
/// Places are counted in characters from 0, negative ones from the end. The character at `end` is not part of the
/// result, so the default of -1 leaves out the last character. Places beyond the text mean its start or its end.
#[derive(Debug, Clone, Tagged)]
pub struct StringSubSequence {
    /// Place of the first character.
    #[block(default = 0)]
    pub start: i64,
    /// Place after the last character.
    #[block(default = -1)]
    pub end: i64,
}

impl Operate for StringSubSequence {
    const FAMILY: Family = Family::Text;
    type Takes = Str;
    type Gives = Str;
    const EXAMPLES: &'static [Example] = &[
        Example::new(r#""AB-1234""#, r#"[{"type": "StringSubSequence", "start": 0, "end": 2}]"#),
        Example::new(r#""AB-1234""#, r#"[{"type": "StringSubSequence", "start": -4, "end": 100}]"#),
    ];

    fn apply(&self, value: Value, _: &Scope<'_>) -> Result<Value, Failure> {
        let text = text(&value)?;
        let length = text.chars().count();
        let place = |place: i64| {
            let from_end = usize::try_from(place.unsigned_abs()).unwrap_or(usize::MAX);
            if place < 0 { length.saturating_sub(from_end) } else { from_end.min(length) }
        };
        let (start, end) = (place(self.start), place(self.end));
        Ok(text.chars().skip(start).take(end.saturating_sub(start)).collect::<String>().into())
    }
}

/// Find out whether a pattern occurs in text.
///
/// The pattern is a regular expression in the syntax of Python's `re`, with backreferences and look-around. It may
/// match anywhere; anchor it with `^` and `$` to match the whole text.
#[derive(Debug, Clone, Tagged)]
pub struct StringMatches {
    /// The regular expression.
    pub regex: Pattern,
}

impl Operate for StringMatches {
    const FAMILY: Family = Family::Text;
    type Takes = Str;
    type Gives = Boolean;
    const EXAMPLES: &'static [Example] = &[
        Example::new(r#""AB-1234""#, r#"[{"type": "StringMatches", "regex": "\\d{4}"}]"#),
        Example::new(r#""AB-1234""#, r#"[{"type": "StringMatches", "regex": "^\\d+$"}]"#),
    ];

    fn apply(&self, value: Value, _: &Scope<'_>) -> Result<Value, Failure> {
        let found = self.regex.occurs_in(text(&value)?);
        found.map(Value::from).map_err(Failure::Unforeseen)
    }
}

/// Write any value as text.
///
/// Values are written as Python writes them: `True`, `None`, `1.0`, `['a', {'b': 2}]`. Text stays as it is.
#[derive(Debug, Clone, Tagged)]
pub struct ToString;

impl Operate for ToString {
    const FAMILY: Family = Family::Text;
    type Takes = Wildcard;
    type Gives = Str;
    const EXAMPLES: &'static [Example] = &[Example::new(r#"{"cars": 3, "full": true}"#, r#"[{"type": "ToString"}]"#)];

    fn apply(&self, value: Value, scope: &Scope<'_>) -> Result<Value, Failure> {
        match value {
            Value::Text(_) => Ok(value),
            other => text_of(&other, scope).map(Value::from),
        }
    }
}
