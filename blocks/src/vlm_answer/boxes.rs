//! Boxes as large models write them, in fractions of the image.

use block_runtime::value::detections::{BoundingBox, ImageSize};
use block_runtime::value::{Map, Value};

use super::classes::{Classes, class_name};
use super::objects::Object;
use super::{confidence, elements, items, number};

/// Reads `{"detections": [{"x_min": 0.1, "y_min": 0.2, "x_max": 0.3, "y_max": 0.4, "class_name": "cat", "confidence":
/// 0.9}]}`, where the sides are fractions of the width and the height. A missing confidence is 1. Sides are rounded to
/// whole pixels.
pub fn relative_boxes(answer: &Value, image: ImageSize, classes: &Classes<'_>) -> Option<Vec<Object>> {
    let entry = |entry: &Value| {
        let members = entry.as_map()?;
        let name = class_name(members.get("class_name")?)?;
        object(members, relative_bounds(members, image)?, name, classes)
    };
    items(answer.as_map()?.get("detections")?)?.iter().map(entry).collect()
}

/// Reads what Gemini writes: the form of [`relative_boxes`], or its own, where `box_2d` is `[y_min, x_min, y_max,
/// x_max]` in thousandths of the image. The list may stand alone. A class may be called `class_name`, `label` or
/// `class`; without any it is `unknown`.
pub fn gemini_boxes(answer: &Value, image: ImageSize, classes: &Classes<'_>) -> Option<Vec<Object>> {
    let entries = match answer {
        Value::List(entries) => entries,
        other => items(other.as_map()?.get("detections")?)?,
    };
    let entry = |entry: &Value| {
        let members = entry.as_map()?;
        let bounds = match members.get("box_2d") {
            Some(sides) => thousandths(sides, image)?,
            None => relative_bounds(members, image)?,
        };
        object(members, bounds, gemini_class(members), classes)
    };
    entries.iter().map(entry).collect()
}

fn object(members: &Map, bounds: BoundingBox, class_name: String, classes: &Classes<'_>) -> Option<Object> {
    let confidence = members.get("confidence").map_or(Some(1.0), confidence)?;
    let class_id = classes.id(&class_name);
    Some(Object { bounds, confidence, class_name, class_id, corners: None })
}

fn gemini_class(members: &Map) -> String {
    let mut given = ["class_name", "label", "class"].into_iter().filter_map(|name| members.get(name));
    let class = given.find(|class| !class.is_null());
    class.map_or_else(|| "unknown".to_owned(), |value| value.python().to_string())
}

fn relative_bounds(members: &Map, image: ImageSize) -> Option<BoundingBox> {
    let side = |name: &str| number(members.get(name)?);
    bounds([side("x_min")?, side("y_min")?, side("x_max")?, side("y_max")?], image)
}

fn thousandths(sides: &Value, image: ImageSize) -> Option<BoundingBox> {
    let [y_min, x_min, y_max, x_max] = elements(sides)?;
    let share = |side: &Value| Some(number(side)? / 1000.0);
    bounds([share(x_min)?, share(y_min)?, share(x_max)?, share(y_max)?], image)
}

