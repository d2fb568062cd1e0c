//! Regular expressions in the dialect of Python's `re`.

use std::sync::Arc;

use fancy_regex::Regex;

use super::dialect::translated;
use crate::block::{Arg, Declared, Frame, Literal, Param, Shape, literal};
use crate::kind::Str;
use crate::value::{ConversionError, FromValue, Value};

/// A regular expression, compiled once. One that is malformed fails when it is used, as in the reference. Cheap to
/// clone.
#[derive(Debug, Clone)]
pub struct Pattern(Arc<Result<Regex, String>>);

impl Pattern {
    /// The expression that a text stands for.
    pub fn new(text: &str) -> Self {
        let compiled = translated(text).and_then(|text| Regex::new(&text).map_err(|error| error.to_string()));
        Self(Arc::new(compiled.map_err(|error| format!("`{text}` is no regular expression: {error}"))))
    }

    /// What is wrong with the expression, if anything.
    pub fn fault(&self) -> Option<&str> {
        self.0.as_ref().as_ref().err().map(String::as_str)
    }

    /// Whether the pattern occurs anywhere in a text.
    ///
    /// # Errors
    /// When the expression is malformed, or takes too long to match; with the reason, for people.
    pub fn occurs_in(&self, text: &str) -> Result<bool, String> {
        let regex = self.0.as_ref().as_ref().map_err(Clone::clone)?;
        regex.is_match(text).map_err(|error| format!("`{regex}` cannot be matched: {error}"))
    }
}

impl FromValue for Pattern {
    fn from_value(value: &Value) -> Result<Self, ConversionError> {
        String::from_value(value).map(|text| Self::new(&text))
    }
}

impl Param for Pattern {
    const DECLARED: Declared = Declared { shape: &Shape::Text, optional: false };
    type Written = String;

    fn from_arg(arg: &Arg, frame: &Frame<'_>) -> Result<Self, ConversionError> {
        literal(arg, frame)
    }
}

impl Literal for Pattern {
    type Kinds = Str;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_are_those_of_python() {
        for (pattern, text, occurs) in [
            ("hello", "say hello", true),
            ("^hello$", "hello", true),
            ("^hello$", "hello\n", true),
            ("^hello$", "hello\n\n", false),
            (r"hello\Z", "hello\n", false),
            (r"(\w)\1", "balloon", true),
            (r"(?<!un)known", "unknown", false),
            (r"(?P<a>x)(?P=a)", "xx", true),
            (r"[$]\d+", "costs $5", true),
            ("(?m)^b$", "a\nb\nc", true),
            (r"^[[:alpha:]]$", "a", false),
            (r"^[[:alpha:]]$", ":]", true),
            ("[a&&b]", "a", true),
            ("[]a]+$", "a]", true),
            ("^[^]]$", "]", false),
            (r"\141[\142]", "ab", true),
            (r"\0", "\0", true),
            (r"\<", "a", false),
            (r"^\w\W$", "½-", true),
            (r"(?a)\w", "é", false),
            (r"(?a)\bx", "éx", true),
            (r"^\s$", "\u{1c}", true),
            ("a(?#[)b", "ab", true),
            (r"(a)(?:b)\1", "aba", true),
        ] {
            assert_eq!(Pattern::new(pattern).occurs_in(text), Ok(occurs), "{pattern} {text:?}");
        }
    }

    #[test]
    fn malformed_patterns_fail_when_they_are_used() {
        for text in [
            "(",
            "[",
            "a(?i)b",
            r"\p{L}",
            r"\z",
            r"\1(a)",
            "(?<n>a)",
            "(?P<n>a)(?P<n>b)",
            "(?-i)a",
            "\\",
            "(?L)a",
            "(?",
        ] {
            let pattern = Pattern::new(text);
            assert!(pattern.fault().is_some(), "{text}");
            assert!(pattern.occurs_in("").unwrap_err().starts_with(&format!("`{text}` is no regular expression")));
        }
    }

    #[test]
    fn patterns_that_take_too_long_are_given_up() {
        let text = format!("{}!", "a".repeat(64));
        assert!(Pattern::new(r"^(a|a)*\1$").occurs_in(&text).is_err());
    }
}
