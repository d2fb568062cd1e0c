//! Regular expressions in the dialect of Python's `re`.

mod flags;
mod translate;

use std::error::Error;
use std::sync::Arc;

use fancy_regex::{CompileError, Regex, RuntimeError};

use self::translate::translate;
use crate::block::{Arg, Declared, Frame, Literal, Param, Shape, literal};
use crate::kind::Str;
use crate::value::{ConversionError, FromValue, Value};

/// A regular expression, compiled once. One that is malformed fails when it is used, as in the reference. Cheap to
/// clone.
#[derive(Debug, Clone)]
pub struct Pattern(Arc<Compiled>);

#[derive(Debug)]
struct Compiled {
    /// As the author wrote it.
    text: String,
    regex: Result<Regex, String>,
}

impl Pattern {
    /// The expression that a text stands for.
    pub fn new(text: &str) -> Self {
        let translated = translate(text).map_err(|fault| fault.to_string());
        let regex = translated.and_then(|translated| Regex::new(&translated).map_err(|error| reason(&error)));
        let regex = regex.map_err(|reason| format!("`{text}` is no regular expression that can be used: {reason}"));
        Self(Arc::new(Compiled { text: text.to_owned(), regex }))
    }

    /// What is wrong with the expression, if anything.
    pub fn fault(&self) -> Option<&str> {
        self.0.regex.as_ref().err().map(String::as_str)
    }

    /// Whether the pattern occurs anywhere in a text, as `re.search` finds it.
    ///
    /// # Errors
    /// When the expression is malformed, or takes too long to match; with the reason, for people.
    pub fn occurs_in(&self, text: &str) -> Result<bool, String> {
        let regex = self.0.regex.as_ref().map_err(Clone::clone)?;
        regex.is_match(text).map_err(|error| format!("`{}` cannot be matched: {}", self.0.text, reason(&error)))
    }
}

/// What is at the bottom of an error, without positions in the translated text.
fn reason(error: &fancy_regex::Error) -> String {
    match error {
        fancy_regex::Error::ParseError(_, error) => error.to_string(),
        fancy_regex::Error::CompileError(error) => match &**error {
            CompileError::InnerError(error) => innermost(error).to_string(),
            CompileError::LookBehindNotConst | CompileError::VariableLookBehindRequiresFeature => {
                "what a look behind matches has no fixed length".to_owned()
            }
            other => other.to_string(),
        },
        fancy_regex::Error::RuntimeError(RuntimeError::BacktrackLimitExceeded) => {
            "it has too many ways to match; repeat less inside what is repeated".to_owned()
        }
        other => other.to_string(),
    }
}

