//! Statements 33 to 40: batches and single values.

use serde_json::{Value as Json, json};

use crate::{batch, fault_type, output, outs, parameter, run, single, try_run, workflow};

fn both() -> Json {
    json!([batch("b"), batch("l"), parameter("p")])
}

fn refusal(definition: &Json, inputs: &Json) -> String {
    let error = try_run(definition, inputs).unwrap_err();
    assert_eq!(error.error_type(), "RuntimeInputError");
    error.to_string()
}

fn batch_echo(data: Json) -> Json {
    let step = json!({"type": "test/batch_echo@v1", "name": "s", "data": data});
    workflow(
        both_optional(),
        json!([step]),
        json!([output("out", "$steps.s.out"), output("indices", "$steps.s.indices")]),
    )
}

fn both_optional() -> Json {
    json!([batch("b"), parameter("p")])
}

#[test]
fn s33_a_batch_is_one_call_or_one_for_each_element() {
    let rows = run(&batch_echo(json!("$inputs.b")), &json!({"b": [1, 2, 3]}));
    assert_eq!(outs(&rows), [1, 2, 3]);
    assert_eq!(rows[2]["indices"], json!(["[0]", "[1]", "[2]"]));
    let each = single(both_optional(), json!({"type": "test/echo@v1", "data": "$inputs.b"}));
    assert_eq!(outs(&run(&each, &json!({"b": [1, 2, 3]}))), [1, 2, 3]);
}

#[test]
fn s34_what_a_batch_may_be_given_as() {
    let definition = batch_echo(json!("$inputs.b"));
    let rows = run(&definition, &json!({"b": 7}));
    assert_eq!(rows, json!([{"out": 7, "indices": ["[0]"]}]));
    for inputs in [json!({"b": []}), json!({}), json!({"b": null})] {
        refusal(&definition, &inputs);
    }
    let rows = run(&definition, &json!({"b": [null, 1]}));
    assert_eq!(rows, json!([{"out": null, "indices": null}, {"out": 1, "indices": ["[1]"]}]));
}

#[test]
fn s35_one_element_stands_for_all() {
    let definition = single(both(), json!({"type": "test/pair@v1", "a": "$inputs.b", "b": "$inputs.l"}));
    for one in [json!([5]), json!(5)] {
        assert_eq!(outs(&run(&definition, &json!({"b": [1, 2], "l": one}))), [json!([1, 5]), json!([2, 5])]);
    }
    let message = refusal(&definition, &json!({"b": [1, 2], "l": [1, 2, 3]}));
    assert!(message.contains('3') && message.contains('2') && message.contains("`l`"), "{message}");
}

#[test]
fn s36_a_single_value_becomes_a_batch_of_one() {
    for data in [json!("$inputs.p"), json!(5)] {
        let rows = run(&batch_echo(data), &json!({"b": [1, 2], "p": 5}));
        assert_eq!(rows, json!([{"out": 5, "indices": ["[0]"]}]));
    }
}

#[test]
fn s37_blocks_that_take_either_see_which() {
    let with = |data: &str| single(both_optional(), json!({"type": "test/mixed_echo@v1", "data": data}));
    assert_eq!(outs(&run(&with("$inputs.p"), &json!({"b": [1, 2], "p": 5}))), ["single"]);
    assert_eq!(outs(&run(&with("$inputs.b"), &json!({"b": [1, 2], "p": 5}))), ["batch", "batch"]);
}

#[test]
fn blocks_that_take_either_may_have_single_values_cast() {
    let with = |data: Json| single(both_optional(), json!({"type": "test/cast_echo@v1", "data": data}));
    for data in [json!("$inputs.p"), json!(5), json!("$inputs.b")] {
        assert_eq!(outs(&run(&with(data), &json!({"b": 1, "p": 5}))), ["batch"]);
    }
}

#[test]
fn s38_single_values_are_repeated_beside_a_batch() {
    let with = |b: Json| single(both_optional(), json!({"type": "test/pair@v1", "a": "$inputs.b", "b": b}));
    let inputs = json!({"b": [1, 2], "p": 5});
    for b in [json!("$inputs.p"), json!(5)] {
        assert_eq!(outs(&run(&with(b), &inputs)), [json!([1, 5]), json!([2, 5])]);
    }
    assert_eq!(outs(&run(&with(Json::Null), &inputs)), [json!([1, "bare null"]), json!([2, "bare null"])]);
}

#[test]
fn s39_a_null_that_is_repeated_leaves_nothing_to_call() {
    let definition = single(both_optional(), json!({"type": "test/pair@v1", "a": "$inputs.b", "b": "$inputs.p"}));
    assert_eq!(outs(&run(&definition, &json!({"b": [1, 2], "p": null}))), [Json::Null, Json::Null]);
}

