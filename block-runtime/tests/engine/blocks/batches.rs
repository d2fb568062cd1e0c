//! Blocks that tell elements from batches.

use block_runtime::prelude::*;

use super::{Anything, One, Seen, one};

/// The blocks of this module.
pub const BLOCKS: &[Entry] = &[
    block::<Echo>(),
    block::<BatchEcho>(),
    block::<MixedEcho>(),
    block::<CastEcho>(),
    block::<Pair>(),
    block::<PairEach>(),
    block::<PairEmpty>(),
    block::<OnlyA>(),
];

/// Give the data back.
#[derive(Block)]
#[block(id = "test/echo@v1", outputs = One)]
struct Echo {
    /// What to give back.
    #[block(required)]
    data: Option<Or<Anything>>,
}

impl Run for Echo {
    fn run(&self, _: &mut Context<'_, ()>) -> Result<One, BlockError> {
        Ok(one(self.data.as_ref().map(|data| Value::clone(data))))
    }
}

fn indices<T>(batch: &Batch<T>) -> Value {
    batch.indices().map(|index| Value::from(format!("{index:?}"))).collect()
}

/// Give a batch back.
#[derive(Block)]
#[block(id = "test/batch_echo@v1", outputs = Seen, batch)]
struct BatchEcho {
    /// What to give back.
    data: OrBatch<Anything>,
}

impl Run for BatchEcho {
    fn run(&self, _: &mut Context<'_, ()>) -> Result<Vec<Seen>, BlockError> {
        let indices = indices(&self.data);
        Ok(self.data.iter().map(|data| Seen { out: Out(data.0.clone()), indices: Out(indices.clone()) }).collect())
    }
}

/// Tell whether a batch or a single value has come.
#[derive(Block)]
#[block(id = "test/mixed_echo@v1", outputs = One, batch)]
struct MixedEcho {
    /// What to look at.
    data: OrMixed<Anything>,
}

impl Run for MixedEcho {
    fn run(&self, _: &mut Context<'_, ()>) -> Result<Vec<One>, BlockError> {
        Ok(match &*self.data {
            Mixed::One(_) => vec![one("single")],
            Mixed::Batch(batch) => batch.iter().map(|_| one("batch")).collect(),
        })
    }
}

/// Tell whether a batch or a single value has come, where single values are to be batches too.
#[derive(Block)]
#[block(id = "test/cast_echo@v1", outputs = One, batch)]
struct CastEcho {
    /// What to look at.
    #[block(cast_to_batch)]
    data: OrMixed<Anything>,
}

impl Run for CastEcho {
    fn run(&self, _: &mut Context<'_, ()>) -> Result<Vec<One>, BlockError> {
        Ok(match &*self.data {
            Mixed::One(_) => vec![one("single")],
            Mixed::Batch(batch) => batch.iter().map(|_| one("batch")).collect(),
        })
    }
}

fn pairs<'a>(a: impl Iterator<Item = &'a Anything>, b: impl Iterator<Item = &'a Anything>) -> Vec<One> {
    a.zip(b).map(|(a, b)| one(vec![a.0.clone(), b.0.clone()])).collect()
}

/// Pair two batches.
#[derive(Block)]
#[block(id = "test/pair@v1", outputs = One, batch)]
struct Pair {
    /// First of each pair.
    a: OrBatch<Anything>,
    /// Second of each pair.
    #[block(required)]
    b: Option<OrBatch<Anything>>,
}

impl Run for Pair {
    fn run(&self, _: &mut Context<'_, ()>) -> Result<Vec<One>, BlockError> {
        match &self.b {
            Some(b) => Ok(pairs(self.a.iter(), b.iter())),
            None => Ok(self.a.iter().map(|a| one(vec![a.0.clone(), Value::from("bare null")])).collect()),
        }
    }
}

/// Pair two values.
#[derive(Block)]
#[block(id = "test/pair_each@v1", outputs = One)]
struct PairEach {
    /// First of the pair.
    a: Or<Anything>,
    /// Second of the pair.
    b: Or<Anything>,
}

impl Run for PairEach {
    fn run(&self, _: &mut Context<'_, ()>) -> Result<One, BlockError> {
        Ok(one(vec![Value::clone(&self.a), Value::clone(&self.b)]))
    }
}

/// Pair two batches, elements without a value included.
#[derive(Block)]
#[block(id = "test/pair_empty@v1", outputs = One, batch, accepts_empty)]
struct PairEmpty {
    /// First of each pair.
    a: OrBatch<Anything>,
    /// Second of each pair.
    b: OrBatch<Anything>,
}

impl Run for PairEmpty {
    fn run(&self, _: &mut Context<'_, ()>) -> Result<Vec<One>, BlockError> {
        Ok(pairs(self.a.iter(), self.b.iter()))
    }
}

/// Pair a batch with one value.
#[derive(Block)]
#[block(id = "test/only_a@v1", outputs = One, batch)]
struct OnlyA {
    /// First of each pair.
    a: OrBatch<Anything>,
    /// Second of each pair.
    b: Or<Anything>,
}

impl Run for OnlyA {
    fn run(&self, _: &mut Context<'_, ()>) -> Result<Vec<One>, BlockError> {
        Ok(pairs(self.a.iter(), std::iter::repeat(&*self.b)))
    }
}
