//! Whole inputs, steps and outputs.

use std::sync::Arc;

use block_runtime::document::Notation::{self, Json, Yaml};
use block_runtime::ide::{CompletionKind, File, completions};

use super::{applied, at_cursor, chosen, json, yaml};
use crate::Marked;

const INPUTS: &str = r#""version": "1.0", "inputs": [{"type": "WorkflowImage", "name": "image"}]"#;
const FIND: &str = r#"{"type": "test/detect@v2", "name": "find", "image": "$inputs.image", "model_id": "m"}"#;
const CUT: &str =
    r#"{"type": "test/crop@v1", "name": "cut", "image": "$inputs.image", "predictions": "$steps.find.predictions"}"#;

#[test]
fn steps_are_wired_to_the_nearest_of_their_kind() {
    for (steps, label, expected) in [
        ("<|>", "test/blur@v1", r#"{"type":"test/blur@v1","name":"blur","image":"$inputs.image"}"#),
        (
            r#"{"type": "test/blur@v1", "name": "blur", "image": "$inputs.image"}, <|>"#,
            "test/blur@v1",
            r#"{"type":"test/blur@v1","name":"blur_2","image":"$steps.blur.image"}"#,
        ),
        ("FIND, CUT, <|>", "test/blur@v1", r#"{"type":"test/blur@v1","name":"blur","image":"$steps.cut.crops"}"#),
        (
            "FIND, CUT, <|>",
            "test/crop@v1",
            r#"{"type":"test/crop@v1","name":"crop","image":"$inputs.image","predictions":"$steps.find.predictions"}"#,
        ),
        (
            "<|>, FIND",
            "test/count@v1",
            r#"{"type":"test/count@v1","name":"count","predictions":"$steps.find.predictions"}"#,
        ),
        (
            "FIND, <|>",
            "test/detect@v2",
            r#"{"type":"test/detect@v2","name":"detect","image":"$inputs.image","model_id":"yolov8n-640"}"#,
        ),
        (
            r#"FIND, {"type": "test/count@v1", "name": "count", "predictions": "$steps.find.predictions"}, <|>"#,
            "test/gate@v1",
            r#"{"type":"test/gate@v1","name":"gate","count":"$steps.count.count"}"#,
        ),
        (
            r#"FIND, {"type": "test/count@v1", "name": "count", "predictions": "$steps.find.predictions"}, <|>"#,
            "test/merge@v1",
            r#"{"type":"test/merge@v1","name":"merge","numbers":["$steps.count.count"]}"#,
        ),
    ] {
        let steps = steps.replace("FIND", FIND).replace("CUT", CUT);
        let place = if steps.starts_with("<|>") { 0 } else { steps.matches("\"type\"").count() };
        let text = format!(r#"{{{INPUTS}, "steps": [{steps}], "outputs": []}}"#);
        let notations = if place == 0 && steps != "<|>" { &[Json][..] } else { &[Json, Yaml] };
        for notation in notations.iter().copied() {
            let changed = chosen(&text, notation, label);
            let file = file(&changed, notation);
            let step = file.document.root.get("steps").unwrap().value.elements().unwrap()[place].to_json();
            assert_eq!(step.to_string(), expected, "{text}");
        }
    }
}

fn file(text: &str, notation: Notation) -> File {
    File::new(Arc::new(crate::blocks::catalogue()), Arc::default(), text, notation)
}

#[test]
fn steps_of_inner_workflows_are_wired_within_them() {
    let text = r#"{"inputs": [{"type": "WorkflowImage", "name": "image"}], "steps": [
      {"type": "test/blur@v1", "name": "blur", "image": "$inputs.image"},
      {"type": "roboflow_core/inner_workflow@v1", "name": "inner", "workflow_definition": {
        "inputs": [{"type": "WorkflowImage", "name": "photo"}],
        "steps": [{"type": "test/blur@v1", "name": "first", "image": "$inputs.photo"}, <|>]}}]}"#;
    for notation in [Json, Yaml] {
        let changed = chosen(text, notation, "test/blur@v1");
        let root = file(&changed, notation).document.root.to_json();
        let step = &root["steps"][1]["workflow_definition"]["steps"][1];
        let expected = r#"{"type":"test/blur@v1","name":"blur","image":"$steps.first.image"}"#;
        assert_eq!(step.to_string(), expected, "{changed}");
    }
}

#[test]
fn whole_steps_are_valid() {
    let json = format!(
        r#"{{{INPUTS}, "steps": [{FIND}, {CUT}, {{"type": "test/count@v1", "name": "count", "predictions": "$steps.find.predictions"}},
    <|>], "outputs": []}}"#
    );
    let yaml = "version: \"1.0\"
inputs:
  - type: WorkflowImage
    name: image
steps:
  - type: test/detect@v2
    name: find
    image: $inputs.image
    model_id: m
  - type: test/count@v1
    name: count
    predictions: $steps.find.predictions
  <|>
outputs: []
";
    for (text, notation) in [
        (json.as_str(), Json),
        (yaml, Yaml),
        (yaml.replace("  <|>", "  - <|>").as_str(), Yaml),
        (yaml.replace("  <|>", "  -\n    <|>").as_str(), Yaml),
    ] {
        let marked = Marked::new(text, notation);
        let all = completions(&marked.file, marked.at());
        let steps: Vec<_> = all.iter().filter(|one| one.kind == CompletionKind::Snippet).collect();
        assert_eq!(steps.len(), 11, "{text}");
        for step in steps.into_iter().filter(|step| step.label.starts_with("test/")) {
            let changed = applied(text.replace("<|>", "").as_str(), step);
            let file = file(&changed, notation);
            let errors: Vec<_> = file.diagnostics().iter().filter(|one| one.is_error()).collect();
            assert!(errors.is_empty() && file.faults.is_empty(), "{changed}\n{errors:#?}");
            let steps = marked.file.analysis.definition.steps.len() + 1;
            assert_eq!(file.analysis.definition.steps.len(), steps, "{changed}");
        }
    }
}

