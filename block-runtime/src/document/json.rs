//! Reading JSON text into a [`Document`].

use jsonc_parser::ast::{ObjectPropName, Value};
use jsonc_parser::common::Ranged;
use jsonc_parser::errors::{ParseError, ParseErrorKind};
use jsonc_parser::{CollectOptions, ParseOptions, parse_to_ast};

use crate::limits::{MAX_NAME_BYTES, MAX_NESTING, MAX_TEXT_BYTES, MAX_VALUES};

use super::measure::{Excess, measure};
use super::{Data, Document, Member, Node, Span};

/// What is the matter with a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SyntaxErrorKind {
    /// It is not JSON.
    NotJson,
    /// It has more bytes or values than a limit allows.
    TooLarge,
    /// Its lists and objects are nested deeper than a limit allows.
    TooDeep,
}

/// The text is not JSON, or is over one of the [`limits`](crate::limits).
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct SyntaxError {
    /// What is the matter, for programs.
    pub kind: SyntaxErrorKind,
    /// What is wrong, with the remedy where one is known.
    pub message: String,
    /// Where reading stopped.
    pub span: Span,
}

const STRICT: ParseOptions = ParseOptions {
    allow_comments: false,
    allow_loose_object_property_names: false,
    allow_trailing_commas: false,
    allow_missing_commas: false,
    allow_single_quoted_strings: false,
    allow_hexadecimal_numbers: false,
    allow_unary_plus_numbers: false,
    allow_bare_decimal_point_numbers: false,
    allow_non_finite_numbers: false,
    allow_extended_string_escapes: false,
};

impl Document {
    /// Parses JSON text.
    ///
    /// # Errors
    /// [`SyntaxError`] at the first place where the text is not JSON or is over one of the [`limits`](crate::limits).
    pub fn parse_json(text: impl Into<String>) -> Result<Self, SyntaxError> {
        let text = text.into();
        within_limits(&text)?;
        let parsed =
            parse_to_ast(&text, &CollectOptions::default(), &STRICT).map_err(|error| SyntaxError::new(&error))?;
        let Some(value) = parsed.value else {
            return Err(SyntaxError {
                kind: SyntaxErrorKind::NotJson,
                message: "the text is empty; a JSON value is expected".to_owned(),
                span: 0..text.len(),
            });
        };
        let root = node(value)?;
        Ok(Self { text, root })
    }
}

/// Refuses what would take much memory or much of the stack.
fn within_limits(text: &str) -> Result<(), SyntaxError> {
    if text.len() > MAX_TEXT_BYTES {
        let message = format!("the text has {} bytes, more than {MAX_TEXT_BYTES}", text.len());
        return Err(SyntaxError { kind: SyntaxErrorKind::TooLarge, message, span: 0..0 });
    }
    measure(text, MAX_NESTING, MAX_VALUES).map_err(|excess| match excess {
        Excess::Nesting(span) => SyntaxError {
            kind: SyntaxErrorKind::TooDeep,
            message: format!("nested deeper than {MAX_NESTING} levels"),
            span,
        },
        Excess::Values(span) => SyntaxError {
            kind: SyntaxErrorKind::TooLarge,
            message: format!("there are more than {MAX_VALUES} values up to here; split the workflow into several"),
            span,
        },
    })
}

impl SyntaxError {
    fn new(error: &ParseError) -> Self {
        let range = error.range();
        let message = match error.kind() {
            ParseErrorKind::TrailingCommasNotAllowed => "a comma before the closing bracket; remove it".to_owned(),
            ParseErrorKind::ExpectedComma => "a comma is missing here".to_owned(),
            ParseErrorKind::CommentsNotAllowed => "JSON has no comments; remove this one".to_owned(),
            ParseErrorKind::SingleQuotedStringsNotAllowed => {
                "text stands between double quotation marks in JSON".to_owned()
            }
            ParseErrorKind::MultipleRootJsonValues => "more text follows after the end of the document".to_owned(),
            ParseErrorKind::UnterminatedObject => "this object is never closed; a `}` is missing".to_owned(),
            ParseErrorKind::UnterminatedArray => "this list is never closed; a `]` is missing".to_owned(),
            other => format!("not JSON: {}", lower_first(&other.to_string())),
        };
        Self { kind: SyntaxErrorKind::NotJson, message, span: range.start..range.end }
    }
}

