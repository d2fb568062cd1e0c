//! Executing: from a plan and inputs to outputs.
//!
//! The last station of the road. A [`Session`] keeps what the steps of a plan remember and runs the plan any number of
//! times; [`Plan::run`](crate::compile::Plan::run) is for a single run.
//!
//! Steps start as soon as the data that they read is there. Blocks that calculate run on the processors of the machine,
//! the elements of a batch side by side where that is worth it; blocks that wait are polled beside each other, a limited
//! number at a time. The first step that fails ends the run. Cancelling it, a deadline, and dropping its future end it
//! too: what has not started does not start any more.

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
mod session;
mod waiting;

use serde_json::Value as Json;

use crate::value::{Map, Value};

pub use given::read_data;
pub use outputs::Rows;
pub use session::{IN_FLIGHT, Session};

/// Told how a run is getting on. Called from several threads, so it should be quick.
pub trait Observer: Send + Sync {
    /// A step starts; its block will be called this many times, or once for this many elements.
    fn step_started(&self, _step: &str, _elements: usize) {}
    /// This many more elements of a step are done.
    fn elements_done(&self, _step: &str, _elements: usize) {}
    /// A step is done.
    fn step_finished(&self, _step: &str) {}
}

/// Inputs from JSON, as requests give them; anything but an object has no inputs.
pub fn inputs_from_json(json: &Json) -> Map {
    match json {
        Json::Object(members) => members.iter().map(|(name, value)| (name.clone(), Value::from_json(value))).collect(),
        _ => Map::new(),
    }
}