fn innermost<'a>(error: &'a (dyn Error + 'static)) -> &'a (dyn Error + 'static) {
    error.source().map_or(error, innermost)
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

    /// Recorded with Python 3.11.
    #[test]
    fn patterns_mean_what_they_mean_in_python() {
        for (pattern, text, occurs) in [
            ("hello", "say hello", true),
            ("^hello$", "hello", true),
            ("^hello$", "hello\n", true),
            ("^hello$", "hello\n\n", false),
            (r"hello\Z", "hello\n", false),
            (r"(\w)\1", "balloon", true),
            ("(?<!un)known", "unknown", false),
            (r"(?<=\$)\d+", "costs $5", true),
            ("(?P<a>x)(?P=a)", "xx", true),
            (r"[$]\d+", "costs $5", true),
            ("(?m)^b$", "a\nb\nc", true),
            ("(?ism)^b$", "A\nB\nC", true),
            ("[]$]", "$", true),
            ("[]$]", "]", true),
            ("[^]$]", "$]", false),
            (r"\(?m$", "m\n", true),
            ("[a&&b]", "a", true),
            ("[a&&b]", "&", true),
            ("[~~]", "~", true),
            ("[a||b]", "|", true),
            (r"[[(]\d", "[1", true),
            ("[a-]", "-", true),
            ("(?P<n>a)?(?(n)b|c)", "ab", true),
            ("^(?P<n>a)?(?(n)b|c)$", "ac", false),
            ("^(a)?(?(1)b|c)$", "c", true),
            ("(a)?(?(1)|)x", "x", true),
            ("(?#c$)x", "x", true),
            ("(?#[)$", "a\n", true),
            (r"\07", "\u{7}", true),
            (r"\0", "\u{0}", true),
            (r"\141", "a", true),
            (r"[\141]", "a", true),
            (r"[\b]", "\u{8}", true),
            (r"\x61\u0062\U00000063", "abc", true),
            (r"(?a)\w", "é", false),
            (r"\w", "é", true),
            (r"\w", "\u{301}", false),
            (r"\w", "²", true),
            (r"(?a)\d", "٣", false),
            (r"\d", "٣", true),
            (r"\s", "\u{1c}", true),
            (r"(?a)[^\S]", "\u{2003}", false),
            (r"(?a:\w)(?u:\w)", "aé", true),
            (r"\bcat\b", "a cat.", true),
            (r"\bcat\b", "concat", false),
            (r"\B", "", false),
            (r"a\B", "ab", true),
            (r"a\b", "a\u{301}", true),
            ("(?x) a b # $ \n c", "abc", true),
            ("(?x: a b ) c", "ab c", true),
            (r"(?x)[ ]\ ", "  ", true),
            ("(?x)a +", "aa", true),
            ("(?i:A)b", "aB", false),
            ("(?i)a(?-i:b)", "AB", false),
            ("(?s)a.b", "a\nb", true),
            ("a.b", "a\nb", false),
            ("(?s-m:.)$", "\n", true),
            ("(?m:^b)$", "a\nb\n", true),
            ("(?m)a(?-m:$)", "a\nb", false),
            ("(?m)a$", "a\nb", true),
            ("a{,2}b", "b", true),
            ("^a{2,3}$", "aaaa", false),
            ("a{", "a{", true),
            ("a{}", "a{}", true),
            ("a{x}", "a{x}", true),
            ("x{,}", "x", true),
            ("(?:)*a", "a", true),
            ("(?=a)*b", "b", true),
            ("(?:$)?b", "b", true),
            ("a++a", "aaa", false),
            ("(?>a|ab)c", "abc", false),
            (r"<a\>|\<", "<", true),
            ("(?i)straße", "STRASSE", false),
            (r"(a|b*)*c\1", "bc", true),
        ] {
            assert_eq!(Pattern::new(pattern).occurs_in(text), Ok(occurs), "{pattern} {text:?}");
        }
    }

    #[test]
    fn what_python_refuses_is_refused() {
        for pattern in [
            "[a--b]",
            "(?(1))x",
            "(",
            ")",
            "[a",
            "*a",
            "^*",
            "a**",
            "(*FAIL)",
            "a{3,2}",
            r"[\d-x]",
            "[b-a]",
            r"\q",
            r"[\Z]",
            r"\",
            r"\400",
            r"\2(a)",
            r"(a\1)",
            "(?P<a>)(?P<a>)",
            "(?P=a)",
            "(?<n>a)",
            "(?P<1>a)",
            "(?(n)a)",
            "(?(2)a)(b)",
            "(?(1)a|b|c)(b)",
            "a(?i)b",
            "(?au)",
            "(?a)(?u)",
            "(?L)",
            "(?-a:b)",
            "(?i-i:b)",
            "(?#",
            r"\p{L}",
            r"\x4",
            r"(?<=(a)\1)",
            "(?<=a+)b",
        ] {
            assert!(Pattern::new(pattern).fault().is_some(), "{pattern}");
        }
    }

    #[test]
    fn faults_name_the_pattern_as_it_was_written() {
        for (pattern, fault) in [
            (r"[\w]\Z**", "a quantifier has nothing to repeat (at character 7)"),
            (r"(?#é$)\q$", "no escape has this letter (at character 8)"),
            (r"$(?<=\w+)", "what a look behind matches has no fixed length"),
            (
                r"\N{BULLET}",
                r"names of characters (`\N{…}`) are not supported (at character 2); write the character itself",
            ),
            (
                "((?(1)a))",
                "a condition about the group that it stands in is not supported (at character 6); ask after the group is closed",
            ),
            (
                "(?ai)k",
                r"the flags `a` and `i` together are not supported (at character 5); leave out `a`, and write `[0-9]` for `\d` or `[0-9A-Za-z_]` for `\w`",
            ),
        ] {
            let message = format!("`{pattern}` is no regular expression that can be used: {fault}");
            assert_eq!(Pattern::new(pattern).occurs_in(""), Err(message));
        }
    }

    #[test]
    fn what_is_too_large_is_refused() {
        assert!(Pattern::new(r"(?:\w{1000}){1000}").fault().is_some_and(|fault| !fault.contains(r"\pL")));
    }

    #[test]
    fn patterns_that_take_too_long_are_given_up() {
        let text = format!("{}!", "a".repeat(64));
        let message = Pattern::new(r"^(a|a)*\1$").occurs_in(&text).unwrap_err();
        assert!(message.starts_with(r"`^(a|a)*\1$` cannot be matched: it has too many ways"), "{message}");
    }
}
