//! Classes that a model has chosen for an image.

use block_runtime::prelude::*;

use super::classes::{Classes, class_name};
use super::{confidence, items};

/// The classification of a picture that an answer is, as data of the kind `classification_prediction`.
///
/// `{"class_name": "cat", "confidence": 0.9}` is a single class; all other classes get the confidence 0.
/// `{"predicted_classes": [{"class": "cat", "confidence": 0.9}]}` is any number of classes, of which each counts once,
/// with the greatest confidence that it is given. Confidences are brought into the range from 0 to 1.
pub fn classification(answer: &Value, classes: &Classes<'_>, picture: &Picture, inference_id: &str) -> Option<Value> {
    let members = answer.as_map()?;
    let chosen = match (members.get("class_name"), members.get("confidence")) {
        (Some(name), Some(sure)) => single(class_name(name)?, confidence(sure)?, classes),
        _ => several(members.get("predicted_classes")?, classes)?,
    };
    let size = object([("width", i64::from(picture.width()).into()), ("height", i64::from(picture.height()).into())]);
    let ids = [("inference_id", inference_id.into()), ("parent_id", picture.parent().id.as_ref().into())];
    Some(object([("image", size)].into_iter().chain(chosen).chain(ids)))
}

type Members = Vec<(&'static str, Value)>;

fn object(members: impl IntoIterator<Item = (&'static str, Value)>) -> Value {
    members.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

fn single(top: String, sure: f64, classes: &Classes<'_>) -> Members {
    let unknown = (!classes.contains(&top)).then_some((top.as_str(), Classes::UNKNOWN));
    let predictions = unknown.into_iter().chain(classes.iter()).map(|(name, id)| {
        let confidence = if name == top { sure } else { 0.0 };
        object([("class", name.into()), ("class_id", id.into()), ("confidence", confidence.into())])
    });
    let predictions = predictions.collect();
    vec![("predictions", predictions), ("top", top.into()), ("confidence", sure.into())]
}

fn several(chosen: &Value, classes: &Classes<'_>) -> Option<Members> {
    let mut confidences: IndexMap<String, f64> = IndexMap::new();
    for choice in items(chosen)? {
        let choice = choice.as_map()?;
        let (name, sure) = (class_name(choice.get("class")?)?, confidence(choice.get("confidence")?)?);
        let known = confidences.entry(name).or_insert(sure);
        *known = known.max(sure);
    }
    let unknown = confidences.keys().map(String::as_str).filter(|name| !classes.contains(name));
    let predictions = classes.iter().chain(unknown.map(|name| (name, Classes::UNKNOWN))).map(|(name, id)| {
        let sure = confidences.get(name).copied().unwrap_or(0.0);
        (name.to_owned(), object([("confidence", sure.into()), ("class_id", id.into())]))
    });
    let predictions = predictions.collect();
    let predicted = confidences.into_keys().map(Value::from).collect();
    Some(vec![("predictions", predictions), ("predicted_classes", predicted)])
}

#[cfg(test)]
mod tests {
    use image::RgbImage;
    use serde_json::{Value as Json, json};

    use super::*;

    fn read(answer: &Json) -> Option<Json> {
        let picture = Picture::from_pixels(RgbImage::new(4, 3), "photo");
        let names = ["cat".to_owned(), "dog".to_owned()];
        classification(&Value::from_json(answer), &Classes::new(&names), &picture, "inference")?.to_json()
    }

    #[test]
    fn a_single_class() {
        let expected = json!({
            "image": {"width": 4, "height": 3},
            "predictions": [
                {"class": "cat", "class_id": 0, "confidence": 0.0},
                {"class": "dog", "class_id": 1, "confidence": 0.75},
            ],
            "top": "dog", "confidence": 0.75, "inference_id": "inference", "parent_id": "photo",
        });
        assert_eq!(read(&json!({"class_name": "dog", "confidence": 0.75, "predicted_classes": []})), Some(expected));
    }

    #[test]
    fn an_unknown_class_comes_first() {
        let read = read(&json!({"class_name": "fox", "confidence": 3})).unwrap();
        assert_eq!(read["predictions"][0], json!({"class": "fox", "class_id": -1, "confidence": 1.0}));
        assert_eq!(read["predictions"].as_array().unwrap().len(), 3);
    }

    #[test]
    fn several_classes() {
        let answer = json!({"predicted_classes": [
            {"class": "fox", "confidence": 0.5}, {"class": "cat", "confidence": 0.25}, {"class": "fox", "confidence": 2},
        ]});
        let expected = json!({
            "image": {"width": 4, "height": 3},
            "predictions": {
                "cat": {"confidence": 0.25, "class_id": 0},
                "dog": {"confidence": 0.0, "class_id": 1},
                "fox": {"confidence": 1.0, "class_id": -1},
            },
            "predicted_classes": ["fox", "cat"], "inference_id": "inference", "parent_id": "photo",
        });
        assert_eq!(read(&answer), Some(expected));
        assert_eq!(read(&json!({"predicted_classes": []})).unwrap()["predicted_classes"], json!([]));
    }

    #[test]
    fn answers_of_another_form_are_not_read() {
        for answer in [
            json!({"class_name": "dog"}),
            json!({"class_name": null, "confidence": 1}),
            json!({"class_name": "dog", "confidence": "sure"}),
            json!({"predicted_classes": ["dog"]}),
            json!({"predicted_classes": [{"class": "dog"}]}),
            json!({"predicted_classes": {"dog": 1}}),
            json!(["class_name", "confidence"]),
            json!("class_name confidence"),
            json!(42),
        ] {
            assert_eq!(read(&answer), None, "{answer}");
        }
    }
}
