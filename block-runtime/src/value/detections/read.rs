//! Detections from JSON.

use std::sync::Arc;

use indexmap::IndexMap;

use super::column::{self, Form};
use super::{
    BoundingBox, Column, Detection, Detections, ImageSize, Keypoint, Mask, MaskEncoding, Point, Provenance,
    RunLengthMask, RunLengths, Scale,
};
use crate::limits::MAX_MASK_PIXELS;
use crate::value::{ConversionError, FieldError, FromValue, Members, Origin, Place, ReadError, Value};

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
        let image = Members::at(image, Place::Member(&Place::Whole, "image"))?;
        let Extent(width) = image.required("width")?;
        let Extent(height) = image.required("height")?;

        let list = Place::Member(&Place::Whole, "predictions");
        let image = ImageSize { width, height };
        let mut canvas = Canvas { image, room: MAX_MASK_PIXELS };
        let entries = entries.iter().enumerate().filter_map(|(index, entry)| {
            let entry = Members::at(entry, Place::Element(&list, index));
            entry.and_then(|entry| Entry::read(entry, masks, &mut canvas)).transpose()
        });
        let entries: Vec<Entry<'_>> = entries.collect::<Result<_, _>>()?;
        Ok(assemble(entries, image, &Arc::from(id), &mut new_id)?)
    }
}

/// A side of the image that detections were made on; nobody says that there is more than its name.
struct Extent(u32);

impl FromValue for Extent {
    fn from_value(value: &Value) -> Result<Self, ConversionError> {
        let extent = i64::from_value(value)?;
        u32::try_from(extent).map(Self).map_err(|_| ConversionError::OutOfRange {
            limit: "an image is 0 to 4294967295 pixels wide and high".to_owned(),
            found: extent.to_string(),
        })
    }
}

/// A prediction, with what only counts when all have it.
struct Entry<'a> {
    object: Members<'a>,
    bounds: BoundingBox,
    confidence: f64,
    class_id: i64,
    class_name: Arc<str>,
    id: Option<Arc<str>>,
    tracker_id: Option<i64>,
    mask: Option<Mask>,
    run_lengths: Option<RunLengthMask>,
    parent_id: Option<Arc<str>>,
    parent_origin: Option<Origin>,
    root_id: Option<Arc<str>>,
    root_origin: Option<Origin>,
}

impl<'a> Entry<'a> {
    /// Nothing for a prediction whose outline has too few points.
    fn read(object: Members<'a>, masks: MaskEncoding, canvas: &mut Canvas) -> Result<Option<Self>, FieldError> {
        let center = Point { x: object.required("x")?, y: object.required("y")? };
        let bounds = BoundingBox::around(center, object.required("width")?, object.required("height")?);
        let mask = match canvas.decode(&object) {
            Some(mask) => Some(mask),
            None => match outline(&object)? {
                Outline::TooShort => return Ok(None),
                Outline::Missing => None,
                Outline::Points(points) => Some(canvas.draw(points).map_err(|error| object.error("points", error))?),
            },
        };
        let run_lengths = match masks {
            MaskEncoding::RunLength => run_lengths(&object, "rle_mask")?,
            MaskEncoding::Polygon => None,
        };
        Ok(Some(Self {
            bounds,
            confidence: object.required("confidence")?,
            class_id: object.required("class_id")?,
            class_name: object.required::<String>("class")?.into(),
            id: object.identifier("detection_id")?,
            tracker_id: object.optional("tracker_id")?,
            mask,
            run_lengths,
            parent_id: object.identifier("parent_id")?,
            parent_origin: origin(&object, "parent_origin")?,
            root_id: object.identifier("root_parent_id")?,
            root_origin: origin(&object, "root_parent_origin")?,
            object,
        }))
    }
}

/// Like [`Members::origin`], but nothing for an empty object too.
fn origin(object: &Members<'_>, name: &str) -> Result<Option<Origin>, FieldError> {
    match object.get(name) {
        Some(Value::Map(members)) if members.is_empty() => Ok(None),
        _ => object.origin(name),
    }
}

/// What the points of a prediction are.
enum Outline {
    Missing,
    TooShort,
    Points(Vec<Point>),
}

