//! Masks of detections: read, written, scaled and moved.

use super::*;

#[test]
fn an_outline_of_too_few_points_drops_its_detection() {
    let square = json!([{"x": 3, "y": 2}, {"x": 8, "y": 2}, {"x": 8, "y": 5}]);
    let detections = read(&cats(&[json!({"points": []}), json!({"points": square})])).unwrap();
    assert_eq!(detections.len(), 1);
    assert_eq!(detections.masks().map(Column::len), Some(1));
}

#[test]
fn masks_count_only_where_all_have_one() {
    let square = json!([{"x": 3, "y": 2}, {"x": 8, "y": 2}, {"x": 8, "y": 5}]);
    assert!(read(&cats(&[json!({"points": square}), json!({})])).unwrap().masks().is_none());
}

#[test]
fn runs_are_written_only_where_there_are_any() {
    let mask = json!({"size": [10, 20], "counts": [3, 197]});
    let value = Value::from_json(&cats(&[json!({"rle_mask": mask})]));
    let with = Detections::from_wire(&value, MaskEncoding::RunLength, "image", String::new).unwrap();
    assert_eq!(write_as(&with, MaskEncoding::RunLength)["predictions"][0]["rle_mask"], mask);
    assert!(write(&with)["predictions"][0].get("rle_mask").is_none());

    let without = read(&cats(&[json!({})])).unwrap();
    assert_eq!(without.to_wire(MaskEncoding::RunLength).unwrap_err(), UnwritableDetections::NoRunLengthMasks);
    let nothing = json!({"image": {"width": null, "height": null}, "predictions": []});
    assert_eq!(write_as(&Detections::default(), MaskEncoding::RunLength), nothing);
}

#[test]
fn a_mask_is_filled_when_it_is_read_and_traced_when_it_is_written() {
    let bow_tie = json!([{"x": 2, "y": 2}, {"x": 8.4, "y": 8.4}, {"x": 8, "y": 2}, {"x": 2, "y": 8}]);
    let detections = read(&cats(&[json!({"points": bow_tie})])).unwrap();
    let mask = detections.get(0).unwrap().mask().unwrap().clone();
    assert_eq!(mask.region(), Some(PixelRegion { x: 2, y: 2, width: 7, height: 7 }));
    assert!(mask.contains(5, 5) && mask.contains(2, 5) && !mask.contains(5, 3));
    let outline: Vec<Json> = mask.outline().unwrap().iter().map(|point| json!({"x": point.x, "y": point.y})).collect();
    assert_eq!(write(&detections)["predictions"][0]["points"], Json::from(outline));

    let simplified = Value::from_json(&json!([[0, 0], [3, 1], [3, 4]]));
    let simplified = detections.with_data(column::POLYGON, vec![simplified]).unwrap();
    let points = json!([{"x": 0.0, "y": 0.0}, {"x": 3.0, "y": 1.0}, {"x": 3.0, "y": 4.0}]);
    assert_eq!(write(&simplified)["predictions"][0]["points"], points);
}

#[test]
fn an_empty_mask_drops_its_detection_where_outlines_are_written() {
    let aside = json!([{"x": 30, "y": 2}, {"x": 38, "y": 2}, {"x": 38, "y": 5}]);
    let mask = json!({"size": [10, 20], "counts": "X6"});
    let value = Value::from_json(&cats(&[json!({"points": aside, "rle_mask": mask})]));
    let detections = Detections::from_wire(&value, MaskEncoding::RunLength, "image", String::new).unwrap();
    assert_eq!(write(&detections), json!({"image": {"width": 20, "height": 10}, "predictions": []}));
    assert_eq!(write_as(&detections, MaskEncoding::RunLength)["predictions"][0]["rle_mask"], mask);
    assert!(alone(&detections.get(0).unwrap()).get("points").is_none());
}

#[test]
fn runs_become_masks_of_the_image() {
    let points = json!([{"x": 0, "y": 0}, {"x": 1, "y": 0}, {"x": 1, "y": 1}]);
    let half = json!({"size": [5, 10], "counts": [0, 5, 45]});
    let area = |more: Json| {
        let detections = read(&cats(&[more])).unwrap();
        detections.get(0).and_then(|entry| entry.mask().map(Mask::area))
    };
    assert_eq!(area(json!({"rle": half, "points": points})), Some(20));
    assert_eq!(area(json!({"rle_mask": half})), Some(20));
    // Runs that make no mask are none; outlines then count.
    for bad in [json!({"size": [5, 10], "counts": [0, 5, 44]}), json!({"size": [5, 10], "counts": "x"}), json!({})] {
        assert_eq!(area(json!({"rle": bad})), None);
        assert_eq!(area(json!({"rle": bad, "points": points})), Some(3));
    }
    for (no_runs, place) in [(json!("runs"), "rle"), (json!({"size": [5], "counts": []}), "rle.size")] {
        let error = read(&cats(&[json!({"rle": no_runs})])).unwrap_err().to_string();
        assert!(error.starts_with(&format!("`predictions[0].{place}` is wrong")), "{error}");
    }
    let large = json!({"size": [4_294_967_295_u32, 4_294_967_295_u32], "counts": [0, 5, 44]});
    assert_eq!(area(json!({"rle_mask": large})), None);
}

#[test]
fn masks_that_take_too_much_room_are_refused() {
    let all = json!([{"x": 0, "y": 0}, {"x": 1e9, "y": 0}, {"x": 1e9, "y": 1e9}, {"x": 0, "y": 1e9}]);
    let mut photos = cats(&vec![json!({"points": all}); 20]);
    photos["image"] = json!({"width": 8000, "height": 8000});
    let error = read(&photos).unwrap_err().to_string();
    assert!(error.starts_with("`predictions[16].points` ") && error.contains("1073741824 pixels"), "{error}");
    photos["image"] = json!({"width": 4_294_967_295_u32, "height": 4_294_967_295_u32});
    assert!(read(&photos).unwrap_err().to_string().starts_with("`predictions[0].points` "));
}

#[test]
fn masks_are_scaled_and_moved() {
    let square = json!([{"x": 2, "y": 2}, {"x": 5, "y": 2}, {"x": 5, "y": 5}, {"x": 2, "y": 5}]);
    let detections = read(&cats(&[json!({
        "points": square, "root_parent_id": "root",
        "root_parent_origin": {"offset_x": 10, "offset_y": 20, "width": 200, "height": 150},
    })]))
    .unwrap();
    let region = |detections: &Detections| detections.get(0).unwrap().mask().unwrap().region().unwrap();
    let double = detections.scaled(Scale::new(2.0).unwrap()).unwrap();
    assert_eq!(region(&double), PixelRegion { x: 4, y: 4, width: 8, height: 8 });
    for detections in [detections, double] {
        let moved = detections.in_root_coordinates();
        assert_eq!(region(&moved), PixelRegion { x: 12, y: 22, width: 4, height: 4 });
        assert_eq!(moved.get(0).unwrap().mask().unwrap().image(), ImageSize { width: 200, height: 150 });
    }
}
