//! Choosing, ordering and moving detections. What is known about a detection moves along with it.

use std::cmp::Ordering;

use super::AnyDetections;
use super::anchor::Anchor;
use super::detection_properties::points;
use crate::kind::{Boolean, Detection, KindSet, ObjectDetectionPrediction};
use crate::query::StatementGroup;
use crate::query::error::Failure;
use crate::query::filter;
use crate::query::operation::{Example, Family, Nested, Operate};
use crate::query::scope::Scope;
use crate::value::detections::{BoundingBox, Point};
use crate::value::{Detections, Value};
use crate::{Choice, Tagged};

pub(super) fn detections(value: &Value) -> Result<&Detections, Failure> {
    match value {
        Value::Detections(detections) => Ok(detections),
        other => Err(Failure::input("detections", other)),
    }
}

/// The detections at these places.
fn at(all: &Detections, places: &[usize]) -> Result<Value, Failure> {
    all.select(places).map(Value::from).map_err(|error| Failure::Operation(error.to_string()))
}

pub(super) const DETECTIONS: &str = r#"{
  "image": {"width": 640, "height": 480},
  "predictions": [
    {"x": 110, "y": 90, "width": 60, "height": 40, "confidence": 0.9, "class_id": 0, "class": "car", "detection_id": "1"},
    {"x": 105, "y": 95, "width": 20, "height": 10, "confidence": 0.75, "class_id": 1, "class": "plate", "detection_id": "2"},
    {"x": 400, "y": 300, "width": 80, "height": 50, "confidence": 0.5, "class_id": 0, "class": "car", "detection_id": "3"}
  ]
}"#;

/// Keep the detections of which a group of statements is true.
///
/// Within the statements, `_` is the detection; `ExtractDetectionProperty` takes facts out of it. Other names are
/// parameters of the step.
#[derive(Debug, Clone, Tagged)]
pub struct DetectionsFilter {
    /// What has to be true of a detection.
    pub filter_operation: StatementGroup,
}

impl Operate for DetectionsFilter {
    const FAMILY: Family = Family::Detections;
    type Takes = AnyDetections;
    type Gives = AnyDetections;
    const NESTED: Option<Nested> = Some(Nested { takes: Detection::KINDS, gives: Boolean::KINDS });
    const EXAMPLES: &'static [Example] =
        &[Example::of::<ObjectDetectionPrediction>(DETECTIONS, FILTER).with(r#"{"classes": ["car", "truck"]}"#)];

    fn apply(&self, value: Value, scope: &Scope<'_>) -> Result<Value, Failure> {
        let all = detections(&value)?;
        at(all, &filter::places(&self.filter_operation, all, scope)?)
    }
}

const FILTER: &str = r#"[
  {
    "type": "DetectionsFilter",
    "filter_operation": {
      "type": "StatementGroup",
      "operator": "and",
      "statements": [
        {
          "type": "BinaryStatement",
          "left_operand": {
            "type": "DynamicOperand",
            "operations": [{"type": "ExtractDetectionProperty", "property_name": "class_name"}]
          },
          "comparator": {"type": "in (Sequence)"},
          "right_operand": {"type": "DynamicOperand", "operand_name": "classes"}
        },
        {
          "type": "BinaryStatement",
          "left_operand": {
            "type": "DynamicOperand",
            "operations": [{"type": "ExtractDetectionProperty", "property_name": "confidence"}]
          },
          "comparator": {"type": "(Number) >="},
          "right_operand": {"type": "StaticOperand", "value": 0.7}
        }
      ]
    }
  },
  {"type": "SequenceLength"}
]"#;

/// Make the boxes larger or smaller, around the same middle.
///
/// A box grows by half of the offset on either side. It may reach beyond the image, and a negative offset may swap its
/// sides. Masks, outlines and key points stay.
#[derive(Debug, Clone, Tagged)]
pub struct DetectionsOffset {
    /// By how many pixels boxes become wider.
    pub offset_x: i64,
    /// By how many pixels boxes become higher.
    pub offset_y: i64,
}

impl Operate for DetectionsOffset {
    const FAMILY: Family = Family::Detections;
    type Takes = AnyDetections;
    type Gives = AnyDetections;
    const EXAMPLES: &'static [Example] = &[Example::of::<ObjectDetectionPrediction>(
        DETECTIONS,
        r#"[{"type": "DetectionsOffset", "offset_x": 20, "offset_y": 0}, {"type": "DetectionsPropertyExtract", "property_name": "x_min"}]"#,
    )];

    fn apply(&self, value: Value, _: &Scope<'_>) -> Result<Value, Failure> {
        let (x, y) = (pixels(self.offset_x) / 2.0, pixels(self.offset_y) / 2.0);
        with_bounds(&value, |bounds| BoundingBox {
            x_min: bounds.x_min - x,
            y_min: bounds.y_min - y,
            x_max: bounds.x_max + x,
            y_max: bounds.y_max + y,
        })
    }
}

