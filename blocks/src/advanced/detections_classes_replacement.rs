//! Detections Classes Replacement.

use std::collections::HashMap;
use std::sync::Arc;

use block_runtime::prelude::*;
use block_runtime::value::detections::ColumnLengthError;
use block_runtime::value::{Map, Numeral};

/// Give detections the classes that a classifier has found in their crops.
///
/// A detector finds dogs, a classifier tells the breed of each, and this block puts the two together: the boxes of the
/// one with the classes of the other. Crop the image by the detections, classify the crops, and bind the detections and
/// the classifications here. Class, number and confidence of a detection become those of its crop; everything else
/// stays, but for its identifier, which is new.
///
/// What `classification_predictions` may be:
///
/// - **Classifications with one class**: that class, `top`, counts.
/// - **Classifications with any number of classes**: the class with the greatest confidence of all that are listed,
///   provided that any class was predicted and the confidence is not 0.
/// - **Text**, as text recognition gives it: the text is the class, with the number 0 and the confidence 1.
/// - **Lists of text**: the first text of each list counts.
///
/// Classifications find their detections by `parent_id`, which is the identifier of the detection that was cropped.
/// Text has none and goes by its place: the first to the first detection, and so on.
///
/// **Detections without a class** are dropped, unless there is a `fallback_class_name`. That takes the place of a
/// missing text, of an empty list and of a classification with one class that has no predictions, with the confidence
/// 0. All other detections without a class are dropped even then: those whose crop was not classified, and those with a
/// classification of many classes where none was predicted. Where no classification has found anything, or there are
/// no texts at all, nothing remains.
#[derive(Debug, Block)]
#[block(
    id = "roboflow_core/detections_classes_replacement@v1",
    alias = "DetectionsClassesReplacement",
    section = Advanced,
    block_type = Fusion,
    outputs = Replaced,
    accepts_empty,
    engine = ">=1.3.0,<2.0.0",
    icon = "fal fa-arrow-right-arrow-left",
    priority = 5
)]
pub(crate) struct DetectionsClassesReplacement {
    /// Detections whose classes are to be replaced: those by which the image was cropped.
    #[block(
        title = "Regions of Interest",
        depth = 0,
        depth_reference,
        example = "$steps.object_detection_model.predictions",
        example = "$steps.instance_segmentation_model.predictions"
    )]
    object_detection_predictions:
        In<Maybe<(ObjectDetectionPrediction, InstanceSegmentationPrediction, KeypointDetectionPrediction)>>,

    /// What was found in the crops: classifications, texts or lists of texts, one for each.
    #[block(
        title = "Replacement Class Labels",
        depth = 1,
        example = "$steps.classification_model.predictions",
        example = "$steps.ocr_model.predictions"
    )]
    classification_predictions: InGroup<Any<(ClassificationPrediction, ListOfValues, Str)>>,

    /// Class of detections whose crop has none. Without it they are dropped.
    #[block(title = "Fallback class name", example = "unknown")]
    fallback_class_name: Option<Or<String>>,

    /// Number of that class. Where it is missing or below 0 the number is 9223372036854775807, which is no other class.
    #[block(title = "Fallback class id", example = 77)]
    fallback_class_id: Option<Or<i64>>,
}

/// Detections with the classes of their crops.
#[derive(Debug, Outputs)]
pub(crate) struct Replaced {
    /// The detections that have a class; nothing where there were no detections to replace the classes of.
    predictions: Option<Out<(ObjectDetectionPrediction, InstanceSegmentationPrediction, KeypointDetectionPrediction)>>,
}

/// A class that a detection is given.
#[derive(Debug, Clone, PartialEq)]
struct Label {
    name: Arc<str>,
    id: i64,
    confidence: f64,
}

/// A classification that cannot be used.
#[derive(Debug, thiserror::Error)]
enum Unusable {
    #[error("a classification has no {expected} in `{member}`; bind `predictions` of a classifier")]
    Member { member: &'static str, expected: &'static str },
    #[error("a classification lists its top class `{top}` {count} times among its predictions, not once")]
    Top { top: String, count: usize },
    #[error(
        "{found} stands among `classification_predictions`, where classifications or texts are expected; bind the output of one step that gives either"
    )]
    Stranger { found: &'static str },
}

