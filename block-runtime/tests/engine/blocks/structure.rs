//! Blocks whose outputs depend on their configuration, and those that change what runs.

use block_runtime::block::DynamicOutput;
use block_runtime::prelude::*;
use block_runtime::step::Configuration;

use super::{Anything, One, one};

/// The blocks of this module.
pub const BLOCKS: &[Entry] = &[block::<Gate>(), block::<Explode>(), block::<Fields>(), block::<Gather>()];

/// Run the next steps where the data is true.
#[derive(Block)]
#[block(id = "test/gate@v1", flow)]
struct Gate {
    /// What to look at.
    data: Or<Anything>,
    /// Steps that run next.
    #[block(default)]
    next_steps: Vec<StepRef>,
}

impl Run for Gate {
    fn run(&self, _: &mut Context<'_, ()>) -> Result<Flow, BlockError> {
        let passes = !matches!(**self.data, Value::Integer(0));
        Ok(if passes { Flow(self.next_steps.clone()) } else { Flow::default() })
    }
}

/// Make a batch of a list.
#[derive(Block)]
#[block(id = "test/explode@v1", outputs = One, output_depth = 1)]
struct Explode {
    /// The list.
    data: Or<Anything>,
}

impl Run for Explode {
    fn run(&self, _: &mut Context<'_, ()>) -> Result<Vec<One>, BlockError> {
        Ok(vec![one(Value::clone(&self.data))])
    }
}

pub fn names(step: &Configuration<'_>) -> Vec<DynamicOutput> {
    let names = step.json("names");
    let names = names.as_array().into_iter().flatten().filter_map(|name| name.as_str());
    names.map(|name| DynamicOutput { name: name.to_owned(), kinds: &[&<Str as Kind>::INFO] }).collect()
}

/// Outputs by configuration.
#[derive(Block)]
#[block(id = "test/fields@v1", outputs = DynamicOutputs, dynamic_outputs = names)]
struct Fields {
    /// Names of the outputs.
    names: Vec<String>,
}

impl Run for Fields {
    fn run(&self, _: &mut Context<'_, ()>) -> Result<DynamicOutputs, BlockError> {
        Ok(DynamicOutputs(self.names.iter().map(|name| (name.clone(), Value::from(name.to_uppercase()))).collect()))
    }
}

/// Gather a batch into one list.
#[derive(Block)]
#[block(id = "test/gather@v1", outputs = One, batch, output_depth = -1)]
struct Gather {
    /// What to gather.
    data: OrBatch<Anything>,
}

impl Run for Gather {
    fn run(&self, _: &mut Context<'_, ()>) -> Result<Vec<One>, BlockError> {
        Ok(vec![one(self.data.iter().map(|data| data.0.clone()).collect::<Value>())])
    }
}
