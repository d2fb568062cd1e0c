//! Data on its way: what inputs hold and what steps have produced, until their last reader is done.

use std::sync::Arc;

use crate::compile::{Feed, Field, Form, Source};
use crate::value::Value;

/// The outputs of a block for one element, in declared order.
pub(super) type Row = Vec<Value>;

/// A single piece of data, or one for each element of the batch.
#[derive(Debug)]
pub(super) enum Column<T> {
    Single(T),
    Batch(Vec<T>),
}

impl<T> Column<T> {
    /// What an element sees: its own piece of data, or the single one that all share.
    pub(super) fn at(&self, element: usize) -> Option<&T> {
        match self {
            Self::Single(data) => Some(data),
            Self::Batch(elements) => elements.get(element),
        }
    }
}

/// What an input holds or a step has produced. Elements that a step has skipped have no row.
#[derive(Debug)]
pub(super) enum Data {
    Input(Column<Value>),
    Step(Column<Option<Row>>),
}

static NOTHING: Value = Value::Null;

/// The value of one output in a row; null where there is none.
pub(super) fn pick<'a>(row: Option<&'a Row>, field: &Field) -> &'a Value {
    let value = match field {
        Field::At(place) => row.and_then(|row| row.get(*place)),
        Field::Named(name) => row.and_then(|row| row.first()?.as_map()).and_then(|outputs| outputs.get(name.as_ref())),
    };
    value.unwrap_or(&NOTHING)
}

/// The data that a step reads, one piece for each of its feeds.
#[derive(Debug)]
pub(super) struct Supplies {
    /// Nothing for literals.
    pub(super) data: Vec<Option<Arc<Data>>>,
}

impl Supplies {
    /// What an element sees of a feed.
    pub(super) fn value<'a>(&'a self, feeds: &'a [Feed], feed: usize, element: usize) -> &'a Value {
        let (Some(feed), Some(data)) = (feeds.get(feed), self.data.get(feed)) else { return &NOTHING };
        match (&feed.source, data.as_deref()) {
            (Source::Literal(value), _) => value,
            (Source::Output { field, .. }, Some(Data::Step(column))) => {
                pick(column.at(element).and_then(Option::as_ref), field)
            }
            (_, Some(Data::Input(column))) => column.at(element).unwrap_or(&NOTHING),
            _ => &NOTHING,
        }
    }

    /// True when an element has a value everywhere where its step needs one: in all batches, and in all data that steps
    /// have produced. A parameter may be null.
    pub(super) fn is_complete(&self, feeds: &[Feed], element: usize) -> bool {
        feeds.iter().enumerate().all(|(place, feed)| {
            let may_be_null = feed.form == Form::Single && !matches!(feed.source, Source::Output { .. });
            may_be_null || !self.value(feeds, place, element).is_null()
        })
    }
}
