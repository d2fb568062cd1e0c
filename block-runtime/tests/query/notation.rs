//! Values in the notation of `vectors.jsonl`: JSON with `{"$det": …}` for detections, `{"$img": …}` for a black image and
//! `{"$ts": …}` for a point in time.

use std::sync::Arc;

use block_runtime::kind::write_anything;
use block_runtime::value::detections::{BoundingBox, Detection, ImageSize, Provenance, Scale};
use block_runtime::value::{DateTime, Detections, FromValue, Map, Picture, Value, VideoMetadata};
use image::RgbImage;
use jiff::Timestamp;
use serde_json::{Value as Json, json};

/// The value that JSON in the notation stands for.
pub fn value(json: &Json) -> Value {
    match json {
        Json::Array(items) => items.iter().map(value).collect(),
        Json::Object(members) => {
            if let Some(set) = members.get("$det") {
                return detections(set).into();
            }
            if let Some(image) = members.get("$img") {
                return picture(image).into();
            }
            if let Some(time) = members.get("$ts") {
                return time.as_str().unwrap().parse::<DateTime>().unwrap().into();
            }
            members.iter().map(|(name, member)| (name.clone(), value(member))).collect()
        }
        other => Value::from_json(other),
    }
}

/// The parameters that JSON in the notation stands for.
pub fn parameters(json: &Json) -> Map {
    let members = json.as_object().into_iter().flatten();
    members.map(|(name, member)| (name.clone(), value(member))).collect()
}

fn detections(set: &Json) -> Detections {
    let side = |place: usize| u32::try_from(set["size"][place].as_u64().unwrap()).unwrap();
    let provenance = Arc::new(Provenance {
        image: ImageSize { width: side(0), height: side(1) },
        parent_id: "".into(),
        parent_origin: None,
        parent_scale: Scale::ONE,
        root_id: "".into(),
        root_origin: None,
        root_scale: Scale::ONE,
    });
    let rows = set["rows"].as_array().unwrap();
    let all: Detections = rows
        .iter()
        .map(|row| {
            let number = |place: usize| row[place].as_f64().unwrap();
            Detection {
                bounds: BoundingBox { x_min: number(0), y_min: number(1), x_max: number(2), y_max: number(3) },
                confidence: number(6),
                class_id: row[5].as_i64().unwrap(),
                class_name: row[4].as_str().unwrap().into(),
                id: row[7].as_str().unwrap().into(),
                provenance: Arc::clone(&provenance),
            }
        })
        .collect();
    let columns = set["cols"].as_object().into_iter().flatten();
    columns.fold(all, |all, (name, column)| {
        all.with_data(name, column.as_array().unwrap().iter().map(value).collect()).unwrap()
    })
}

fn picture(image: &Json) -> Picture {
    let side = |name: &str| u32::try_from(image[name].as_u64().unwrap()).unwrap();
    let picture = Picture::from_pixels(RgbImage::new(side("w"), side("h")), "image");
    match image.get("video") {
        Some(video) => picture.with_video_metadata(VideoMetadata::from_value(&Value::from_json(video)).unwrap()),
        None => picture,
    }
}

/// A value in the notation, so far as it is needed to compare it with `expected`.
pub fn shown(value: &Value, expected: &Json) -> Json {
    let Value::Detections(all) = value else { return write_anything(value, Timestamp::UNIX_EPOCH).unwrap() };
    let first = |columns: usize| {
        let rows = all.iter().map(|it| {
            let bounds = it.bounds();
            let row = vec![
                json!(bounds.x_min),
                json!(bounds.y_min),
                json!(bounds.x_max),
                json!(bounds.y_max),
                json!(it.class_name().as_ref()),
                json!(it.class_id()),
                json!(it.confidence()),
                json!(it.id().as_ref()),
            ];
            row.into_iter().take(columns).collect::<Json>()
        });
        rows.collect::<Json>()
    };
    let columns = expected["$det"]["rows"][0].as_array().map_or(0, Vec::len);
    json!({"$det": {"rows": first(columns)}})
}