#[test]
fn steps_are_written_as_people_write_them() {
    let text = "{\n  \"steps\": [\n    <|>\n  ]\n}";
    let expected = "{\n  \"steps\": [\n    {\n      \"type\": \"test/count@v1\",\n      \"name\": \"count\",\n      \"predictions\": \"$inputs.predictions\"\n    }\n  ]\n}";
    assert_eq!(chosen(text, Json, "test/count@v1"), expected);
    let text = "{\n\t\"steps\": [\n\t\t<|>\n\t]\n}";
    let tabs = expected.replace("  ", "\t");
    assert_eq!(chosen(text, Json, "test/count@v1"), tabs);
    let text = "steps:\n  - <|>\n";
    let expected = "steps:\n  - type: test/count@v1\n    name: count\n    predictions: $inputs.predictions\n";
    assert_eq!(chosen(text, Yaml, "test/count@v1"), expected);
    let text = "steps:\n  <|>\n";
    assert_eq!(chosen(text, Yaml, "test/count@v1"), expected);
    let text = "{\n  \"steps\": [\n    {\n      \"name\": \"mine\",\n      <|>\n    }\n  ]\n}";
    let expected = "{\n  \"steps\": [\n    {\n      \"name\": \"mine\",\n      \"type\": \"test/count@v1\",\n      \"predictions\": \"$inputs.predictions\"\n    }\n  ]\n}";
    assert_eq!(chosen(text, Json, "test/count@v1"), expected);
    let stops = at_cursor("steps:\n  - <|>\n", Yaml);
    let count = stops.iter().find(|one| one.label == "test/count@v1").unwrap();
    assert_eq!(
        count.edit.text,
        "type: test/count@v1\n    name: ${1:count}\n    predictions: ${2:\\$inputs.predictions}"
    );
}

#[test]
fn a_step_without_a_type_may_become_any() {
    for text in [r#"{"steps": [{<|>}]}"#, r#"{"steps": [{"name": "a", <|>}]}"#] {
        let labels = json(text);
        assert_eq!(labels.iter().filter(|label| label.contains('@')).count(), 11, "{labels:?}");
        assert_eq!(labels[0], "type");
        assert_eq!(yaml(text), labels);
    }
    for list in ["steps", "inputs", "outputs"] {
        let yaml = yaml(&format!("{list}:\n  - <|>\n"));
        assert_eq!(yaml, json(&format!(r#"{{"{list}": [{{<|>}}]}}"#)));
    }
    assert_eq!(json(r#"{"steps": [{"image": "", <|>}]}"#), ["type", "name"]);
}

#[test]
fn outputs_are_offered_until_they_are_given_back() {
    let whole = |outputs: &str| format!(r#"{{{INPUTS}, "steps": [{FIND}, {CUT}], "outputs": [{outputs}]}}"#);
    for (outputs, expected) in [
        ("<|>", &["$steps.cut.crops", "$steps.find.predictions", "$steps.find.inference_id"][..]),
        (r#"{"selector": "$steps.find.predictions"}, <|>"#, &["$steps.cut.crops", "$steps.find.inference_id"]),
        (r#"{"selector": "$steps.find.*"}, <|>"#, &["$steps.cut.crops"]),
    ] {
        assert_eq!(json(&whole(outputs)), expected, "{outputs}");
        assert_eq!(yaml(&whole(outputs)), expected, "as YAML: {outputs}");
    }
    let given = whole(r#"{"type": "JsonField", "name": "predictions", "selector": "$inputs.image"}, <|>"#);
    let changed = file(&chosen(&given, Json, "$steps.find.predictions"), Json);
    assert!(changed.document.text.contains("\"find_predictions\""), "{}", changed.document.text);
    assert!(changed.analysis.report.error.is_none(), "{:?}", changed.analysis.report);
}

#[test]
fn inputs_are_offered_that_are_referred_to() {
    let text = r#"{"version": "1.0", "inputs": [<|>], "steps": [
        {"type": "test/blur@v1", "name": "a", "image": "$inputs.photo", "kernel_size": "$inputs.size"},
        {"type": "test/count@v1", "name": "b", "predictions": "$inputs.found"}], "outputs": []}"#;
    let labels = json(text);
    assert_eq!(labels[..4], ["$inputs.photo", "$inputs.size", "$inputs.found", "WorkflowImage"]);
    assert_eq!(labels.len(), 9);
    assert_eq!(yaml(text), labels);
    for (label, expected) in [
        ("$inputs.photo", r#"{"type":"WorkflowImage","name":"photo"}"#),
        ("$inputs.size", r#"{"type":"WorkflowParameter","name":"size","kind":["integer"]}"#),
        ("$inputs.found", r#"{"type":"WorkflowBatchInput","name":"found","kind":["object_detection_prediction"]}"#),
        ("WorkflowImage", r#"{"type":"WorkflowImage","name":"image"}"#),
    ] {
        let changed = file(&chosen(text, Json, label), Json);
        let input = changed.document.root.get("inputs").unwrap().value.elements().unwrap()[0].to_json();
        assert_eq!(input.to_string(), expected);
    }
}
