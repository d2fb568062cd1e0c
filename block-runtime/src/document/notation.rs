//! Notations: how a workflow is written down.

/// How a workflow is written down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Notation {
    /// JSON (RFC 8259), without comments.
    #[default]
    Json,
    /// YAML 1.2 with the types of its core schema.
    Yaml,
}

/// A text and its notation. Text alone is JSON.
#[derive(Debug, Clone, Copy)]
pub struct Source<'a> {
    /// The text.
    pub text: &'a str,
    /// How it is written.
    pub notation: Notation,
}

impl<'a> Source<'a> {
    /// A text in a notation.
    pub fn new(text: &'a str, notation: Notation) -> Self {
        Self { text, notation }
    }
}

impl<'a, T: AsRef<str> + ?Sized> From<&'a T> for Source<'a> {
    fn from(text: &'a T) -> Self {
        Self::new(text.as_ref(), Notation::Json)
    }
}
