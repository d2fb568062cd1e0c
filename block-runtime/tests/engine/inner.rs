//! Statements 91 to 96: workflows within workflows.

use block_runtime::block::Environment;
use block_runtime::compile::{CompileError, Compiler};
use block_runtime::diagnostic::{Code, Diagnostic};
use block_runtime::document::Document;
use block_runtime::execute::inputs_from_json;
use block_runtime::limits::MAX_SUBSTITUTED_BYTES;
use block_runtime::workflow::{DirectorySource, Library, SavedWorkflow, SourceError, WorkflowSource, saved_workflows};
use proptest::prelude::*;
use serde_json::{Value as Json, json};

use crate::{batch, blocks, fault, fault_type, output, outs, parameter, plan, run, runtime, try_plan, workflow};

/// A step that stands for a workflow.
fn inner(name: &str, definition: Json, bindings: Json) -> Json {
    json!({
        "type": "roboflow_core/inner_workflow@v1",
        "name": name,
        "workflow_definition": definition,
        "parameter_bindings": bindings,
    })
}

fn saved(name: &str, workflow: &str, bindings: Json) -> Json {
    json!({
        "type": "roboflow_core/inner_workflow@v1",
        "name": name,
        "workflow_workspace_id": "team",
        "workflow_id": workflow,
        "parameter_bindings": bindings,
    })
}

fn echo(name: &str, data: impl Into<Json>) -> Json {
    json!({"type": "test/echo@v1", "name": name, "data": data.into()})
}

/// Gives back its input `x` as `res`, through the steps `e` and `p`.
fn through() -> Json {
    workflow(
        json!([parameter("x")]),
        json!([echo("e", "$inputs.x"), echo("p", "$steps.e.out")]),
        json!([output("res", "$steps.p.out")]),
    )
}

/// A workflow of one inner workflow, whose output `res` is the only result.
fn around(inputs: Json, step: Json) -> Json {
    workflow(inputs, json!([step]), json!([output("out", "$steps.in.res")]))
}

fn steps(definition: &Json) -> Vec<String> {
    plan(definition).steps().map(str::to_owned).collect()
}

fn error(definition: &Json) -> CompileError {
    try_plan(definition).expect_err("the definition should not compile")
}

/// The only error.
fn only(definition: &Json) -> Diagnostic {
    let errors: Vec<_> = error(definition).diagnostics.into_iter().filter(Diagnostic::is_error).collect();
    let [error] = errors.try_into().unwrap_or_else(|errors| panic!("{errors:#?}"));
    error
}

#[test]
fn s91_steps_of_an_inner_workflow_stand_in_its_place() {
    let definition = around(json!([batch("b")]), inner("in", through(), json!({"x": "$inputs.b"})));
    assert_eq!(steps(&definition), ["in__e", "in__p"]);
    assert_eq!(outs(&run(&definition, &json!({"b": [1, 2]}))), [1, 2]);

    let mut clash = definition.clone();
    clash["steps"].as_array_mut().unwrap().push(echo("in__e", 7));
    assert_eq!(steps(&clash), ["in__e__2", "in__p", "in__e"]);
    assert_eq!(outs(&run(&clash, &json!({"b": [1, 2]}))), [1, 2]);
}

#[test]
fn s91_steps_take_the_position_of_the_inner_workflow() {
    let definition = workflow(
        json!([parameter("p")]),
        json!([echo("before", 1), inner("in", through(), json!({"x": "$inputs.p"})), echo("after", "$steps.in.res")]),
        json!([output("out", "$steps.after.out")]),
    );
    assert_eq!(steps(&definition), ["before", "in__e", "in__p", "after"]);
    assert_eq!(outs(&run(&definition, &json!({"p": "x"}))), ["x"]);
}

#[test]
fn s92_a_bound_literal_is_text_and_a_default_keeps_its_type() {
    let mut definition = through();
    for (bindings, default, expected) in [
        (json!({"x": 5}), json!(7), json!("5")),
        (json!({"x": true}), json!(7), json!("True")),
        (json!({"x": "five"}), json!(7), json!("five")),
        (json!({}), json!(7), json!(7)),
        (json!({}), json!("7"), json!("7")),
    ] {
        definition["inputs"][0]["default_value"] = default;
        let whole = around(json!([]), inner("in", definition.clone(), bindings));
        assert_eq!(outs(&run(&whole, &json!({}))), [expected]);
    }
}

