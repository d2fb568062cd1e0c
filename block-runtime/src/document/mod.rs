//! Text with places: a parsed document in which every node knows where it stands.
//!
//! Errors are only as good as the place they point at, so workflow definitions are never turned into plain
//! [`serde_json::Value`]s before they have been checked. A [`Node`] is independent of the [`Notation`] it was read from.

mod json;
mod notation;
mod pointer;
mod position;
mod syntax;
mod write;
mod yaml;

use std::fmt;
use std::ops::Range;

pub use notation::{Notation, Source};
pub use pointer::{Pointer, Token};
pub use position::{LineIndex, Position};
pub use syntax::{Mend, SyntaxError, SyntaxErrorKind};

/// Half-open range of byte offsets in the text.
pub type Span = Range<usize>;

/// Where something stands: in the structure of the document and in its text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Place {
    /// Where it is in the structure.
    pub pointer: Pointer,
    /// Where it is in the text.
    pub span: Span,
}

impl Place {
    /// The place of a node to which `pointer` leads.
    pub fn new(pointer: Pointer, span: &Span) -> Self {
        Self { pointer, span: span.clone() }
    }
}

/// A parsed text.
#[derive(Debug)]
pub struct Document {
    /// The text as it was read.
    pub text: String,
    /// The value that the text stands for.
    pub root: Node,
}

/// A value and its place.
#[derive(Debug, Clone)]
pub struct Node {
    /// Where the value stands in the text; empty for values that were not read from text.
    pub span: Span,
    /// The value.
    pub data: Data,
}

/// The value of a [`Node`].
#[derive(Debug, Clone)]
pub enum Data {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A whole number that fits 64 bits.
    Integer(i64),
    /// Any other number.
    Float(f64),
    /// Text.
    Text(String),
    /// Values in order.
    List(Vec<Node>),
    /// Members in order; a name may occur more than once, and then the last one counts.
    Object(Vec<Member>),
}

/// A named value of an object.
#[derive(Debug, Clone)]
pub struct Member {
    /// The name.
    pub name: String,
    /// Where the name stands, quotation marks included.
    pub name_span: Span,
    /// The value.
    pub value: Node,
}

impl Document {
    /// Reads a text.
    ///
    /// # Errors
    /// [`SyntaxError`] at the first place where the text is not in its notation or is over one of the
    /// [`limits`](crate::limits).
    pub fn parse(text: impl Into<String>, notation: Notation) -> Result<Self, SyntaxError> {
        let (document, faults) = Self::recover(text, notation);
        faults.into_iter().next().map_or(Ok(document), Err)
    }

    /// Reads JSON text.
    ///
    /// # Errors
    /// As [`parse`](Self::parse).
    pub fn parse_json(text: impl Into<String>) -> Result<Self, SyntaxError> {
        Self::parse(text, Notation::Json)
    }

    /// Reads as much of a text as can be read, and says everything that is wrong with it, in the order of the text.
    ///
    /// A value that is missing is `null` with an empty span.
    pub fn recover(text: impl Into<String>, notation: Notation) -> (Self, Vec<SyntaxError>) {
        let text = text.into();
        let (root, faults) = match notation {
            Notation::Json => json::recover(&text),
            Notation::Yaml => yaml::recover(&text),
        };
        (Self { text, root }, faults)
    }
}

impl Node {
    /// The member that counts under `name`, when this is an object that has one.
    pub fn get(&self, name: &str) -> Option<&Member> {
        self.members()?.iter().rev().find(|member| member.name == name)
    }

