//! The reader: where it is in the text, what it has found wrong, and values as a whole.

use crate::limits::{MAX_FINDINGS, MAX_NESTING, MAX_VALUES};

use super::super::{Data, Node, Span, SyntaxError};

/// A bracket that has been opened and not closed yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Open {
    Object,
    List,
}

/// Reads one text.
pub(super) struct Reader<'t> {
    pub(super) text: &'t str,
    /// Where the rest of the text begins.
    pub(super) at: usize,
    /// The brackets around that place.
    pub(super) open: Vec<Open>,
    faults: Vec<SyntaxError>,
    /// Where the last mistake ends.
    said_until: usize,
    values: usize,
    /// The limit that the text is over, which ends reading.
    excess: Option<SyntaxError>,
}

impl<'t> Reader<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self { text, at: 0, open: Vec::new(), faults: Vec::new(), said_until: 0, values: 0, excess: None }
    }

    pub(super) fn read(mut self) -> (Node, Vec<SyntaxError>) {
        if self.text.starts_with('\u{feff}') {
            self.at = '\u{feff}'.len_utf8();
        }
        self.skip_blank();
        let whole = 0..self.text.len();
        let root = if self.peek().is_some() {
            self.value()
        } else {
            self.fault(whole.clone(), "the text is empty; a JSON value is expected");
            Node { span: whole.clone(), data: Data::Null }
        };
        self.skip_blank();
        if self.peek().is_some() {
            let end = self.text[self.at..].find('\n').map_or(whole.end, |length| self.at + length);
            self.fault(self.at..end, "more text follows after the end of the document");
        }
        if let Some(excess) = self.excess {
            return (Node { span: whole, data: Data::Null }, vec![excess]);
        }
        self.faults.sort_by_key(|fault| fault.span.start);
        (root, self.faults)
    }

    /// Reads a value; one that is missing is reported where it should stand.
    pub(super) fn value(&mut self) -> Node {
        let start = self.at;
        self.values += 1;
        if self.values > MAX_VALUES {
            return self.exceed(SyntaxError::too_many_values(start..start + 1));
        }
        let data = match self.peek() {
            None | Some(b',' | b':' | b'}' | b']') => {
                let end = self.end_of_character(start);
                self.fault(start..end, "a value is missing here");
                Data::Null
            }
            Some(b'{' | b'[') if self.open.len() >= MAX_NESTING => {
                return self.exceed(SyntaxError::too_deep(start..start + 1));
            }
            Some(b'{') => self.object(),
            Some(b'[') => self.list(),
            Some(b'"' | b'\'') => Data::Text(self.text()),
            Some(_) => self.word(),
        };
        Node { span: start..self.at, data }
    }

    /// Gives up because the text is over a limit.
    fn exceed(&mut self, excess: SyntaxError) -> Node {
        self.excess.get_or_insert(excess);
        self.at = self.text.len();
        Node { span: self.at..self.at, data: Data::Null }
    }

    /// Goes on to what is neither blank nor a comment, which JSON does not have.
    pub(super) fn skip_blank(&mut self) {
        loop {
            let rest = &self.text[self.at..];
            let blank = rest.len() - rest.trim_start_matches([' ', '\t', '\n', '\r']).len();
            self.at += blank;
            let rest = &rest[blank..];
            let length = if rest.starts_with("//") {
                rest.find('\n').unwrap_or(rest.len())
            } else if rest.starts_with("/*") {
                rest.find("*/").map_or(rest.len(), |end| end + 2)
            } else {
                return;
            };
            let span = self.at..self.at + length;
            self.mendable(span.clone(), "JSON has no comments; remove this one", span, "");
            self.at += length;
        }
    }

    /// The next byte.
    pub(super) fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// Where the character ends that begins at a place; the place itself at the end of the text.
    pub(super) fn end_of_character(&self, at: usize) -> usize {
        self.text.get(at..).and_then(|rest| rest.chars().next()).map_or(at, |next| at + next.len_utf8())
    }

    /// Reports a mistake.
    pub(super) fn fault(&mut self, span: Span, message: impl Into<String>) {
        self.report(SyntaxError::malformed(span, message));
    }

    /// Reports a mistake, and the change that mends it.
    pub(super) fn mendable(
        &mut self,
        span: Span,
        message: impl Into<String>,
        replaced: Span,
        replacement: impl Into<String>,
    ) {
        self.report(SyntaxError::malformed(span, message).mended_by(replaced, replacement));
    }

    pub(super) fn report(&mut self, fault: SyntaxError) {
        self.said_until = self.said_until.max(fault.span.end);
        if self.faults.len() < MAX_FINDINGS {
            self.faults.push(fault);
        }
    }

    /// Notes that nothing more need be said of the text up to here.
    pub(super) fn enough_is_said(&mut self) {
        self.said_until = self.at;
    }

    /// True when the last mistake was one of the end of a part that ends there, so that it need not be said that something
    /// is missing behind it.
    pub(super) fn is_said_of(&self, end: usize) -> bool {
        self.said_until >= end
    }

    /// True when a bracket of this sort is around the place.
    pub(super) fn is_within(&self, bracket: Open) -> bool {
        self.open.contains(&bracket)
    }
}
