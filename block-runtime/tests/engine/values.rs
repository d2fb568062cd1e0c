//! Statements 73 to 76, 81 to 83 and 90: values that are given, and what becomes of them.

use block_runtime::limits::MAX_NESTING;
use serde_json::{Value as Json, json};

use crate::{batch, output, outs, parameter, refusal, run, single, try_run, workflow};

fn with_default(default: Json) -> Json {
    json!([{"type": "WorkflowParameter", "name": "p", "default_value": default}])
}

#[test]
fn s73_defaults_hold_where_nothing_is_given() {
    let definition = single(with_default(json!(7)), json!({"type": "test/echo@v1", "data": "$inputs.p"}));
    assert_eq!(outs(&run(&definition, &json!({}))), [7]);
    assert_eq!(outs(&run(&definition, &json!({"p": null}))), [Json::Null]);
    assert_eq!(outs(&run(&definition, &json!({"p": 1}))), [1]);
}

/// Differs from the reference on purpose: the value arrives converted.
#[test]
fn s74_values_are_converted() {
    for literal in [json!("12"), json!(12.0)] {
        let definition = single(json!([]), json!({"type": "test/integer_in@v1", "v": literal}));
        assert_eq!(outs(&run(&definition, &json!({}))), [12]);
    }
    let bound = single(json!([parameter("p")]), json!({"type": "test/integer_in@v1", "v": "$inputs.p"}));
    assert_eq!(outs(&run(&bound, &json!({"p": "12"}))), [12]);
    assert_eq!(outs(&run(&bound, &json!({"p": true}))), [1]);
    for refused in [json!("zz"), json!(1.5), Json::Null, json!(101)] {
        let error = try_run(&bound, &json!({"p": refused})).unwrap_err();
        assert_eq!(error.error_type(), "RuntimeInputError", "{refused}");
        assert!(error.facts().inner.is_some());
        let message = error.to_string();
        assert!(message.contains("`p`") && message.contains("`v`") && message.contains("`s`"), "{message}");
    }
}

#[test]
fn s75_parameters_must_suit_their_properties() {
    let definition = single(json!([parameter("p")]), json!({"type": "test/image_in@v1", "image": "$inputs.p"}));
    refusal(&definition, &json!({"p": 1}));
    let listed = single(json!([parameter("p")]), json!({"type": "test/listing@v1", "items": ["$inputs.p"]}));
    assert_eq!(outs(&run(&listed, &json!({"p": [1]})))[0]["items"], json!([[1]]));
}

#[test]
fn a_parameter_that_is_missing_is_said_to_be() {
    let bound = single(json!([parameter("p")]), json!({"type": "test/integer_in@v1", "v": "$inputs.p"}));
    let error = try_run(&bound, &json!({})).unwrap_err();
    let expected = "the parameter `p` is missing, and `v` of step `s` needs it; give it a value, or a `default_value` in the workflow";
    assert_eq!((error.to_string().as_str(), error.error_type()), (expected, "RuntimeInputError"));
    let error = try_run(&bound, &json!({"p": null})).unwrap_err();
    assert!(error.to_string().contains("found null"), "{error}");
}

#[test]
fn s76_kinds_of_parameters_are_not_checked() {
    let input = json!([{"type": "WorkflowParameter", "name": "p", "kind": ["integer"]}]);
    let definition = single(input, json!({"type": "test/echo@v1", "data": "$inputs.p"}));
    assert_eq!(outs(&run(&definition, &json!({"p": "x"}))), ["x"]);
}

#[test]
fn values_that_steps_nest_without_end_are_refused() {
    let nested = |depth: usize| {
        let steps = (0..depth).map(|number| {
            let data = if number == 0 { "$inputs.p".to_owned() } else { format!("$steps.s{}.items", number - 1) };
            json!({"type": "test/collapse_cast@v1", "name": format!("s{number}"), "data": data})
        });
        let last = format!("$steps.s{}.items", depth - 1);
        let definition = workflow(json!([parameter("p")]), steps.collect(), json!([output("out", &last)]));
        try_run(&definition, &json!({"p": 1}))
    };
    assert!(nested(MAX_NESTING).is_ok());
    let error = nested(5_000).unwrap_err();
    assert_eq!(error.error_type(), "ExecutionEngineRuntimeError");
    assert!(error.to_string().contains("within each other"), "{error}");
}

