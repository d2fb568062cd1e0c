//! How data of each kind is read and written, by the vectors in `vectors.jsonl`: one JSON object a line.
//!
//! `{"kind", "in", "out" | "err"}` is read and written; `{"rt", "in", "out", "ignore"?}` is the same for detections, without
//! the members of entries that `ignore` names; `{"root", "out"}` is read as an instance segmentation, moved to root
//! coordinates and written; `{"mask", "polygon" | "rle"}` fills rectangles, given by the first and the last pixel, and is
//! the outline (null where there is none) or the runs of that; `{"secret", "out"}` is written. The element is called `p`;
//! `b:` stands before text that is written as base64. Whole numbers and others of the same value count as equal.

#![expect(clippy::unwrap_used, reason = "helpers of tests may fail as tests do")]

mod masks;
mod round_trip;
mod schemas;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use block_runtime::image_io::ImageReader;
use block_runtime::kind::{self, Element, KINDS, KindInfo, Reader, write_anything};
use block_runtime::value::{Secret, Value};
use jiff::Timestamp;
use serde_json::{Value as Json, json};

const KIND: &str = "instance_segmentation_prediction";

fn vectors(sort: &str) -> Vec<Json> {
    let vectors = include_str!("vectors.jsonl").lines().map(|line| serde_json::from_str::<Json>(line).unwrap());
    vectors.filter(|vector| vector.get(sort).is_some()).collect()
}

fn known(kind: &Json) -> &'static KindInfo {
    kind::find(kind.as_str().unwrap()).unwrap_or_else(|| panic!("there is no kind {kind}"))
}

fn read(kind: &KindInfo, json: &Json) -> Result<Value, String> {
    read_as(kind, json, "p")
}

/// Reads an element of this name.
fn read_as(kind: &KindInfo, json: &Json, id: &str) -> Result<Value, String> {
    let value = Value::from_json(json);
    match kind.read {
        None => Ok(value),
        Some(Reader::Now(read)) => {
            read(&value, &Element { id, new_id: &|| "new".to_owned() }).map_err(|error| error.to_string())
        }
        Some(Reader::Image) => {
            let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
            let read = runtime.block_on(ImageReader::default().read(&value, id));
            read.map(Value::from).map_err(|error| error.to_string())
        }
    }
}

fn write(kind: &KindInfo, value: &Value) -> Json {
    kind.write.unwrap_or(write_anything)(value, Timestamp::UNIX_EPOCH).unwrap_or_else(|error| panic!("{error}"))
}

/// All numbers as floating-point numbers, and bytes as base64.
fn plain(json: &Json) -> Json {
    match json {
        Json::Number(number) => number.as_f64().into(),
        Json::String(text) => text.strip_prefix("b:").map_or_else(|| text.clone(), |text| STANDARD.encode(text)).into(),
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
fn data_is_read_by_its_kind() {
    let vectors = vectors("kind");
    assert_eq!(vectors.len(), 45);
    for vector in vectors {
        let kind = known(&vector["kind"]);
        match (read(kind, &vector["in"]), vector.get("err")) {
            (Ok(value), None) => assert_same(&write(kind, &value), &vector),
            (Err(_), Some(_)) => {}
            (result, _) => panic!("{result:?}: {vector}"),
        }
    }
}

#[test]
fn detections_are_read_and_written() {
    let vectors = vectors("rt");
    assert_eq!(vectors.len(), 8);
    for vector in vectors {
        let kind = known(&vector["rt"]);
        let detections = read(kind, &vector["in"]).unwrap_or_else(|error| panic!("{error}: {vector}"));
        assert_same(&write(kind, &detections), &vector);
    }
}

/// Differs from the reference on purpose: of longer secrets it shows the first and the last two characters.
#[test]
fn secrets_are_eight_asterisks_whatever_they_are() {
    let (vectors, kind) = (vectors("secret"), known(&"secret".into()));
    assert_eq!(vectors.len(), 3);
    for vector in vectors {
        let text = vector["secret"].as_str().unwrap();
        for value in [Value::from(text), Value::from(Secret::from(text))] {
            assert_eq!(write(kind, &value), "********", "{vector}");
        }
        assert!(vector["out"].as_str().unwrap().contains("********"));
    }
}

#[test]
fn every_vector_is_run() {
    let run: usize = ["kind", "rt", "root", "mask", "secret"].into_iter().map(|sort| vectors(sort).len()).sum();
    assert_eq!((run, include_str!("vectors.jsonl").lines().count()), (65, 65));
}

#[test]
fn detections_are_moved_to_the_root() {
    let (vectors, kind) = (vectors("root"), known(&KIND.into()));
    assert_eq!(vectors.len(), 3);
    for vector in vectors {
        let detections = read(kind, &vector["root"]).unwrap().in_root_coordinates();
        assert_same(&write(kind, &detections), &vector);
    }
}

#[test]
fn what_was_read_is_read_again_as_it_is() {
    let vectors = vectors("kind").into_iter().map(|vector| (known(&vector["kind"]), vector));
    for (kind, vector) in vectors.filter(|(_, vector)| vector.get("out").is_some()) {
        let value = read(kind, &vector["in"]).unwrap();
        if !value.is_null() {
            (kind.holds)(&value).unwrap_or_else(|error| panic!("{error}: {vector}"));
        }
        if let Some(Reader::Now(again)) = kind.read {
            let again = again(&value, &Element { id: "q", new_id: &|| panic!("it has an identifier") }).unwrap();
            assert_same(&write(kind, &again), &vector);
        }
    }
}

#[test]
fn arrays_are_rectangular() {
    let array = known(&"numpy_array".into());
    for (json, is_array) in [
        (json!([]), true),
        (json!([[1, 2], [3, 4]]), true),
        (json!([[[1], [2]], [[3], [4]]]), true),
        (json!([[1, 2], [3]]), false),
        (json!([1, [2]]), false),
        (json!([[[1], [2]], [[3], 4]]), false),
    ] {
        assert_eq!(read(array, &json).is_ok(), is_array, "{json}");
    }
}

#[test]
fn bytes_are_base64_with_anything_between() {
    let bytes = known(&"bytes".into());
    assert_eq!(write(bytes, &read(bytes, &json!("aGV s\nbG8=")).unwrap()), "aGVsbG8=");
    assert!(read(bytes, &json!("a")).is_err());
}

#[test]
fn every_kind_that_is_checked_on_the_way_in_says_what_is_wrong() {
    for kind in KINDS.iter().filter(|kind| kind.read.is_some()) {
        let Err(error) = read(kind, &json!([{"a": 1}])) else { continue };
        assert!(error.starts_with("expected ") && error.contains("found"), "{}: {error}", kind.name);
    }
}
