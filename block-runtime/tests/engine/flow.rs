//! Statements 58 to 72: steps that decide what runs next.

use serde_json::{Value as Json, json};

use crate::{batch, fault, output, outs, parameter, run, try_run, workflow};

fn step(name: &str, block: &str, data: &str) -> Json {
    json!({"type": format!("test/{block}@v1"), "name": name, "data": data})
}

fn gate(name: &str, data: Json, next: &[&str]) -> Json {
    let next: Vec<String> = next.iter().map(|step| format!("$steps.{step}")).collect();
    json!({"type": "test/gate@v1", "name": name, "data": data, "next_steps": next})
}

/// A workflow with a batch `b` and a parameter `p`, whose only output is `out`.
fn flow(steps: Json, selector: &str) -> Json {
    workflow(json!([batch("b"), parameter("p")]), steps, json!([output("out", selector)]))
}

fn values(steps: Json, selector: &str, b: Json) -> Vec<Json> {
    outs(&run(&flow(steps, selector), &json!({"b": b, "p": 1})))
}

#[test]
fn s58_a_gate_keeps_out_elements_and_what_follows_them() {
    let steps = json!([
        gate("g", json!("$inputs.b"), &["e"]),
        step("e", "echo", "$inputs.b"),
        step("f", "echo", "$steps.e.out"),
    ]);
    for selector in ["$steps.e.out", "$steps.f.out"] {
        assert_eq!(values(steps.clone(), selector, json!([1, 0, 3])), [json!(1), Json::Null, json!(3)]);
    }
    assert_eq!(
        values(steps, "$steps.f.*", json!([1, 0, 3])),
        [json!({"out": 1}), json!({"out": null}), json!({"out": 3})]
    );
}

#[test]
fn s59_a_closed_gate_keeps_the_block_from_being_called() {
    let steps = json!([gate("g", json!("$inputs.b"), &["e"]), step("e", "refuses", "$inputs.b")]);
    assert_eq!(values(steps.clone(), "$steps.e.out", json!([0, 0])), [Json::Null, Json::Null]);
    assert_eq!(
        try_run(&flow(steps, "$steps.e.out"), &json!({"b": [0, 1]})).unwrap_err().error_type(),
        "StepExecutionError"
    );
}

#[test]
fn s60_what_a_gate_keeps_out_has_no_parts() {
    let steps = json!([
        gate("g", json!("$inputs.b"), &["x"]),
        {"type": "test/listing@v1", "name": "pair", "items": ["$inputs.b", "$inputs.b"]},
        {"type": "test/items@v1", "name": "list", "data": "$inputs.b"},
        step("x", "explode", "$steps.list.out"),
        step("e", "echo", "$steps.x.item"),
        step("c", "collapse", "$steps.e.out"),
    ]);
    assert_eq!(values(steps.clone(), "$steps.x.item", json!([0, 1])), [json!([]), json!([1, 1])]);
    assert_eq!(values(steps.clone(), "$steps.e.out", json!([0, 1])), [json!([]), json!([1, 1])]);
    assert_eq!(values(steps, "$steps.c.items", json!([0, 1])), [Json::Null, json!([1, 1])]);
}

#[test]
fn s61_a_single_decision_holds_for_the_whole_batch() {
    let steps = |data: Json| {
        json!([
            gate("g", data, &["e", "one"]),
            step("e", "echo", "$inputs.b"),
            {"type": "test/source@v1", "name": "one"},
        ])
    };
    assert_eq!(values(steps(json!(0)), "$steps.e.out", json!([1, 2])), [Json::Null, Json::Null]);
    assert_eq!(values(steps(json!(0)), "$steps.one.out", json!([1, 2])), [Json::Null]);
    assert_eq!(values(steps(json!(0)), "$steps.one.*", json!([1, 2])), [json!({"out": null})]);
    assert_eq!(values(steps(json!(5)), "$steps.e.out", json!([1, 2])), [1, 2]);
    assert_eq!(values(steps(json!(5)), "$steps.one.out", json!([1, 2])), [3]);
}

