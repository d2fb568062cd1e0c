//! Outlines of masks.

use std::sync::Arc;

use super::Point;

/// A closed outline on whole pixels, in the form in which tracing a mask gives it.
///
/// It starts at the topmost corner, of several at the leftmost, and goes down first. There are no corners on straight
/// lines. An outline without an area has its last corner repeated up to three.
#[derive(Debug, Clone, PartialEq)]
pub struct Polygon(Arc<[Point]>);

impl Polygon {
    /// How many corners an outline has at least.
    pub const MIN_CORNERS: usize = 3;

    /// The outline through these points, which are rounded to whole pixels. Nothing when there are fewer than three, or
    /// one of them is not finite.
    pub fn new(points: impl IntoIterator<Item = Point>) -> Option<Self> {
        let points: Vec<Point> = points.into_iter().map(Point::rounded).collect();
        let usable =
            points.len() >= Self::MIN_CORNERS && points.iter().all(|point| point.x.is_finite() && point.y.is_finite());
        usable.then(|| Self(traced(corners(points)).into()))
    }

    /// The corners, at least three.
    pub fn corners(&self) -> &[Point] {
        &self.0
    }

    /// The outline with every corner moved.
    pub(super) fn map(&self, change: impl Fn(Point) -> Point) -> Option<Self> {
        Self::new(self.0.iter().copied().map(change))
    }
}

impl Point {
    /// The nearest whole pixel; of two, the even one.
    pub(super) fn rounded(self) -> Self {
        Self { x: self.x.round_ties_even(), y: self.y.round_ties_even() }
    }
}

/// Leaves out points that repeat the one before or lie on the line between their neighbours.
fn corners(points: Vec<Point>) -> Vec<Point> {
    let mut kept: Vec<Point> = Vec::with_capacity(points.len());
    for point in points {
        while let [.., before, last] = kept.as_slice()
            && is_between(*before, *last, point)
        {
            kept.pop();
        }
        if kept.last() != Some(&point) {
            kept.push(point);
        }
    }
    // The same where the end meets the start.
    let mut start = 0;
    loop {
        match kept.get(start..).unwrap_or_default() {
            [first, .., before, last] if is_between(*before, *last, *first) => {
                kept.pop();
            }
            [first, second, .., last] if is_between(*last, *first, *second) => start += 1,
            _ => break,
        }
    }
    kept.split_off(start)
}

/// True when `point` lies on the way from `before` to `after`, ends included.
fn is_between(before: Point, point: Point, after: Point) -> bool {
    let (there, on) = ((point.x - before.x, point.y - before.y), (after.x - point.x, after.y - point.y));
    let (cross, dot) = (there.0 * on.1 - there.1 * on.0, there.0 * on.0 + there.1 * on.1);
    cross == 0.0 && dot >= 0.0
}

/// Turns and pads corners as tracing a mask gives them.
fn traced(mut corners: Vec<Point>) -> Vec<Point> {
    if area(&corners) > 0.0 {
        corners.reverse();
    }
    let position = |point: &Point| (point.y, point.x);
    let highest = corners.iter().enumerate().min_by(|(_, one), (_, other)| {
        let ((y, x), (other_y, other_x)) = (position(one), position(other));
        y.total_cmp(&other_y).then(x.total_cmp(&other_x))
    });
    let highest = highest.map_or(0, |(place, _)| place);
    corners.rotate_left(highest);
    if let Some(last) = corners.last().copied() {
        corners.resize(corners.len().max(Polygon::MIN_CORNERS), last);
    }
    corners
}

/// Twice the area; negative where the outline goes down on its left side.
fn area(corners: &[Point]) -> f64 {
    let next = corners.iter().cycle().skip(1);
    corners.iter().zip(next).map(|(one, other)| one.x * other.y - other.x * one.y).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn polygon(points: &[(f64, f64)]) -> Option<Vec<(f64, f64)>> {
        let polygon = Polygon::new(points.iter().map(|&(x, y)| Point { x, y }))?;
        Some(polygon.corners().iter().map(|corner| (corner.x, corner.y)).collect())
    }

    #[test]
    fn outlines_start_at_the_top_left_and_go_down() {
        let expected = Some(vec![(3.0, 2.0), (3.0, 5.0), (8.0, 5.0), (8.0, 2.0)]);
        assert_eq!(polygon(&[(3.0, 2.0), (8.0, 2.0), (8.0, 5.0), (3.0, 5.0)]), expected);
        assert_eq!(polygon(&[(8.0, 5.0), (8.0, 2.0), (3.0, 2.0), (3.0, 5.0)]), expected);
    }

    #[test]
    fn points_on_straight_lines_are_no_corners() {
        let points = [(5.0, 0.0), (9.0, 0.0), (9.0, 9.0), (9.0, 9.0), (5.0, 9.0), (0.0, 9.0), (0.0, 0.0), (0.4, 0.0)];
        assert_eq!(polygon(&points), Some(vec![(0.0, 0.0), (0.0, 9.0), (9.0, 9.0), (9.0, 0.0)]));
    }

    #[test]
    fn outlines_without_an_area_keep_three_corners() {
        assert_eq!(polygon(&[(5.0, 5.0); 4]), Some(vec![(5.0, 5.0); 3]));
        let line = polygon(&[(8.0, 5.0), (5.0, 5.0), (6.0, 5.0)]);
        assert_eq!(line, Some(vec![(5.0, 5.0), (8.0, 5.0), (8.0, 5.0)]));
    }

    #[test]
    fn corners_are_whole_pixels() {
        let polygon = polygon(&[(0.5, 1.5), (0.5, 7.4), (9.6, 7.4)]);
        assert_eq!(polygon, Some(vec![(0.0, 2.0), (0.0, 7.0), (10.0, 7.0)]));
    }

    #[test]
    fn too_few_and_infinite_points_are_no_outline() {
        assert_eq!(polygon(&[(0.0, 0.0), (1.0, 1.0)]), None);
        assert_eq!(polygon(&[(0.0, 0.0), (1.0, 1.0), (f64::NAN, 0.0)]), None);
    }
}
