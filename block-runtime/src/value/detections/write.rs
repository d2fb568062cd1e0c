//! Detections as JSON.

use std::sync::Arc;

use serde_json::{Map as JsonMap, Value as Json, json};

use super::{Detections, Entry, Keypoint, Mask, MaskEncoding, RunLengthMask, RunLengths, column};
use crate::value::{Origin, Value};

/// Detections without run-length masks cannot be written in the form that has them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the detections have no run-length masks")]
pub struct NoRunLengthMasks;

/// The columns of a rotated rectangle, which are written together.
const RECTANGLE: [&str; 4] = [column::ANGLE, column::RECT, column::HEIGHT, column::WIDTH];

impl Detections {
    /// The detections as an object with `image`, the size of the image, and `predictions`. Where outlines are asked for,
    /// a detection with an empty mask has none and is left out.
    ///
    /// # Errors
    /// [`NoRunLengthMasks`] when these are asked for and the detections have none.
    pub fn to_wire(&self, masks: MaskEncoding) -> Result<Json, NoRunLengthMasks> {
        let run_lengths = match (masks, self.run_length_masks()) {
            (MaskEncoding::Polygon, _) => None,
            (MaskEncoding::RunLength, Some(masks)) => Some(masks),
            (MaskEncoding::RunLength, None) if self.is_empty() => None,
            (MaskEncoding::RunLength, None) => return Err(NoRunLengthMasks),
        };
        let polygons = masks == MaskEncoding::Polygon;
        let prediction = |place| {
            let is_empty = self.masks().and_then(|masks| masks.get(place)).is_some_and(Mask::is_empty);
            if polygons && is_empty && self.simplified_outline(place).is_none() {
                return None;
            }
            let mut prediction = self.prediction(place, polygons);
            if let Some(mask) = run_lengths.and_then(|masks| masks.get(place)) {
                prediction.insert("rle_mask".into(), run_lengths_to_json(mask));
            }
            Some(Json::Object(prediction))
        };
        let image = self.provenances().iter().next_back().map(|provenance| provenance.image);
        Ok(json!({
            "image": {"width": image.map(|image| image.width), "height": image.map(|image| image.height)},
            "predictions": (0..self.len()).filter_map(prediction).collect::<Vec<_>>(),
        }))
    }

    /// One entry, its members in the order of the reference.
    fn prediction(&self, place: usize, polygons: bool) -> JsonMap<String, Json> {
        let columns = &*self.0;
        let mut entry = Prediction { detections: self, place, members: JsonMap::new() };
        if let Some(bounds) = columns.bounds.get(place) {
            let center = bounds.center();
            entry.put("width", bounds.width());
            entry.put("height", bounds.height());
            entry.put("x", center.x);
            entry.put("y", center.y);
        }
        entry.put("confidence", columns.confidences.get(place).copied());
        entry.put("class_id", columns.class_ids.get(place).copied());
        if polygons && let Some(points) = self.points(place) {
            entry.put("points", points);
        }
        if let Some(tracks) = &columns.tracker_ids {
            entry.put("tracker_id", tracks.get(place).copied());
        }
        entry.put("class", columns.class_names.get(place).map(Arc::as_ref));
        entry.put("detection_id", columns.ids.get(place).map(Arc::as_ref));
        entry.copy(column::PATH_DEVIATION);
        entry.copy(column::TIME_IN_ZONE);
        if let Some(polygon) = entry.data(column::POLYGON) {
            entry.put("polygon", rounded(polygon));
        }
        if RECTANGLE.iter().all(|name| entry.data(name).is_some()) {
            // Width and height stand in place of those of the box.
            for name in RECTANGLE {
                entry.copy(name);
            }
        }
        entry.lineage();
        if let Some(keypoints) = columns.keypoints.as_ref().and_then(|all| all.get(place)) {
            entry.put("keypoints", keypoints.iter().map(keypoint_to_json).collect::<Vec<_>>());
        }
        for name in [
            column::DATA,
            column::VELOCITY,
            column::SPEED,
            column::SMOOTHED_VELOCITY,
            column::SMOOTHED_SPEED,
            column::AREA_PX,
            column::AREA_CONVERTED,
            column::NEAREST_TARGET_DISTANCE,
        ] {
            entry.copy(name);
        }
        entry.members
    }

