//! Outputs, batches and flow that do not agree.
use block_runtime::prelude::*;

/// Not outputs.
struct Plain;

/// Names a struct that does not describe outputs.
#[derive(Block)]
#[block(id = "test/outputs@v1", outputs = Plain)] //~ `Plain` does not describe outputs
struct NoOutputs;

/// The state has no beginning.
struct Unborn(#[expect(dead_code)] i64);

/// Keeps a state that cannot be made.
#[derive(Block)]
#[block(id = "test/state@v1", state = Unborn)] //~ `Unborn` cannot be the state of a block
struct NoState;

/// Steers and calculates.
#[derive(Block)]
#[block(id = "test/flow@v1", flow, outputs = Plain)] //~ a block with `flow` has no `outputs`
struct Steering;

/// Takes batches without saying so.
#[derive(Block)]
#[block(id = "test/silent_batch@v1")]
struct SilentBatch { //~ a field takes whole batches: add `batch`
    /// Images.
    images: InBatch<Image>,
}

/// Says so without taking any.
#[derive(Block)]
#[block(id = "test/empty_batch@v1", batch)]
struct EmptyBatch { //~ `batch` needs a field that takes whole batches
    /// Image.
    image: In<Image>,
}

fn main() {}