/// The box with these sides, which are fractions of the image, in whole pixels. As in the reference it may reach beyond
/// the image or have swapped sides.
fn bounds([x_min, y_min, x_max, y_max]: [f64; 4], image: ImageSize) -> Option<BoundingBox> {
    let pixels = |share: f64, side: u32| {
        let pixels = (share * f64::from(side)).round_ties_even();
        pixels.is_finite().then_some(pixels)
    };
    Some(BoundingBox {
        x_min: pixels(x_min, image.width)?,
        y_min: pixels(y_min, image.height)?,
        x_max: pixels(x_max, image.width)?,
        y_max: pixels(y_max, image.height)?,
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const IMAGE: ImageSize = ImageSize { width: 200, height: 100 };

    type Read = fn(&Value, ImageSize, &Classes<'_>) -> Option<Vec<Object>>;

    /// An object as sides, class and confidence.
    type Told = ([f64; 4], String, i64, f64);

    fn told(read: Read, answer: &serde_json::Value) -> Option<Vec<Told>> {
        let names = ["cat".to_owned(), "7".to_owned()];
        let objects = read(&Value::from_json(answer), IMAGE, &Classes::new(&names))?;
        let told = |object: Object| {
            let BoundingBox { x_min, y_min, x_max, y_max } = object.bounds;
            ([x_min, y_min, x_max, y_max], object.class_name, object.class_id, object.confidence)
        };
        Some(objects.into_iter().map(told).collect())
    }

    #[test]
    fn relative_sides_become_whole_pixels() {
        let answer = json!({"detections": [
            {"x_min": 0.0125, "y_min": 0.125, "x_max": 0.1875, "y_max": 1, "class_name": "cat", "confidence": 0.5},
            {"x_min": -0.1, "y_min": 0.9, "x_max": 1.5, "y_max": 0.1, "class_name": "fox", "confidence": 7},
            {"x_min": 0, "y_min": 0, "x_max": 1, "y_max": 1, "class_name": 7},
        ]});
        let expected = vec![
            ([2.0, 12.0, 38.0, 100.0], "cat".to_owned(), 0, 0.5),
            ([-20.0, 90.0, 300.0, 10.0], "fox".to_owned(), -1, 1.0),
            ([0.0, 0.0, 200.0, 100.0], "7".to_owned(), 1, 1.0),
        ];
        assert_eq!(told(relative_boxes, &answer), Some(expected.clone()));
        assert_eq!(told(gemini_boxes, &answer), Some(expected));
    }

    #[test]
    fn gemini_has_a_form_of_its_own() {
        let answer = json!([
            {"box_2d": [100, 250, 505, 1000], "label": "cat"},
            {"box_2d": [0, 0, 10, 10], "class_name": null, "class": "fox", "confidence": "0.25"},
            {"box_2d": [0, 0, 10, 10]},
        ]);
        let expected = vec![
            ([50.0, 10.0, 200.0, 50.0], "cat".to_owned(), 0, 1.0),
            ([0.0, 0.0, 2.0, 1.0], "fox".to_owned(), -1, 0.25),
            ([0.0, 0.0, 2.0, 1.0], "unknown".to_owned(), -1, 1.0),
        ];
        assert_eq!(told(gemini_boxes, &answer), Some(expected.clone()));
        assert_eq!(told(gemini_boxes, &json!({ "detections": answer })), Some(expected));
        assert_eq!(told(relative_boxes, &answer), None);
    }

    #[test]
    fn nothing_is_found_where_the_list_is_empty() {
        for answer in [json!({"detections": []}), json!({"detections": {}}), json!({"detections": ""})] {
            assert_eq!(told(relative_boxes, &answer), Some(Vec::new()));
            assert_eq!(told(gemini_boxes, &answer), Some(Vec::new()));
        }
        assert_eq!(told(gemini_boxes, &json!([])), Some(Vec::new()));
    }

    #[test]
    fn one_object_of_another_form_spoils_the_answer() {
        let good = json!({"x_min": 0, "y_min": 0, "x_max": 1, "y_max": 1, "class_name": "cat", "confidence": 1});
        for (name, value) in [
            ("x_min", json!("0.5")),
            ("y_max", json!(null)),
            ("x_max", json!(1e308)),
            ("confidence", json!(null)),
            ("confidence", json!("high")),
            ("box_2d", json!([1, 2, 3])),
            ("box_2d", json!([1, 2, 3, "4"])),
            ("box_2d", json!(null)),
        ] {
            let mut bad = good.clone();
            bad[name] = value;
            let answer = json!({"detections": [good, bad]});
            assert_eq!(told(gemini_boxes, &answer), None, "{answer}");
            assert_eq!(told(relative_boxes, &answer).is_none(), name != "box_2d", "{answer}");
        }
        for answer in [json!({}), json!({"detections": null}), json!({"detections": [1]}), json!(5), json!("text")] {
            assert_eq!(told(gemini_boxes, &answer), None, "{answer}");
            assert_eq!(told(relative_boxes, &answer), None, "{answer}");
        }
    }
}
