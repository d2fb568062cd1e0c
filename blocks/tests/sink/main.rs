//! The blocks that send and keep results, with servers and folders of their own.
#![expect(clippy::unwrap_used, reason = "a test may fail where it stands")]

mod files;
mod recorded;
mod server;
mod webhook;

use std::sync::{Arc, Mutex};

use block_runtime::block::{Clock, Environment, Services};
use block_runtime::compile::compile;
use block_runtime::error::WorkflowError;
use block_runtime::execute::{Session, inputs_from_json};
use block_runtime::net::{GuardedClient, UrlPolicy};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Map, Value as Json, json};

/// A clock that goes when it is told to, in UTC.
#[derive(Clone)]
struct Wall(Arc<Mutex<Timestamp>>);

impl Wall {
    fn new() -> Self {
        Self(Arc::new(Mutex::new("2024-10-18T14:09:57.622297Z".parse().unwrap())))
    }

    fn advance(&self, milliseconds: i64) {
        *self.0.lock().unwrap() += SignedDuration::from_millis(milliseconds);
    }
}

impl Clock for Wall {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap()
    }

    fn zone(&self) -> TimeZone {
        TimeZone::UTC
    }
}

/// An environment in which workflows may send to this machine.
fn environment(clock: &Wall) -> Environment {
    let urls = UrlPolicy { internal_hosts: vec!["127.0.0.1".parse().unwrap()], ..UrlPolicy::default() };
    let services = Services { named_by_workflows: Arc::new(GuardedClient::new(urls)), ..Services::default() };
    Environment { clock: Arc::new(clock.clone()), services, ..Environment::default() }
}

/// A workflow of one step whose outputs are those of the step.
struct Workflow(Session);

impl Workflow {
    /// `inputs` are the names of parameters.
    fn new(step: &Json, inputs: &[&str], environment: Environment) -> Self {
        let catalogue = blocks::catalogue();
        let mut step = step.clone();
        step["name"] = json!("send");
        let parameter = |name: &&str| json!({ "type": "WorkflowParameter", "name": name });
        let definition = json!({
            "version": "1.0",
            "inputs": inputs.iter().map(parameter).collect::<Vec<_>>(),
            "steps": [step],
            "outputs": [{ "type": "JsonField", "name": "all", "selector": "$steps.send.*" }]
        });
        let plan = compile(&catalogue, &definition.to_string()).unwrap_or_else(|error| panic!("{error:?}"));
        Self(Session::new(plan, environment))
    }

    async fn run(&mut self, inputs: Json) -> Result<Map<String, Json>, WorkflowError> {
        let rows = self.0.run(inputs_from_json(&inputs)).await?.serialise().await?;
        let [row] = rows.as_slice() else { panic!("one row is expected: {rows:?}") };
        Ok(row["all"].as_object().unwrap().clone())
    }
}