#[test]
fn s62_a_step_without_data_runs_for_each_element_that_passes() {
    let steps = json!([gate("g", json!("$inputs.b"), &["s"]), {"type": "test/source@v1", "name": "s"}]);
    assert_eq!(values(steps, "$steps.s.out", json!([1, 0])), [json!(3), Json::Null]);
}

#[test]
fn s63_a_decision_about_parts_reaches_a_step_without_data() {
    let definition = workflow(
        json!([batch("l")]),
        json!([
            step("x", "explode", "$inputs.l"),
            gate("g", json!("$steps.x.item"), &["s"]),
            {"type": "test/source@v1", "name": "s"},
        ]),
        json!([output("out", "$steps.s.out")]),
    );
    assert_eq!(outs(&run(&definition, &json!({"l": [[1, 0], [2]]}))), [json!([3, null]), json!([3])]);
}

#[test]
fn s64_gates_add_up_and_follow_each_other() {
    let both = json!([
        gate("g", json!("$inputs.b"), &["e"]),
        {"type": "test/none_if@v1", "name": "n", "data": "$inputs.b"},
        gate("h", json!("$inputs.p"), &["e"]),
        step("e", "echo", "$inputs.b"),
    ]);
    let definition = flow(both, "$steps.e.out");
    assert_eq!(outs(&run(&definition, &json!({"b": [1, 0], "p": 1}))), [json!(1), Json::Null]);
    assert_eq!(outs(&run(&definition, &json!({"b": [1, 0], "p": 0}))), [Json::Null, Json::Null]);
    let chain = |first: Json| {
        json!([
            gate("g", first, &["h"]),
            gate("h", json!(1), &["s"]),
            {"type": "test/source@v1", "name": "s"},
        ])
    };
    assert_eq!(values(chain(json!("$inputs.b")), "$steps.s.out", json!([0, 2])), [Json::Null, json!(3)]);
    assert_eq!(values(chain(json!(0)), "$steps.s.out", json!(1)), [Json::Null]);
    assert_eq!(values(chain(json!(1)), "$steps.s.out", json!(1)), [3]);
}

#[test]
fn s65_each_case_is_a_branch_of_its_own() {
    let steps = json!([
        {
            "type": "test/switch@v1", "name": "w", "data": "$inputs.b",
            "cases": {"1": "$steps.one", "2": "$steps.two"}, "default": ["$steps.other", "$steps.another"],
        },
        step("one", "echo", "$inputs.b"),
        step("two", "echo", "$inputs.b"),
        step("other", "echo", "$inputs.b"),
        step("another", "echo", "$inputs.b"),
    ]);
    let of = |name: &str| values(steps.clone(), &format!("$steps.{name}.out"), json!([1, 2, 7]));
    let null = Json::Null;
    assert_eq!(of("one"), [json!(1), null.clone(), null.clone()]);
    assert_eq!(of("two"), [null.clone(), json!(2), null.clone()]);
    for name in ["other", "another"] {
        assert_eq!(of(name), [null.clone(), null.clone(), json!(7)]);
    }
}

#[test]
fn s66_a_step_is_chosen_once() {
    let twice = json!([gate("g", json!(1), &["e", "e"]), step("e", "echo", "$inputs.b")]);
    assert_eq!(fault(&flow(twice, "$steps.e.out")).error_type(), "ExecutionGraphStructureError");
    let two_properties = json!([
        {
            "type": "test/switch@v1", "name": "w", "data": 1,
            "cases": {"1": "$steps.e"}, "default": ["$steps.e"],
        },
        step("e", "echo", "$inputs.b"),
    ]);
    assert_eq!(fault(&flow(two_properties, "$steps.e.out")).error_type(), "ExecutionGraphStructureError");
}

#[test]
fn s67_a_gate_decides_about_what_the_step_works_on() {
    let of = |gate: Json, step: Json| {
        let steps = json!([
            {"type": "test/items@v1", "name": "list", "data": "$inputs.b"},
            crate::flow::step("x", "explode", "$steps.list.out"),
            crate::flow::step("y", "explode", "$steps.list.out"),
            gate,
            step,
        ]);
        fault(&flow(steps, "$steps.e.out"))
    };
    let sibling = of(gate("g", json!("$steps.x.item"), &["e"]), step("e", "echo", "$steps.y.item"));
    let deeper = of(gate("g", json!("$steps.x.item"), &["e"]), step("e", "echo", "$inputs.b"));
    for error in [sibling, deeper] {
        assert_eq!(error.error_type(), "ControlFlowDefinitionError");
        assert!(error.to_string().contains("`g`") && error.to_string().contains("`e`"), "{error}");
    }
}

