//! Detections on an image of another size.

use std::sync::Arc;

use super::{BoundingBox, Detections, ImageSize, Keypoint, Mask, MaskTooLarge, Point, Provenance, Scale, column};
use crate::value::{FromValue, Value};

impl Detections {
    /// The detections on the image after it was scaled, on whole pixels: boxes, key points, masks, the size of the image
    /// and the column [`POLYGON`](column::POLYGON). The provenance tells the scale. Run-length masks and other columns stay
    /// as they are, as in the reference.
    ///
    /// # Errors
    /// [`MaskTooLarge`] when a mask would have more than [`Mask::MAX_PIXELS`].
    pub fn scaled(&self, scale: Scale) -> Result<Self, MaskTooLarge> {
        let masks = self.masks().map(|masks| masks.iter().map(|mask| scale.mask(mask)).collect()).transpose()?;
        Ok(self.clone().change(|columns| {
            for bounds in Arc::make_mut(&mut columns.bounds) {
                *bounds = bounds.map(|corner| scale.point(corner));
            }
            if let Some(keypoints) = &mut columns.keypoints {
                *keypoints = keypoints.map(|(_, points)| points.iter().map(|point| scale.keypoint(point)).collect());
            }
            columns.masks = masks;
            if let Some(polygons) = columns.data.get_mut(column::POLYGON) {
                *polygons = polygons.map(|(_, points)| map_points(points, |point| scale.point(point)));
            }
            let mut known: Option<(Arc<Provenance>, Arc<Provenance>)> = None;
            columns.provenances = columns
                .provenances
                .map(|(_, before)| match &known {
                    Some((last, after)) if Arc::ptr_eq(last, before) => Arc::clone(after),
                    _ => {
                        let after = Arc::new(before.scaled(scale));
                        known = Some((Arc::clone(before), Arc::clone(&after)));
                        after
                    }
                })
                .repeated();
        }))
    }
}

impl Scale {
    /// A point after scaling, on a whole pixel.
    pub(super) fn point(self, point: Point) -> Point {
        Point { x: point.x * self.factor(), y: point.y * self.factor() }.rounded()
    }

    fn keypoint(self, keypoint: &Keypoint) -> Keypoint {
        keypoint.map(|point| self.point(point))
    }

    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "sides are bounded by what an image has"
    )]
    fn side(self, side: u32) -> u32 {
        (f64::from(side) * self.factor()).round_ties_even() as u32
    }

    fn size(self, size: ImageSize) -> ImageSize {
        ImageSize { width: self.side(size.width), height: self.side(size.height) }
    }

    /// A mask after scaling, on at least one pixel.
    pub(super) fn mask(self, mask: &Mask) -> Result<Mask, MaskTooLarge> {
        let ImageSize { width, height } = self.size(mask.image());
        mask.resized(ImageSize { width: width.max(1), height: height.max(1) })
    }
}

impl Provenance {
    fn scaled(&self, scale: Scale) -> Self {
        Self {
            image: scale.size(self.image),
            parent_scale: self.parent_scale.times(scale),
            root_scale: self.root_scale.times(scale),
            ..self.clone()
        }
    }
}

impl BoundingBox {
    /// The box between two corners after they were moved.
    pub(super) fn map(self, change: impl Fn(Point) -> Point) -> Self {
        let first = change(Point { x: self.x_min, y: self.y_min });
        let last = change(Point { x: self.x_max, y: self.y_max });
        Self { x_min: first.x, y_min: first.y, x_max: last.x, y_max: last.y }
    }
}

impl Keypoint {
    /// The key point at another place.
    pub(super) fn map(&self, change: impl Fn(Point) -> Point) -> Self {
        let Point { x, y } = change(Point { x: self.x.into(), y: self.y.into() });
        #[expect(clippy::cast_possible_truncation, reason = "key points are as exact as models are")]
        let (x, y) = (x as f32, y as f32);
        Self { x, y, ..self.clone() }
    }
}

/// Moves the points of a list; what is none stays.
pub(super) fn map_points(points: &Value, change: impl Fn(Point) -> Point) -> Value {
    let Value::List(items) = points else { return points.clone() };
    let moved = |item: &Value| {
        let Value::List(pair) = item else { return None };
        let [x, y] = pair.as_ref() else { return None };
        let Point { x, y } = change(Point { x: f64::from_value(x).ok()?, y: f64::from_value(y).ok()? });
        Some([Value::from(x), Value::from(y)].into_iter().collect())
    };
    items.iter().map(|item| moved(item).unwrap_or_else(|| item.clone())).collect()
}
