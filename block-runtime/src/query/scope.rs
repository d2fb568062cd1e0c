//! What chains and statements can reach while they are evaluated: parameters, the current element, time and chance.

use std::fmt;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use jiff::Timestamp;

use super::error::{Failure, QueryError, QueryErrorClass};
use crate::block::{Clock, Environment, Random, SystemClock, SystemRandom};
use crate::limits::MAX_QUERY_WORK;
use crate::suggest::together;
use crate::value::{Map, Value};

/// What chains and statements can reach.
#[derive(Clone, Copy)]
pub struct Scope<'a> {
    parameters: Option<&'a Map>,
    element: Option<&'a Value>,
    pub(super) place: Place<'a>,
    clock: &'a dyn Clock,
    random: &'a dyn Random,
    work: Option<&'a Work>,
}

impl Default for Scope<'_> {
    /// Without parameters, with the time and the chance of this machine.
    fn default() -> Self {
        let (clock, random) = (&SystemClock, &SystemRandom);
        Self { parameters: None, element: None, place: Place::Root, clock, random, work: None }
    }
}

impl<'a> Scope<'a> {
    /// Without parameters, with the time and the chance that the steps of a process share.
    pub fn new(environment: &'a Environment) -> Self {
        Self { clock: environment.clock.as_ref(), random: environment.random.as_ref(), ..Self::default() }
    }

    /// The same with parameters, by name.
    #[must_use]
    pub fn with_parameters(self, parameters: &'a Map) -> Self {
        Self { parameters: Some(parameters), ..self }
    }

    /// The same with a value that [`ELEMENT`](super::ELEMENT) names, whatever parameter has that name.
    #[must_use]
    pub fn with_element(self, element: &'a Value) -> Self {
        Self { element: Some(element), ..self }
    }

    pub(super) fn at(self, place: Place<'a>) -> Self {
        Self { place, ..self }
    }

    /// The same for work that is written down, unless it is already.
    pub(super) fn counted(self, work: &'a Work) -> Self {
        Self { work: self.work.or(Some(work)), ..self }
    }

    /// The same for work that is written down on its own.
    pub(super) fn counted_apart(self, work: &'a Work) -> Self {
        Self { work: Some(work), ..self }
    }

    /// The value that a name stands for.
    ///
    /// # Errors
    /// At the place of the scope, when it stands for none.
    pub(super) fn parameter(&self, name: &str) -> Result<&'a Value, QueryError> {
        self.find(name).map_err(|message| QueryError::new(QueryErrorClass::UndeclaredSymbol, message, self.place))
    }

    /// The value that a name stands for, otherwise what is wrong, for people.
    fn find(&self, name: &str) -> Result<&'a Value, String> {
        let found = match self.element {
            Some(element) if name == super::ELEMENT => Some(element),
            _ => self.parameters.and_then(|parameters| parameters.get(name)),
        };
        found.ok_or_else(|| {
            let element = self.element.map(|_| super::ELEMENT);
            let names = self.parameters.into_iter().flat_map(Map::keys).map(String::as_str);
            let known = together(element.into_iter().chain(names));
            let known = if known.is_empty() { "none are given".to_owned() } else { format!("known are {known}") };
            format!("there is no parameter `{name}`; {known}")
        })
    }

    /// A parameter that an operation names, which may be another one for each detection.
    pub(super) fn parameter_of_operation(&self, name: &str) -> Result<&'a Value, Failure> {
        if name == super::ELEMENT {
            self.varies();
        }
        self.find(name).map_err(Failure::Undeclared)
    }

    /// The time.
    pub(super) fn now(&self) -> Timestamp {
        self.varies();
        self.clock.now()
    }

    /// A number from 0 to 1.
    pub(super) fn fraction(&self) -> f64 {
        self.varies();
        self.random.fraction()
    }

    fn varies(&self) {
        if let Some(work) = self.work {
            work.varies.store(true, Ordering::Relaxed);
        }
    }

    /// Notes that so many elements are looked at, before that is done.
    ///
    /// # Errors
    /// [`Failure`] when the query has done more than a query may.
    pub(super) fn look_at(&self, elements: usize) -> Result<(), Failure> {
        /// What takes about as long as looking at an element: making so many bytes.
        const BYTES: usize = 64;
        self.spend(elements.saturating_mul(BYTES))
    }

    /// Notes that so many bytes are made, before that is done.
    ///
    /// # Errors
    /// [`Failure`] when the query has done more than a query may.
    pub(super) fn spend(&self, amount: usize) -> Result<(), Failure> {
        let Some(work) = self.work else { return Ok(()) };
        let before = work.spent.fetch_add(amount as u64, Ordering::Relaxed);
        if before.saturating_add(amount as u64) <= MAX_QUERY_WORK {
            return Ok(());
        }
        let most = MAX_QUERY_WORK >> 20;
        Err(Failure::Operation(format!(
            "the query makes or looks at more than {most} MiB of values; give it less data"
        )))
    }
}

/// What the evaluation of a query has done.
#[derive(Debug, Default)]
pub(super) struct Work {
    spent: AtomicU64,
    varies: AtomicBool,
}

impl Work {
    /// True when another evaluation may give another value.
    pub(super) fn has_varied(&self) -> bool {
        self.varies.load(Ordering::Relaxed)
    }
}

impl fmt::Debug for Scope<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> = self.parameters.into_iter().flat_map(Map::keys).collect();
        formatter.debug_struct("Scope").field("parameters", &names).finish_non_exhaustive()
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
