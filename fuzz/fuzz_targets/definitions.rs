//! Any text is answered: it compiles, or it is said why not. What compiles and is small is run.

#![no_main]

use std::sync::LazyLock;
use std::time::Duration;

use block_runtime::compile::{PlannedInput, check, compile};
use block_runtime::execute::inputs_from_json;
use fuzz::{CATALOGUE, ENVIRONMENT, RUNTIME, mutation, red};
use libfuzzer_sys::{fuzz_mutator, fuzz_target};
use serde_json::{Map, Value as Json, json};

/// More steps than these are compiled, but not run.
const MAX_STEPS: usize = 16;

static ALL_BLOCKS: LazyLock<block_runtime::catalogue::Catalogue> = LazyLock::new(blocks::catalogue);

static WORDS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let kinds = block_runtime::kind::KINDS.iter().map(|kind| kind.name);
    let properties = CATALOGUE.entries().flat_map(|entry| entry.def.properties().map(|property| property.name));
    let outputs = CATALOGUE.entries().flat_map(|entry| entry.def.outputs).map(|output| output.name);
    let others = [
        "type",
        "name",
        "version",
        "inputs",
        "steps",
        "outputs",
        "selector",
        "kind",
        "default_value",
        "dimensionality",
        "coordinates_system",
        "own",
        "parent",
        "JsonField",
        "WorkflowImage",
        "WorkflowBatchInput",
        "WorkflowParameter",
        "WorkflowVideoMetadata",
        "InferenceImage",
        "InferenceParameter",
        "dynamic_blocks_definitions",
        "1.0",
        "a",
        "b",
        "c",
        "s",
        "g",
        "*",
        "$inputs.a",
        "$inputs.b",
        "$steps.s",
        "$steps.g",
        "$steps.s.out",
        "$steps.s.*",
        "$steps.s.item",
        "$steps.s.items",
        "$inputs.image",
        "roboflow_core/inner_workflow@v1",
        "workflow_definition",
        "parameter_bindings",
        "workflow_id",
        "workflow_workspace_id",
    ];
    let blocks = CATALOGUE.identifiers();
    kinds.chain(properties).chain(outputs).chain(others).chain(blocks).map(str::to_owned).collect()
});

/// Something that an input may be given.
fn given(input: &PlannedInput) -> Json {
    let lists = input.lineage.depth();
    let value = match input.kinds.names().next() {
        Some("image") => json!(red()),
        Some("integer" | "float" | "float_zero_to_one") => json!(1),
        Some("boolean") => json!(true),
        Some("list_of_values" | "numpy_array" | "*") if input.name.len() % 2 == 0 => json!([1, [2, null]]),
        Some("string") => json!("a"),
        Some("video_metadata") => {
            json!({"video_identifier": "v", "frame_number": 1, "frame_timestamp": "2024-01-01T00:00:00Z"})
        }
        _ => json!(1),
    };
    (0..lists.min(6)).fold(value, |value, _| json!([value, value]))
}

fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else { return };
    check(&ALL_BLOCKS, text).to_json(text);
    let Ok(plan) = compile(&CATALOGUE, text) else {
        check(&CATALOGUE, text).to_json(text);
        return;
    };
    if plan.steps().len() > MAX_STEPS || plan.inputs().len() > MAX_STEPS {
        return;
    }
    let inputs: Map<String, Json> = plan.inputs().iter().map(|input| (input.name.clone(), given(input))).collect();
    let inputs = inputs_from_json(&inputs.into());
    let answer = RUNTIME.block_on(async {
        let run = plan.run(inputs, &ENVIRONMENT);
        tokio::time::timeout(Duration::from_secs(20), run).await.expect("a small workflow ends soon")
    });
    if let Err(error) = answer {
        error.to_json();
    }
});

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    mutation::mutate(data, size, max_size, seed, &WORDS)
});
