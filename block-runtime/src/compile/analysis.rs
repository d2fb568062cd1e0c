//! What can be known about a definition that may be faulty, for those who help to write it.

use std::collections::HashMap;

use crate::document::Pointer;
use crate::workflow::{Definition, StepDefinition};

use super::lineage::Lineage;
use super::plan::Parts;
use super::report::Report;

/// A definition as far as it can be understood.
#[derive(Debug)]
pub struct Analysis {
    /// Its parts, as far as they can be read; steps of inner workflows stand among the others.
    pub definition: Definition,
    /// Numbers of the steps, each after those that it waits for.
    pub order: Vec<usize>,
    /// What is wrong with it, and what is superfluous.
    pub report: Report,
    /// For each step the batch that its outputs belong to.
    lineages: Vec<Lineage>,
    /// The number of the step that stands at each place.
    places: HashMap<Pointer, usize>,
}

impl Analysis {
    pub(super) fn new(definition: Definition, order: Vec<usize>, parts: Parts, report: Report) -> Self {
        let mut lineages = vec![Lineage::default(); definition.steps.len()];
        for (number, step) in order.iter().zip(parts.steps) {
            if let Some(lineage) = lineages.get_mut(*number) {
                *lineage = step.lineage;
            }
        }
        let places = definition.steps.iter().enumerate().map(|(number, step)| (step.step.pointer.clone(), number));
        let places = places.rev().collect();
        Self { definition, order, report, lineages, places }
    }

    /// The number of the step that stands at a place of the text.
    pub fn step_at(&self, pointer: &Pointer) -> Option<usize> {
        self.places.get(pointer).copied()
    }

    /// The step of this number.
    pub fn step(&self, number: usize) -> Option<&StepDefinition> {
        self.definition.steps.get(number)
    }

    /// The batch that the outputs of a step belong to. Its levels name steps by their places in [`order`](Self::order).
    pub fn lineage(&self, number: usize) -> Option<&Lineage> {
        self.lineages.get(number)
    }
}