#[test]
fn s93_bindings_fit_the_inputs() {
    let unknown = around(json!([batch("b")]), inner("in", through(), json!({"x": "$inputs.b", "X1": 1})));
    assert_eq!(fault_type(&unknown), "InnerWorkflowParameterBindingsUnknownInputError");
    let found = only(&unknown);
    assert_eq!(found.message, "`X1` is bound, but the inner workflow `in` has no input `X1`");
    assert_eq!(found.pointer.to_string(), "/steps/0/parameter_bindings/X1");
    assert_eq!(found.advice().as_deref(), Some("its inputs are `x`"));

    let missing = around(json!([batch("b")]), inner("in", through(), json!({})));
    assert_eq!(fault_type(&missing), "InnerWorkflowParameterBindingsMissingRequiredError");
    let found = only(&missing);
    assert_eq!(found.pointer.to_string(), "/steps/0/parameter_bindings");
    assert!(found.message.contains("`x`"), "{}", found.message);
    assert_eq!(found.related[0].pointer.to_string(), "/steps/0/workflow_definition/inputs/0");
    let context = fault(&missing).to_json()["context"].clone();
    assert_eq!(context, "workflow_compilation | inner_workflow | parameter_bindings");

    let misspelt = workflow(json!([parameter("image")]), json!([echo("e", "$inputs.image")]), json!([]));
    let misspelt = workflow(json!([]), json!([inner("in", misspelt, json!({"imgae": 1, "image": 1}))]), json!([]));
    assert_eq!(only(&misspelt).advice().as_deref(), Some("did you mean `image`?"));

    for mut optional in [batch("x"), json!({"type": "WorkflowImage", "name": "x"}), parameter("x")] {
        let mut definition = through();
        optional["default_value"] = if optional["type"] == "WorkflowParameter" { Json::Null } else { 7.into() };
        definition["inputs"][0] = optional;
        let whole = around(json!([]), inner("in", definition, json!({})));
        assert_eq!(fault_type(&whole), "InnerWorkflowParameterBindingsMissingRequiredError");
    }
}

#[test]
fn s94_only_declared_outputs_of_an_inner_workflow_can_be_referred_to() {
    for (selector, remedy) in [("*", "name one of its outputs"), ("rez", "did you mean `$steps.in.res`?")] {
        let step = inner("in", through(), json!({"x": "$inputs.b"}));
        let selector = format!("$steps.in.{selector}");
        let by_output = workflow(json!([batch("b")]), json!([step]), json!([output("out", &selector)]));
        let by_step = workflow(json!([batch("b")]), json!([step, echo("after", selector.as_str())]), json!([]));
        for (definition, pointer) in [(by_output, "/outputs/0/selector"), (by_step, "/steps/1/data")] {
            assert_eq!(fault_type(&definition), "InvalidReferenceTargetError");
            let found = only(&definition);
            assert!(found.message.contains("$steps.in"), "{}", found.message);
            assert_eq!(found.pointer.to_string(), pointer);
            assert_eq!(found.advice().as_deref(), Some(remedy));
        }
    }
}

fn gate(next: &str) -> Json {
    json!({"type": "test/gate@v1", "name": "g", "data": "$inputs.b", "next_steps": [format!("$steps.{next}")]})
}

#[test]
fn s95_a_gate_before_an_inner_workflow_steers_its_first_step() {
    let definition = workflow(
        json!([parameter("x")]),
        json!([echo("e", "$inputs.x"), echo("p", "$steps.e.out"), echo("alone", "$inputs.x")]),
        json!([output("after", "$steps.p.out"), output("alone", "$steps.alone.out")]),
    );
    let whole = workflow(
        json!([batch("b")]),
        json!([gate("in"), inner("in", definition, json!({"x": "$inputs.b"}))]),
        json!([output("after", "$steps.in.after"), output("alone", "$steps.in.alone")]),
    );
    let rows = run(&whole, &json!({"b": [1, 0]}));
    assert_eq!(rows, json!([{"after": 1, "alone": 1}, {"after": null, "alone": 0}]));
}

