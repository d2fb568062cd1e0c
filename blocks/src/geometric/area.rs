//! Means of what each pixel of a smaller image covers.

use super::raster::Raster;
use super::resize::Side;
use crate::lanes::{load, nearest};

/// Old pixels that a new one covers, and how much each counts; the weights are 1 together.
struct Cover {
    first: usize,
    weights: Vec<f32>,
}

/// A pixel that is covered by no more than this is left out.
const SLIVER: f64 = 1e-3;

impl Cover {
    /// The covers of all new pixels, in order.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_precision_loss,
        clippy::cast_sign_loss,
        reason = "places on the side; OpenCV's weights have single precision"
    )]
    fn all(side: Side) -> Vec<Self> {
        let ratio = side.ratio();
        let cover = |new| {
            let start = new as f64 * ratio;
            let end = start + ratio;
            let length = ratio.min(side.old as f64 - start);
            let last = (end.floor() as usize).min(side.old - 1);
            let first = (start.ceil() as usize).min(last);
            let before = first as f64 - start;
            let after = end - last as f64;
            let head = (before > SLIVER).then(|| (before / length) as f32);
            let whole = std::iter::repeat_n((1.0 / length) as f32, last - first);
            let tail = (after > SLIVER).then(|| (after.min(1.0).min(length) / length) as f32);
            let first = first - usize::from(head.is_some());
            Self { first, weights: head.into_iter().chain(whole).chain(tail).collect() }
        };
        (0..side.new).map(cover).collect()
    }
}

/// Where some new pixels cover parts of old ones. Sums are taken in single precision, in OpenCV's order: first along
/// the rows, then down.
#[inline(always)]
pub(super) fn write<const C: usize, const L: usize>(
    source: Raster<'_, C>,
    columns: Side,
    rows: Side,
    target: &mut [[u8; C]],
) {
    let (across, down) = (Cover::all(columns), Cover::all(rows));
    let mut means = vec![[0.0; L]; columns.new];
    // The row whose means these are: the next cover often begins with the row at which the last one ended.
    let mut known = None;
    let mut sums = means.clone();
    let mut line = vec![0; columns.old * C + L - C];
    for (cover, target) in down.iter().zip(target.chunks_exact_mut(columns.new)) {
        sums.fill([0.0; L]);
        for (y, &weight) in (cover.first..).zip(&cover.weights) {
            if known.replace(y) != Some(y) {
                line[..columns.old * C].copy_from_slice(source.row(y).as_flattened());
                mean_along::<C, L>(&line, &across, &mut means);
            }
            for (sum, mean) in sums.as_flattened_mut().iter_mut().zip(means.as_flattened()) {
                *sum += weight * mean;
            }
        }
        for (target, sums) in target.iter_mut().zip(&sums) {
            for (target, &sum) in target.iter_mut().zip(sums) {
                *target = nearest(sum);
            }
        }
    }
}

/// The means of a row.
#[inline(always)]
fn mean_along<const C: usize, const L: usize>(row: &[u8], covers: &[Cover], means: &mut [[f32; L]]) {
    for (mean, cover) in means.iter_mut().zip(covers) {
        let mut sums = [0.0; L];
        for (at, weight) in (cover.first * C..).step_by(C).zip(&cover.weights) {
            let levels: [u8; L] = load(row, at);
            for (sum, level) in sums.iter_mut().zip(levels) {
                *sum += f32::from(level) * weight;
            }
        }
        *mean = sums;
    }
}

/// How many levels are sure to have a sum of 32 bits.
pub(super) const MAX_DOWN: usize = (u32::MAX / 255) as usize;

/// Where every new pixel covers `across` by `down` whole ones, of which at most [`MAX_DOWN`] lie one below the other. Sums
/// are integers; the mean of four rounds halves up, others to even.
#[inline(always)]
pub(super) fn write_whole<const C: usize>(
    source: Raster<'_, C>,
    columns: Side,
    (across, down): (usize, usize),
    target: &mut [[u8; C]],
) {
    #[expect(clippy::cast_precision_loss, reason = "OpenCV's scale has single precision")]
    let scale = 1.0 / (across * down) as f32;
    let mut sums = vec![0_u32; source.width * C];
    for (y, target) in target.chunks_exact_mut(columns.new).enumerate() {
        sums.fill(0);
        for row in (y * down..).take(down) {
            for (sum, &level) in sums.iter_mut().zip(source.row(row).as_flattened()) {
                *sum += u32::from(level);
            }
        }
        for (target, covered) in target.iter_mut().zip(sums.as_chunks::<C>().0.chunks_exact(across)) {
            let mut total = [0_u64; C];
            for sums in covered {
                for (total, sum) in total.iter_mut().zip(sums) {
                    *total += u64::from(*sum);
                }
            }
            *target = if (across, down) == (2, 2) {
                total.map(|total| ((total + 2) / 4).to_le_bytes()[0])
            } else {
                #[expect(clippy::cast_precision_loss, reason = "as in OpenCV")]
                total.map(|total| nearest(total as f32 * scale))
            };
        }
    }
}
