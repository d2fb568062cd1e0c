//! How data of each kind is read and written, by the vectors in `vectors.jsonl`: one JSON object a line.
//!
//! `{"kind", "in", "out" | "err"}` is read; `{"rt", "in", "out", "ignore"?}` is read and written again, without the members
//! of entries that `ignore` names; `{"root", "out"}` is read as an instance segmentation, moved to root coordinates and
//! written. The element is called `p`. Whole numbers and others of the same value count as equal.

#![expect(clippy::unwrap_used, reason = "helpers of tests may fail as tests do")]

use block_runtime::value::detections::MaskEncoding;
use block_runtime::value::{Detections, Value};
use serde_json::Value as Json;

fn vectors(sort: &str) -> impl Iterator<Item = Json> {
    let vectors = include_str!("vectors.jsonl").lines().map(|line| serde_json::from_str::<Json>(line).unwrap());
    vectors.filter(move |vector| vector.get(sort).is_some())
}

/// How masks of a kind of detections are written; nothing for other kinds.
fn masks(kind: &str) -> Option<MaskEncoding> {
    match kind {
        "rle_instance_segmentation_prediction" | "semantic_segmentation_prediction" => Some(MaskEncoding::RunLength),
        kind if kind.contains("detection") || kind.contains("segmentation") => Some(MaskEncoding::Polygon),
        _ => None,
    }
}

fn read(json: &Json, masks: MaskEncoding) -> Result<Detections, String> {
    let value = Value::from_json(json);
    Detections::from_wire(&value, masks, "p", || "new".to_owned()).map_err(|error| error.to_string())
}

/// All numbers as floating-point numbers.
fn plain(json: &Json) -> Json {
    match json {
        Json::Number(number) => number.as_f64().into(),
        Json::Array(items) => items.iter().map(plain).collect(),
        Json::Object(members) => members.iter().map(|(name, member)| (name.clone(), plain(member))).collect(),
        other => other.clone(),
    }
}

fn assert_same(found: &Json, vector: &Json) {
    let mut found = plain(found);
    for name in vector["ignore"].as_array().into_iter().flatten() {
        for entry in found["predictions"].as_array_mut().unwrap() {
            entry.as_object_mut().unwrap().remove(name.as_str().unwrap());
        }
    }
    assert_eq!(found, plain(&vector["out"]), "{vector}");
}

#[test]
fn detections_are_read_and_written() {
    let mut count = 0;
    for vector in vectors("rt") {
        let masks = masks(vector["rt"].as_str().unwrap()).unwrap();
        let detections = read(&vector["in"], masks).unwrap_or_else(|error| panic!("{error}: {vector}"));
        assert_same(&detections.to_wire(masks).unwrap(), &vector);
        count += 1;
    }
    assert_eq!(count, 8);
}

#[test]
fn detections_are_moved_to_the_root() {
    let mut count = 0;
    for vector in vectors("root") {
        let detections = read(&vector["root"], MaskEncoding::Polygon).unwrap().in_root_coordinates();
        assert_same(&detections.to_wire(MaskEncoding::Polygon).unwrap(), &vector);
        count += 1;
    }
    assert_eq!(count, 3);
}

#[test]
fn what_is_no_detections_is_refused() {
    let mut count = 0;
    for vector in vectors("kind") {
        if let Some(masks) = masks(vector["kind"].as_str().unwrap()) {
            assert!(read(&vector["in"], masks).is_err(), "{vector}");
            count += 1;
        }
    }
    assert_eq!(count, 5);
}
