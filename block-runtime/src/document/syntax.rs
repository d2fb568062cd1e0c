//! What is the matter with a text that cannot be read as it stands.

use crate::limits::{MAX_NAME_BYTES, MAX_NESTING, MAX_TEXT_BYTES, MAX_VALUES};

use super::Span;

/// What is the matter with a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SyntaxErrorKind {
    /// It is not written as its notation demands.
    Malformed,
    /// It has more bytes or values than a limit allows.
    TooLarge,
    /// Its lists and objects are nested deeper than a limit allows.
    TooDeep,
}

/// A place where a text is not in its notation, or is over one of the [`limits`](crate::limits).
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct SyntaxError {
    /// What is the matter, for programs.
    pub kind: SyntaxErrorKind,
    /// What is wrong, with the remedy where one is known.
    pub message: String,
    /// Where it is.
    pub span: Span,
    /// The change of the text that mends it, where there is no doubt about it.
    pub mend: Option<Mend>,
}

/// A change that mends a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mend {
    /// What is replaced; empty where something is put in.
    pub span: Span,
    /// What takes its place.
    pub text: String,
}

impl SyntaxError {
    /// The text is not in its notation.
    pub(super) fn malformed(span: Span, message: impl Into<String>) -> Self {
        Self { kind: SyntaxErrorKind::Malformed, message: message.into(), span, mend: None }
    }

    /// Adds the change that mends it.
    pub(super) fn mended_by(mut self, span: Span, text: impl Into<String>) -> Self {
        self.mend = Some(Mend { span, text: text.into() });
        self
    }

    /// The text has more bytes than a limit allows.
    pub(super) fn too_long(text: &str) -> Self {
        let message = format!("the text has {} bytes, more than {MAX_TEXT_BYTES}", text.len());
        Self { kind: SyntaxErrorKind::TooLarge, message, span: 0..0, mend: None }
    }

    /// Up to this place there are more values than a limit allows.
    pub(super) fn too_many_values(span: Span) -> Self {
        let message = format!("there are more than {MAX_VALUES} values up to here; split the workflow into several");
        Self { kind: SyntaxErrorKind::TooLarge, message, span, mend: None }
    }

    /// Here lists and objects are nested deeper than a limit allows.
    pub(super) fn too_deep(span: Span) -> Self {
        let message = format!("nested deeper than {MAX_NESTING} levels");
        Self { kind: SyntaxErrorKind::TooDeep, message, span, mend: None }
    }

    /// The name of a member is longer than a limit allows.
    pub(super) fn long_name(name: &str, span: Span) -> Self {
        let message = format!("the name has {} bytes, more than {MAX_NAME_BYTES}; shorten it", name.len());
        Self { kind: SyntaxErrorKind::TooLarge, message, span, mend: None }
    }
}
