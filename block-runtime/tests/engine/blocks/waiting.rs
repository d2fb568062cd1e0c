//! Blocks that wait.

use std::sync::atomic::{AtomicUsize, Ordering};

use block_runtime::prelude::*;

use super::{Anything, One, one};

/// The blocks of this module.
pub const BLOCKS: &[Entry] = &[
    async_block::<Slow>(),
    async_block::<SlowBatch>(),
    async_block::<SlowCounter>(),
    async_block::<SlowPanics>(),
    async_block::<Forever>(),
    async_block::<Attempts>(),
    block::<Tireless>(),
];

/// How many calls of `Slow` and `SlowCounter` are in flight, and how many there have been at most.
#[derive(Debug, Default)]
pub struct Traffic {
    now: AtomicUsize,
    most: AtomicUsize,
}

impl Traffic {
    pub fn most(&self) -> usize {
        self.most.load(Ordering::SeqCst)
    }

    async fn pass(&self) {
        let now = self.now.fetch_add(1, Ordering::SeqCst) + 1;
        self.most.fetch_max(now, Ordering::SeqCst);
        // Everybody who may start does so before anybody ends.
        for _ in 0..3 {
            tokio::task::yield_now().await;
        }
        self.now.fetch_sub(1, Ordering::SeqCst);
    }
}

/// Wait, then give the data back.
#[derive(Block)]
#[block(id = "test/slow@v1", outputs = One)]
struct Slow {
    /// What to give back.
    data: Or<Anything>,
    /// Where calls are counted.
    traffic: In<Wildcard>,
}

impl RunAsync for Slow {
    async fn run(&self, _: &mut Context<'_, ()>) -> Result<One, BlockError> {
        if let Some(traffic) = self.traffic.downcast::<Traffic>() {
            traffic.pass().await;
        }
        Ok(one(Value::clone(&self.data)))
    }
}

/// Wait, then give a batch back.
#[derive(Block)]
#[block(id = "test/slow_batch@v1", outputs = One, batch)]
struct SlowBatch {
    /// What to give back.
    data: OrBatch<Anything>,
}

impl RunAsync for SlowBatch {
    async fn run(&self, _: &mut Context<'_, ()>) -> Result<Vec<One>, BlockError> {
        tokio::task::yield_now().await;
        Ok(self.data.iter().map(|data| one(data.0.clone())).collect())
    }
}

/// Count the elements that a step has seen, waiting in between.
#[derive(Block)]
#[block(id = "test/slow_counter@v1", outputs = One, state = i64)]
struct SlowCounter {
    /// What to give back along with the count.
    data: Or<Anything>,
}

impl RunAsync for SlowCounter {
    async fn run(&self, context: &mut Context<'_, i64>) -> Result<One, BlockError> {
        let before = *context.state;
        tokio::task::yield_now().await;
        *context.state = before + 1;
        Ok(one(vec![Value::clone(&self.data), Value::from(*context.state)]))
    }
}

/// Panic while waiting.
#[derive(Block)]
#[block(id = "test/slow_panics@v1", outputs = One)]
struct SlowPanics {}

impl RunAsync for SlowPanics {
    async fn run(&self, _: &mut Context<'_, ()>) -> Result<One, BlockError> {
        tokio::task::yield_now().await;
        panic!("the server room is on fire")
    }
}

/// Wait without end.
#[derive(Block)]
#[block(id = "test/forever@v1", outputs = One)]
struct Forever {}

impl RunAsync for Forever {
    async fn run(&self, _: &mut Context<'_, ()>) -> Result<One, BlockError> {
        std::future::pending().await
    }
}

/// Count the calls, and end only those that need not wait.
#[derive(Block)]
#[block(id = "test/attempts@v1", outputs = One, state = i64)]
struct Attempts {
    /// Whether to wait without end.
    #[block(default = false)]
    waits: Or<bool>,
}

impl RunAsync for Attempts {
    async fn run(&self, context: &mut Context<'_, i64>) -> Result<One, BlockError> {
        *context.state += 1;
        if *self.waits {
            std::future::pending::<()>().await;
        }
        Ok(one(*context.state))
    }
}

/// Calculate until nobody needs the result any more, then tell whoever listens.
#[derive(Block)]
#[block(id = "test/tireless@v1", outputs = One, state = i64)]
struct Tireless {
    /// A channel to tell.
    listener: In<Wildcard>,
}

impl Run for Tireless {
    fn run(&self, context: &mut Context<'_, i64>) -> Result<One, BlockError> {
        *context.state += 1;
        let Some(listener) = self.listener.downcast::<std::sync::mpsc::Sender<&'static str>>() else {
            return Ok(one(*context.state));
        };
        listener.send("started")?;
        while !context.is_stopped() {
            std::thread::yield_now();
        }
        listener.send("stopped")?;
        Ok(one(*context.state))
    }
}
