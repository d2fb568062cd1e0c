//! The facts on the pages are those of the reference.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use block_runtime::describe::Docs;
use serde_json::{Value as Json, json};

use crate::docs::pages::{SOURCE, files};

/// Facts of the reference, one entry a block.
const REFERENCE: &str = "blocks/tests/reference/catalogue.json";

/// The operation of the query language that only a newer reference has, as types list it.
const NEWER_OPERATION: &str = "SequenceJoin, ";

#[test]
fn pages_state_the_facts_of_the_reference() {
    let text = std::fs::read_to_string(crate::root().join(REFERENCE)).expect("the facts of the reference are there");
    let reference: Json = serde_json::from_str(&text).expect("they are JSON");
    let entries = blocks::entries();
    let docs = Docs::new(&entries);
    let files = files(&entries).expect("links of doc comments lead somewhere");
    for family in &docs.families {
        let page = files[&PathBuf::from(format!("{SOURCE}/blocks/{}.md", family.slug))].text();
        for version in &family.versions {
            let (id, number) = (version.def.id, version.def.version());
            let facts = &reference["blocks"][id];
            if facts.is_null() {
                continue;
            }
            let part =
                if family.versions.len() == 1 { page } else { part(page, &format!("\n## {number}\n"), "\n## v") };
            assert_eq!(table(part), facts["table"], "{id}: table of properties");
            assert_eq!(inputs(part), kinds_by_input(&facts["bindings"]), "{id}: inputs");
            assert_eq!(outputs(part), facts["outputs"], "{id}: outputs");
        }
    }
}

/// What stands between two marks, the second of which may be missing.
fn part<'a>(text: &'a str, from: &str, to: &str) -> &'a str {
    let after = text.split_once(from).unwrap_or_else(|| panic!("the page has no `{}`", from.trim())).1;
    after.split(to).next().unwrap_or(after)
}

/// The text in the first code span.
fn code_of(text: &str) -> &str {
    text.split('`').nth(1).unwrap_or_default()
}

/// The rows as the reference lists them.
fn table(page: &str) -> Json {
    let rows =
        part(page, "| Name | Type | Description | Refs |", "</div>").lines().filter(|line| line.starts_with("| `"));
    rows.map(|row| {
        let cells: Vec<&str> = row.trim_matches(['|', ' ']).split(" | ").collect();
        let refs = match cells.as_slice() {
            [.., "✅"] => true,
            [.., "❌"] => false,
            _ => panic!("the row says nothing about references: {row}"),
        };
        let type_name = code_of(cells[1]).replace(NEWER_OPERATION, "");
        json!({ "name": code_of(cells[0]), "type": type_name, "ref": refs })
    })
    .collect()
}

/// What stands in parentheses after the name, before the first note.
fn kinds(line: &str) -> Vec<&str> {
    let inside = part(line, " (", "): ");
    inside.split("; ").next().unwrap_or_default().split(" or ").map(code_of).collect()
}

fn inputs(page: &str) -> BTreeMap<String, BTreeSet<String>> {
    let lines = part(page, "**Inputs**", "**Outputs**").lines().filter(|line| line.starts_with("- `"));
    lines
        .map(|line| {
            let kinds = kinds(line).into_iter().filter(|kind| !kind.is_empty());
            (code_of(line).to_owned(), kinds.map(str::to_owned).collect())
        })
        .collect()
}

fn kinds_by_input(bindings: &Json) -> BTreeMap<String, BTreeSet<String>> {
    let members = bindings.as_object().expect("bindings are an object");
    let kinds = |binding: &Json| -> BTreeSet<String> {
        serde_json::from_value(binding["kinds"].clone()).expect("kinds are a list of texts")
    };
    members.iter().map(|(name, binding)| (name.clone(), kinds(binding))).collect()
}

fn outputs(page: &str) -> Json {
    let lines = part(page, "**Outputs**", "\n#").lines().filter(|line| line.starts_with("- `"));
    lines.map(|line| json!({ "name": code_of(line), "kinds": kinds(line) })).collect()
}
