//! Lines from point to point, thin or thick.

use super::canvas::Canvas;
use super::pen::{Edges, Pen};
use super::place::{Fine, Place, rounded};

/// Which ends of a thick line are rounded off.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Caps {
    Both,
    /// The first one is that of the line before.
    Second,
}

impl Canvas {
    /// Draws a straight line between two pixels, both included; the ends of thick lines are round.
    pub fn line(&mut self, from: Place, to: Place, pen: &Pen) {
        self.segment(from, to, pen, Caps::Both);
    }

    /// Draws the outline of a polygon.
    pub fn polygon(&mut self, corners: &[Place], pen: &Pen) {
        let Some(mut from) = corners.last().copied() else { return };
        for &to in corners {
            self.segment(from, to, pen, Caps::Second);
            from = to;
        }
    }

    /// Draws lines through places of the fine grid.
    pub(super) fn fine_path(&mut self, places: &[Fine], pen: &Pen) {
        let mut caps = Caps::Both;
        for [from, to] in places.array_windows() {
            if pen.thickness.is_thin() && pen.edges == Edges::Sharp {
                self.fine_line(*from, *to, pen.colour);
            } else {
                self.fine_segment(*from, *to, pen, caps);
            }
            caps = Caps::Second;
        }
    }

    fn segment(&mut self, from: Place, to: Place, pen: &Pen, caps: Caps) {
        if pen.thickness.is_thin() && pen.edges == Edges::Sharp {
            self.thin_line(from, to, pen.colour);
        } else {
            self.fine_segment(from.fine(), to.fine(), pen, caps);
        }
    }

    /// A line that is smooth, or thick, or both.
    fn fine_segment(&mut self, from: Fine, to: Fine, pen: &Pen, caps: Caps) {
        if pen.thickness.is_thin() {
            self.smooth_line(from, to, pen.colour);
            return;
        }
        let radius = pen.thickness.pixels() * Fine::HALF;
        if let Some(corners) = quadrangle(from, to, pen) {
            self.fill_convex(&corners, pen.edges, pen.colour);
        }
        let first = (caps == Caps::Both).then_some(from);
        for end in first.into_iter().chain([to]) {
            match pen.edges {
                Edges::Sharp => {
                    let pixels = u32::try_from((radius + Fine::HALF) / Fine::ONE).unwrap_or_default();
                    self.fill_circle(end.nearest(), pixels, pen.colour);
                }
                Edges::Smooth => self.fill_smooth_circle(end, radius, pen.colour),
            }
        }
    }
}

/// The corners of a thick line without its ends; nothing for a line without length.
fn quadrangle(from: Fine, to: Fine, pen: &Pen) -> Option<[Fine; 4]> {
    #[expect(clippy::cast_precision_loss, reason = "places are far below 2^53")]
    let pixels = |fine: i64| fine as f64 / Fine::ONE as f64;
    let (across, down) = (pixels(from.x - to.x), pixels(to.y - from.y));
    let square = across * across + down * down;
    if square <= f64::EPSILON {
        return None;
    }
    let thickness = pen.thickness.pixels();
    // An odd number of pixels is half a pixel more on either side, so that the middle one is covered.
    #[expect(clippy::cast_precision_loss, reason = "a thickness is far below 2^53")]
    let half = (thickness * Fine::HALF + (thickness % 2) * Fine::HALF) as f64;
    let scale = half / square.sqrt();
    let (x, y) = (rounded(down * scale), rounded(across * scale));
    Some([
        Fine { x: from.x + x, y: from.y + y },
        Fine { x: from.x - x, y: from.y - y },
        Fine { x: to.x - x, y: to.y - y },
        Fine { x: to.x + x, y: to.y + y },
    ])
}
