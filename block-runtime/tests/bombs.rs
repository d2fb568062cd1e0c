//! Definitions that are made to take all memory, all of the stack or all day. Each is refused, or read, within the
//! limits; the small stack is what makes the tests of nesting mean something.
#![expect(clippy::unwrap_used, reason = "a test may fail where it stands")]

use block_runtime::block::Environment;
use block_runtime::catalogue::Catalogue;
use block_runtime::compile::{Report, check, compile};
use block_runtime::diagnostic::{Code, Diagnostic, Severity};
use block_runtime::execute::inputs_from_json;
use block_runtime::limits::{
    MAX_ELEMENTS, MAX_FINDINGS, MAX_INPUTS, MAX_KINDS, MAX_MESSAGE_BYTES, MAX_NAME_BYTES, MAX_NESTING, MAX_OUTPUTS,
    MAX_STEPS, MAX_TEXT_BYTES, MAX_VALUES,
};
use block_runtime::prelude::*;
use serde_json::{Value as Json, json};

/// What came in.
#[derive(Outputs)]
struct Same {
    /// What came in.
    out: Out<Wildcard>,
}

/// Take all that can be nested.
#[derive(Block)]
#[block(id = "test/takes@v1", outputs = Same)]
struct Takes {
    /// Any data.
    #[block(default = json!(null))]
    data: block_runtime::block::Json,
    /// References and literals.
    #[block(default = [])]
    list: Vec<Or<String>>,
    /// More of them.
    #[block(default = serde_json::Map::new())]
    map: IndexMap<String, Or<String>>,
}

impl Run for Takes {
    fn run(&self, _: &mut Context<'_, ()>) -> Result<Same, BlockError> {
        let _ = (&self.list, &self.map);
        Ok(Same { out: Out(Value::from_json(&self.data.0)) })
    }
}

#[path = "blocks/inner_workflow.rs"]
mod inner_workflow;

fn catalogue() -> Catalogue {
    Catalogue::new(&[&[block::<Takes>(), inner_workflow::ENTRY]]).unwrap()
}

/// Runs work on a stack of 512 KiB.
fn on_a_small_stack<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(512 << 10).spawn_scoped(scope, work).unwrap();
        thread.join().unwrap()
    })
}

