//! The Gaussian-weighted mean.
//!
//! `imageproc::filter::gaussian_blur_f32`, given the standard deviation that OpenCV derives from the side, repeats the
//! edge where OpenCV reflects it and knows nothing of OpenCV's weights in 256ths: up to 36 levels apart and 1.1 on
//! average for side 3, 53 and 1.0 for side 15. For colour and sides 3, 7, 15 and 31 it takes 15, 20, 34 and 50 ms/MP,
//! OpenCV 0.6, 1.9, 4.4 and 13, and this module 0.8, 1.4, 2.5 and 4.4.

use image::{ImageBuffer, Pixel};

use super::border::Border;
use super::raster::{Raster, filtered};
use super::side::{FilterError, Sides};
use crate::lanes::{groups, load};

/// At most 256 weights are not zero, however large the side, so the limit is where a side stops
/// being plausible rather than where the work would become too much.
const SIDES: Sides = Sides { filter: "gaussian", limit: 32_767, odd: true };

/// Values summed at once.
const LANES: usize = 32;

/// Replaces each pixel by the Gaussian-weighted mean of the `side` by `side` pixels around it, as
/// `cv2.GaussianBlur(image, (side, side), 0)` does.
///
/// `side` is in pixels, odd, from 1 to 32767; the standard deviation follows from it and is
/// 0.15 `side` + 0.35 pixels, except that sides up to 9 have fixed weights. The image is continued
/// by reflection at its outermost pixels, and may be smaller than the kernel.
///
/// # Errors
///
/// [`FilterError::TooSmall`] or [`FilterError::TooLarge`] for a side out of that range,
/// [`FilterError::Even`] for an even one.
pub fn gaussian<P: Pixel<Subpixel = u8>>(
    image: &ImageBuffer<P, Vec<u8>>,
    side: i64,
) -> Result<ImageBuffer<P, Vec<u8>>, FilterError> {
    let kernel = Kernel::new(SIDES.check(side)?);
    Ok(filtered(
        image,
        #[inline(always)]
        |source, target| {
            if source.stride() < LANES {
                blur::<1>(source, &kernel, target);
            } else {
                blur::<LANES>(source, &kernel, target);
            }
        },
    ))
}

/// A symmetric kernel in 256ths. All weights together are 256, so a sum of weighted bytes fits in
/// 16 bits.
#[derive(Debug)]
struct Kernel {
    centre: u16,
    /// Distances from the centre, ascending from 1, and the weights there, without those of zero.
    arm: Vec<(usize, u16)>,
}

impl Kernel {
    fn new(side: usize) -> Self {
        let outermost_first = match side {
            1 => vec![],
            3 => vec![64],
            5 => vec![16, 64],
            7 => vec![8, 28, 56],
            9 => vec![4, 13, 30, 51],
            _ => Self::sampled(side),
        };
        let centre = 256 - 2 * outermost_first.iter().sum::<u16>();
        let arm = (1..).zip(outermost_first.into_iter().rev()).filter(|&(_, weight)| weight > 0);
        Self { centre, arm: arm.collect() }
    }

    /// The weights on one side of the centre, from the outermost inwards. What rounding takes from
    /// or gives to one weight, it makes up for with the next.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_precision_loss,
        clippy::cast_sign_loss,
        reason = "sides have 15 bits, and weights are from 0 to 256"
    )]
    fn sampled(side: usize) -> Vec<u16> {
        let sigma = 0.3 * ((side as f64 - 1.0) * 0.5 - 1.0) + 0.8;
        let heights: Vec<f64> =
            (1..=side / 2).rev().map(|distance| (-0.5 * (distance as f64 / sigma).powi(2)).exp()).collect();
        let unit = 256.0 / (1.0 + 2.0 * heights.iter().sum::<f64>());
        let mut owed = 0.0;
        let weights = heights.into_iter().map(|height| {
            let exact = height * unit + owed;
            let weight = exact.round_ties_even();
            owed = exact - weight;
            weight as u16
        });
        weights.collect()
    }
}

