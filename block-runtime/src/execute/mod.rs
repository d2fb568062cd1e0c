//! Executing: from a plan and inputs to outputs.
//!
//! The last station of the road. A [`Session`] keeps what the steps of a plan remember and runs the plan any number of
//! times; [`Plan::run`] is for a single run.
//!
//! Steps start as soon as the data that they read is there. Blocks that calculate run on the processors of the machine,
//! the elements of a batch side by side where that is worth it; blocks that wait are polled beside each other, a limited
//! number at a time. The first step that fails ends the run. Dropping the future of a run ends it too: what has not
//! started does not start any more.

mod call;
mod calls;
mod data;
mod given;
mod inputs;
mod layout;
mod ledger;
mod nest;
mod outputs;
mod produce;
mod run;
mod serialise;
mod waiting;

use std::num::NonZeroUsize;
use std::sync::{Arc, Mutex};

use serde_json::{Map as JsonMap, Value as Json};

use crate::block::{Environment, State};
use crate::compile::Plan;
use crate::error::WorkflowError;
use crate::value::{Map, Value};

pub use outputs::Rows;

/// How many calls of blocks that wait are in flight at a time, unless said otherwise.
pub const IN_FLIGHT: NonZeroUsize = NonZeroUsize::MIN.saturating_add(15);

/// Told how a run is getting on. Called from several threads, so it should be quick.
pub trait Observer: Send + Sync {
    /// A step starts; its block will be called this many times, or once for this many elements.
    fn step_started(&self, _step: &str, _elements: usize) {}
    /// This many more elements of a step are done.
    fn elements_done(&self, _step: &str, _elements: usize) {}
    /// A step is done.
    fn step_finished(&self, _step: &str) {}
}

/// A plan, and what its steps remember from run to run.
pub struct Session {
    plan: Plan,
    environment: Environment,
    states: Arc<[Mutex<Option<State>>]>,
    in_flight: NonZeroUsize,
    observer: Option<Arc<dyn Observer>>,
}

impl std::fmt::Debug for Session {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Session").field("plan", &self.plan).finish_non_exhaustive()
    }
}

impl Session {
    /// A session in which nothing has been run yet.
    pub fn new(plan: Plan, environment: Environment) -> Self {
        let states = plan.steps().map(|_| Mutex::new(None)).collect();
        Self { plan, environment, states, in_flight: IN_FLIGHT, observer: None }
    }

    /// Limits how many calls of blocks that wait are in flight at a time.
    #[must_use]
    pub fn with_in_flight(mut self, limit: NonZeroUsize) -> Self {
        self.in_flight = limit;
        self
    }

    /// Has every run watched.
    #[must_use]
    pub fn with_observer(mut self, observer: Arc<dyn Observer>) -> Self {
        self.observer = Some(observer);
        self
    }

    /// The plan.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// Runs the plan once; what it gives back is not serialised yet.
    ///
    /// Inputs that the plan does not know are ignored. Must be awaited within a tokio runtime where images are read or
    /// blocks wait. Steps whose calls are cut off by dropping the future forget what they remembered.
    ///
    /// # Errors
    /// [`WorkflowError::RuntimeInput`] when the inputs are not what the workflow needs,
    /// [`WorkflowError::StepExecution`] when a block fails, [`WorkflowError::ExecutionEngineRuntime`] when it breaks its
    /// contract.
    pub async fn run(&mut self, inputs: Map) -> Result<Rows, WorkflowError> {
        let parts = Arc::clone(self.plan.parts());
        let (size, columns) = inputs::receive(&parts.inputs, inputs, &self.environment).await?;
        let run = run::Setting {
            parts: Arc::clone(&parts),
            environment: self.environment.clone(),
            states: Arc::clone(&self.states),
            observer: self.observer.clone(),
        };
        let ledger = waiting::drive(run, columns, self.in_flight).await?;
        Ok(outputs::collect(&parts, &ledger, size, &self.environment))
    }
}

impl Plan {
    /// Runs the plan once, with nothing remembered, and serialises what it gives back: one object for each element of
    /// the batch, or a single one where no output belongs to a batch. What [`Session::run`] says about runtimes holds
    /// here too.
    ///
    /// # Errors
    /// Those of [`Session::run`] and [`Rows::serialise`].
    pub async fn run(
        &self,
        inputs: Map,
        environment: &Environment,
    ) -> Result<Vec<JsonMap<String, Json>>, WorkflowError> {
        Session::new(self.clone(), environment.clone()).run(inputs).await?.serialise().await
    }
}

/// Inputs from JSON, as requests give them; anything but an object has no inputs.
pub fn inputs_from_json(json: &Json) -> Map {
    match json {
        Json::Object(members) => members.iter().map(|(name, value)| (name.clone(), Value::from_json(value))).collect(),
        _ => Map::new(),
    }
}
