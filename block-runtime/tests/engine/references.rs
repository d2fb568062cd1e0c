//! Statements 16 to 29: where references lead.

use serde_json::{Value as Json, json};

use crate::{batch, fault, fault_type, output, outs, run, single, try_plan, workflow};

fn echo(name: &str, data: &str) -> Json {
    json!({"type": "test/echo@v1", "name": name, "data": data})
}

#[test]
fn s16_an_undeclared_input_is_named_as_such() {
    let error = fault(&workflow(json!([]), json!([echo("e", "$inputs.zz")]), json!([])));
    assert_eq!(error.error_type(), "InvalidReferenceTargetError");
    assert!(error.to_string().contains("input parameter `zz`"), "{error}");
    let [fault] = error.block_faults().try_into().unwrap();
    assert_eq!((fault.block_id.as_deref(), fault.property_name.as_deref()), (Some("e"), Some("data")));
}

#[test]
fn many_dangling_references_are_all_reported_without_comparing_every_name_with_every_other() {
    let steps: Vec<Json> =
        (0..900).map(|number| echo(&format!("step_{number}"), &format!("$steps.stop_{number}.out"))).collect();
    let error = try_plan(&workflow(json!([]), steps.into(), json!([]))).unwrap_err();
    assert_eq!(error.diagnostics.len(), 900);
    let remedy = |place: usize| error.diagnostics[place].advice().unwrap_or_default();
    assert_eq!(remedy(0), "did you mean `$steps.step_0.out`?");
    assert!(remedy(899).contains("check the spelling"), "{}", remedy(899));
}

#[test]
fn s17_inside_a_list_no_property_is_named() {
    let gate = json!({"type": "test/gate@v1", "name": "g", "data": 1, "next_steps": ["$steps.zz"]});
    let error = fault(&workflow(json!([]), json!([gate]), json!([])));
    assert_eq!(error.error_type(), "InvalidReferenceTargetError");
    assert!(error.to_string().contains("there is no step named `zz`"), "{error}");
    let [fault] = error.block_faults().try_into().unwrap();
    assert_eq!(fault.property_name, None);
}

#[test]
fn s18_an_output_of_a_step_that_does_not_exist() {
    let error = fault(&workflow(json!([]), json!([]), json!([output("o", "$steps.zz.out")])));
    assert_eq!(error.error_type(), "InvalidReferenceTargetError");
    let [fault] = error.block_faults().try_into().unwrap();
    assert_eq!((fault.block_id.as_deref(), fault.property_name.as_deref()), (Some("$outputs"), Some("o")));
}

#[test]
fn s19_an_output_that_its_step_does_not_have() {
    let error = fault(&workflow(json!([]), json!([echo("e", "x")]), json!([output("o", "$steps.e.put")])));
    assert_eq!(error.error_type(), "InvalidReferenceTargetError");
    assert!(error.to_string().contains("$steps.e.put"), "{error}");
    assert!(error.to_string().contains("did you mean `$steps.e.out`?"), "{error}");
}

#[test]
fn s20_a_step_that_reads_such_an_output() {
    let error = fault(&workflow(json!([]), json!([echo("e", "x"), echo("f", "$steps.e.put")]), json!([])));
    assert_eq!(error.error_type(), "ExecutionGraphStructureError");
    let [fault] = error.block_faults().try_into().unwrap();
    assert_eq!((fault.block_id.as_deref(), fault.property_name.as_deref()), (Some("f"), Some("data")));
}

#[test]
fn s21_outputs_that_are_no_references_to_data() {
    let with = |selector: &str| workflow(json!([]), json!([echo("e", "x")]), json!([output("o", selector)]));
    assert_eq!(fault_type(&with("$steps.e")), "AssumptionError");
    for selector in ["const", "$steps.e.a.b", "$inputs.*"] {
        assert_eq!(fault_type(&with(selector)), "InvalidReferenceTargetError", "{selector}");
    }
}

#[test]
fn s22_only_outputs_take_all_outputs_of_a_step() {
    let steps = json!([echo("f", "x"), echo("e", "$steps.f.*")]);
    assert_eq!(fault_type(&workflow(json!([]), steps, json!([]))), "ExecutionGraphStructureError");
}

#[test]
fn s23_a_step_is_no_data() {
    let steps = json!([echo("f", "x"), echo("e", "$steps.f")]);
    assert_eq!(fault_type(&workflow(json!([]), steps, json!([]))), "ExecutionGraphStructureError");
}

