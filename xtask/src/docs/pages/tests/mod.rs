//! What the pages must say, and that the checked-in ones say it.

mod facts;
mod families;

use block_runtime::block::BlockDef;
use block_runtime::describe::example_step;
use block_runtime::diagnostic::Diagnostic;
use block_runtime::document::{Document, Pointer};
use block_runtime::step;

use super::*;
use crate::apply::{Mode, apply};

#[test]
fn checked_in_files_are_what_is_generated() {
    let files = files(&blocks::entries()).expect("links of doc comments lead somewhere");
    if let Err(stale) = apply(crate::root(), &files, &owned(), Mode::Check, crate::docs::REPAIR) {
        panic!("{stale}");
    }
}

#[test]
fn examples_are_valid_steps() {
    for def in blocks::entries().iter().map(|entry| entry.def) {
        check_example(def);
    }
}

fn check_example(def: &'static BlockDef) {
    let text = format!("{:#}", example_step(def));
    let document = Document::parse_json(text.clone()).expect("an example is JSON");
    let mut diagnostics: Vec<Diagnostic> = Vec::new();
    let step = step::parse(def, &document.root, &Pointer::root(), &mut diagnostics);
    assert!(step.is_some() && diagnostics.is_empty(), "{}\n{text}\n{diagnostics:#?}", def.id);
}
