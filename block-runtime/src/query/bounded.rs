//! Text of bounded length: values may share what they hold, so that a few of them spell out more than memory holds.

use std::fmt::{self, Write};

use super::error::Failure;
use super::scope::Scope;
use crate::value::Value;

/// The longest text that an operation makes, in bytes.
const LONGEST: usize = 16 << 20;

/// Text that takes no more than so many bytes.
pub(super) struct BoundedText {
    text: String,
    most: usize,
}

impl BoundedText {
    pub(super) fn new() -> Self {
        Self { text: String::new(), most: LONGEST }
    }

    /// The text, which counts as work of the query.
    pub(super) fn finish(self, scope: &Scope<'_>) -> Result<String, Failure> {
        scope.spend(self.text.len())?;
        Ok(self.text)
    }
}

impl Write for BoundedText {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        if self.text.len() + text.len() > self.most {
            return Err(fmt::Error);
        }
        self.text.push_str(text);
        Ok(())
    }
}

/// The text is too long.
impl From<fmt::Error> for Failure {
    fn from(_: fmt::Error) -> Self {
        Self::Operation(format!("the text is longer than {} MiB", LONGEST >> 20))
    }
}

/// The text of a value in Python's spelling.
pub(super) fn text_of(value: &Value, scope: &Scope<'_>) -> Result<String, Failure> {
    let mut text = BoundedText::new();
    write!(text, "{}", value.python())?;
    text.finish(scope)
}

/// The beginning of the text of a value: at most so many characters, and whether there are more.
pub(super) fn beginning_of(value: &Value, most: usize) -> (String, bool) {
    /// The most bytes of a character.
    const WIDEST: usize = 4;
    let mut beginning = Beginning { text: String::new(), most: (most + 1) * WIDEST };
    // It ends early where there is more than is wanted.
    let _ = write!(beginning, "{}", value.python());
    match beginning.text.char_indices().nth(most) {
        Some((end, _)) => (beginning.text[..end].to_owned(), true),
        None => (beginning.text, false),
    }
}

/// The beginning of a text, of which no more than so many bytes are needed.
struct Beginning {
    text: String,
    most: usize,
}

impl Write for Beginning {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let room = self.most.saturating_sub(self.text.len());
        if text.len() <= room {
            self.text.push_str(text);
            return Ok(());
        }
        self.text.push_str(&text[..text.floor_char_boundary(room)]);
        Err(fmt::Error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_texts_are_refused_or_cut() {
        let long = Value::from("é".repeat(LONGEST));
        assert!(text_of(&long, &Scope::default()).is_err());
        assert_eq!(beginning_of(&long, 3), ("ééé".to_owned(), true));
        assert_eq!(beginning_of(&Value::from("ééé"), 3), ("ééé".to_owned(), false));
        let list: Value = [Value::from(1), Value::from("a")].into_iter().collect();
        assert_eq!(text_of(&list, &Scope::default()).unwrap(), "[1, 'a']");
    }
}
