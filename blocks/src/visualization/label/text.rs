//! What labels tell.

use std::sync::Arc;

use block_runtime::prelude::*;
use block_runtime::value::FromValue;
use block_runtime::value::detections::column::{AREA_CONVERTED, AREA_PX, ORIENTED_BOX, TIME_IN_ZONE};
use block_runtime::value::detections::{BoundingBox, Entry};

/// What labels tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Choice)]
pub(crate) enum LabelText {
    /// Name of the class.
    #[block(rename = "Class")]
    Class,
    /// How sure the model is, with two decimals.
    #[block(rename = "Confidence")]
    Confidence,
    /// Both, with a space between them.
    #[block(rename = "Class and Confidence")]
    ClassAndConfidence,
    /// Place among the detections of the image, from 0.
    #[block(rename = "Index")]
    Index,
    /// Middle of the box, its width and its height, in whole pixels.
    #[block(rename = "Dimensions")]
    Dimensions,
    /// Pixels of the mask, or of the box where there is no mask.
    #[block(rename = "Area")]
    Area,
    /// Pixels of the mask, as a step has measured them.
    #[block(rename = "Area (mask)")]
    AreaMask,
    /// The same in the unit of that step.
    #[block(rename = "Area (converted)")]
    AreaConverted,
    /// Number of the track.
    #[block(rename = "Tracker Id")]
    TrackerId,
    /// Seconds that the object has been in a zone.
    #[block(rename = "Time In Zone")]
    TimeInZone,
}

/// A text that detections do not have.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is no text of labels, and the detections have no column of this name; a step before this one may add it"
)]
pub(super) struct UnknownText(String);

/// The label of a detection.
pub(super) fn label(text: &Open<LabelText>, entry: &Entry) -> Result<String, UnknownText> {
    match text {
        Open::Listed(text) => Ok(text.label(entry)),
        Open::Other(column) => {
            let value = value(entry, column).ok_or_else(|| UnknownText(column.clone()))?;
            Ok(if value.is_truthy() { value.python().to_string() } else { String::new() })
        }
    }
}

impl LabelText {
    fn label(self, entry: &Entry) -> String {
        match self {
            Self::Class => entry.class_name().to_string(),
            Self::Confidence => two_decimals(entry.confidence()),
            Self::ClassAndConfidence => format!("{} {}", entry.class_name(), two_decimals(entry.confidence())),
            Self::Index => entry.place().to_string(),
            Self::Dimensions => dimensions(&entry.bounds()),
            Self::Area => area(entry),
            Self::AreaMask => measured("Area (mask)", entry.data(AREA_PX)),
            Self::AreaConverted => measured("Area (conv)", entry.data(AREA_CONVERTED)),
            Self::TrackerId => entry.tracker_id().map_or_else(|| "No Tracker ID".to_owned(), |track| track.to_string()),
            Self::TimeInZone => match entry.data(TIME_IN_ZONE).filter(|time| time.is_truthy()) {
                Some(time) => format!("In zone: {}s", hundredths(time).python()),
                None => "In zone: N/A".to_owned(),
            },
        }
    }
}

/// What is known about a detection under a name that the reference has for a column.
fn value(entry: &Entry, column: &str) -> Option<Value> {
    let text = |text: &Arc<str>| Some(Value::Text(Arc::clone(text)));
    match column {
        "class_name" => text(entry.class_name()),
        "detection_id" => text(entry.id()),
        "parent_id" => text(&entry.provenance().parent_id),
        "root_parent_id" => text(&entry.provenance().root_id),
        _ => entry.data(column).cloned(),
    }
}

/// A number with two decimals, in Python's spelling.
fn two_decimals(number: f64) -> String {
    if number.is_finite() { format!("{number:.2}") } else { Value::from(number).python().to_string() }
}

/// Towards zero, like Python's `int()`.
fn whole(number: f64) -> String {
    // The sign of what is cut off to zero goes with it.
    format!("{:.0}", number.trunc() + 0.0)
}

fn dimensions(bounds: &BoundingBox) -> String {
    let [x, y] =
        [(bounds.x_min, bounds.x_max), (bounds.y_min, bounds.y_max)].map(|(one, other)| whole(one.midpoint(other)));
    let [width, height] = [bounds.x_max - bounds.x_min, bounds.y_max - bounds.y_min].map(whole);
    format!("{x}, {y} {width}x{height}")
}

fn area(entry: &Entry) -> String {
    if let Some(mask) = entry.mask() {
        return mask.area().to_string();
    }
    let oriented = entry.data(ORIENTED_BOX).and_then(enclosed);
    whole(oriented.unwrap_or_else(|| entry.bounds().area()))
}

/// The area that corners enclose, if the value is a list of them.
fn enclosed(corners: &Value) -> Option<f64> {
    let corners = Vec::<(f64, f64)>::from_value(corners).ok()?;
    let next = corners.iter().cycle().skip(1);
    let doubled: f64 = corners.iter().zip(next).map(|(one, other)| one.0 * other.1 - other.0 * one.1).sum();
    Some(doubled.abs() / 2.0)
}

fn measured(name: &str, area: Option<&Value>) -> String {
    let area = area.and_then(|area| f64::from_value(area).ok()).map(two_decimals);
    format!("{name}: {}", area.as_deref().unwrap_or("N/A"))
}

/// A number rounded to hundredths, as `NumPy` does it.
fn hundredths(number: &Value) -> Value {
    match number {
        Value::Float(number) if (number * 100.0).is_finite() => ((number * 100.0).round_ties_even() / 100.0).into(),
        other => other.clone(),
    }
}
