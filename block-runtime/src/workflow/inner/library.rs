//! Saved workflows that definitions refer to, ready for compiling.

use std::collections::HashMap;
use std::fmt;

use crate::document::Document;

/// The name of a saved workflow.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SavedWorkflow {
    /// The workspace in which it was saved; `local` for workflows on this machine.
    pub workspace: String,
    /// Its identifier there.
    pub workflow: String,
    /// Which version is wanted, where it is not the newest.
    pub version: Option<String>,
}

impl fmt::Display for SavedWorkflow {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}/{}", self.workspace, self.workflow)?;
        match &self.version {
            Some(version) => write!(formatter, " (version {version})"),
            None => Ok(()),
        }
    }
}

/// Saved workflows by name. Compiling takes from here what a definition refers to, so that it never waits.
///
/// A workflow that could not be fetched stands here with the reason, and compiling a definition that refers to it tells
/// that reason at the place of the reference. [`Library::fetch`] fills a library.
#[derive(Debug, Default)]
pub struct Library {
    workflows: HashMap<SavedWorkflow, Result<Document, String>>,
}

impl Library {
    /// Adds the text of a workflow.
    pub fn insert(&mut self, name: SavedWorkflow, text: impl Into<String>) {
        let document = Document::parse_json(text).map_err(|error| format!("it cannot be read: {error}"));
        self.workflows.insert(name, document);
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.workflows.len()
    }

    /// Notes why a workflow cannot be had.
    pub fn insert_failure(&mut self, name: SavedWorkflow, reason: impl fmt::Display) {
        self.workflows.insert(name, Err(reason.to_string()));
    }

    /// The workflow of this name, or why it cannot be had; nothing when nobody has asked for it.
    pub(super) fn get(&self, name: &SavedWorkflow) -> Option<Result<&Document, &str>> {
        self.workflows.get(name).map(|found| found.as_ref().map_err(String::as_str))
    }
}
