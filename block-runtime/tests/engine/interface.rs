//! Statements 97 and 98: what a workflow is given and gives back, told without running it.

use block_runtime::describe::{Given, Interface, InterfaceError, interface};
use block_runtime::workflow::Library;
use serde_json::{Value as Json, json};

use crate::{batch, blocks, output, parameter, workflow};

fn image() -> Json {
    json!({"type": "WorkflowImage", "name": "i"})
}

fn try_interface(definition: &Json) -> Result<Interface, InterfaceError> {
    interface(&blocks::catalogue(), &Library::default(), &definition.to_string())
}

fn described(inputs: Json, steps: Json, outputs: Json) -> Json {
    try_interface(&workflow(inputs, steps, outputs)).unwrap_or_else(|error| panic!("{error}")).to_json()
}

/// Class and context of the error, and where the first finding stands.
fn refused(definition: &Json) -> (&'static str, &'static str, String) {
    let InterfaceError { error, diagnostics } = try_interface(definition).unwrap_err();
    let pointer = diagnostics.iter().find(|found| found.is_error()).unwrap().pointer.to_string();
    (error.error_type(), error.facts().context.as_str(), pointer)
}

const INPUTS: &str = "describing_workflow_inputs";
const OUTPUTS: &str = "describing_workflow_outputs";

#[test]
fn s97_inputs_are_what_their_readers_accept() {
    let image_in = json!({"type": "test/image_in@v1", "name": "image", "image": "$inputs.i"});
    let echo = json!({"type": "test/echo@v1", "name": "echo", "data": "$inputs.i"});
    let unused = json!({"type": "WorkflowParameter", "name": "unused", "kind": ["string"]});
    let told = described(json!([image(), unused]), json!([image_in, echo]), json!([]));
    assert_eq!(told["inputs"], json!({"i": ["image", "*"], "unused": ["*"]}));

    let text_in = json!({"type": "test/text_in@v1", "name": "text", "text": "$inputs.i"});
    let both = workflow(json!([parameter("i")]), json!([image_in, text_in]), json!([]));
    let error = try_interface(&both).unwrap_err();
    assert_eq!(error.error.error_type(), "WorkflowDefinitionError");
    for part in ["`image` of `image` accepts `image`", "`text` of `text` accepts `string`"] {
        assert!(error.to_string().contains(part), "{error}");
    }
    let [finding] = error.diagnostics.as_slice() else { panic!("{error:?}") };
    assert_eq!(finding.pointer.to_string(), "/steps/1/text");
    assert_eq!(finding.related[0].pointer.to_string(), "/steps/0/image");
}

#[test]
fn s98_outputs_are_those_of_steps() {
    let steps = json!([{"type": "test/text_in@v1", "name": "s", "text": "$inputs.b"}]);
    let outputs = json!([output("one", "$steps.s.out"), output("all", "$steps.s.*")]);
    let told = described(json!([batch("b")]), steps.clone(), outputs);
    assert_eq!(told["outputs"], json!({"one": ["string"], "all": {"out": ["string"]}}));

    for selector in ["$inputs.b", "$steps.s", "text", "$steps.s.put", "$steps.t.out"] {
        let definition = workflow(json!([batch("b")]), steps.clone(), json!([output("o", selector)]));
        assert_eq!(refused(&definition), ("WorkflowDefinitionError", OUTPUTS, "/outputs/0/selector".to_owned()));
    }
}

#[test]
fn outputs_of_configured_steps_are_known() {
    let steps = json!([{"type": "test/fields@v1", "name": "s", "names": ["x", "y"]}]);
    let outputs = json!([output("x", "$steps.s.x"), output("all", "$steps.s.*")]);
    let told = described(json!([]), steps.clone(), outputs);
    assert_eq!(told["outputs"], json!({"x": ["string"], "all": {"x": ["string"], "y": ["string"]}}));
    assert_eq!(refused(&workflow(json!([]), steps, json!([output("z", "$steps.s.z")]))).1, OUTPUTS);
}

#[test]
fn inner_workflows_are_looked_into() {
    let inner = |text: &str| {
        let steps = json!([{"type": "test/text_in@v1", "name": "t", "text": text}]);
        let definition = workflow(json!([parameter("p")]), steps, json!([output("said", "$steps.t.out")]));
        let inner_type = "roboflow_core/inner_workflow@v1";
        let bindings = json!({"p": "$inputs.q"});
        json!([{"type": inner_type, "name": "i", "workflow_definition": definition, "parameter_bindings": bindings}])
    };
    let said = json!([output("o", "$steps.i.said")]);
    let told = described(json!([parameter("q")]), inner("$inputs.p"), said.clone());
    assert_eq!((&told["inputs"], &told["outputs"]), (&json!({"q": ["string"]}), &json!({"o": ["string"]})));
    let (class, context, pointer) = refused(&workflow(json!([parameter("q")]), inner("$inputs.r"), said));
    assert_eq!((class, context), ("WorkflowDefinitionError", INPUTS));
    assert_eq!(pointer, "/steps/0/workflow_definition/steps/0/text");
}

