//! Arcs of ellipses, as lines from point to point.

use std::sync::LazyLock;

use super::canvas::Canvas;
use super::colour::Colour;
use super::pen::{Edges, Pen};
use super::place::{Fine, Place, rounded};

/// A part of an ellipse whose axes may be turned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Arc {
    /// The middle of the ellipse.
    pub middle: Place,
    /// Half of its width and half of its height, before it is turned.
    pub radii: (u32, u32),
    /// How far it is turned, in degrees, clockwise.
    pub turn: i64,
    /// Where the arc begins, in degrees, clockwise from the right.
    pub start: i64,
    /// Where it ends.
    pub end: i64,
}

impl Canvas {
    /// Draws an arc.
    pub fn arc(&mut self, arc: &Arc, pen: &Pen) {
        let middle = arc.middle.fine();
        let radii = (i64::from(arc.radii.0) * Fine::ONE, i64::from(arc.radii.1) * Fine::ONE);
        self.fine_path(&points(middle, radii, arc.turn, (arc.start, arc.end)), pen);
    }

    /// Fills a disc with smooth edges.
    pub(super) fn fill_smooth_circle(&mut self, middle: Fine, radius: i64, colour: Colour) {
        self.fill_convex(&points(middle, (radius, radius), 0, (0, 360)), Edges::Smooth, colour);
    }
}

/// Points along an arc, as many as it takes to look round.
fn points(middle: Fine, radii: (i64, i64), turn: i64, ends: (i64, i64)) -> Vec<Fine> {
    let (start, end) = ordered(ends);
    let between = match (radii.0.max(radii.1) + Fine::HALF) / Fine::ONE {
        ..3 => 90,
        3..10 => 30,
        10..15 => 18,
        _ => 5,
    };
    let (turn_sine, turn_cosine) = (sine(turn), sine(turn + 90));
    let mut points = Vec::new();
    let mut angle = start;
    loop {
        #[expect(clippy::cast_precision_loss, reason = "places are far below 2^53")]
        let point = {
            let x = radii.0 as f64 * sine(angle + 90);
            let y = radii.1 as f64 * sine(angle);
            Fine {
                x: rounded(middle.x as f64 + x * turn_cosine - y * turn_sine),
                y: rounded(middle.y as f64 + x * turn_sine + y * turn_cosine),
            }
        };
        if points.last() != Some(&point) {
            points.push(point);
        }
        if angle >= end {
            break;
        }
        angle = (angle + between).min(end);
    }
    if points.len() == 1 { vec![middle; 2] } else { points }
}

/// The ends of an arc, the lower one first, between -360 and 360.
fn ordered((one, other): (i64, i64)) -> (i64, i64) {
    let (start, end) = (one.min(other), one.max(other));
    let length = end.saturating_sub(start);
    if length > 360 {
        return (0, 360);
    }
    // An arc that passes the right begins before it.
    let start = start.rem_euclid(360);
    if start + length > 360 { (start - 360, start - 360 + length) } else { (start, start + length) }
}

/// The sine of whole degrees, with the seven digits that OpenCV has.
fn sine(degrees: i64) -> f64 {
    static SINES: LazyLock<[f64; 360]> = LazyLock::new(|| {
        std::array::from_fn(|degrees| {
            #[expect(clippy::cast_precision_loss, reason = "there are only 360 of them")]
            let radians = (degrees as f64).to_radians();
            #[expect(clippy::cast_possible_truncation, reason = "OpenCV has numbers of 32 bits")]
            let single = ((radians.sin() * 1e7).round() / 1e7) as f32;
            single.into()
        })
    });
    usize::try_from(degrees.rem_euclid(360)).ok().and_then(|degrees| SINES.get(degrees)).copied().unwrap_or_default()
}
