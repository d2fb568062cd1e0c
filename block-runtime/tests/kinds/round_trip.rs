//! Properties of reading and writing: what is in memory comes back, what was written is read and written the same, and
//! nothing that is read causes a panic.

use std::sync::Arc;

use block_runtime::kind::{Element, KINDS, KindInfo, Reader};
use block_runtime::value::detections::{
    BoundingBox, Detection, ImageSize, Keypoint, Mask, MaskEncoding, Point, Provenance, RunLengthMask, RunLengths,
    Scale, column,
};
use block_runtime::value::{Detections, Origin, Value};
use jiff::Timestamp;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use schemas::kinds as wire;
use serde_json::{Value as Json, json};

use crate::schemas::mistakes;
use crate::{known, write};

const IMAGE: ImageSize = ImageSize { width: 40, height: 30 };
/// The name of the input.
const INPUT: &str = "image";

/// Eighths, which no calculation with boxes rounds.
fn eighths(range: std::ops::Range<i32>) -> impl Strategy<Value = f64> {
    range.prop_map(|number| f64::from(number) / 8.0)
}

/// What may be known about all detections of a set.
const COLUMNS: [&str; 17] = [
    "tracker_id",
    "mask",
    "rle_mask",
    "keypoints",
    "rectangle",
    column::PATH_DEVIATION,
    column::TIME_IN_ZONE,
    column::POLYGON,
    column::DATA,
    column::VELOCITY,
    column::SPEED,
    column::SMOOTHED_VELOCITY,
    column::SMOOTHED_SPEED,
    column::AREA_PX,
    column::AREA_CONVERTED,
    column::NEAREST_TARGET_DISTANCE,
    // No result shows it.
    "a_block's_own",
];

#[derive(Debug, Clone)]
struct Row {
    detection: Detection,
    number: i64,
    real: f64,
    corner: (u32, u32),
    keypoints: Vec<Keypoint>,
}

fn keypoint() -> impl Strategy<Value = Keypoint> {
    let numbers = (-999.0..999.0_f32, -999.0..999.0_f32, 0.0..1.0_f32);
    (numbers, any::<i64>(), "[a-z]{1,5}").prop_map(|((x, y, confidence), class_id, class_name)| Keypoint {
        x,
        y,
        confidence,
        class_id,
        class_name: class_name.into(),
    })
}

fn origin() -> impl Strategy<Value = Origin> {
    (any::<i64>(), any::<i64>(), 1..=u32::MAX, 1..=u32::MAX).prop_map(|(offset_x, offset_y, width, height)| Origin {
        offset_x,
        offset_y,
        width,
        height,
    })
}

/// Where an image comes from: it is the input, or part of it with or without its place.
#[derive(Debug, Clone, Copy)]
enum Lineage {
    Whole,
    Part,
    Placed,
}

fn row(lineage: Lineage) -> impl Strategy<Value = Row> {
    let place = (eighths(-800..800), eighths(-800..800), eighths(0..400), eighths(0..400));
    let class = (any::<f64>().prop_filter("finite", |it| it.is_finite()), any::<i64>(), ".{0,4}", ".{1,4}");
    let data = (any::<i64>(), eighths(-99..99), (1..30_u32, 1..20_u32), vec(keypoint(), 0..3));
    (place, class, data, origin(), origin()).prop_map(move |(place, class, data, in_parent, in_root)| {
        let (x_min, y_min, width, height) = place;
        let (confidence, class_id, class_name, id) = class;
        let (number, real, corner, keypoints) = data;
        let placed = matches!(lineage, Lineage::Placed);
        let (parent_id, root_id) = if matches!(lineage, Lineage::Whole) { (INPUT, INPUT) } else { ("crop", "root") };
        let provenance = Provenance {
            image: IMAGE,
            parent_id: parent_id.into(),
            parent_origin: placed.then_some(in_parent),
            parent_scale: Scale::ONE,
            root_id: root_id.into(),
            root_origin: placed.then_some(in_root),
            root_scale: Scale::ONE,
        };
        let bounds = BoundingBox { x_min, y_min, x_max: x_min + width, y_max: y_min + height };
        let (class_name, id, provenance) = (class_name.into(), id.into(), Arc::new(provenance));
        let detection = Detection { bounds, confidence, class_id, class_name, id, provenance };
        Row { detection, number, real, corner, keypoints }
    })
}

fn points(points: &[(u32, u32)]) -> Value {
    points.iter().map(|(x, y)| Value::from(vec![i64::from(*x), i64::from(*y)])).collect()
}

fn set(rows: &[Row], columns: &[&str]) -> Detections {
    let set: Detections = rows.iter().map(|row| row.detection.clone()).collect();
    columns.iter().fold(set, |set, column| with(set, rows, column).unwrap())
}

