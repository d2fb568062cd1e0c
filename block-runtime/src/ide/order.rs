//! Which steps wait for which, by what is written.
//!
//! The compiler knows it too, but only of steps that can be read, and it has taken inner workflows apart. What is written
//! tells it of all steps of a definition, however faulty they are.

use std::collections::{HashMap, HashSet};

use super::file::File;
use super::symbols::{Role, Symbol};
use crate::document::Token;
use crate::step::Target;

/// What a step does with one that it refers to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Relation {
    /// It takes its data, so it runs after it.
    Uses,
    /// It decides whether it runs, so it runs before it.
    Chooses,
}

/// Which steps of a definition wait for which, by their places in the list.
#[derive(Debug, Default)]
pub(super) struct Order {
    /// By a step those that wait for it.
    followers: HashMap<usize, Vec<usize>>,
    /// By a step those that it waits for.
    leaders: HashMap<usize, Vec<usize>>,
}

impl Order {
    /// The order of the steps of a scope.
    pub(super) fn new(file: &File, scope: usize) -> Self {
        let symbols = &file.symbols;
        let mut order = Self::default();
        let Some(definition) = symbols.scopes.get(scope) else { return order };
        for occurrence in symbols.occurrences.iter().filter(|one| one.scope == scope) {
            let (Symbol::Step(_), Role::Reference(target)) = (&occurrence.symbol, &occurrence.role) else { continue };
            let Some(step) = definition.step_around(occurrence.pointer.tokens()) else { continue };
            let other = symbols.declaration(scope, &occurrence.symbol).and_then(|other| other.pointer.tokens().last());
            let Some(Token::Element(other)) = other else { continue };
            match target {
                Target::Step(_) => order.add(step, *other),
                Target::Input(_) | Target::Output { .. } => order.add(*other, step),
            }
        }
        order
    }

    fn add(&mut self, first: usize, then: usize) {
        self.followers.entry(first).or_default().push(then);
        self.leaders.entry(then).or_default().push(first);
    }

    /// The steps with which a step would close a circle, and the step itself.
    pub(super) fn closing_circles(&self, step: usize, relation: Relation) -> HashSet<usize> {
        let edges = match relation {
            Relation::Uses => &self.followers,
            Relation::Chooses => &self.leaders,
        };
        let mut reached = HashSet::new();
        let mut next = vec![step];
        while let Some(step) = next.pop() {
            if reached.insert(step) {
                next.extend(edges.get(&step).into_iter().flatten());
            }
        }
        reached
    }
}
