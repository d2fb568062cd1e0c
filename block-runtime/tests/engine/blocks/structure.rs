//! Blocks whose outputs depend on their configuration.

use block_runtime::block::DynamicOutput;
use block_runtime::prelude::*;
use block_runtime::step::Configuration;

/// The blocks of this module.
pub const BLOCKS: &[Entry] = &[block::<Fields>()];

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
