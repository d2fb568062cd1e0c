//! Saved workflows that open files contain by name.
//!
//! Only those of the workspace `local` are read. Others are on a platform, which nobody wants to be asked at every
//! keystroke; what is said about them is left to `blocks validate`.

use std::path::{Path, PathBuf};

use block_runtime::catalogue::Catalogue;
use block_runtime::document::{Document, Source};
use block_runtime::workflow::{
    DirectorySource, INNER_PROPERTIES, Library, SavedWorkflow, SourceError, WorkflowSource, saved_workflows,
};

use super::settings::Settings;
use crate::printing::runtime;

/// What is said about workflows that are not looked up; findings that say so are not told.
pub const NOT_LOOKED_UP: &str = "it is not looked up while you type";

/// A place without any workflows.
#[derive(Debug)]
struct Nowhere;

impl WorkflowSource for Nowhere {
    async fn fetch(&self, _: &SavedWorkflow) -> Result<String, SourceError> {
        Err(SourceError::Other(NOT_LOOKED_UP.to_owned()))
    }
}

/// The saved workflows that a text refers to and that are on this machine.
pub fn library(text: Source<'_>, file: Option<&Path>, settings: &Settings, catalogue: &Catalogue) -> Library {
    let refers = || !saved_workflows(&Document::recover(text.text, text.notation).0.root, catalogue).is_empty();
    let may_refer = INNER_PROPERTIES.iter().any(|name| text.text.contains(name));
    let Some(runtime) = (may_refer && refers()).then(runtime).and_then(Result::ok) else { return Library::default() };
    let beside = || file.and_then(Path::parent).map(Path::to_owned);
    let folder = settings.workflows.clone().or_else(beside).unwrap_or_else(|| PathBuf::from("."));
    runtime.block_on(Library::fetch(text, &DirectorySource::new(folder, Nowhere), catalogue))
}
