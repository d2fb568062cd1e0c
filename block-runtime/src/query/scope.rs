//! What chains and statements can reach while they are evaluated: parameters, the current element, time and chance.

use std::fmt;

use super::budget::Budget;
use super::error::Failure;
use crate::block::{Clock, Environment, Random, SystemClock, SystemRandom};
use crate::value::{Map, Value};

/// What chains and statements can reach.
#[derive(Clone, Copy)]
pub struct Scope<'a> {
    parameters: Option<&'a Map>,
    element: Option<&'a Value>,
    budget: Option<&'a Budget>,
    pub(super) place: Place<'a>,
    pub(super) clock: &'a dyn Clock,
    pub(super) random: &'a dyn Random,
}

impl Default for Scope<'_> {
    /// Without parameters, with the time and the chance of this machine.
    fn default() -> Self {
        Self {
            parameters: None,
            element: None,
            budget: None,
            place: Place::Root,
            clock: &SystemClock,
            random: &SystemRandom,
        }
    }
}

impl<'a> Scope<'a> {
    /// With parameters, by name, and the time and the chance that the steps of a process share.
    pub fn new(parameters: &'a Map, environment: &'a Environment) -> Self {
        Self {
            parameters: Some(parameters),
            clock: environment.clock.as_ref(),
            random: environment.random.as_ref(),
            ..Self::default()
        }
    }

    /// The same with other parameters.
    #[must_use]
    pub fn with_parameters(self, parameters: &'a Map) -> Self {
        Self { parameters: Some(parameters), ..self }
    }

    /// The same with an element that [`ELEMENT`](super::ELEMENT) names, whatever parameter has that name.
    pub(super) fn about(self, element: &'a Value) -> Self {
        Self { element: Some(element), ..self }
    }

    /// The same with a limit on what is done, where none is set yet.
    pub(super) fn within<'b>(&self, budget: &'b Budget) -> Scope<'b>
    where
        'a: 'b,
    {
        Scope { budget: Some(self.budget.unwrap_or(budget)), ..*self }
    }

    /// Takes note that this many values are made.
    pub(super) fn spend(&self, values: usize) -> Result<(), Failure> {
        self.budget.map_or(Ok(()), |budget| budget.spend(values))
    }

    pub(super) fn at(self, place: Place<'a>) -> Self {
        Self { place, ..self }
    }

    /// The value that a name stands for.
    pub(super) fn get(&self, name: &str) -> Option<&'a Value> {
        match self.element {
            Some(element) if name == super::ELEMENT => Some(element),
            _ => self.parameters?.get(name),
        }
    }

    /// The names that stand for values.
    pub(super) fn names(&self) -> impl Iterator<Item = &'a str> {
        let element = self.element.map(|_| super::ELEMENT);
        element.into_iter().chain(self.parameters.into_iter().flat_map(Map::keys).map(String::as_str))
    }
}

impl fmt::Debug for Scope<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Scope").field("names", &self.names().collect::<Vec<_>>()).finish_non_exhaustive()
    }
}

/// Where in a query something stands; put into words only when something is wrong.
#[derive(Debug, Clone, Copy)]
pub(super) enum Place<'a> {
    /// The whole query.
    Root,
    /// The operation at a place of the root chain.
    Element(&'a Place<'a>, usize),
    /// The element of a list within the query: `.operations[0]`.
    Within(&'a Place<'a>, &'static str, usize),
}

impl fmt::Display for Place<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Root => formatter.write_str("<root>"),
            Self::Element(around, index) => write!(formatter, "{around}[{index}]"),
            Self::Within(around, list, index) => write!(formatter, "{around}.{list}[{index}]"),
        }
    }
}