/// Move the boxes.
///
/// A box may leave the image. Masks, outlines and key points stay.
#[derive(Debug, Clone, Tagged)]
pub struct DetectionsShift {
    /// Pixels to the right.
    pub shift_x: i64,
    /// Pixels down.
    pub shift_y: i64,
}

impl Operate for DetectionsShift {
    const FAMILY: Family = Family::Detections;
    type Takes = AnyDetections;
    type Gives = AnyDetections;
    const EXAMPLES: &'static [Example] = &[Example::of::<ObjectDetectionPrediction>(
        DETECTIONS,
        r#"[{"type": "DetectionsShift", "shift_x": 0, "shift_y": -10}, {"type": "DetectionsPropertyExtract", "property_name": "center"}]"#,
    )];

    fn apply(&self, value: Value, _: &Scope<'_>) -> Result<Value, Failure> {
        let (x, y) = (pixels(self.shift_x), pixels(self.shift_y));
        with_bounds(&value, |bounds| BoundingBox {
            x_min: bounds.x_min + x,
            y_min: bounds.y_min + y,
            x_max: bounds.x_max + x,
            y_max: bounds.y_max + y,
        })
    }
}

#[expect(clippy::cast_precision_loss, reason = "no image is that large")]
fn pixels(number: i64) -> f64 {
    number as f64
}

fn with_bounds(value: &Value, change: impl Fn(&BoundingBox) -> BoundingBox) -> Result<Value, Failure> {
    let all = detections(value)?;
    let changed = all.clone().with_bounds(all.bounds().iter().map(change).collect());
    changed.map(Value::from).map_err(|error| Failure::Operation(error.to_string()))
}

/// Which detection is chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Choice)]
#[block(definition = "DetectionsSelectionMode")]
pub enum DetectionsSelectionMode {
    /// The one whose middle is furthest to the left.
    LeftMost,
    /// The one whose middle is furthest to the right.
    RightMost,
    /// The one of which the model is surest.
    TopConfidence,
    /// The first one.
    First,
    /// The last one.
    Last,
}

/// Choose one detection.
///
/// Of several that fit equally well, the first one is chosen. The result is detections again: one, or none where there
/// were none.
#[derive(Debug, Clone, Tagged)]
pub struct DetectionsSelection {
    /// Which one.
    pub mode: DetectionsSelectionMode,
}

impl Operate for DetectionsSelection {
    const FAMILY: Family = Family::Detections;
    type Takes = AnyDetections;
    type Gives = AnyDetections;
    const EXAMPLES: &'static [Example] = &[Example::of::<ObjectDetectionPrediction>(
        DETECTIONS,
        r#"[{"type": "DetectionsSelection", "mode": "right_most"}, {"type": "DetectionsPropertyExtract", "property_name": "class_name"}]"#,
    )];

    fn apply(&self, value: Value, _: &Scope<'_>) -> Result<Value, Failure> {
        let all = detections(&value)?;
        let Some(last) = all.len().checked_sub(1) else { return Ok(value) };
        let middles = || points(all, Anchor::CENTER).map(|middle| middle.x);
        let place = match self.mode {
            DetectionsSelectionMode::First => 0,
            DetectionsSelectionMode::Last => last,
            DetectionsSelectionMode::LeftMost => first_best(middles(), Ordering::Less),
            DetectionsSelectionMode::RightMost => first_best(middles(), Ordering::Greater),
            DetectionsSelectionMode::TopConfidence => {
                if all.confidences().iter().any(|confidence| confidence.is_nan()) {
                    return Err(Failure::Unforeseen("a detection has a confidence that is not a number".to_owned()));
                }
                first_best(all.confidences().iter().copied(), Ordering::Greater)
            }
        };
        at(all, &[place])
    }
}

/// The place of the first number that no other one beats.
fn first_best(numbers: impl Iterator<Item = f64>, beats: Ordering) -> usize {
    let best =
        numbers.enumerate().reduce(|best, next| if next.1.partial_cmp(&best.1) == Some(beats) { next } else { best });
    best.map_or(0, |(place, _)| place)
}

/// What detections are ordered by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Choice)]
#[block(definition = "DetectionsSortProperties")]
pub enum DetectionsSortProperties {
    /// How sure the model is.
    Confidence,
    /// The left side of the box.
    XMin,
    /// The right side of the box.
    XMax,
    /// The upper side of the box.
    YMin,
    /// The lower side of the box.
    YMax,
    /// Area of the box.
    Size,
    /// The middle of the box, from left to right.
    CenterX,
    /// The middle of the box, from top to bottom.
    CenterY,
}

