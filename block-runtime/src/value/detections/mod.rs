//! Detections in memory: what models find in an image, a column for each fact.
//!
//! [`Detections`] are shared and never changed in place. Queries look at one or two facts of many detections, so each
//! fact is an array of its own. A [`Detection`] is what every entry has; columns that only some producers fill
//! (tracks, masks, key points, data of blocks) are added to the whole set and then hold for every entry.

mod bits;
mod canvas;
pub mod column;
mod contour;
mod counts;
mod entry;
mod equal;
mod fill;
mod gathered;
mod geometry;
mod keypoints;
mod mask;
mod provenance;
mod read;
mod region;
mod root;
mod run_length;
mod scale;
mod select;
mod shown;
mod write;

use std::sync::Arc;

use indexmap::IndexMap;

pub use bits::PixelRegion;
pub use counts::MalformedCounts;
pub use entry::Entry;
pub use gathered::{Column, NoSuchPlace};
pub use geometry::{BoundingBox, ImageSize, Point};
pub use keypoints::Keypoint;
pub use mask::{Mask, MaskEncoding, MaskTooLarge};
pub use provenance::{Provenance, Scale};
pub use run_length::{RunLengthError, RunLengthMask, RunLengths};
pub use select::MergeError;
pub use write::UnwritableDetections;

use super::Value;

/// Detections in the order in which they were found. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct Detections(Arc<Columns>);

/// All columns have the same length. Each is shared, so that a change of one leaves the others where they are.
#[derive(Debug, Clone, Default)]
struct Columns {
    bounds: Arc<Vec<BoundingBox>>,
    confidences: Arc<Vec<f64>>,
    class_ids: Arc<Vec<i64>>,
    class_names: Column<Arc<str>>,
    ids: Column<Arc<str>>,
    provenances: Column<Arc<Provenance>>,
    tracker_ids: Option<Arc<Vec<i64>>>,
    masks: Option<Column<Mask>>,
    run_length_masks: Option<Column<RunLengthMask>>,
    keypoints: Option<Column<Arc<[Keypoint]>>>,
    data: IndexMap<Arc<str>, Column<Value>>,
}

/// What is known about every detection.
#[derive(Debug, Clone, PartialEq)]
pub struct Detection {
    /// Its box, in pixels of the image that it was made on.
    pub bounds: BoundingBox,
    /// How sure the model is, usually from 0 to 1.
    pub confidence: f64,
    /// Number of its class.
    pub class_id: i64,
    /// Name of its class.
    pub class_name: Arc<str>,
    /// Its identifier, which no other detection has. An image that is cut out along its box is called by it.
    pub id: Arc<str>,
    /// The image that it was made on; shared by all detections of that image.
    pub provenance: Arc<Provenance>,
}

/// A column that has another length than the detections to which it is added.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the column `{column}` has {found} entries, but there are {expected} detections; give one for each")]
pub struct ColumnLengthError {
    /// Which column.
    pub column: String,
    /// How many detections there are.
    pub expected: usize,
    /// How many entries the column has.
    pub found: usize,
}

impl FromIterator<Detection> for Detections {
    fn from_iter<I: IntoIterator<Item = Detection>>(detections: I) -> Self {
        let (mut bounds, mut confidences, mut class_ids) = (Vec::new(), Vec::new(), Vec::new());
        let (mut class_names, mut ids, mut provenances) = (Vec::new(), Vec::new(), Vec::new());
        for detection in detections {
            bounds.push(detection.bounds);
            confidences.push(detection.confidence);
            class_ids.push(detection.class_id);
            class_names.push(detection.class_name);
            ids.push(detection.id);
            provenances.push(detection.provenance);
        }
        Self(Arc::new(Columns {
            bounds: Arc::new(bounds),
            confidences: Arc::new(confidences),
            class_ids: Arc::new(class_ids),
            class_names: class_names.into(),
            ids: ids.into(),
            provenances: Column::from(provenances).repeated(),
            ..Columns::default()
        }))
    }
}

impl Detections {
    /// How many detections there are.
    pub fn len(&self) -> usize {
        self.0.bounds.len()
    }

    /// True when nothing was detected.
    pub fn is_empty(&self) -> bool {
        self.0.bounds.is_empty()
    }

    /// The boxes, each in pixels of the image that its detection was made on.
    pub fn bounds(&self) -> &[BoundingBox] {
        &self.0.bounds
    }

    /// How sure the model is of each, usually from 0 to 1.
    pub fn confidences(&self) -> &[f64] {
        &self.0.confidences
    }

    /// Numbers of the classes.
    pub fn class_ids(&self) -> &[i64] {
        &self.0.class_ids
    }

    /// Names of the classes.
    pub fn class_names(&self) -> &Column<Arc<str>> {
        &self.0.class_names
    }

    /// Identifiers of the detections.
    pub fn ids(&self) -> &Column<Arc<str>> {
        &self.0.ids
    }

    /// The images on which the detections were made.
    pub fn provenances(&self) -> &Column<Arc<Provenance>> {
        &self.0.provenances
    }

    /// Numbers of the tracks to which the detections belong, when they are tracked.
    pub fn tracker_ids(&self) -> Option<&[i64]> {
        self.0.tracker_ids.as_deref().map(Vec::as_slice)
    }

