//! Statements 1 to 15: version, form and names of a definition.

use block_runtime::catalogue::{Catalogue, Fault};
use block_runtime::prelude::*;
use serde_json::{Value as Json, json};

use crate::{batch, fault, fault_type, output, run, single, try_plan, workflow};

fn with_version(version: Json) -> Json {
    let mut definition = workflow(json!([]), json!([]), json!([]));
    definition["version"] = version;
    definition
}

#[test]
fn s01_versions_up_to_that_of_the_engine_are_accepted() {
    assert!(try_plan(&with_version(json!("1.12"))).is_ok());
    for version in ["1.12.1", "1.13", "2.0", "0.9"] {
        assert_eq!(fault_type(&with_version(json!(version))), "NotSupportedExecutionEngineError", "{version}");
    }
    let message = fault(&with_version(json!("1.13"))).to_string();
    assert!(message.contains("<2.0.0,>=1.13") && message.contains("1.12.0"), "{message}");
}

#[test]
fn s02_versions_that_are_none_are_refused_with_the_reason() {
    for (version, inner) in [(json!("abc"), "InvalidVersion"), (json!(1.0), "TypeError")] {
        let error = fault(&with_version(version));
        assert_eq!(error.error_type(), "WorkflowDefinitionError");
        assert_eq!(error.to_json()["inner_error_type"], inner);
        assert_eq!(error.to_json()["context"], "workflow_compilation | engine_initialisation");
    }
}

#[test]
fn s03_an_empty_version_is_any_but_none_is_a_mistake() {
    assert!(try_plan(&with_version(json!(""))).is_ok());
    let mut missing = with_version(json!(""));
    missing.as_object_mut().unwrap().remove("version");
    for definition in [missing, with_version(Json::Null)] {
        let error = fault(&definition);
        assert_eq!(error.error_type(), "WorkflowSyntaxError");
        assert_eq!(error.to_json()["blocks_errors"], json!([]));
    }
}

#[test]
fn s04_every_part_must_be_there() {
    for part in ["inputs", "steps", "outputs"] {
        let mut definition = workflow(json!([]), json!([]), json!([]));
        definition.as_object_mut().unwrap().remove(part);
        let error = fault(&definition);
        assert_eq!(error.error_type(), "WorkflowSyntaxError", "{part}");
        assert_eq!(error.to_json()["blocks_errors"], json!([]));
    }
}

#[test]
fn s05_unknown_keys_are_warned_of() {
    let mut definition = workflow(
        json!([{"type": "WorkflowParameter", "name": "p", "colour": 1}]),
        json!([{"type": "test/source@v1", "name": "s", "colour": 1}]),
        json!([{"type": "JsonField", "name": "o", "selector": "$steps.s.out", "colour": 1}]),
    );
    definition["colour"] = json!(1);
    definition["$schema"] = json!("./workflow.schema.json");
    let plan = try_plan(&definition).unwrap();
    let codes: Vec<_> = plan.warnings().iter().map(|warning| warning.code.as_str()).collect();
    assert_eq!(codes, ["unknown-property"; 4]);
}

#[test]
fn s06_an_unknown_block_is_reported_once_with_the_nearest_one() {
    let error = fault(&single(json!([]), json!({"type": "test/echo@v2", "data": 1})));
    assert_eq!(error.error_type(), "WorkflowSyntaxError");
    let [fault] = error.block_faults().try_into().unwrap();
    assert_eq!(fault.property_name, None);
    assert_eq!(fault.block_id.as_deref(), Some("s"));
    assert!(fault.property_details.unwrap().contains("did you mean `test/echo@v1`?"));
}

#[test]
fn s07_a_missing_property_is_named() {
    let definition = workflow(json!([]), json!([{"type": "test/echo@v1", "name": "e"}]), json!([]));
    let [fault] = fault(&definition).block_faults().try_into().unwrap();
    assert_eq!(fault.block_id.as_deref(), Some("e"));
    assert_eq!(fault.block_type.as_deref(), Some("test/echo@v1"));
    assert_eq!(fault.property_name.as_deref(), Some("data"));
}

#[test]
fn s08_a_value_that_fits_no_alternative_is_one_mistake() {
    let faults = fault(&single(json!([]), json!({"type": "test/echo@v1", "data": [1]}))).block_faults();
    let names: Vec<_> = faults.iter().map(|fault| fault.property_name.as_deref()).collect();
    assert_eq!(names, [Some("data")]);
}

#[test]
fn s09_every_faulty_property_is_reported() {
    let steps = json!([
        {"type": "test/pair_each@v1", "name": "two", "a": [1], "b": [2]},
        {"type": "test/source@v1"},
    ]);
    let error = fault(&workflow(json!([]), steps, json!([])));
    let faults = error.block_faults();
    let found: Vec<_> = faults
        .iter()
        .map(|fault| (fault.block_id.as_deref(), fault.property_name.as_deref().unwrap_or_default()))
        .collect();
    assert_eq!(found, [(Some("two"), "a"), (Some("two"), "b"), (None, "name")]);
}

#[test]
fn s10_a_block_for_another_engine_is_unknown() {
    let error = fault(&single(json!([]), json!({"type": "test/old@v1"})));
    assert_eq!(error.error_type(), "WorkflowSyntaxError");
    assert!(error.to_string().contains("<1.5.0"), "{error}");
}

#[test]
fn s11_an_empty_workflow_gives_back_one_empty_row() {
    assert_eq!(run(&workflow(json!([]), json!([]), json!([])), &json!({})), json!([{}]));
}

