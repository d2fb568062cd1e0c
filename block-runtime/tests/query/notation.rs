//! Values in the notation of the vectors: JSON with `{"$det": …}` for detections, `{"$img": …}` for a black image,
//! `{"$ts": …}` for a point in time and `{"$num": …}` for `nan`, `inf`, `-inf` and `-0.0`. Results may also have
//! `{"$bytes": true}`, and `{"$entry": …}` with the box of a single detection.

use std::sync::Arc;

use block_runtime::value::detections::{BoundingBox, Column, Detection, ImageSize, Provenance, Scale};
use block_runtime::value::{DateTime, Detections, FromValue, Map, Picture, Value, VideoMetadata};
use image::RgbImage;
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
            if members.contains_key("$num") {
                return number(json).into();
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

/// A number, which may be one that JSON does not have.
fn number(json: &Json) -> f64 {
    json.as_f64().unwrap_or_else(|| json["$num"].as_str().unwrap().parse().unwrap())
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
            let number = |place: usize| number(&row[place]);
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

/// A value in the notation; detections only so far as they are needed to compare them with `expected`.
pub fn shown(value: &Value, expected: &Json) -> Json {
    match value {
        Value::Detections(all) => detections_shown(all, &expected["$det"]),
        Value::Float(number) => number_shown(*number),
        Value::List(items) => items.iter().enumerate().map(|(place, item)| shown(item, &expected[place])).collect(),
        Value::Map(members) => {
            let member = |(name, member): (&String, &Value)| (name.clone(), shown(member, &expected[name]));
            Json::Object(members.iter().map(member).collect())
        }
        Value::Bytes(_) => json!({"$bytes": true}),
        Value::DateTime(time) => json!({"$ts": time.to_string()}),
        Value::Image(image) => json!({"$img": {"w": image.width(), "h": image.height()}}),
        Value::Detection(entry) => {
            let BoundingBox { x_min, y_min, x_max, y_max } = entry.bounds();
            let sides = [x_min, y_min, x_max, y_max].map(number_shown);
            json!({"$entry": sides})
        }
        other => other.to_json().unwrap(),
    }
}

fn number_shown(number: f64) -> Json {
    if number.is_finite() && !(number == 0.0 && number.is_sign_negative()) {
        number.into()
    } else {
        let name = if number.is_nan() { "nan".to_owned() } else { format!("{number:?}") };
        json!({"$num": name})
    }
}

/// As many facts about each detection, and the columns of data, that are expected.
fn detections_shown(all: &Detections, expected: &Json) -> Json {
    let facts = expected["rows"][0].as_array().map_or(0, Vec::len);
    let rows = all.iter().map(|it| {
        let BoundingBox { x_min, y_min, x_max, y_max } = it.bounds();
        let row = vec![
            number_shown(x_min),
            number_shown(y_min),
            number_shown(x_max),
            number_shown(y_max),
            json!(it.class_name().as_ref()),
            json!(it.class_id()),
            number_shown(it.confidence()),
            json!(it.id().as_ref()),
        ];
        row.into_iter().take(facts).collect::<Json>()
    });
    let mut set = json!({"rows": rows.collect::<Json>()});
    if expected.get("cols").is_some() {
        let column = |(name, values): (&str, &Column<Value>)| {
            (name.to_owned(), values.iter().map(|value| shown(value, &Json::Null)).collect::<Json>())
        };
        set["cols"] = Json::Object(all.columns().map(column).collect());
    }
    json!({"$det": set})
}