#[test]
fn s95_a_gate_in_an_inner_workflow_steers_its_own_steps() {
    let mut definition = through();
    definition["inputs"][0]["name"] = json!("b");
    definition["steps"][0]["data"] = json!("$inputs.b");
    definition["steps"].as_array_mut().unwrap().push(gate("p"));
    let whole = around(json!([batch("elements")]), inner("in", definition, json!({"b": "$inputs.elements"})));
    assert_eq!(outs(&run(&whole, &json!({"elements": [1, 0]}))), [json!(1), Json::Null]);
}

/// `through`, this many inner workflows deep.
fn nested(depth: usize) -> Json {
    (1..depth).fold(through(), |definition, _| {
        let step = inner("in", definition, json!({"x": "$inputs.x"}));
        workflow(json!([parameter("x")]), json!([step]), json!([output("res", "$steps.in.res")]))
    })
}

#[test]
fn s96_nesting_and_number_are_limited() {
    let whole = |depth| around(json!([batch("b")]), inner("in", nested(depth), json!({"x": "$inputs.b"})));
    assert_eq!(steps(&whole(4)), ["in__in__in__in__e", "in__in__in__in__p"]);
    assert_eq!(outs(&run(&whole(4), &json!({"b": [1, 2]}))), [1, 2]);
    assert_eq!(fault_type(&whole(5)), "InnerWorkflowNestingDepthError");
    assert_eq!(only(&whole(5)).related.len(), 4);

    let many = |count: usize| {
        let steps = (0..count).map(|number| inner(&format!("in{number}"), through(), json!({"x": 1})));
        workflow(json!([]), steps.collect(), json!([]))
    };
    assert_eq!(steps(&many(32)).len(), 64);
    assert_eq!(fault_type(&many(33)), "InnerWorkflowTotalCountError");
    assert_eq!(fault(&many(33)).to_json()["context"], "workflow_compilation | inner_workflow | composition");
}

#[test]
fn s96_an_inner_workflow_has_steps() {
    let empty =
        workflow(json!([]), json!([inner("in", workflow(json!([]), json!([]), json!([])), json!({}))]), json!([]));
    assert_eq!(fault_type(&empty), "InnerWorkflowInvalidStepEntryError");
    assert_eq!(only(&empty).code, Code::EmptyWorkflow);
}

#[test]
fn steps_for_inner_workflows_must_be_well_formed() {
    let well_formed = inner("in", through(), json!({"x": 1}));
    for (member, value) in [
        ("workflow_definition", Json::Null),
        ("workflow_definition", json!({})),
        ("workflow_definition", json!("text")),
        ("parameter_bindings", json!([])),
        ("name", json!("")),
        ("name", json!(5)),
    ] {
        let mut step = well_formed.clone();
        step[member] = value.clone();
        let definition = workflow(json!([]), json!([step]), json!([output("out", "$steps.in.res")]));
        assert_eq!(fault_type(&definition), "InnerWorkflowInvalidStepEntryError", "{member}: {value}");
    }
    let definition = workflow(json!([]), json!([well_formed, 5]), json!([]));
    assert_eq!(fault_type(&definition), "InnerWorkflowInvalidStepEntryError");
    assert_eq!(only(&definition).pointer.to_string(), "/steps/1");
}

#[test]
fn mistakes_in_an_inner_workflow_have_their_own_places() {
    let mut definition = through();
    definition["steps"][1] = json!({"type": "test/pair_each@v1", "name": "p", "a": [1], "b": "$steps.e.out"});
    let whole = around(json!([batch("b")]), inner("in", definition, json!({"x": "$inputs.b"})));
    let error = error(&whole);
    let [found] = error.diagnostics.try_into().unwrap();
    assert_eq!(found.pointer.to_string(), "/steps/0/workflow_definition/steps/1/a");
    assert_eq!(&whole.to_string()[found.span], "[1]");
    let [fault] = error.error.block_faults().try_into().unwrap();
    assert_eq!(error.error.error_type(), "WorkflowSyntaxError");
    assert_eq!(fault.block_id.as_deref(), Some("p"));
    assert_eq!(fault.block_type.as_deref(), Some("test/pair_each@v1"));
    assert_eq!(fault.property_name.as_deref(), Some("a"));
}

