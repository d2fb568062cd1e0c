//! How fast steps change images of colour: an item is a pixel of the image that goes in.
//!
//! Each is a whole run of a workflow of one step, of which the engine takes some ten microseconds, and reading a hundred
//! detections with masks half a millisecond.

use block_runtime::block::Environment;
use block_runtime::compile::compile;
use block_runtime::execute::{Session, inputs_from_json};
use block_runtime::value::{Map, Picture, Value};
use divan::Bencher;
use divan::counter::ItemsCount;
use image::{Rgb, RgbImage};
use serde_json::{Value as Json, json};

/// Width and height in pixels.
const SIZES: [(u32, u32); 2] = [(640, 480), (1920, 1080)];

fn main() {
    divan::main();
}

/// Slopes with a fine, irregular texture.
fn scene((width, height): (u32, u32)) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| {
        let texture = ((x * 7919) ^ (y * 104_729)).wrapping_mul(2_654_435_761) >> 26;
        let [r, g, b] = [x / 8, y / 8, (x + y) / 16].map(|slope| (slope + texture).to_le_bytes()[0]);
        Rgb([r, g, b])
    })
}

/// Runs a step whose image is `$inputs.image` and whose detections are `$inputs.predictions`.
fn run(bencher: Bencher<'_, '_>, size: (u32, u32), mut step: Json, output: &str, predictions: Option<&Json>) {
    step["name"] = json!("step");
    let mut inputs = vec![json!({"type": "WorkflowImage", "name": "image"})];
    let mut given = Map::new();
    if let Some(predictions) = predictions {
        inputs.push(json!({
            "type": "WorkflowBatchInput",
            "name": "predictions",
            "kind": ["instance_segmentation_prediction"],
        }));
        given = inputs_from_json(&json!({ "predictions": [predictions] }));
    }
    let definition = json!({
        "version": "1.0",
        "inputs": inputs,
        "steps": [step],
        "outputs": [{"type": "JsonField", "name": "image", "selector": format!("$steps.step.{output}")}],
    });
    let plan = compile(&blocks::catalogue(), &definition.to_string()).expect("the workflow is sound");
    let mut session = Session::new(plan, Environment::default());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime can be made");
    given.insert("image".into(), Value::from(Picture::from_pixels(scene(size), "image")));
    let pixels = u64::from(size.0) * u64::from(size.1);
    bencher
        .counter(ItemsCount::new(pixels))
        .with_inputs(|| given.clone())
        .bench_local_values(|given| runtime.block_on(session.run(given)).expect("nothing fails"));
}

#[divan::bench(args = SIZES)]
fn convert_grayscale(bencher: Bencher<'_, '_>, size: (u32, u32)) {
    let step = json!({"type": "roboflow_core/convert_grayscale@v1", "image": "$inputs.image"});
    run(bencher, size, step, "image", None);
}

#[divan::bench(args = SIZES, consts = [0, 1, 2, 3])]
fn image_blur<const BLUR: usize>(bencher: Bencher<'_, '_>, size: (u32, u32)) {
    let blur_type = ["average", "gaussian", "median", "bilateral"][BLUR];
    let step = json!({"type": "roboflow_core/image_blur@v1", "image": "$inputs.image", "blur_type": blur_type});
    run(bencher, size, step, "image", None);
}

fn preprocessing(bencher: Bencher<'_, '_>, size: (u32, u32), task: &str, properties: &Json) {
    let mut step = properties.clone();
    step["type"] = json!("roboflow_core/image_preprocessing@v1");
    step["image"] = json!("$inputs.image");
    step["task_type"] = json!(task);
    run(bencher, size, step, "image", None);
}

#[divan::bench(args = SIZES)]
fn resize_to_square(bencher: Bencher<'_, '_>, size: (u32, u32)) {
    preprocessing(bencher, size, "resize", &json!({"width": 640, "height": 640}));
}

#[divan::bench(args = SIZES)]
fn resize_to_thumbnail(bencher: Bencher<'_, '_>, size: (u32, u32)) {
    preprocessing(bencher, size, "resize", &json!({"width": 500, "height": 400}));
}

#[divan::bench(args = SIZES)]
fn resize_to_half(bencher: Bencher<'_, '_>, size: (u32, u32)) {
    preprocessing(bencher, size, "resize", &json!({"width": size.0 / 2, "height": size.1 / 2}));
}

#[divan::bench(args = SIZES, consts = [30, 90])]
fn rotate<const DEGREES: i64>(bencher: Bencher<'_, '_>, size: (u32, u32)) {
    preprocessing(bencher, size, "rotate", &json!({"rotation_degrees": DEGREES}));
}

#[divan::bench(args = SIZES, consts = [0, 1, 2])]
fn flip<const ENDS: usize>(bencher: Bencher<'_, '_>, size: (u32, u32)) {
    let flip_type = ["vertical", "horizontal", "both"][ENDS];
    preprocessing(bencher, size, "flip", &json!({"flip_type": flip_type}));
}

#[divan::bench(args = SIZES)]
fn relative_static_crop(bencher: Bencher<'_, '_>, size: (u32, u32)) {
    let step = json!({
        "type": "roboflow_core/relative_statoic_crop@v1",
        "images": "$inputs.image",
        "x_center": 0.5,
        "y_center": 0.5,
        "width": 0.5,
        "height": 0.5,
    });
    run(bencher, size, step, "crops", None);
}

/// A hundred detections that cover the image, of which the half belongs to masks.
#[divan::bench(args = SIZES, consts = [false, true])]
fn dynamic_crop<const MASKED: bool>(bencher: Bencher<'_, '_>, size: (u32, u32)) {
    let [width, height] = [size.0, size.1].map(|side| f64::from(side) / 10.0);
    let detection = |number: u32| {
        let (left, top) = (f64::from(number % 10) * width, f64::from(number / 10) * height);
        let corner = |(x, y): (f64, f64)| json!({"x": left + x * width, "y": top + y * height});
        let outline: Vec<Json> = [(0.5, 0.0), (1.0, 0.5), (0.5, 1.0), (0.0, 0.5)].map(corner).into();
        json!({
            "x": left + width / 2.0,
            "y": top + height / 2.0,
            "width": width,
            "height": height,
            "confidence": 0.5,
            "class": "tile",
            "class_id": 0,
            "points": outline,
        })
    };
    let predictions = json!({
        "image": {"width": size.0, "height": size.1},
        "predictions": (0..100).map(detection).collect::<Vec<_>>(),
    });
    let step = json!({
        "type": "roboflow_core/dynamic_crop@v1",
        "images": "$inputs.image",
        "predictions": "$inputs.predictions",
        "mask_opacity": if MASKED { 0.5 } else { 0.0 },
    });
    run(bencher, size, step, "crops", Some(&predictions));
}
