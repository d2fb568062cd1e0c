//! How what is proposed gets into the text: what it replaces, and the commas, dashes and indentation around it.

use crate::document::{Data, Node, Notation, Span};

use super::draft::{Draft, INDENT, Layout, Margin, Writer};
use super::{Completion, Proposal, What};
use crate::ide::Edit;
use crate::ide::cursor::{Cursor, Spot};
use crate::ide::file::File;
use crate::ide::lines::{column, line_of, line_start};
use crate::ide::slot::Slot;

/// A place where something is written.
pub(super) struct Site<'f> {
    file: &'f File,
    word: Span,
    around: Surroundings,
    /// True when only the name of a member is replaced, since its value is there.
    name_only: bool,
}

/// What is around a place.
#[derive(Debug, Clone)]
enum Surroundings {
    /// Brackets: what goes before and after, and how lines are indented.
    Brackets { before: &'static str, after: &'static str, margin: Margin, also: Vec<Edit>, on_lines: bool },
    /// A line of its own in a YAML block, whose names or dashes stand in this column.
    Line { column: usize, before: String, also: Vec<Edit>, dash: bool },
    /// The value of a member of a YAML block whose name stands in this column.
    Colon { column: usize, needs_space: bool },
    /// An element of a YAML block, behind its dash.
    Dash { column: usize, needs_space: bool },
}

impl<'f> Site<'f> {
    /// True when members of an object may be written where a value is missing, since blocks of YAML have no brackets.
    pub(super) fn takes_members(file: &File, cursor: &Cursor<'_>) -> bool {
        let Spot::Value { node, slot, .. } = &cursor.spot else { return false };
        let is_object = matches!(slot, Slot::Part(_) | Slot::Bindings) || slot.tagged().is_some();
        let is_begun = matches!(node.data, Data::Null | Data::Text(_));
        is_object && is_begun && !in_brackets(file, cursor)
    }

    /// True where an element may be written on a line of its own, with its dash, since a list of YAML is missing.
    pub(super) fn takes_elements(file: &File, cursor: &Cursor<'_>) -> bool {
        let Spot::Value { node, slot, member: Some(member), .. } = &cursor.spot else { return false };
        let is_begun = matches!(node.data, Data::Null | Data::Text(_));
        let between = file.text().get(member.name_span.end..cursor.word.start);
        let on_own_line = between.is_some_and(|between| between.contains('\n'));
        is_begun && on_own_line && !matches!(slot.element(0), Slot::Unknown) && !in_brackets(file, cursor)
    }

    /// The place of a cursor; nothing where nothing can be written.
    pub(super) fn new(file: &'f File, cursor: &Cursor<'f>) -> Option<Self> {
        let text = file.text();
        let word = cursor.word.clone();
        if text.get(word.clone())?.contains('\n') {
            return None;
        }
        let line = line_of(text, word.start);
        let brackets = in_brackets(file, cursor);
        if brackets && cursor.innermost().is_some_and(|around| !is_inside(text, &word, &around.node.span)) {
            return None;
        }
        let mut name_only = false;
        let around = match &cursor.spot {
            Spot::Name(member) if text.get(member.name_span.end..)?.trim_start().starts_with(':') => {
                name_only = true;
                Surroundings::Colon { column: 0, needs_space: false }
            }
            Spot::Value { node, .. } if !node.span.is_empty() && node.span.end != word.end => return None,
            Spot::Value { .. } if !brackets && text.get(word.end..)?.starts_with('#') => return None,
            Spot::Value { member, .. } => {
                let needs_space = text.get(..word.start)?.ends_with([':', '-']);
                if brackets {
                    let (before, after) = if needs_space { (" ", "") } else { ("", "") };
                    Surroundings::Brackets {
                        before,
                        after,
                        margin: margin(text, word.start),
                        also: Vec::new(),
                        on_lines: true,
                    }
                } else if let Some(member) = member {
                    let column = column(text, member.name_span.start);
                    if word.start < member.name_span.end || text.get(member.name_span.end..word.start)?.contains('\n') {
                        // The value has a line of its own.
                        own_line(text, &word, column + INDENT, Self::takes_elements(file, cursor))?
                    } else {
                        Surroundings::Colon { column, needs_space }
                    }
                } else if line.trim_start().starts_with('-') {
                    Surroundings::Dash { column: column(text, word.start) + usize::from(needs_space), needs_space }
                } else {
                    let list = cursor.innermost().map(|list| column(text, list.node.span.start) + INDENT);
                    own_line(text, &word, list.unwrap_or_default(), false)?
                }
            }
            Spot::Name(_) | Spot::NewMember => {
                let node = cursor.innermost()?.node;
                let members = node.members().unwrap_or_default();
                let spans =
                    members.iter().map(|member| member.name_span.start..end(member.name_span.end, &member.value));
                if brackets {
                    beside(text, &word, spans, node)?
                } else {
                    let first = members.iter().find(|member| member.name_span != word);
                    let column = match first {
                        Some(member) => column(text, member.name_span.start),
                        None => column(text, word.start),
                    };
                    own_line(text, &word, column, false)?
                }
            }
            Spot::NewElement => {
                let node = cursor.innermost()?.node;
                let elements = node.elements().unwrap_or_default();
                if brackets {
                    beside(text, &word, elements.iter().map(|element| element.span.clone()), node)?
                } else {
                    own_line(text, &word, column(text, node.span.start), true)?
                }
            }
        };
        Some(Self { file, word, around, name_only })
    }

