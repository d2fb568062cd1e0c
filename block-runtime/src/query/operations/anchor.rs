//! The points of boxes that detections are placed by: the middle and the corners.

use crate::value::Value;
use crate::value::detections::{BoundingBox, Point};

/// A point of a box: how many halves of the width it lies to the right of the middle, and of the height below it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Anchor {
    right: f64,
    down: f64,
}

impl Anchor {
    pub(super) const CENTER: Self = Self { right: 0.0, down: 0.0 };
    pub(super) const TOP_LEFT: Self = Self { right: -1.0, down: -1.0 };
    pub(super) const TOP_RIGHT: Self = Self { right: 1.0, down: -1.0 };
    pub(super) const BOTTOM_LEFT: Self = Self { right: -1.0, down: 1.0 };
    pub(super) const BOTTOM_RIGHT: Self = Self { right: 1.0, down: 1.0 };

    /// The point of a box. A box whose sides are swapped has its corners swapped too.
    pub(super) fn of_box(self, bounds: &BoundingBox) -> Point {
        Point { x: between(bounds.x_min, bounds.x_max, self.right), y: between(bounds.y_min, bounds.y_max, self.down) }
    }

    /// The point of an oriented box, of which the four corners are listed one after the other around it; nothing where
    /// the value is something else.
    ///
    /// The side that goes more to the right than the other one is the width, so that the corners of a box that is hardly
    /// turned are called as those of one that is not.
    pub(super) fn of_oriented_box(self, corners: &Value) -> Option<Point> {
        let [first, second, third, fourth] = corners_of(corners)?;
        let center = Point {
            x: (first.x + second.x + third.x + fourth.x) / 4.0,
            y: (first.y + second.y + third.y + fourth.y) / 4.0,
        };
        let half = |from: Point, to: Point| Point { x: (to.x - from.x) / 2.0, y: (to.y - from.y) / 2.0 };
        let (one, other) = (half(first, second), half(second, third));
        let (width, height) = if one.x.abs() >= other.x.abs() { (one, other) } else { (other, one) };
        let right = if width.x < 0.0 { -self.right } else { self.right };
        let down = if height.y < 0.0 { -self.down } else { self.down };
        Some(Point { x: center.x + right * width.x + down * height.x, y: center.y + right * width.y + down * height.y })
    }
}

/// The lower one of two sides, the upper one, or the middle between them.
fn between(lower: f64, upper: f64, place: f64) -> f64 {
    if place < 0.0 {
        return lower;
    }
    if place > 0.0 {
        return upper;
    }
    lower.midpoint(upper)
}

fn corners_of(value: &Value) -> Option<[Point; 4]> {
    let Value::List(corners) = value else { return None };
    let corners: Vec<Point> = corners.iter().map(point).collect::<Option<_>>()?;
    corners.try_into().ok()
}

fn point(value: &Value) -> Option<Point> {
    let Value::List(places) = value else { return None };
    let [x, y] = places.as_ref() else { return None };
    Some(Point { x: x.as_numeral()?.to_f64(), y: y.as_numeral()?.to_f64() })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const ALL: [Anchor; 5] =
        [Anchor::CENTER, Anchor::TOP_LEFT, Anchor::TOP_RIGHT, Anchor::BOTTOM_LEFT, Anchor::BOTTOM_RIGHT];

    #[test]
    fn oriented_boxes_that_are_not_turned_have_the_points_of_plain_ones() {
        let bounds = BoundingBox { x_min: 1.0, y_min: 2.0, x_max: 11.0, y_max: 6.0 };
        let around = [[1, 2], [11, 2], [11, 6], [1, 6]];
        for start in 0..4 {
            let mut corners = around;
            corners.rotate_left(start);
            let mut other_way = corners;
            other_way.reverse();
            for corners in [corners, other_way] {
                let oriented = Value::from_json(&json!(corners));
                for anchor in ALL {
                    assert_eq!(anchor.of_oriented_box(&oriented), Some(anchor.of_box(&bounds)), "{corners:?}");
                }
            }
        }
    }

    #[test]
    fn points_of_turned_boxes_lie_on_them() {
        // 10 by 5, turned so that the width points to (4, 3) / 5.
        let corners = Value::from_json(&json!([[3, 0], [11, 6], [8, 10], [0, 4]]));
        let points = ALL.map(|anchor| anchor.of_oriented_box(&corners).map(|it| (it.x, it.y)));
        assert_eq!(points, [(5.5, 5.0), (3.0, 0.0), (11.0, 6.0), (0.0, 4.0), (8.0, 10.0)].map(Some));
    }

    #[test]
    fn what_has_not_four_corners_is_no_oriented_box() {
        for value in
            [json!(null), json!([]), json!([[0, 0], [1, 0], [1, 1]]), json!([[0], [1], [2], [3]]), json!("box")]
        {
            assert_eq!(Anchor::CENTER.of_oriented_box(&Value::from_json(&value)), None, "{value}");
        }
    }

    #[test]
    fn the_middle_of_far_sides_is_finite() {
        assert_eq!(between(f64::MAX, f64::MAX, 0.0).to_bits(), f64::MAX.to_bits());
    }
}
