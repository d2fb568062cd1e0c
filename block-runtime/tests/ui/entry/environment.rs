//! What a block asks of its surroundings and nobody gives.
use block_runtime::prelude::*;

/// What the block yields.
#[derive(Outputs)]
struct One {
    /// The result.
    out: Out<Str>,
}

/// Asks for a service that there is not.
#[derive(Block)]
#[block(id = "test/asks@v1", outputs = One)]
struct Asks;

impl Run for Asks {
    fn run(&self, context: &mut Context<'_, ()>) -> Result<One, BlockError> {
        let models = &context.model_manager; //~ no field `model_manager` on type
        Ok(One { out: Out(format!("{models:?}")) })
    }
}

fn main() {}
