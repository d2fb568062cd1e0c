//! What blocks remember, and share, from run to run of a session.

#![expect(clippy::unwrap_used, reason = "helpers of tests may fail as tests do")]

use block_runtime::block::Environment;
use block_runtime::compile::compile;
use block_runtime::execute::Session;
use block_runtime::value::{Map, Picture, Value};
use serde_json::{Value as Json, json};

/// A session with these steps, the images `image` and a parameter of each of these names.
fn session(parameters: &[&str], steps: &Json, output: &str) -> Session {
    let mut inputs = vec![json!({"type": "WorkflowImage", "name": "image"})];
    inputs.extend(parameters.iter().map(|name| json!({"type": "WorkflowParameter", "name": name})));
    let outputs = json!([{"type": "JsonField", "name": "out", "selector": output}]);
    let definition = json!({"version": "1.0", "inputs": inputs, "steps": steps, "outputs": outputs});
    let plan = compile(&blocks::catalogue(), &definition.to_string()).unwrap_or_else(|error| panic!("{error}"));
    Session::new(plan, Environment::default())
}

/// What a run gives back for one image.
fn run(session: &mut Session, parameters: &[(&str, Value)]) -> Json {
    let image = Picture::from_pixels(image::GrayImage::new(1, 1), "image");
    let mut inputs: Map = parameters.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
    inputs.insert("image".to_owned(), Value::from(image));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let rows = session.run(inputs).await.unwrap().serialise().await.unwrap();
        rows[0]["out"].clone()
    })
}

fn set(value: &str) -> Json {
    json!({
        "type": "roboflow_core/cache_set@v1", "name": "set", "image": "$inputs.image", "key": "k", "value": value
    })
}

/// Lets `next` run where `value` is 1.
fn gate(value: &str, next: &str) -> Json {
    json!({
        "type": "roboflow_core/continue_if@v1",
        "name": "gate",
        "condition_statement": {"type": "StatementGroup", "statements": [{
            "type": "BinaryStatement",
            "left_operand": {"type": "DynamicOperand", "operand_name": "value"},
            "comparator": {"type": "(Number) =="},
            "right_operand": {"type": "StaticOperand", "value": 1}
        }]},
        "evaluation_parameters": {"value": value},
        "next_steps": [next],
    })
}

fn get() -> Json {
    json!({"type": "roboflow_core/cache_get@v1", "name": "get", "image": "$inputs.image", "key": "k"})
}

#[test]
fn values_are_kept_for_a_session_and_no_longer() {
    let steps = json!([get(), gate("$inputs.value", "$steps.set"), set("$inputs.value")]);
    let start = || session(&["value"], &steps, "$steps.get.output");
    let (mut one, mut other) = (start(), start());
    run(&mut one, &[("value", Value::Integer(1))]);
    assert_eq!(run(&mut one, &[("value", Value::Integer(2))]), json!(1));
    assert_eq!(run(&mut other, &[("value", Value::Integer(2))]), json!(false));
}

#[test]
fn a_delay_may_come_from_a_parameter() {
    let mut gate = gate("$inputs.value", "$steps.set");
    gate["stop_delay"] = "$inputs.delay".into();
    let mut session = session(&["value", "delay"], &json!([gate, set("$inputs.value")]), "$steps.set.output");
    let mut follows = |value, delay| {
        run(&mut session, &[("value", Value::Integer(value)), ("delay", Value::Float(delay))]) != Json::Null
    };
    let found = [follows(0, 3600.0), follows(1, 3600.0), follows(0, 3600.0), follows(0, 0.0)];
    assert_eq!(found, [false, true, true, false]);
}

#[test]
fn changes_of_a_parameter_are_seen_and_null_at_first_is_none() {
    let filter = json!({
        "type": "roboflow_core/delta_filter@v1",
        "name": "filter",
        "image": "$inputs.image",
        "value": "$inputs.value",
        "next_steps": ["$steps.set"],
    });
    let mut session = session(&["value", "mark"], &json!([filter, set("$inputs.mark")]), "$steps.set.output");
    let mut changes = |value: Value| run(&mut session, &[("value", value), ("mark", Value::Integer(1))]) != Json::Null;
    let values = [Value::Null, Value::Integer(1), Value::Float(1.0), Value::Null, Value::Null];
    assert_eq!(values.map(&mut changes), [false, true, false, true, false]);
}
