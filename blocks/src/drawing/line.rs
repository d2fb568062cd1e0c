//! Lines of a single pixel: between pixels, and between places of the fine grid.

use super::canvas::Canvas;
use super::clip::clip;
use super::colour::Colour;
use super::place::{Fine, Place, slope, whole};

impl Canvas {
    /// The line between two pixels, both included: Bresenham's, from the left end to the right one.
    pub(super) fn thin_line(&mut self, from: Place, to: Place, colour: Colour) {
        let ends = ((from.x, from.y), (to.x, to.y));
        let Some((mut from, mut to)) = clip(self.width() - 1, self.height() - 1, ends) else { return };
        if to.0 < from.0 {
            (from, to) = (to, from);
        }
        let (across, down) = (to.0 - from.0, to.1 - from.1);
        let (steps_down, is_steep) = (down.signum(), down.abs() > across);
        if down == 0 {
            self.put_row(from.0..=to.0, from.1, colour);
            return;
        }
        let (long, short) = if is_steep { (down.abs(), across) } else { (across, down.abs()) };
        let (mut x, mut y) = from;
        let mut error = long - 2 * short;
        for _ in 0..=long {
            self.put(x, y, colour);
            let turns = error < 0;
            error += if turns { 2 * (long - short) } else { -2 * short };
            if is_steep || turns {
                y += steps_down;
            }
            if !is_steep || turns {
                x += 1;
            }
        }
    }

    /// The line between two places of the fine grid.
    pub(super) fn fine_line(&mut self, from: Fine, to: Fine, colour: Colour) {
        let (right, bottom) = (self.width() * Fine::ONE - 1, self.height() * Fine::ONE - 1);
        let Some((mut from, mut to)) = clip(right, bottom, ((from.x, from.y), (to.x, to.y))) else { return };
        let is_flat = (to.0 - from.0).abs() > (to.1 - from.1).abs();
        let is_backwards = if is_flat { to.0 < from.0 } else { to.1 < from.1 };
        if is_backwards {
            (from, to) = (to, from);
        }
        let end = Fine { x: to.0, y: to.1 }.nearest();
        self.put(end.x, end.y, colour);
        let start = Fine { x: from.0 + Fine::HALF, y: from.1 + Fine::HALF };
        let (across, down) = (to.0 - from.0, to.1 - from.1);
        if is_flat {
            let (step, mut y) = (slope(down, across), start.y);
            for x in whole(start.x)..=whole(start.x) + whole(across) {
                self.put(x, whole(y), colour);
                y += step;
            }
        } else {
            let (step, mut x) = (slope(across, down), start.x);
            for y in whole(start.y)..=whole(start.y) + whole(down) {
                self.put(whole(x), y, colour);
                x += step;
            }
        }
    }
}
