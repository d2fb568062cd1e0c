//! Detections in the pixels of a region that was cut out of their image.

use std::sync::Arc;

use super::scale::map_points;
use super::{Detections, ImageSize, PixelRegion, Point, column};

impl Detections {
    /// The detections in the pixels of a region of their image: boxes, key points, masks and the columns
    /// [`POLYGON`](column::POLYGON) and [`ORIENTED_BOX`](column::ORIENTED_BOX). Masks are cut off at its sides; boxes
    /// and points may lie beside it.
    ///
    /// As in the reference, run-length masks and other columns stay as they are, and so does the provenance: it tells
    /// of the image that the detections were made on.
    #[must_use]
    pub fn within(&self, region: PixelRegion) -> Self {
        let PixelRegion { x, y, width, height } = region;
        let moved = |point: Point| Point { x: point.x - f64::from(x), y: point.y - f64::from(y) };
        self.clone().change(|columns| {
            for bounds in Arc::make_mut(&mut columns.bounds) {
                *bounds = bounds.map(moved);
            }
            if let Some(keypoints) = &mut columns.keypoints {
                *keypoints = keypoints.map(|(_, points)| points.iter().map(|point| point.map(moved)).collect());
            }
            if let Some(masks) = &mut columns.masks {
                let (left, top) = (-i64::from(x), -i64::from(y));
                *masks = masks.map(|(_, mask)| mask.shifted(left, top, ImageSize { width, height }));
            }
            for name in [column::POLYGON, column::ORIENTED_BOX] {
                if let Some(points) = columns.data.get_mut(name) {
                    *points = points.map(|(_, points)| map_points(points, moved));
                }
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::value::detections::{BoundingBox, Detection, Keypoint, Mask, Provenance};
    use crate::value::{Picture, Value};

    use super::*;

    const REGION: PixelRegion = PixelRegion { x: 3, y: 2, width: 4, height: 4 };

    fn list(points: &[[f64; 2]]) -> Value {
        points.iter().map(|pair| pair.iter().map(|number| Value::from(*number)).collect::<Value>()).collect()
    }

    #[test]
    fn all_places_move_and_the_provenance_stays() {
        let picture = Picture::from_pixels(image::GrayImage::new(10, 10), "image");
        let provenance = Arc::new(Provenance::of(&picture));
        let size = provenance.image;
        let mask = Mask::from_bytes(&[1; 30], size).unwrap();
        let elbow = Keypoint { x: 4.5, y: 2.0, confidence: 1.0, class_id: 0, class_name: "elbow".into() };
        let detections: Detections = std::iter::once(Detection {
            bounds: BoundingBox { x_min: 3.25, y_min: 2.0, x_max: 9.0, y_max: 5.5 },
            confidence: 1.0,
            class_id: 0,
            class_name: "person".into(),
            id: "a".into(),
            provenance,
        })
        .collect();
        let detections = detections
            .with_masks(vec![mask])
            .and_then(|detections| detections.with_keypoints(vec![vec![elbow]]))
            .and_then(|detections| detections.with_data(column::POLYGON, vec![list(&[[3.0, 2.0], [9.0, 8.0]])]))
            .and_then(|detections| detections.with_data(column::RECT, vec![list(&[[3.0, 2.0]])]))
            .unwrap();

        let moved = detections.within(REGION);

        assert_eq!(moved.bounds(), [BoundingBox { x_min: 0.25, y_min: 0.0, x_max: 6.0, y_max: 3.5 }]);
        let entry = moved.get(0).unwrap();
        assert_eq!(entry.keypoints().map(|points| (points[0].x, points[0].y)), Some((1.5, 0.0)));
        let mask = entry.mask().unwrap();
        assert_eq!(mask.image(), ImageSize { width: 4, height: 4 });
        assert_eq!(mask.runs().collect::<Vec<_>>(), [(0, 0..4)]);
        let data = |column| entry.data(column).and_then(Value::to_json);
        assert_eq!(data(column::POLYGON), Some(json!([[0.0, 0.0], [6.0, 6.0]])));
        assert_eq!(data(column::RECT), Some(json!([[3.0, 2.0]])));
        assert_eq!(moved.provenances().get(0), detections.provenances().get(0));
    }
}