    /// The pixels that belong to each, when they are known.
    pub fn masks(&self) -> Option<&Column<Mask>> {
        self.0.masks.as_ref()
    }

    /// The same as runs of pixels, when the detections came with them.
    pub fn run_length_masks(&self) -> Option<&Column<RunLengthMask>> {
        self.0.run_length_masks.as_ref()
    }

    /// The key points of each, when the model gives any.
    pub fn keypoints(&self) -> Option<&Column<Arc<[Keypoint]>>> {
        self.0.keypoints.as_ref()
    }

    /// What blocks have found out about each, by the name of the [`column`](mod@column).
    pub fn data(&self, column: &str) -> Option<&Column<Value>> {
        self.0.data.get(column)
    }

    /// The columns that blocks have added, in that order.
    pub fn columns(&self) -> impl Iterator<Item = (&str, &Column<Value>)> {
        self.0.data.iter().map(|(name, values)| (name.as_ref(), values))
    }

    /// The same detections with other boxes.
    ///
    /// # Errors
    /// [`ColumnLengthError`] when there is not one box for each.
    pub fn with_bounds(self, bounds: Vec<BoundingBox>) -> Result<Self, ColumnLengthError> {
        self.check("bounds", bounds.len())?;
        Ok(self.change(|columns| columns.bounds = Arc::new(bounds)))
    }

    /// The same detections with other confidences.
    ///
    /// # Errors
    /// [`ColumnLengthError`] when there is not one confidence for each.
    pub fn with_confidences(self, confidences: Vec<f64>) -> Result<Self, ColumnLengthError> {
        self.check("confidence", confidences.len())?;
        Ok(self.change(|columns| columns.confidences = Arc::new(confidences)))
    }

    /// The same detections with names and numbers of other classes.
    ///
    /// # Errors
    /// [`ColumnLengthError`] when there is not one name or not one number for each.
    pub fn with_classes(self, names: Vec<Arc<str>>, ids: Vec<i64>) -> Result<Self, ColumnLengthError> {
        self.check("class", names.len())?;
        self.check("class_id", ids.len())?;
        Ok(self.change(|columns| {
            columns.class_names = names.into();
            columns.class_ids = Arc::new(ids);
        }))
    }

    /// The same detections with other identifiers.
    ///
    /// # Errors
    /// [`ColumnLengthError`] when there is not one identifier for each.
    pub fn with_ids(self, ids: Vec<Arc<str>>) -> Result<Self, ColumnLengthError> {
        self.check("detection_id", ids.len())?;
        Ok(self.change(|columns| columns.ids = ids.into()))
    }

    /// The same detections with the tracks to which they belong.
    ///
    /// # Errors
    /// [`ColumnLengthError`] when there is not one track for each.
    pub fn with_tracker_ids(self, tracks: Vec<i64>) -> Result<Self, ColumnLengthError> {
        self.check("tracker_id", tracks.len())?;
        Ok(self.change(|columns| columns.tracker_ids = Some(Arc::new(tracks))))
    }

    /// The same detections with masks.
    ///
    /// # Errors
    /// [`ColumnLengthError`] when there is not one mask for each.
    pub fn with_masks(self, masks: Vec<Mask>) -> Result<Self, ColumnLengthError> {
        self.check("mask", masks.len())?;
        Ok(self.change(|columns| columns.masks = Some(masks.into())))
    }

    /// The same detections with masks as runs of pixels.
    ///
    /// # Errors
    /// [`ColumnLengthError`] when there is not one mask for each.
    pub fn with_run_length_masks(self, masks: Vec<RunLengthMask>) -> Result<Self, ColumnLengthError> {
        self.check("rle_mask", masks.len())?;
        Ok(self.change(|columns| columns.run_length_masks = Some(masks.into())))
    }

    /// The same detections with key points.
    ///
    /// # Errors
    /// [`ColumnLengthError`] when there is not one list of key points for each.
    pub fn with_keypoints(self, keypoints: Vec<Vec<Keypoint>>) -> Result<Self, ColumnLengthError> {
        self.check("keypoints", keypoints.len())?;
        Ok(self.change(|columns| columns.keypoints = Some(keypoints.into_iter().map(Arc::from).collect())))
    }

    /// The same detections with a column of data, in place of one of the same name.
    ///
    /// # Errors
    /// [`ColumnLengthError`] when there is not one value for each.
    pub fn with_data(self, column: &str, values: Vec<Value>) -> Result<Self, ColumnLengthError> {
        self.check(column, values.len())?;
        Ok(self.change(|columns| {
            columns.data.insert(column.into(), values.into());
        }))
    }

    fn check(&self, column: &str, found: usize) -> Result<(), ColumnLengthError> {
        let expected = self.len();
        if found == expected { Ok(()) } else { Err(ColumnLengthError { column: column.to_owned(), expected, found }) }
    }

    /// Changes the columns; copies them only where somebody else holds them too.
    fn change(mut self, change: impl FnOnce(&mut Columns)) -> Self {
        change(Arc::make_mut(&mut self.0));
        self
    }
}

#[cfg(test)]
mod tests;
