//! Predictions in what vision-language models write: text with JSON in it.
//!
//! [`json`] takes the JSON out of the text. What it looks like depends on what the model was asked for or trained on:
//! [`classification`] reads classes, [`relative_boxes`] and [`gemini_boxes`] boxes in fractions of the image,
//! [`florence`] what Florence-2 gives. Models make mistakes, so every reader gives back nothing, and never half of it,
//! where an answer is not of its form. [`detections`] makes a set of the objects that were read.

mod boxes;
mod classes;
mod classification;
mod florence;
mod objects;

use std::sync::LazyLock;

use block_runtime::value::{Numeral, Value, number_from_text};
use regex::Regex;

pub use boxes::{gemini_boxes, relative_boxes};
pub use classes::Classes;
pub use classification::classification;
pub use florence::{FlorenceTask, florence};
pub use objects::{Object, detections};

/// A Markdown code block that is marked as JSON, up to the nearest end.
static CODE_BLOCK: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?is)```json(.*?)```").unwrap_or_else(|_| unreachable!("the pattern is well-formed"))
});

/// What should be JSON in an answer: the first code block which is marked ```` ```json ````, or else the whole text.
pub fn json_text(answer: &str) -> &str {
    let block = CODE_BLOCK.captures(answer).and_then(|found| found.get(1));
    block.map_or(answer, |block| block.as_str())
}

/// The JSON in an answer, where [`json_text`] says. Nothing where that is not JSON.
pub fn json(answer: &str) -> Option<Value> {
    serde_json::from_str(json_text(answer)).ok().map(|json| Value::from_json(&json))
}

/// A number, which true and false are too, but text is not.
fn number(value: &Value) -> Option<f64> {
    value.as_numeral().map(Numeral::to_f64)
}

/// How sure a model says it is, brought into the range from 0 to 1. May be written as text.
fn confidence(value: &Value) -> Option<f64> {
    let number = match value {
        Value::Text(text) => number_from_text(text),
        other => number(other),
    };
    number.filter(|number| !number.is_nan()).map(|number| number.clamp(0.0, 1.0))
}

/// What is in a list. Nothing where the value is none; other values that are empty count as an empty list.
fn items(value: &Value) -> Option<&[Value]> {
    match value {
        Value::List(items) => Some(items),
        Value::Map(members) if members.is_empty() => Some(&[]),
        Value::Text(text) if text.is_empty() => Some(&[]),
        _ => None,
    }
}

/// The elements of a list that has as many as are wanted.
fn elements<const N: usize>(value: &Value) -> Option<&[Value; N]> {
    match value {
        Value::List(items) => items.as_ref().try_into().ok(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use block_runtime::value::Picture;
    use block_runtime::value::detections::ImageSize;
    use image::RgbImage;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn json_stands_in_the_first_code_block_or_is_the_whole_answer() {
        for (answer, expected) in [
            (r#"{"a": 1}"#, Some("{'a': 1}")),
            (" [1, 2.5]\n", Some("[1, 2.5]")),
            ("Here you are:\n```json\n{\"a\": 1}\n```\nAnything else?", Some("{'a': 1}")),
            ("```JSON{\"a\": 1}``````json{\"a\": 2}```", Some("{'a': 1}")),
            ("```json\nnone\n```\n```json\n{}\n```", None),
            ("```\n{}\n```", None),
            ("```json\n{\"a\": 1}", None),
            ("I see no cat.", None),
            ("", None),
            ("NaN", None),
        ] {
            assert_eq!(json(answer).map(|json| json.python().to_string()).as_deref(), expected, "{answer}");
        }
    }

    #[test]
    fn confidences_are_brought_into_range() {
        for (value, expected) in [
            (Value::from(0.25), Some(0.25)),
            (Value::from(87), Some(1.0)),
            (Value::from(-0.5), Some(0.0)),
            (Value::from(true), Some(1.0)),
            (Value::from(" 0.5 "), Some(0.5)),
            (Value::from("inf"), Some(1.0)),
            (Value::from("nan"), None),
            (Value::from("high"), None),
            (Value::Null, None),
        ] {
            assert_eq!(confidence(&value), expected, "{value:?}");
        }
    }

    /// Answers that are of the forms, nearly.
    fn answers() -> impl Strategy<Value = String> {
        let piece = prop::sample::select(vec![
            "```json",
            "```",
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            "\"detections\"",
            "\"box_2d\"",
            "\"x_min\"",
            "\"y_min\"",
            "\"x_max\"",
            "\"y_max\"",
            "\"class_name\"",
            "\"label\"",
            "\"confidence\"",
            "\"predicted_classes\"",
            "\"class\"",
            "\"bboxes\"",
            "\"bboxes_labels\"",
            "\"labels\"",
            "\"quad_boxes\"",
            "\"cat\"",
            "0",
            "1e308",
            "-3.5",
            "99999999999999999999",
            "null",
            "true",
            "\"\"",
            " ",
        ]);
        prop_oneof![any::<String>(), prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat()), forms()]
    }

    /// Answers of the right outline with any values in them.
    fn forms() -> impl Strategy<Value = String> {
        let value = prop::sample::select(vec![
            "0.5",
            "1e308",
            "-7",
            "true",
            "null",
            "\"0.5\"",
            "[]",
            "{}",
            "\"\"",
            "[1,2,3,4]",
            "[1,2,3,4,5,6,7,8]",
            "[[1,2,3,4]]",
            "[[1,2,3,4,5,6,7,8]]",
            "[\"cat\"]",
            "[null]",
            "18446744073709551616",
        ]);
        let members = prop::collection::vec((prop::sample::select(MEMBERS.to_vec()), value), 0..8);
        (members, prop::sample::select(vec!["{\"detections\":[%]}", "[%]", "{\"predicted_classes\":[%]}", "%"]))
            .prop_map(|(members, around)| {
                let members: Vec<String> = members.iter().map(|(name, value)| format!("\"{name}\":{value}")).collect();
                around.replace('%', &format!("{{{}}}", members.join(",")))
            })
    }

    const MEMBERS: [&str; 14] = [
        "box_2d",
        "x_min",
        "y_min",
        "x_max",
        "y_max",
        "class_name",
        "label",
        "class",
        "confidence",
        "detections",
        "predicted_classes",
        "bboxes",
        "labels",
        "quad_boxes",
    ];

    proptest! {
        #[test]
        fn no_answer_is_too_much(answer in answers()) {
            let names = ["cat".to_owned(), "dog".to_owned()];
            let (classes, size) = (Classes::new(&names), ImageSize { width: 40, height: 30 });
            let Some(answer) = json(&answer) else { return Ok(()) };
            let picture = Picture::from_pixels(RgbImage::new(40, 30), "image");
            if let Some(Value::Map(members)) = classification(&answer, &classes, &picture, "inference") {
                prop_assert!(members.contains_key("predictions"));
            }
            let read = FlorenceTask::ALL.iter().map(|task| florence(*task, &answer, Some(&classes)));
            let read = read.chain([relative_boxes(&answer, size, &classes), gemini_boxes(&answer, size, &classes)]);
            for objects in read.flatten() {
                let count = objects.len();
                for object in &objects {
                    let sides = object.bounds;
                    prop_assert!([sides.x_min, sides.y_min, sides.x_max, sides.y_max].iter().all(|side| side.is_finite()));
                    prop_assert!((0.0..=1.0).contains(&object.confidence));
                }
                let set = detections(objects, &picture, "inference", String::new).unwrap();
                prop_assert_eq!(set.len(), count);
            }
        }
    }
}