impl Label {
    /// A text that was read.
    fn read(text: &Arc<str>) -> Self {
        Self { name: Arc::clone(text), id: 0, confidence: 1.0 }
    }
}

impl DetectionsClassesReplacement {
    fn fallback(&self) -> Option<Label> {
        let name = self.fallback_class_name.as_deref().filter(|name| !name.is_empty())?;
        let id = self.fallback_class_id.as_deref().copied().filter(|id| *id >= 0).unwrap_or(i64::MAX);
        Some(Label { name: name.as_str().into(), id, confidence: 0.0 })
    }

    /// The class of each of the detections, from texts in their order.
    fn by_place(&self, detections: &Detections, fallback: Option<&Label>) -> Result<Vec<Option<Label>>, Unusable> {
        let read = self.classification_predictions.iter().map(|prediction| match prediction {
            Value::Null => Ok(fallback.cloned()),
            Value::Text(text) => Ok(Some(Label::read(text))),
            Value::List(texts) => Ok(match texts.first() {
                Some(Value::Text(text)) => Some(Label::read(text)),
                Some(_) => None,
                None => fallback.cloned(),
            }),
            Value::Map(members) => leading(members, fallback),
            other => Err(Unusable::Stranger { found: other.type_name() }),
        });
        let missing = std::iter::repeat_with(|| Ok(fallback.cloned()));
        read.chain(missing).take(detections.len()).collect()
    }

    /// The class of each of the detections, from classifications that name them.
    fn by_parent(&self, detections: &Detections, fallback: Option<&Label>) -> Result<Vec<Option<Label>>, Unusable> {
        let given = self.classification_predictions.iter().filter(|prediction| !prediction.is_null());
        let given = given.map(|one| one.as_map().ok_or(Unusable::Stranger { found: one.type_name() }));
        let given: Vec<&Map> = given.collect::<Result<_, _>>()?;
        if !given.iter().any(|members| is_classified(members)) {
            return Ok(vec![None; detections.len()]);
        }
        let labels = given.into_iter().map(|members| Ok((text(members, "parent_id")?, leading(members, fallback)?)));
        let labels: HashMap<&str, Option<Label>> = labels.collect::<Result<_, _>>()?;
        Ok(detections.ids().iter().map(|id| labels.get(id.as_ref()).cloned().flatten()).collect())
    }
}

/// The class of a classification.
fn leading(members: &Map, fallback: Option<&Label>) -> Result<Option<Label>, Unusable> {
    if members.contains_key("top") {
        match members.get("predictions") {
            Some(predictions) if predictions.is_truthy() => top(members, predictions).map(Some),
            _ => Ok(fallback.cloned()),
        }
    } else if members.get("predicted_classes").is_some_and(Value::is_truthy) {
        greatest(members)
    } else {
        Ok(None)
    }
}

/// False for what a classifier gives that has found nothing.
fn is_classified(members: &Map) -> bool {
    members.contains_key("predictions") && members.get("top").is_none_or(Value::is_truthy)
}

/// The top class, with its number and confidence as they are listed.
fn top(members: &Map, predictions: &Value) -> Result<Label, Unusable> {
    let top = text(members, "top")?;
    let listed: Option<Vec<&Map>> = match predictions {
        Value::List(predictions) => predictions.iter().map(Value::as_map).collect(),
        _ => None,
    };
    let listed = listed.ok_or(Unusable::Member { member: "predictions", expected: "list of objects" })?;
    let matching: Vec<&Map> =
        listed.into_iter().filter(|one| one.get("class").and_then(Value::as_str) == Some(top)).collect();
    match matching.as_slice() {
        [one] => Ok(Label { name: top.into(), id: class_id(one)?, confidence: confidence(one)? }),
        several => Err(Unusable::Top { top: top.to_owned(), count: several.len() }),
    }
}

/// The class with the greatest confidence, the first one of several.
fn greatest(members: &Map) -> Result<Option<Label>, Unusable> {
    let predictions = members.get("predictions").and_then(Value::as_map);
    let predictions = predictions.ok_or(Unusable::Member { member: "predictions", expected: "object" })?;
    let mut greatest: Option<Label> = None;
    for (name, prediction) in predictions {
        let prediction = prediction.as_map().ok_or(Unusable::Member { member: "predictions", expected: "objects" })?;
        let label =
            Label { name: name.as_str().into(), id: class_id(prediction)?, confidence: confidence(prediction)? };
        if greatest.as_ref().is_none_or(|greatest| greatest.confidence < label.confidence) {
            greatest = Some(label);
        }
    }
    Ok(greatest.filter(|label| label.confidence != 0.0))
}

