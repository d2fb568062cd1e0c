//! Inner Workflow.

use block_runtime::block::DynamicOutput;
use block_runtime::prelude::*;
use block_runtime::step::{Check, Configuration};

/// Run a whole workflow as one step of this one.
///
/// What several workflows have in common becomes a workflow of its own, which the others contain. Its steps take the
/// place of this one when the workflow is compiled: they are named `<this step>__<their name>`, run like all others,
/// and cost nothing extra. `$steps.<this step>.<output>` leads to what the inner workflow gives back under that name.
///
/// ## Where it is defined
///
/// Either here, in `workflow_definition`, or elsewhere, under the identifiers `workflow_workspace_id` and `workflow_id`.
/// Workflows of the workspace `local` are files on this machine; others are fetched from the Roboflow platform before
/// the workflow is compiled.
///
/// ## What it is given
///
/// `parameter_bindings` says what each of its inputs stands for. An input that is not bound keeps its default, where it
/// is a parameter that has one; otherwise it must be bound. The steps inside see nothing else of this workflow: a
/// reference that leads out of the inner workflow gets a warning.
///
/// Inner workflows may contain others, 4 deep and 32 in all. A saved workflow cannot contain itself.
#[derive(Debug, Block)]
#[block(
    id = "roboflow_core/inner_workflow@v1",
    section = FlowControl,
    block_type = FlowControl,
    outputs = DynamicOutputs,
    dynamic_outputs = results,
    check = is_defined_once,
    engine = ">=1.4.0,<2.0.0",
    icon = "fak fa-diagram-nested",
    priority = 2
)]
#[expect(dead_code, reason = "the steps of the inner workflow run, this one never does")]
pub(crate) struct InnerWorkflow {
    /// The inner workflow itself, with inputs, steps and outputs of its own.
    #[block(example = {
        "version": "1.3.0",
        "inputs": [{ "type": "WorkflowImage", "name": "image" }],
        "steps": [{ "type": "roboflow_core/image_blur@v1", "name": "blur", "image": "$inputs.image" }],
        "outputs": [{ "type": "JsonField", "name": "blurred", "selector": "$steps.blur.image" }]
    })]
    workflow_definition: Option<IndexMap<String, Json>>,

    /// Workspace in which the inner workflow is saved; `local` for this machine.
    workflow_workspace_id: Option<String>,

    /// Identifier of the saved workflow within its workspace.
    workflow_id: Option<String>,

    /// Which version of the saved workflow to run; the newest when left out.
    workflow_version_id: Option<String>,

    /// What each input of the inner workflow is given: a reference of this workflow. A value in its place is accepted,
    /// and reaches the inner workflow as text.
    #[block(ui(keys_bound_in = "parameter_bindings"), example = { "image": "$inputs.image" })]
    parameter_bindings: IndexMap<String, In<Wildcard>>,
}

/// What the inner workflow gives back, where it is defined in the step.
fn results(step: &Configuration<'_>) -> Vec<DynamicOutput> {
    let definition = step.json("workflow_definition");
    let outputs = definition.get("outputs").and_then(|outputs| outputs.as_array()).into_iter().flatten();
    let names = outputs.filter_map(|output| output.get("name")?.as_str());
    names.map(|name| DynamicOutput { name: name.to_owned(), kinds: &[&Wildcard::INFO] }).collect()
}

fn is_defined_once(check: &mut Check<'_>) {
    let step = check.step;
    let is_inline = step.json("workflow_definition").as_object().is_some_and(|definition| !definition.is_empty());
    let names = |property| step.text(property).is_some_and(|text| !text.trim().is_empty());
    match (is_inline, names("workflow_workspace_id") && names("workflow_id")) {
        (true, true) => {
            let message = "the inner workflow is defined here and refers to a saved one as well";
            check.report("workflow_definition", message, "remove one of the two");
        }
        (false, false) => {
            let message = "the inner workflow has no definition";
            let remedy = "give it a `workflow_definition`, or `workflow_workspace_id` and `workflow_id`";
            check.report("workflow_definition", message, remedy);
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use block_runtime::block::expanded_block;
    use block_runtime::document::{Document, Pointer};
    use block_runtime::workflow::INNER_PROPERTIES;
    use serde_json::{Value as JsonValue, json};

    use super::*;

    const ENTRY: Entry = expanded_block::<InnerWorkflow>();

    fn messages(properties: &JsonValue) -> Vec<String> {
        let mut step = json!({ "type": ENTRY.def.id, "name": "inner", "parameter_bindings": {} });
        step.as_object_mut().unwrap().extend(properties.as_object().unwrap().clone());
        let document = Document::parse_json(step.to_string()).unwrap();
        let mut found = Vec::new();
        block_runtime::step::parse(ENTRY.def, &document.root, &Pointer::root(), &mut found);
        found.into_iter().map(|diagnostic| diagnostic.message).collect()
    }

    #[test]
    fn the_engine_and_the_block_mean_the_same_properties() {
        let properties: Vec<&str> = ENTRY.def.properties().map(|property| property.name).collect();
        assert_eq!(properties, INNER_PROPERTIES);
    }

    #[test]
    fn a_definition_stands_here_or_elsewhere() {
        let inline = json!({ "workflow_definition": { "version": "1.0" } });
        let saved = json!({ "workflow_workspace_id": "local", "workflow_id": "blur" });
        let half = json!({ "workflow_workspace_id": "local", "workflow_id": " ", "workflow_definition": {} });
        let both =
            json!({ "workflow_workspace_id": "a", "workflow_id": "b", "workflow_definition": { "version": "1" } });
        assert!(messages(&inline).is_empty() && messages(&saved).is_empty());
        for (properties, expected) in [(half, "no definition"), (both, "a saved one as well")] {
            let found = messages(&properties);
            assert!(found.len() == 1 && found[0].contains(expected), "{found:?}");
        }
    }

    #[test]
    fn outputs_are_those_of_the_definition() {
        let step = json!({ "workflow_definition": { "outputs": [{ "name": "a" }, {}, { "name": "b" }] } });
        let document = Document::parse_json(step.to_string()).unwrap();
        let outputs = results(&Configuration::new(ENTRY.def, &document.root));
        assert_eq!(outputs.iter().map(|output| output.name.as_str()).collect::<Vec<_>>(), ["a", "b"]);
    }
}
