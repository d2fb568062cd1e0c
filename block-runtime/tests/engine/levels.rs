//! Statements 41 to 57: batches of several levels.

use serde_json::{Value as Json, json};

use crate::{batch, fault, fault_type, output, parameter, run, runtime, try_run, workflow};

/// A step `name` of the block `test/<block>@v1` that reads `data`.
fn step(name: &str, block: &str, data: &str) -> Json {
    json!({"type": format!("test/{block}@v1"), "name": name, "data": data})
}

fn inputs() -> Json {
    json!([batch("b"), batch("l"), parameter("p")])
}

fn flow(steps: Json, outputs: Json) -> Json {
    workflow(inputs(), steps, outputs)
}

/// Rows of a workflow that reads the lists `l`; there is a `b` for each.
fn over(definition: &Json, lists: Json) -> Json {
    let count = lists.as_array().unwrap().len();
    let b: Vec<usize> = (1..=count).collect();
    run(definition, &json!({"b": b, "l": lists, "p": [10, 11]}))
}

fn column(rows: &Json, name: &str) -> Vec<Json> {
    rows.as_array().unwrap().iter().map(|row| row[name].clone()).collect()
}

fn explode_and(block: &str) -> Json {
    flow(
        json!([step("x", "explode", "$inputs.l"), step("c", block, "$steps.x.item")]),
        json!([output("x", "$steps.x.item"), output("c", "$steps.c.items")]),
    )
}

#[test]
fn s41_elements_are_divided_and_gathered() {
    let rows = over(&explode_and("collapse"), json!([[1, 2], [], [3]]));
    assert_eq!(column(&rows, "x"), [json!([1, 2]), json!([]), json!([3])]);
    assert_eq!(column(&rows, "c"), [json!([1, 2]), Json::Null, json!([3])]);
}

#[test]
fn s42_blocks_that_accept_empty_values_see_groups_without_members() {
    let rows = over(&explode_and("batch_collapse_empty"), json!([[1, 2], [], [3]]));
    assert_eq!(column(&rows, "c"), [json!([1, 2]), json!("nothing"), json!([3])]);
}

fn explode_twice() -> Json {
    flow(
        json!([step("x", "explode", "$inputs.l"), step("y", "explode", "$steps.x.item")]),
        json!([output("x", "$steps.x.item"), output("y", "$steps.y.item")]),
    )
}

#[test]
fn s43_elements_are_divided_twice() {
    let rows = over(&explode_twice(), json!([[[1], [2, 3]], [], [[], [4]]]));
    assert_eq!(column(&rows, "y"), [json!([[1], [2, 3]]), json!([[]]), json!([[], [4]])]);
}

#[test]
fn s44_lists_end_with_the_last_element_that_owns_anything() {
    let rows = over(&explode_twice(), json!([[[1], []]]));
    assert_eq!(rows, json!([{"x": [[1], []], "y": [[1]]}]));
}

#[test]
fn s45_the_batch_of_the_workflow_is_gathered_to_a_single_value() {
    let collapse = step("c", "collapse", "$inputs.b");
    let alone = flow(json!([collapse]), json!([output("c", "$steps.c.items")]));
    assert_eq!(run(&alone, &json!({"b": [1, 2], "l": 0})), json!([{"c": [1, 2]}]));
    let beside = flow(json!([collapse]), json!([output("b", "$inputs.b"), output("c", "$steps.c.items")]));
    assert_eq!(run(&beside, &json!({"b": [1, 2], "l": 0})), json!([{"c": [1, 2], "b": 1}, {"c": [1, 2], "b": 2}]));
}

#[test]
fn s46_a_block_for_batches_gathers_one_group_without_a_place() {
    let collapse = step("c", "batch_collapse", "$inputs.b");
    let definition = flow(json!([collapse]), json!([output("c", "$steps.c.items")]));
    assert_eq!(run(&definition, &json!({"b": [5, 6], "l": 0})), json!([{"c": [["[]", [["[0]", 5], ["[1]", 6]]]]}]));
}

