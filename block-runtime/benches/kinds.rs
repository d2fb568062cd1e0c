//! How fast data of kinds enters and leaves a workflow: 10,000 detections from JSON and back.

use block_runtime::kind::{self, Element, KindInfo, Reader};
use block_runtime::value::Value;
use divan::Bencher;
use divan::counter::ItemsCount;
use jiff::Timestamp;
use serde_json::{Value as Json, json};

fn main() {
    divan::main();
}

const COUNT: u32 = 10_000;

/// What the detections have besides boxes and classes.
#[derive(Debug, Clone, Copy)]
enum Sort {
    /// Nothing.
    Boxes,
    /// Tracks, lineage and measurements.
    Tracked,
    /// Three key points each.
    Keypoints,
}

const SORTS: [Sort; 3] = [Sort::Boxes, Sort::Tracked, Sort::Keypoints];

impl Sort {
    fn kind(self) -> &'static KindInfo {
        let name = match self {
            Self::Boxes | Self::Tracked => "object_detection_prediction",
            Self::Keypoints => "keypoint_detection_prediction",
        };
        kind::find(name).expect("a kind of the catalogue")
    }

    fn detection(self, number: u32) -> Json {
        let place = f64::from(number % 1000);
        let mut detection = json!({
            "x": place + 0.5, "y": place / 2.0, "width": 20.0, "height": 10.5, "confidence": 0.75,
            "class_id": number % 80, "class": "cat", "detection_id": format!("{number:036}"), "parent_id": "image",
        });
        let more = match self {
            Self::Boxes => json!({}),
            Self::Tracked => json!({
                "tracker_id": number, "parent_id": "crop", "root_parent_id": "image",
                "parent_origin": {"offset_x": 10, "offset_y": 20, "width": 1280, "height": 720},
                "root_parent_origin": {"offset_x": 10, "offset_y": 20, "width": 1280, "height": 720},
                "time_in_zone": 2.5, "velocity": [1.5, -2.0], "speed": 2.5, "area_px": 210.0,
            }),
            Self::Keypoints => json!({
                "keypoints": (0..3).map(|class| json!({
                    "x": place, "y": place + 1.0, "confidence": 0.5, "class_id": class, "class": "nose",
                })).collect::<Vec<_>>(),
            }),
        };
        if let (Json::Object(members), Json::Object(more)) = (&mut detection, more) {
            members.extend(more);
        }
        detection
    }

    fn prediction(self) -> Value {
        let predictions: Vec<Json> = (0..COUNT).map(|number| self.detection(number)).collect();
        Value::from_json(&json!({"image": {"width": 1280, "height": 720}, "predictions": predictions}))
    }

    fn read(self, value: &Value) -> Value {
        let element = Element { id: "image", new_id: &String::new };
        match self.kind().read {
            Some(Reader::Now(read)) => read(value, &element).expect("valid detections"),
            _ => unreachable!("detections are read at once"),
        }
    }
}

#[divan::bench(args = SORTS)]
fn read_detections(bencher: Bencher, sort: Sort) {
    let value = sort.prediction();
    bencher.counter(ItemsCount::new(COUNT)).bench(|| sort.read(&value));
}

#[divan::bench(args = SORTS)]
fn write_detections(bencher: Bencher, sort: Sort) {
    let value = sort.read(&sort.prediction());
    let write = sort.kind().write.expect("detections are written in a form of their own");
    bencher.counter(ItemsCount::new(COUNT)).bench(|| write(&value, Timestamp::UNIX_EPOCH));
}
