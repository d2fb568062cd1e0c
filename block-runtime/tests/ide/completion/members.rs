//! Members of objects.

use block_runtime::document::Notation::{Json, Yaml};

use super::{chosen, json, yaml};

#[test]
fn a_step_of_a_known_block_has_exactly_its_own_properties() {
    for (text, expected) in [
        (
            r#"{"steps": [{"type": "test/detect@v2", <|>}]}"#,
            &["name", "image", "model_id", "confidence", "class_filter"][..],
        ),
        (
            r#"{"steps": [{"type": "test/blur@v1", "name": "a", "images": "$inputs.i", <|>}]}"#,
            &["blur_type", "kernel_size"],
        ),
        (r#"{"steps": [{"type": "test/blur@v1", "name": "a", "ker<|>"}]}"#, &["image", "blur_type", "kernel_size"]),
        (r#"{"steps": [{"type": "test/blur@v1", "name": "a", "ker<|>": 3}]}"#, &["image", "blur_type", "kernel_size"]),
        (r#"{"steps": [{"type": "test/save@v1", <|>}]}"#, &["name", "content", "folder"]),
        (r#"{"steps": [{<|> "type": "test/blur@v1", "name": "a", "image": ""}]}"#, &["blur_type", "kernel_size"]),
    ] {
        assert_eq!(json(text), expected, "{text}");
        assert_eq!(yaml(text), expected, "as YAML: {text}");
    }
    for (text, expected) in [
        (
            "steps:\n  - type: test/detect@v2\n    <|>\n",
            &["name", "image", "model_id", "confidence", "class_filter"][..],
        ),
        ("steps:\n  - type: test/blur@v1\n    name: a\n    images: $inputs.i\n    <|>", &["blur_type", "kernel_size"]),
        (
            "steps:\n  - type: test/blur@v1\n    name: a\n    ker<|>\noutputs: []\n",
            &["image", "blur_type", "kernel_size"],
        ),
        ("steps:\n  - type: test/blur@v1\n    name: a\n    ker<|>: 3\n", &["image", "blur_type", "kernel_size"]),
    ] {
        assert_eq!(yaml(text), expected, "{text}");
    }
}

#[test]
fn objects_of_the_definition_have_the_members_of_their_form() {
    let whole = &["version", "inputs", "steps", "outputs", "$schema", "id", "dynamic_blocks_definitions"][..];
    for (text, expected) in [
        ("{<|>}", whole),
        ("{\"<|>\"}", whole),
        (
            r#"{"version": "1.0", "inputs": [], "steps": [], <|>}"#,
            &["outputs", "$schema", "id", "dynamic_blocks_definitions"],
        ),
        (r#"{"inputs": [{"kind": [], <|>}]}"#, &["type", "name", "dimensionality", "default_value"]),
        (r#"{"inputs": [{"type": "WorkflowImage", <|>}]}"#, &["name", "kind"]),
        (r#"{"inputs": [{"type": "WorkflowParameter", "name": "a", <|>}]}"#, &["kind", "default_value"]),
        (r#"{"inputs": [{"type": "WorkflowBatchInput", "name": "a", <|>}]}"#, &["kind", "dimensionality"]),
        (r#"{"outputs": [{<|>}]}"#, &["type", "name", "selector", "coordinates_system"]),
        (
            r#"{"steps": [{"type": "roboflow_core/inner_workflow@v1", "name": "i", <|>}]}"#,
            &[
                "parameter_bindings",
                "workflow_definition",
                "workflow_workspace_id",
                "workflow_id",
                "workflow_version_id",
            ],
        ),
        (
            r#"{"steps": [{"type": "roboflow_core/inner_workflow@v1", "name": "i", "parameter_bindings": {"b": 1, <|>},
                "workflow_definition": {"inputs": [{"type": "WorkflowImage", "name": "a"}, {"type": "WorkflowImage", "name": "b"}]}}]}"#,
            &["a"],
        ),
    ] {
        assert_eq!(json(text), expected, "{text}");
        assert_eq!(yaml(text), expected, "as YAML: {text}");
    }
    for (text, expected) in [
        ("<|>", whole),
        ("version: \"1.0\"\ninputs: []\nsteps: []\n<|>", &["outputs", "$schema", "id", "dynamic_blocks_definitions"]),
        ("inputs:\n  - type: WorkflowImage\n    <|>\n", &["name", "kind"]),
        ("outputs:\n- type: JsonField\n  <|>", &["name", "selector", "coordinates_system"]),
    ] {
        assert_eq!(yaml(text), expected, "{text}");
    }
}

#[test]
fn objects_of_the_query_language_begin_with_their_type() {
    for (operation, expected) in [
        ("<|>", &["type"][..]),
        (r#""type": "StringMatches", <|>"#, &["regex"]),
        (r#""type": "DetectionsFilter", <|>"#, &["filter_operation"]),
        (r#""type": "nope", <|>"#, &[]),
    ] {
        let text = format!(r#"{{"steps": [{{"type": "test/query@v1", "operations": [{{{operation}}}]}}]}}"#);
        assert_eq!(json(&text), expected, "{text}");
        assert_eq!(yaml(&text), expected, "as YAML: {text}");
    }
}

#[test]
fn members_bring_what_json_needs() {
    for (text, label, expected) in [
        (r"{<|>}", "version", r#"{"version": "1.0"}"#),
        (r"{<|>}", "steps", r#"{"steps": []}"#),
        (r#"{"version": "1.0" <|>}"#, "inputs", r#"{"version": "1.0", "inputs": []}"#),
        (r#"{<|> "version": "1.0"}"#, "inputs", r#"{"inputs": [], "version": "1.0"}"#),
        (r#"{<|>"version": "1.0"}"#, "inputs", r#"{"inputs": "1.0"}"#),
        (
            r#"{"steps": [{"type": "test/blur@v1", "ker<|>"}]}"#,
            "kernel_size",
            r#"{"steps": [{"type": "test/blur@v1", "kernel_size": 5}]}"#,
        ),
        (
            r#"{"steps": [{"type": "test/blur@v1", "ker<|>": 3}]}"#,
            "kernel_size",
            r#"{"steps": [{"type": "test/blur@v1", "kernel_size": 3}]}"#,
        ),
        (
            r#"{"steps": [{"type": "test/blur@v1", ker<|>}]}"#,
            "blur_type",
            r#"{"steps": [{"type": "test/blur@v1", "blur_type": "gaussian"}]}"#,
        ),
        (
            r#"{"inputs": [{"type": "WorkflowImage", "name": "i"}], "steps": [{"type": "test/blur@v1", <|>}]}"#,
            "image",
            r#"{"inputs": [{"type": "WorkflowImage", "name": "i"}], "steps": [{"type": "test/blur@v1", "image": "$inputs.i"}]}"#,
        ),
        ("{\n  \"version\": \"1.0\"\n  <|>\n}", "outputs", "{\n  \"version\": \"1.0\",\n  \"outputs\": []\n}"),
    ] {
        assert_eq!(chosen(text, Json, label), expected, "{text}");
    }
}

#[test]
fn members_bring_what_yaml_needs() {
    for (text, label, expected) in [
        ("<|>", "version", "version: \"1.0\""),
        ("ver<|>", "version", "version: \"1.0\""),
        ("version: \"1.0\"\n<|>\nsteps: []\n", "inputs", "version: \"1.0\"\ninputs:\n  - \nsteps: []\n"),
        (
            "steps:\n  - type: test/blur@v1\n    <|>\n",
            "kernel_size",
            "steps:\n  - type: test/blur@v1\n    kernel_size: 5\n",
        ),
        (
            "steps:\n  - type: test/blur@v1\n    ker<|>\n",
            "kernel_size",
            "steps:\n  - type: test/blur@v1\n    kernel_size: 5\n",
        ),
        (
            "steps:\n  - type: test/blur@v1\n    ker<|>: 3\n",
            "kernel_size",
            "steps:\n  - type: test/blur@v1\n    kernel_size: 3\n",
        ),
        (
            "steps:\n  - type: test/blur@v1\n      <|>\n",
            "kernel_size",
            "steps:\n  - type: test/blur@v1\n    kernel_size: 5\n",
        ),
        ("steps: [{type: test/blur@v1, <|>}]", "kernel_size", "steps: [{type: test/blur@v1, kernel_size: 5}]"),
        ("steps: [{type: test/blur@v1 <|>}]", "kernel_size", "steps: [{type: test/blur@v1, kernel_size: 5}]"),
        ("steps:\n  - <|>\n", "name", "steps:\n  - name: \"\"\n"),
        ("steps:\n  - na<|>\n", "name", "steps:\n  - name: \"\"\n"),
        ("steps:\n  -<|>\n", "name", "steps:\n  - name: \"\"\n"),
    ] {
        assert_eq!(chosen(text, Yaml, label), expected, "{text}");
    }
}
