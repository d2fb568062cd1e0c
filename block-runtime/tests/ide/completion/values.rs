//! Values.

use block_runtime::document::Notation::{Json, Yaml};

use super::{at_cursor, chosen, json, yaml};

const TYPES: [&str; 11] = [
    "test/detect@v2",
    "test/crop@v1",
    "test/blur@v1",
    "test/count@v1",
    "test/merge@v1",
    "test/gate@v1",
    "test/switch@v1",
    "test/query@v1",
    "test/save@v1",
    "roboflow_core/inner_workflow@v1",
    "test/detect@v1",
];

#[test]
fn all_types_are_offered_whatever_stands_there() {
    for text in [
        r#"{"steps": [{"type": <|>}]}"#,
        r#"{"steps": [{"type": "<|>"}]}"#,
        r#"{"steps": [{"type": "test/bl<|>ur@v1", "name": "a"}]}"#,
    ] {
        assert_eq!(json(text), TYPES, "{text}");
        assert_eq!(yaml(text), TYPES, "as YAML: {text}");
    }
    for text in
        ["steps:\n  - type: <|>", "steps:\n  - type:<|>\n    name: a", "steps:\n  - name: a\n    type: tes<|>t\n"]
    {
        assert_eq!(yaml(text), TYPES, "{text}");
    }
    let old = at_cursor(r#"{"steps": [{"type": "<|>"}]}"#, Json).pop().unwrap();
    assert!(old.deprecated && old.documentation.unwrap().contains("use `test/detect@v2`"));
}

#[test]
fn values_follow_the_shape_of_the_property() {
    let blur = |rest: &str| format!(r#"{{"steps": [{{"type": "test/blur@v1", {rest}}}]}}"#);
    for (text, expected) in [
        (blur(r#""blur_type": "<|>""#), &["average", "gaussian"][..]),
        (blur(r#""blur_type": <|>"#), &["average", "gaussian"]),
        (blur(r#""kernel_size": <|>"#), &["5"]),
        (r#"{"steps": [{"type": "test/count@v1", "by_class": <|>}]}"#.to_owned(), &["true", "false"]),
        (r#"{"steps": [{"type": "test/detect@v2", "model_id": "<|>"}]}"#.to_owned(), &["yolov8n-640"]),
        (r#"{"steps": [{"type": "test/detect@v2", "confidence": <|>}]}"#.to_owned(), &["0.4", "0.3"]),
        (r#"{"steps": [{"type": "test/detect@v2", "class_filter": <|>}]}"#.to_owned(), &["[]", "null"]),
        (r#"{"steps": [{"type": "test/save@v1", "folder": "<|>"}]}"#.to_owned(), &["out"]),
        (r#"{"steps": [{"type": "test/save@v1", "name": "<|>"}]}"#.to_owned(), &[]),
        (r#"{"steps": [{"type": "test/save@v1", "nope": "<|>"}]}"#.to_owned(), &[]),
        (r#"{"version": "<|>"}"#.to_owned(), &["1.0"]),
        (r#"{"outputs": [{"type": "<|>"}]}"#.to_owned(), &["JsonField"]),
        (r#"{"outputs": [{"coordinates_system": "<|>"}]}"#.to_owned(), &["parent", "own"]),
        (
            r#"{"inputs": [{"type": "<|>"}]}"#.to_owned(),
            &[
                "WorkflowImage",
                "WorkflowParameter",
                "WorkflowBatchInput",
                "WorkflowVideoMetadata",
                "InferenceImage",
                "InferenceParameter",
            ],
        ),
    ] {
        assert_eq!(json(&text), expected, "{text}");
        assert_eq!(yaml(&text), expected, "as YAML: {text}");
    }
}

#[test]
fn kinds_are_offered_once() {
    for text in [r#"{"inputs": [{"kind": ["image", "<|>"]}]}"#, r#"{"inputs": [{"kind": ["image", <|>]}]}"#] {
        let kinds = json(text);
        assert!(kinds.contains(&"*".to_owned()) && kinds.contains(&"float".to_owned()), "{kinds:?}");
        assert!(!kinds.contains(&"image".to_owned()));
        assert_eq!(yaml(text), kinds);
    }
    let documented = at_cursor(r#"{"inputs": [{"kind": ["<|>"]}]}"#, Json);
    assert!(documented.iter().all(|kind| kind.documentation.is_some()));
}

#[test]
fn operations_that_fit_the_data_come_first() {
    let text = r#"{"inputs": [{"type": "WorkflowParameter", "name": "text", "kind": ["string"]}],
        "steps": [{"type": "test/query@v1", "data": "$inputs.text", "operations": [<|a>, {"type": "SequenceLength"}, {"type": "<|b>"}]}]}"#;
    let (first, second) =
        (text.replace("<|b>", "").replace("<|a>", "<|>"), text.replace("<|a>, ", "").replace("<|b>", "<|>"));
    let first = json(&first);
    let place = |labels: &[String], wanted: &str| labels.iter().position(|label| label == wanted).unwrap();
    assert!(place(&first, "StringMatches") < place(&first, "DetectionsFilter"));
    assert!(place(&first, "StringMatches") < place(&first, "LookupTable"), "what takes anything comes later");
    assert!(place(&first, "LookupTable") < place(&first, "NumberRound"));
    let second = json(&second);
    assert!(place(&second, "NumberRound") < place(&second, "StringMatches"));
    assert_eq!(first.len(), second.len());
}

#[test]
fn operators_that_fit_the_operand_come_first() {
    let text = r#"{"steps": [{"type": "test/query@v1", "operations": [{"type": "DetectionsFilter", "filter_operation":
        {"type": "StatementGroup", "statements": [{"type": "BinaryStatement", "left_operand": {"type": "DynamicOperand",
            "operations": [{"type": "ExtractDetectionProperty", "property_name": "confidence"}]},
        "comparator": {"type": "<|>"}}]}}]}]}"#;
    let labels = json(text);
    assert!(labels.contains(&"(Number) >=".to_owned()), "{labels:?}");
    assert_eq!(yaml(text), labels);
    let text = text.replace(
        r#""operations": [{"type": "ExtractDetectionProperty", "property_name": "confidence"}]"#,
        r#""operations": [{"type": "SequenceLength"}]"#,
    );
    let labels = json(&text);
    let place = |wanted: &str| labels.iter().position(|label| label == wanted).unwrap();
    assert!(place("(Number) >=") < place("(String) startsWith"), "{labels:?}");
}

#[test]
fn values_are_written_as_their_place_needs() {
    for (text, label, expected) in [
        (r#"{"steps": [{"type": <|>}]}"#, "test/blur@v1", r#"{"steps": [{"type": "test/blur@v1"}]}"#),
        (r#"{"steps": [{"type": "te<|>st/crop@v1"}]}"#, "test/blur@v1", r#"{"steps": [{"type": "test/blur@v1"}]}"#),
        (r#"{"inputs": [{"kind": [<|> "float"]}]}"#, "image", r#"{"inputs": [{"kind": ["image", "float"]}]}"#),
        (r#"{"inputs": [{"kind": ["float" <|>]}]}"#, "image", r#"{"inputs": [{"kind": ["float", "image"]}]}"#),
        (r#"{"inputs": [{"kind": <|>}]}"#, "[]", r#"{"inputs": [{"kind": []}]}"#),
        (
            r#"{"steps": [{"type": "test/query@v1", "operations": [<|>]}]}"#,
            "StringToLowerCase",
            "{\"steps\": [{\"type\": \"test/query@v1\", \"operations\": [{\n  \"type\": \"StringToLowerCase\"\n}]}]}",
        ),
    ] {
        assert_eq!(chosen(text, Json, label), expected, "{text}");
    }
    for (text, label, expected) in [
        ("steps:\n  - type:<|>\n", "test/blur@v1", "steps:\n  - type: test/blur@v1\n"),
        ("steps:\n  - type: test/<|>crop@v1 # why\n", "test/blur@v1", "steps:\n  - type: test/blur@v1 # why\n"),
        ("steps:\n  - type: \"test/<|>crop@v1\"\n", "test/blur@v1", "steps:\n  - type: test/blur@v1\n"),
        ("version: <|>\n", "1.0", "version: \"1.0\"\n"),
        (
            "inputs:\n  - kind:\n      - float\n      - <|>\n",
            "image",
            "inputs:\n  - kind:\n      - float\n      - image\n",
        ),
        (
            "inputs:\n  - kind:\n      - float\n      <|>\n",
            "image",
            "inputs:\n  - kind:\n      - float\n      - image\n",
        ),
        ("inputs:\n  - kind: [float, <|>]\n", "image", "inputs:\n  - kind: [float, image]\n"),
        ("inputs:\n  - kind:\n      <|>\n", "image", "inputs:\n  - kind:\n      - image\n"),
        ("inputs:\n  - kind: <|>\n", "[]", "inputs:\n  - kind: \n      - \n"),
        (
            "steps:\n  - type: test/query@v1\n    operations:\n      - <|>\n",
            "StringToLowerCase",
            "steps:\n  - type: test/query@v1\n    operations:\n      - type: StringToLowerCase\n",
        ),
    ] {
        assert_eq!(chosen(text, Yaml, label), expected, "{text}");
    }
}
