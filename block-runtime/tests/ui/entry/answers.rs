//! Answers that are not those that were declared.
use block_runtime::prelude::*;

/// What the blocks yield.
#[derive(Outputs)]
struct One {
    /// The result.
    out: Out<Str>,
}

fn one() -> One {
    One { out: Out("one".to_owned()) }
}

/// Other outputs than those that are declared.
#[derive(Block)]
#[block(id = "test/other_fields@v1", outputs = One)]
struct OtherFields {}

impl Run for OtherFields {
    fn run(&self, _: &mut Context<'_, ()>) -> Result<One, BlockError> {
        Ok(One { other: Out("other".to_owned()) }) //~ struct `One` has no field named `other`
    }
}

/// A list where one element is asked for.
#[derive(Block)]
#[block(id = "test/list_of_one@v1", outputs = One)]
struct ListOfOne {}

impl Run for ListOfOne {
    fn run(&self, _: &mut Context<'_, ()>) -> Result<Vec<One>, BlockError> { //~ method `run` has an incompatible type for trait
        Ok(vec![one()])
    }
}

/// One element where a batch is asked for.
#[derive(Block)]
#[block(id = "test/one_of_batch@v1", outputs = One, batch)]
struct OneOfBatch {
    /// Anything.
    data: InBatch<Wildcard>,
}

impl Run for OneOfBatch {
    fn run(&self, _: &mut Context<'_, ()>) -> Result<One, BlockError> { //~ method `run` has an incompatible type for trait
        let _ = &self.data;
        Ok(one())
    }
}

/// A flat list where each element becomes a batch.
#[derive(Block)]
#[block(id = "test/flat@v1", outputs = One, batch, output_depth = 1)]
struct Flat {
    /// Anything.
    data: InBatch<Wildcard>,
}

impl Run for Flat {
    fn run(&self, _: &mut Context<'_, ()>) -> Result<Vec<One>, BlockError> { //~ method `run` has an incompatible type for trait
        Ok(self.data.iter().map(|_| one()).collect())
    }
}

/// Elements that are missing.
#[derive(Block)]
#[block(id = "test/missing_elements@v1", outputs = One, batch)]
struct MissingElements {
    /// Anything.
    data: InBatch<Wildcard>,
}

impl Run for MissingElements {
    fn run(&self, _: &mut Context<'_, ()>) -> Result<Vec<Option<One>>, BlockError> { //~ method `run` has an incompatible type for trait
        Ok(self.data.iter().map(|_| None).collect())
    }
}

/// A decision of a block that yields data.
#[derive(Block)]
#[block(id = "test/decision@v1", outputs = One)]
struct Decision {}

impl Run for Decision {
    fn run(&self, _: &mut Context<'_, ()>) -> Result<Flow, BlockError> { //~ method `run` has an incompatible type for trait
        Ok(Flow::default())
    }
}

/// Data of a block that decides.
#[derive(Block)]
#[block(id = "test/data@v1", flow)]
struct Data {}

impl Run for Data {
    fn run(&self, _: &mut Context<'_, ()>) -> Result<One, BlockError> { //~ method `run` has an incompatible type for trait
        Ok(one())
    }
}

fn main() {}
