//! What Florence-2 gives: boxes in pixels of the image, with labels and without confidences.

use block_runtime::value::detections::{BoundingBox, Point};
use block_runtime::value::{Map, Value};
use md5::{Digest, Md5};

use super::classes::{Classes, class_name};
use super::objects::Object;
use super::{elements, items, number};

/// The tasks of Florence-2 that find places in an image.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FlorenceTask {
    /// `<OD>`: objects of the classes that the model knows.
    ObjectDetection,
    /// `<OPEN_VOCABULARY_DETECTION>`: objects of the classes that it was given.
    OpenVocabularyDetection,
    /// `<DENSE_REGION_CAPTION>`: regions, each with a description.
    DenseRegionCaption,
    /// `<CAPTION_TO_PHRASE_GROUNDING>`: objects that a phrase names.
    PhraseGrounding,
    /// `<REGION_PROPOSAL>`: regions without names.
    RegionProposal,
    /// `<OCR_WITH_REGION>`: pieces of text with the corners around them.
    OcrWithRegion,
}

impl FlorenceTask {
    /// All tasks.
    pub const ALL: [Self; 6] = [
        Self::ObjectDetection,
        Self::OpenVocabularyDetection,
        Self::DenseRegionCaption,
        Self::PhraseGrounding,
        Self::RegionProposal,
        Self::OcrWithRegion,
    ];
}

/// The class of regions without names.
const REGION_OF_INTEREST: &str = "roi";

/// Reads the answer to a task. Open-vocabulary detection needs the classes that the model was given, other tasks do not
/// look at them. All confidences are 1.
///
/// Classes that are not given have numbers all the same: a number of four digits that is always the same for one name
/// (object detection, phrase grounding), otherwise 0.
pub fn florence(task: FlorenceTask, answer: &Value, classes: Option<&Classes<'_>>) -> Option<Vec<Object>> {
    let members = answer.as_map()?;
    let numbered = |id: fn(&str) -> i64| move |name: String| Some((id(&name), name));
    let none = |_: &str| 0;
    match task {
        FlorenceTask::ObjectDetection | FlorenceTask::PhraseGrounding => {
            objects(members, "bboxes", "labels", sides, numbered(number_of_name))
        }
        FlorenceTask::OpenVocabularyDetection => {
            let classes = classes?;
            objects(members, "bboxes", "bboxes_labels", sides, |name| Some((classes.id(&name), name)))
        }
        FlorenceTask::DenseRegionCaption => objects(members, "bboxes", "labels", sides, numbered(none)),
        FlorenceTask::OcrWithRegion => objects(members, "quad_boxes", "labels", corners, numbered(none)),
        FlorenceTask::RegionProposal => {
            let region = |region| Some(object(sides(region)?, 0, REGION_OF_INTEREST.to_owned()));
            items(members.get("bboxes")?)?.iter().map(region).collect()
        }
    }
}

/// A box, and the corners within it where they are given.
type Shape = (BoundingBox, Option<[Point; 4]>);

/// The objects of two lists, shapes and labels.
fn objects(
    members: &Map,
    shapes: &str,
    labels: &str,
    shape: fn(&Value) -> Option<Shape>,
    class: impl Fn(String) -> Option<(i64, String)>,
) -> Option<Vec<Object>> {
    let (shapes, labels) = (items(members.get(shapes)?)?, items(members.get(labels)?)?);
    if shapes.is_empty() {
        return Some(Vec::new());
    }
    let of = |(place, label): (&Value, &Value)| {
        let (class_id, name) = class(class_name(label)?)?;
        Some(object(shape(place)?, class_id, name))
    };
    (shapes.len() == labels.len()).then(|| shapes.iter().zip(labels).map(of).collect())?
}

fn object((bounds, corners): Shape, class_id: i64, class_name: String) -> Object {
    Object { bounds, confidence: 1.0, class_name, class_id, corners }
}

/// `[x_min, y_min, x_max, y_max]`.
fn sides(value: &Value) -> Option<Shape> {
    let [x_min, y_min, x_max, y_max] = elements(value)?;
    let bounds =
        BoundingBox { x_min: single(x_min)?, y_min: single(y_min)?, x_max: single(x_max)?, y_max: single(y_max)? };
    Some((bounds, None))
}

/// `[x, y, x, y, x, y, x, y]`.
fn corners(value: &Value) -> Option<Shape> {
    let [x1, y1, x2, y2, x3, y3, x4, y4] = elements(value)?;
    let point = |x, y| Some(Point { x: single(x)?, y: single(y)? });
    let corners = [point(x1, y1)?, point(x2, y2)?, point(x3, y3)?, point(x4, y4)?];
    let (x, y) = (corners.map(|corner| corner.x), corners.map(|corner| corner.y));
    let least = |places: [f64; 4]| places.into_iter().fold(f64::INFINITY, f64::min);
    let greatest = |places: [f64; 4]| places.into_iter().fold(f64::NEG_INFINITY, f64::max);
    let bounds = BoundingBox { x_min: least(x), y_min: least(y), x_max: greatest(x), y_max: greatest(y) };
    Some((bounds, Some(corners)))
}

