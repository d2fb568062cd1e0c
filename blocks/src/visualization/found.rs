//! Detections for tests.

use std::sync::Arc;

use block_runtime::value::detections::{BoundingBox, Detection, Provenance};
use block_runtime::value::{Detections, Picture};
use image::RgbImage;

/// Detections of classes with numbers, called `class 0` and so on, in boxes. The first has a confidence of 0.125.
pub(super) fn found<const N: usize>(classes: [(i64, BoundingBox); N]) -> Detections {
    let provenance = Arc::new(Provenance::of(&Picture::from_pixels(RgbImage::new(9, 9), "image")));
    classes
        .into_iter()
        .zip(1_u8..)
        .map(|((class_id, bounds), number)| Detection {
            bounds,
            confidence: 0.125 * f64::from(number),
            class_id,
            class_name: format!("class {class_id}").into(),
            id: format!("id {number}").into(),
            provenance: Arc::clone(&provenance),
        })
        .collect()
}

/// A box by its sides.
pub(super) fn on(x_min: f64, y_min: f64, x_max: f64, y_max: f64) -> BoundingBox {
    BoundingBox { x_min, y_min, x_max, y_max }
}
