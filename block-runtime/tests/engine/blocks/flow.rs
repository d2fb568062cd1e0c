//! Blocks that decide what runs next, and one that picks up what they have left out.

use block_runtime::prelude::*;

use super::{Anything, One, one};

/// The blocks of this module.
pub const BLOCKS: &[Entry] =
    &[block::<Gate>(), block::<BatchGate>(), block::<Switch>(), block::<Astray>(), block::<FirstOf>()];

fn passes(value: &Value) -> bool {
    !matches!(value, Value::Integer(0))
}

/// Run the next steps where the data is not zero.
#[derive(Block)]
#[block(id = "test/gate@v1", flow)]
struct Gate {
    /// What to look at.
    data: Or<Anything>,
    /// Steps that run next.
    #[block(default)]
    next_steps: Vec<StepRef>,
}

impl Run for Gate {
    fn run(&self, _: &mut Context<'_, ()>) -> Result<Flow, BlockError> {
        Ok(if passes(&self.data) { Flow(self.next_steps.clone()) } else { Flow::default() })
    }
}

/// The same for a whole batch, with one step to run next.
#[derive(Block)]
#[block(id = "test/batch_gate@v1", flow, batch)]
struct BatchGate {
    /// What to look at.
    data: OrBatch<Anything>,
    /// The step that runs next.
    next_step: StepRef,
}

impl Run for BatchGate {
    fn run(&self, _: &mut Context<'_, ()>) -> Result<Vec<Flow>, BlockError> {
        let decide = |data: &Anything| if passes(data) { Flow(vec![self.next_step.clone()]) } else { Flow::default() };
        Ok(self.data.iter().map(decide).collect())
    }
}

/// Run the step that belongs to the data.
#[derive(Block)]
#[block(id = "test/switch@v1", flow)]
struct Switch {
    /// What to look at.
    data: Or<Anything>,
    /// Steps by the data for which they run.
    cases: IndexMap<String, StepRef>,
    /// Steps that run for all other data.
    #[block(default)]
    default: Vec<StepRef>,
}

impl Run for Switch {
    fn run(&self, _: &mut Context<'_, ()>) -> Result<Flow, BlockError> {
        let key = match &**self.data {
            Value::Integer(number) => number.to_string(),
            Value::Text(text) => text.as_ref().to_owned(),
            _ => String::new(),
        };
        Ok(self.cases.get(&key).map_or_else(|| Flow(self.default.clone()), |step| Flow(vec![step.clone()])))
    }
}

/// Choose a step that is not named.
#[derive(Block)]
#[block(id = "test/astray@v1", flow)]
struct Astray {
    /// What to look at.
    data: Or<Anything>,
    /// Steps that are never chosen.
    next_steps: Vec<StepRef>,
}

impl Run for Astray {
    fn run(&self, _: &mut Context<'_, ()>) -> Result<Flow, BlockError> {
        let _ = (&self.data, &self.next_steps);
        Ok(Flow(vec![StepRef("$steps.elsewhere".to_owned())]))
    }
}

/// The first value that there is, or else a default.
#[derive(Block)]
#[block(id = "test/first_of@v1", outputs = One, accepts_empty)]
struct FirstOf {
    /// Values to choose from.
    data: Vec<In<Wildcard>>,
    /// What to give back where there is none.
    default: Or<Anything>,
}

impl Run for FirstOf {
    fn run(&self, _: &mut Context<'_, ()>) -> Result<One, BlockError> {
        let first = self.data.iter().find(|value| !value.is_null());
        Ok(one(first.map_or_else(|| Value::clone(&self.default), |value| Value::clone(value))))
    }
}