fn text<'a>(members: &'a Map, member: &'static str) -> Result<&'a str, Unusable> {
    members.get(member).and_then(Value::as_str).ok_or(Unusable::Member { member, expected: "text" })
}

fn class_id(prediction: &Map) -> Result<i64, Unusable> {
    match prediction.get("class_id") {
        Some(Value::Integer(id)) => Ok(*id),
        _ => Err(Unusable::Member { member: "class_id", expected: "whole number" }),
    }
}

fn confidence(prediction: &Map) -> Result<f64, Unusable> {
    let number = prediction.get("confidence").and_then(Value::as_numeral);
    number.map(Numeral::to_f64).ok_or(Unusable::Member { member: "confidence", expected: "number" })
}

/// The detections that have a label, with it and with new identifiers.
fn relabelled(
    detections: &Detections,
    labels: Vec<Option<Label>>,
    new_id: impl Fn() -> String,
) -> Result<Detections, BlockError> {
    let (places, labels): (Vec<usize>, Vec<Label>) =
        labels.into_iter().enumerate().filter_map(|(place, label)| Some((place, label?))).unzip();
    let remaining = detections.select(&places)?;
    let relabelled = || -> Result<Detections, ColumnLengthError> {
        let ids = labels.iter().map(|_| new_id().into()).collect();
        remaining
            .with_classes(
                labels.iter().map(|label| Arc::clone(&label.name)).collect(),
                labels.iter().map(|label| label.id).collect(),
            )?
            .with_confidences(labels.iter().map(|label| label.confidence).collect())?
            .with_ids(ids)
    };
    Ok(relabelled()?)
}

impl Run for DetectionsClassesReplacement {
    fn run(&self, context: &mut Context<'_, ()>) -> Result<Replaced, BlockError> {
        let Some(detections) = &*self.object_detection_predictions else { return Ok(Replaced { predictions: None }) };
        let fallback = self.fallback();
        let fallback = fallback.as_ref();
        let first = self.classification_predictions.iter().find(|prediction| !prediction.is_null());
        let labels = match first {
            None => vec![None; detections.len()],
            Some(Value::Text(_) | Value::List(_)) => self.by_place(detections, fallback)?,
            Some(_) => self.by_parent(detections, fallback)?,
        };
        Ok(Replaced { predictions: Some(Out(relabelled(detections, labels, || context.new_id())?)) })
    }
}

#[cfg(test)]
mod tests {
    use block_runtime::block::Environment;
    use block_runtime::value::detections::{BoundingBox, Detection, Provenance};
    use image::RgbImage;
    use serde_json::json;

    use super::*;

    fn detections() -> Detections {
        let provenance = Arc::new(Provenance::of(&Picture::from_pixels(RgbImage::new(20, 10), "image")));
        let detection = |id: &str| Detection {
            bounds: BoundingBox { x_min: 1.0, y_min: 2.0, x_max: 3.0, y_max: 4.0 },
            confidence: 0.5,
            class_id: 9,
            class_name: "dog".into(),
            id: id.into(),
            provenance: Arc::clone(&provenance),
        };
        ["a", "b", "c"].map(detection).into_iter().collect()
    }

    fn block(predictions: &serde_json::Value, fallback: Option<(&str, Option<i64>)>) -> DetectionsClassesReplacement {
        let predictions = predictions.as_array().unwrap().iter().map(Value::from_json);
        DetectionsClassesReplacement {
            object_detection_predictions: In::new(Some(detections())),
            classification_predictions: InGroup::new(predictions.collect()),
            fallback_class_name: fallback.map(|(name, _)| name.to_owned().into()),
            fallback_class_id: fallback.and_then(|(_, id)| id).map(Into::into),
        }
    }

    fn run(block: &DetectionsClassesReplacement) -> Result<Option<Detections>, BlockError> {
        let replaced = block.run(&mut Context::new(&mut (), &Environment::default()))?;
        Ok(replaced.predictions.map(|predictions| predictions.0))
    }

