//! Following names and changing them.

use block_runtime::document::Notation;
use block_runtime::ide::{RenameError, definition, mentions, prepare_rename, rename};

use crate::Marked;

const BOTH: [Notation; 2] = [Notation::Json, Notation::Yaml];

const JSON: &str = r#"{
  "version": "1.0",
  "inputs": [{"type": "WorkflowImage", "name": "<|input>image"}],
  "steps": [
    {"type": "test/detect@v2", "name": "<|step>find", "image": "$inputs.<|use>image", "model_id": "$inputs.nothing"},
    {"type": "test/crop@v1", "name": "cut", "image": "$inputs.image", "predictions": "$steps.<|ref>find.predictions"},
    {"type": "roboflow_core/inner_workflow@v1", "name": "inner", "workflow_definition": {
      "version": "1.0",
      "inputs": [{"type": "WorkflowImage", "name": "<|inside>image"}],
      "steps": [{"type": "test/blur@v1", "name": "find", "image": "$inputs.image"}],
      "outputs": [{"type": "JsonField", "name": "out", "selector": "$steps.find.image"}]
    }, "parameter_bindings": {"image": "$steps.cut.crops"}}
  ],
  "outputs": [{"type": "JsonField", "name": "crops", "selector": "$steps.inner.<|out>out"}]
}"#;

const YAML: &str = r#"
version: "1.0"
inputs:
  - type: WorkflowImage
    name: <|input>image
steps:
  - type: test/detect@v2
    name: <|step>find
    image: $inputs.<|use>image
    model_id: "$inputs.nothing"
  - {type: test/crop@v1, name: cut, image: $inputs.image, predictions: $steps.<|ref>find.predictions}
  - type: roboflow_core/inner_workflow@v1
    name: inner
    workflow_definition:
      version: '1.0'
      inputs:
        - {type: WorkflowImage, name: <|inside>image}
      steps:
        - {type: test/blur@v1, name: find, image: $inputs.image}
      outputs:
        - {type: JsonField, name: out, selector: '$steps.find.image'}
    parameter_bindings:
      image: $steps.cut.crops
outputs:
  - type: JsonField
    name: crops
    selector: $steps.inner.<|out>out
"#;

fn samples() -> [Marked; 2] {
    [Marked::new(JSON, BOTH[0]), Marked::new(YAML, BOTH[1])]
}

fn applied(text: &str, mut edits: Vec<block_runtime::ide::Edit>) -> String {
    edits.sort_by_key(|edit| std::cmp::Reverse(edit.span.start));
    let mut text = text.to_owned();
    for edit in edits {
        text.replace_range(edit.span, &edit.text);
    }
    text
}

#[test]
fn the_samples_are_sound() {
    for marked in samples() {
        let found: Vec<&str> = marked.file.diagnostics().iter().map(|found| found.message.as_str()).collect();
        assert_eq!(found, ["there is no input parameter `nothing`"]);
    }
}

#[test]
fn names_lead_to_where_they_are_declared() {
    for marked in samples() {
        let text = marked.file.text();
        for (from, to) in [("use", "input"), ("ref", "step"), ("step", "step")] {
            let link = definition(&marked.file, marked.marks[from]).unwrap();
            assert!(link.focus.contains(&marked.marks[to]), "{from} leads to {}", &text[link.focus]);
        }
        let link = definition(&marked.file, marked.marks["out"]).unwrap();
        assert_eq!(text[link.focus].trim_matches('"'), "out", "an output of the inner workflow");
        assert_eq!(&text[link.origin], "out");
        assert!(text[link.target].contains("$steps.find.image"));
    }
}

#[test]
fn all_places_of_a_name_are_found() {
    for marked in samples() {
        for (at, count) in [("input", 3), ("use", 3), ("step", 2), ("ref", 2), ("inside", 3), ("out", 2)] {
            let found = mentions(&marked.file, marked.marks[at]);
            assert_eq!(found.len(), count, "{at}");
            assert_eq!(found.iter().filter(|mention| mention.is_declaration).count(), 1);
        }
    }
}

#[test]
fn a_name_is_changed_wherever_it_stands() {
    for marked in samples() {
        let (file, text) = (&marked.file, marked.file.text());
        for (at, old) in [("input", "image"), ("ref", "find"), ("inside", "image"), ("out", "out")] {
            let at = marked.marks[at];
            assert_eq!(prepare_rename(file, at).unwrap().1, old);
            let changed = applied(text, rename(file, at, "another-1").unwrap());
            let again = Marked::new(&changed, file.notation);
            let found: Vec<_> = again.file.diagnostics().iter().map(|found| found.message.clone()).collect();
            assert_eq!(found, ["there is no input parameter `nothing`"], "{changed}");
            let back = rename(&again.file, changed.find("another-1").unwrap(), old).unwrap();
            assert_eq!(applied(&changed, back), text);
        }
    }
}

#[test]
fn names_that_cannot_be_are_refused() {
    for marked in samples() {
        let at = marked.marks["step"];
        assert_eq!(rename(&marked.file, at, "cut"), Err(RenameError::Taken { what: "step", name: "cut".into() }));
        assert_eq!(rename(&marked.file, at, "a b"), Err(RenameError::Unfit("a b".into())));
        assert_eq!(rename(&marked.file, at, ""), Err(RenameError::Unfit(String::new())));
        assert_eq!(rename(&marked.file, at, &"a".repeat(2000)), Err(RenameError::TooLong(2000)));
        assert_eq!(rename(&marked.file, 0, "a"), Err(RenameError::NoName));
        assert!(rename(&marked.file, at, "find").is_ok(), "the same name changes nothing");
    }
}

#[test]
fn names_that_yaml_would_read_as_something_else_are_quoted() {
    let marked = Marked::new("inputs: [{name: <|>a}]\noutputs: [{selector: $inputs.a}]", Notation::Yaml);
    let changed = applied(marked.file.text(), rename(&marked.file, marked.at(), "12").unwrap());
    assert_eq!(changed, "inputs: [{name: \"12\"}]\noutputs: [{selector: $inputs.12}]");
}

#[test]
fn names_with_escapes_are_written_anew() {
    let marked = Marked::json(r#"{"inputs": [{"name": "<|>\u0061"}], "outputs": [{"selector": "$inputs.\u0061"}]}"#);
    let changed = applied(marked.file.text(), rename(&marked.file, marked.at(), "b").unwrap());
    assert_eq!(changed, r#"{"inputs": [{"name": "b"}], "outputs": [{"selector": "$inputs.b"}]}"#);
}

#[test]
fn names_of_outputs_are_quoted_as_the_text_needs() {
    for (text, notation, expected) in [
        (r#"{"outputs": [{"name": "<|>o"}]}"#, Notation::Json, r#"{"outputs": [{"name": "it's \"ä\""}]}"#),
        ("outputs:\n- name: '<|>o'", Notation::Yaml, "outputs:\n- name: it's \"ä\""),
        ("outputs: [{name: \"<|>o\"}]", Notation::Yaml, "outputs: [{name: it's \"ä\"}]"),
    ] {
        let marked = Marked::new(text, notation);
        let changed = applied(marked.file.text(), rename(&marked.file, marked.at(), "it's \"ä\"").unwrap());
        assert_eq!(changed, expected);
    }
}