#[test]
fn s47_a_single_value_is_gathered_only_where_the_block_casts_it() {
    let of = |block: &str| flow(json!([step("c", block, "$inputs.p")]), json!([output("c", "$steps.c.items")]));
    let error = fault(&of("collapse"));
    assert_eq!(error.error_type(), "StepInputDimensionalityError");
    assert!(error.facts().context.as_str().ends_with("verification_of_output_offset"));
    assert_eq!(run(&of("collapse_cast"), &json!({"b": 1, "l": 1, "p": 7})), json!([{"c": [7]}]));
}

#[test]
fn s48_a_batch_made_of_nothing_is_one_list_in_every_row() {
    let source = json!({"type": "test/source_batch@v1", "name": "s"});
    let alone = flow(json!([source]), json!([output("s", "$steps.s.item")]));
    assert_eq!(run(&alone, &json!({"b": [1, 2], "l": 0})), json!([{"s": [0, 1, 2]}]));
    let beside = flow(json!([source]), json!([output("s", "$steps.s.item"), output("b", "$inputs.b")]));
    assert_eq!(
        run(&beside, &json!({"b": [1, 2], "l": 0})),
        json!([{"s": [0, 1, 2], "b": 1}, {"s": [0, 1, 2], "b": 2}])
    );
}

#[test]
fn s49_batches_of_different_origin_do_not_mix() {
    let source = |name: &str| json!({"type": "test/source_batch@v1", "name": name});
    let pair = |a: &str, b: &str| json!({"type": "test/pair_each@v1", "name": "p", "a": a, "b": b});
    for pair in [pair("$steps.s.item", "$inputs.b"), pair("$steps.s.item", "$steps.t.item")] {
        let error = fault(&flow(json!([source("s"), source("t"), pair]), json!([])));
        assert_eq!(error.error_type(), "StepInputLineageError");
        assert!(error.to_string().contains("`$steps.s.item`"), "{error}");
    }
}

#[test]
fn s50_a_single_list_is_divided_into_one_list_and_gathered_again() {
    let steps = json!([step("x", "batch_explode", "$inputs.p"), step("c", "collapse", "$steps.x.item")]);
    let definition = flow(steps, json!([output("x", "$steps.x.item"), output("c", "$steps.c.items")]));
    assert_eq!(run(&definition, &json!({"b": 1, "l": 1, "p": [10, 11]})), json!([{"c": [10, 11], "x": [10, 11]}]));
}

/// A batch made of nothing keeps all of its elements, as the rows of a workflow are kept.
#[test]
fn elements_of_a_batch_made_of_nothing_keep_their_places() {
    let source = json!({"type": "test/source_batch@v1", "name": "s", "n": 2});
    let steps = json!([source, step("x", "explode", "$steps.s.item"), step("c", "collapse", "$steps.x.item")]);
    let definition = flow(steps, json!([output("x", "$steps.x.item"), output("c", "$steps.c.items")]));
    assert_eq!(run(&definition, &json!({"b": 1, "l": 1})), json!([{"x": [[], []], "c": [null, null]}]));
}

fn two_level(block: &str, images: &str, crops: &str) -> Json {
    let step = json!({"type": format!("test/{block}@v1"), "name": "t", "images": images, "crops": crops});
    flow(
        json!([step_x(), {"type": "test/explode@v1", "name": "y", "data": "$steps.x.item"}, step]),
        json!([output("t", "$steps.t.out")]),
    )
}

fn step_x() -> Json {
    step("x", "explode", "$inputs.l")
}

#[test]
fn s51_an_element_meets_its_group() {
    for block in ["two_level", "batch_two_level"] {
        let rows = over(&two_level(block, "$inputs.b", "$steps.x.item"), json!([[1, 2], [], [3]]));
        assert_eq!(column(&rows, "t"), [json!([1, [1, 2]]), Json::Null, json!([3, [3]])], "{block}");
    }
}