#[test]
fn s12_names_are_unique_among_their_own() {
    let step = json!({"type": "test/source@v1", "name": "same"});
    let two = workflow(json!([]), json!([step, step]), json!([]));
    assert_eq!(fault_type(&two), "DuplicatedNameError");
    let shared = workflow(json!([batch("same")]), json!([step]), json!([output("same", "$steps.same.out")]));
    assert!(try_plan(&shared).is_ok());
}

#[test]
fn s13_the_depth_of_inputs_has_limits() {
    let image = json!([{"type": "WorkflowImage", "name": "i", "dimensionality": 2}]);
    assert_eq!(fault_type(&workflow(image, json!([]), json!([]))), "WorkflowSyntaxError");
    let flat = json!([{"type": "WorkflowBatchInput", "name": "b", "dimensionality": 0}]);
    assert_eq!(fault_type(&workflow(flat, json!([]), json!([]))), "ExecutionGraphStructureError");
}

#[test]
fn s14_there_are_two_coordinate_systems() {
    let mut output = output("o", "$inputs.b");
    output["coordinates_system"] = json!("x");
    assert_eq!(fault_type(&workflow(json!([batch("b")]), json!([]), json!([output]))), "WorkflowSyntaxError");
}

#[test]
fn s15_blocks_in_python_are_refused() {
    let mut definition = workflow(json!([]), json!([{"type": "mine", "name": "m"}]), json!([]));
    definition["dynamic_blocks_definitions"] = json!([{"manifest": {"block_type": "mine"}}]);
    let error = try_plan(&definition).unwrap_err();
    assert_eq!(error.error.error_type(), "WorkflowEnvironmentConfigurationError");
    assert_eq!(error.error.http_status(), 500);
    assert_eq!(error.diagnostics.len(), 1, "the block is not reported as unknown too: {:?}", error.diagnostics);
    definition["dynamic_blocks_definitions"] = json!([]);
    definition["steps"] = json!([]);
    assert!(try_plan(&definition).is_ok());
}

#[test]
fn inputs_of_every_type_are_read() {
    let inputs = json!([
        {"type": "WorkflowImage", "name": "a"},
        {"type": "InferenceImage", "name": "b", "kind": ["image"]},
        {"type": "WorkflowVideoMetadata", "name": "c"},
        {"type": "WorkflowBatchInput", "name": "d", "dimensionality": 1},
        {"type": "WorkflowParameter", "name": "e", "default_value": [1]},
        {"type": "InferenceParameter", "name": "f", "kind": [{"name": "string", "description": "x"}]},
    ]);
    let plan = try_plan(&workflow(inputs, json!([]), json!([]))).unwrap();
    let found: Vec<_> = plan
        .inputs()
        .iter()
        .map(|input| (input.data.type_name(), input.kinds.names().collect::<Vec<_>>().join(",")))
        .collect();
    let expected = [
        ("WorkflowImage", "image"),
        ("WorkflowImage", "image"),
        ("WorkflowVideoMetadata", "video_metadata"),
        ("WorkflowBatchInput", "*"),
        ("WorkflowParameter", "*"),
        ("WorkflowParameter", "string"),
    ];
    assert_eq!(found, expected.map(|(data, kinds)| (data, kinds.to_owned())));
}

#[test]
fn one_pass_finds_the_mistakes_of_all_parts_and_no_more() {
    let definition = workflow(
        json!([{"type": "WorkflowImag", "name": "i"}, {"type": "WorkflowParameter", "name": "p", "kind": "image"}]),
        json!([
            {"type": "test/echo@v1", "name": "e", "data": "$inputs.i"},
            {"type": "test/ecco@v1", "name": "f"},
            {"type": "test/echo@v1", "name": "g", "data": "$steps.f.out"},
            {"type": "test/echo@v1", "name": "h", "data": "$steps.e.put"},
        ]),
        json!([{"type": "JsonField", "name": "o", "selector": "$steps.f.out"}, {"name": "q", "selector": "$steps.e.out"}]),
    );
    let error = try_plan(&definition).unwrap_err();
    let found: Vec<_> =
        error.diagnostics.iter().map(|found| (found.code.as_str(), found.pointer.to_string())).collect();
    let expected = [
        ("unknown-value", "/inputs/0/type"),
        ("wrong-type", "/inputs/1/kind"),
        ("unknown-type", "/steps/1/type"),
        ("unknown-output", "/steps/3/data"),
        ("missing-property", "/outputs/1/type"),
    ];
    let mut found = found;
    found.sort_by_key(|(_, pointer)| expected.iter().position(|(_, place)| place == pointer));
    assert_eq!(found, expected.map(|(code, pointer)| (code, pointer.to_owned())));
}

#[test]
fn text_that_is_not_json_is_a_syntax_error_with_its_place() {
    let error = block_runtime::compile::compile(&crate::blocks::catalogue(), "{\"version\": }").unwrap_err();
    assert_eq!(error.error.error_type(), "WorkflowSyntaxError");
    assert_eq!(error.diagnostics[0].span.start, 12);
}

#[test]
fn lists_of_blocks_that_do_not_fit_together_are_refused_at_once() {
    let entries: Vec<Entry> = crate::blocks::catalogue().entries().copied().take(2).collect();
    let error = Catalogue::new(&[&entries, &entries]).unwrap_err();
    assert_eq!(error.faults.len(), 2);
    assert!(matches!(&error.faults[0], Fault::SharedIdentifier { id: "test/echo@v1", .. }), "{error}");
}
