//! What programs are told about a definition.

use block_runtime::compile::check;
use serde_json::json;

#[test]
fn a_good_definition_has_no_error_but_may_have_warnings() {
    let text = "{\"version\": \"1.0\", \"inputs\": [], \"outputs\": [], \"steps\": [\n  {\"type\": \"test/source@v1\", \"name\": \"s\", \"m\": 1}]}";
    let report = check(&crate::blocks::catalogue(), text).to_json(text);
    assert_eq!(report["error_type"], json!(null));
    assert_eq!(report["message"], json!(null));
    assert_eq!(report["blocks_errors"], json!([]));
    let [warning] = report["diagnostics"].as_array().unwrap().as_slice() else { panic!("{report:?}") };
    assert_eq!(warning["code"], "unknown-property");
    assert_eq!(warning["severity"], "warning");
    assert_eq!((&warning["line"], &warning["column"]), (&json!(2), &json!(43)));
}

#[test]
fn several_faults_are_all_listed_and_the_earliest_stage_names_the_error() {
    let text = r#"{"version": "1.0", "inputs": [],
"steps": [{"type": "test/echo@v1", "name": "e", "data": "$inputs.zz"}, {"type": "test/echo@v1", "name": "e", "data": 1}],
"outputs": [{"type": "JsonField", "name": "o", "selector": "$steps.e"}]}"#;
    let report = check(&crate::blocks::catalogue(), text).to_json(text);
    assert_eq!(report["error_type"], "DuplicatedNameError");
    assert_eq!(report["context"], "workflow_compilation | specification_validation");
    let codes: Vec<_> = report["diagnostics"].as_array().unwrap().iter().map(|found| found["code"].clone()).collect();
    assert_eq!(codes, ["unknown-reference", "duplicate-name", "malformed-reference"]);
    assert_eq!(report["diagnostics"][1]["related"][0]["pointer"], "/steps/0/name");
}
