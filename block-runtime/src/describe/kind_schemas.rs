//! JSON Schemas of the kinds whose data is an object that clients take apart.

use serde_json::{Value as Json, json};

/// The JSON Schema (draft 2020-12) of a kind's data, a list of them where the data has one of several forms; nothing for
/// kinds that their type describes well enough.
///
/// Members that are not described may be there too. Only members that are always there are required.
pub fn kind_schemas(name: &str) -> Option<Json> {
    match name {
        "image" => Some(image()),
        "video_metadata" => Some(video_metadata()),
        "image_keypoints" => Some(image_keypoints()),
        "classification_prediction" => Some(json!([single_label(), multi_label()])),
        "object_detection_prediction" => Some(detections("Object detections", &[])),
        "instance_segmentation_prediction" => Some(detections("Instance segmentation", &[points()])),
        "keypoint_detection_prediction" => Some(detections("Detections with key points", &[keypoints()])),
        "qr_code_detection" => Some(detections("QR codes", &[code()])),
        _ => None,
    }
}

/// The same with the dialect that it is written in.
fn schema(mut json: Json) -> Json {
    json["$schema"] = json!("https://json-schema.org/draft/2020-12/schema");
    json
}

fn image() -> Json {
    schema(json!({
        "title": "Image",
        "description": "An encoded image. Text alone is accepted too: base64 or an address.",
        "type": "object",
        "required": ["value"],
        "properties": {
            "type": { "type": "string", "description": "How the image is given: `base64` in results." },
            "value": { "type": "string", "description": "The encoded image, or its address." },
            "video_metadata": {
                "type": "object",
                "required": VIDEO_REQUIRED,
                "properties": video_properties(),
                "description": "The frame that the image is."
            }
        }
    }))
}

const VIDEO_REQUIRED: [&str; 3] = ["video_identifier", "frame_number", "frame_timestamp"];

fn video_metadata() -> Json {
    schema(json!({
        "title": "Video metadata",
        "description": "Which frame of which video it is.",
        "type": "object",
        "required": VIDEO_REQUIRED,
        "properties": video_properties()
    }))
}

fn video_properties() -> Json {
    json!({
        "video_identifier": { "type": "string", "description": "Name of the video." },
        "frame_number": { "type": "integer", "description": "Number of the frame." },
        "frame_timestamp": { "type": "string", "format": "date-time", "description": "When the frame was taken." },
        "fps": { "type": ["number", "null"], "description": "Frames a second, as declared." },
        "measured_fps": { "type": ["number", "null"], "description": "Frames a second, as they arrive." },
        "comes_from_video_file": {
            "type": ["boolean", "null"],
            "description": "True for files, false for streams, null where that is not known."
        }
    })
}

fn image_keypoints() -> Json {
    schema(json!({
        "title": "Key points of an image",
        "description": "Places in an image that can be found again in another one.",
        "type": "array",
        "items": {
            "type": "object",
            "required": ["pt", "size", "angle", "response", "octave", "class_id"],
            "properties": {
                "pt": {
                    "type": "array", "items": { "type": "number" }, "minItems": 2, "maxItems": 2,
                    "description": "x and y, in pixels."
                },
                "size": { "type": "number", "description": "Diameter of the neighbourhood, in pixels." },
                "angle": { "type": "number", "description": "Orientation, in degrees; -1 where it has none." },
                "response": { "type": "number", "description": "How distinct the point is." },
                "octave": { "type": "integer", "description": "Level of the image pyramid." },
                "class_id": { "type": "integer", "description": "Group of the point; -1 where it has none." }
            }
        }
    }))
}

