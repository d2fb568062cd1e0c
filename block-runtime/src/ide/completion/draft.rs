//! Values that are about to be written, with places that people fill in.

use std::fmt::Write;

use serde_json::{Value as Json, json};

use crate::document::Notation;

/// A value that is about to be written.
#[derive(Debug, Clone)]
pub(super) enum Draft {
    /// A value as it is.
    Value(Json),
    /// A value that is selected after it has been written, so that something else can be typed over it.
    Stop(Json),
    /// A text of which more is typed at its end.
    Open(String),
    /// A list; people go on in it where it is empty.
    List(Vec<Draft>),
    /// An object; people go on in it where it is empty.
    Object(Vec<(String, Draft)>),
}

impl Draft {
    pub(super) fn text(text: impl Into<String>) -> Self {
        Self::Value(Json::String(text.into()))
    }

    pub(super) fn stop(text: impl Into<String>) -> Self {
        Self::Stop(Json::String(text.into()))
    }

    /// The same, complete where nobody goes on: a list or an object that is empty is written as such.
    pub(super) fn complete(self) -> Self {
        match self {
            Self::List(elements) if elements.is_empty() => Self::Stop(json!([])),
            Self::Object(members) if members.is_empty() => Self::Stop(json!({})),
            other => other,
        }
    }

    /// True when it is good for little until more has been chosen.
    pub(super) fn is_bare(&self) -> bool {
        match self {
            Self::Stop(Json::String(text)) => text.is_empty(),
            Self::Open(_) => true,
            Self::List(elements) => elements.is_empty(),
            Self::Object(members) => members.is_empty(),
            Self::Stop(_) | Self::Value(_) => false,
        }
    }
}

/// How values are laid out.
#[derive(Debug, Clone, Copy)]
pub(super) enum Layout {
    /// On one line, in brackets.
    Line,
    /// In brackets, the members of an object on lines of their own, so many levels deeper than the line of the place.
    Lines(usize),
    /// In block style of YAML, at this column.
    Block(usize),
}

/// How far blocks of YAML are indented.
pub(super) const INDENT: usize = 2;

/// How lines of brackets are indented.
#[derive(Debug, Clone, Default)]
pub(super) struct Margin {
    /// The indentation of the line of the place.
    pub(super) line: String,
    /// What each level adds.
    pub(super) level: String,
}

/// Text in the making.
#[derive(Debug)]
pub(super) struct Writer {
    notation: Notation,
    margin: Margin,
    pieces: Vec<Piece>,
}

#[derive(Debug)]
enum Piece {
    Text(String),
    Stop(String),
}

impl Writer {
    pub(super) fn new(notation: Notation, margin: Margin) -> Self {
        Self { notation, margin, pieces: Vec::new() }
    }

    pub(super) fn push(&mut self, text: impl Into<String>) {
        self.pieces.push(Piece::Text(text.into()));
    }

    fn stop(&mut self, text: impl Into<String>) {
        self.pieces.push(Piece::Stop(text.into()));
    }

    fn new_line(&mut self, column: usize) {
        self.push(format!("\n{}", " ".repeat(column)));
    }

    fn new_level(&mut self, level: usize) {
        self.push(format!("\n{}{}", self.margin.line, self.margin.level.repeat(level)));
    }

    /// Members without brackets, the first of which begins in its place.
    pub(super) fn members(&mut self, members: &[(String, Draft)], layout: Layout) {
        for (place, (name, value)) in members.iter().enumerate() {
            if place > 0 {
                match layout {
                    Layout::Line => self.push(", "),
                    Layout::Lines(level) => {
                        self.push(",");
                        self.new_level(level);
                    }
                    Layout::Block(column) => self.new_line(column),
                }
            }
            self.push(format!("{}:", self.notation.key(name)));
            match layout {
                Layout::Line | Layout::Lines(_) => {
                    self.push(" ");
                    self.value(value, Layout::Line);
                }
                Layout::Block(column) => self.after_colon(value, column, true),
            }
        }
    }

