//! The small blocks with which the statements about the engine are written down.

mod anything;
mod batches;
mod faulty;
mod flow;
#[path = "../../blocks/inner_workflow.rs"]
mod inner_workflow;
mod levels;
mod predictions;
mod sharing;
mod structure;
mod values;
mod waiting;

use block_runtime::catalogue::Catalogue;
use block_runtime::prelude::*;

pub use anything::Anything;
pub use waiting::Traffic;

/// Every block of this module.
pub fn catalogue() -> Catalogue {
    Catalogue::new(&[
        batches::BLOCKS,
        faulty::BLOCKS,
        flow::BLOCKS,
        levels::BLOCKS,
        predictions::BLOCKS,
        sharing::BLOCKS,
        structure::BLOCKS,
        &[inner_workflow::ENTRY],
        values::BLOCKS,
        waiting::BLOCKS,
    ])
    .unwrap()
}

/// What most of the blocks yield.
#[derive(Outputs)]
pub struct One {
    /// The result.
    out: Out<Wildcard>,
}

fn one(value: impl Into<Value>) -> One {
    One { out: Out(value.into()) }
}

/// What blocks yield that tell how they were called.
#[derive(Outputs)]
pub struct Seen {
    /// The result.
    out: Out<Wildcard>,
    /// The places of the elements in the call.
    indices: Out<Wildcard>,
}
