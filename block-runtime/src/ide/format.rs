//! Formatting of JSON: the same values in the same order, one way to write what is between them.
//!
//! Scalars stay as they are written, so that `1.0` remains `1.0`. Only the white space between words of the text is
//! changed, gap by gap, so that cursors and folds of an editor stay where they are.

use crate::document::{Data, Member, Node, Notation, Span};

use super::Edit;
use super::file::File;

/// Lines have no more characters where they need not.
const LONGEST_LINE: usize = 100;
/// Nobody indents by more, and some editors hand over whatever their users have set.
const WIDEST_INDENT: usize = 16;

/// The changes that format a JSON text, in its order, none of them overlapping; nothing for text that is broken, and for
/// YAML.
///
/// Each level is indented by `indent` spaces. Lists and objects of scalars that stand on one line stay there where the
/// line has at most 100 characters.
pub fn format(file: &File, indent: usize) -> Option<Vec<Edit>> {
    if file.notation != Notation::Json || !file.faults.is_empty() {
        return None;
    }
    let text = file.text();
    let line_break = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let start = text.len() - text.trim_start_matches('\u{feff}').len();
    let indent = indent.min(WIDEST_INDENT);
    let mut formatter = Formatter { text, at: start, column: 0, indent, line_break, edits: Vec::new() };
    formatter.gap(file.document.root.span.start, "");
    formatter.value(&file.document.root, 0, 0);
    formatter.gap(text.len(), line_break);
    Some(formatter.edits)
}

struct Formatter<'t> {
    text: &'t str,
    /// Where what has not been looked at begins.
    at: usize,
    /// How many characters the line has so far, as it will be.
    column: usize,
    indent: usize,
    line_break: &'static str,
    edits: Vec<Edit>,
}

impl<'t> Formatter<'t> {
    /// Writes a value that is followed by so many characters on its line.
    fn value(&mut self, node: &Node, level: usize, after: usize) {
        match &node.data {
            Data::List(elements) if !elements.is_empty() => {
                let children = elements.iter().map(|element| (None, element));
                self.container(node, children, level, after);
            }
            Data::Object(members) if !members.is_empty() => {
                let children = members.iter().map(|member| (Some(member.name_span.clone()), &member.value));
                self.container(node, children, level, after);
            }
            Data::List(_) | Data::Object(_) => {
                self.word(node.span.start + 1);
                self.gap(node.span.end - 1, "");
                self.word(node.span.end);
            }
            _ => self.word(node.span.end),
        }
    }

    fn container<'n>(
        &mut self,
        node: &Node,
        children: impl ExactSizeIterator<Item = (Option<Span>, &'n Node)> + Clone,
        level: usize,
        after: usize,
    ) {
        let on_one_line = self.written(node).is_some_and(|length| self.column + length + after <= LONGEST_LINE);
        let (inner, outer) =
            if on_one_line { (String::new(), String::new()) } else { (self.new_line(level + 1), self.new_line(level)) };
        self.word(node.span.start + 1);
        let last = children.len() - 1;
        for (place, (name, value)) in children.enumerate() {
            let between = if on_one_line && place > 0 { " " } else { &inner };
            self.gap(name.as_ref().map_or(value.span.start, |name| name.start), between);
            if let Some(name) = name {
                self.word(name.end);
                self.mark(':');
                self.gap(value.span.start, " ");
            }
            let comma = usize::from(place < last);
            self.value(value, level + 1, comma);
            if comma > 0 {
                self.mark(',');
            }
        }
        self.gap(node.span.end - 1, &outer);
        self.word(node.span.end);
    }

    /// How long a list or an object is on one line; nothing when it may not stand on one.
    fn written(&self, node: &Node) -> Option<usize> {
        const BRACKETS: usize = 2;
        const SEPARATOR: usize = 2;
        let text = self.slice(node.span.start, node.span.end);
        if text.contains(['\n', '\r']) {
            return None;
        }
        let scalar = |node: &Node| {
            let is_scalar = !matches!(node.data, Data::List(_) | Data::Object(_));
            is_scalar.then(|| self.slice(node.span.start, node.span.end).chars().count())
        };
        let lengths: Vec<usize> = match &node.data {
            Data::List(elements) => elements.iter().map(scalar).collect::<Option<_>>()?,
            Data::Object(members) => {
                let member = |member: &Member| {
                    let name = self.slice(member.name_span.start, member.name_span.end);
                    Some(name.chars().count() + SEPARATOR + scalar(&member.value)?)
                };
                members.iter().map(member).collect::<Option<_>>()?
            }
            _ => return None,
        };
        let separators = SEPARATOR * lengths.len().saturating_sub(1);
        Some(BRACKETS + separators + lengths.iter().sum::<usize>())
    }

    fn slice(&self, start: usize, end: usize) -> &'t str {
        self.text.get(start..end).unwrap_or_default()
    }

    fn new_line(&self, level: usize) -> String {
        format!("{}{}", self.line_break, " ".repeat(level * self.indent))
    }

    /// Leaves a word of the text as it is.
    fn word(&mut self, end: usize) {
        self.column += self.slice(self.at, end).chars().count();
        self.at = end;
    }

    /// Leaves a comma or a colon where it is, with nothing in front of it.
    fn mark(&mut self, mark: char) {
        let before = self.text.get(self.at..).and_then(|rest| rest.find(mark)).unwrap_or_default();
        self.gap(self.at + before, "");
        self.word(self.at + mark.len_utf8());
    }

    /// Has a gap between two words be as it should, by as small a change as will do.
    fn gap(&mut self, end: usize, wanted: &str) {
        let (start, written) = (self.at, self.slice(self.at, end));
        self.at = end;
        self.column = match wanted.rfind('\n') {
            Some(line) => wanted.len() - line - 1,
            None => self.column + wanted.len(),
        };
        if written == wanted {
            return;
        }
        let alike = |(one, other): &(u8, u8)| one == other;
        let before = written.bytes().zip(wanted.bytes()).take_while(alike).count();
        let (written, wanted) = (&written[before..], &wanted[before..]);
        let behind = written.bytes().rev().zip(wanted.bytes().rev()).take_while(alike).count();
        let (start, end) = (start + before, end - behind);
        self.edits.push(Edit { span: start..end, text: wanted[..wanted.len() - behind].to_owned() });
    }
}
