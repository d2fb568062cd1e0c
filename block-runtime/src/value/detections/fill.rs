//! Drawing outlines: which pixels lie inside of a polygon or on its border.
//!
//! Results must be those of OpenCV's `fillPoly` with lines of 8 neighbours, pixel by pixel, since they are written again as
//! the outline of what was filled. The crates that draw polygons (`imageproc`, `tiny-skia`) do not promise that; what
//! OpenCV does of its own accord is told below, where it is done. Places beyond some 2²⁹ pixels, where its numbers
//! overflow, are drawn as they should be.

use super::bits::{Bits, PixelRegion};
use super::{ImageSize, Point};

/// Edges are followed in 65,536ths of a pixel.
const FRACTION: u32 = 16;

/// A corner in whole pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Corner {
    x: i64,
    y: i64,
}

/// A side of the polygon that spans rows: from `top` up to but without `bottom`.
#[derive(Debug, Clone, Copy)]
struct Edge {
    top: i64,
    bottom: i64,
    /// Where it is in the row that is drawn, at first the top one.
    x: i64,
    /// How far it goes with each row.
    step: i64,
}

/// A polygon that is about to be drawn.
pub(super) struct Filling {
    /// What of its sides lies on the image.
    lines: Vec<(Corner, Corner)>,
    edges: Vec<Edge>,
    /// Where on the image it lies.
    region: PixelRegion,
}

impl Filling {
    /// The polygon through these points, without their fractions, on an image of this size.
    pub(super) fn new(points: impl IntoIterator<Item = Point>, image: ImageSize) -> Self {
        let corners: Vec<Corner> = points.into_iter().map(Corner::from).collect();
        let before = corners.last().into_iter().chain(&corners).copied();
        let sides: Vec<_> = before.zip(corners.iter().copied()).collect();
        let edges: Vec<Edge> = sides.iter().filter_map(|(from, to)| Edge::new(*from, *to, image)).collect();
        let lines = sides.iter().filter_map(|(from, to)| clipped(*from, *to, image)).collect();
        Self { lines, region: region(&corners, &edges, image), edges }
    }

    /// How many pixels have to be touched.
    pub(super) fn work(&self) -> u64 {
        let lines = self.lines.iter().map(|(from, to)| from.distance(*to));
        let (top, bottom) = self.rows();
        let rows = self.edges.iter().map(|edge| (edge.bottom.min(bottom) - edge.top.max(top)).max(0).unsigned_abs());
        lines.chain(rows).fold(self.region.area(), u64::saturating_add)
    }

    /// The pixels that belong to the polygon, and where their region lies in the image.
    pub(super) fn draw(mut self) -> (PixelRegion, Bits) {
        let mut canvas = Canvas { bits: Bits::new(self.region.width, self.region.height), region: self.region };
        if self.region.area() > 0 {
            for (from, to) in &self.lines {
                canvas.line(*from, *to);
            }
            self.fill(&mut canvas);
        }
        (self.region, canvas.bits)
    }

    fn rows(&self) -> (i64, i64) {
        let top = i64::from(self.region.y);
        (top, top + i64::from(self.region.height))
    }

    /// Fills what lies between the first edge and the second of a row, the third and the fourth, and so on.
    fn fill(&mut self, canvas: &mut Canvas) {
        self.edges.sort_unstable_by_key(|edge| (edge.top, edge.x, edge.step));
        let mut waiting = self.edges.iter().copied().peekable();
        let mut active: Vec<Edge> = Vec::new();
        let (top, bottom) = self.rows();
        for y in top..bottom {
            active.retain(|edge| edge.bottom > y);
            while let Some(mut edge) = waiting.next_if(|edge| edge.top <= y) {
                edge.x = edge.x.saturating_add((y - edge.top).saturating_mul(edge.step));
                if edge.bottom > y {
                    active.push(edge);
                }
            }
            active.sort_by_key(|edge| edge.x);
            for pair in active.chunks_exact(2) {
                if let [from, to] = pair {
                    canvas.row(y, from.x >> FRACTION, to.x >> FRACTION);
                }
            }
            for edge in &mut active {
                edge.x = edge.x.saturating_add(edge.step);
            }
        }
    }
}

/// The part of the image that has all corners and edges. An edge that is cut off at the sides of the image is a little
/// beside the line between its corners.
fn region(corners: &[Corner], edges: &[Edge], image: ImageSize) -> PixelRegion {
    let ends = edges.iter().flat_map(|edge| {
        let end = edge.x.saturating_add((edge.bottom - edge.top).saturating_mul(edge.step));
        [edge.x, end].map(|x| Corner { x: x >> FRACTION, y: edge.top })
    });
    let places = corners.iter().copied().chain(ends).map(|place| (place.x, place.x, place.y, place.y));
    let around =
        places.reduce(|one, other| (one.0.min(other.0), one.1.max(other.1), one.2.min(other.2), one.3.max(other.3)));
    let Some((left, right, top, bottom)) = around else { return PixelRegion::default() };
    let (x, width) = within(left, right, image.width);
    let (y, height) = within(top, bottom, image.height);
    PixelRegion { x, y, width, height }
}

/// What of a side lies between two places, both included: the first place, and how many there are.
fn within(from: i64, to: i64, side: u32) -> (u32, u32) {
    let side = i64::from(side);
    let (from, to) = (from.clamp(0, side), to.saturating_add(1).clamp(0, side));
    (u32::try_from(from).unwrap_or_default(), u32::try_from(to - from).unwrap_or_default())
}

