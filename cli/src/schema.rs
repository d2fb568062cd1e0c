//! `blocks schema`.

use block_runtime::describe::workflow_schema;

use crate::Outcome;
use crate::printing::{CommandError, print_json};

/// Print the JSON Schema of workflows, for editors.
#[derive(clap::Args)]
#[command(after_help = "\
Example:
  blocks schema > workflow.schema.json

Name the file in your editor's settings, or in the workflow itself as `\"$schema\": \"./workflow.schema.json\"`, and the
editor completes block types and properties and marks mistakes.")]
pub struct Arguments {}

/// Prints the schema.
///
/// # Errors
/// [`CommandError`] when nothing can be printed.
pub fn run(_: &Arguments) -> Result<Outcome, CommandError> {
    print_json(&workflow_schema(&blocks::entries()))?;
    Ok(Outcome::Success)
}
