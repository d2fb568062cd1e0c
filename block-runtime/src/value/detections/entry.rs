//! One detection of a set.

use std::sync::Arc;

use super::{BoundingBox, Detections, Keypoint, Mask, Provenance, RunLengthMask};
use crate::value::Value;

/// One detection of a set, with all that is known about it. Cheap to clone; keeps the set alive.
///
/// Steps hand whole sets to each other; the query language hands their entries to its operations.
#[derive(Debug, Clone)]
pub struct Entry {
    set: Detections,
    /// Less than the length of the set.
    place: usize,
}

impl Detections {
    /// The detection at a place, counted from 0.
    pub fn get(&self, place: usize) -> Option<Entry> {
        (place < self.len()).then(|| Entry { set: self.clone(), place })
    }

    /// The detections one by one. To look at one fact of each, its column is faster.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = Entry> + ExactSizeIterator + '_ {
        (0..self.len()).map(|place| Entry { set: self.clone(), place })
    }
}

impl Entry {
    /// The set that the detection is in.
    pub fn set(&self) -> &Detections {
        &self.set
    }

    /// Where in the set it stands, counted from 0.
    pub fn place(&self) -> usize {
        self.place
    }

    /// The detection alone, as a set.
    pub fn alone(&self) -> Detections {
        // There is a detection at the place.
        self.set.select(&[self.place]).unwrap_or_default()
    }

    /// Its box, in pixels of the image that it was made on.
    pub fn bounds(&self) -> BoundingBox {
        self.set.0.bounds[self.place]
    }

    /// How sure the model is, usually from 0 to 1.
    pub fn confidence(&self) -> f64 {
        self.set.0.confidences[self.place]
    }

    /// Number of its class.
    pub fn class_id(&self) -> i64 {
        self.set.0.class_ids[self.place]
    }

    /// Name of its class.
    pub fn class_name(&self) -> &Arc<str> {
        &self.set.0.class_names[self.place]
    }

    /// Its identifier.
    pub fn id(&self) -> &Arc<str> {
        &self.set.0.ids[self.place]
    }

    /// The image that it was made on.
    pub fn provenance(&self) -> &Arc<Provenance> {
        &self.set.0.provenances[self.place]
    }

    /// Number of its track, when it is tracked.
    pub fn tracker_id(&self) -> Option<i64> {
        self.set.0.tracker_ids.as_ref().map(|tracks| tracks[self.place])
    }

    /// The pixels that belong to it, when they are known.
    pub fn mask(&self) -> Option<&Mask> {
        self.set.masks()?.get(self.place)
    }

    /// The same as runs, when it came with them.
    pub fn run_length_mask(&self) -> Option<&RunLengthMask> {
        self.set.run_length_masks()?.get(self.place)
    }

    /// Its key points, when the model gives any.
    pub fn keypoints(&self) -> Option<&[Keypoint]> {
        self.set.keypoints()?.get(self.place).map(Arc::as_ref)
    }

    /// What blocks have found out about it, by the name of the [`column`](mod@super::column).
    pub fn data(&self, column: &str) -> Option<&Value> {
        self.set.data(column)?.get(self.place)
    }
}