/// Differs from the reference on purpose: only `$inputs.` and `$steps.` begin a reference.
#[test]
fn s24_other_text_with_a_dollar_sign_is_text() {
    assert_eq!(outs(&run(&single(json!([]), echo("s", "$100")), &json!({}))), ["$100"]);
    let plain = single(json!([]), json!({"type": "test/plain@v1", "text": "$inputs.zz"}));
    assert_eq!(outs(&run(&plain, &json!({}))), ["$inputs.zz"]);
    let slip = try_plan(&single(json!([]), echo("s", "$input.zz"))).unwrap();
    assert_eq!(slip.warnings()[0].code.as_str(), "suspicious-text");
}

#[test]
fn s25_text_where_only_a_reference_fits() {
    for text in ["text", "$inputsXb"] {
        let definition = single(json!([]), json!({"type": "test/image_in@v1", "image": text}));
        assert_eq!(fault_type(&definition), "WorkflowSyntaxError", "{text}");
    }
}

#[test]
fn s26_names_with_spaces_work_where_text_does() {
    let steps = json!([{"type": "test/source@v1", "name": "a b"}, echo("s", "$steps.a b.out")]);
    let definition = workflow(json!([]), steps, json!([output("x", "$steps.a b.out"), output("out", "$steps.s.out")]));
    assert_eq!(run(&definition, &json!({})), json!([{"x": 3, "out": 3}]));
    let dotted = json!([{"type": "test/source@v1", "name": "a.b"}]);
    let definition = workflow(json!([]), dotted, json!([output("x", "$steps.a.b.out")]));
    assert_eq!(fault_type(&definition), "InvalidReferenceTargetError");
}

#[test]
fn s27_two_containers_deep_a_reference_is_text() {
    let step = json!({"type": "test/listing@v1", "deep": {"a": ["$inputs.b"]}});
    let rows = run(&single(json!([batch("b")]), step), &json!({"b": [1]}));
    assert_eq!(outs(&rows)[0]["deep"], json!({"a": ["$inputs.b"]}));
}

#[test]
fn s28_circles_are_told_with_every_place() {
    let itself = workflow(json!([]), json!([echo("e", "$steps.e.out")]), json!([]));
    let two = workflow(json!([]), json!([echo("a", "$steps.b.out"), echo("b", "$steps.a.out")]), json!([]));
    let gate = json!({"type": "test/gate@v1", "name": "g", "data": 1, "next_steps": ["$steps.g"]});
    for definition in [&itself, &two, &workflow(json!([]), json!([gate]), json!([]))] {
        let error = fault(definition);
        assert_eq!(error.error_type(), "ExecutionGraphStructureError");
        assert_eq!(error.to_json()["blocks_errors"], json!([]));
    }
    let error = try_plan(&two).unwrap_err();
    let [circle] = error.diagnostics.as_slice() else { panic!("{:?}", error.diagnostics) };
    assert_eq!(circle.code.as_str(), "cycle");
    let mut places = vec![circle.pointer.to_string()];
    places.extend(circle.related.iter().map(|related| related.pointer.to_string()));
    places.sort_unstable();
    assert_eq!(places, ["/steps/0/data", "/steps/1/data"]);
    assert!(circle.message.contains("`a` → `b` → `a`") || circle.message.contains("`b` → `a` → `b`"), "{circle:?}");
}

#[test]
fn every_circle_is_reported_and_what_hangs_on_one_is_not() {
    let steps = json!([
        echo("a", "$steps.b.out"),
        echo("b", "$steps.a.out"),
        echo("after", "$steps.b.out"),
        echo("c", "$steps.c.out"),
    ]);
    let error = try_plan(&workflow(json!([]), steps, json!([]))).unwrap_err();
    assert_eq!(error.diagnostics.len(), 2, "{:?}", error.diagnostics);
}

#[test]
fn s29_outputs_that_depend_on_the_configuration() {
    let fields = json!({"type": "test/fields@v1", "name": "d", "names": ["x", "y"]});
    let definition = workflow(
        json!([]),
        json!([fields, echo("e", "$steps.d.x")]),
        json!([output("all", "$steps.d.*"), output("x", "$steps.e.out"), output("y", "$steps.d.y")]),
    );
    assert_eq!(run(&definition, &json!({})), json!([{"all": {"x": "X", "y": "Y"}, "x": "X", "y": "Y"}]));
    let unknown = workflow(json!([]), json!([fields, echo("e", "$steps.d.z")]), json!([]));
    assert_eq!(fault_type(&unknown), "ExecutionGraphStructureError");
}
