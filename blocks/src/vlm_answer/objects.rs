//! Objects that a model names, and the detections that are made of them.

use std::sync::Arc;

use block_runtime::prelude::*;
use block_runtime::value::detections::{BoundingBox, ColumnLengthError, Detection, Point, Provenance, column};

/// An object that a model names.
#[derive(Debug, Clone, PartialEq)]
pub struct Object {
    /// Its box, in pixels of the image; finite numbers, which may lie beyond the image.
    pub bounds: BoundingBox,
    /// How sure the model is, from 0 to 1.
    pub confidence: f64,
    /// Name of its class.
    pub class_name: String,
    /// Number of its class.
    pub class_id: i64,
    /// The corners of the oriented box that `bounds` encloses, where the model gives one.
    pub corners: Option<[Point; 4]>,
}

/// The detections that a model has made on a picture: the objects with the identifier of the inference, and with
/// identifiers of their own from `new_id`.
///
/// # Errors
/// Never: every column has as many entries as there are objects.
pub fn detections(
    objects: Vec<Object>,
    picture: &Picture,
    inference_id: &str,
    mut new_id: impl FnMut() -> String,
) -> Result<Detections, ColumnLengthError> {
    if objects.is_empty() {
        return Ok(Detections::default());
    }
    let corners: Option<Vec<Value>> = objects.iter().map(|object| object.corners.map(points)).collect();
    let inference_ids = vec![Value::from(inference_id); objects.len()];
    let provenance = Arc::new(Provenance::of(picture));
    let detections = objects.into_iter().map(|object| Detection {
        bounds: object.bounds,
        confidence: object.confidence,
        class_id: object.class_id,
        class_name: object.class_name.into(),
        id: new_id().into(),
        provenance: Arc::clone(&provenance),
    });
    let detections = detections.collect::<Detections>().with_data(column::INFERENCE_ID, inference_ids)?;
    match corners {
        Some(corners) => detections.with_data(column::ORIENTED_BOX, corners),
        None => Ok(detections),
    }
}

fn points(corners: [Point; 4]) -> Value {
    corners.map(|Point { x, y }| Value::from(vec![x, y])).into_iter().collect()
}
