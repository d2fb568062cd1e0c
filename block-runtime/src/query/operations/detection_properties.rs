//! Facts about detections: of each detection of a set, or of a single one.

use super::AnyDetections;
use super::detections::{DETECTIONS, detections};
use crate::kind::{Detection, Dictionary, ListOfValues, ObjectDetectionPrediction, Wildcard};
use crate::query::error::Failure;
use crate::query::operation::{Example, Family, Operate};
use crate::query::scope::Scope;
use crate::value::detections::{BoundingBox, Entry, MaskEncoding, Point, column};
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
            _ => match self.corner(&bounds) {
                Some(point) => pair(point),
                None => self.known(entry).unwrap_or_default(),
            },
        }
    }

    /// The point of a box that is meant, if it is one.
    pub(in crate::query) fn corner(self, bounds: &BoundingBox) -> Option<Point> {
        let BoundingBox { x_min, y_min, x_max, y_max } = *bounds;
        let (x, y) = match self {
            Self::Center => (x_min + (x_max - x_min) / 2.0, y_min + (y_max - y_min) / 2.0),
            Self::TopLeft => (x_min, y_min),
            Self::TopRight => (x_max, y_min),
            Self::BottomLeft => (x_min, y_max),
            Self::BottomRight => (x_max, y_max),
            _ => return None,
        };
        Some(Point { x, y })
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
            Self::Center | Self::TopLeft | Self::TopRight | Self::BottomLeft | Self::BottomRight => {
                Ok(all.iter().filter_map(|entry| self.anchor(&entry)).map(whole_pair).collect())
            }
            _ => {
                let missing = || Failure::Unforeseen(format!("the detections have no `{}`", self.as_str()));
                all.iter().map(|entry| self.known(&entry).ok_or_else(missing)).collect()
            }
        }
    }

    /// The point of a detection that is meant. The middle of an oriented box is that of its corners.
    pub(super) fn anchor(self, entry: &Entry) -> Option<Point> {
        let oriented = entry.data(column::ORIENTED_BOX).filter(|_| self == Self::Center).and_then(middle);
        oriented.or_else(|| self.corner(&entry.bounds()))
    }
}

/// The middle of a list of points.
fn middle(points: &Value) -> Option<Point> {
    use crate::value::FromValue as _;

    let points: Vec<(f64, f64)> = Vec::from_value(points).ok()?;
    #[expect(clippy::cast_precision_loss, reason = "boxes have four corners")]
    let count = points.len() as f64;
    let (x, y) = points.into_iter().reduce(|one, other| (one.0 + other.0, one.1 + other.1))?;
    Some(Point { x: x / count, y: y / count })
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
        let written = detections(&value)?.to_wire(MaskEncoding::Polygon);
        written.map(|json| Value::from_json(&json)).map_err(|error| Failure::Operation(error.to_string()))
    }
}
