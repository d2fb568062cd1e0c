//! Statements 30 to 32: kinds match by name.

use serde_json::json;

use crate::{fault_type, outs, run, single, try_plan};

#[test]
fn s30_kinds_match_by_name_or_by_the_wildcard() {
    let image_from = |kinds: &[&str]| {
        let input = json!([{"type": "WorkflowBatchInput", "name": "b", "kind": kinds}]);
        single(input, json!({"type": "test/image_in@v1", "image": "$inputs.b"}))
    };
    assert_eq!(fault_type(&image_from(&["string"])), "ReferenceTypeError");
    assert!(try_plan(&image_from(&["*"])).is_ok());
    assert!(try_plan(&image_from(&["string", "image"])).is_ok());
}

#[test]
fn s31_no_kind_stands_for_another() {
    for kind in ["float", "a_kind_of_ones_own"] {
        let input = json!([{"type": "WorkflowParameter", "name": "p", "kind": [kind]}]);
        let definition = single(input, json!({"type": "test/integer_in@v1", "v": "$inputs.p"}));
        assert_eq!(fault_type(&definition), "ReferenceTypeError", "{kind}");
    }
}

#[test]
fn a_kind_that_does_not_exist_is_named_with_the_nearest_one() {
    let input = json!([{"type": "WorkflowParameter", "name": "p", "kind": ["integr"]}]);
    let error = try_plan(&single(input, json!({"type": "test/integer_in@v1", "v": "$inputs.p"}))).unwrap_err();
    let [unknown, mismatch] = error.diagnostics.as_slice() else { panic!("{:?}", error.diagnostics) };
    assert_eq!(unknown.pointer.to_string(), "/inputs/0/kind/0");
    assert_eq!(unknown.advice().as_deref(), Some("did you mean `integer`?"));
    assert!(mismatch.is_error() && !unknown.is_error());
}

#[test]
fn both_ends_of_a_mismatch_are_shown() {
    let input = json!([{"type": "WorkflowParameter", "name": "p", "kind": ["float"]}]);
    let error = try_plan(&single(input, json!({"type": "test/integer_in@v1", "v": "$inputs.p"}))).unwrap_err();
    let [mismatch] = error.diagnostics.as_slice() else { panic!("{:?}", error.diagnostics) };
    assert_eq!(mismatch.pointer.to_string(), "/steps/0/v");
    assert_eq!(mismatch.related[0].pointer.to_string(), "/inputs/0/kind");
    assert!(mismatch.message.contains("`integer`") && mismatch.message.contains("`float`"), "{mismatch:?}");
}

#[test]
fn a_block_that_could_stand_between_is_named() {
    let classes = |kind: &str| {
        let input = json!([{"type": "WorkflowBatchInput", "name": "i", "kind": [kind]}]);
        let step = json!({"type": "test/classes@v1", "predictions": "$inputs.i"});
        let error = try_plan(&single(input, step)).unwrap_err();
        error.diagnostics[0].advice().unwrap_or_default()
    };
    assert!(classes("image").ends_with("that makes it, such as `test/detect@v1`"), "{}", classes("image"));
    assert!(classes("contours").ends_with("that makes it"), "{}", classes("contours"));
    // A block that takes text and makes objects needs objects itself.
    assert!(classes("string").ends_with("that makes it"), "{}", classes("string"));
}

#[test]
fn s32_properties_for_parameters_take_batches_too() {
    let input = json!([{"type": "WorkflowBatchInput", "name": "b", "kind": ["integer"]}]);
    let definition = single(input, json!({"type": "test/reverse@v1", "value": "$inputs.b"}));
    assert_eq!(outs(&run(&definition, &json!({"b": [1, 2]}))), [-1, -2]);
}
