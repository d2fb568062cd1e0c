//! References.

use block_runtime::document::Notation::{Json, Yaml};
use block_runtime::ide::CompletionKind;

use super::{at_cursor, chosen, json, yaml};

/// A workflow whose third step has a property of its own.
fn workflow(third: &str) -> String {
    format!(
        r#"{{"version": "1.0",
  "inputs": [{{"type": "WorkflowImage", "name": "image"}}, {{"type": "WorkflowParameter", "name": "any"}},
    {{"type": "WorkflowParameter", "name": "text", "kind": ["string"]}}],
  "steps": [
    {{"type": "test/detect@v2", "name": "find", "image": "$inputs.image", "model_id": "m"}},
    {{"type": "test/blur@v1", "name": "soft", "image": "$inputs.image"}},
    {{{third}}},
    {{"type": "test/crop@v1", "name": "cut", "image": "$inputs.image", "predictions": "$steps.find.predictions"}},
    {{"type": "test/blur@v1", "name": "after", "image": "$steps.third.image"}},
    {{"type": "test/nope@v1", "name": "strange"}}
  ],
  "outputs": []}}"#
    )
}

#[test]
fn references_fit_the_kind_and_close_no_circle() {
    for (third, expected) in [
        (
            r#""type": "test/blur@v1", "name": "third", "image": "<|>""#,
            &["$steps.soft.image", "$inputs.image", "$steps.cut.crops", "$inputs.any", "$steps.strange."][..],
        ),
        (
            r#""type": "test/blur@v1", "name": "third", "image": $st<|>"#,
            &["$steps.soft.image", "$inputs.image", "$steps.cut.crops", "$inputs.any", "$steps.strange."],
        ),
        (
            r#""type": "test/crop@v1", "name": "third", "predictions": "$steps.find.<|>""#,
            &["$steps.find.predictions", "$inputs.any", "$steps.strange."],
        ),
        (
            r#""type": "test/gate@v1", "name": "third", "count": "$steps.find.predictions", "next_steps": ["<|>"]"#,
            &["$steps.cut", "$steps.after", "$steps.strange", "$steps.soft"],
        ),
        (
            r#""type": "test/gate@v1", "name": "third", "next_steps": ["$steps.cut", "<|>"]"#,
            &["$steps.after", "$steps.strange", "$steps.find", "$steps.soft"],
        ),
        (
            r#""type": "test/query@v1", "name": "third", "data": "<|>""#,
            &[
                "$steps.soft.image",
                "$steps.find.predictions",
                "$steps.find.inference_id",
                "$inputs.image",
                "$inputs.any",
                "$inputs.text",
                "$steps.cut.crops",
                "$steps.strange.",
            ],
        ),
        (r#""type": "test/save@v1", "name": "third", "folder": "$<|>""#, &["out"]),
    ] {
        let text = workflow(third);
        assert_eq!(json(&text), expected, "{third}");
        assert_eq!(yaml(&text), expected, "as YAML: {third}");
    }
}

#[test]
fn outputs_give_back_anything() {
    let text = workflow(r#""type": "test/blur@v1", "name": "third", "image": "$inputs.image""#)
        .replace("\"outputs\": []", "\"outputs\": [{\"selector\": \"<|>\"}]");
    let expected = [
        "$steps.after.image",
        "$steps.cut.crops",
        "$steps.third.image",
        "$steps.soft.image",
        "$steps.find.predictions",
        "$steps.find.inference_id",
        "$inputs.image",
        "$inputs.any",
        "$inputs.text",
        "$steps.after.*",
        "$steps.cut.*",
        "$steps.third.*",
        "$steps.soft.*",
        "$steps.find.*",
        "$steps.strange.",
    ];
    assert_eq!(json(&text), expected);
    assert_eq!(yaml(&text), expected);
}

#[test]
fn references_say_what_they_lead_to() {
    let text = workflow(r#""type": "test/crop@v1", "name": "third", "predictions": "<|>""#);
    let first = at_cursor(&text, Json).remove(0);
    assert_eq!(first.kind, CompletionKind::Reference);
    assert_eq!(first.detail.as_deref(), Some("object_detection_prediction"));
    let documentation = first.documentation.unwrap();
    assert!(documentation.contains("`find`") && documentation.contains("The objects."), "{documentation}");
}

#[test]
fn inner_workflows_have_names_of_their_own() {
    let text = r#"{"inputs": [{"type": "WorkflowImage", "name": "image"}],
  "steps": [
    {"type": "test/detect@v2", "name": "find", "image": "$inputs.image", "model_id": "m"},
    {"type": "roboflow_core/inner_workflow@v1", "name": "inner", "workflow_definition": {
      "inputs": [{"type": "WorkflowImage", "name": "photo"}],
      "steps": [{"type": "test/detect@v2", "name": "search", "image": "$inputs.photo", "model_id": "m"},
        {"type": "test/crop@v1", "name": "cut", "image": "<|a>", "predictions": "<|b>"}],
      "outputs": [{"type": "JsonField", "name": "found", "selector": "$steps.search.predictions"}]
    }, "parameter_bindings": {"photo": "<|c>"}},
    {"type": "test/count@v1", "name": "count", "predictions": "<|d>"}
  ]}"#;
    for (mark, expected) in [
        ("a", &["$inputs.photo"][..]),
        ("b", &["$steps.search.predictions"]),
        ("c", &["$inputs.image"]),
        ("d", &["$steps.inner.found", "$steps.find.predictions"]),
    ] {
        let marked = ["a", "b", "c", "d"].iter().fold(text.to_owned(), |text, one| {
            text.replace(&format!("<|{one}>"), if *one == mark { "<|>" } else { "" })
        });
        assert_eq!(json(&marked), expected, "{mark}");
        assert_eq!(yaml(&marked), expected, "as YAML: {mark}");
    }
}

#[test]
fn references_take_the_place_of_the_whole_text() {
    const STEPS: &str = r#"{"type": "test/detect@v2", "name": "find"}"#;
    for (value, expected) in [
        ("<|>", r#""$steps.find.predictions""#),
        (r#""<|>""#, r#""$steps.find.predictions""#),
        (r#""$st<|>""#, r#""$steps.find.predictions""#),
        (r#""$steps.fi<|>nd.x""#, r#""$steps.find.predictions""#),
        ("$st<|>", r#""$steps.find.predictions""#),
    ] {
        let text = |value: &str| {
            format!(r#"{{"steps": [{STEPS}, {{"type": "test/count@v1", "name": "c", "predictions": {value}}}]}}"#)
        };
        assert_eq!(chosen(&text(value), Json, "$steps.find.predictions"), text(expected), "{value}");
    }
    let open = format!(
        "{{\"steps\": [{STEPS},\n{{\"type\": \"test/count@v1\", \"predictions\": \"$st<|>\n  \"name\": \"c\"}}]}}"
    );
    assert!(chosen(&open, Json, "$steps.find.predictions").contains(": \"$steps.find.predictions\"\n"), "{open}");
    for (value, expected) in [
        (" <|>", " $steps.find.predictions"),
        ("<|>", " $steps.find.predictions"),
        (" $st<|>", " $steps.find.predictions"),
        (" $steps.find.<|>", " $steps.find.predictions"),
        (" \"$st<|>\"", " $steps.find.predictions"),
        (" '$st<|>'", " $steps.find.predictions"),
        (" \"$st<|>", " $steps.find.predictions"),
    ] {
        let text = |value: &str| {
            format!(
                "steps:\n  - type: test/detect@v2\n    name: find\n  - type: test/count@v1\n    name: c\n    predictions:{value}\n    by_class: true\noutputs: []\n"
            )
        };
        assert_eq!(chosen(&text(value), Yaml, "$steps.find.predictions"), text(expected), "{value}");
    }
}

#[test]
fn steps_that_cannot_be_read_are_gone_on_with() {
    let text = workflow(r#""type": "test/blur@v1", "name": "third", "image": "<|>""#);
    let strange = at_cursor(&text, Json).pop().unwrap();
    assert!(strange.retrigger && strange.is_snippet);
    assert_eq!(strange.edit.text, r#""\$steps.strange.${1:}""#);
    assert_eq!(strange.filter, r#""$steps.strange."#);
}