impl From<Point> for Corner {
    fn from(point: Point) -> Self {
        #[expect(clippy::cast_possible_truncation, reason = "the fraction goes, and no image reaches beyond the ends")]
        let whole = |place: f64| i64::from(place as i32);
        Self { x: whole(point.x), y: whole(point.y) }
    }
}

impl Edge {
    /// Nothing for a side that lies in one row.
    fn new(from: Corner, to: Corner, image: ImageSize) -> Option<Self> {
        if from.y == to.y {
            return None;
        }
        let is_on = from.is_on(image) && to.is_on(image);
        // The ends that the line has on the image tell its slope, wherever it leads.
        let (start, end) = match cut(from, to, image) {
            (start, end) if !is_on && start.y != end.y => (start, end),
            _ => (from, to),
        };
        let step = ((end.x - start.x) << FRACTION) / (end.y - start.y);
        let (top, known) = if from.y < to.y { (from.y, start) } else { (to.y, end) };
        // Pixels are counted from their middle, but those on a line that leaves the image from their left side.
        let middle = if is_on { 1 << (FRACTION - 1) } else { 0 };
        let x = ((known.x << FRACTION) + middle).saturating_add((top - known.y).saturating_mul(step));
        Some(Self { top, bottom: from.y.max(to.y), x, step })
    }
}

impl Corner {
    fn is_on(self, image: ImageSize) -> bool {
        (0..i64::from(image.width)).contains(&self.x) && (0..i64::from(image.height)).contains(&self.y)
    }

    /// How many steps to one of eight neighbours it takes to another corner.
    fn distance(self, other: Self) -> u64 {
        self.x.abs_diff(other.x).max(self.y.abs_diff(other.y))
    }

    /// On which sides it lies outside of the image: left, right, above, below.
    fn outside(self, image: ImageSize) -> [bool; 4] {
        let (width, height) = (i64::from(image.width), i64::from(image.height));
        [self.x < 0, self.x >= width, self.y < 0, self.y >= height]
    }

    /// The place on the line to `other` that is in the row.
    fn moved_to_row(self, y: i64, other: Self) -> Self {
        Self { x: self.x + part(y - self.y, other.x - self.x, other.y - self.y), y }
    }

    /// The place on the line to `other` that is in the column.
    fn moved_to_column(self, x: i64, other: Self) -> Self {
        Self { x, y: self.y + part(x - self.x, other.y - self.y, other.x - self.x) }
    }
}

/// How far a line has gone across when it has gone this length of the way along, without the fraction.
fn part(length: i64, across: i64, along: i64) -> i64 {
    let part = (i128::from(length) * i128::from(across)).checked_div(i128::from(along));
    part.and_then(|part| i64::try_from(part).ok()).unwrap_or_default()
}

/// The part of a line that lies on the image; the line as it is, or cut only halfway, where none does.
fn cut(mut from: Corner, mut to: Corner, image: ImageSize) -> (Corner, Corner) {
    let is_cut = |from: Corner, to: Corner| {
        let (from, to) = (from.outside(image), to.outside(image));
        let beside = from.iter().zip(to).any(|(from, to)| *from && to);
        !beside && from != to
    };
    if is_cut(from, to) {
        if let Some(row) = nearest(from.y, image.height) {
            from = from.moved_to_row(row, to);
        }
        if let Some(row) = nearest(to.y, image.height) {
            to = to.moved_to_row(row, from);
        }
        if is_cut(from, to) {
            if let Some(column) = nearest(from.x, image.width) {
                from = from.moved_to_column(column, to);
            }
            if let Some(column) = nearest(to.x, image.width) {
                to = to.moved_to_column(column, from);
            }
        }
    }
    (from, to)
}

/// The row or column of the image that is nearest to one outside.
fn nearest(place: i64, len: u32) -> Option<i64> {
    let last = i64::from(len) - 1;
    (place < 0 || place > last).then(|| place.clamp(0, last.max(0)))
}

/// The part of a line that lies on the image.
fn clipped(from: Corner, to: Corner, image: ImageSize) -> Option<(Corner, Corner)> {
    let (from, to) = cut(from, to, image);
    (from.is_on(image) && to.is_on(image)).then_some((from, to))
}

/// The region of the image that is drawn on.
struct Canvas {
    bits: Bits,
    region: PixelRegion,
}

impl Canvas {
    /// Sets pixels of a row from one to another, both included.
    fn row(&mut self, y: i64, from: i64, to: i64) {
        let place = |x: i64| u32::try_from((x - i64::from(self.region.x)).max(0));
        if let (Ok(y), Ok(from), Ok(end)) = (u32::try_from(y - i64::from(self.region.y)), place(from), place(to + 1)) {
            self.bits.set_run(y, from, end);
        }
    }

    /// Draws a line from left to right: one pixel in each column, or in each row where it is steep.
    fn line(&mut self, from: Corner, to: Corner) {
        let (from, to) = if to.x < from.x { (to, from) } else { (from, to) };
        let (width, height) = (to.x - from.x, (to.y - from.y).abs());
        let down = (to.y - from.y).signum();
        let (long, short) = (width.max(height), width.min(height));
        let is_steep = height > width;
        let mut place = from;
        let mut error = long - 2 * short;
        for _ in 0..=long {
            self.row(place.y, place.x, place.x);
            let turns = error < 0;
            error += if turns { 2 * (long - short) } else { -2 * short };
            if is_steep || turns {
                place.y += down;
            }
            if !is_steep || turns {
                place.x += 1;
            }
        }
    }
}
