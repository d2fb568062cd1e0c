//! Notations: how a workflow is written down.

use std::path::Path;

/// How a workflow is written down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Notation {
    /// JSON (RFC 8259), without comments.
    #[default]
    Json,
    /// YAML 1.2 with the types of its core schema.
    Yaml,
}

impl Notation {
    /// The notation that the extension of a file tells: `.json`, or `.yaml` and `.yml`.
    pub fn of_path(path: &Path) -> Option<Self> {
        let extension = path.extension()?.to_str()?;
        let is = |wanted: &str| extension.eq_ignore_ascii_case(wanted);
        if is("json") { Some(Self::Json) } else { (is("yaml") || is("yml")).then_some(Self::Yaml) }
    }

    /// The notation that a text is probably in, by its first character: workflows in YAML begin with a name.
    pub fn of_text(text: &str) -> Self {
        let is_bracketed = text.trim_start_matches('\u{feff}').trim_start().starts_with(['{', '[']);
        if is_bracketed { Self::Json } else { Self::Yaml }
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn extensions_tell_the_notation() {
        for (path, notation) in [
            ("a/b.workflow.json", Some(Notation::Json)),
            ("b.workflow.yaml", Some(Notation::Yaml)),
            ("b.YML", Some(Notation::Yaml)),
            ("b.txt", None),
            ("-", None),
        ] {
            assert_eq!(Notation::of_path(Path::new(path)), notation, "{path}");
        }
    }

    #[test]
    fn first_characters_tell_the_notation() {
        assert_eq!(Notation::of_text(" \n{\"a\": 1}"), Notation::Json);
        assert_eq!(Notation::of_text("# {\nversion: 1.0"), Notation::Yaml);
        assert_eq!(Notation::of_text(""), Notation::Yaml);
    }
}