/// A finite number with the digits that the reference keeps of it, which are those of single precision.
fn single(value: &Value) -> Option<f64> {
    #[expect(clippy::cast_possible_truncation, reason = "the digits that are lost are lost in the reference too")]
    let single = f64::from(number(value)? as f32);
    single.is_finite().then_some(single)
}

/// A number of up to four digits for a name, the same one every time.
fn number_of_name(name: &str) -> i64 {
    let [first, second, third, fourth, fifth, ..] = <[u8; 16]>::from(Md5::digest(name.as_bytes()));
    // Nine hexadecimal digits of the digest count.
    (i64::from_be_bytes([0, 0, 0, first, second, third, fourth, fifth]) >> 4) % 10_000
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read(task: FlorenceTask, answer: &serde_json::Value) -> Option<Vec<Object>> {
        let names = ["dog".to_owned(), "cat".to_owned()];
        florence(task, &Value::from_json(answer), Some(&Classes::new(&names)))
    }

    fn classes(objects: &[Object]) -> Vec<(&str, i64)> {
        objects.iter().map(|object| (object.class_name.as_str(), object.class_id)).collect()
    }

    #[test]
    fn names_have_numbers_that_last() {
        // Recorded from the reference.
        for (name, number) in [("cat", 7725), ("dog", 5324), ("", 2296), ("größe", 3026)] {
            assert_eq!(number_of_name(name), number, "{name}");
        }
    }

    #[test]
    fn boxes_come_with_labels() {
        let answer = json!({"bboxes": [[1.1, 2, 30, 40.5], [5, 6, 7, 8]], "labels": ["cat", "fox"]});
        let objects = read(FlorenceTask::ObjectDetection, &answer).unwrap();
        assert_eq!(classes(&objects), [("cat", number_of_name("cat")), ("fox", number_of_name("fox"))]);
        let first = BoundingBox { x_min: f64::from(1.1_f32), y_min: 2.0, x_max: 30.0, y_max: 40.5 };
        assert_eq!(objects[0].bounds, first);
        assert_eq!(read(FlorenceTask::PhraseGrounding, &answer).unwrap(), objects);
        let captions = read(FlorenceTask::DenseRegionCaption, &answer).unwrap();
        assert_eq!(classes(&captions), [("cat", 0), ("fox", 0)]);
    }

    #[test]
    fn given_classes_are_numbered_by_their_places() {
        let answer = json!({"bboxes": [[1, 2, 3, 4], [5, 6, 7, 8]], "bboxes_labels": ["cat", "fox"]});
        let objects = read(FlorenceTask::OpenVocabularyDetection, &answer).unwrap();
        assert_eq!(classes(&objects), [("cat", 1), ("fox", -1)]);
        assert_eq!(florence(FlorenceTask::OpenVocabularyDetection, &Value::from_json(&answer), None), None);
    }

    #[test]
    fn regions_have_no_names() {
        let objects = read(FlorenceTask::RegionProposal, &json!({"bboxes": [[1, 2, 3, 4]], "labels": [""]})).unwrap();
        assert_eq!(classes(&objects), [("roi", 0)]);
    }

    #[test]
    fn text_has_corners() {
        let answer = json!({"quad_boxes": [[3, 4, 9, 2, 10, 8, 4, 10]], "labels": ["EXIT"]});
        let objects = read(FlorenceTask::OcrWithRegion, &answer).unwrap();
        assert_eq!(classes(&objects), [("EXIT", 0)]);
        assert_eq!(objects[0].bounds, BoundingBox { x_min: 3.0, y_min: 2.0, x_max: 10.0, y_max: 10.0 });
        assert_eq!(objects[0].corners.unwrap()[1], Point { x: 9.0, y: 2.0 });
    }

    #[test]
    fn answers_of_another_form_are_not_read() {
        for answer in [
            json!({"bboxes": [[1, 2, 3, 4]], "labels": []}),
            json!({"bboxes": [[1, 2, 3]], "labels": ["cat"]}),
            json!({"bboxes": [[1, 2, 3, "4"]], "labels": ["cat"]}),
            json!({"bboxes": [[1, 2, 3, 1e39]], "labels": ["cat"]}),
            json!({"bboxes": [[1, 2, 3, 4]], "labels": [null]}),
            json!({"bboxes": [[1, 2, 3, 4]]}),
            json!({"labels": ["cat"]}),
            json!([]),
        ] {
            assert_eq!(read(FlorenceTask::ObjectDetection, &answer), None, "{answer}");
        }
        let nothing = json!({"bboxes": [], "bboxes_labels": [], "labels": [], "quad_boxes": []});
        for task in FlorenceTask::ALL {
            assert_eq!(read(task, &nothing), Some(Vec::new()), "{task:?}");
        }
    }
}
