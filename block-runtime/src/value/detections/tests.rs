//! Detections from JSON and back, columns, and moving to the root.

mod masks;

use proptest::prelude::*;
use serde_json::{Value as Json, json};

use super::*;
use crate::value::{Picture, ReadError};

fn read(json: &Json) -> Result<Detections, ReadError> {
    Detections::from_wire(&Value::from_json(json), MaskEncoding::Polygon, "image", || "fresh".to_owned())
}

fn write(detections: &Detections) -> Json {
    write_as(detections, MaskEncoding::Polygon)
}

fn write_as(detections: &Detections, masks: MaskEncoding) -> Json {
    serde_json::to_value(detections.to_wire(masks).unwrap()).unwrap()
}

fn alone(entry: &Entry) -> Json {
    serde_json::to_value(entry.to_wire(MaskEncoding::Polygon).unwrap()).unwrap()
}

fn cat() -> Json {
    json!({"x": 5, "y": 4, "width": 6, "height": 4, "confidence": 0.5, "class_id": 3, "class": "cat"})
}

/// The cat with some more members, on an image of 20 by 10 pixels.
fn cats(more: &[Json]) -> Json {
    let cats = more.iter().map(|more| {
        let mut cat = cat();
        cat.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        cat
    });
    json!({"image": {"width": 20, "height": 10}, "predictions": cats.collect::<Vec<_>>()})
}

fn found_on(picture: &Picture) -> Detections {
    let detection = |bounds| Detection {
        bounds,
        confidence: 0.5,
        class_id: 3,
        class_name: "cat".into(),
        id: "d".into(),
        provenance: Arc::new(Provenance::of(picture)),
    };
    let bounds = BoundingBox { x_min: 1.0, y_min: 2.0, x_max: 3.0, y_max: 5.0 };
    [detection(bounds)].into_iter().collect()
}

fn photo() -> Picture {
    Picture::from_pixels(image::RgbImage::new(20, 10), "photo")
}

#[test]
fn detections_on_one_image_share_what_is_known_about_it() {
    let detections = read(&cats(&[json!({}), json!({}), json!({"parent_id": "other"})])).unwrap();
    let provenances: Vec<_> = detections.provenances().iter().collect();
    let [first, second, third] = provenances[..] else { panic!("{detections:?}") };
    assert!(Arc::ptr_eq(first, second));
    assert_eq!((&*third.parent_id, &*third.root_id), ("other", "image"));
    assert!(detections.ids().iter().all(|id| &**id == "fresh"));
}

