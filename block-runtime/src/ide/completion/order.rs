//! Which steps wait for which, by what is written.
//!
//! The analysis knows it too, but only of steps that can be read, and it has taken inner workflows apart. What is written
//! tells it of all steps of a definition, however faulty they are.

use std::collections::{HashMap, HashSet};

use super::Question;
use crate::document::Token;
use crate::ide::symbols::{Role, Symbol};
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
    pub(super) fn new(question: &Question<'_>) -> Self {
        let symbols = &question.file.symbols;
        let mut order = Self::default();
        let Some(scope) = symbols.scopes.get(question.scope) else { return order };
        let depth = scope.pointer.tokens().len();
        let places: HashMap<&str, usize> =
            question.inventory.steps.iter().map(|step| (step.name, step.index)).collect();
        for occurrence in symbols.occurrences.iter().filter(|one| one.scope == question.scope) {
            let (Symbol::Step(name), Role::Reference(target)) = (&occurrence.symbol, &occurrence.role) else {
                continue;
            };
            let tokens = occurrence.pointer.tokens();
            let (Some(Token::Member(list)), Some(Token::Element(step))) = (tokens.get(depth), tokens.get(depth + 1))
            else {
                continue;
            };
            let Some(other) = places.get(name.as_str()).filter(|_| list == "steps") else { continue };
            match target {
                Target::Step(_) => order.add(*step, *other),
                Target::Input(_) | Target::Output { .. } => order.add(*other, *step),
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