    /// The classes that come out.
    fn classes(predictions: &serde_json::Value, fallback: Option<(&str, Option<i64>)>) -> Vec<(String, i64, f64)> {
        let replaced = run(&block(predictions, fallback)).unwrap().unwrap();
        replaced.iter().map(|one| (one.class_name().to_string(), one.class_id(), one.confidence())).collect()
    }

    fn told(predictions: &serde_json::Value) -> String {
        run(&block(predictions, None)).unwrap_err().to_string()
    }

    fn class(name: &str, id: i64, confidence: f64) -> (String, i64, f64) {
        (name.to_owned(), id, confidence)
    }

    fn single(parent: &str, top: &str) -> serde_json::Value {
        let predictions = json!([{"class": "pug", "class_id": 3, "confidence": 0.25}, {"class": "husky", "class_id": 4, "confidence": 0.75}]);
        json!({"parent_id": parent, "top": top, "confidence": 0.75, "predictions": predictions})
    }

    fn several(parent: &str, predicted: &[&str]) -> serde_json::Value {
        let predictions =
            json!({"wet": {"class_id": 1, "confidence": 0.25}, "old": {"class_id": 2, "confidence": 0.5}});
        json!({"parent_id": parent, "predicted_classes": predicted, "predictions": predictions})
    }

    #[test]
    fn classifications_find_their_detections() {
        let predictions = json!([several("c", &["wet"]), single("a", "husky"), null, several("b", &[])]);
        assert_eq!(classes(&predictions, None), [class("husky", 4, 0.75), class("old", 2, 0.5)]);
        let replaced = run(&block(&predictions, None)).unwrap().unwrap();
        assert!(replaced.ids().iter().all(|id| id.len() == 36));
    }

    #[test]
    fn texts_go_by_their_places() {
        let predictions = json!(["K 1", ["K 2", "K 3"], [5]]);
        assert_eq!(classes(&predictions, None), [class("K 1", 0, 1.0), class("K 2", 0, 1.0)]);
        assert_eq!(classes(&json!([null, "K 2", null, "K 4"]), None), [class("K 2", 0, 1.0)]);
        assert_eq!(classes(&json!(["K 1", single("x", "pug")]), None), [class("K 1", 0, 1.0), class("pug", 3, 0.25)]);
    }

    #[test]
    fn the_fallback_takes_the_place_of_missing_text_and_of_classifications_of_nothing() {
        for (id, number) in [(None, i64::MAX), (Some(-5), i64::MAX), (Some(0), 0), (Some(77), 77)] {
            let fallback = Some(("unknown", id));
            let unknown = || class("unknown", number, 0.0);
            assert_eq!(classes(&json!([[], "K 2"]), fallback), [unknown(), class("K 2", 0, 1.0), unknown()]);
            let nothing = json!({"parent_id": "b", "top": "", "confidence": 0.0, "predictions": []});
            let predictions = json!([single("a", "pug"), nothing, several("c", &[])]);
            assert_eq!(classes(&predictions, fallback), [class("pug", 3, 0.25), unknown()]);
        }
        assert_eq!(classes(&json!([[], "K 2"]), Some(("", None))), [class("K 2", 0, 1.0)]);
    }

    #[test]
    fn nothing_remains_where_no_crop_has_a_class() {
        let nothing = json!({"top": "", "confidence": 0.0, "predictions": []});
        for predictions in [json!([]), json!([null, null]), json!([nothing])] {
            assert_eq!(classes(&predictions, Some(("unknown", None))), []);
        }
        let mut skipped = block(&json!([]), None);
        skipped.object_detection_predictions = In::new(None);
        assert!(run(&skipped).unwrap().is_none());
    }

    #[test]
    fn classifications_that_cannot_be_used_are_explained() {
        assert!(told(&json!([single("a", "cat")])).contains("`cat` 0 times"));
        let mut homeless = single("a", "pug");
        homeless.as_object_mut().unwrap().remove("parent_id");
        assert!(told(&json!([homeless])).contains("text in `parent_id`"));
        assert!(told(&json!([single("a", "pug"), "text"])).starts_with("text stands among"));
        assert!(told(&json!(["text", 5])).starts_with("a whole number stands among"));
    }
}
