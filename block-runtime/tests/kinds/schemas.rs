//! The schema and the example of each kind, against each other and against what reads and writes its data.

use block_runtime::kind::{KINDS, KindInfo};
use jsonschema::Validator;
use schemas::kinds as wire;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value as Json, json};

use crate::{known, read, read_as, write};

/// Reads data as its wire type and writes it again.
fn through<T: DeserializeOwned + Serialize>(data: &Json) -> Json {
    let typed: T = serde_json::from_value(data.clone()).unwrap_or_else(|error| panic!("{error}: {data}"));
    serde_json::to_value(typed).unwrap()
}

fn parsed(text: &str) -> Json {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

pub fn validator(kind: &KindInfo) -> Validator {
    jsonschema::draft202012::new(&parsed(kind.schema)).unwrap_or_else(|error| panic!("{}: {error}", kind.name))
}

/// What is wrong with data of a kind.
pub fn mistakes(kind: &KindInfo, data: &Json) -> Vec<String> {
    let mistakes = |error: jsonschema::ValidationError<'_>| format!("{}: {error}", error.instance_path());
    validator(kind).iter_errors(data).map(mistakes).collect()
}

#[test]
fn every_kind_has_a_schema_that_is_one() {
    for kind in KINDS {
        let schema = parsed(kind.schema);
        assert!(jsonschema::draft202012::meta::is_valid(&schema), "{}", kind.name);
        assert_eq!(schema["title"], kind.name);
    }
}

#[test]
fn examples_are_read_and_written_and_fit_the_schema() {
    for kind in KINDS {
        let example = parsed(kind.example);
        assert_eq!(mistakes(kind, &example), Vec::<String>::new(), "{}", kind.name);
        let value = read_as(kind, &example, "image").unwrap_or_else(|error| panic!("{}: {error}", kind.name));
        let written = write(kind, &value);
        assert_eq!(mistakes(kind, &written), Vec::<String>::new(), "{}", kind.name);
        if kind.name != "secret" {
            assert_eq!(written, example, "{}: an example is what results have", kind.name);
        }
    }
}

#[test]
fn wire_types_hold_all_that_examples_have() {
    type Through = fn(&Json) -> Json;
    let types: [(&str, Through); 14] = [
        ("bar_code_detection", through::<wire::Detections>),
        ("classification_prediction", through::<wire::Classification>),
        ("detections_overlaps", through::<wire::DetectionsOverlaps>),
        ("image", through::<wire::Image>),
        ("image_keypoints", through::<wire::ImageKeypoints>),
        ("image_metadata", through::<wire::ImageMetadata>),
        ("instance_segmentation_prediction", through::<wire::Detections>),
        ("keypoint_detection_prediction", through::<wire::Detections>),
        ("labeled_points", through::<Vec<wire::LabelledPoint>>),
        ("object_detection_prediction", through::<wire::Detections>),
        ("qr_code_detection", through::<wire::Detections>),
        ("rle_instance_segmentation_prediction", through::<wire::Detections>),
        ("semantic_segmentation_prediction", through::<wire::Detections>),
        ("video_metadata", through::<wire::VideoMetadata>),
    ];
    for (name, through) in types {
        let example = parsed(known(&name.into()).example);
        assert_eq!(through(&example), example, "{name}");
    }
    let several = json!({
        "image": {"width": 4, "height": 3}, "predicted_classes": ["cat"],
        "predictions": {"cat": {"class_id": 0, "confidence": 0.75}, "dog": {"class_id": 1, "confidence": 0.25}},
    });
    assert_eq!(through::<wire::Classification>(&several), several);
    assert_eq!(mistakes(known(&"classification_prediction".into()), &several), Vec::<String>::new());
}

#[test]
fn null_is_another_thing_than_nothing() {
    let entry = json!({
        "width": 2, "height": 2.5, "x": 1.0, "y": 1.0, "confidence": 0.5, "class_id": 0, "class": "a",
        "nearest_target_distance": null,
    });
    assert_eq!(through::<wire::Detection>(&entry), entry);
}

#[test]
fn schemas_refuse_what_readers_refuse() {
    for (name, data) in [
        ("object_detection_prediction", json!({"predictions": []})),
        ("object_detection_prediction", json!({"image": {"width": 1, "height": 1}, "predictions": [{"x": 1}]})),
        ("classification_prediction", json!({"image": {}, "predictions": [], "top": "a"})),
        ("video_metadata", json!({"video_identifier": "v", "frame_number": 1})),
        ("image", json!({"type": "base64"})),
        ("image", json!(5)),
        ("point", json!([1])),
        ("zone", json!([[0, 0], [1, 0]])),
        ("labeled_points", json!([{"x": 1}])),
        ("labeled_points", json!([[1, 2, true, 4]])),
        ("rgb_color", json!([1, 2])),
        ("float_zero_to_one", json!(1.1)),
        ("boolean", json!(1)),
    ] {
        let kind = known(&name.into());
        assert!(!mistakes(kind, &data).is_empty() && read(kind, &data).is_err(), "{name}: {data}");
    }
}

#[test]
fn members_of_some_sorts_of_detections_are_required_there_only() {
    let without = json!({"x": 1, "y": 1, "width": 2, "height": 2, "confidence": 0.5, "class_id": 0, "class": "a"});
    let document = json!({"image": {"width": 9, "height": 9}, "predictions": [without]});
    for (name, missing) in [
        ("object_detection_prediction", None),
        ("instance_segmentation_prediction", Some("points")),
        ("rle_instance_segmentation_prediction", Some("rle_mask")),
        ("semantic_segmentation_prediction", Some("rle_mask")),
        ("keypoint_detection_prediction", Some("keypoints")),
        ("qr_code_detection", Some("data")),
        ("bar_code_detection", Some("data")),
    ] {
        let mistakes = mistakes(known(&name.into()), &document).join("\n");
        assert_eq!(mistakes.is_empty(), missing.is_none(), "{name}: {mistakes}");
        assert!(mistakes.contains(missing.unwrap_or_default()), "{name}: {mistakes}");
    }
}