fn with(
    set: Detections,
    rows: &[Row],
    name: &str,
) -> Result<Detections, block_runtime::value::detections::ColumnLengthError> {
    let each = |value: fn(&Row) -> Value| rows.iter().map(value).collect::<Vec<_>>();
    match name {
        "tracker_id" => set.with_tracker_ids(rows.iter().map(|row| row.number).collect()),
        "keypoints" => set.with_keypoints(rows.iter().map(|row| row.keypoints.clone()).collect()),
        "mask" => set.with_masks(rows.iter().map(|row| rectangle(row.corner)).collect()),
        "rle_mask" => set.with_run_length_masks(rows.iter().map(|row| runs(row.corner)).collect()),
        "rectangle" => set
            .with_data(column::ANGLE, each(|row| row.real.into()))?
            .with_data(column::RECT, each(|row| points(&[(0, 0), row.corner, (7, 7), (1, 2)])))?
            .with_data(column::HEIGHT, each(|row| row.detection.bounds.height().into()))?
            .with_data(column::WIDTH, each(|row| row.detection.bounds.width().into())),
        column::DATA => set.with_data(name, each(|row| row.detection.class_name.as_ref().into())),
        column::PATH_DEVIATION | column::TIME_IN_ZONE => set.with_data(name, each(|row| row.number.into())),
        column::VELOCITY | column::SMOOTHED_VELOCITY => {
            set.with_data(name, each(|row| vec![Value::from(row.real), Value::Null].into()))
        }
        // Two points are no outline, which would stand in place of that of the mask.
        column::POLYGON => set.with_data(name, each(|row| points(&[(3, 4), row.corner]))),
        column::NEAREST_TARGET_DISTANCE => {
            set.with_data(name, each(|row| if row.number > 0 { row.real.into() } else { Value::Null }))
        }
        _ => set.with_data(name, each(|row| row.real.into())),
    }
}

/// From the top left pixel to this one.
fn rectangle((right, bottom): (u32, u32)) -> Mask {
    let corners = [(0, 0), (0, bottom), (right, bottom), (right, 0)];
    Mask::from_outline(corners.map(|(x, y)| Point { x: x.into(), y: y.into() }), IMAGE).unwrap()
}

fn runs((right, bottom): (u32, u32)) -> RunLengthMask {
    let rest = u64::from(IMAGE.width * IMAGE.height - right - bottom);
    let counts = RunLengths::Plain([u64::from(right), u64::from(bottom), rest].into());
    RunLengthMask { height: IMAGE.height, width: IMAGE.width, counts }
}

fn sets() -> impl Strategy<Value = Detections> {
    let lineage = select(vec![Lineage::Whole, Lineage::Part, Lineage::Placed]);
    (lineage, subsequence(COLUMNS.to_vec(), 0..=COLUMNS.len()))
        .prop_flat_map(|(lineage, columns)| vec(row(lineage), 1..4).prop_map(move |rows| set(&rows, &columns)))
}

fn again(set: &Detections, masks: MaskEncoding) -> Detections {
    let json = serde_json::to_value(set.to_wire(masks).unwrap()).unwrap();
    let fresh = || panic!("all of them have an identifier");
    Detections::from_wire(&Value::from_json(&json), masks, INPUT, fresh).unwrap()
}

fn by_reader(kind: &KindInfo, json: &Json) -> Option<Value> {
    let Some(Reader::Now(read)) = kind.read else { return None };
    read(&Value::from_json(json), &Element { id: INPUT, new_id: &|| "fresh".to_owned() }).ok()
}

/// Any JSON that is a little like data of kinds.
fn like_data() -> impl Strategy<Value = Json> {
    let scalar = prop_oneof![
        Just(Json::Null),
        any::<bool>().prop_map(Json::from),
        any::<i64>().prop_map(Json::from),
        any::<f64>().prop_map(Json::from),
        (-9..40_i32).prop_map(Json::from),
        select(vec!["", "5", "nan", "inf", "1e300", "2024-01-02", "a", "P146000000000\\3"]).prop_map(Json::from),
    ];
    scalar.prop_recursive(4, 48, 6, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..5).prop_map(Json::from),
            vec((select(NAMES.to_vec()), inner), 0..8)
                .prop_map(|members| members.into_iter().map(|(name, member)| (name.to_owned(), member)).collect()),
        ]
    })
}

/// Members of detections, without those that name images.
const NAMES: [&str; 38] = [
    "image",
    "predictions",
    "x",
    "y",
    "width",
    "height",
    "class",
    "class_id",
    "confidence",
    "points",
    "rle",
    "rle_mask",
    "size",
    "counts",
    "keypoints",
    "polygon",
    "rect",
    "angle",
    "velocity",
    "speed",
    "smoothed_velocity",
    "smoothed_speed",
    "area_px",
    "area_converted",
    "nearest_target_distance",
    "path_deviation",
    "time_in_zone",
    "data",
    "parent_origin",
    "root_parent_origin",
    "offset_x",
    "offset_y",
    "tracker_id",
    "detection_id",
    "video_identifier",
    "frame_number",
    "frame_timestamp",
    "positive",
];