#[test]
fn values_that_steps_multiply_without_end_are_refused() {
    let doubled = |steps: usize| {
        let steps = (0..steps).map(|number| {
            let data = if number == 0 { "$inputs.p".to_owned() } else { format!("$steps.s{}.out", number - 1) };
            json!({"type": "test/pair_each@v1", "name": format!("s{number}"), "a": data, "b": data})
        });
        let steps: Vec<Json> = steps.collect();
        let last = format!("$steps.s{}.out", steps.len() - 1);
        try_run(&workflow(json!([parameter("p")]), steps.into(), json!([output("out", &last)])), &json!({"p": 1}))
    };
    assert_eq!(doubled(2).unwrap(), json!([{"out": [[1, 1], [1, 1]]}]));
    let error = doubled(100).unwrap_err();
    assert_eq!(error.error_type(), "ExecutionEngineRuntimeError");
    assert!(error.to_string().contains("more than 10000000 values"), "{error}");
}

#[test]
fn s81_inputs_that_nobody_knows_are_ignored() {
    let definition = single(json!([batch("b")]), json!({"type": "test/echo@v1", "data": "$inputs.b"}));
    assert_eq!(outs(&run(&definition, &json!({"b": 1, "c": 2}))), [1]);
}

#[test]
fn s82_blocks_that_break_their_contract() {
    let wrong = json!({"type": "test/wrong_fields@v1", "name": "d", "names": ["x"]});
    let wrong = workflow(json!([]), json!([wrong]), json!([output("x", "$steps.d.x")]));
    let short = single(json!([batch("b")]), json!({"type": "test/short@v1", "data": "$inputs.b"}));
    for (definition, inputs) in [(wrong, json!({})), (short, json!({"b": [1, 2]}))] {
        let error = try_run(&definition, &inputs).unwrap_err();
        assert_eq!(error.error_type(), "ExecutionEngineRuntimeError");
        assert_eq!(error.to_json()["context"], "workflow_execution | step_output_registration");
    }
}

#[test]
fn s83_a_block_that_fails_is_named_with_its_own_words() {
    let error = try_run(&single(json!([]), json!({"type": "test/refuses@v1", "data": 1})), &json!({})).unwrap_err();
    assert_eq!(error.error_type(), "StepExecutionError");
    let body = error.to_json();
    assert_eq!(body["blocks_errors"][0]["block_id"], "s");
    assert_eq!(body["blocks_errors"][0]["block_type"], "test/refuses@v1");
    assert_eq!(body["blocks_errors"][0]["block_details"], "the lens cap is on");
    assert_eq!(body["context"], "workflow_execution | step_execution");
}

#[test]
fn s83_errors_of_the_engine_pass_through_a_block() {
    let error = try_run(&single(json!([]), json!({"type": "test/passes@v1"})), &json!({})).unwrap_err();
    assert_eq!(error.error_type(), "RuntimeInputError");
    assert_eq!(error.to_string(), "the image is of the wrong sort");
}

#[test]
fn s90_single_values_come_first_then_batches_each_in_their_order() {
    let steps = json!([
        {"type": "test/source@v1", "name": "one"},
        {"type": "test/echo@v1", "name": "each", "data": "$inputs.b"},
    ]);
    let outputs = json!([
        output("z", "$steps.each.out"),
        output("y", "$inputs.p"),
        output("x", "$inputs.b"),
        output("w", "$steps.one.out"),
    ]);
    let rows = run(&workflow(json!([batch("b"), parameter("p")]), steps, outputs), &json!({"b": 1}));
    let names: Vec<&str> = rows[0].as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(names, ["y", "w", "z", "x"]);
}

#[test]
fn what_json_lacks_takes_its_usual_form() {
    let rows = run(&single(json!([]), json!({"type": "test/raw@v1"})), &json!({}));
    assert_eq!(outs(&rows), [json!([null, null, "aGVsbG8="])]);
}
