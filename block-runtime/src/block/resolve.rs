//! From a compiled step to the struct of a block: arguments, the values of one call, and where they belong.

use std::fmt;

use smallvec::SmallVec;

use super::table::Field;
use crate::value::{Batch, ConversionError, Value};

/// Place of an element in the workflow's batches: one number a level, empty for a single value.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Index(SmallVec<[u32; 4]>);

impl Index {
    /// The numbers from the outermost level to the innermost.
    pub fn levels(&self) -> &[u32] {
        &self.0
    }

    /// The place of the `child`-th element of what stands here.
    #[must_use]
    pub fn child(&self, child: u32) -> Self {
        let mut levels = self.0.clone();
        levels.push(child);
        Self(levels)
    }
}

impl<const N: usize> From<[usize; N]> for Index {
    fn from(levels: [usize; N]) -> Self {
        Self(levels.iter().map(|level| u32::try_from(*level).unwrap_or(u32::MAX)).collect())
    }
}

impl fmt::Debug for Index {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_list().entries(self.0.iter()).finish()
    }
}

/// What a step gives for a property, after parsing and before any value is known.
#[derive(Debug, Clone)]
pub enum Arg {
    /// A literal, or a default.
    Value(Value),
    /// The reference of this number among the references of the step.
    Reference(usize),
    /// A list of which at least one element is a reference.
    List(Vec<Arg>),
    /// An object of which at least one member is a reference.
    Map(Vec<(String, Arg)>),
    /// The properties of a group.
    Group(Vec<Arg>),
}

/// What a reference leads to in one call.
#[derive(Debug, Clone)]
pub enum Input {
    /// A single value.
    Value(Value),
    /// A whole batch, or the group of one element.
    Batch(Batch<Value>),
    /// A whole batch of groups; nothing for an element that never had any members.
    Groups(Batch<Option<Batch<Value>>>),
}

/// The values of one call, by which [`Block::resolve`](super::Block::resolve) makes the struct.
#[derive(Debug, Clone, Copy)]
pub struct Frame<'a> {
    fields: &'static [Field],
    args: &'a [Arg],
    inputs: &'a [Input],
}

impl<'a> Frame<'a> {
    /// A frame for a block with these fields.
    pub fn new(fields: &'static [Field], args: &'a [Arg], inputs: &'a [Input]) -> Self {
        Self { fields, args, inputs }
    }

    /// What the step gives for the property at this place.
    pub fn arg(&self, place: usize) -> &'a Arg {
        &self.args[place]
    }

    /// What a reference of the step leads to.
    pub fn input(&self, reference: usize) -> &'a Input {
        &self.inputs[reference]
    }

    /// The frame of the group at this place.
    #[must_use]
    pub fn group(&self, place: usize) -> Self {
        match (&self.fields[place], &self.args[place]) {
            (Field::Group(fields), Arg::Group(args)) => Self { fields, args, inputs: self.inputs },
            _ => unreachable!("the table and the arguments of a block have the same structure"),
        }
    }

    pub(super) fn name(&self, place: usize) -> &'static str {
        match &self.fields[place] {
            Field::Property(property) => property.name,
            Field::Group(_) => "",
        }
    }
}

/// A value is not of the type of its field.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("property `{property}`: {source}")]
pub struct ResolveError {
    /// Name of the property.
    pub property: &'static str,
    /// What is wrong with the value.
    pub source: ConversionError,
}