#[test]
fn s40_a_batch_does_not_fit_where_one_value_is_for_all() {
    let definition = single(both_optional(), json!({"type": "test/only_a@v1", "a": "$inputs.b", "b": "$inputs.b"}));
    assert_eq!(fault_type(&definition), "ExecutionGraphStructureError");
    let deep = json!({"type": "WorkflowBatchInput", "name": "n", "dimensionality": 2});
    let deeper =
        single(json!([batch("b"), deep]), json!({"type": "test/only_a@v1", "a": "$inputs.b", "b": "$inputs.n"}));
    assert_eq!(fault_type(&deeper), "ExecutionGraphStructureError");
    let single_value = single(both_optional(), json!({"type": "test/only_a@v1", "a": "$inputs.b", "b": "$inputs.p"}));
    assert_eq!(outs(&run(&single_value, &json!({"b": [1], "p": 2}))), [json!([1, 2])]);
}

/// The part of statement 54 that has one level of batches.
#[test]
fn s54_containers_are_put_together_for_each_element() {
    let step = json!({
        "type": "test/listing@v1",
        "items": ["$inputs.b", "$inputs.p", 3],
        "named": {"batch": "$inputs.b", "literal": "x"},
    });
    let rows = run(&single(both_optional(), step), &json!({"b": [1, 2], "p": 5}));
    assert_eq!(outs(&rows)[1], json!({"items": [2, 5, 3], "named": {"batch": 2, "literal": "x"}}));
}

/// The parts of statement 70 that have one level of batches.
#[test]
fn s70_elements_without_a_value_are_passed_over() {
    let none = json!({"type": "test/none_if@v1", "name": "n", "data": "$inputs.b"});
    let then = |step: Json| {
        let mut step = step;
        step["name"] = json!("s");
        workflow(both_optional(), json!([none, step]), json!([output("out", "$steps.s.out")]))
    };
    let inputs = json!({"b": [1, 0]});
    let echo = then(json!({"type": "test/echo@v1", "data": "$steps.n.out"}));
    assert_eq!(outs(&run(&echo, &inputs)), [json!(1), Json::Null]);
    let pair = then(json!({"type": "test/pair@v1", "a": "$inputs.b", "b": "$steps.n.out"}));
    assert_eq!(outs(&run(&pair, &inputs)), [json!([1, 1]), Json::Null]);
    let empty = then(json!({"type": "test/pair_empty@v1", "a": "$inputs.b", "b": "$steps.n.out"}));
    assert_eq!(outs(&run(&empty, &inputs)), [json!([1, 1]), json!([0, null])]);
}

#[test]
fn s71_null_from_a_step_stops_what_reads_it_but_a_null_parameter_does_not() {
    let none = json!({"type": "test/none_if@v1", "name": "n", "data": 0});
    for pair in ["test/pair@v1", "test/pair_each@v1"] {
        let step = json!({"type": pair, "name": "s", "a": "$inputs.b", "b": "$steps.n.out"});
        let definition = workflow(both_optional(), json!([none, step]), json!([output("out", "$steps.s.out")]));
        assert_eq!(outs(&run(&definition, &json!({"b": [1, 2]}))), [Json::Null, Json::Null], "{pair}");
    }
    let echo = single(both_optional(), json!({"type": "test/echo@v1", "data": "$inputs.p"}));
    assert_eq!(outs(&run(&echo, &json!({"b": 1, "p": null}))), [Json::Null]);
    let fails = single(both_optional(), json!({"type": "test/refuses@v1", "data": "$inputs.p"}));
    assert_eq!(try_run(&fails, &json!({"b": 1})).unwrap_err().error_type(), "StepExecutionError");
}

#[test]
fn a_single_result_is_one_row_and_beside_a_batch_it_is_in_every_row() {
    let steps = json!([
        {"type": "test/source@v1", "name": "one"},
        {"type": "test/echo@v1", "name": "each", "data": "$inputs.b"},
    ]);
    let alone = workflow(both_optional(), steps.clone(), json!([output("one", "$steps.one.out")]));
    assert_eq!(run(&alone, &json!({"b": [1, 2]})), json!([{"one": 3}]));
    let beside = workflow(
        both_optional(),
        steps,
        json!([output("each", "$steps.each.out"), output("one", "$steps.one.out"), output("b", "$inputs.b")]),
    );
    assert_eq!(
        run(&beside, &json!({"b": [1, 2]})),
        json!([{"one": 3, "each": 1, "b": 1}, {"one": 3, "each": 2, "b": 2}])
    );
}
