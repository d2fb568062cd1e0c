//! Workflow definitions: from the text that people write to typed inputs, steps and outputs.
//!
//! The first station of the road. It knows what a definition looks like and what the blocks of a catalogue accept, and
//! nothing about how parts of a definition belong together; that is the business of [`compile`](crate::compile).

mod definition;
pub mod form;
mod inner;
mod level;
mod members;
mod names;
mod parse;
mod stage;

pub use definition::{Definition, Input, InputData, Kinds, Named, OutputDefinition, StepDefinition, Unread};
pub use form::{Coordinates, InputType, MemberDef, MemberShape, Part, Word};
pub(crate) use inner::{BINDINGS, DEFINITION, is_inner};
pub use inner::{
    DirectorySource, ExpandedStep, Expansion, INNER_PROPERTIES, Library, PartIndex, PartRole, PlatformSource,
    SavedWorkflow, SourceError, WorkflowSource, expand, saved_workflows,
};
pub use names::check_names;
pub use parse::parse;
pub(crate) use parse::version_error;
pub use stage::{Findings, Stage};