    /// The text of the member that counts under `name`, when there is one that is text.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.get(name)?.value.as_str()
    }

    /// The node inside this one to which a path leads, by the members that count; nothing where it leads nowhere.
    pub fn at(&self, path: &[Token]) -> Option<&Self> {
        path.iter().try_fold(self, |node, token| match token {
            Token::Member(name) => node.get(name).map(|member| &member.value),
            Token::Element(index) => node.elements()?.get(*index),
        })
    }

    /// The path to a node inside this one, to which `start` is the path; nothing when it is not inside.
    pub fn pointer_to(&self, inner: &Self, start: &Pointer) -> Option<Pointer> {
        if std::ptr::eq(self, inner) {
            return Some(start.clone());
        }
        match &self.data {
            Data::List(elements) => elements
                .iter()
                .enumerate()
                .filter(|(_, element)| element.surrounds(inner))
                .find_map(|(index, element)| element.pointer_to(inner, &start.element(index))),
            Data::Object(members) => {
                let around = members.iter().filter(|member| member.value.surrounds(inner));
                around.into_iter().find_map(|member| member.value.pointer_to(inner, &start.member(&member.name)))
            }
            _ => None,
        }
    }

    /// True when the text of this node is around that of the other one, or neither was read from text.
    fn surrounds(&self, inner: &Self) -> bool {
        self.span.start <= inner.span.start && inner.span.end <= self.span.end
    }

    /// The members, when this is an object.
    pub fn members(&self) -> Option<&[Member]> {
        match &self.data {
            Data::Object(members) => Some(members),
            _ => None,
        }
    }

    /// The elements, when this is a list.
    pub fn elements(&self) -> Option<&[Node]> {
        match &self.data {
            Data::List(elements) => Some(elements),
            _ => None,
        }
    }

    /// The text, when this is text.
    pub fn as_str(&self) -> Option<&str> {
        match &self.data {
            Data::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Has the value and all that is in it stand where something else stands, such as the reference that it replaces.
    pub(crate) fn place_at(&mut self, span: &Span) {
        self.span = span.clone();
        match &mut self.data {
            Data::List(elements) => elements.iter_mut().for_each(|element| element.place_at(span)),
            Data::Object(members) => members.iter_mut().for_each(|member| {
                member.name_span = span.clone();
                member.value.place_at(span);
            }),
            Data::Null | Data::Bool(_) | Data::Integer(_) | Data::Float(_) | Data::Text(_) => {}
        }
    }

    /// How many values there are, this one and those inside of it.
    pub(crate) fn count_values(&self) -> usize {
        1 + match &self.data {
            Data::List(elements) => elements.iter().map(Self::count_values).sum(),
            Data::Object(members) => members.iter().map(|member| member.value.count_values()).sum(),
            Data::Null | Data::Bool(_) | Data::Integer(_) | Data::Float(_) | Data::Text(_) => 0,
        }
    }

    /// What the value is, for people: `a list`, `text`.
    pub fn type_name(&self) -> &'static str {
        match self.data {
            Data::Null => "null",
            Data::Bool(_) => "true or false",
            Data::Integer(_) => "a whole number",
            Data::Float(_) => "a number",
            Data::Text(_) => "text",
            Data::List(_) => "a list",
            Data::Object(_) => "an object",
        }
    }

    /// The same value without places.
    pub fn to_json(&self) -> serde_json::Value {
        match &self.data {
            Data::Null => serde_json::Value::Null,
            Data::Bool(value) => (*value).into(),
            Data::Integer(value) => (*value).into(),
            Data::Float(value) => (*value).into(),
            Data::Text(text) => text.as_str().into(),
            Data::List(elements) => elements.iter().map(Self::to_json).collect(),
            Data::Object(members) => {
                members.iter().map(|member| (member.name.clone(), member.value.to_json())).collect()
            }
        }
    }

    /// A node without a place, for values that come from memory rather than from text.
    pub fn from_json(json: &serde_json::Value) -> Self {
        let data = match json {
            serde_json::Value::Null => Data::Null,
            serde_json::Value::Bool(value) => Data::Bool(*value),
            serde_json::Value::Number(number) => match number.as_i64() {
                Some(integer) => Data::Integer(integer),
                None => Data::Float(number.as_f64().unwrap_or(f64::NAN)),
            },
            serde_json::Value::String(text) => Data::Text(text.clone()),
            serde_json::Value::Array(items) => Data::List(items.iter().map(Self::from_json).collect()),
            serde_json::Value::Object(members) => Data::Object(
                members
                    .iter()
                    .map(|(name, value)| Member { name: name.clone(), name_span: 0..0, value: Self::from_json(value) })
                    .collect(),
            ),
        };
        Self { span: 0..0, data }
    }
}

/// Shows the value in short, as messages quote it: scalars as JSON, containers by their type.
impl fmt::Display for Node {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        const LONGEST: usize = 40;
        match &self.data {
            Data::Text(text) if text.chars().count() > LONGEST => {
                let start: String = text.chars().take(LONGEST).collect();
                write!(formatter, "{start:?}…")
            }
            Data::Text(text) => write!(formatter, "{text:?}"),
            Data::Bool(_) | Data::Integer(_) | Data::Float(_) => write!(formatter, "{}", self.to_json()),
            Data::List(elements) if elements.is_empty() => formatter.write_str("an empty list"),
            _ => formatter.write_str(self.type_name()),
        }
    }
}
