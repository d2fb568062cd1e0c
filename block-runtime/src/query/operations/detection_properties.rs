//! Facts about detections: of each detection of a set, or of a single one.

use super::AnyDetections;
use super::anchor::Anchor;
use super::detections::{DETECTIONS, detections};
use crate::kind::{Detection, Dictionary, ListOfValues, ObjectDetectionPrediction, Wildcard};
use crate::query::error::Failure;
use crate::query::operation::{Example, Family, Operate};
use crate::query::scope::Scope;
use crate::value::detections::{Entry, MaskEncoding, Point, column};
use crate::value::{Detections, Value};
use crate::{Choice, Tagged};

/// A fact about a detection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Choice)]
#[block(definition = "DetectionsProperty")]
pub enum DetectionsProperty {
    /// How sure the model is, usually from 0 to 1.
    Confidence,
    /// Name of the class.
    ClassName,
    /// The left side of the box, in pixels.
    XMin,
    /// The right side of the box, in pixels.
    XMax,
    /// The upper side of the box, in pixels.
    YMin,
    /// The lower side of the box, in pixels.
    YMax,
    /// Area of the box in square pixels, also where there is a mask.
    Size,
    /// Number of the class.
    ClassId,
    /// The middle of the box: x and y in pixels.
    Center,
    /// A corner of the box: x and y in pixels.
    TopLeft,
    /// A corner of the box: x and y in pixels.
    TopRight,
    /// A corner of the box: x and y in pixels.
    BottomLeft,
    /// A corner of the box: x and y in pixels.
    BottomRight,
    /// Which way the object has crossed a line, where a line counter has said so.
    InOut,
    /// How far the object is from the path that it should follow, in pixels.
    PathDeviation,
    /// Simplified outline: a list of points.
    Polygon,
    /// Seconds that the object has been in a zone.
    TimeInZone,
    /// Number of the track to which the object belongs.
    TrackerId,
    /// Velocity: x and y.
    Velocity,
    /// Length of the velocity.
    Speed,
    /// Velocity averaged over time: x and y.
    SmoothedVelocity,
    /// Length of the averaged velocity.
    SmoothedSpeed,
    /// Height and width of the image, in pixels.
    ImageDimensions,
    /// Name of the family of predictions.
    PredictionType,
    /// Key points: a list of x and y in pixels.
    KeypointsXy,
    /// Corners of the smallest rotated rectangle around the object.
    Rect,
    /// Width of that rectangle, in pixels.
    Width,
    /// Height of that rectangle, in pixels.
    Height,
    /// How far that rectangle is turned, in degrees.
    Angle,
    /// Area of the mask, in pixels.
    AreaPx,
    /// Area of the mask, in the unit that a step has converted it to.
    AreaConverted,
}

impl DetectionsProperty {
    /// The fact about a single detection; null where it is not known.
    pub(in crate::query) fn of(self, entry: &Entry) -> Value {
        let bounds = entry.bounds();
        match self {
            Self::Confidence => entry.confidence().into(),
            Self::ClassName => Value::Text(entry.class_name().clone()),
            Self::XMin => bounds.x_min.into(),
            Self::XMax => bounds.x_max.into(),
            Self::YMin => bounds.y_min.into(),
            Self::YMax => bounds.y_max.into(),
            Self::Size => bounds.area().into(),
            Self::ClassId => entry.class_id().into(),
            // The reference rounds the middle of a single box in another way than that of the boxes of a set.
            Self::Center => pair(Point {
                x: bounds.x_min + (bounds.x_max - bounds.x_min) / 2.0,
                y: bounds.y_min + (bounds.y_max - bounds.y_min) / 2.0,
            }),
            _ => match self.anchor() {
                Some(anchor) => pair(anchor.of_box(&bounds)),
                None => self.known(entry).unwrap_or_default(),
            },
        }
    }

    /// The point of a box that is meant, if it is one.
    fn anchor(self) -> Option<Anchor> {
        match self {
            Self::Center => Some(Anchor::CENTER),
            Self::TopLeft => Some(Anchor::TOP_LEFT),
            Self::TopRight => Some(Anchor::TOP_RIGHT),
            Self::BottomLeft => Some(Anchor::BOTTOM_LEFT),
            Self::BottomRight => Some(Anchor::BOTTOM_RIGHT),
            _ => None,
        }
    }

    /// What steps have found out about a detection.
    fn known(self, entry: &Entry) -> Option<Value> {
        use crate::block::Choice as _;

        if let Some(value) = entry.data(self.as_str()) {
            return Some(value.clone());
        }
        match self {
            Self::TrackerId => entry.tracker_id().map(Value::from),
            Self::ImageDimensions => {
                let size = entry.provenance().image;
                Some([size.height, size.width].map(|side| Value::from(i64::from(side))).into_iter().collect())
            }
            Self::KeypointsXy => {
                let points = entry.keypoints()?;
                Some(points.iter().map(|it| pair(Point { x: it.x.into(), y: it.y.into() })).collect())
            }
            _ => None,
        }
    }