/// Sums the columns of each row's neighbourhood, then the row of those sums, `N` values at a time.
///
/// Nothing is rounded in between, and yet 16 bits are enough throughout, which doubles the number of
/// values in a vector: the second sum is taken over the high and the low bytes of the first sums
/// apart, and put together at the end.
#[inline(always)]
fn blur<const N: usize>(source: Raster, kernel: &Kernel, target: &mut [u8]) {
    let Raster { width, height, channels, .. } = source;
    let stride = source.stride();
    let reach = kernel.arm.last().map_or(0, |&(distance, _)| distance);
    let row = |position: usize| source.row(Border::Reflect.source(position, reach, height));

    let start = reach * channels;
    let inside = start..start + stride;
    let mut high = vec![0; stride + 2 * start];
    let mut low = high.clone();
    let steps: Vec<(usize, u16)> = kernel.arm.iter().map(|&(distance, weight)| (distance * channels, weight)).collect();
    let mut pairs = Vec::with_capacity(kernel.arm.len());
    for (y, target) in target.chunks_exact_mut(stride).enumerate() {
        let y = y + reach;
        pairs.clear();
        pairs.extend(kernel.arm.iter().map(|&(step, weight)| (row(y - step), row(y + step), weight)));
        for at in groups(stride, N) {
            let sums: [u16; N] = sum_columns(row(y), kernel.centre, &pairs, at);
            let (mut upper, mut lower) = ([0; N], [0; N]);
            for ((upper, lower), sum) in upper.iter_mut().zip(&mut lower).zip(sums) {
                (*upper, *lower) = (sum >> 8, sum & 0xff);
            }
            high[inside.clone()][at..at + N].copy_from_slice(&upper);
            low[inside.clone()][at..at + N].copy_from_slice(&lower);
        }
        Border::Reflect.extend(&mut high, channels, reach, width);
        Border::Reflect.extend(&mut low, channels, reach, width);
        for at in groups(stride, N) {
            let high: [u16; N] = sum_row(&high, kernel.centre, &steps, start + at);
            let low: [u16; N] = sum_row(&low, kernel.centre, &steps, start + at);
            let mut means = [0; N];
            for ((mean, high), low) in means.iter_mut().zip(high).zip(low) {
                let [_, upper] = (high + (low >> 8) + 128).to_le_bytes();
                *mean = upper;
            }
            target[at..at + N].copy_from_slice(&means);
        }
    }
}

/// The weighted sums of `N` columns from `at` on; `pairs` are rows above and below the centre.
#[inline(always)]
fn sum_columns<const N: usize>(centre: &[u8], weight: u16, pairs: &[(&[u8], &[u8], u16)], at: usize) -> [u16; N] {
    let mut sums = [0; N];
    for (sum, sample) in sums.iter_mut().zip(load::<_, N>(centre, at)) {
        *sum = u16::from(sample) * weight;
    }
    for &(above, below, weight) in pairs {
        let (above, below): ([u8; N], [u8; N]) = (load(above, at), load(below, at));
        for ((sum, above), below) in sums.iter_mut().zip(above).zip(below) {
            *sum += (u16::from(above) + u16::from(below)) * weight;
        }
    }
    sums
}

/// The weighted sums around `N` values from `at` on; `steps` are how far to the left and the right
/// of them the others lie.
#[inline(always)]
fn sum_row<const N: usize>(values: &[u16], weight: u16, steps: &[(usize, u16)], at: usize) -> [u16; N] {
    let mut sums = load::<_, N>(values, at);
    for sum in &mut sums {
        *sum *= weight;
    }
    for &(step, weight) in steps {
        let (left, right): ([u16; N], [u16; N]) = (load(values, at - step), load(values, at + step));
        for ((sum, left), right) in sums.iter_mut().zip(left).zip(right) {
            *sum += (left + right) * weight;
        }
    }
    sums
}

#[cfg(test)]
mod tests {
    use super::{Kernel, gaussian};
    use crate::filters::recorded;

    #[test]
    fn equals_opencv() {
        recorded::check("gaussian", 0, gaussian, gaussian);
    }

    #[test]
    fn weights_add_up_to_256() {
        for side in (1..2000).step_by(2).chain([9999, 32_767]) {
            let kernel = Kernel::new(side);
            let arm: u16 = kernel.arm.iter().map(|&(_, weight)| weight).sum();
            assert_eq!(kernel.centre + 2 * arm, 256, "side {side}");
        }
    }
}
