//! When two sets of detections are equal: when all that is known about them is.

use super::{Column, Detections};

impl Detections {
    /// True when both have the same detections in the same order, down to the columns of data. What is not a number is
    /// equal to nothing.
    pub(in crate::value) fn equals(&self, other: &Self) -> bool {
        let (one, other) = (&self.0, &other.0);
        one.bounds == other.bounds
            && one.confidences == other.confidences
            && one.class_ids == other.class_ids
            && one.tracker_ids == other.tracker_ids
            && same(&one.class_names, &other.class_names)
            && same(&one.ids, &other.ids)
            && same(&one.provenances, &other.provenances)
            && both(one.masks.as_ref(), other.masks.as_ref(), same)
            && both(one.run_length_masks.as_ref(), other.run_length_masks.as_ref(), same)
            && both(one.keypoints.as_ref(), other.keypoints.as_ref(), same)
            && one.data.len() == other.data.len()
            && one.data.iter().all(|(name, column)| {
                let values = |other: &Column<_>| column.iter().zip(other.iter()).all(|(one, other)| one.equals(other));
                other.data.get(name).is_some_and(values)
            })
    }
}

fn same<T: PartialEq>(one: &Column<T>, other: &Column<T>) -> bool {
    one.iter().eq(other.iter())
}

/// Whether neither is there, or both are and it is true of them.
fn both<T>(one: Option<&T>, other: Option<&T>, test: impl Fn(&T, &T) -> bool) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => test(one, other),
        (None, None) => true,
        _ => false,
    }
}