    /// The fact about each detection of a set.
    fn of_each(self, all: &Detections) -> Result<Value, Failure> {
        use crate::block::Choice as _;

        if let Some(column) = all.data(self.as_str()) {
            return Ok(column.iter().cloned().collect());
        }
        if let Some(anchor) = self.anchor() {
            return Ok(points(all, anchor).map(whole_pair).collect());
        }
        let bounds = all.bounds().iter();
        match self {
            Self::Confidence => Ok(all.confidences().iter().copied().map(Value::from).collect()),
            Self::ClassName => Ok(all.class_names().iter().cloned().map(Value::Text).collect()),
            Self::ClassId => Ok(all.class_ids().iter().copied().map(Value::from).collect()),
            Self::XMin => Ok(bounds.map(|bounds| Value::from(bounds.x_min)).collect()),
            Self::XMax => Ok(bounds.map(|bounds| Value::from(bounds.x_max)).collect()),
            Self::YMin => Ok(bounds.map(|bounds| Value::from(bounds.y_min)).collect()),
            Self::YMax => Ok(bounds.map(|bounds| Value::from(bounds.y_max)).collect()),
            Self::Size => Ok(bounds.map(|bounds| Value::from(bounds.area())).collect()),
            _ => {
                let missing = || Failure::Unforeseen(format!("the detections have no `{}`", self.as_str()));
                all.iter().map(|entry| self.known(&entry).ok_or_else(missing)).collect()
            }
        }
    }
}

/// A point of each detection, on its oriented box where it has one.
pub(super) fn points(all: &Detections, anchor: Anchor) -> impl Iterator<Item = Point> {
    let oriented = all.data(column::ORIENTED_BOX);
    all.bounds().iter().enumerate().map(move |(place, bounds)| {
        let corners = oriented.and_then(|column| column.get(place));
        corners.and_then(|corners| anchor.of_oriented_box(corners)).unwrap_or_else(|| anchor.of_box(bounds))
    })
}

fn pair(point: Point) -> Value {
    [point.x, point.y].map(Value::from).into_iter().collect()
}

/// A point on whole pixels; of two that are equally near, the even one.
fn whole_pair(point: Point) -> Value {
    #[expect(clippy::cast_possible_truncation, reason = "places beyond any image end at the greatest number")]
    let whole = |place: f64| Value::Integer(place.round_ties_even() as i64);
    [point.x, point.y].map(whole).into_iter().collect()
}

/// Take a fact out of each detection.
///
/// The result is a list with a value for each detection, in their order. Points are on whole pixels. A fact that no step
/// has found out is an error, unless there are no detections.
#[derive(Debug, Clone, Tagged)]
pub struct DetectionsPropertyExtract {
    /// Which fact.
    pub property_name: DetectionsProperty,
}

impl Operate for DetectionsPropertyExtract {
    const FAMILY: Family = Family::DetectionProperties;
    type Takes = AnyDetections;
    type Gives = ListOfValues;
    const EXAMPLES: &'static [Example] = &[
        Example::of::<ObjectDetectionPrediction>(
            DETECTIONS,
            r#"[{"type": "DetectionsPropertyExtract", "property_name": "class_name"}]"#,
        ),
        Example::of::<ObjectDetectionPrediction>(
            DETECTIONS,
            r#"[{"type": "DetectionsPropertyExtract", "property_name": "center"}]"#,
        ),
    ];

    fn apply(&self, value: Value, _: &Scope<'_>) -> Result<Value, Failure> {
        self.property_name.of_each(detections(&value)?)
    }
}

/// Take a fact out of a single detection.
///
/// For statements of `DetectionsFilter`, in which `_` is the detection, and for `SequenceApply` on detections. Points are
/// not rounded. A fact that no step has found out is null.
#[derive(Debug, Clone, Tagged)]
pub struct ExtractDetectionProperty {
    /// Which fact.
    pub property_name: DetectionsProperty,
}

impl Operate for ExtractDetectionProperty {
    const FAMILY: Family = Family::DetectionProperties;
    type Takes = Detection;
    type Gives = Wildcard;
    const EXAMPLES: &'static [Example] = &[Example::of::<ObjectDetectionPrediction>(
        DETECTIONS,
        r#"[{"type": "SequenceApply", "operations": [{"type": "ExtractDetectionProperty", "property_name": "size"}]}]"#,
    )];

    fn apply(&self, value: Value, _: &Scope<'_>) -> Result<Value, Failure> {
        match &value {
            Value::Detection(entry) => Ok(self.property_name.of(entry)),
            other => Err(Failure::input("a single detection", other)),
        }
    }
}

/// Write detections as an object, as results of workflows show them.
#[derive(Debug, Clone, Tagged)]
pub struct DetectionsToDictionary;

impl Operate for DetectionsToDictionary {
    const FAMILY: Family = Family::DetectionProperties;
    type Takes = AnyDetections;
    type Gives = Dictionary;
    const EXAMPLES: &'static [Example] = &[Example::of::<ObjectDetectionPrediction>(
        DETECTIONS,
        r#"[{"type": "DetectionsSelection", "mode": "top_confidence"}, {"type": "DetectionsToDictionary"}]"#,
    )];

    fn apply(&self, value: Value, _: &Scope<'_>) -> Result<Value, Failure> {
        let failure = |error: &dyn std::fmt::Display| Failure::Operation(error.to_string());
        let written = detections(&value)?.to_wire(MaskEncoding::Polygon).map_err(|error| failure(&error))?;
        let json = serde_json::to_value(written).map_err(|error| failure(&error))?;
        Ok(Value::from_json(&json))
    }
}