#[test]
fn a_binding_that_does_not_fit_is_told_with_its_place() {
    let mut definition = through();
    definition["steps"][0] = json!({"type": "test/integer_in@v1", "name": "e", "v": "$inputs.x"});
    let whole = around(json!([]), inner("in", definition, json!({"x": "five"})));
    let error = error(&whole);
    let [found] = error.diagnostics.try_into().unwrap();
    assert_eq!(found.pointer.to_string(), "/steps/0/workflow_definition/steps/0/v");
    assert_eq!(found.related[0].pointer.to_string(), "/steps/0/parameter_bindings/x");
    assert_eq!(&whole.to_string()[found.related[0].span.clone()], "\"five\"");
    assert_eq!(error.error.block_faults()[0].block_id.as_deref(), Some("in__e"));
}

#[test]
fn names_occur_once_within_an_inner_workflow_and_beside_it() {
    let mut definition = through();
    definition["steps"][1]["name"] = json!("e");
    let whole = around(json!([]), inner("in", definition, json!({"x": 1})));
    assert_eq!(only(&whole).message, "two steps have the name `e`");
    for other in [echo("in", 1), inner("in", through(), json!({"x": 1}))] {
        let whole = workflow(json!([]), json!([inner("in", through(), json!({"x": 1})), other]), json!([]));
        assert_eq!(fault_type(&whole), "DuplicatedNameError");
        assert_eq!(only(&whole).pointer.to_string(), "/steps/1/name");
    }
}

#[test]
fn references_are_replaced_within_longer_text_too() {
    let definition = workflow(
        json!([parameter("x"), {"type": "WorkflowParameter", "name": "xx", "default_value": 2.5}]),
        json!([echo("e", "<$inputs.x|$inputs.xx|$inputs.xxx>")]),
        json!([output("res", "$steps.e.out")]),
    );
    let whole = around(json!([]), inner("in", definition, json!({"x": 5})));
    assert_eq!(outs(&run(&whole, &json!({}))), ["<5|2.5|$inputs.xxx>"]);
}

#[test]
fn inner_workflows_feed_each_other_in_any_order() {
    let pass = workflow(json!([parameter("x")]), json!([echo("unused", 1)]), json!([output("res", "$inputs.x")]));
    let definition = workflow(
        json!([parameter("p")]),
        json!([
            inner("third", through(), json!({"x": "$steps.second.res"})),
            inner("second", pass, json!({"x": "$steps.first.res"})),
            inner("first", through(), json!({"x": "$inputs.p"})),
        ]),
        json!([output("out", "$steps.third.res")]),
    );
    assert_eq!(outs(&run(&definition, &json!({"p": 3}))), [3]);
}

#[test]
fn all_outputs_of_a_step_can_pass_through() {
    let mut definition = through();
    definition["outputs"][0]["selector"] = json!("$steps.p.*");
    let whole = around(json!([]), inner("in", definition, json!({"x": 5})));
    assert_eq!(outs(&run(&whole, &json!({}))), [json!({"out": "5"})]);
}

#[test]
fn defaults_are_no_outputs() {
    let definition = workflow(
        json!([{"type": "WorkflowParameter", "name": "x", "default_value": 7}]),
        json!([echo("e", 1)]),
        json!([output("res", "$inputs.x")]),
    );
    let whole = around(json!([]), inner("in", definition, json!({})));
    assert_eq!(fault_type(&whole), "InnerWorkflowInvalidStepEntryError");
    assert_eq!(only(&whole).pointer.to_string(), "/steps/0/workflow_definition/outputs/0/selector");
}

#[test]
fn the_engine_of_an_inner_workflow_does_not_matter() {
    let mut definition = through();
    definition["version"] = json!("9.9");
    let whole = around(json!([]), inner("in", definition.clone(), json!({"x": 1})));
    assert!(try_plan(&whole).is_ok());
    definition["version"] = json!(1.0);
    let whole = around(json!([]), inner("in", definition, json!({"x": 1})));
    assert_eq!(fault_type(&whole), "WorkflowSyntaxError");
}