fn outline(object: &Members<'_>) -> Result<Outline, FieldError> {
    let Some(points) = object.get("points").filter(|points| !points.is_null()) else { return Ok(Outline::Missing) };
    let refusal = |expected: &str| object.error("points", ConversionError::wrong_type(expected, points));
    let Value::List(items) = points else { return Err(refusal("a list of points")) };
    if items.len() < Mask::MIN_CORNERS {
        return Ok(Outline::TooShort);
    }
    let place = object.place_of("points");
    let corners = items.iter().enumerate().map(|(index, point)| {
        let point = Members::at(point, Place::Element(&place, index))?;
        Ok(Point { x: point.required("x")?, y: point.required("y")? })
    });
    let corners = corners.collect::<Result<Vec<_>, _>>()?;
    let is_finite = corners.iter().all(|corner| corner.x.is_finite() && corner.y.is_finite());
    if is_finite { Ok(Outline::Points(corners)) } else { Err(refusal("points of finite numbers")) }
}

/// What the masks of a set are drawn on.
struct Canvas {
    image: ImageSize,
    /// How many pixels the regions of further masks may have.
    room: u64,
}

impl Canvas {
    fn draw(&mut self, points: Vec<Point>) -> Result<Mask, ConversionError> {
        let mask = Mask::from_outline(points, self.image).ok().and_then(|mask| self.keep(mask));
        mask.ok_or_else(|| ConversionError::OutOfRange {
            limit: format!(
                "outlines lie around at most {} pixels of the image each and {MAX_MASK_PIXELS} together",
                Mask::MAX_PIXELS
            ),
            found: "more".to_owned(),
        })
    }

    /// The mask that a prediction gives as runs; nothing where they are none.
    fn decode(&mut self, object: &Members<'_>) -> Option<Mask> {
        let is_mask = |name: &str| match object.get(name) {
            Some(Value::Map(members)) => members.contains_key("size") && members.contains_key("counts"),
            _ => false,
        };
        let name = ["rle", "rle_mask"].into_iter().find(|name| is_mask(name))?;
        let mask = Mask::try_from(&run_lengths(object, name).ok()??).ok()?;
        self.keep(mask.resized(self.image).ok()?)
    }

    fn keep(&mut self, mask: Mask) -> Option<Mask> {
        self.room = self.room.checked_sub(mask.region().unwrap_or_default().area())?;
        Some(mask)
    }
}

fn run_lengths(object: &Members<'_>, name: &str) -> Result<Option<RunLengthMask>, FieldError> {
    let Some(value) = object.get(name).filter(|value| !value.is_null()) else { return Ok(None) };
    let mask = Members::at(value, object.place_of(name))?;
    let size: Vec<Extent> = mask.required("size")?;
    let [Extent(height), Extent(width)] = *size.as_slice() else {
        return Err(mask.error("size", ConversionError::wrong_type("a list of height and width", mask.value("size")?)));
    };
    let counts = match mask.value("counts")? {
        Value::Text(text) => RunLengths::Compressed(Arc::clone(text)),
        Value::List(_) => {
            RunLengths::Plain(mask.required::<Vec<Length>>("counts")?.into_iter().map(|it| it.0).collect())
        }
        other => return Err(mask.error("counts", ConversionError::wrong_type("text or a list of numbers", other))),
    };
    Ok(Some(RunLengthMask { height, width, counts }))
}

/// The length of a run.
struct Length(u64);

impl FromValue for Length {
    fn from_value(value: &Value) -> Result<Self, ConversionError> {
        let length = i64::from_value(value)?;
        u64::try_from(length).map(Self).map_err(|_| ConversionError::OutOfRange {
            limit: "runs are not shorter than nothing".to_owned(),
            found: length.to_string(),
        })
    }
}

