//! Entries of a catalogue.
use block_runtime::prelude::*;

/// Does nothing.
#[derive(Block)]
#[block(id = "test/lazy@v1")]
struct Lazy;

/// Calculates.
#[derive(Block)]
#[block(id = "test/busy@v1")]
struct Busy;

impl Run for Busy {
    fn run(&self, _: &mut Context<'_, ()>) -> Result<(), BlockError> {
        Ok(())
    }
}

/// Waits.
#[derive(Block)]
#[block(id = "test/waiting@v1")]
struct Waiting;

impl RunAsync for Waiting {
    async fn run(&self, _: &mut Context<'_, ()>) -> Result<(), BlockError> {
        Ok(())
    }
}

/// Not a block.
struct Plain;

const BLOCKS: &[Entry] = &[
    block::<Lazy>(), //~ `Lazy` has no behaviour
    block::<Waiting>(), //~ `Waiting` has no behaviour
    block::<Plain>(), //~ `Plain` has no behaviour
    async_block::<Busy>(), //~ `Busy` has no asynchronous behaviour
];

fn main() {
    let _ = BLOCKS;
}
