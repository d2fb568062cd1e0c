//! How data enters and leaves a workflow: what the table of kinds says about each of them.

use std::fmt;

use jiff::Timestamp;
use serde_json::Value as Json;

use crate::limits::MAX_NESTING;
use crate::value::detections::UnwritableDetections;
use crate::value::{ConversionError, EncodeError, ReadError, Value};

/// Makes data of a kind of what a workflow is given.
#[derive(Debug, Clone, Copy)]
pub enum Reader {
    /// The image reader of the process, which may have to fetch the image.
    Image,
    /// A function that needs nothing but the value. Data that has been read already must pass as it is.
    Now(fn(&Value, &Element<'_>) -> Result<Value, ReadError>),
}

/// Writes data of a kind as JSON. The time is for what was not taken at any known time.
pub type Writer = fn(&Value, Timestamp) -> Result<Json, WriteError>;

/// Which element of which input is read.
#[derive(Clone, Copy)]
pub struct Element<'a> {
    /// Its name: `image`, or `image.[0]` within a batch. Names the parent of data that does not name one.
    pub id: &'a str,
    /// Makes identifiers for data that should have one and has none.
    pub new_id: &'a dyn Fn() -> String,
}

impl fmt::Debug for Element<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Element").field("id", &self.id).finish_non_exhaustive()
    }
}

/// A value that cannot be written as data of a kind.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WriteError {
    /// It is of another type.
    #[error(transparent)]
    WrongType(#[from] ConversionError),
    /// Its detections have no masks of the form that the kind has, or columns of other data than their names say.
    #[error(transparent)]
    Detections(#[from] UnwritableDetections),
    /// Its image cannot be encoded.
    #[error(transparent)]
    Image(#[from] EncodeError),
    /// Only the block that made it knows what it means.
    #[error("it is a value that only its own block understands")]
    Native,
    /// Lists and objects are nested in it more deeply than readers of JSON follow.
    #[error("it has more than {MAX_NESTING} lists and objects within each other")]
    TooDeep,
}
