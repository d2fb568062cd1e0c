//! Blocks that fail, panic or break their contract.

use block_runtime::error::{Context as Place, Facts, WorkflowError};
use block_runtime::prelude::*;

use super::structure::names;
use super::{Anything, One, one};

/// The blocks of this module.
pub const BLOCKS: &[Entry] = &[
    block::<WrongFields>(),
    block::<Old>(),
    block::<Panics>(),
    block::<Startled>(),
    block::<Refuses>(),
    block::<Passes>(),
    block::<Short>(),
    block::<Unlicensed>(),
];

/// Outputs other than those that are announced.
#[derive(Block)]
#[block(id = "test/wrong_fields@v1", outputs = DynamicOutputs, dynamic_outputs = names)]
struct WrongFields {
    /// Names of the outputs.
    names: Vec<String>,
}

impl Run for WrongFields {
    fn run(&self, _: &mut Context<'_, ()>) -> Result<DynamicOutputs, BlockError> {
        let _ = &self.names;
        Ok(DynamicOutputs(IndexMap::from([("other".to_owned(), Value::Null)])))
    }
}

/// For engines of long ago.
#[derive(Block)]
#[block(id = "test/old@v1", outputs = One, engine = "<1.5.0")]
struct Old {}

impl Run for Old {
    fn run(&self, _: &mut Context<'_, ()>) -> Result<One, BlockError> {
        Ok(one(Value::Null))
    }
}

/// Panic.
#[derive(Block)]
#[block(id = "test/panics@v1", outputs = One)]
struct Panics {
    /// What to give back where it is not 13.
    data: Or<Anything>,
}

impl Run for Panics {
    fn run(&self, _: &mut Context<'_, ()>) -> Result<One, BlockError> {
        assert!(!matches!(**self.data, Value::Integer(13)), "thirteen");
        Ok(one(Value::clone(&self.data)))
    }
}

/// Count, and panic in the middle of it.
#[derive(Block)]
#[block(id = "test/startled@v1", outputs = One, state = i64)]
struct Startled {
    /// Where it is 13, the block panics.
    data: Or<Anything>,
}

impl Run for Startled {
    fn run(&self, context: &mut Context<'_, i64>) -> Result<One, BlockError> {
        *context.state += 1;
        assert!(!matches!(**self.data, Value::Integer(13)), "thirteen");
        Ok(one(*context.state))
    }
}

/// Fail.
#[derive(Block)]
#[block(id = "test/refuses@v1", outputs = One)]
struct Refuses {
    /// Anything.
    #[block(required)]
    data: Option<Or<Anything>>,
}

impl Run for Refuses {
    fn run(&self, _: &mut Context<'_, ()>) -> Result<One, BlockError> {
        let _ = &self.data;
        Err(BlockError::new("the lens cap is on"))
    }
}

/// Too few outputs for a batch.
#[derive(Block)]
#[block(id = "test/short@v1", outputs = One, batch)]
struct Short {
    /// Anything.
    data: OrBatch<Anything>,
}

impl Run for Short {
    fn run(&self, _: &mut Context<'_, ()>) -> Result<Vec<One>, BlockError> {
        Ok(self.data.iter().skip(1).map(|data| one(data.0.clone())).collect())
    }
}

/// Fail for a reason that has a status.
#[derive(Block)]
#[block(id = "test/unlicensed@v1", outputs = One)]
struct Unlicensed {
    /// The status.
    status: Or<i64>,
}

impl Run for Unlicensed {
    fn run(&self, _: &mut Context<'_, ()>) -> Result<One, BlockError> {
        let cause = u16::try_from(*self.status).ok().and_then(Cause::of_status);
        Err(BlockError::new("the server has refused").with_cause(cause))
    }
}

/// Fail with an error of the engine.
#[derive(Block)]
#[block(id = "test/passes@v1", outputs = One)]
struct Passes {}

impl Run for Passes {
    fn run(&self, _: &mut Context<'_, ()>) -> Result<One, BlockError> {
        Err(WorkflowError::RuntimeInput(Facts::new(Place::RuntimeInputs, "the image is of the wrong sort")))?
    }
}