#[test]
fn blocks_that_an_inner_workflow_brings_along_are_refused() {
    let mut definition = through();
    definition["dynamic_blocks_definitions"] = json!([{"manifest": {"block_type": "mine"}}]);
    definition["steps"][0] = json!({"type": "mine", "name": "e"});
    let whole = around(json!([]), inner("in", definition, json!({"x": 1})));
    assert_eq!(fault_type(&whole), "WorkflowEnvironmentConfigurationError");
    let pointer = only(&whole).pointer.to_string();
    assert_eq!(pointer, "/steps/0/workflow_definition/dynamic_blocks_definitions");
}

#[test]
fn references_that_lead_out_of_an_inner_workflow_are_warned_of() {
    let definition = workflow(
        json!([]),
        json!([echo("e", "$inputs.p"), echo("f", "$steps.beside.out")]),
        json!([output("res", "$steps.f.out")]),
    );
    let whole = workflow(
        json!([parameter("p")]),
        json!([echo("beside", "$inputs.p"), inner("in", definition, json!({}))]),
        json!([output("out", "$steps.in.res")]),
    );
    let warnings: Vec<_> = plan(&whole).warnings().iter().map(|found| found.pointer.to_string()).collect();
    let at = |step: usize| format!("/steps/1/workflow_definition/steps/{step}/data");
    assert_eq!(warnings, [at(0), at(1)]);
    assert_eq!(outs(&run(&whole, &json!({"p": 4}))), [4]);
}

#[test]
fn what_is_unknown_in_an_inner_workflow_is_warned_of_once() {
    let mut definition = through();
    definition["colour"] = json!(1);
    definition["steps"][0]["colour"] = json!(1);
    let mut step = inner("in", definition, json!({"x": [1]}));
    step["colour"] = json!(1);
    let plan = plan(&around(json!([]), step));
    let mut found: Vec<_> = plan.warnings().iter().map(|found| found.pointer.to_string()).collect();
    found.sort();
    assert_eq!(
        found,
        [
            "/steps/0/colour",
            "/steps/0/parameter_bindings/x",
            "/steps/0/workflow_definition/colour",
            "/steps/0/workflow_definition/steps/0/colour",
        ]
    );
}

#[test]
fn what_is_put_in_place_of_references_is_limited() {
    let text = format!("text {}", "$inputs.x ".repeat(10_000));
    let definition = workflow(json!([parameter("x")]), json!([echo("e", text)]), json!([]));
    let binding = "y".repeat(MAX_SUBSTITUTED_BYTES / 9_000);
    let whole = workflow(json!([]), json!([inner("in", definition, json!({"x": binding}))]), json!([]));
    assert_eq!(only(&whole).code, Code::TooLarge);
}

fn named(workflow: &str) -> SavedWorkflow {
    SavedWorkflow { workspace: "team".to_owned(), workflow: workflow.to_owned(), version: None }
}

fn library(workflows: &[(&str, Json)]) -> Library {
    let mut library = Library::default();
    for (name, definition) in workflows {
        library.insert(named(name), serde_json::to_string_pretty(definition).unwrap());
    }
    library
}

fn compile_saved(library: &Library, definition: &Json) -> Result<block_runtime::compile::Plan, CompileError> {
    Compiler::new(&blocks::catalogue()).with_library(library).compile(&definition.to_string())
}

#[test]
fn saved_workflows_are_taken_from_the_library() {
    let outer = around(json!([parameter("x")]), saved("in", "through", json!({"x": "$inputs.x"})));
    let mut outer = outer;
    outer["outputs"][0]["name"] = json!("res");
    let library = library(&[("through", through()), ("outer", outer)]);
    let whole = around(json!([batch("b")]), saved("in", "outer", json!({"x": "$inputs.b"})));
    let plan = compile_saved(&library, &whole).unwrap();
    assert_eq!(plan.steps().collect::<Vec<_>>(), ["in__in__e", "in__in__p"]);
    let rows = runtime().block_on(plan.run(inputs_from_json(&json!({"b": [1, 2]})), &Environment::default())).unwrap();
    assert_eq!(rows.iter().map(|row| row["out"].clone()).collect::<Vec<_>>(), [1, 2]);
}

