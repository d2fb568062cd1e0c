//! Detections from JSON.

use std::sync::Arc;

use indexmap::IndexMap;
use schemas::{Text, kinds as wire};

use super::canvas::{Canvas, run_lengths};
use super::shown::{SHOWN, SIZE, Shown};
use super::{
    BoundingBox, Column, Detection, Detections, ImageSize, Keypoint, Mask, MaskEncoding, Point, Provenance,
    RunLengthMask, Scale,
};
use crate::value::{ConversionError, FieldError, FieldProblem, Members, Origin, Place, ReadError, Value, deserialize};

impl Detections {
    /// Reads an object with `image`, the size of the image, and `predictions`. Detections pass as they are.
    ///
    /// `id` names the image where an entry does not; `new_id` makes an identifier for each detection without one. Masks,
    /// tracks and origins count only where every entry has one, columns of data only where the first entry has them.
    /// Entries whose outline has fewer than three points are left out.
    ///
    /// # Errors
    /// [`ReadError`] tells what is wrong, and where.
    pub fn from_wire(
        value: &Value,
        masks: MaskEncoding,
        id: &str,
        mut new_id: impl FnMut() -> String,
    ) -> Result<Self, ReadError> {
        let object = match value {
            Value::Detections(detections) => return Ok(detections.clone()),
            Value::Map(object) => Members::whole(object),
            _ => {
                let expected = "detections: an object with `image` and `predictions`";
                return Err(ConversionError::wrong_type(expected, value).into());
            }
        };
        let (image, predictions) = (object.value("image")?, object.value("predictions")?);
        let entries = match predictions {
            Value::Null => return Ok(Self::default()),
            Value::List(entries) if entries.is_empty() => return Ok(Self::default()),
            Value::List(entries) => entries,
            _ => return Err(object.error("predictions", ConversionError::wrong_type("a list", predictions)).into()),
        };
        let place = Place::Member(&Place::Whole, "image");
        let mut canvas = Canvas::new(image_size(&deserialize(image, place)?, place)?);

        let list = Place::Member(&Place::Whole, "predictions");
        let mut rows = Rows::default();
        for (index, entry) in entries.iter().enumerate() {
            let place = Place::Element(&list, index);
            rows.add(deserialize(entry, place)?, masks, &mut canvas, place)?;
        }
        Ok(rows.finish(canvas.image, &Arc::from(id), &mut new_id))
    }
}

/// The size of the image that detections were made on.
fn image_size(size: &wire::ImageSize, place: Place<'_>) -> Result<ImageSize, FieldError> {
    let read = |name, length: Option<i64>| {
        let place = Place::Member(&place, name);
        extent(length.ok_or_else(|| place.error(ConversionError::wrong_type("a whole number", &Value::Null)))?, place)
    };
    Ok(ImageSize { width: read("width", size.width)?, height: read("height", size.height)? })
}

/// A side of an image of which nobody says that there is more than its name.
pub(super) fn extent(side: i64, place: Place<'_>) -> Result<u32, FieldError> {
    u32::try_from(side).map_err(|_| {
        let limit = "an image is 0 to 4294967295 pixels wide and high".to_owned();
        place.error(ConversionError::OutOfRange { limit, found: side.to_string() })
    })
}

/// Entries, column by column.
#[derive(Default)]
struct Rows {
    all: Vec<Row>,
    tracker_ids: Vec<i64>,
    masks: Vec<Mask>,
    run_length_masks: Vec<RunLengthMask>,
    /// There when the first entry has any.
    keypoints: Option<Vec<Arc<[Keypoint]>>>,
    /// The columns that the first entry has.
    data: Vec<(&'static Shown, Vec<Value>)>,
}

/// What every entry has.
struct Row {
    bounds: BoundingBox,
    confidence: f64,
    class_id: i64,
    class_name: Arc<str>,
    id: Option<Arc<str>>,
    parent_id: Option<Arc<str>>,
    parent_origin: Option<Origin>,
    root_id: Option<Arc<str>>,
    root_origin: Option<Origin>,
}

impl Rows {
    /// Adds the entry at a place, unless its outline has too few points.
    fn add(
        &mut self,
        mut entry: wire::Detection,
        masks: MaskEncoding,
        canvas: &mut Canvas,
        place: Place<'_>,
    ) -> Result<(), FieldError> {
        let runs = entry.rle.take().or_else(|| entry.rle_mask.clone());
        if let Some(mask) = runs.and_then(|runs| canvas.decode(runs)) {
            self.masks.push(mask);
        } else if let Some(outline) = entry.points.take() {
            if outline.len() < Mask::MIN_CORNERS {
                return Ok(());
            }
            self.masks.push(canvas.draw(&outline, Place::Member(&place, "points"))?);
        }
        if let (MaskEncoding::RunLength, Some(mask)) = (masks, entry.rle_mask.take()) {
            self.run_length_masks.push(run_lengths(mask, Place::Member(&place, "rle_mask"))?);
        }
        self.tracker_ids.extend(entry.tracker_id);
        let keypoints = entry.keypoints.take();
        if self.all.is_empty() {
            self.keypoints = keypoints.as_ref().map(|_| Vec::new());
            let columns = SHOWN.iter().chain(&SIZE).filter_map(|column| {
                let value = (column.take)(&mut entry)?;
                Some((column, vec![value]))
            });
            self.data = columns.collect();
        } else {
            for (column, values) in &mut self.data {
                let missing = || Place::Member(&place, column.name).error(FieldProblem::Missing);
                values.push((column.take)(&mut entry).ok_or_else(missing)?);
            }
        }
        if let Some(column) = &mut self.keypoints {
            let list = Place::Member(&place, "keypoints");
            let points = keypoints.into_iter().flat_map(|some| some.0).enumerate();
            let points = points.filter_map(|(index, it)| keypoint(it, Place::Element(&list, index)).transpose());
            column.push(points.collect::<Result<_, _>>()?);
        }
        let bounds = BoundingBox::around(Point { x: entry.x, y: entry.y }, entry.width.as_f64(), entry.height.as_f64());
        let (center, width, height) = (bounds.center(), bounds.width(), bounds.height());
        finite([center.x, center.y, width, height], place)?;
        finite([entry.confidence], Place::Member(&place, "confidence"))?;
        let origin = |origin: Option<wire::Origin>, name| {
            origin.map(|origin| Origin::from_wire(&origin, Place::Member(&place, name))).transpose()
        };
        self.all.push(Row {
            bounds,
            confidence: entry.confidence,
            class_id: entry.class_id,
            class_name: entry.class.0,
            id: identifier(entry.detection_id),
            parent_id: identifier(entry.parent_id),
            parent_origin: origin(entry.parent_origin, "parent_origin")?,
            root_id: identifier(entry.root_parent_id),
            root_origin: origin(entry.root_parent_origin, "root_parent_origin")?,
        });
        Ok(())
    }

