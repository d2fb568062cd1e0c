//! Blocks that share what they remember.

use block_runtime::block::{SessionMemory, StepState};
use block_runtime::prelude::*;

use super::{Anything, One, one};

/// The blocks of this module.
pub const BLOCKS: &[Entry] = &[block::<Note>(), async_block::<SlowNote>(), block::<Recall>(), block::<Tally>()];

/// What has been noted in a session.
type Notes = Shared<Vec<Value>>;

/// Note something, and panic over 7.
#[derive(Block)]
#[block(id = "test/note@v1", outputs = One, state = Notes)]
struct Note {
    /// What to note.
    data: Or<Anything>,
}

impl Run for Note {
    fn run(&self, context: &mut Context<'_, Notes>) -> Result<One, BlockError> {
        let mut notes = context.state.lock();
        notes.push(Value::clone(&self.data));
        assert!(!matches!(**self.data, Value::Integer(7)), "seven");
        Ok(one(Value::clone(&self.data)))
    }
}

/// The same, taking its time.
#[derive(Block)]
#[block(id = "test/slow_note@v1", outputs = One, state = Notes)]
struct SlowNote {
    /// What to note.
    data: Or<Anything>,
}

impl RunAsync for SlowNote {
    async fn run(&self, context: &mut Context<'_, Notes>) -> Result<One, BlockError> {
        tokio::task::yield_now().await;
        context.state.lock().push(Value::clone(&self.data));
        Ok(one(Value::clone(&self.data)))
    }
}

/// Everything that has been noted.
#[derive(Block)]
#[block(id = "test/recall@v1", outputs = One, state = Notes)]
struct Recall {
    /// What has to be done first.
    after: In<Wildcard>,
}

impl Run for Recall {
    fn run(&self, context: &mut Context<'_, Notes>) -> Result<One, BlockError> {
        let _ = &self.after;
        Ok(one(context.state.lock().clone()))
    }
}

/// How often each step has been called, and how often all of them together.
#[derive(Block)]
#[block(id = "test/tally@v1", outputs = One, state = Counts)]
struct Tally {
    /// What has to be done first.
    after: Option<In<Wildcard>>,
}

/// Memory of both sorts.
struct Counts {
    own: i64,
    all: Shared<i64>,
}

impl StepState for Counts {
    fn begin(memory: &SessionMemory) -> Self {
        Self { own: 0, all: memory.of() }
    }
}

impl Run for Tally {
    fn run(&self, context: &mut Context<'_, Counts>) -> Result<One, BlockError> {
        let _ = &self.after;
        context.state.own += 1;
        let mut all = context.state.all.lock();
        *all += 1;
        Ok(one(vec![context.state.own, *all]))
    }
}