    /// The value of a member of a YAML block, whose name stands in this column.
    pub(super) fn after_colon(&mut self, value: &Draft, column: usize, needs_space: bool) {
        if let Draft::List(_) | Draft::Object(_) = value {
            self.new_line(column + INDENT);
            self.value(value, Layout::Block(column + INDENT));
            return;
        }
        if needs_space {
            self.push(" ");
        }
        self.value(value, Layout::Line);
    }

    /// A value.
    pub(super) fn value(&mut self, value: &Draft, layout: Layout) {
        match value {
            Draft::Value(json) => self.json(json),
            Draft::Stop(Json::String(text)) => {
                let written = self.notation.text(text);
                match written.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
                    Some(content) => {
                        self.push("\"");
                        self.stop(content);
                        self.push("\"");
                    }
                    None => self.stop(written),
                }
            }
            Draft::Stop(json) => {
                let mut inner = Self::new(self.notation, Margin::default());
                inner.json(json);
                self.stop(inner.finish().0);
            }
            Draft::Open(text) => {
                // The text is not complete yet, so the quotation marks wait for the rest of it.
                let content = Notation::Json.text(text);
                let content = content.trim_matches('"').to_owned();
                let quote = if self.notation.text(&format!("{text}x")).starts_with('"') { "\"" } else { "" };
                self.push(format!("{quote}{content}"));
                self.stop("");
                self.push(quote);
            }
            Draft::List(elements) => self.list(elements, layout),
            Draft::Object(members) => self.object(members, layout),
        }
    }

    fn list(&mut self, elements: &[Draft], layout: Layout) {
        if let Layout::Block(column) = layout {
            for (place, element) in elements.iter().enumerate() {
                if place > 0 {
                    self.new_line(column);
                }
                self.element(element, column);
            }
            if elements.is_empty() {
                self.push("- ");
                self.stop("");
            }
            return;
        }
        self.push("[");
        for (place, element) in elements.iter().enumerate() {
            if place > 0 {
                self.push(", ");
            }
            self.value(element, Layout::Line);
        }
        if elements.is_empty() {
            self.stop("");
        }
        self.push("]");
    }

    /// An element of a YAML block whose dashes stand in this column.
    pub(super) fn element(&mut self, element: &Draft, column: usize) {
        self.push("- ");
        self.value(element, Layout::Block(column + INDENT));
    }

    fn object(&mut self, members: &[(String, Draft)], layout: Layout) {
        match layout {
            Layout::Block(_) if members.is_empty() => self.stop(""),
            Layout::Block(_) => self.members(members, layout),
            Layout::Lines(level) if !members.is_empty() => {
                self.push("{");
                self.new_level(level + 1);
                self.members(members, Layout::Lines(level + 1));
                self.new_level(level);
                self.push("}");
            }
            Layout::Line | Layout::Lines(_) => {
                self.push("{");
                self.members(members, Layout::Line);
                if members.is_empty() {
                    self.stop("");
                }
                self.push("}");
            }
        }
    }

    /// A value on one line.
    fn json(&mut self, json: &Json) {
        self.push(self.notation.line(json));
    }

    /// The text, and whether it has tab stops.
    pub(super) fn finish(self) -> (String, bool) {
        let is_snippet = self.pieces.iter().any(|piece| matches!(piece, Piece::Stop(_)));
        let mut text = String::new();
        let mut stops = 0;
        for piece in &self.pieces {
            match piece {
                Piece::Text(piece) if is_snippet => escape(piece, &mut text),
                Piece::Text(piece) => text.push_str(piece),
                Piece::Stop(piece) => {
                    stops += 1;
                    // Writing to a string cannot fail.
                    let _ = write!(text, "${{{stops}:");
                    escape(piece, &mut text);
                    text.push('}');
                }
            }
        }
        (text, is_snippet)
    }
}

fn escape(text: &str, into: &mut String) {
    for character in text.chars() {
        if matches!(character, '$' | '}' | '\\') {
            into.push('\\');
        }
        into.push(character);
    }
}
