//! Inner workflows: steps that stand for whole workflows.
//!
//! Such a step never runs: the catalogue's entry of its block says that it is
//! [expanded](crate::block::expanded_block). [`expand`] puts the steps of the inner workflow in its place, before
//! anything else looks at the definition: they are renamed to `<inner>__<step>`, their references to inputs become what
//! the inputs are bound to, and references to the outputs of the inner workflow become references to its steps. Each
//! step keeps the place where it was written, so that findings point there.
//!
//! An inner definition stands in the step, or has been saved elsewhere; then it is taken from a [`Library`], which has
//! been filled before ([`Library::fetch`]). Only through saved workflows can a workflow contain itself, so circles are
//! recognised by their names.

mod binding;
mod expand;
mod expansion;
mod fetch;
mod inline;
mod library;
mod platform;
mod rewrite;
mod source;
mod step;

pub use expand::expand;
pub use expansion::{ExpandedStep, Expansion, PartIndex, PartRole};
pub use fetch::saved_workflows;
pub use library::{Library, SavedWorkflow};
pub use platform::PlatformSource;
pub use source::{DirectorySource, SourceError, WorkflowSource};
pub use step::INNER_PROPERTIES;
pub(crate) use step::{BINDINGS, DEFINITION, is_inner};
