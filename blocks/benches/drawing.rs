//! How fast detections are drawn: whole blocks, each run as a workflow of one step on an image with 20 detections, and
//! single shapes of the kit.
//!
//! The items a second are pixels of the image.

use std::hint::black_box;

use block_runtime::block::Environment;
use block_runtime::compile::compile;
use block_runtime::execute::Session;
use block_runtime::value::detections::{BoundingBox, Detection, Provenance};
use block_runtime::value::{Detections, Map, Picture, Value};
use blocks::drawing::{Canvas, Font, Pen, Place, Rectangle, Thickness};
use divan::Bencher;
use divan::counter::ItemsCount;
use image::{Rgb, RgbImage};
use serde_json::json;

fn main() {
    divan::main();
}

const SIZES: [(u32, u32); 2] = [(640, 480), (1920, 1080)];

fn picture((width, height): (u32, u32)) -> Picture {
    let low = |number: u32| number.to_le_bytes()[0];
    let pixels = RgbImage::from_fn(width, height, |x, y| Rgb([low(x * 3 + y * 5), low(x * 7), low(y * 11)]));
    Picture::from_pixels(pixels, "image")
}

/// 20 detections spread over an image, each a fifth of its width and a quarter of its height.
fn detections(picture: &Picture) -> Detections {
    let provenance = Provenance::of(picture).into();
    let (width, height) = (f64::from(picture.width()), f64::from(picture.height()));
    (0..20_u8)
        .map(|number| {
            let (x, y) = (f64::from(number % 5) * width / 5.0, f64::from(number / 5) * height / 4.0);
            Detection {
                bounds: BoundingBox { x_min: x, y_min: y, x_max: x + width / 5.0, y_max: y + height / 4.0 },
                confidence: 0.04 * f64::from(number),
                class_id: number.into(),
                class_name: format!("person {number}").into(),
                id: format!("detection {number}").into(),
                provenance: std::sync::Arc::clone(&provenance),
            }
        })
        .collect()
}

fn run(bencher: Bencher, size: (u32, u32), block: &str, properties: &serde_json::Value) {
    let mut step = json!({
        "type": block,
        "name": "step",
        "image": "$inputs.image",
        "predictions": "$inputs.predictions",
    });
    for (name, value) in properties.as_object().into_iter().flatten() {
        step[name] = value.clone();
    }
    let workflow = json!({
        "version": "1.0",
        "inputs": [
            {"type": "WorkflowImage", "name": "image"},
            {"type": "WorkflowBatchInput", "name": "predictions", "kind": ["object_detection_prediction"]},
        ],
        "steps": [step],
        "outputs": [{"type": "JsonField", "name": "image", "selector": "$steps.step.image"}],
    });
    let plan = compile(&blocks::catalogue(), &workflow.to_string()).expect("the workflow is sound");
    let mut session = Session::new(plan, Environment::default());
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime starts");
    let picture = picture(size);
    let predictions = detections(&picture);
    let inputs: Map = [("image", Value::Image(picture)), ("predictions", Value::Detections(predictions))]
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .collect();
    bencher
        .counter(ItemsCount::new(size.0 * size.1))
        .bench_local(|| runtime.block_on(session.run(inputs.clone())).expect("the run succeeds"));
}

#[divan::bench(args = SIZES)]
fn boxes(bencher: Bencher, size: (u32, u32)) {
    run(bencher, size, "roboflow_core/bounding_box_visualization@v1", &json!({}));
}

#[divan::bench(args = SIZES)]
fn boxes_round(bencher: Bencher, size: (u32, u32)) {
    run(bencher, size, "roboflow_core/bounding_box_visualization@v1", &json!({"roundness": 0.6, "thickness": 4}));
}

#[divan::bench(args = SIZES)]
fn labels(bencher: Bencher, size: (u32, u32)) {
    run(bencher, size, "roboflow_core/label_visualization@v1", &json!({"text": "Class and Confidence"}));
}

#[divan::bench(args = SIZES)]
fn labels_bold(bencher: Bencher, size: (u32, u32)) {
    let properties = json!({"text": "Class and Confidence", "text_thickness": 2, "border_radius": 8});
    run(bencher, size, "roboflow_core/label_visualization@v1", &properties);
}

/// A shape on a canvas that is drawn on again and again.
fn draw(bencher: Bencher, mut shape: impl FnMut(&mut Canvas)) {
    let mut canvas = Canvas::of(picture(SIZES[0]).pixels());
    bencher.bench_local(|| shape(black_box(&mut canvas)));
}

fn thickness(pixels: i64) -> Thickness {
    Thickness::new(pixels).expect("it is within the limits")
}

#[divan::bench(args = [1, 2, 8])]
fn one_rectangle(bencher: Bencher, pixels: i64) {
    let rectangle = Rectangle::between(Place::new(20, 20), Place::new(500, 400));
    let pen = Pen::sharp(Rgb([255, 0, 0]), thickness(pixels));
    draw(bencher, |canvas| canvas.rectangle(&rectangle, &pen));
}

#[divan::bench(args = [1, 2, 8])]
fn one_slanted_line(bencher: Bencher, pixels: i64) {
    let pen = Pen::sharp(Rgb([255, 0, 0]), thickness(pixels));
    draw(bencher, |canvas| canvas.line(Place::new(20, 20), Place::new(500, 400), &pen));
}

#[divan::bench(args = [1, 2])]
fn one_text(bencher: Bencher, pixels: i64) {
    let font = Font::new(1.0, thickness(pixels)).expect("it is within the limits");
    draw(bencher, |canvas| canvas.text("person 0.97", Place::new(20, 60), &font, Rgb([255; 3])));
}