/// Predictions with some members of any form.
fn documents() -> impl Strategy<Value = Json> {
    let entry = json!({"x": 5, "y": 4.5, "width": 6, "height": 4, "confidence": 0.5, "class_id": 3, "class": "cat"});
    let entries = vec(vec((select(NAMES.to_vec()), like_data()), 0..4), 0..3);
    entries.prop_map(move |entries| {
        let predictions = entries.into_iter().map(|members| {
            let mut entry = entry.clone();
            for (name, member) in members {
                entry[name] = member;
            }
            entry
        });
        json!({"image": {"width": IMAGE.width, "height": IMAGE.height}, "predictions": predictions.collect::<Vec<_>>()})
    })
}

/// Equal but for what calculations with boxes round.
fn near(one: &Json, other: &Json) -> bool {
    match (one, other) {
        (Json::Number(one), Json::Number(other)) => {
            let (one, other) = (one.as_f64().unwrap(), other.as_f64().unwrap());
            (one - other).abs() <= one.abs().max(1.0) * 1e-9
        }
        (Json::Array(one), Json::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| near(one, other))
        }
        (Json::Object(one), Json::Object(other)) => {
            one.len() == other.len()
                && one.iter().all(|(name, member)| other.get(name).is_some_and(|other| near(member, other)))
        }
        _ => one == other,
    }
}

const DETECTIONS: [&str; 4] = [
    "object_detection_prediction",
    "instance_segmentation_prediction",
    "rle_instance_segmentation_prediction",
    "keypoint_detection_prediction",
];

proptest! {
    #[test]
    fn what_is_in_memory_comes_back(set in sets()) {
        let back = again(&set, MaskEncoding::Polygon);
        prop_assert_eq!(back.bounds(), set.bounds());
        prop_assert_eq!(back.confidences(), set.confidences());
        prop_assert_eq!(back.class_ids(), set.class_ids());
        prop_assert_eq!(back.class_names(), set.class_names());
        prop_assert_eq!(back.ids(), set.ids());
        prop_assert_eq!(back.provenances(), set.provenances());
        prop_assert_eq!(back.tracker_ids(), set.tracker_ids());
        prop_assert_eq!(back.masks(), set.masks());
        prop_assert_eq!(back.keypoints(), set.keypoints());
        let json = |set: &Detections, name: &str| -> Option<Vec<Json>> {
            set.data(name)?.iter().map(Value::to_json).collect()
        };
        for (name, _) in set.columns().filter(|(name, _)| *name != "a_block's_own") {
            prop_assert_eq!(json(&back, name), json(&set, name), "{}", name);
        }
        // Every entry has a size, which is read as a column.
        let more: Vec<&str> = back.columns().map(|(name, _)| name).filter(|it| set.data(it).is_none()).collect();
        prop_assert!(more.iter().all(|name| [column::WIDTH, column::HEIGHT].contains(name)), "{:?}", more);
    }

    #[test]
    fn runs_come_back_as_they_were(set in sets()) {
        if set.run_length_masks().is_some() {
            let back = again(&set, MaskEncoding::RunLength);
            prop_assert_eq!(back.run_length_masks(), set.run_length_masks());
        }
    }

    #[test]
    fn what_is_written_fits_the_schema_and_its_types(set in sets()) {
        let kind = known(&"object_detection_prediction".into());
        let json = write(kind, &set.into());
        prop_assert_eq!(mistakes(kind, &json), Vec::<String>::new());
        let typed: wire::Detections = serde_json::from_value(json.clone()).unwrap();
        prop_assert_eq!(serde_json::to_value(typed).unwrap(), json);
    }

    #[test]
    fn what_is_accepted_is_written_and_read_the_same(json in documents()) {
        for kind in DETECTIONS.map(|name| known(&name.into())) {
            let Some(value) = by_reader(kind, &json) else { continue };
            // Run-length masks may be missing.
            let Ok(written) = kind.write.unwrap()(&value, Timestamp::UNIX_EPOCH) else { continue };
            let back = by_reader(kind, &written);
            prop_assert!(back.is_some(), "{} cannot be read again: {}", kind.name, written);
            let rewritten = write(kind, &back.unwrap());
            prop_assert!(near(&rewritten, &written), "{}: {} {}", kind.name, written, rewritten);
        }
    }

    #[test]
    fn nothing_that_is_read_causes_a_panic(json in like_data()) {
        for kind in KINDS {
            if let Some(value) = by_reader(kind, &json) {
                let _ = kind.write.map(|write| write(&value, Timestamp::UNIX_EPOCH));
            }
        }
    }

    #[test]
    fn numbers_keep_their_form(number in any::<i64>(), real in any::<f64>().prop_filter("finite", |it| it.is_finite())) {
        for json in [json!(number), json!(real)] {
            let typed: schemas::Number = serde_json::from_value(json.clone()).unwrap();
            prop_assert_eq!(serde_json::to_value(typed).unwrap(), json);
        }
    }
}