#[test]
fn saved_workflows_that_are_missing_are_told_at_the_reference() {
    let whole = around(json!([]), saved("in", "gone", json!({})));
    let mut failed = Library::default();
    failed.insert_failure(named("gone"), SourceError::NotFound);
    let mut broken = Library::default();
    broken.insert(named("gone"), "{");
    for (library, reason) in
        [(Library::default(), "has not been fetched"), (failed, "no such workflow"), (broken, "never closed")]
    {
        let error = compile_saved(&library, &whole).unwrap_err();
        assert_eq!(error.error.error_type(), "WorkflowDefinitionError");
        assert_eq!(error.error.to_json()["context"], "workflow_compilation | inner_workflow_spec_resolution");
        let [found] = error.diagnostics.try_into().unwrap();
        assert!(found.message.contains("team/gone") && found.message.contains(reason), "{}", found.message);
        assert_eq!(&whole.to_string()[found.span], "\"gone\"");
    }
    let mut both = around(json!([]), inner("in", through(), json!({"x": 1})));
    both["steps"][0]["workflow_workspace_id"] = json!("team");
    both["steps"][0]["workflow_id"] = json!(" through ");
    assert_eq!(fault_type(&both), "WorkflowDefinitionError");
}

#[test]
fn mistakes_in_saved_workflows_are_told_with_both_places() {
    let mut faulty = through();
    faulty["steps"][0]["data"] = json!([1]);
    let whole = around(json!([]), saved("in", "faulty", json!({"x": 1})));
    let library = library(&[("faulty", faulty)]);
    let report = Compiler::new(&blocks::catalogue()).with_library(&library).check(&whole.to_string());
    let [found] = report.diagnostics.try_into().unwrap();
    assert_eq!(found.pointer.to_string(), "/steps/0/workflow_definition/steps/0/data");
    assert_eq!(&whole.to_string()[found.span], "\"faulty\"");
    assert_eq!(found.related[0].message, "in the saved workflow `team/faulty`, line 13, column 15");
    assert_eq!(found.related[0].pointer.to_string(), "/steps/0/workflow_id");
}

#[test]
fn circles_of_saved_workflows_are_shown_as_a_chain() {
    let holds = |other: &str| workflow(json!([]), json!([saved("next", other, json!({}))]), json!([]));
    let library = library(&[("a", holds("b")), ("b", holds("a"))]);
    let error = compile_saved(&library, &workflow(json!([]), json!([saved("in", "a", json!({}))]), json!([])));
    let error = error.unwrap_err();
    assert_eq!(error.error.error_type(), "InnerWorkflowCompositionCycleError");
    assert!(error.error.to_string().contains("`team/a` → `team/b` → `team/a`"), "{error}");
    let [found] = error.diagnostics.try_into().unwrap();
    let places: Vec<_> = found.related.iter().map(|related| related.pointer.to_string()).collect();
    assert_eq!(places[..2], ["/steps/0/name", "/steps/0/workflow_definition/steps/0/name"]);
}