#[test]
fn mistakes_are_named_with_their_place() {
    for (predictions, expected) in [
        (json!({}), "`predictions` is wrong: expected a list, found an object"),
        (json!([5]), "`predictions[0]` is wrong: expected an object, found 5"),
        (json!([{"x": "left"}]), "`predictions[0].x` is wrong: expected a number, found \"left\""),
    ] {
        let error = read(&json!({"image": {"width": 1, "height": 1}, "predictions": predictions})).unwrap_err();
        assert_eq!(error.to_string(), expected);
    }
    for (more, place) in [
        (json!({"points": [{"x": 1, "y": 1}, {"x": 2}, {"x": 1, "y": 1}]}), "predictions[0].points[1].y"),
        (
            json!({"parent_origin": {"offset_x": 0, "offset_y": 0, "width": 0, "height": 1}}),
            "predictions[0].parent_origin.width",
        ),
        (json!({"keypoints": [{"x": 1}]}), "predictions[0].keypoints[0].class_id"),
        (json!({"velocity": [1]}), "predictions[0].velocity"),
        (json!({"polygon": [[1, 2], 3]}), "predictions[0].polygon[1]"),
    ] {
        let error = read(&cats(&[more])).unwrap_err().to_string();
        assert!(error.starts_with(&format!("`{place}` ")), "{error}");
    }
    let error = read(&json!("x")).unwrap_err().to_string();
    assert_eq!(error, r#"expected detections: an object with `image` and `predictions`, found "x""#);
}

#[test]
fn what_is_no_finite_number_is_refused() {
    let far = json!({"keypoints": [{"x": 1e300, "y": 0, "confidence": 0, "class_id": 0, "class": "a"}]});
    for (more, place) in [
        (json!({"confidence": "nan"}), "predictions[0].confidence"),
        (json!({"x": "inf"}), "predictions[0]"),
        (json!({"x": 1e308, "width": 1e308, "y": -1e308, "height": 1.7e308}), "predictions[0]"),
        (far, "predictions[0].keypoints[0]"),
    ] {
        let error = read(&cats(&[more])).unwrap_err().to_string();
        assert!(error.starts_with(&format!("`{place}` is wrong: ")) && error.contains("finite numbers"), "{error}");
    }
}

#[test]
fn columns_hold_what_their_names_say() {
    let detections = read(&cats(&[json!({}), json!({})])).unwrap();
    for (name, values, expected) in [
        (column::SPEED, [Value::from(1.0), Value::from("fast")], "a number, found \"fast\""),
        (column::VELOCITY, [Value::from(vec![1.0, 2.0]), Value::from(vec![1.0])], "a list of x and y, found a list"),
        (column::DATA, [Value::Null, Value::from(5)], "text, found 5"),
    ] {
        let error = detections.clone().with_data(name, values.to_vec()).unwrap().to_wire(MaskEncoding::Polygon);
        let expected = format!("`predictions[1].{name}` is wrong: expected {expected}");
        assert_eq!(error.unwrap_err().to_string(), expected);
    }
}

#[test]
fn distances_to_targets_are_null_where_there_is_none() {
    let detections = read(&cats(&[json!({"nearest_target_distance": null}), json!({"nearest_target_distance": 2.5})]));
    let json = write(&detections.unwrap());
    let distances = [0, 1].map(|index| &json["predictions"][index]["nearest_target_distance"]);
    assert_eq!(distances, [&Json::Null, &json!(2.5)]);
    let error = read(&cats(&[json!({"nearest_target_distance": null}), json!({})])).unwrap_err().to_string();
    assert_eq!(error, "`predictions[1].nearest_target_distance` is missing; add it");
}

#[test]
fn key_points_that_fill_up_a_table_are_left_out() {
    let padding = json!({"x": 0, "y": 0, "confidence": 0, "class_id": 0, "class": ""});
    let nose = json!({"x": 1.5, "y": 2.5, "confidence": 0.5, "class_id": 4, "class": "nose"});
    let detections = read(&cats(&[json!({"keypoints": [nose, padding]}), json!({})])).unwrap();
    assert_eq!(detections.keypoints().map(|all| all.iter().map(|points| points.len()).collect()), Some(vec![1, 0]));
    assert_eq!(write(&detections)["predictions"][0]["keypoints"], json!([nose]));
}

#[test]
fn columns_have_one_entry_for_each_detection() {
    let detections = found_on(&photo());
    let error = detections.clone().with_data(column::AREA_PX, vec![]).unwrap_err();
    assert_eq!(error.to_string(), "the column `area_px` has 0 entries, but there are 1 detections; give one for each");
    let measured = detections.clone().with_data(column::AREA_PX, vec![6.0.into()]).unwrap();
    assert_eq!(write(&measured)["predictions"][0]["area_px"], 6.0);
    assert!(detections.data(column::AREA_PX).is_none());
    assert!(detections.with_tracker_ids(vec![1, 2]).is_err());
}

#[test]
fn detections_on_the_whole_image_stay_where_they_are() {
    let detections = found_on(&photo());
    let value = Value::from(vec![detections.clone()]);
    let Value::List(items) = value.in_root_coordinates() else { panic!("a list stays a list") };
    let [Value::Detections(same)] = items.as_ref() else { panic!("{items:?}") };
    assert!(Arc::ptr_eq(&same.0, &detections.0));
}

#[test]
fn detections_on_a_crop_are_moved_wherever_they_are() {
    let crop = photo().crop("crop", 4, 3, 10, 6).unwrap();
    let polygon = Value::from_json(&json!([[0, 0], [2.5, 1]]));
    let detections = found_on(&crop).with_data(column::POLYGON, vec![polygon]).unwrap();
    let own = write(&detections);
    assert_eq!(own["image"], json!({"width": 10, "height": 6}));
    assert_eq!(
        own["predictions"][0]["parent_origin"],
        json!({"offset_x": 4, "offset_y": 3, "width": 20, "height": 10})
    );

    let nested: Value =
        [("list".to_owned(), Value::from(vec![Value::from(7), detections.into()]))].into_iter().collect();
    let moved = nested.in_root_coordinates();
    let Some(Value::List(items)) = moved.as_map().and_then(|members| members.get("list")) else { panic!("{moved:?}") };
    let [Value::Integer(7), Value::Detections(detections)] = items.as_ref() else { panic!("{items:?}") };
    let root = write(detections);
    assert_eq!(root["image"], json!({"width": 20, "height": 10}));
    let [entry] = root["predictions"].as_array().unwrap().as_slice() else { panic!("{root}") };
    assert_eq!((&entry["x"], &entry["y"], &entry["parent_id"]), (&json!(6.0), &json!(6.5), &json!("photo")));
    assert_eq!(entry["polygon"], json!([[4, 3], [6, 4]]));
    assert!(entry.get("parent_origin").is_none() && entry.get("root_parent_id").is_none());
}

#[test]
fn scaled_detections_go_back_to_the_size_of_the_image() {
    let provenance = Provenance { root_scale: Scale::new(2.0).unwrap(), ..Provenance::of(&photo()) };
    let mut detection = Detection {
        bounds: BoundingBox { x_min: 2.0, y_min: 5.0, x_max: 7.0, y_max: 8.0 },
        confidence: 1.0,
        class_id: 0,
        class_name: "a".into(),
        id: "d".into(),
        provenance: Arc::new(provenance),
    };
    let moved: Detections = [detection.clone()].into_iter().collect::<Detections>().in_root_coordinates();
    detection.bounds = BoundingBox { x_min: 1.0, y_min: 2.0, x_max: 4.0, y_max: 4.0 };
    assert_eq!(moved.bounds(), [detection.bounds]);
    assert!(moved.provenances()[0].root_scale.is_one());
    assert_eq!((Scale::new(0.0), Scale::new(f64::NAN)), (None, None));
}

#[test]
fn a_place_without_a_detection_cannot_be_selected() {
    let detections = found_on(&photo());
    assert_eq!(detections.select(&[0, 1]).unwrap_err(), NoSuchPlace { place: 1, len: 1 });
    assert_eq!(detections.select(&[0, 0]).unwrap().len(), 2);
    assert!(detections.get(1).is_none());
}

#[test]
fn only_sets_that_know_the_same_are_merged() {
    let plain = found_on(&photo());
    let tracked = plain.clone().with_tracker_ids(vec![1]).unwrap();
    let measured = plain.clone().with_data(column::AREA_PX, vec![6.0.into()]).unwrap();
    for (sets, lacking) in [([plain.clone(), tracked.clone()], "tracker_id"), ([measured, plain], "area_px")] {
        assert_eq!(Detections::merge(sets).unwrap_err(), MergeError { column: lacking.to_owned() });
    }
    let merged = Detections::merge([tracked.clone(), Detections::default(), tracked.clone()]).unwrap();
    assert_eq!(merged.tracker_ids(), Some([1, 1].as_slice()));
    let alone = Detections::merge([Detections::default(), tracked.clone()]).unwrap();
    assert!(Arc::ptr_eq(&alone.0, &tracked.0));
}

#[test]
fn other_boxes_and_classes_leave_the_rest() {
    let detections = found_on(&photo()).with_tracker_ids(vec![4]).unwrap();
    let bounds = BoundingBox { x_min: 0.0, y_min: 0.0, x_max: 9.0, y_max: 9.0 };
    let changed = detections.clone().with_bounds(vec![bounds]).unwrap().with_confidences(vec![0.25]).unwrap();
    let changed = changed.with_classes(vec!["dog".into()], vec![7]).unwrap();
    let entry = changed.get(0).unwrap();
    assert_eq!((entry.bounds(), entry.confidence(), entry.class_id()), (bounds, 0.25, 7));
    assert_eq!((&**entry.class_name(), &**entry.id(), entry.tracker_id()), ("dog", "d", Some(4)));
    assert!(detections.with_classes(vec!["dog".into()], vec![]).is_err());
}

#[test]
fn a_detection_is_written_as_an_entry_of_its_set() {
    let crop = photo().crop("crop", 4, 3, 10, 6).unwrap();
    let detections = found_on(&crop).with_tracker_ids(vec![4]).unwrap();
    let entry = detections.get(0).unwrap();
    assert_eq!(alone(&entry), write(&detections)["predictions"][0]);
    let Value::Detection(moved) = Value::from(entry).in_root_coordinates() else { panic!("a detection stays one") };
    assert_eq!(alone(&moved), write(&detections.in_root_coordinates())["predictions"][0]);
}

#[test]
fn scaling_ends_on_whole_pixels_and_is_remembered() {
    let polygon = Value::from_json(&json!([[0, 0], [2.5, 1]]));
    let detections = found_on(&photo()).with_data(column::POLYGON, vec![polygon]).unwrap();
    let half = detections.scaled(Scale::new(0.5).unwrap()).unwrap();
    assert_eq!(half.bounds(), [BoundingBox { x_min: 0.0, y_min: 1.0, x_max: 2.0, y_max: 2.0 }]);
    let provenance = &half.provenances()[0];
    assert_eq!(provenance.image, ImageSize { width: 10, height: 5 });
    assert_eq!((provenance.parent_scale.factor(), provenance.root_scale.factor()), (0.5, 0.5));
    assert_eq!(half.data(column::POLYGON).unwrap()[0].to_json(), Some(json!([[0.0, 0.0], [1.0, 0.0]])));
    let back = half.in_root_coordinates();
    assert_eq!(back.bounds(), [BoundingBox { x_min: 0.0, y_min: 2.0, x_max: 4.0, y_max: 4.0 }]);
    assert_eq!(back.provenances()[0].image, ImageSize { width: 20, height: 10 });
}

fn origin() -> impl Strategy<Value = Json> {
    (-99..99i64, -99..99i64, 1..99u32, 1..99u32)
        .prop_map(|(x, y, width, height)| json!({"offset_x": x, "offset_y": y, "width": width, "height": height}))
}

/// Members that all predictions of a set have, or none.
const SHARED: [&str; 4] = ["tracker_id", "time_in_zone", "points", "parent_origin"];

/// A prediction as results have it, with eighths only, which lose nothing.
fn prediction(shared: Vec<&'static str>) -> impl Strategy<Value = Json> {
    let numbers = (-400..400i32, -400..400i32, 0..400i32, 0..400i32, 0..8i32, -2..5i64);
    let names = ("[a-z]{1,4}", "[a-z0-9-]{1,9}", "[ab]", "[cd]", origin(), origin());
    (numbers, names, 0..9i64).prop_map(move |(numbers, (class, id, parent, root, in_parent, in_root), number)| {
        let (x, y, width, height, confidence, class_id) = numbers;
        let has = |name| shared.contains(&name);
        let eighths = |number: i32| f64::from(number) / 8.0;
        let mut entry = json!({
            "width": eighths(2 * width), "height": eighths(2 * height), "x": eighths(x), "y": eighths(y),
            "confidence": eighths(confidence), "class_id": class_id,
        });
        if has("points") {
            entry["points"] =
                json!([{"x": 3.0, "y": 2.0}, {"x": 3.0, "y": 5.0}, {"x": 8.0, "y": 5.0}, {"x": 8.0, "y": 2.0}]);
        }
        if has("tracker_id") {
            entry["tracker_id"] = number.into();
        }
        entry["class"] = class.into();
        entry["detection_id"] = id.into();
        if has("time_in_zone") {
            entry["time_in_zone"] = number.into();
        }
        if has("parent_origin") {
            entry["parent_id"] = parent.into();
            entry["parent_origin"] = in_parent;
            entry["root_parent_id"] = root.into();
            entry["root_parent_origin"] = in_root;
        } else {
            entry["parent_id"] = "image".into();
        }
        entry
    })
}

fn predictions() -> impl Strategy<Value = Json> {
    let shared = proptest::sample::subsequence(SHARED.to_vec(), 0..=SHARED.len());
    (shared, 9..50u32, 6..50u32).prop_flat_map(|(shared, width, height)| {
        proptest::collection::vec(prediction(shared), 1..5)
            .prop_map(move |all| json!({"image": {"width": width, "height": height}, "predictions": all}))
    })
}

/// Any JSON that is a little like predictions.
fn like_predictions() -> impl Strategy<Value = Json> {
    let scalar = prop_oneof![
        Just(Json::Null),
        any::<bool>().prop_map(Json::from),
        any::<i64>().prop_map(Json::from),
        any::<f64>().prop_map(Json::from),
        "[a-z0-9.]{0,4}".prop_map(Json::from),
    ];
    let name = proptest::sample::select(vec![
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
        "velocity",
        "parent_origin",
        "offset_x",
        "offset_y",
        "tracker_id",
    ]);
    scalar.prop_recursive(5, 64, 8, move |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Json::from),
            proptest::collection::vec((name.clone(), inner), 0..8)
                .prop_map(|members| members.into_iter().map(|(name, member)| (name.to_owned(), member)).collect()),
        ]
    })
}

