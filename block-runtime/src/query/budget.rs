//! How much a query may do. Operations within operations multiply what they do, so a short query could otherwise take
//! any time and any memory.

use std::sync::atomic::{AtomicUsize, Ordering};

use super::error::Failure;
use crate::value::Value;

/// What a query may still do before it is stopped.
#[derive(Debug)]
pub(super) struct Budget(AtomicUsize);

impl Budget {
    /// Values that a query may make, each result of each operation counting.
    const VALUES: usize = 20_000_000;

    /// What a whole query may do.
    pub(super) fn new() -> Self {
        Self(AtomicUsize::new(Self::VALUES))
    }

    /// Takes note that this many values are made.
    pub(super) fn spend(&self, values: usize) -> Result<(), Failure> {
        let left = self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(values));
        left.map(drop).map_err(|_| Failure::Operation(format!("the query makes more than {} values", Self::VALUES)))
    }
}

/// How many values a value is, with those inside it, also where they are shared; sixteen bytes of text count as one.
pub(super) fn weight(value: &Value) -> usize {
    const BYTES: usize = 16;
    let inside = match value {
        Value::Text(text) => text.len() / BYTES,
        Value::Bytes(bytes) => bytes.len() / BYTES,
        Value::List(items) => items.iter().map(weight).fold(0, usize::saturating_add),
        Value::Map(members) => members.values().map(weight).fold(0, usize::saturating_add),
        Value::Detections(detections) => detections.len(),
        _ => 0,
    };
    inside.saturating_add(1)
}
