//! `blocks query` as its users run it.

#![expect(clippy::unwrap_used, reason = "a test may fail where it stands")]

use std::process::{Command, Output};

use serde_json::{Value as Json, json};
use tempfile::TempDir;

fn query(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_blocks"));
    command.arg("query").args(arguments).output().expect("the program starts")
}

fn result(arguments: &[&str]) -> Json {
    let output = query(arguments);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

fn told(arguments: &[&str]) -> String {
    let output = query(arguments);
    assert_eq!(output.status.code(), Some(1), "{}", String::from_utf8_lossy(&output.stdout));
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn chains_are_applied_to_text_and_json() {
    assert_eq!(result(&[r#"[{"type": "StringToUpperCase"}]"#, "hello"]), "HELLO");
    assert_eq!(result(&[r#"{"type": "NumericSequenceAggregate", "function": "max"}"#, "[0.5, 2]"]), 2);
    assert_eq!(result(&["[]"]), Json::Null);
}

#[test]
fn values_are_read_by_their_kind() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("found.json");
    let detection = json!({"x": 5, "y": 5, "width": 4, "height": 4, "confidence": 0.5, "class_id": 0, "class": "cat"});
    std::fs::write(&file, json!({"image": {"width": 9, "height": 9}, "predictions": [detection]}).to_string()).unwrap();
    let chain = r#"[{"type": "DetectionsPropertyExtract", "property_name": "center"}]"#;
    let file = format!("@{}", file.display());
    assert_eq!(result(&[chain, "--kind", "object_detection_prediction", &file]), json!([[5, 5]]));
    assert!(told(&[chain, "--kind", "object_detection_prediction", "5"]).contains("found 5"));
}

#[test]
fn conditions_are_about_parameters() {
    let group = r#"{"type": "StatementGroup", "statements": [{
        "type": "BinaryStatement", "left_operand": {"type": "DynamicOperand", "operand_name": "sure"},
        "comparator": {"type": "(Number) >="}, "right_operand": {"type": "StaticOperand", "value": 0.5}
    }]}"#;
    assert_eq!(result(&[group, "--parameter", "sure=0.7"]), true);
    assert_eq!(result(&[group, "--parameter", "sure=0.2"]), false);
    assert!(told(&[group]).contains("there is no parameter `sure`"));
}

#[test]
fn mistakes_are_shown_with_their_places() {
    let told = told(&[r#"[{"type": "StringToUppercase"}, {"type": "Divide"}]"#, "hello"]);
    for part in
        ["unknown-value", "did you mean `StringToUpperCase`?", "query:1:11", "`Divide` needs the property `other`"]
    {
        assert!(told.contains(part), "{part}: {told}");
    }
}

#[test]
fn failures_say_where() {
    let told = told(&[r#"[{"type": "SequenceLength"}, {"type": "StringToUpperCase"}]"#, "hello"]);
    for part in ["kind-mismatch", "`StringToUpperCase`: expected text, found 5", "<root>[1]"] {
        assert!(told.contains(part), "{part}: {told}");
    }
}