/// Counts how often each workflow is asked for.
struct Shelf(std::sync::Mutex<Vec<String>>, Vec<(&'static str, Json)>);

impl WorkflowSource for Shelf {
    async fn fetch(&self, name: &SavedWorkflow) -> Result<String, SourceError> {
        self.0.lock().unwrap().push(name.workflow.clone());
        let found = self.1.iter().find(|(known, _)| *known == name.workflow);
        found.map(|(_, definition)| definition.to_string()).ok_or(SourceError::NotFound)
    }
}

#[test]
fn each_saved_workflow_is_fetched_once() {
    let holds = |others: &[&str]| {
        let steps = others.iter().map(|other| saved(other, other, json!({})));
        workflow(json!([]), steps.collect(), json!([]))
    };
    let shelf = Shelf(
        std::sync::Mutex::default(),
        vec![("a", holds(&["b", "c"])), ("b", holds(&["c", "a"])), ("c", holds(&["gone"]))],
    );
    let whole = holds(&["a", "a", "b"]);
    let document = Document::parse_json(whole.to_string()).unwrap();
    assert_eq!(saved_workflows(&document.root, &blocks::catalogue()), [named("a"), named("b")]);
    let library = runtime().block_on(Library::fetch(&whole.to_string(), &shelf, &blocks::catalogue()));
    assert_eq!(*shelf.0.lock().unwrap(), ["a", "b", "c", "gone"]);
    assert_eq!(compile_saved(&library, &holds(&["c"])).unwrap_err().error.error_type(), "WorkflowDefinitionError");
}

#[test]
fn workflows_of_this_machine_come_from_files() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("through.json"), through().to_string()).unwrap();
    let source = DirectorySource::new(folder.path(), Shelf(std::sync::Mutex::default(), vec![("a", through())]));
    let fetch = |workspace: &str, workflow: &str| {
        let (workspace, workflow) = (workspace.to_owned(), workflow.to_owned());
        runtime().block_on(source.fetch(&SavedWorkflow { workspace, workflow, version: None }))
    };
    assert_eq!(fetch("local", "through").unwrap(), through().to_string());
    assert_eq!(fetch("team", "a").unwrap(), through().to_string());
    assert!(matches!(fetch("local", "a"), Err(SourceError::NoFile { .. })));
    for identifier in ["../through", "", "a/b", "."] {
        assert!(matches!(fetch("local", identifier), Err(SourceError::Identifier(_))), "{identifier}");
    }
}

/// A workflow made of parts that may hold others.
#[derive(Debug, Clone)]
enum Shape {
    /// A step that pairs what is before it with a constant.
    Pair(i64),
    /// An inner workflow.
    Inner(Vec<Shape>),
}

fn shapes() -> impl Strategy<Value = Vec<Shape>> {
    let leaf = (0..9_i64).prop_map(Shape::Pair);
    let shape =
        leaf.prop_recursive(4, 24, 3, |inner| prop::collection::vec(inner, 1..4).prop_map(Shape::Inner).boxed());
    prop::collection::vec(shape, 1..4)
}

/// A chain of the shapes that begins at `data`, as steps with the reference to what comes out at the end.
fn nest(shapes: &[Shape], data: &str) -> (Vec<Json>, String) {
    let mut steps = Vec::new();
    let mut data = data.to_owned();
    for (number, shape) in shapes.iter().enumerate() {
        // Names recur at all levels, so that renaming has something to do.
        let name = format!("s{number}");
        match shape {
            Shape::Pair(constant) => {
                steps.push(json!({"type": "test/pair_each@v1", "name": name, "a": data, "b": constant}));
                data = format!("$steps.{name}.out");
            }
            Shape::Inner(shapes) => {
                let (inside, end) = nest(shapes, "$inputs.x");
                let definition = workflow(json!([parameter("x")]), inside.into(), json!([output("res", &end)]));
                steps.push(inner(&name, definition, json!({"x": data})));
                data = format!("$steps.{name}.res");
            }
        }
    }
    (steps, data)
}

/// The same chain in one level.
fn flatten(shapes: &[Shape], data: String, steps: &mut Vec<Json>) -> String {
    shapes.iter().fold(data, |data, shape| match shape {
        Shape::Pair(constant) => {
            let name = format!("flat{}", steps.len());
            steps.push(json!({"type": "test/pair_each@v1", "name": name, "a": data, "b": constant}));
            format!("$steps.{name}.out")
        }
        Shape::Inner(shapes) => flatten(shapes, data, steps),
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(128) })]

    #[test]
    fn inner_workflows_give_what_their_steps_would_give(shapes in shapes()) {
        let whole = |steps: Vec<Json>, end: &str| {
            workflow(json!([batch("b")]), steps.into(), json!([output("out", end)]))
        };
        let (nested, end) = nest(&shapes, "$inputs.b");
        let nested = whole(nested, &end);
        let mut flat = Vec::new();
        let end = flatten(&shapes, "$inputs.b".to_owned(), &mut flat);
        let count = flat.len();
        let flat = whole(flat, &end);
        let given = json!({"b": [1, "two", null]});
        let compiled = plan(&nested);
        prop_assert_eq!(compiled.steps().len(), count);
        prop_assert_eq!(run(&nested, &given), run(&flat, &given));
    }
}
