//! What errors carry: message, context, the error behind them, and the steps that are at fault.

use std::fmt;
use std::sync::Arc;

use serde_json::{Value as Json, json};

use super::Context;
use crate::block::Index;

/// What is known about every error.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    /// What happened, for people: one sentence, no full stop.
    pub message: String,
    /// The part of the engine that noticed.
    pub context: Context,
    /// Where within that part, when it says so.
    pub place: Option<Box<str>>,
    /// The error behind it.
    pub inner: Option<Box<InnerError>>,
}

impl fmt::Display for Facts {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.message)
    }
}

impl Facts {
    /// An error that stands for itself.
    pub fn new(context: Context, message: impl Into<String>) -> Self {
        Self { message: message.into(), context, place: None, inner: None }
    }

    /// Adds where within the context it happened.
    #[must_use]
    pub fn at(mut self, place: impl Into<Box<str>>) -> Self {
        self.place = Some(place.into());
        self
    }

    /// Adds the error behind it.
    #[must_use]
    pub fn with_inner(mut self, type_name: &'static str, message: impl Into<String>) -> Self {
        self.inner = Some(Box::new(InnerError { type_name, message: message.into() }));
        self
    }
}

/// The error behind an error.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InnerError {
    /// Name of its type, as clients know it.
    pub type_name: &'static str,
    /// What it says.
    pub message: String,
}

/// A step that failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepFault {
    /// Name of the step.
    pub name: Arc<str>,
    /// Type of its block.
    pub block_type: &'static str,
    /// The element that it was called for, where there are several.
    pub element: Option<Box<Index>>,
}

/// `` step `blur` failed at element [3] ``
impl fmt::Display for StepFault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "step `{}` failed", self.name)?;
        match &self.element {
            Some(element) => write!(formatter, " at element {element:?}"),
            None => Ok(()),
        }
    }
}

/// What is wrong with one step of a definition.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BlockFault {
    /// Name of the step; `$outputs` for outputs of the workflow.
    pub block_id: Option<String>,
    /// Type of its block.
    pub block_type: Option<String>,
    /// What is wrong with the step as a whole.
    pub block_details: Option<String>,
    /// The property that is wrong.
    pub property_name: Option<String>,
    /// What is wrong with the property.
    pub property_details: Option<String>,
}

impl BlockFault {
    /// The fault on the wire.
    pub fn to_json(&self) -> Json {
        json!({
            "block_id": self.block_id,
            "block_type": self.block_type,
            "block_details": self.block_details,
            "property_name": self.property_name,
            "property_details": self.property_details,
            "block_traceback": null,
        })
    }
}
