//! The block whose steps stand for inner workflows, as tests of several crates need it.

use block_runtime::block::expanded_block;
use block_runtime::prelude::*;

/// Its entry in a catalogue.
pub const ENTRY: Entry = expanded_block::<InnerWorkflow>();

/// Run a whole workflow as one step.
#[derive(Block)]
#[block(id = "roboflow_core/inner_workflow@v1", outputs = DynamicOutputs)]
#[expect(dead_code, reason = "such steps never run")]
struct InnerWorkflow {
    /// The inner workflow itself.
    workflow_definition: Option<IndexMap<String, Json>>,
    /// Workspace in which it is saved.
    workflow_workspace_id: Option<String>,
    /// Its identifier there.
    workflow_id: Option<String>,
    /// Its version.
    workflow_version_id: Option<String>,
    /// What its inputs are given.
    #[block(example = {})]
    parameter_bindings: IndexMap<String, In<Wildcard>>,
}
