//! Data on its way: what inputs hold and what steps have produced, until their last reader is done.

use std::sync::Arc;

use crate::compile::{Feed, Field, Gate, Source};
use crate::value::Value;

use super::layout::Layout;

/// The outputs of a block for one element, in declared order.
pub(super) type Row = Vec<Value>;

/// What an input holds or a step has produced: a piece for each element of its batch, a single one where there is none.
#[derive(Debug)]
pub(super) struct Data {
    pub(super) layout: Arc<Layout>,
    pub(super) pieces: Pieces,
}

/// The pieces of data, element by element.
#[derive(Debug)]
pub(super) enum Pieces {
    /// Of an input.
    Values(Vec<Value>),
    /// Of a step; elements that it has skipped have no row.
    Rows(Vec<Option<Row>>),
    /// Decisions of a step: branch by branch, for which elements it is open.
    Open(Vec<Vec<bool>>),
}

static NOTHING: Value = Value::Null;

impl Data {
    /// The value of an input for an element, or of an output for it; null where there is none.
    pub(super) fn value(&self, element: usize, field: Option<&Field>) -> &Value {
        let found = match (&self.pieces, field) {
            (Pieces::Values(values), _) => values.get(element),
            (Pieces::Rows(rows), Some(field)) => {
                rows.get(element).and_then(Option::as_ref).and_then(|row| match field {
                    Field::At(place) => row.get(*place),
                    Field::Named(name) => row.first()?.as_map()?.get(name.as_ref()),
                })
            }
            _ => None,
        };
        found.unwrap_or(&NOTHING)
    }

    fn is_open(&self, branch: usize, element: usize) -> bool {
        let Pieces::Open(branches) = &self.pieces else { return false };
        branches.get(branch).and_then(|open| open.get(element)).copied().unwrap_or_default()
    }
}

/// What a step reads.
#[derive(Debug)]
pub(super) struct Supplies {
    /// The data of each feed; nothing for literals.
    pub(super) data: Vec<Option<Arc<Data>>>,
    /// The decisions behind each gate.
    pub(super) gates: Vec<Arc<Data>>,
}

impl Supplies {
    /// The value of a feed for an element of its own batch.
    pub(super) fn value<'a>(&'a self, feeds: &'a [Feed], feed: usize, element: usize) -> &'a Value {
        match (feeds.get(feed).map(|feed| &feed.source), self.data.get(feed)) {
            (Some(Source::Literal(value)), _) => value,
            (Some(Source::Input(_)), Some(Some(data))) => data.value(element, None),
            (Some(Source::Output { field, .. }), Some(Some(data))) => data.value(element, Some(field)),
            _ => &NOTHING,
        }
    }

    /// True when all gates that decide about an element, or about what owns it, are open. `depths` says which gates are
    /// asked.
    pub(super) fn is_open(
        &self,
        gates: &[Gate],
        layout: &Layout,
        element: usize,
        depths: impl Fn(usize) -> bool,
    ) -> bool {
        gates
            .iter()
            .zip(&self.gates)
            .filter(|(gate, _)| depths(gate.depth))
            .all(|(gate, decisions)| decisions.is_open(gate.branch, layout.owner(element, gate.depth)))
    }
}