    /// Detections with the columns that all entries have.
    fn finish(self, image: ImageSize, id: &Arc<str>, new_id: &mut impl FnMut() -> String) -> Detections {
        let count = self.all.len();
        let parents_are_placed = self.all.iter().all(|row| row.parent_origin.is_some());
        let roots_are_placed = self.all.iter().all(|row| row.root_origin.is_some());
        let mut last: Option<Arc<Provenance>> = None;
        let detections = self.all.into_iter().map(|row| {
            let provenance = Provenance {
                image,
                parent_id: row.parent_id.unwrap_or_else(|| Arc::clone(id)),
                parent_origin: row.parent_origin.filter(|_| parents_are_placed),
                parent_scale: Scale::ONE,
                root_id: row.root_id.unwrap_or_else(|| Arc::clone(id)),
                root_origin: row.root_origin.filter(|_| roots_are_placed),
                root_scale: Scale::ONE,
            };
            let provenance = match last.take() {
                Some(last) if *last == provenance => last,
                _ => Arc::new(provenance),
            };
            last = Some(Arc::clone(&provenance));
            Detection {
                bounds: row.bounds,
                confidence: row.confidence,
                class_id: row.class_id,
                class_name: row.class_name,
                id: row.id.unwrap_or_else(|| new_id().into()),
                provenance,
            }
        });
        let detections: Detections = detections.collect();
        let data: IndexMap<_, _> =
            self.data.into_iter().map(|(column, values)| (Arc::from(column.name), Column::from(values))).collect();
        detections.change(|columns| {
            columns.tracker_ids = (self.tracker_ids.len() == count).then_some(self.tracker_ids).map(Arc::new);
            columns.masks = (self.masks.len() == count).then_some(self.masks).map(Column::from);
            columns.run_length_masks =
                (self.run_length_masks.len() == count).then_some(self.run_length_masks).map(Column::from);
            columns.keypoints = self.keypoints.map(Column::from);
            columns.data = data;
        })
    }
}

/// An identifier; empty text is none.
fn identifier(text: Option<Text>) -> Option<Arc<str>> {
    text.map(|Text(id)| id).filter(|id| !id.is_empty())
}

/// One without a class fills up a table of the reference, and is none.
fn keypoint(point: wire::Keypoint, place: Place<'_>) -> Result<Option<Keypoint>, FieldError> {
    if point.class.0.is_empty() {
        return Ok(None);
    }
    #[expect(clippy::cast_possible_truncation, reason = "key points are as exact as models are")]
    let [x, y, confidence] = [point.x, point.y, point.confidence].map(|number| number as f32);
    finite([x, y, confidence].map(f64::from), place)?;
    Ok(Some(Keypoint { x, y, confidence, class_id: point.class_id, class_name: point.class.0 }))
}

/// Numbers that text has made infinite or none, or that are too large together, cannot be written as JSON.
fn finite<const N: usize>(numbers: [f64; N], place: Place<'_>) -> Result<(), FieldError> {
    match numbers.into_iter().find(|number| !number.is_finite()) {
        None => Ok(()),
        Some(number) => {
            let limit = "finite numbers are expected".to_owned();
            Err(place.error(ConversionError::OutOfRange { limit, found: number.to_string() }))
        }
    }
}
