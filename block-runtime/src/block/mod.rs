//! Blocks: what an author declares, and how the engine calls it.
//!
//! A block is a struct whose fields are its properties. `#[derive(Block)]` turns the struct into a constant table
//! ([`BlockDef`]) and a constructor ([`Block::resolve`]); [`Run`] or [`RunAsync`] gives it behaviour. For each call the
//! engine makes the struct anew with all values in place, so that `run` reads plain fields and a test makes the struct
//! by hand.

mod advice;
mod choice;
pub(crate) mod coherence;
mod context;
mod entry;
mod error;
mod literal;
mod model;
mod output;
mod param;
mod resolve;
mod services;
mod shape;
mod shared;
mod table;
mod tagged;
mod vocabulary;

pub use advice::{HasEmpty, Measured, Ranged, Refined, WrittenAs};
pub use choice::{Choice, Open, choice_from_value};
pub use context::{Clock, Context, Environment, Ids, Random, Surroundings, SystemClock, SystemIds, SystemRandom};
pub use entry::{Behaviour, CallError, Entry, Erased, Outcome, Running, State, async_block, block, expanded_block};
pub use error::BlockError;
pub use literal::{Either, Fraction, Json, Literal, Scalar, literal};
pub use model::Model;
pub use output::{Amount, DynamicOutputs, Flow, Many, One, Out, Output, Outputs, Returns};
pub use param::{
    In, InBatch, InGroup, InGroups, InMixed, Mixed, NoDefault, Omittable, Or, OrBatch, OrMixed, Param, StepRef,
};
pub use resolve::{Arg, Frame, Index, Input, ResolveError};
pub use services::{ChatServer, InferenceServer, Retries, Services, SettingError, WriteAccess};
pub use shape::{ChoiceDef, ChoiceValue, CustomShape, Delivery, Mistakes, Selector, Shape};
pub use shared::{SessionMemory, Shared, StepState};
pub(crate) use table::properties;
pub use table::{
    BlockDef, Bounds, Condition, Declared, Default, DynamicOutput, Field, Flags, OutputDef, PropertyDef, Relevance,
    Restriction, When, description, split_doc,
};
pub use tagged::{Tagged, TaggedDef, TaggedMember, TaggedShape};
pub(crate) use tagged::{one_of, tagged_literal};
pub use vocabulary::{BlockType, ExecutionMode, InputMode, Origin, RestrictionSeverity, Runtime, Section};

use std::future::Future;

/// A struct that describes a block. Made by `#[derive(Block)]`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a block",
    note = "put `#[derive(Block)]` and `#[block(id = \"namespace/name@v1\", …)]` on the struct"
)]
pub trait Block: Sized + 'static {
    /// Everything that is known about the block.
    const DEF: &'static BlockDef;
    /// What one element yields.
    type Outputs: Outputs;
    /// How many of them one call of `run` gives back: [`One`], or [`Many`] for blocks that take whole batches or that
    /// make several elements of one.
    type Amount: Amount;
    /// What the block remembers between calls.
    type State: StepState;

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
pub trait Properties: Sized + 'static {
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
    fn run(&self, context: &mut Context<'_, Self::State>) -> Result<Returns<Self>, BlockError>;
}

/// What a block does, for blocks that wait: for a server, a device, a timer.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no asynchronous behaviour",
    label = "write `impl RunAsync for {Self}`",
    note = "blocks that only calculate implement `Run` and are listed with `block`"
)]
pub trait RunAsync: Block + Send {
    /// Runs the block once.
    ///
    /// # Errors
    /// [`BlockError`] stops the step; the workflow's answer names the step and shows the message.
    fn run(
        &self,
        context: &mut Context<'_, Self::State>,
    ) -> impl Future<Output = Result<Returns<Self>, BlockError>> + Send;
}
