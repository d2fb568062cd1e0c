//! A session of edits as Neovim sent them while a workflow was typed letter by letter, undone, redone, cut, pasted and
//! searched through; each line of `session.jsonl` is one change, `session.yaml` is the text that came of them.

use serde_json::{Value as Json, json};

use crate::client::{Client, URI};

const SESSION: &str = include_str!("session.jsonl");
const RESULT: &str = include_str!("session.yaml");

/// What matters of diagnostics to people.
fn told(diagnostics: &[Json]) -> Vec<(Json, Json)> {
    diagnostics.iter().map(|found| (found["range"].clone(), found["message"].clone())).collect()
}

/// Makes all changes of the session, with something else after each of them, and compares what is told at the end with
/// what is told of the text that has come of them.
fn replay(mut after_each: impl FnMut(&mut Client, i64)) {
    let mut client = Client::start();
    client.open("yaml", "\n");
    let mut version = 1;
    for line in SESSION.lines() {
        version += 1;
        client.change(version, &serde_json::from_str(line).unwrap());
        after_each(&mut client, version);
    }
    let after_edits = told(&client.diagnostics_of(version));
    let mut fresh = Client::start();
    fresh.open("yaml", RESULT);
    assert_eq!(after_edits, told(&fresh.diagnostics_of(1)));
    assert!(!after_edits.is_empty(), "the session ends with mistakes in the text");
}

#[test]
fn what_is_told_after_edits_is_what_is_told_of_the_text() {
    // An editor asks while it types, wherever the cursor is.
    replay(|client, version| {
        let document = json!({"uri": URI});
        let place = json!({"textDocument": document, "position": {"line": version % 14, "character": version % 30}});
        client.request("textDocument/completion", place.clone());
        client.request("textDocument/hover", place);
        client.request("textDocument/documentSymbol", json!({"textDocument": document}));
    });
}

#[test]
fn edits_that_come_all_at_once_end_in_the_same() {
    replay(|_, _| {});
}