/// Makes columns of entries.
fn assemble(
    entries: Vec<Entry<'_>>,
    image: ImageSize,
    id: &Arc<str>,
    new_id: &mut impl FnMut() -> String,
) -> Result<Detections, FieldError> {
    let keypoints = shared_by_all(&entries, "keypoints", |object, _| keypoints(object))?;
    let mut data = IndexMap::new();
    for (name, form) in column::READ {
        let read =
            |object: &Members<'_>, name: &str| form.read(object.value(name)?).map_err(|it| object.error(name, it));
        if let Some(values) = shared_by_all(&entries, name, read)? {
            data.insert(Arc::from(name), Column::from(values));
        }
    }
    let parents_are_placed = entries.iter().all(|entry| entry.parent_origin.is_some());
    let roots_are_placed = entries.iter().all(|entry| entry.root_origin.is_some());

    let (mut masks, mut run_lengths, mut tracker_ids) = (Vec::new(), Vec::new(), Vec::new());
    let mut last: Option<Arc<Provenance>> = None;
    let count = entries.len();
    let detections = entries.into_iter().map(|entry| {
        masks.extend(entry.mask);
        run_lengths.extend(entry.run_lengths);
        tracker_ids.extend(entry.tracker_id);
        let provenance = Provenance {
            image,
            parent_id: entry.parent_id.unwrap_or_else(|| Arc::clone(id)),
            parent_origin: entry.parent_origin.filter(|_| parents_are_placed),
            parent_scale: Scale::ONE,
            root_id: entry.root_id.unwrap_or_else(|| Arc::clone(id)),
            root_origin: entry.root_origin.filter(|_| roots_are_placed),
            root_scale: Scale::ONE,
        };
        let provenance = match last.take() {
            Some(last) if *last == provenance => last,
            _ => Arc::new(provenance),
        };
        last = Some(Arc::clone(&provenance));
        Detection {
            bounds: entry.bounds,
            confidence: entry.confidence,
            class_id: entry.class_id,
            class_name: entry.class_name,
            id: entry.id.unwrap_or_else(|| new_id().into()),
            provenance,
        }
    });
    let detections: Detections = detections.collect();
    Ok(detections.change(|columns| {
        columns.tracker_ids = (tracker_ids.len() == count).then_some(tracker_ids).map(Arc::new);
        columns.masks = (masks.len() == count).then_some(masks).map(Column::from);
        columns.run_length_masks = (run_lengths.len() == count).then_some(run_lengths).map(Column::from);
        columns.keypoints = keypoints.map(Column::from);
        columns.data = data;
    }))
}

/// A column that is there when the first entry has a member of this name.
fn shared_by_all<T>(
    entries: &[Entry<'_>],
    name: &str,
    read: impl Fn(&Members<'_>, &str) -> Result<T, FieldError>,
) -> Result<Option<Vec<T>>, FieldError> {
    if entries.first().is_none_or(|entry| entry.object.get(name).is_none()) {
        return Ok(None);
    }
    entries.iter().map(|entry| read(&entry.object, name)).collect::<Result<_, _>>().map(Some)
}

/// The key points of an entry. One without a class fills up a table of the reference, and is none.
fn keypoints(object: &Members<'_>) -> Result<Arc<[Keypoint]>, FieldError> {
    let points = match object.get("keypoints") {
        None | Some(Value::Null) => return Ok(Arc::default()),
        Some(Value::List(points)) => points,
        Some(other) => return Err(object.error("keypoints", ConversionError::wrong_type("a list", other))),
    };
    let place = object.place_of("keypoints");
    let keypoints = points.iter().enumerate().map(|(index, point)| {
        let point = Members::at(point, Place::Element(&place, index))?;
        Ok(Keypoint {
            x: single(&point, "x")?,
            y: single(&point, "y")?,
            confidence: single(&point, "confidence")?,
            class_id: point.required("class_id")?,
            class_name: point.required::<String>("class")?.into(),
        })
    });
    let is_real = |keypoint: &Result<Keypoint, _>| !matches!(keypoint, Ok(keypoint) if keypoint.class_name.is_empty());
    keypoints.filter(is_real).collect()
}

/// A number of single precision.
fn single(object: &Members<'_>, name: &str) -> Result<f32, FieldError> {
    #[expect(clippy::cast_possible_truncation, reason = "key points are as exact as models are")]
    object.required::<f64>(name).map(|number| number as f32)
}

impl Form {
    fn read(self, value: &Value) -> Result<Value, ConversionError> {
        let refusal = |expected: &str| Err(ConversionError::wrong_type(expected, value));
        match (self, value) {
            (Self::Text, Value::Text(_) | Value::Null)
            | (Self::Number, Value::Integer(_) | Value::Float(_) | Value::Null) => Ok(value.clone()),
            // Where a number was none, JSON has null.
            (Self::Real, Value::Null) => Ok(Value::Null),
            (Self::Real, _) => f64::from_value(value).map(Value::from),
            (Self::Vector, Value::List(items)) if items.len() == 2 => {
                items.iter().map(|item| Self::Real.read(item)).collect()
            }
            (Self::Points, Value::List(items)) => {
                let is_point = |point: &Value| Self::Vector.read(point).is_ok();
                if items.iter().all(is_point) { Ok(value.clone()) } else { refusal("a list of lists of x and y") }
            }
            (Self::Text, _) => refusal("text"),
            (Self::Number, _) => refusal("a number"),
            (Self::Vector, _) => refusal("a list of x and y"),
            (Self::Points, _) => refusal("a list of lists of x and y"),
        }
    }
}