#[test]
fn s68_a_decision_about_a_batch_names_known_steps() {
    let steps = |data: &str| {
        json!([
            {"type": "test/astray@v1", "name": "g", "data": data, "next_steps": ["$steps.e"]},
            step("e", "echo", "$inputs.b"),
        ])
    };
    let error = try_run(&flow(steps("$inputs.b"), "$steps.e.out"), &json!({"b": [1]})).unwrap_err();
    assert_eq!(error.error_type(), "ExecutionEngineRuntimeError");
    assert!(error.to_string().contains("$steps.elsewhere"), "{error}");
    assert_eq!(values(steps("$inputs.p"), "$steps.e.out", json!([1, 2])), [Json::Null, Json::Null]);
}

#[test]
fn s69_a_gate_without_steps_fails_when_it_decides() {
    for (data, class) in [("$inputs.b", "InvalidBlockBehaviourError"), ("$inputs.p", "ExecutionEngineRuntimeError")] {
        let definition = workflow(json!([batch("b"), parameter("p")]), json!([gate("g", json!(data), &[])]), json!([]));
        let error = try_run(&definition, &json!({"b": [1], "p": 1})).unwrap_err();
        assert_eq!(error.error_type(), class);
    }
}

#[test]
fn s70_a_default_takes_the_place_of_what_is_missing() {
    let first = json!({"type": "test/first_of@v1", "name": "f", "data": ["$steps.n.out"], "default": "none"});
    let steps = json!([{"type": "test/none_if@v1", "name": "n", "data": "$inputs.b"}, first]);
    assert_eq!(values(steps, "$steps.f.out", json!([1, 0])), [json!(1), json!("none")]);
    let branches = json!([
        {"type": "test/switch@v1", "name": "w", "data": "$inputs.b", "cases": {"1": "$steps.one"}, "default": []},
        step("one", "echo", "$inputs.b"),
        {"type": "test/first_of@v1", "name": "f", "data": ["$steps.one.out"], "default": "none"},
    ]);
    assert_eq!(values(branches, "$steps.f.out", json!([1, 2])), [json!(1), json!("none")]);
}

/// As in the reference, where a step is gated itself: elements that a gate keeps out are like elements without a value.
#[test]
fn blocks_that_accept_empty_values_also_see_what_their_own_gate_keeps_out() {
    let steps = json!([
        gate("g", json!("$inputs.b"), &["f"]),
        {"type": "test/first_of@v1", "name": "f", "data": ["$inputs.b"], "default": "none"},
    ]);
    assert_eq!(values(steps, "$steps.f.out", json!([0, 2])), [json!("none"), json!(2)]);
}

#[test]
fn s72_a_gate_has_no_outputs() {
    let steps = json!([gate("g", json!("$inputs.b"), &["e"]), step("e", "echo", "$inputs.b")]);
    assert_eq!(values(steps, "$steps.g.*", json!([1, 0])), [json!({}), json!({})]);
}

