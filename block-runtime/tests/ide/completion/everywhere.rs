//! What holds for completions wherever they are asked for.

use std::collections::HashSet;
use std::sync::Arc;

use block_runtime::catalogue::Catalogue;
use block_runtime::document::{Document, Notation};
use block_runtime::ide::{File, completions};
use serde_json::Value as Json;

use super::applied;

const JSON: &str = r#"{
  "version": "1.0",
  "inputs": [{"type": "WorkflowImage", "name": "image"}, {"type": "WorkflowParameter", "name": "größe", "kind": ["integer"]}],
  "steps": [
    {"type": "test/detect@v2", "name": "find", "image": "$inputs.image", "model_id": "m", "class_filter": ["a"]},
    {"type": "test/blur@v1", "images": "$inputs.image", "name": "soft", "blur_type": "average", "kernel_size": "$inputs.größe"},
    {"type": "test/query@v1", "name": "ask", "data": "$steps.find.predictions", "operations": [{"type": "SequenceLength"}]},
    {"name": "merge", "type": "test/merge@v1", "numbers": [1, "$steps.ask.output"], "named": {"a": 1}},
    {"type": "roboflow_core/inner_workflow@v1", "name": "inner", "workflow_definition": {
      "version": "1.0", "inputs": [], "steps": [], "outputs": []}, "parameter_bindings": {}},
    {}
  ],
  "outputs": [
    {"type": "JsonField", "name": "all", "selector": "$steps.find.*"}
  ]
}
"#;

const YAML: &str = "# A workflow.
version: \"1.0\"
inputs:
- type: WorkflowImage
  name: image
- {type: WorkflowParameter, name: größe, kind: [integer]}
steps:
  - type: test/detect@v2
    name: find
    image: $inputs.image # the image
    model_id: 'm'
    class_filter:
      - a
      -

  - type: test/blur@v1
    name: \"soft\"
    image:
      $inputs.image
    kernel_size: $inputs.größe
  - name: ask
    type: test/query@v1
    data: $steps.find.predictions
    operations:
      - type: SequenceLength
      - type: StringMatches
        regex: |
          a.*
          b
  -
outputs:
  - type: JsonField
    name: all
    selector: $steps.find.*
";

fn file(catalogue: &Arc<Catalogue>, text: &str, notation: Notation) -> File {
    File::new(Arc::clone(catalogue), Arc::default(), text, notation)
}

/// Every offset of a text that is the beginning of a character, and its end.
fn offsets(text: &str) -> impl Iterator<Item = usize> {
    text.char_indices().map(|(offset, _)| offset).chain([text.len()])
}

#[test]
fn edits_are_around_the_place_and_labels_are_told_apart() {
    let catalogue = Arc::new(crate::blocks::catalogue());
    for (text, notation) in [(JSON, Notation::Json), (YAML, Notation::Yaml), (JSON, Notation::Yaml)] {
        let file = file(&catalogue, text, notation);
        assert!(file.faults.is_empty(), "{:?}", file.faults);
        for offset in offsets(text) {
            let mut labels = HashSet::new();
            for (rank, completion) in completions(&file, offset).into_iter().enumerate() {
                let span = completion.edit.span.clone();
                assert!(
                    span.start <= offset && offset <= span.end && text.is_char_boundary(span.end),
                    "{completion:?}"
                );
                assert!(!text[span.clone()].contains('\n'), "{completion:?}");
                let apart =
                    |edit: &block_runtime::ide::Edit| edit.span.end <= span.start || edit.span.start >= span.end;
                assert!(completion.also.iter().all(apart), "{completion:?}");
                assert_eq!(completion.rank, rank);
                assert!(labels.insert(completion.label.clone()), "{completion:?}");
            }
        }
    }
}

#[test]
fn sound_texts_stay_sound() {
    let catalogue = Arc::new(crate::blocks::catalogue());
    for (text, notation) in [(JSON, Notation::Json), (YAML, Notation::Yaml), (JSON, Notation::Yaml)] {
        let file = file(&catalogue, text, notation);
        for offset in offsets(text) {
            for completion in completions(&file, offset) {
                let changed = applied(text, &completion);
                let (document, faults) = Document::recover(changed.as_str(), notation);
                assert!(faults.is_empty(), "at {offset} {completion:#?}: {faults:?}\n{changed}");
                if completion.edit.span.is_empty() {
                    let (before, after) = (file.document.root.to_json(), document.root.to_json());
                    assert!(has(&after, &before) && after != before, "at {offset} {completion:#?}:\n{changed}");
                }
            }
        }
    }
}

/// True when a value has everything that another one had, except for what was missing.
fn has(after: &Json, before: &Json) -> bool {
    match (after, before) {
        (_, Json::Null) => true,
        (Json::Object(after), Json::Object(before)) => {
            before.iter().all(|(name, before)| after.get(name).is_some_and(|after| has(after, before)))
        }
        (Json::Array(after), Json::Array(before)) => {
            let mut after = after.iter();
            before.iter().all(|before| after.any(|after| has(after, before)))
        }
        (after, before) => after == before,
    }
}

#[test]
fn texts_that_break_off_are_no_matter() {
    let catalogue = Arc::new(crate::blocks::catalogue());
    for (text, notation) in [(JSON, Notation::Json), (YAML, Notation::Yaml)] {
        for end in offsets(text) {
            let begun = &text[..end];
            let file = file(&catalogue, begun, notation);
            for offset in [end, end.saturating_sub(7), end / 2] {
                for completion in completions(&file, offset) {
                    assert!(completion.edit.span.end <= end);
                    applied(begun, &completion);
                }
            }
        }
    }
}

#[test]
fn every_place_of_every_beginning_can_be_asked_about() {
    const STEP: &str = r#"{"steps": [{"type": "test/blur@v1", "image": "$steps.é.*", "x": [1, {"a": null}]}]}"#;
    const LINES: &str = "steps:\n- type: test/gate@v1\n  next_steps: [$steps.é]\n  count: 'a\n  b'\n-\n  - x: |\n";
    let catalogue = Arc::new(crate::blocks::catalogue());
    for (text, notation) in [(STEP, Notation::Json), (STEP, Notation::Yaml), (LINES, Notation::Yaml)] {
        for end in offsets(text) {
            let file = file(&catalogue, &text[..end], notation);
            for offset in 0..=end {
                for completion in completions(&file, offset) {
                    applied(&text[..end], &completion);
                }
            }
        }
    }
}

#[test]
fn places_outside_of_the_text_are_its_end() {
    let catalogue = Arc::new(crate::blocks::catalogue());
    let file = file(&catalogue, "{", Notation::Json);
    assert_eq!(completions(&file, 99), completions(&file, 1));
}
