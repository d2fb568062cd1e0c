//! Detections as JSON.

use std::sync::Arc;

use schemas::{Number, Runs, Text, kinds as wire};

use super::shown::{SHOWN, SIZE};
use super::{Detections, Entry, Keypoint, Mask, MaskEncoding, RunLengthMask, RunLengths, column};
use crate::value::{FieldError, Origin, Place, Value};

/// Detections that cannot be written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UnwritableDetections {
    /// They are asked for in the form that has run-length masks.
    #[error("the detections have no run-length masks")]
    NoRunLengthMasks,
    /// What a block has put into a column is not what the column is for.
    #[error(transparent)]
    Column(#[from] FieldError),
}

/// The columns of a rotated rectangle, which are written together.
const RECTANGLE: [&str; 4] = [column::ANGLE, column::RECT, column::HEIGHT, column::WIDTH];

impl Detections {
    /// The detections as an object with `image`, the size of the image, and `predictions`. Where outlines are asked for,
    /// a detection with an empty mask has none and is left out.
    ///
    /// # Errors
    /// [`UnwritableDetections`] when run-length masks are asked for and there are none, or a column holds other data
    /// than its name says.
    pub fn to_wire(&self, masks: MaskEncoding) -> Result<wire::Detections, UnwritableDetections> {
        if masks == MaskEncoding::RunLength && self.run_length_masks().is_none() && !self.is_empty() {
            return Err(UnwritableDetections::NoRunLengthMasks);
        }
        let image = self.provenances().iter().next_back().map(|provenance| provenance.image);
        let side = |side: u32| i64::from(side);
        Ok(wire::Detections {
            image: wire::ImageSize {
                width: image.map(|image| side(image.width)),
                height: image.map(|image| side(image.height)),
            },
            predictions: self
                .iter()
                .filter(|entry| masks == MaskEncoding::RunLength || !entry.is_empty())
                .map(|entry| entry.to_wire(masks))
                .collect::<Result<_, _>>()?,
        })
    }
}

impl Entry {
    /// The detection as an entry of the `predictions` of its set.
    ///
    /// # Errors
    /// [`FieldError`] when a column holds other data than its name says.
    pub fn to_wire(&self, masks: MaskEncoding) -> Result<wire::Detection, FieldError> {
        let bounds = self.bounds();
        let center = bounds.center();
        let provenance = self.provenance();
        let text = |text: &Arc<str>| Text(Arc::clone(text));
        let derived = provenance.is_derived();
        let mut entry = wire::Detection {
            width: Number::Real(bounds.width()),
            height: Number::Real(bounds.height()),
            x: center.x,
            y: center.y,
            confidence: self.confidence(),
            class_id: self.class_id(),
            points: if masks == MaskEncoding::Polygon { self.outline() } else { None },
            tracker_id: self.tracker_id(),
            class: text(self.class_name()),
            detection_id: Some(text(self.id())),
            path_deviation: None,
            time_in_zone: None,
            polygon: None,
            angle: None,
            rect: None,
            parent_id: (!provenance.parent_id.is_empty()).then(|| text(&provenance.parent_id)),
            parent_origin: provenance.parent_origin.filter(|_| derived).map(Origin::to_wire),
            root_parent_id: derived.then(|| text(&provenance.root_id)),
            root_parent_origin: provenance.root_origin.filter(|_| derived).map(Origin::to_wire),
            keypoints: self.keypoints().map(|all| wire::Keypoints(all.iter().map(keypoint).collect())),
            data: None,
            velocity: None,
            speed: None,
            smoothed_velocity: None,
            smoothed_speed: None,
            area_px: None,
            area_converted: None,
            nearest_target_distance: None,
            rle: None,
            rle_mask: self.run_length_mask().filter(|_| masks == MaskEncoding::RunLength).map(run_lengths),
        };
        let has_rectangle = RECTANGLE.iter().all(|name| self.data(name).is_some());
        for column in SHOWN.iter().chain(&SIZE).filter(|it| has_rectangle || !RECTANGLE.contains(&it.name)) {
            if let Some(value) = self.data(column.name) {
                let list = Place::Member(&Place::Whole, "predictions");
                let place = Place::Element(&list, self.place());
                (column.put)(&mut entry, value).map_err(|error| Place::Member(&place, column.name).error(error))?;
            }
        }
        Ok(entry)
    }

    /// The outline of the mask: the simplified one where there is any.
    fn outline(&self) -> Option<wire::Outline> {
        let mask = self.mask()?;
        let simplified = self.simplified_outline().and_then(|points| points.iter().map(point).collect());
        let traced =
            || Some(mask.outline()?.into_iter().map(|corner| wire::Point { x: corner.x, y: corner.y }).collect());
        simplified.or_else(traced).map(wire::Outline)
    }

    /// What [`POLYGON`](column::POLYGON) has for the detection, when that is an outline.
    fn simplified_outline(&self) -> Option<&[Value]> {
        match self.data(column::POLYGON)? {
            Value::List(points) if points.len() >= Mask::MIN_CORNERS => Some(points),
            _ => None,
        }
    }

    /// True when it has a mask of which there is no outline.
    fn is_empty(&self) -> bool {
        self.mask().is_some_and(Mask::is_empty) && self.simplified_outline().is_none()
    }
}

fn keypoint(keypoint: &Keypoint) -> wire::Keypoint {
    wire::Keypoint {
        class_id: keypoint.class_id,
        class: Text(Arc::clone(&keypoint.class_name)),
        confidence: keypoint.confidence.into(),
        x: keypoint.x.into(),
        y: keypoint.y.into(),
    }
}

fn run_lengths(mask: &RunLengthMask) -> wire::RunLengthMask {
    wire::RunLengthMask {
        size: [mask.height.into(), mask.width.into()],
        counts: match &mask.counts {
            RunLengths::Compressed(text) => Runs::Compressed(Arc::clone(text)),
            RunLengths::Plain(lengths) => Runs::Plain(Arc::clone(lengths)),
        },
    }
}

/// A point of a column; nothing for anything else.
fn point(point: &Value) -> Option<wire::Point> {
    let Value::List(pair) = point else { return None };
    match pair.as_ref() {
        [x, y] => Some(wire::Point { x: number(x)?, y: number(y)? }),
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
