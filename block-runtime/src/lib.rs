//! What a workflow block declares, and the engine that compiles and executes workflows of blocks.

extern crate self as block_runtime;

pub mod block;
pub mod diagnostic;
pub mod document;
pub mod kind;
pub mod step;
pub mod suggest;
pub mod value;