fn lower_first(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
}

fn node(value: Value<'_>) -> Result<Node, SyntaxError> {
    let range = value.range();
    let data = match value {
        Value::NullKeyword(_) => Data::Null,
        Value::BooleanLit(literal) => Data::Bool(literal.value),
        Value::NumberLit(literal) => number(literal.value).ok_or_else(|| SyntaxError {
            kind: SyntaxErrorKind::NotJson,
            message: format!("`{}` is not a number that JSON readers can hold", literal.value),
            span: range.start..range.end,
        })?,
        Value::StringLit(literal) => Data::Text(literal.value.into_owned()),
        Value::Array(array) => Data::List(array.elements.into_iter().map(node).collect::<Result<_, _>>()?),
        Value::Object(object) => Data::Object(
            object
                .properties
                .into_iter()
                .map(|property| {
                    let name_range = property.name.range();
                    let name = match property.name {
                        ObjectPropName::String(literal) => literal.value.into_owned(),
                        ObjectPropName::Word(word) => word.value.to_owned(),
                    };
                    if name.len() > MAX_NAME_BYTES {
                        return Err(SyntaxError {
                            kind: SyntaxErrorKind::TooLarge,
                            message: format!(
                                "the name has {} bytes, more than {MAX_NAME_BYTES}; shorten it",
                                name.len()
                            ),
                            span: name_range.start..name_range.end,
                        });
                    }
                    Ok(Member { name, name_span: name_range.start..name_range.end, value: node(property.value)? })
                })
                .collect::<Result<_, SyntaxError>>()?,
        ),
    };
    Ok(Node { span: range.start..range.end, data })
}

fn number(text: &str) -> Option<Data> {
    if let Ok(integer) = text.parse() {
        return Some(Data::Integer(integer));
    }
    // What is too great for a double is infinite, and JSON has no such number.
    text.parse().ok().filter(|number: &f64| number.is_finite()).map(Data::Float)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_node_knows_its_place() {
        let document = Document::parse_json(r#"{"a": [1, 2.5, "x"]}"#).unwrap();
        let member = document.root.get("a").unwrap();
        assert_eq!(&document.text[member.name_span.clone()], r#""a""#);
        let elements = member.value.elements().unwrap();
        assert_eq!(&document.text[elements[2].span.clone()], r#""x""#);
        assert!(matches!(elements[1].data, Data::Float(_)));
    }

    #[test]
    fn last_of_equal_names_counts() {
        let document = Document::parse_json(r#"{"a": 1, "a": 2}"#).unwrap();
        assert!(matches!(document.root.get("a").unwrap().value.data, Data::Integer(2)));
    }

    #[test]
    fn faults_have_places_and_remedies() {
        for (text, message, at) in [
            ("", "the text is empty", 0),
            ("{\"a\": 1,}", "a comma before the closing bracket", 7),
            ("[1 2]", "a comma is missing", 2),
            ("{\"a\": 1", "never closed", 0),
        ] {
            let error = Document::parse_json(text).unwrap_err();
            assert!(error.message.contains(message), "{text}: {error}");
            assert_eq!(error.span.start, at, "{text}: {error:?}");
        }
    }

    #[test]
    fn deep_nesting_is_refused() {
        let error = Document::parse_json("[".repeat(100_000)).unwrap_err();
        assert_eq!(error.message, "nested deeper than 128 levels");
        assert_eq!((error.kind, error.span), (SyntaxErrorKind::TooDeep, 128..129));
    }
}
