//! What the names of a definition stand for: inputs with their kinds, steps with what they give back.
//!
//! Everything is read from the nodes of the document as far as that goes, so that faults elsewhere take nothing away, and
//! inner workflows, which the analysis has put into the one around them, are known by their own names. Only what follows
//! from a configuration or from the flow of data is the compiler's.
//!
//! A [`File`] is asked about single names; an [`Inventory`] has all those of one definition.

mod given;
mod producer;

use std::collections::HashSet;

use super::file::File;

pub(super) use given::Given;
pub(super) use producer::{Produced, Producer, Runs};

/// What a definition has.
pub(super) struct Inventory<'f> {
    pub(super) inputs: Vec<Given<'f>>,
    pub(super) steps: Vec<StepFacts<'f>>,
    /// The names of all steps.
    pub(super) step_names: HashSet<&'f str>,
}

/// A step with everything that it gives back.
pub(super) struct StepFacts<'f> {
    pub(super) producer: Producer<'f>,
    pub(super) outputs: Vec<Produced<'f>>,
    /// False where it may give back more than is known.
    pub(super) is_complete: bool,
}

impl<'f> Inventory<'f> {
    /// What the definition of a scope has.
    pub(super) fn new(file: &'f File, scope: usize) -> Self {
        let (inputs, steps) = match file.symbols.scopes.get(scope) {
            Some(scope) => (scope.inputs.as_slice(), scope.steps.as_slice()),
            None => Default::default(),
        };
        let step = |declaration| {
            let producer = file.producer_at(declaration)?;
            let (outputs, is_complete) = (file.outputs(&producer), file.knows_outputs(&producer));
            Some(StepFacts { producer, outputs, is_complete })
        };
        Self {
            inputs: inputs.iter().filter_map(|declaration| file.given_at(scope, declaration)).collect(),
            steps: steps.iter().filter_map(step).collect(),
            step_names: steps.iter().map(|step| step.name.as_str()).collect(),
        }
    }
}