    /// Writes a proposal there; nothing where it does not go there.
    pub(super) fn place(&self, proposal: Proposal) -> Option<Completion> {
        let (text, is_snippet) = self.write(&proposal.what)?;
        let also = match &self.around {
            Surroundings::Brackets { also, .. } | Surroundings::Line { also, .. } => also.clone(),
            _ => Vec::new(),
        };
        let quote = self.file.text().get(self.word.clone())?.chars().next().filter(|first| matches!(first, '"' | '\''));
        let filter = quote.into_iter().chain(proposal.label.chars()).collect();
        Some(Completion {
            filter,
            label: proposal.label,
            kind: proposal.kind,
            detail: proposal.detail,
            documentation: proposal.documentation,
            edit: Edit { span: self.word.clone(), text },
            also,
            is_snippet,
            rank: 0,
            deprecated: proposal.deprecated,
            retrigger: proposal.retrigger && !self.name_only,
        })
    }

    fn write(&self, what: &What) -> Option<(String, bool)> {
        let notation = self.file.notation;
        let margin = match &self.around {
            Surroundings::Brackets { margin, .. } => margin.clone(),
            _ => Margin::default(),
        };
        let mut writer = Writer::new(notation, margin);
        if self.name_only {
            let What::Members(members) = what else { return None };
            let [(name, _)] = members.as_slice() else { return None };
            writer.push(notation.key(name));
            return Some(writer.finish());
        }
        match (&self.around, what) {
            (Surroundings::Brackets { before, after, on_lines, .. }, what) => {
                writer.push(*before);
                match what {
                    What::Value(draft @ Draft::Object(_)) if notation == Notation::Json => {
                        writer.value(draft, Layout::Lines(0));
                    }
                    What::Value(draft) => writer.value(draft, Layout::Line),
                    What::Members(members) if *on_lines => writer.members(members, Layout::Lines(0)),
                    What::Members(members) => writer.members(members, Layout::Line),
                }
                writer.push(*after);
            }
            (Surroundings::Line { column, before, dash, .. }, what) => {
                writer.push(before.as_str());
                match (what, dash) {
                    (What::Members(members), false) => writer.members(members, Layout::Block(*column)),
                    (What::Value(draft), false) => writer.value(draft, Layout::Block(*column)),
                    (What::Value(draft), true) => writer.element(draft, *column),
                    (What::Members(_), true) => return None,
                }
            }
            (Surroundings::Colon { column, needs_space }, What::Value(draft)) => {
                writer.after_colon(draft, *column, *needs_space);
            }
            (Surroundings::Colon { column, .. }, What::Members(members)) => {
                writer.after_colon(&Draft::Object(members.clone()), *column, true);
            }
            (Surroundings::Dash { column, needs_space }, what) => {
                writer.push(if *needs_space { " " } else { "" });
                match what {
                    What::Value(draft) => writer.value(draft, Layout::Block(*column)),
                    What::Members(members) => writer.members(members, Layout::Block(*column)),
                }
            }
        }
        Some(writer.finish())
    }
}

