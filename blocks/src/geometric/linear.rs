//! Blends of neighbouring pixels, for images that grow.
//!
//! OpenCV does so where either side grows. Old pixels keep their area: only new ones that lie on the border of two are
//! blended.

use super::raster::Raster;
use super::resize::Side;

/// Weights are in units of 1/2048.
const ONE: i32 = 1 << 11;

/// The two old pixels that a new one is blended of.
struct Blend {
    first: usize,
    second: usize,
    weights: [i32; 2],
}

impl Blend {
    /// The blends of all new pixels, in order.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_precision_loss,
        clippy::cast_sign_loss,
        reason = "places on the side; OpenCV's weights have single precision"
    )]
    fn all(side: Side) -> Vec<Self> {
        let (ratio, inverse) = (side.ratio(), side.inverse_ratio());
        let last = side.old - 1;
        let blend = |new| {
            let first = ((new as f64 * ratio).floor() as usize).min(last);
            let beyond = ((new + 1) as f64 - (first + 1) as f64 * inverse) as f32;
            let share = if beyond <= 0.0 || first == last { 0.0 } else { beyond - beyond.floor() };
            let weights = [1.0 - share, share].map(|weight| (weight * ONE as f32).round_ties_even() as i32);
            Self { first, second: (first + 1).min(last), weights }
        };
        (0..side.new).map(blend).collect()
    }
}

/// Blends along the rows, then down, in OpenCV's fixed-point numbers.
#[inline(always)]
pub(super) fn write<const C: usize>(source: Raster<'_, C>, columns: Side, rows: Side, target: &mut [[u8; C]]) {
    let across = Blend::all(columns);
    let mut lines = [0, 1].map(|_| Line { of: None, values: vec![[0; C]; columns.new] });
    for (blend, target) in Blend::all(rows).iter().zip(target.chunks_exact_mut(columns.new)) {
        if lines[1].of == Some(blend.first) {
            lines.swap(0, 1);
        }
        lines[0].show(blend.first, source, &across);
        lines[1].show(blend.second, source, &across);
        let [above, below] = &lines;
        let pairs = above.values.as_flattened().iter().zip(below.values.as_flattened());
        for (target, (above, below)) in target.as_flattened_mut().iter_mut().zip(pairs) {
            let [above, below] = [(above, blend.weights[0]), (below, blend.weights[1])]
                .map(|(value, weight)| (weight * (value >> 4)) >> 16);
            *target = ((above + below + 2) >> 2).to_le_bytes()[0];
        }
    }
}

/// A row that is blended along its length.
struct Line<const C: usize> {
    /// Which row of the source it was made of.
    of: Option<usize>,
    values: Vec<[i32; C]>,
}

impl<const C: usize> Line<C> {
    #[inline(always)]
    fn show(&mut self, y: usize, source: Raster<'_, C>, across: &[Blend]) {
        if self.of.replace(y) == Some(y) {
            return;
        }
        let row = source.row(y);
        for (value, blend) in self.values.iter_mut().zip(across) {
            let (first, second) = (row[blend.first], row[blend.second]);
            let [left, right] = blend.weights;
            *value =
                std::array::from_fn(|channel| i32::from(first[channel]) * left + i32::from(second[channel]) * right);
        }
    }
}
