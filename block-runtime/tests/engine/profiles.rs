//! Where the time of a run goes, as a Chrome trace.

use std::sync::Arc;

use block_runtime::block::Environment;
use block_runtime::execute::{Session, inputs_from_json};
use block_runtime::profile::Profiler;
use serde_json::{Value as Json, json};

use crate::{batch, output, plan, runtime, workflow};

fn profile(steps: Json) -> Vec<Json> {
    let definition = workflow(json!([batch("b")]), steps, json!([output("out", "$steps.last.out")]));
    let profiler = Arc::new(Profiler::default());
    let mut session = Session::new(plan(&definition), Environment::default()).with_profiler(Arc::clone(&profiler));
    runtime().block_on(session.run(inputs_from_json(&json!({"b": [1, 2, 3]})))).unwrap();
    profiler.to_json().as_array().unwrap().clone()
}

fn named<'a>(events: &'a [Json], name: &str) -> Vec<&'a Json> {
    events.iter().filter(|event| event["name"] == name).collect()
}

#[test]
fn every_phase_step_and_element_has_a_span() {
    let events = profile(json!([
        {"type": "test/echo@v1", "name": "first", "data": "$inputs.b"},
        {"type": "test/batch_echo@v1", "name": "last", "data": "$steps.first.out"},
    ]));
    let run = named(&events, "workflow_run");
    assert_eq!(run.len(), 1);
    for phase in ["runtime_input_validation", "workflow_execution", "outputs_construction"] {
        assert_eq!(named(&events, phase).len(), 1, "{phase}");
    }
    let steps: Vec<_> =
        named(&events, "step_execution").iter().map(|event| event["args"]["step_selector"].clone()).collect();
    assert_eq!(steps, ["$steps.first", "$steps.last"]);
    assert_eq!(named(&events, "iterative_step_code_execution").len(), 1);
    let calls = named(&events, "step_code_execution");
    assert_eq!(calls.len(), 3 + 1);
    assert_eq!(calls[3]["args"]["data_size"], 3);
    assert!(calls.iter().all(|call| call["cat"] == "workflow_block_operation" && call["ph"] == "X"));
}

#[test]
fn calls_that_wait_side_by_side_lie_on_tracks_of_their_own() {
    let events =
        profile(json!([{"type": "test/slow@v1", "name": "last", "data": "$inputs.b", "traffic": "$inputs.b"}]));
    let calls = named(&events, "step_code_execution");
    assert_eq!(calls.len(), 3);
    for (place, call) in calls.iter().enumerate() {
        for other in &calls[place + 1..] {
            let ends = |event: &Json| event["ts"].as_f64().unwrap() + event["dur"].as_f64().unwrap();
            let apart = ends(call) <= other["ts"].as_f64().unwrap() || ends(other) <= call["ts"].as_f64().unwrap();
            assert!(apart || call["tid"] != other["tid"], "{call} {other}");
        }
    }
    assert!(events.iter().any(|event| event["ph"] == "M" && event["args"]["name"] == "waiting 1"));
}