fn workflow(inputs: &str, steps: &str, outputs: &str) -> String {
    format!(r#"{{"version": "1.0", "inputs": [{inputs}], "steps": [{steps}], "outputs": [{outputs}]}}"#)
}

fn step(members: &str) -> String {
    format!(r#"{{"type": "test/takes@v1", "name": "s", {members}}}"#)
}

fn many(count: usize, part: impl Fn(usize) -> String) -> String {
    (0..count).map(part).collect::<Vec<_>>().join(",")
}

/// What is found, told in every way, on a small stack.
fn found(text: &str) -> Report {
    on_a_small_stack(|| {
        let report = check(&catalogue(), text);
        let told = Json::Object(report.to_json(text)).to_string();
        let body = report.error.as_ref().map(|error| error.to_json().to_string()).unwrap_or_default();
        let most = 4 * MAX_FINDINGS * MAX_MESSAGE_BYTES;
        assert!(told.len() < most && body.len() < most, "{} and {} bytes are told", told.len(), body.len());
        report
    })
}

/// The codes of the errors.
fn codes(text: &str) -> Vec<&'static str> {
    let mut codes: Vec<_> =
        found(text).diagnostics.iter().filter(|found| found.is_error()).map(|found| found.code.as_str()).collect();
    codes.dedup();
    codes
}

/// Lists in lists, or objects in objects, this many.
fn nested(open: &str, close: &str, depth: usize) -> String {
    format!("{}1{}", open.repeat(depth), close.repeat(depth))
}

#[test]
fn what_is_nested_up_to_the_limit_is_read_on_a_small_stack() {
    for (open, close) in [("[", "]"), ("{\"m\":", "}")] {
        // The workflow, its steps and the step are around it.
        let deepest = nested(open, close, MAX_NESTING - 3);
        let accepted = workflow("", &step(&format!("\"data\": {deepest}")), "");
        assert_eq!(codes(&accepted), [""; 0]);
        for property in ["list", "map"] {
            let text = workflow("", &step(&format!("\"{property}\": {deepest}")), "");
            assert_eq!(codes(&text), ["wrong-type"], "{property}");
        }
        let unknown = workflow("", &step(&format!("\"stranger\": {deepest}")), "");
        assert_eq!(codes(&unknown), [""; 0]);
        let parameter = format!(r#"{{"type": "WorkflowParameter", "name": "p", "default_value": {deepest}}}"#);
        assert_eq!(codes(&workflow(&parameter, "", "")), [""; 0]);
        let inner = |bound: &str| {
            format!(
                r#"{{"type": "roboflow_core/inner_workflow@v1", "name": "in", "parameter_bindings": {{"p": {bound}}},
                     "workflow_definition": {}}}"#,
                workflow(r#"{"type": "WorkflowParameter", "name": "p"}"#, &step(r#""data": "$inputs.p""#), ""),
            )
        };
        assert_eq!(codes(&workflow("", &inner(&nested(open, close, MAX_NESTING - 4)), "")), [""; 0]);
    }
}

#[test]
fn what_is_nested_deeper_is_refused() {
    for depth in [MAX_NESTING - 2, 1_000, 1_000_000] {
        for (open, close) in [("[", "]"), ("{\"m\":", "}")] {
            let text = workflow("", &step(&format!("\"data\": {}", nested(open, close, depth))), "");
            let [found] = found(&text).diagnostics.try_into().unwrap();
            assert_eq!(found.code.as_str(), "too-deep");
            assert_eq!(found.message, "nested deeper than 128 levels");
        }
        assert_eq!(codes(&"[".repeat(depth + 3)), ["too-deep"]);
    }
}

#[test]
fn long_texts_are_refused() {
    assert_eq!(codes(&" ".repeat(MAX_TEXT_BYTES + 1)), ["too-large"]);
    assert_eq!(codes(&"\"".repeat(MAX_TEXT_BYTES)), ["syntax"]);
}

#[test]
fn a_million_steps_are_refused() {
    assert_eq!(codes(&workflow("", &many(1_000_000, |_| "{}".to_owned()), "")), ["too-large"]);
    assert_eq!(codes(&format!("[{}]", "1,".repeat(MAX_VALUES))), ["too-large"]);
}

#[test]
fn parts_are_counted() {
    let named = |number: usize| format!(r#"{{"type": "test/takes@v1", "name": "s{number}"}}"#);
    let input = |number: usize| format!(r#"{{"type": "WorkflowParameter", "name": "p{number}"}}"#);
    let output =
        |number: usize| format!(r#"{{"type": "JsonField", "name": "o{number}", "selector": "$steps.s0.out"}}"#);
    let kind = |number: usize| format!("\"kind_{number}\"");
    assert_eq!(codes(&workflow("", &many(MAX_STEPS, named), "")), [""; 0]);
    assert_eq!(codes(&workflow("", &many(MAX_STEPS + 1, named), "")), ["too-many"]);
    assert_eq!(codes(&workflow(&many(MAX_INPUTS, input), "", "")), [""; 0]);
    assert_eq!(codes(&workflow(&many(MAX_INPUTS + 1, input), "", "")), ["too-many"]);
    assert_eq!(codes(&workflow("", &named(0), &many(MAX_OUTPUTS, output))), [""; 0]);
    assert_eq!(codes(&workflow("", &named(0), &many(MAX_OUTPUTS + 1, output))), ["too-many"]);
    let kinds = |count| format!(r#"{{"type": "WorkflowParameter", "name": "p", "kind": [{}]}}"#, many(count, kind));
    assert_eq!(codes(&workflow(&kinds(MAX_KINDS), "", "")), [""; 0]);
    assert_eq!(codes(&workflow(&kinds(MAX_KINDS + 1), "", "")), ["too-many"]);
}

#[test]
fn steps_of_inner_workflows_count_too() {
    let half = many(MAX_STEPS / 2 + 1, |number| format!(r#"{{"type": "test/takes@v1", "name": "s{number}"}}"#));
    let inner = |name: &str| {
        let definition = workflow("", &half, "");
        format!(
            r#"{{"type": "roboflow_core/inner_workflow@v1", "name": "{name}", "workflow_definition": {definition}}}"#
        )
    };
    assert_eq!(codes(&workflow("", &inner("a"), "")), [""; 0]);
    assert_eq!(codes(&workflow("", &[inner("a"), inner("b")].join(","), "")), ["too-many"]);
}

#[test]
fn inner_workflows_that_multiply_their_inputs_are_refused() {
    let thousandfold = "$inputs.p ".repeat(1_000);
    let definition = (0..3).fold(workflow("", &step("\"data\": 1"), ""), |inside, _| {
        let inner = format!(
            r#"{{"type": "roboflow_core/inner_workflow@v1", "name": "in", "workflow_definition": {inside},
                 "parameter_bindings": {{"p": "x{thousandfold}"}}}}"#
        );
        workflow(r#"{"type": "WorkflowParameter", "name": "p", "default_value": 1}"#, &inner, "")
    });
    // The innermost definition has no input to bind.
    let definition = definition.replace(
        &workflow("", &step("\"data\": 1"), ""),
        &workflow(r#"{"type": "WorkflowParameter", "name": "p"}"#, &step("\"data\": \"$inputs.p\""), ""),
    );
    assert_eq!(codes(&definition), ["too-large"]);
}

#[test]
fn names_are_short() {
    let long = "x".repeat(MAX_NAME_BYTES + 1);
    for text in [
        workflow("", &format!(r#"{{"type": "test/takes@v1", "name": "{long}"}}"#), ""),
        workflow(&format!(r#"{{"type": "WorkflowParameter", "name": "{long}"}}"#), "", ""),
        workflow(
            r#"{"type": "WorkflowParameter", "name": "p"}"#,
            "",
            &format!(r#"{{"type": "JsonField", "name": "{long}", "selector": "$inputs.p"}}"#),
        ),
        workflow("", &step(&format!(r#""map": {{"{long}": 1}}"#)), ""),
    ] {
        assert_eq!(codes(&text), ["too-large"]);
    }
    let fitting = &long[1..];
    assert_eq!(codes(&workflow("", &format!(r#"{{"type": "test/takes@v1", "name": "{fitting}"}}"#), "")), [""; 0]);
}

#[test]
fn messages_do_not_repeat_megabytes() {
    let long = "x".repeat(1 << 20);
    for text in [
        workflow("", &format!(r#"{{"type": "{long}", "name": "s"}}"#), ""),
        workflow("", &step(&format!(r#""list": "{long}""#)), ""),
        workflow("", &step(&format!(r#""list": ["$steps.{long}.out"]"#)), ""),
        workflow("", "", &format!(r#"{{"type": "JsonField", "name": "o", "selector": "$inputs.{long}"}}"#)),
        workflow("", "", &format!(r#"{{"type": "JsonField", "name": "o", "selector": "{long}"}}"#)),
        workflow("", "", "").replace("1.0", &long),
        workflow(&format!(r#"{{"type": "{long}", "name": "p"}}"#), "", ""),
        workflow("", "", &format!("1{}", "0".repeat(1 << 20))),
    ] {
        let report = found(&text);
        assert!(report.error.is_some());
        let told = Json::Object(report.to_json(&text)).to_string();
        assert!(told.len() < 10 * MAX_MESSAGE_BYTES, "{} bytes are told", told.len());
        let body = report.error.unwrap().to_json().to_string();
        assert!(body.len() < 5 * MAX_MESSAGE_BYTES, "{} bytes are told", body.len());
    }
}

#[test]
fn many_mistakes_are_told_up_to_a_number() {
    let strangers = many(50_000, |number| format!("\"m{number}\": 1"));
    let circle = many(MAX_STEPS, |number| {
        let next = (number + 1) % MAX_STEPS;
        format!(r#"{{"type": "test/takes@v1", "name": "s{number}", "list": ["$steps.s{next}.out"]}}"#)
    });
    let others = many(MAX_STEPS - 1, |number| format!(r#"{{"type": "test/takes@v1", "name": "s{number}"}}"#));
    let references = many(150_000, |number| format!("\"$steps.t{number}.out\""));
    let unknown_kinds = many(1_000, |number| {
        let kinds = many(MAX_KINDS, |kind| format!("\"instance_segmentation_predicament_{kind}\""));
        format!(r#"{{"type": "WorkflowParameter", "name": "p{number}", "kind": [{kinds}]}}"#)
    });
    for text in [
        workflow("", &step(&strangers), ""),
        workflow("", &many(50_000, |_| "1".to_owned()), ""),
        workflow("", &step(&format!("\"list\": [{}]", many(50_000, |_| "1".to_owned()))), ""),
        workflow("", &circle, ""),
        workflow("", &format!("{others},{}", step(&format!("\"list\": [{references}]"))), ""),
        workflow(&unknown_kinds, "", ""),
    ] {
        let diagnostics = found(&text).diagnostics;
        // Those of each severity are counted apart, and one more says that there are others.
        let most = [Severity::Error, Severity::Warning, Severity::Hint].map(|severity| {
            diagnostics.iter().filter(|found| found.severity == severity && found.code != Code::TooMany).count()
        });
        assert!(!diagnostics.is_empty() && most.iter().all(|count| *count <= MAX_FINDINGS), "{most:?}");
        assert!(diagnostics.iter().all(|found: &Diagnostic| found.message.len() <= MAX_MESSAGE_BYTES + 5));
    }
}

#[test]
fn elements_that_stand_for_many_are_counted() {
    let definition = workflow(
        r#"{"type": "WorkflowBatchInput", "name": "many"},
            {"type": "WorkflowBatchInput", "name": "one", "dimensionality": 2}"#,
        "",
        r#"{"type": "JsonField", "name": "out", "selector": "$inputs.one"}"#,
    );
    let plan = compile(&catalogue(), &definition).unwrap();
    let run = |count: usize| {
        let list = Json::from([0].repeat(count));
        let inputs = inputs_from_json(&json!({"many": list, "one": [list]}));
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(plan.run(inputs, &Environment::default()))
    };
    assert_eq!(run(100).unwrap().len(), 100);
    let error = run(5_000).unwrap_err();
    assert_eq!(error.error_type(), "RuntimeInputError");
    assert!(error.to_string().contains(&MAX_ELEMENTS.to_string()), "{error}");
}

#[test]
fn runtime_inputs_are_read_on_a_small_stack() {
    let text = |depth| format!("{{\"p\": {}}}", nested("[", "]", depth));
    // The object around it is a level too.
    on_a_small_stack(|| {
        let json: Json = serde_json::from_str(&text(MAX_NESTING - 2)).unwrap();
        let inputs = inputs_from_json(&json);
        assert_eq!(inputs["p"].to_json(), Some(json["p"].clone()));
    });
    assert!(serde_json::from_str::<Json>(&text(MAX_NESTING)).is_err());
}