#[test]
fn kinds_come_with_their_types_and_schemas() {
    let steps = json!([
        {"type": "test/image_in@v1", "name": "i", "image": "$inputs.i"},
        {"type": "test/text_in@v1", "name": "t", "text": "$inputs.p"},
    ]);
    let told = described(json!([image(), parameter("p")]), steps, json!([output("o", "$steps.t.out")]));
    assert_eq!(told["typing_hints"], json!({"image": "dict", "string": "str"}));
    let schemas: Vec<&String> = told["kinds_schemas"].as_object().unwrap().keys().collect();
    assert_eq!(schemas, ["image"]);
    assert_eq!(told["kinds_schemas"]["image"]["required"], json!(["value"]));
}

#[test]
fn properties_for_one_sort_of_input_take_no_other() {
    let steps = json!([{"type": "test/reverse@v1", "name": "r", "value": "$inputs.b"}]);
    let told = described(json!([parameter("b")]), steps.clone(), json!([]));
    assert_eq!(told["inputs"], json!({"b": ["integer"]}));
    let (class, context, pointer) = refused(&workflow(json!([batch("b")]), steps, json!([])));
    assert_eq!((class, context, pointer.as_str()), ("WorkflowDefinitionError", INPUTS, "/steps/0/value"));
}

#[test]
fn what_prevents_an_interface_from_being_told_is_named() {
    let echo = |data: &str| json!({"type": "test/echo@v1", "name": "e", "data": data});
    let typed = |kind: &str| json!([{"type": "WorkflowParameter", "name": "p", "kind": [kind]}]);
    let text_in = json!([{"type": "test/text_in@v1", "name": "s", "text": "$inputs.p"}]);
    for (definition, context, pointer) in [
        (workflow(json!([parameter("p"), parameter("p")]), json!([]), json!([])), INPUTS, "/inputs/1/name"),
        (workflow(json!([]), json!([echo("$inputs.p")]), json!([])), INPUTS, "/steps/0/data"),
        (workflow(json!([]), json!([{"type": "test/none@v1", "name": "s"}]), json!([])), INPUTS, "/steps/0/type"),
        (workflow(json!([{"type": "WorkflowSound", "name": "p"}]), json!([]), json!([])), INPUTS, "/inputs/0/type"),
        (workflow(typed("integer"), text_in, json!([])), INPUTS, "/inputs/0/kind"),
    ] {
        assert_eq!(refused(&definition), ("WorkflowDefinitionError", context, pointer.to_owned()));
    }
}

#[test]
fn missing_members_and_faulty_steps_have_the_error_behind_them() {
    let inner = |definition: &Json| {
        let facts = try_interface(definition).unwrap_err().error.facts().clone();
        let inner = facts.inner.expect("an error behind it");
        (facts.context.as_str(), inner.type_name, inner.message)
    };
    let mut without_outputs = workflow(json!([]), json!([]), json!([]));
    without_outputs.as_object_mut().unwrap().remove("outputs");
    assert_eq!(inner(&without_outputs), (OUTPUTS, "KeyError", "'outputs'".to_owned()));
    let nameless = workflow(json!([]), json!([{"type": "test/source@v1"}]), json!([]));
    assert_eq!(inner(&nameless), (INPUTS, "KeyError", "'name'".to_owned()));
    let faulty = workflow(json!([]), json!([{"type": "test/echo@v1", "name": "e"}]), json!([]));
    let (context, type_name, message) = inner(&faulty);
    assert_eq!((context, type_name), (INPUTS, "ValidationError"));
    assert!(message.contains("/steps/0/data"), "{message}");
}

#[test]
fn other_engines_are_not_described() {
    let mut definition = workflow(json!([]), json!([]), json!([]));
    definition["version"] = json!("2.0");
    let error = try_interface(&definition).unwrap_err().error;
    assert_eq!(error.error_type(), "WorkflowExecutionEngineVersionError");
    assert_eq!(error.facts().context.as_str(), OUTPUTS);
}

#[test]
fn programs_can_take_an_interface_apart() {
    let steps = json!([{"type": "test/source@v1", "name": "s"}]);
    let told = try_interface(&workflow(json!([]), steps, json!([output("o", "$steps.s.out")]))).unwrap();
    assert_eq!(told.outputs["o"], Given::Data(vec!["*".to_owned()]));
}
