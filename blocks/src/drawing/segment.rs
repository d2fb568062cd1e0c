//! Smooth lines of a single pixel.
//!
//! For each step along the longer direction three pixels across are mixed with the colour, by a bell-shaped weight of
//! their distance from the line. The weight is corrected for the slope, since a step along a slope is longer, and at the
//! ends, which may lie anywhere within a pixel.

use super::canvas::Canvas;
use super::clip::clip;
use super::colour::Colour;
use super::place::{Fine, slope, whole};

/// Weights of the bell, from its middle outwards, in steps of 1/32 pixel; 256 would be all of the colour.
const BELL: [i64; 48] = [
    254, 254, 252, 249, 246, 241, 236, 231, 224, 218, 210, 202, 194, 185, 177, 168, 158, 149, 140, 131, 122, 114, 105,
    97, 89, 82, 75, 68, 62, 56, 50, 45, 40, 36, 32, 28, 25, 22, 19, 16, 14, 12, 11, 9, 8, 7, 5, 5,
];

/// The weights of the three pixels across a step, by where between two of them the line is, in 1/32 pixel.
const ACROSS: [[i64; 3]; 32] = {
    let mut across = [[0; 3]; 32];
    let mut place = 0;
    while place < 32 {
        // Below the middle, the bell goes on from the other side.
        let middle = if place < 16 { 15 - place } else { place - 16 };
        across[place] = [BELL[16 + place], BELL[middle], BELL[47 - place]];
        place += 1;
    }
    across
};

impl Canvas {
    /// The smooth line between two places of the fine grid.
    pub(super) fn smooth_line(&mut self, from: Fine, to: Fine, colour: Colour) {
        let (right, bottom) = (self.width() * Fine::ONE - 1, self.height() * Fine::ONE - 1);
        let Some((from, to)) = clip(right, bottom, ((from.x, from.y), (to.x, to.y))) else { return };
        let is_flat = (to.0 - from.0).abs() > (to.1 - from.1).abs();
        // From here on the line goes along its longer direction, and all else is across.
        let turned = |(x, y): (i64, i64)| if is_flat { (x, y) } else { (y, x) };
        let (mut from, mut to) = (turned(from), turned(to));
        if to.0 < from.0 {
            (from, to) = (to, from);
        }
        let step = slope(to.1 - from.1, to.0 - from.0);
        let ends = Ends::new(step, from.0, to.0 + Fine::ONE);
        let last = whole(to.0 + Fine::ONE) - whole(from.0);
        let mut across = from.1 + ((step * -(from.0 & (Fine::ONE - 1))) >> 16) + Fine::HALF;
        for place in 0..=last {
            let strength = ends.strength(place, last - place);
            let along = whole(from.0) + place;
            for (beside, weight) in (whole(across) - 1..).zip(ACROSS[thirty_second(across)]) {
                let [weight, ..] = ((strength * weight) >> 8).to_le_bytes();
                let (x, y) = if is_flat { (along, beside) } else { (beside, along) };
                self.mix(x, y, colour, weight);
            }
            across += step;
        }
    }
}

/// How strong the colour is along a line, of 256: the first two and the last two steps are weaker.
struct Ends {
    /// By how many steps there are before, up to two, and by how many there are behind.
    strengths: [[i64; 3]; 3],
}

impl Ends {
    fn new(step: i64, start: i64, end: i64) -> Self {
        let full = length_of_step(step);
        // Sixteenths of a pixel, eight times as fine as needed.
        let fraction = |place: i64| (place >> 9) & 0x78;
        let (start, end) = (fraction(start), fraction(end));
        let part = |fraction: i64| (((fraction | 4) * full) >> 8) & 0x1ff;
        let whole = full << 7;
        let both = part((end - start) & 0x78);
        let before = 0x78 - start;
        let sum = |fraction: i64| (((fraction | 4) * full + whole) >> 8) & 0x1ff;
        Self {
            strengths: [
                [0, both, part(before)],
                [both, part((end - start) + 0x80), sum(before)],
                [part(end), sum(end), full],
            ],
        }
    }

    fn strength(&self, before: i64, behind: i64) -> i64 {
        let place = |steps: i64| usize::try_from(steps.min(2)).unwrap_or_default();
        self.strengths.get(place(before)).and_then(|row| row.get(place(behind))).copied().unwrap_or_default()
    }
}

/// In which 1/32 of a pixel a place of the fine grid lies.
fn thirty_second(fine: i64) -> usize {
    let [_, part, ..] = fine.to_le_bytes();
    usize::from(part >> 3)
}

/// How long a step along a slope is, where a step along the diagonal is 256 long.
fn length_of_step(step: i64) -> i64 {
    /// By the slope in 1/32.
    const LENGTHS: [i64; 32] = [
        181, 181, 181, 182, 182, 183, 184, 185, 187, 188, 190, 192, 194, 196, 198, 201, 203, 206, 209, 211, 214, 218,
        221, 224, 227, 231, 235, 238, 242, 246, 250, 254,
    ];
    let steepness = ((step >> 11) & 0x3f) ^ if step < 0 { 0x3f } else { 0 };
    usize::try_from(steepness).ok().and_then(|steepness| LENGTHS.get(steepness)).copied().unwrap_or(256)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_as_long_as_their_slope_makes_them() {
        for steepness in 0_u8..32 {
            let rise = (f64::from(steepness) + 0.5) / 32.0;
            let exact = 256.0 * std::f64::consts::FRAC_1_SQRT_2 * rise.hypot(1.0);
            let [up, down] = [1, -1].map(|sign| length_of_step(sign * (i64::from(steepness) << 11) + sign));
            assert_eq!((up, down), (exact.trunc().to_string().parse().unwrap(), up), "{steepness}");
        }
        assert_eq!((length_of_step(-1), length_of_step(-65_536), length_of_step(65_536)), (181, 254, 256));
    }
}