/// True where what is written stands in brackets.
fn in_brackets(file: &File, cursor: &Cursor<'_>) -> bool {
    file.notation == Notation::Json
        || cursor.innermost().is_some_and(|around| {
            file.text().get(around.node.span.clone()).is_some_and(|text| text.starts_with(['{', '[']))
        })
}

/// True for a place between the brackets of a list or an object.
fn is_inside(text: &str, word: &Span, container: &Span) -> bool {
    let closed = text.get(container.clone()).is_some_and(|text| text.ends_with([']', '}']));
    container.start < word.start && (word.end < container.end || !closed)
}

/// A place among siblings in brackets, and the commas that it lacks; nothing within one of them.
fn beside(text: &str, word: &Span, siblings: impl Iterator<Item = Span>, container: &Node) -> Option<Surroundings> {
    let siblings: Vec<Span> = siblings.filter(|span| span != word).collect();
    if siblings.iter().any(|span| span.start < word.end && word.start < span.end) {
        return None;
    }
    let before = siblings.iter().filter(|span| span.end <= word.start).map(|span| span.end).max();
    let after = siblings.iter().filter(|span| span.start >= word.end).map(|span| span.start).min();
    let lacks = |span: Span| !text.get(span).unwrap_or_default().contains(',');
    let mut also = Vec::new();
    let before = match before {
        Some(end) if lacks(end..word.start) && end == word.start => ", ",
        Some(end) if lacks(end..word.start) => {
            also.push(Edit { span: end..end, text: ",".to_owned() });
            ""
        }
        _ => "",
    };
    let after = if after.is_some_and(|start| lacks(word.end..start)) { "," } else { "" };
    let on_lines = text.get(container.span.clone()).unwrap_or_default().contains('\n');
    Some(Surroundings::Brackets { before, after, margin: margin(text, word.start), also, on_lines })
}

/// A line of its own; nothing where something else stands on the line.
fn own_line(text: &str, word: &Span, column: usize, dash: bool) -> Option<Surroundings> {
    let start = line_start(text, word.start);
    let blank = text.get(start..word.start)?;
    if !text.get(word.end..)?.split('\n').next()?.trim().is_empty() {
        return None;
    }
    if !blank.trim().is_empty() {
        // What is written goes on where the first member of an element stands.
        let behind_dashes = !dash && blank.trim_matches(['-', ' ']).is_empty();
        let rest = Surroundings::Line { column, before: String::new(), also: Vec::new(), dash };
        return (behind_dashes && word.start - start == column).then_some(rest);
    }
    let found = word.start - start;
    let before = " ".repeat(column.saturating_sub(found));
    let mut also = Vec::new();
    if found > column {
        also.push(Edit { span: start + column..word.start, text: String::new() });
    }
    Some(Surroundings::Line { column, before, also, dash })
}

/// Where a member ends.
fn end(name_end: usize, value: &Node) -> usize {
    if value.span.is_empty() { name_end } else { value.span.end.max(name_end) }
}

/// The indentation of the line of a place, and of each level, by the first line of the text that has any.
fn margin(text: &str, offset: usize) -> Margin {
    let level = text.lines().map(blank).find(|blank| !blank.is_empty());
    Margin { line: blank(line_of(text, offset)).to_owned(), level: level.unwrap_or("  ").to_owned() }
}

/// What a line begins with.
fn blank(line: &str) -> &str {
    let rest = line.trim_start_matches([' ', '\t']);
    line.get(..line.len() - rest.len()).unwrap_or_default()
}
