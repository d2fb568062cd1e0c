//! Any JSON may be given to a workflow that has inputs of all types and kinds: it runs, or it is said why not.
//!
//! Members of the JSON take the place of good values, so that each is reached.

#![no_main]

use std::sync::LazyLock;
use std::time::Duration;

use block_runtime::compile::{Plan, compile};
use block_runtime::execute::inputs_from_json;
use block_runtime::kind::KINDS;
use fuzz::{CATALOGUE, ENVIRONMENT, RUNTIME, mutation, red};
use libfuzzer_sys::{fuzz_mutator, fuzz_target};
use serde_json::{Map, Value as Json, json};

/// Parameters of the workflow, each with a step that takes it as it is.
fn bound() -> Vec<(&'static str, Json, Json)> {
    vec![
        ("text", json!({"type": "test/text_in@v1", "text": "$inputs.text"}), json!("a")),
        ("number", json!({"type": "test/integer_in@v1", "v": "$inputs.number"}), json!(1)),
        ("anything", json!({"type": "test/echo@v1", "data": "$inputs.anything"}), json!(1)),
        ("list", json!({"type": "test/batch_explode@v1", "data": "$inputs.list"}), json!([1, [2]])),
        (
            "choice",
            json!({"type": "roboflow_core/image_blur@v1", "image": "$inputs.image", "blur_type": "$inputs.choice"}),
            json!("average"),
        ),
        (
            "size",
            json!({"type": "roboflow_core/image_blur@v1", "image": "$inputs.image", "kernel_size": "$inputs.size"}),
            json!(5),
        ),
    ]
}

static PLAN: LazyLock<Plan> = LazyLock::new(|| {
    let mut inputs = vec![
        json!({"type": "WorkflowImage", "name": "image"}),
        json!({"type": "WorkflowVideoMetadata", "name": "metadata"}),
        json!({"type": "WorkflowBatchInput", "name": "deep", "dimensionality": 3}),
        json!({"type": "WorkflowBatchInput", "name": "pictures", "dimensionality": 2, "kind": ["image"]}),
        json!({"type": "WorkflowBatchInput", "name": "several", "kind": ["integer", "rgb_color", "image"]}),
    ];
    let mut outputs: Vec<Json> = Vec::new();
    let mut output = |name: &str, selector: &str| {
        outputs.push(json!({"type": "JsonField", "name": name, "selector": selector}));
    };
    for name in ["image", "metadata", "deep", "pictures", "several"] {
        output(name, &format!("$inputs.{name}"));
    }
    for kind in KINDS {
        let name = kind.name.replace('*', "wildcard");
        inputs.push(json!({"type": "WorkflowBatchInput", "name": format!("kind_{name}"), "kind": [kind.name]}));
        output(&format!("kind_{name}"), &format!("$inputs.kind_{name}"));
    }
    let mut steps = vec![
        json!({"type": "test/echo@v1", "name": "each", "data": "$inputs.kind_wildcard"}),
        json!({"type": "test/collapse@v1", "name": "group", "data": "$inputs.deep"}),
    ];
    output("each", "$steps.each.out");
    output("group", "$steps.group.items");
    for (name, mut step, value) in bound() {
        inputs.push(json!({"type": "WorkflowParameter", "name": name, "default_value": value}));
        step["name"] = name.into();
        steps.push(step);
        output(name, &format!("$steps.{name}.*"));
    }
    let definition = json!({"version": "1.0", "inputs": inputs, "steps": steps, "outputs": outputs});
    compile(&CATALOGUE, &definition.to_string()).unwrap_or_else(|error| panic!("{error}"))
});

/// A good value for each input.
static GOOD: LazyLock<Map<String, Json>> = LazyLock::new(|| {
    let detections = json!({"image": {"width": 3, "height": 2}, "predictions": []});
    let good = |kind: &str| match kind {
        "image" => json!(red()),
        "video_metadata" => {
            json!({"video_identifier": "v", "frame_number": 1, "frame_timestamp": "2024-01-01T00:00:00Z"})
        }
        "timestamp" => json!("2024-01-01T00:00:00Z"),
        "float" | "float_zero_to_one" | "integer" => json!(1),
        "boolean" => json!(true),
        "dictionary" => json!({}),
        "list_of_values" | "numpy_array" => json!([1]),
        "rgb_color" => json!([1, 2, 3]),
        "point" => json!([1, 2]),
        "zone" => json!([[0, 0], [1, 0], [1, 1]]),
        "labeled_points" => json!([{"x": 1, "y": 2}]),
        "bytes" => json!("aGVsbG8="),
        "classification_prediction" => {
            json!({"image": {"width": 3, "height": 2}, "predictions": [], "top": "a", "confidence": 0.5})
        }
        kind if kind.ends_with("_prediction") || kind.ends_with("_code_detection") => detections.clone(),
        _ => json!("a"),
    };
    let mut inputs: Map<String, Json> = KINDS
        .iter()
        .map(|kind| (format!("kind_{}", kind.name.replace('*', "wildcard")), json!([good(kind.name)])))
        .collect();
    inputs.insert("image".to_owned(), good("image"));
    inputs.insert("metadata".to_owned(), good("video_metadata"));
    inputs.insert("deep".to_owned(), json!([[[1, null], []]]));
    inputs.insert("pictures".to_owned(), json!([[red(), null]]));
    inputs.insert("several".to_owned(), json!([7]));
    inputs
});

static WORDS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let names = PLAN.inputs().iter().map(|input| input.name.as_str());
    let others = [
        "value",
        "type",
        "image",
        "predictions",
        "width",
        "height",
        "x",
        "y",
        "class",
        "class_id",
        "confidence",
        "top",
        "predicted_classes",
        "points",
        "keypoints",
        "rle_mask",
        "size",
        "counts",
        "detection_id",
        "parent_id",
        "root_parent_id",
        "parent_origin",
        "root_parent_origin",
        "offset_x",
        "offset_y",
        "video_metadata",
        "video_identifier",
        "frame_number",
        "frame_timestamp",
        "fps",
        "data:image/png;base64,",
        "https://a.test/b.png",
        "/etc/hosts",
        "positive",
        "2024-01-01T00:00:00Z",
        "average",
        "gaussian",
        "tracker_id",
        "data",
        "rect",
        "angle",
        "",
    ];
    names.chain(others).map(str::to_owned).chain([red()]).collect()
});

fn run(inputs: &Json) -> Result<(), block_runtime::error::WorkflowError> {
    RUNTIME.block_on(async {
        let run = PLAN.run(inputs_from_json(inputs), &ENVIRONMENT);
        tokio::time::timeout(Duration::from_secs(20), run).await.expect("a small workflow ends soon").map(drop)
    })
}

static IS_GOOD: LazyLock<()> =
    LazyLock::new(|| run(&GOOD.clone().into()).unwrap_or_else(|error| panic!("good values are refused: {error}")));

fuzz_target!(|data: &[u8]| {
    LazyLock::force(&IS_GOOD);
    let Some(Json::Object(given)) = fuzz::json(data) else { return };
    let mut inputs = GOOD.clone();
    inputs.extend(given);
    if let Err(error) = run(&inputs.into()) {
        error.to_json();
    }
});

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    mutation::mutate(data, size, max_size, seed, &WORDS)
});
