//! Names that two parts have.

use std::collections::HashSet;

use super::site::{element_of, member_of};
use super::trial::Reach;
use super::{Bench, removal};
use crate::document::Token;
use crate::ide::Edit;
use crate::ide::file::File;
use crate::ide::naming::unique_name;

/// Gives the later of two parts a name of its own. References go on leading to the first one.
pub(super) fn propose(bench: &mut Bench<'_, '_>) {
    let file = bench.file;
    let Some((part, "name")) = member_of(&bench.finding.pointer) else {
        // A step that is chosen twice.
        return removal::element(bench);
    };
    let found = element_of(part).and_then(|(list, _)| {
        let name = &file.document.root.at(part)?.get("name")?.value;
        Some((name, free_name(file, list, name.as_str()?)))
    });
    if let Some((name, free)) = found {
        let edit = Edit { span: name.span.clone(), text: file.notation.text(&free) };
        bench.prefer(format!("Rename to `{free}`"), vec![edit], Reach::Part);
    }
}

/// A name that no element of a list has: the word itself, or the word with the next free number.
pub(super) fn free_name(file: &File, list: &[Token], word: &str) -> String {
    let parts = file.document.root.at(list).and_then(|list| list.elements()).unwrap_or_default();
    let taken: HashSet<&str> = parts.iter().filter_map(|part| part.get("name")?.value.as_str()).collect();
    unique_name(word, |name| taken.contains(name))
}