#[test]
fn s52_a_group_is_exactly_one_level_deeper() {
    for (crops, found) in [("$inputs.l", "expected 2, got 1"), ("$steps.y.item", "expected 2, got 3")] {
        let error = fault(&two_level("two_level", "$inputs.b", crops));
        assert_eq!(error.error_type(), "StepInputDimensionalityError");
        assert!(error.to_string().contains(found), "{error}");
        assert_eq!(error.block_faults()[0].property_name.as_deref(), Some("crops"));
    }
}

#[test]
fn s53_elements_of_different_depth_or_origin_make_no_pairs() {
    let pair = |a: &str, b: &str| {
        let other = step("z", "explode", "$inputs.b");
        let pair = json!({"type": "test/pair@v1", "name": "p", "a": a, "b": b});
        fault_type(&flow(json!([step_x(), other, pair]), json!([])))
    };
    assert_eq!(pair("$inputs.b", "$steps.x.item"), "StepInputDimensionalityError");
    assert_eq!(pair("$steps.x.item", "$steps.z.item"), "StepInputLineageError");
}

#[test]
fn s54_the_members_of_an_object_belong_to_one_batch() {
    let named = json!({"one": "$steps.x.item", "other": "$steps.z.item"});
    let steps =
        json!([step_x(), step("z", "explode", "$inputs.b"), {"type": "test/listing@v1", "name": "n", "named": named}]);
    assert_eq!(fault_type(&flow(steps, json!([]))), "StepInputLineageError");
}

fn deep(name: &str, levels: u8) -> Json {
    json!({"type": "WorkflowBatchInput", "name": name, "dimensionality": levels})
}

#[test]
fn s55_inputs_of_two_levels_share_their_rows_only() {
    let pair = json!({"type": "test/pair_each@v1", "name": "p", "a": "$inputs.n", "b": "$inputs.m"});
    let mixed = workflow(json!([deep("n", 2), deep("m", 2)]), json!([pair]), json!([]));
    assert_eq!(fault_type(&mixed), "StepInputLineageError");
    let two = json!({"type": "test/two_level@v1", "name": "t", "images": "$inputs.b", "crops": "$inputs.n"});
    let fits = workflow(json!([batch("b"), deep("n", 2)]), json!([two]), json!([output("t", "$steps.t.out")]));
    assert_eq!(run(&fits, &json!({"b": [1, 2], "n": [[3], [4, 5]]})), json!([{"t": [1, [3]]}, {"t": [2, [4, 5]]}]));
}

#[test]
fn s56_inputs_of_two_levels_are_lists_of_lists() {
    let definition = workflow(json!([deep("n", 2)]), json!([]), json!([output("n", "$inputs.n")]));
    for given in [json!([1, 2]), json!(5), json!([[1], null])] {
        let error = try_run(&definition, &json!({"n": given})).unwrap_err();
        assert_eq!(error.error_type(), "RuntimeInputError");
        assert!(error.to_string().contains("level 1"), "{error}");
    }
}

/// Defect D2 of the reference: there the rows of such an output are misplaced.
#[test]
fn inputs_of_several_levels_are_given_back_row_by_row() {
    let definition = workflow(
        json!([deep("n", 2), batch("b")]),
        json!([step("e", "echo", "$inputs.n")]),
        json!([output("n", "$inputs.n"), output("e", "$steps.e.out")]),
    );
    assert_eq!(
        run(&definition, &json!({"n": [[1, 2], [3]], "b": 0})),
        json!([{"n": [1, 2], "e": [1, 2]}, {"n": [3], "e": [3]}])
    );
    let one_for_all = run(&definition, &json!({"n": [[7, 8]], "b": [1, 2]}));
    assert_eq!(column(&one_for_all, "n"), [json!([7, 8]), json!([7, 8])]);
}