fn class_members() -> [(&'static str, Json); 2] {
    [
        ("class_id", json!({ "type": "integer", "description": "Number of the class." })),
        ("confidence", json!({ "type": "number", "description": "How sure the model is, from 0 to 1." })),
    ]
}

fn single_label() -> Json {
    let mut item = described_object(class_members());
    item["required"] = json!(["class", "class_id", "confidence"]);
    item["properties"]["class"] = json!({ "type": "string", "description": "Name of the class." });
    schema(json!({
        "title": "Classification with one class",
        "description": "The most likely class of an image, and how likely all are.",
        "type": "object",
        "required": ["predictions", "top", "confidence"],
        "properties": {
            "image": image_size(),
            "predictions": { "type": "array", "items": item },
            "top": { "type": "string", "description": "Name of the most likely class." },
            "confidence": { "type": "number", "description": "How sure the model is of it, from 0 to 1." }
        }
    }))
}

fn multi_label() -> Json {
    let mut class = described_object(class_members());
    class["required"] = json!(["class_id", "confidence"]);
    schema(json!({
        "title": "Classification with several classes",
        "description": "All classes that apply to an image.",
        "type": "object",
        "required": ["predictions", "predicted_classes"],
        "properties": {
            "image": image_size(),
            "predictions": {
                "type": "object", "additionalProperties": class, "description": "All classes, by name."
            },
            "predicted_classes": {
                "type": "array", "items": { "type": "string" }, "description": "Names of the classes that apply."
            }
        }
    }))
}

fn described_object<const N: usize>(members: [(&'static str, Json); N]) -> Json {
    let properties: serde_json::Map<String, Json> =
        members.into_iter().map(|(name, schema)| (name.to_owned(), schema)).collect();
    json!({ "type": "object", "properties": properties })
}

fn image_size() -> Json {
    let side = json!({ "type": ["integer", "null"], "description": "In pixels; null where nothing was detected." });
    json!({
        "type": "object",
        "description": "Size of the image.",
        "required": ["width", "height"],
        "properties": { "width": side, "height": side }
    })
}

/// Detections whose elements have further members that are always there.
fn detections(title: &str, more: &[(&str, Json)]) -> Json {
    let mut required = vec!["x", "y", "width", "height", "confidence", "class_id", "class", "detection_id"];
    required.extend(more.iter().map(|(name, _)| *name));
    let number = |description: &str| json!({ "type": "number", "description": description });
    let mut item = json!({
        "type": "object",
        "required": required,
        "properties": {
            "x": number("Centre of the box, in pixels from the left."),
            "y": number("Centre of the box, in pixels from the top."),
            "width": number("Width of the box, in pixels."),
            "height": number("Height of the box, in pixels."),
            "confidence": number("How sure the model is, from 0 to 1."),
            "class_id": { "type": "integer", "description": "Number of the class." },
            "class": { "type": "string", "description": "Name of the class." },
            "detection_id": { "type": "string", "description": "Identifies the detection." },
            "parent_id": { "type": "string", "description": "Identifies the image that it was made on." },
            "tracker_id": { "type": "integer", "description": "Identifies the object from frame to frame." }
        }
    });
    for (name, schema) in more {
        item["properties"][*name] = schema.clone();
    }
    schema(json!({
        "title": title,
        "type": "object",
        "required": ["image", "predictions"],
        "properties": {
            "image": image_size(),
            "predictions": { "type": "array", "items": item }
        }
    }))
}

fn points() -> (&'static str, Json) {
    let point = described_object([("x", json!({ "type": "number" })), ("y", json!({ "type": "number" }))]);
    ("points", json!({ "type": "array", "items": point, "description": "Outline of the object, in pixels." }))
}

fn keypoints() -> (&'static str, Json) {
    let mut point = described_object([
        ("x", json!({ "type": "number", "description": "In pixels from the left." })),
        ("y", json!({ "type": "number", "description": "In pixels from the top." })),
        ("class", json!({ "type": "string", "description": "Name of the point." })),
        ("class_id", json!({ "type": "integer", "description": "Number of the point." })),
        ("confidence", json!({ "type": "number", "description": "How sure the model is, from 0 to 1." })),
    ]);
    point["required"] = json!(["x", "y", "class", "class_id", "confidence"]);
    ("keypoints", json!({ "type": "array", "items": point, "description": "Points of the object." }))
}

fn code() -> (&'static str, Json) {
    ("data", json!({ "type": "string", "description": "What the code says." }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kind::KINDS;

    #[test]
    fn eight_kinds_have_schemas() {
        let with: Vec<&str> = KINDS.iter().map(|kind| kind.name).filter(|name| kind_schemas(name).is_some()).collect();
        let expected = [
            "classification_prediction",
            "image",
            "image_keypoints",
            "instance_segmentation_prediction",
            "keypoint_detection_prediction",
            "object_detection_prediction",
            "qr_code_detection",
            "video_metadata",
        ];
        assert_eq!(with, expected);
        assert_eq!(kind_schemas("classification_prediction").unwrap().as_array().map(Vec::len), Some(2));
    }

    #[test]
    fn what_is_required_is_described() {
        for kind in KINDS {
            if let Some(schema) = kind_schemas(kind.name) {
                check(&schema, kind.name);
            }
        }
    }

    fn check(schema: &Json, kind: &str) {
        for name in schema["required"].as_array().into_iter().flatten().filter_map(Json::as_str) {
            assert!(schema["properties"].get(name).is_some(), "{kind}: {name}");
        }
        match schema {
            Json::Object(members) => members.values().for_each(|member| check(member, kind)),
            Json::Array(items) => items.iter().for_each(|item| check(item, kind)),
            _ => {}
        }
    }
}
