//! Lists and objects, and what is meant where their brackets, commas and colons are not as they should be.

use crate::limits::MAX_NAME_BYTES;

use super::super::{Data, Member, Node, Notation, Span, SyntaxError};
use super::reader::{Open, Reader};

/// What separates the parts of a list or an object.
#[derive(Default)]
struct Separators {
    /// Where the last part ends; nothing before the first part.
    end_of_part: Option<usize>,
    /// The comma after the last part.
    comma: Option<usize>,
}

impl Reader<'_> {
    /// Reads the object that begins here.
    pub(super) fn object(&mut self) -> Data {
        let start = self.at;
        self.at += 1;
        self.open.push(Open::Object);
        let mut members = Vec::new();
        let mut separators = Separators::default();
        loop {
            self.skip_blank();
            match self.peek() {
                Some(b'}') => {
                    self.close(&separators);
                    break;
                }
                Some(b',') => self.comma(&mut separators),
                Some(b':') => self.stray("this colon belongs to no name; remove it"),
                Some(b']') if !self.is_within(Open::List) => self.stray("this `]` closes nothing; remove it"),
                // The element after this object, or the end of the list that this object stands in.
                Some(b']') | None => {
                    self.unclosed(start, &separators, "this object is never closed; a `}` is missing", '}');
                    break;
                }
                Some(b'{') if self.open.len() > 1 && self.open.get(self.open.len() - 2) == Some(&Open::List) => {
                    self.unclosed(start, &separators, "this object is never closed; a `}` is missing", '}');
                    break;
                }
                Some(b'{' | b'[') => {
                    self.fault(self.at..self.at + 1, "a name and a colon are missing before this value");
                    self.value();
                    separators = Separators { end_of_part: Some(self.at), comma: None };
                }
                Some(_) => {
                    self.expect_comma(&separators);
                    members.extend(self.member());
                    separators = Separators { end_of_part: Some(self.at), comma: None };
                }
            }
        }
        self.open.pop();
        Data::Object(members)
    }

    /// Reads the list that begins here.
    pub(super) fn list(&mut self) -> Data {
        let start = self.at;
        self.at += 1;
        self.open.push(Open::List);
        let mut elements = Vec::new();
        let mut separators = Separators::default();
        loop {
            self.skip_blank();
            match self.peek() {
                Some(b']') => {
                    self.close(&separators);
                    break;
                }
                Some(b',') => self.comma(&mut separators),
                Some(b':') => self.stray("a list has no names; remove this colon"),
                Some(b'}') if !self.is_within(Open::Object) => self.stray("this `}` closes nothing; remove it"),
                Some(b'}') | None => {
                    self.unclosed(start, &separators, "this list is never closed; a `]` is missing", ']');
                    break;
                }
                // A member of the object that this list stands in.
                Some(b'"') if self.is_within(Open::Object) && self.is_name() => {
                    self.unclosed(start, &separators, "this list is never closed; a `]` is missing", ']');
                    break;
                }
                Some(_) => {
                    self.expect_comma(&separators);
                    elements.push(self.value());
                    separators = Separators { end_of_part: Some(self.at), comma: None };
                }
            }
        }
        self.open.pop();
        Data::List(elements)
    }

    fn close(&mut self, separators: &Separators) {
        if let Some(comma) = separators.comma {
            let span = comma..comma + 1;
            self.mendable(span.clone(), "a comma before the closing bracket; remove it", span, "");
        }
        self.at += 1;
    }

    fn comma(&mut self, separators: &mut Separators) {
        if separators.comma.is_some() || separators.end_of_part.is_none() {
            self.stray("a comma too many; remove it");
        } else {
            separators.comma = Some(self.at);
            self.at += 1;
        }
    }

    fn stray(&mut self, message: &str) {
        let span = self.at..self.at + 1;
        self.mendable(span.clone(), message, span, "");
        self.at += 1;
    }

    /// Reports that the list or object that begins at `start` ends here without its closing bracket.
    fn unclosed(&mut self, start: usize, separators: &Separators, message: &str, bracket: char) {
        let end = separators.end_of_part.unwrap_or(start + 1);
        let more_follows = !matches!(self.peek(), None | Some(b'}' | b']'));
        // A comma before the bracket separates what follows from the whole.
        let replaced = match separators.comma {
            Some(comma) if !more_follows => comma..comma + 1,
            _ => end..end,
        };
        self.mendable(start..start + 1, message, replaced, bracket);
        self.enough_is_said();
    }

    fn expect_comma(&mut self, separators: &Separators) {
        if let Some(end) = separators.end_of_part
            && separators.comma.is_none()
            && !self.is_said_of(end)
        {
            // At the end of a line there is nothing to be seen behind the part.
            let next = self.end_of_character(end);
            let last = self.text.floor_char_boundary(end.saturating_sub(1));
            let span = if matches!(&self.text[end..next], "" | "\n" | "\r") { last..end } else { end..next };
            self.mendable(span, "a comma is missing here", end..end, ",");
        }
    }

    /// True when the text that begins here is followed by a colon.
    fn is_name(&self) -> bool {
        let after = &self.text[self.quoted(self.at).end..];
        after.trim_start_matches([' ', '\t', '\n', '\r']).starts_with(':')
    }

    /// Reads a member; nothing when its name is longer than names may be.
    fn member(&mut self) -> Option<Member> {
        let start = self.at;
        let name = if matches!(self.peek(), Some(b'"' | b'\'')) {
            self.text()
        } else {
            let name = self.bare().to_owned();
            let span = start..self.at;
            let quoted = Notation::Json.text(&name);
            self.mendable(span.clone(), "names stand between double quotation marks in JSON", span, quoted);
            name
        };
        let name_span = start..self.at;
        let value = self.value_of_member(&name_span);
        if name.len() > MAX_NAME_BYTES {
            self.report(SyntaxError::long_name(&name, name_span));
            return None;
        }
        Some(Member { name, name_span, value })
    }

    fn value_of_member(&mut self, name: &Span) -> Node {
        let missing = |at: usize| Node { span: at..at, data: Data::Null };
        let end = self.at;
        self.skip_blank();
        if self.peek() != Some(b':') {
            // A name that is not closed has been told of.
            if self.text[name.clone()].starts_with('"') && self.quoted(name.start).is_closed {
                self.fault(name.clone(), "a colon and a value are missing after this name");
            }
            let same_line = !self.text[end..self.at].contains('\n');
            if same_line && !matches!(self.peek(), None | Some(b',' | b'}' | b']')) {
                return self.value();
            }
            self.at = end;
            return missing(end);
        }
        let colon = self.at;
        self.at += 1;
        self.skip_blank();
        let next_line = self.text[colon..self.at].contains('\n');
        if next_line && self.peek() == Some(b'"') && self.is_name() {
            self.fault(colon..colon + 1, "a value is missing after this colon");
            self.at = colon + 1;
            return missing(colon + 1);
        }
        self.value()
    }
}
