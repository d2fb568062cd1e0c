//! A copy of a text in which faults are mended without losing the places of the original.

use super::super::{Data, Node, Span, SyntaxError};

/// A copy of a text: parts of it may be blank, and single characters may have been put in.
pub(super) struct Draft {
    text: String,
    /// Where characters were put in, as offsets in the draft, in order. Each is one byte.
    inserted: Vec<usize>,
}

/// A change of a draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Edit {
    /// Puts blanks in place of all but line breaks.
    Blank(Span),
    /// Puts in an ASCII character.
    Insert(usize, char),
}

impl Draft {
    pub(super) fn new(text: &str) -> Self {
        Self { text: text.to_owned(), inserted: Vec::new() }
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Makes changes whose offsets are all those of the draft as it is now; false when they change nothing.
    pub(super) fn apply(&mut self, mut edits: Vec<Edit>) -> bool {
        let mut changed = false;
        edits.sort_by_key(|edit| match edit {
            Edit::Blank(span) => span.start,
            Edit::Insert(at, _) => *at,
        });
        // From the end, so that the offsets of those before stay right.
        for edit in edits.into_iter().rev() {
            match edit {
                Edit::Blank(span) => changed |= self.blank(&span),
                Edit::Insert(at, character) => {
                    self.insert(at, character);
                    changed = true;
                }
            }
        }
        changed
    }

    fn blank(&mut self, span: &Span) -> bool {
        let part = &self.text[span.clone()];
        let blank: String = part
            .chars()
            .flat_map(|character| {
                let kept = if matches!(character, '\n' | '\r') { character } else { ' ' };
                std::iter::repeat_n(kept, character.len_utf8())
            })
            .collect();
        let changed = part != blank;
        if changed {
            self.text.replace_range(span.clone(), &blank);
        }
        changed
    }

    fn insert(&mut self, at: usize, character: char) {
        self.text.insert(at, character);
        let index = self.inserted.partition_point(|other| *other < at);
        self.inserted.iter_mut().skip(index).for_each(|other| *other += 1);
        self.inserted.insert(index, at);
    }

    /// The place in the original of an offset in the draft.
    pub(super) fn original(&self, offset: usize) -> usize {
        offset - self.inserted.partition_point(|inserted| *inserted < offset)
    }

    pub(super) fn original_span(&self, span: &Span) -> Span {
        self.original(span.start)..self.original(span.end)
    }

    pub(super) fn restore_fault(&self, fault: SyntaxError) -> SyntaxError {
        SyntaxError { span: self.original_span(&fault.span), ..fault }
    }

    /// Gives a node that was read from the draft its places in the original.
    pub(super) fn restore(&self, node: &mut Node) {
        if self.inserted.is_empty() {
            return;
        }
        node.span = self.original_span(&node.span);
        match &mut node.data {
            Data::List(elements) => elements.iter_mut().for_each(|element| self.restore(element)),
            Data::Object(members) => members.iter_mut().for_each(|member| {
                member.name_span = self.original_span(&member.name_span);
                self.restore(&mut member.value);
            }),
            Data::Null | Data::Bool(_) | Data::Integer(_) | Data::Float(_) | Data::Text(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_stay_those_of_the_original() {
        let mut draft = Draft::new("é: [a\nb: \"c\n");
        assert!(draft.apply(vec![Edit::Insert(6, ']'), Edit::Insert(12, '"')]));
        assert_eq!(draft.text(), "é: [a]\nb: \"c\"\n");
        let b = draft.text().find('b').unwrap();
        assert_eq!(draft.original(b), 7);
        assert_eq!(draft.original(draft.text().len()), 13);
        assert!(draft.apply(vec![Edit::Blank(0..b)]));
        assert_eq!(draft.text(), "       \nb: \"c\"\n");
        assert!(!draft.apply(vec![Edit::Blank(0..b)]));
        assert_eq!(draft.original(b), 7);
    }
}
