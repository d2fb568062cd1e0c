//! The engine from outside: definitions, references, kinds, batches, values and runs.
//!
//! The numbers in the names of tests are those of the conformance statements of the engine.

#![expect(clippy::unwrap_used, reason = "helpers of tests may fail as tests do")]
#![expect(clippy::needless_pass_by_value, reason = "JSON literals read better without borrows")]

mod agreement;
mod batches;
mod blocks;
mod definitions;
mod descriptions;
mod endings;
mod flow;
mod imagined;
mod inner;
mod interface;
mod kinds;
mod levels;
mod oracle;
mod profiles;
mod properties;
mod references;
mod reports;
mod runs;
mod sharing;
mod statements;
mod values;
mod wire;

use block_runtime::block::Environment;
use block_runtime::compile::{CompileError, Plan, compile};
use block_runtime::error::WorkflowError;
use block_runtime::execute::inputs_from_json;
use serde_json::{Value as Json, json};

/// A definition of version 1.0.
fn workflow(inputs: Json, steps: Json, outputs: Json) -> Json {
    json!({"version": "1.0", "inputs": inputs, "steps": steps, "outputs": outputs})
}

/// A batch input of any kind.
fn batch(name: &str) -> Json {
    json!({"type": "WorkflowBatchInput", "name": name})
}

/// A parameter of any kind.
fn parameter(name: &str) -> Json {
    json!({"type": "WorkflowParameter", "name": name})
}

fn output(name: &str, selector: &str) -> Json {
    json!({"type": "JsonField", "name": name, "selector": selector})
}

fn plan(definition: &Json) -> Plan {
    try_plan(definition).unwrap_or_else(|error| panic!("{error}"))
}

fn try_plan(definition: &Json) -> Result<Plan, CompileError> {
    compile(&blocks::catalogue(), &definition.to_string())
}

/// The error of a definition that does not compile.
fn fault(definition: &Json) -> WorkflowError {
    try_plan(definition).expect_err("the definition should not compile").into()
}

/// The type of that error.
fn fault_type(definition: &Json) -> &'static str {
    fault(definition).error_type()
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap()
}

fn try_run(definition: &Json, inputs: &Json) -> Result<Json, WorkflowError> {
    let plan = plan(definition);
    let rows = runtime().block_on(plan.run(inputs_from_json(inputs), &Environment::default()))?;
    Ok(rows.into_iter().map(Json::Object).collect())
}

fn run(definition: &Json, inputs: &Json) -> Json {
    try_run(definition, inputs).unwrap_or_else(|error| panic!("{error}"))
}

/// A workflow of one step `s` whose output `out` is the only result.
fn single(inputs: Json, mut step: Json) -> Json {
    step["name"] = "s".into();
    workflow(inputs, json!([step]), json!([output("out", "$steps.s.out")]))
}

/// The values of the output `out` in all rows.
fn outs(rows: &Json) -> Vec<Json> {
    rows.as_array().unwrap().iter().map(|row| row["out"].clone()).collect()
}

/// What is said about inputs that are refused.
fn refusal(definition: &Json, inputs: &Json) -> String {
    let error = try_run(definition, inputs).unwrap_err();
    assert_eq!(error.error_type(), "RuntimeInputError");
    assert_eq!(error.http_status(), 400);
    error.to_string()
}
