//! Blocks: what an author declares, and how the engine calls it.
//!
//! A block is a struct whose fields are its properties. `#[derive(Block)]` turns the struct into a constant table
//! ([`BlockDef`]) and a constructor ([`Block::resolve`]); [`Run`] or [`RunAsync`] gives it behaviour. For each call the
//! engine makes the struct anew with all values in place, so that `run` reads plain fields and a test makes the struct
//! by hand.

mod choice;
mod context;
mod entry;
mod error;
mod literal;
mod output;
mod param;
mod resolve;
mod shape;
mod table;

pub use choice::{Choice, choice_from_value};
pub use context::{Clock, Context, Environment, Ids, SystemClock, SystemIds};
pub use entry::{Entry, Erased, Outcome, async_block, block};
pub use error::BlockError;
pub use literal::{Either, Fraction, Json, Literal, Ranged, Scalar, literal, refine};
pub use output::{DynamicOutputs, Flow, Out, Output, Outputs, Returns};
pub use param::{In, InBatch, InMixed, Mixed, NoDefault, Or, OrBatch, OrMixed, Param, StepRef};
pub use resolve::{Arg, Frame, Index, Input, ResolveError};
pub use shape::{ChoiceDef, ChoiceValue, CustomShape, Delivery, Mistakes, Selector, Shape};
pub use table::{
    BlockDef, BlockType, Bounds, Condition, Declared, Default, DynamicOutput, ExecutionMode, Field, Flags, InputMode,
    Origin, OutputDef, PropertyDef, Relevance, Restriction, RestrictionSeverity, Runtime, Section, When, split_doc,
};

use std::future::Future;

/// A struct that describes a block. Made by `#[derive(Block)]`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a block",
    note = "put `#[derive(Block)]` and `#[block(id = \"namespace/name@v1\", …)]` on the struct"
)]
pub trait Block: Sized + Send + 'static {
    /// Everything that is known about the block.
    const DEF: &'static BlockDef;
    /// What one element yields.
    type Outputs: Outputs;
    /// What one call of `run` gives back: the outputs of one element, or a list of them for blocks that take whole
    /// batches or that make several elements of one.
    type Returns: Returns;
    /// What the block remembers between calls.
    type State: std::default::Default + Send + 'static;

    /// Makes the struct with the values of one call.
    ///
    /// # Errors
    /// [`ResolveError`] when a value is not of the type of its field.
    fn resolve(frame: &Frame<'_>) -> Result<Self, ResolveError>;
}

/// A group of properties that several blocks share. Made by `#[derive(Properties)]`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a group of properties",
    note = "put `#[derive(Properties)]` on the struct, or remove `flatten`"
)]
pub trait Properties: Sized + Send + 'static {
    /// The properties in order.
    const FIELDS: &'static [Field];

    /// Makes the struct with the values of one call.
    ///
    /// # Errors
    /// [`ResolveError`] when a value is not of the type of its field.
    fn resolve(frame: &Frame<'_>) -> Result<Self, ResolveError>;
}

/// What a block does, for blocks that calculate.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no behaviour",
    label = "write `impl Run for {Self}`",
    note = "blocks that wait for a network implement `RunAsync` and are listed with `async_block`"
)]
pub trait Run: Block {
    /// Runs the block once.
    ///
    /// # Errors
    /// [`BlockError`] stops the step; the workflow's answer names the step and shows the message.
    fn run(&self, context: &mut Context<'_, Self::State>) -> Result<Self::Returns, BlockError>;
}

/// What a block does, for blocks that wait: for a server, a device, a timer.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no asynchronous behaviour",
    label = "write `impl RunAsync for {Self}`",
    note = "blocks that only calculate implement `Run` and are listed with `block`"
)]
pub trait RunAsync: Block {
    /// Runs the block once.
    ///
    /// # Errors
    /// [`BlockError`] stops the step; the workflow's answer names the step and shows the message.
    fn run(
        &self,
        context: &mut Context<'_, Self::State>,
    ) -> impl Future<Output = Result<Self::Returns, BlockError>> + Send;
}