/// Some number up to the length.
fn picked(places: &[usize], len: usize) -> usize {
    places.first().map_or(len, |place| place % len)
}

proptest! {
    #[test]
    fn what_was_written_is_read_and_written_the_same(json in predictions()) {
        let detections = read(&json).unwrap();
        prop_assert_eq!(write(&detections).to_string(), json.to_string());
    }

    #[test]
    fn what_is_selected_is_written_in_that_order(json in predictions(), picks in proptest::collection::vec(0..9usize, 0..9)) {
        let detections = read(&json).unwrap();
        let places: Vec<usize> = picks.into_iter().map(|place| place % detections.len()).collect();
        let selected = detections.select(&places).unwrap();
        prop_assert_eq!(selected.len(), places.len());
        let (all, found) = (write(&detections), write(&selected));
        let expected: Vec<&Json> = places.iter().map(|place| &all["predictions"][place]).collect();
        prop_assert_eq!(found["predictions"].as_array().unwrap().iter().collect::<Vec<_>>(), expected);

        let all: Vec<usize> = (0..detections.len()).collect();
        prop_assert!(Arc::ptr_eq(&detections.select(&all).unwrap().0, &detections.0));
        let (first, second) = all.split_at(picked(&places, all.len()));
        let halves = [first, second].map(|places| detections.select(places).unwrap());
        prop_assert_eq!(write(&Detections::merge(halves).unwrap()), write(&detections));
    }

    #[test]
    fn root_coordinates_stay_where_they_are(json in predictions()) {
        let moved = read(&json).unwrap().in_root_coordinates();
        prop_assert_eq!(write(&moved.in_root_coordinates()), write(&moved));
        prop_assert!(moved.provenances().iter().all(|provenance| !provenance.is_derived()));
    }

    #[test]
    fn nothing_that_is_read_causes_a_panic(whole in like_predictions(), mut json in predictions(), more in like_predictions()) {
        let _ = read(&whole);
        for (name, member) in more.as_object().into_iter().flatten() {
            json["predictions"][0][name] = member.clone();
        }
        for masks in [MaskEncoding::Polygon, MaskEncoding::RunLength] {
            if let Ok(detections) = Detections::from_wire(&Value::from_json(&json), masks, "p", String::new) {
                let _ = detections.in_root_coordinates().to_wire(masks);
            }
        }
    }
}