    /// The outline of the mask: the simplified one where there is any.
    fn points(&self, place: usize) -> Option<Json> {
        let mask = self.masks()?.get(place)?;
        let simplified = self.simplified_outline(place).and_then(|points| points.iter().map(point_to_json).collect());
        simplified
            .or_else(|| Some(mask.outline()?.iter().map(|corner| json!({"x": corner.x, "y": corner.y})).collect()))
    }

    /// What [`POLYGON`](column::POLYGON) has for a detection, when that is an outline.
    fn simplified_outline(&self, place: usize) -> Option<&[Value]> {
        match self.data(column::POLYGON)?.get(place)? {
            Value::List(points) if points.len() >= Mask::MIN_CORNERS => Some(points),
            _ => None,
        }
    }
}

impl Entry {
    /// The detection as an entry of the `predictions` of its set.
    pub fn to_wire(&self) -> Json {
        self.set().prediction(self.place(), true).into()
    }
}

/// The members of an entry that is being written.
struct Prediction<'a> {
    detections: &'a Detections,
    place: usize,
    members: JsonMap<String, Json>,
}

impl<'a> Prediction<'a> {
    fn put(&mut self, name: &str, value: impl Into<Json>) {
        self.members.insert(name.to_owned(), value.into());
    }

    fn data(&self, column: &str) -> Option<&'a Value> {
        self.detections.data(column)?.get(self.place)
    }

    /// Writes the value of a column as it is.
    fn copy(&mut self, column: &str) {
        if let Some(value) = self.data(column) {
            self.put(column, value.to_json().unwrap_or_default());
        }
    }

    /// Where the image comes from; more than its name only where it was cut out of another.
    fn lineage(&mut self) {
        let Some(provenance) = self.detections.provenances().get(self.place) else { return };
        self.put("parent_id", provenance.parent_id.as_ref());
        if provenance.is_derived() {
            if let Some(origin) = &provenance.parent_origin {
                self.put("parent_origin", Origin::to_json(origin));
            }
            self.put("root_parent_id", provenance.root_id.as_ref());
            if let Some(origin) = &provenance.root_origin {
                self.put("root_parent_origin", Origin::to_json(origin));
            }
        }
    }
}

fn keypoint_to_json(keypoint: &Keypoint) -> Json {
    json!({
        "class_id": keypoint.class_id,
        "class": keypoint.class_name.as_ref(),
        "confidence": f64::from(keypoint.confidence),
        "x": f64::from(keypoint.x),
        "y": f64::from(keypoint.y),
    })
}

fn run_lengths_to_json(mask: &RunLengthMask) -> Json {
    let counts: Json = match &mask.counts {
        RunLengths::Compressed(text) => text.as_ref().into(),
        RunLengths::Plain(lengths) => lengths.as_ref().into(),
    };
    json!({"size": [mask.height, mask.width], "counts": counts})
}

/// A point of a column; nothing for anything else.
fn point_to_json(point: &Value) -> Option<Json> {
    let Value::List(pair) = point else { return None };
    match pair.as_ref() {
        [x, y] => Some(json!({"x": number(x)?, "y": number(y)?})),
        _ => None,
    }
}

fn number(value: &Value) -> Option<f64> {
    match value {
        #[expect(clippy::cast_precision_loss, reason = "no image is that large")]
        Value::Integer(number) => Some(*number as f64),
        Value::Float(number) => Some(*number),
        _ => None,
    }
}

/// Numbers in lists, rounded to whole ones; of two that are equally near, to the even one.
fn rounded(value: &Value) -> Json {
    match value {
        Value::List(items) => items.iter().map(rounded).collect(),
        #[expect(clippy::cast_possible_truncation, reason = "places beyond any image end at the largest number")]
        Value::Float(number) if number.is_finite() => (number.round_ties_even() as i64).into(),
        other => other.to_json().unwrap_or_default(),
    }
}
