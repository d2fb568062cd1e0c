//! What a place may refer to: the nearest first, and nothing that would close a circle.

use std::collections::HashSet;

use crate::compile::Lineage;
use crate::step::Target;

use super::file::File;
use super::inventory::{Given, Inventory, Produced, StepFacts};
use super::order::{Order, Relation};
use super::wanted::{Fit, Wanted};

/// Data that a reference may lead to.
#[derive(Clone, Copy)]
pub(super) enum Source<'i> {
    Input(&'i Given<'i>),
    Output(&'i StepFacts<'i>, &'i Produced<'i>),
}

impl<'i> Source<'i> {
    /// Names of its kinds; none where they are not known.
    pub(super) fn kinds(self) -> &'i [&'i str] {
        match self {
            Self::Input(input) => &input.kinds,
            Self::Output(_, output) => &output.kinds,
        }
    }

    /// The batch that it belongs to, where that is known.
    pub(super) fn lineage(self) -> Option<&'i Lineage> {
        match self {
            Self::Input(input) => input.lineage.as_ref(),
            Self::Output(_, output) => output.lineage,
        }
    }

    /// The reference that leads to it.
    pub(super) fn reference(self) -> String {
        let target = match self {
            Self::Input(input) => Target::Input(input.name.to_owned()),
            Self::Output(step, output) => {
                Target::Output { step: step.producer.name().to_owned(), output: output.name.to_owned() }
            }
        };
        target.to_string()
    }
}

impl Inventory<'_> {
    /// All data, the nearest first as seen from a place in the list of steps: what steps before it give back, inputs,
    /// what steps after it give back.
    pub(super) fn sources(&self, index: usize) -> Vec<Source<'_>> {
        let (before, after): (Vec<_>, Vec<_>) = self.steps.iter().partition(|step| step.producer.index < index);
        let before = before.into_iter().rev().flat_map(outputs);
        let after = after.into_iter().flat_map(outputs);
        before.chain(self.inputs.iter().map(Source::Input)).chain(after).collect()
    }

    /// The data that fits what a place wants, without that of some steps. The order is that of
    /// [`sources`](Self::sources), however well it fits.
    pub(super) fn fitting(&self, index: usize, without: &HashSet<usize>, wanted: &Wanted) -> Vec<(Fit, Source<'_>)> {
        let is_open = |source: &Source<'_>| match source {
            Source::Input(_) => true,
            Source::Output(step, _) => !without.contains(&step.producer.index),
        };
        let open = self.sources(index).into_iter().filter(is_open);
        open.filter_map(|source| Some((wanted.fit(source)?, source))).collect()
    }
}

fn outputs<'i>(step: &'i StepFacts<'i>) -> impl Iterator<Item = Source<'i>> {
    step.outputs.iter().map(move |output| Source::Output(step, output))
}

/// The steps of a scope that one of them must not refer to, since a circle would close; none outside of steps.
pub(super) fn circles(file: &File, scope: usize, step: Option<usize>, relation: Relation) -> HashSet<usize> {
    match step {
        Some(step) => Order::new(file, scope).closing_circles(step, relation),
        None => HashSet::new(),
    }
}
