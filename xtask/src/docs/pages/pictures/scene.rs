//! The scene of the pictures: a photograph, and what a model finds in it.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use block_runtime::value::Picture;
use serde_json::{Value as Json, json};

/// Name of the kind of images.
pub const IMAGE: &str = "image";

const PHOTO: &[u8] = include_bytes!("../../../../../examples/photo.jpg");
const WIDTH: u32 = 640;
const HEIGHT: u32 = 480;

/// What there is to see: class, confidence, and the box as left, top, right, bottom in pixels.
const OBJECTS: [(&str, f64, [f64; 4]); 6] = [
    ("orange", 0.94, [140.0, 171.0, 283.0, 306.0]),
    ("apple", 0.91, [273.0, 175.0, 414.0, 328.0]),
    ("apple", 0.88, [371.0, 141.0, 511.0, 268.0]),
    ("lemon", 0.92, [384.0, 263.0, 538.0, 353.0]),
    ("cherry", 0.81, [514.0, 212.0, 573.0, 329.0]),
    ("grapes", 0.72, [75.0, 285.0, 188.0, 364.0]),
];

/// The photograph.
pub fn photo() -> Picture {
    let pixels = image::load_from_memory(PHOTO).map(image::DynamicImage::into_rgb8);
    Picture::from_pixels(pixels.unwrap_or_else(|error| unreachable!("{error}")), "photo")
}

/// The photograph as requests hold it.
pub fn image() -> Json {
    json!({ "type": "base64", "value": STANDARD.encode(PHOTO) })
}

/// What a language model says that it sees.
pub fn told() -> String {
    let (width, height) = (f64::from(WIDTH), f64::from(HEIGHT));
    let objects = OBJECTS.iter().map(|(class, confidence, [left, top, right, bottom])| {
        json!({
            "class_name": class, "confidence": confidence,
            "x_min": left / width, "y_min": top / height, "x_max": right / width, "y_max": bottom / height,
        })
    });
    json!({ "detections": objects.collect::<Vec<_>>() }).to_string()
}

/// An input that shows the scene, and its value, for a property that takes data of these kinds.
pub fn data(kinds: &[&str]) -> Option<(Json, Json)> {
    let of_kind = |kind: &&&str| kind.ends_with("_prediction") && !kind.contains("rle");
    if kinds.contains(&IMAGE) {
        return Some((json!({ "type": "WorkflowImage" }), image()));
    }
    let preferred = ["instance_segmentation_prediction", "object_detection_prediction"];
    let kind = preferred.iter().find(|kind| kinds.contains(kind)).or_else(|| kinds.iter().find(of_kind))?;
    Some((json!({ "type": "WorkflowBatchInput", "kind": [kind] }), predictions()))
}

fn predictions() -> Json {
    let mut classes: Vec<&str> = OBJECTS.iter().map(|(class, ..)| *class).collect();
    classes.dedup();
    let objects = OBJECTS.iter().zip(1_u32..).map(|((class, confidence, [left, top, right, bottom]), number)| {
        let (width, height) = (right - left, bottom - top);
        let (x, y) = (left + width / 2.0, top + height / 2.0);
        json!({
            "x": x, "y": y, "width": width, "height": height,
            "confidence": confidence, "class": class,
            "class_id": classes.iter().position(|known| known == class),
            "detection_id": format!("{class}-{number}"), "tracker_id": number,
            "points": outline(x, y, width / 2.0, height / 2.0),
        })
    });
    json!({ "image": { "width": WIDTH, "height": HEIGHT }, "predictions": objects.collect::<Vec<_>>() })
}

/// An ellipse that touches the sides of the box.
fn outline(x: f64, y: f64, half_width: f64, half_height: f64) -> Vec<Json> {
    const CORNERS: u32 = 32;
    let corner = |number: u32| {
        let angle = std::f64::consts::TAU * f64::from(number) / f64::from(CORNERS);
        json!({ "x": x + half_width * angle.cos(), "y": y + half_height * angle.sin() })
    };
    (0..CORNERS).map(corner).collect()
}
