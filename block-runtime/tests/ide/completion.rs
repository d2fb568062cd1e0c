//! What could be written in a place.

mod everywhere;
mod members;
mod references;
mod values;
mod whole;

use block_runtime::document::Notation;
use block_runtime::ide::{Completion, Edit, completions};

use crate::Marked;

/// What could be written at the only cursor.
fn at_cursor(text: &str, notation: Notation) -> Vec<Completion> {
    let marked = Marked::new(text, notation);
    completions(&marked.file, marked.at())
}

fn labels(text: &str, notation: Notation) -> Vec<String> {
    at_cursor(text, notation).into_iter().map(|completion| completion.label).collect()
}

/// The labels in a JSON text.
fn json(text: &str) -> Vec<String> {
    labels(text, Notation::Json)
}

/// The labels in a YAML text.
fn yaml(text: &str) -> Vec<String> {
    labels(text, Notation::Yaml)
}

/// The text after a completion of this label has been chosen, with the tab stops as they are first.
fn chosen(text: &str, notation: Notation, label: &str) -> String {
    let marked = Marked::new(text, notation);
    let found = completions(&marked.file, marked.at());
    let completion = found.iter().find(|completion| completion.label == label);
    let completion = completion.unwrap_or_else(|| panic!("no `{label}` among {:?}", labels(text, notation)));
    applied(marked.file.text(), completion)
}

/// A text with what a completion changes.
fn applied(text: &str, completion: &Completion) -> String {
    let main = Edit { text: plain(completion), ..completion.edit.clone() };
    let mut edits: Vec<Edit> = completion.also.iter().cloned().chain([main]).collect();
    edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
    let mut text = text.to_owned();
    for edit in edits.into_iter().rev() {
        text.replace_range(edit.span, &edit.text);
    }
    text
}

/// The text of a completion, with the tab stops as they are first.
fn plain(completion: &Completion) -> String {
    let text = &completion.edit.text;
    if !completion.is_snippet {
        return text.clone();
    }
    let (mut plain, mut rest) = (String::new(), text.chars().peekable());
    while let Some(character) = rest.next() {
        match character {
            '\\' => plain.extend(rest.next()),
            '$' => while rest.next().is_some_and(|character| character != ':') {},
            '}' => {}
            other => plain.push(other),
        }
    }
    plain
}