/// Defect D4 of the reference: there a single value beside deeper data crashes.
#[test]
fn single_values_beside_deeper_data() {
    let cast = two_level("batch_two_level", "$inputs.b", "$inputs.p");
    assert_eq!(run(&cast, &json!({"b": [1, 2], "l": 0, "p": 7})), json!([{"t": [1, [7]]}, {"t": [2, [7]]}]));
    for block in ["two_level", "batch_two_level"] {
        let refused = two_level(block, "$inputs.p", "$steps.x.item");
        let error = fault(&refused);
        assert_eq!(error.error_type(), "StepInputDimensionalityError", "{block}");
        assert!(error.to_string().contains("`images`"), "{error}");
    }
}

/// Null from a step stops what reads it; null in the place of a group's only member is an empty group.
#[test]
fn single_values_that_are_missing_beside_a_batch() {
    let crops = |crops: &str| {
        let steps = json!([
            {"type": "test/none_if@v1", "name": "n", "data": 0},
            {"type": "test/batch_two_level@v1", "name": "t", "images": "$inputs.b", "crops": crops},
        ]);
        let definition = flow(steps, json!([output("t", "$steps.t.out")]));
        column(&run(&definition, &json!({"b": [1, 2], "l": 0, "p": null})), "t")
    };
    assert_eq!(crops("$steps.n.out"), [Json::Null, Json::Null]);
    assert_eq!(crops("$inputs.p"), [json!([1, []]), json!([2, []])]);
}

#[test]
fn batches_cannot_become_endlessly_deep() {
    let endless = workflow(
        json!([{"type": "WorkflowBatchInput", "name": "n", "dimensionality": 1_000_000_000}]),
        json!([]),
        json!([]),
    );
    assert!(fault(&endless).to_string().contains("16"));
    let mut steps = vec![step("x0", "explode", "$inputs.b")];
    steps.extend((1..20).map(|place| step(&format!("x{place}"), "explode", &format!("$steps.x{}.item", place - 1))));
    assert!(fault(&flow(steps.into(), json!([]))).to_string().contains("16 levels"));
}

#[test]
fn one_mistake_about_batches_is_reported_once() {
    let steps = json!([
        {"type": "test/pair@v1", "name": "p", "a": "$inputs.b", "b": "$steps.x.item"},
        step_x(),
        step("after", "collapse", "$steps.p.out"),
        step("behind", "echo", "$steps.after.items"),
    ]);
    let error = crate::try_plan(&flow(steps, json!([]))).unwrap_err();
    let codes: Vec<_> = error.diagnostics.iter().map(|diagnostic| diagnostic.code.as_str()).collect();
    assert_eq!(codes, ["mixed-depths"]);
    assert_eq!(error.diagnostics[0].related.len(), 1);
}

#[test]
fn memory_of_a_deep_batch_is_that_of_its_elements() {
    let rows = runtime().block_on(async {
        let plan = crate::plan(&explode_and("collapse"));
        let lists: Vec<Vec<usize>> = (0..300).map(|count| (0..count).collect()).collect();
        let inputs = block_runtime::execute::inputs_from_json(&json!({"b": 0, "l": lists}));
        plan.run(inputs, &block_runtime::block::Environment::default()).await.unwrap()
    });
    assert_eq!(rows.len(), 300);
    assert_eq!(rows[299]["c"].as_array().unwrap().len(), 299);
}

#[test]
fn steps_cannot_multiply_elements_endlessly() {
    let (b, list): (Vec<u8>, Vec<u8>) = (vec![0; 1_100], vec![0; 1_000]);
    let mut explode = step("x", "explode_shared", "$inputs.b");
    explode["list"] = "$inputs.p".into();
    let definition = workflow(json!([batch("b"), parameter("p")]), json!([explode]), json!([]));
    let error = try_run(&definition, &json!({"b": b, "p": list})).unwrap_err();
    assert_eq!(error.error_type(), "ExecutionEngineRuntimeError");
    assert!(error.to_string().contains("step `x`") && error.to_string().contains("1000000"), "{error}");
}
