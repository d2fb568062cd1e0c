//! Examples of queries, run.

use std::fmt::Display;

use block_runtime::block::Environment;
use block_runtime::execute::{inputs_from_json, read_data};
use block_runtime::kind::write_anything;
use block_runtime::query::{Chain, Example, Scope, StatementGroup};
use block_runtime::value::Value;
use serde_json::Value as Json;

/// An example that does not run.
#[derive(Debug, thiserror::Error)]
#[error("the example of `{name}` does not run: {reason}")]
pub struct ExampleError {
    /// What the example is of.
    name: &'static str,
    /// Why.
    reason: String,
}

impl ExampleError {
    pub(super) fn new(name: &'static str, reason: &dyn Display) -> Self {
        Self { name, reason: reason.to_string() }
    }
}

/// What a chain makes of the value of an example.
pub fn outcome(name: &'static str, example: &Example) -> Result<Json, ExampleError> {
    let failed = |reason: String| ExampleError::new(name, &reason);
    let json = |text: &str| parsed(name, text);
    let parameters = inputs_from_json(&json(example.parameters)?);
    let environment = Environment::default();
    let given = Value::from_json(&json(example.value)?);
    let read = read_data(example.kind, &given, "image", &environment);
    let runtime = tokio::runtime::Builder::new_current_thread().build().map_err(|error| failed(error.to_string()))?;
    let value = runtime.block_on(read).map_err(failed)?;
    let chain: Chain = serde_json::from_value(json(example.chain)?).map_err(|error| failed(error.to_string()))?;
    let result =
        chain.apply(value, &Scope::new(&parameters, &environment)).map_err(|error| failed(error.to_string()))?;
    write_anything(&result, environment.clock.now()).map_err(|error| failed(error.to_string()))
}

/// The JSON of an example.
pub fn parsed(name: &'static str, text: &str) -> Result<Json, ExampleError> {
    serde_json::from_str(text).map_err(|error| ExampleError::new(name, &error))
}

/// Whether a group of statements about parameters holds.
pub fn verdict(name: &'static str, group: &str, parameters: &str) -> Result<bool, ExampleError> {
    let failed = |reason: String| ExampleError::new(name, &reason);
    let group: StatementGroup = serde_json::from_str(group).map_err(|error| failed(error.to_string()))?;
    let parameters: Json = serde_json::from_str(parameters).map_err(|error| failed(error.to_string()))?;
    let parameters = inputs_from_json(&parameters);
    group.holds(&Scope::default().with_parameters(&parameters)).map_err(|error| failed(error.to_string()))
}