/// Put detections in order.
///
/// Those that are equal stay in the order in which they were; the other way round, they are the other way round too.
#[derive(Debug, Clone, Tagged)]
pub struct SortDetections {
    /// What they are ordered by.
    pub mode: DetectionsSortProperties,
    /// Whether the least comes first.
    #[block(default = true)]
    pub ascending: bool,
}

impl Operate for SortDetections {
    const FAMILY: Family = Family::Detections;
    type Takes = AnyDetections;
    type Gives = AnyDetections;
    const EXAMPLES: &'static [Example] = &[Example::of::<ObjectDetectionPrediction>(
        DETECTIONS,
        r#"[{"type": "SortDetections", "mode": "size", "ascending": false}, {"type": "DetectionsPropertyExtract", "property_name": "size"}]"#,
    )];

    fn apply(&self, value: Value, _: &Scope<'_>) -> Result<Value, Failure> {
        let all = detections(&value)?;
        let by_bounds = |number: fn(&BoundingBox) -> f64| all.bounds().iter().map(number).collect();
        let numbers: Vec<f64> = match self.mode {
            DetectionsSortProperties::Confidence => all.confidences().to_vec(),
            DetectionsSortProperties::XMin => by_bounds(|bounds| bounds.x_min),
            DetectionsSortProperties::XMax => by_bounds(|bounds| bounds.x_max),
            DetectionsSortProperties::YMin => by_bounds(|bounds| bounds.y_min),
            DetectionsSortProperties::YMax => by_bounds(|bounds| bounds.y_max),
            DetectionsSortProperties::Size => by_bounds(BoundingBox::area),
            DetectionsSortProperties::CenterX => by_bounds(|bounds| bounds.x_min.midpoint(bounds.x_max)),
            DetectionsSortProperties::CenterY => by_bounds(|bounds| bounds.y_min.midpoint(bounds.y_max)),
        };
        at(all, &sorted(&numbers, self.ascending))
    }
}

/// The places of numbers in order, what is not a number last.
fn sorted(numbers: &[f64], ascending: bool) -> Vec<usize> {
    let mut places: Vec<(u64, usize)> = numbers.iter().copied().map(rank).zip(0..).collect();
    // The place decides between equals, so that an unstable sort is stable.
    places.sort_unstable();
    let places = places.into_iter().map(|(_, place)| place);
    if ascending { places.collect() } else { places.rev().collect() }
}

/// A whole number that is greater for greater numbers, and greatest for what is not a number.
fn rank(number: f64) -> u64 {
    const SIGN: u64 = 1 << 63;
    // Zero has no sign.
    match (number + 0.0).to_bits() {
        _ if number.is_nan() => u64::MAX,
        bits if bits & SIGN == 0 => bits | SIGN,
        bits => !bits,
    }
}

/// Keep the detections of a class, and those of other classes whose middle lies within one of them.
///
/// Detections of the class come first, then the others, each in their order. The border of a box is part of it.
#[derive(Debug, Clone, Tagged)]
pub struct PickDetectionsByParentClass {
    /// Name of the class.
    pub parent_class: String,
}

impl Operate for PickDetectionsByParentClass {
    const FAMILY: Family = Family::Detections;
    type Takes = AnyDetections;
    type Gives = AnyDetections;
    const EXAMPLES: &'static [Example] = &[Example::of::<ObjectDetectionPrediction>(
        DETECTIONS,
        r#"[{"type": "PickDetectionsByParentClass", "parent_class": "car"}, {"type": "DetectionsPropertyExtract", "property_name": "class_name"}]"#,
    )];

    fn apply(&self, value: Value, _: &Scope<'_>) -> Result<Value, Failure> {
        let all = detections(&value)?;
        let is_parent = |place: &usize| all.class_names()[*place].as_ref() == self.parent_class;
        let (parents, others): (Vec<usize>, Vec<usize>) = (0..all.len()).partition(is_parent);
        if parents.is_empty() {
            return Ok(Detections::default().into());
        }
        let boxes: Vec<BoundingBox> = parents.iter().map(|place| all.bounds()[*place]).collect();
        let middles: Vec<Point> = points(all, Anchor::CENTER).collect();
        let lies_within = |place: &usize| boxes.iter().any(|parent| parent.contains(middles[*place]));
        let places: Vec<usize> = parents.iter().copied().chain(others.into_iter().filter(lies_within)).collect();
        at(all, &places)
    }
}