/// Defect D1 of the reference: there a gate above the level of a step's data discards all of it, or is ignored.
#[test]
fn a_gate_above_the_data_of_a_step_closes_what_its_element_owns() {
    let lists = |steps: Json, selector: &str| {
        let definition = workflow(json!([batch("b"), batch("l")]), steps, json!([output("out", selector)]));
        outs(&run(&definition, &json!({"b": [0, 1, 2], "l": [[1], [2, 0], [3]]})))
    };
    let mut steps = vec![step("x", "explode", "$inputs.l"), gate("g", json!("$inputs.b"), &["e", "c", "t"])];
    steps.push(step("e", "echo", "$steps.x.item"));
    steps.push(step("c", "collapse", "$steps.x.item"));
    steps.push(json!({"type": "test/two_level@v1", "name": "t", "images": "$inputs.b", "crops": "$steps.x.item"}));
    assert_eq!(lists(steps.clone().into(), "$steps.e.out"), [json!([null]), json!([2, 0]), json!([3])]);
    assert_eq!(lists(steps.clone().into(), "$steps.c.items"), [Json::Null, json!([2, 0]), json!([3])]);
    assert_eq!(lists(steps.clone().into(), "$steps.t.out"), [Json::Null, json!([1, [2, 0]]), json!([2, [3]])]);
    steps.push(gate("h", json!("$steps.x.item"), &["e", "c", "t"]));
    assert_eq!(lists(steps.clone().into(), "$steps.e.out"), [json!([null]), json!([2, null]), json!([3])]);
    assert_eq!(lists(steps.clone().into(), "$steps.c.items"), [Json::Null, json!([2]), json!([3])]);
    assert_eq!(lists(steps.into(), "$steps.t.out"), [Json::Null, json!([1, [2]]), json!([2, [3]])]);
}

/// Defect D6 of the reference: there such a step compiles and fails when it runs.
#[test]
fn a_step_that_divides_elements_needs_data_of_them() {
    let steps = json!([gate("g", json!("$inputs.b"), &["s"]), {"type": "test/source_batch@v1", "name": "s"}]);
    assert_eq!(fault(&flow(steps, "$steps.s.item")).error_type(), "ControlFlowDefinitionError");
    let single = json!([gate("g", json!("$inputs.p"), &["s"]), {"type": "test/source_batch@v1", "name": "s"}]);
    let definition = flow(single, "$steps.s.item");
    assert_eq!(outs(&run(&definition, &json!({"b": 1, "p": 1}))), [json!([0, 1, 2])]);
    assert_eq!(outs(&run(&definition, &json!({"b": 1, "p": 0}))), [json!([])]);
}

/// Defect D11 of the reference: there a step that is fed with literals only runs all the same.
#[test]
fn a_single_decision_also_stops_steps_that_cast_literals() {
    let steps = |data: Json| json!([gate("g", data, &["e"]), {"type": "test/batch_echo@v1", "name": "e", "data": 5}]);
    assert_eq!(values(steps(json!(0)), "$steps.e.out", json!(1)), [Json::Null]);
    assert_eq!(values(steps(json!(1)), "$steps.e.out", json!(1)), [5]);
    assert_eq!(values(steps(json!("$inputs.b")), "$steps.e.out", json!([1, 0, 2])), [json!(5), Json::Null, json!(5)]);
}

#[test]
fn a_gate_may_decide_for_the_whole_batch_at_once() {
    let steps = json!([
        {"type": "test/batch_gate@v1", "name": "g", "data": "$inputs.b", "next_step": "$steps.e"},
        step("e", "echo", "$inputs.b"),
    ]);
    assert_eq!(values(steps, "$steps.e.out", json!([1, 0])), [json!(1), Json::Null]);
}

#[test]
fn single_values_that_are_gathered_stand_for_what_a_gate_lets_through() {
    let deep = json!({"type": "WorkflowBatchInput", "name": "n", "dimensionality": 2});
    let steps = json!([
        gate("g", json!("$inputs.n"), &["deep"]),
        gate("h", json!("$inputs.b"), &["flat"]),
        step("deep", "collapse_cast", "$inputs.p"),
        step("flat", "collapse_cast", "$inputs.p"),
        step("again", "collapse", "$steps.deep.items"),
    ]);
    let outputs = json!([
        output("deep", "$steps.deep.items"),
        output("flat", "$steps.flat.items"),
        output("again", "$steps.again.items"),
    ]);
    let definition = workflow(json!([batch("b"), parameter("p"), deep]), steps, outputs);
    let rows = run(&definition, &json!({"b": [1, 0, 1], "p": 7, "n": [[1, 0, 2], [0], []]}));
    let of = |name: &str| rows.as_array().unwrap().iter().map(|row| row[name].clone()).collect::<Vec<_>>();
    assert_eq!(of("deep"), [json!([7, 7]), json!([]), Json::Null]);
    assert_eq!(of("flat"), vec![json!([7, 7]); 3]);
    assert_eq!(of("again"), vec![json!([[7, 7], []]); 3]);
}
