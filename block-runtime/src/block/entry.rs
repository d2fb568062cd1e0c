//! Entries of the catalogue: a block's table together with the functions that run it, its Rust type forgotten.

use std::any::Any;
use std::future::Future;
use std::pin::Pin;

use super::context::{Context, Surroundings};
use super::error::BlockError;
use super::output::{Amount, Flow};
use super::resolve::{Frame, ResolveError};
use super::shared::{SessionMemory, StepState};
use super::table::BlockDef;
use super::{Block, Run, RunAsync};
use crate::value::Value;

/// A block in a catalogue. Made by [`block`], [`async_block`] and [`expanded_block`].
#[derive(Debug, Clone, Copy)]
pub struct Entry {
    /// Everything that is known about the block.
    pub def: &'static BlockDef,
    /// The functions that run it.
    pub erased: Erased,
}

/// The functions of a block, its Rust type forgotten.
#[derive(Debug, Clone, Copy)]
pub struct Erased {
    /// Makes the state that one step keeps between calls, in a session with this memory.
    pub new_state: fn(&SessionMemory) -> State,
    /// Calls `run`.
    pub behaviour: Behaviour,
}

/// What a step keeps between calls.
pub type State = Box<dyn Any + Send>;

/// A call that waits.
pub type Running<'a> = Pin<Box<dyn Future<Output = Result<Outcome, BlockError>> + Send + 'a>>;

/// How a block is called.
#[derive(Debug, Clone, Copy)]
pub enum Behaviour {
    /// It calculates; call it where it may take a processor.
    Sync(fn(&Frame<'_>, &mut State, Surroundings<'_>) -> Result<Outcome, CallError>),
    /// It waits; poll it beside others.
    Async(for<'a> fn(&Frame<'_>, &'a mut State, Surroundings<'a>) -> Result<Running<'a>, ResolveError>),
    /// Its steps are replaced by steps of other blocks before anything runs.
    Expanded,
}

/// What one call gave back, in the engine's terms.
#[derive(Debug)]
pub enum Outcome {
    /// The outputs of one element, in declared order.
    Outputs(Vec<Value>),
    /// One outcome an element.
    List(Vec<Outcome>),
    /// Which steps run next.
    Flow(Flow),
}

/// Why a call gave nothing back.
#[derive(Debug)]
pub enum CallError {
    /// A value was not of the type of its field.
    Resolve(ResolveError),
    /// The block failed.
    Block(BlockError),
}

impl Entry {
    /// True when steps of the block stand for inner workflows, whose steps take their place.
    pub fn is_expanded(&self) -> bool {
        matches!(self.erased.behaviour, Behaviour::Expanded)
    }
}

const fn new_state<B: Block>() -> fn(&SessionMemory) -> State {
    |memory| Box::new(B::State::begin(memory))
}

fn state_of<B: Block>(state: &mut State) -> &mut B::State {
    state.downcast_mut().unwrap_or_else(|| unreachable!("a step's state is made by its own block"))
}

/// The entry of a block that calculates.
pub const fn block<B: Run>() -> Entry {
    Entry {
        def: B::DEF,
        erased: Erased {
            new_state: new_state::<B>(),
            behaviour: Behaviour::Sync(|frame, state, surroundings| {
                let block = B::resolve(frame).map_err(CallError::Resolve)?;
                let mut context = Context::within(state_of::<B>(state), surroundings);
                block.run(&mut context).map(B::Amount::into_outcome::<B::Outputs>).map_err(CallError::Block)
            }),
        },
    }
}

/// The entry of a block that waits for a server, a device or a timer.
pub const fn async_block<B: RunAsync>() -> Entry {
    Entry {
        def: B::DEF,
        erased: Erased {
            new_state: new_state::<B>(),
            behaviour: Behaviour::Async(|frame, state, surroundings| {
                let block = B::resolve(frame)?;
                Ok(Box::pin(async move {
                    let mut context = Context::within(state_of::<B>(state), surroundings);
                    block.run(&mut context).await.map(B::Amount::into_outcome::<B::Outputs>)
                }))
            }),
        },
    }
}

/// The entry of the block whose steps stand for inner workflows: it has no behaviour of its own.
///
/// Of such a step the engine reads [these properties](crate::workflow::INNER_PROPERTIES).
pub const fn expanded_block<B: Block>() -> Entry {
    Entry { def: B::DEF, erased: Erased { new_state: new_state::<B>(), behaviour: Behaviour::Expanded } }
}
