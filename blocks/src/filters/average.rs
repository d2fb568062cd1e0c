//! The mean of a square neighbourhood.
//!
//! `imageproc::filter::box_filter` takes grey images and odd sides only, repeats the edge where OpenCV reflects it, and
//! cuts off fractions where OpenCV rounds: for side 3, 43 levels apart at most and 0.6 on average, in 4.2 ms/MP. For
//! colour, whatever the side, this module takes 1.6 to 2.5 ms/MP, OpenCV 0.5 to 1.6.

use image::{ImageBuffer, Pixel};

use super::border::Border;
use super::raster::{Raster, filtered};
use super::side::{FilterError, Sides};
use crate::lanes::nearest;

/// Up to this side, the sum of the pixels under the kernel fits in 31 bits.
const SIDES: Sides = Sides { filter: "average", limit: 2896, odd: false };

/// Replaces each pixel by the mean of the `side` by `side` pixels around it, as
/// `cv2.blur(image, (side, side))` does.
///
/// `side` is in pixels, from 1 to 2896. Where it is even, the neighbourhood reaches one pixel
/// further to the left and to the top. The image is continued by reflection at its outermost pixels,
/// and may be smaller than the kernel.
///
/// # Errors
///
/// [`FilterError::TooSmall`] or [`FilterError::TooLarge`] for a side out of that range.
pub fn average<P: Pixel<Subpixel = u8>>(
    image: &ImageBuffer<P, Vec<u8>>,
    side: i64,
) -> Result<ImageBuffer<P, Vec<u8>>, FilterError> {
    let side = SIDES.check(side)?;
    Ok(filtered(
        image,
        #[inline(always)]
        |source, target| blur(source, side, target),
    ))
}

/// Keeps the sum of each column under the kernel, and slides a sum of those along the row; both cost
/// the same for every side.
#[inline(always)]
fn blur(source: Raster, side: usize, target: &mut [u8]) {
    let Raster { width, height, channels, .. } = source;
    let stride = source.stride();
    let before = side / 2;
    let rounding = Rounding::new(side);
    let row = |position: usize| source.row(Border::Reflect.source(position, before, height));

    let mut columns = vec![0_i32; (width + side - 1) * channels];
    let inside = before * channels..before * channels + stride;
    for position in 0..side {
        for (sum, &sample) in columns[inside.clone()].iter_mut().zip(row(position)) {
            *sum += i32::from(sample);
        }
    }
    let mut sums = vec![0; stride];
    for (y, target) in target.chunks_exact_mut(stride).enumerate() {
        if y > 0 {
            let change = row(y + side - 1).iter().zip(row(y - 1));
            for (sum, (&entering, &leaving)) in columns[inside.clone()].iter_mut().zip(change) {
                *sum += i32::from(entering) - i32::from(leaving);
            }
        }
        Border::Reflect.extend(&mut columns, channels, before, width);
        for channel in 0..channels {
            slide(&columns, side, channel, channels, &mut sums);
        }
        rounding.apply(&sums, target);
    }
}

/// Writes the sums of `side` neighbouring values of one channel.
#[inline(always)]
fn slide(values: &[i32], side: usize, channel: usize, channels: usize, sums: &mut [i32]) {
    let mut entering = values.chunks_exact(channels);
    let leaving = values.chunks_exact(channels);
    let mut window: i32 = entering.by_ref().take(side).map(|pixel| pixel[channel]).sum();
    let mut sums = sums.chunks_exact_mut(channels);
    if let Some(first) = sums.next() {
        first[channel] = window;
    }
    for ((sum, entering), leaving) in sums.zip(entering).zip(leaving) {
        window += entering[channel] - leaving[channel];
        sum[channel] = window;
    }
}

/// Division of a sum by the number of pixels under the kernel.
///
/// Up to side 16, OpenCV divides integers, and rounds a half up; where the number of pixels is a
/// power of two, it adds one to the sum before that. Beyond, it multiplies floating-point numbers
/// and rounds a half to even.
struct Rounding {
    reciprocal: f64,
    /// Added to a quotient, so that rounding it to the nearest integer is OpenCV's integer division.
    bias: f32,
    /// How many bytes OpenCV multiplies at a time in single precision; the last ones of a row, which
    /// do not fill a group, it multiplies in double precision.
    group: usize,
}

impl Rounding {
    fn new(side: usize) -> Self {
        #[expect(clippy::cast_precision_loss, reason = "the area is at most 2^23")]
        let area = (side * side) as f32;
        let (bias, group) = match side {
            1 => (0.0, 1),
            2 | 4 | 8 | 16 => (1.25 / area, 1),
            3..16 => (0.25 / area, 1),
            _ => (0.0, 8),
        };
        Self { reciprocal: 1.0 / f64::from(area), bias, group }
    }

    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_precision_loss,
        clippy::cast_sign_loss,
        reason = "single precision is OpenCV's, and quotients are from 0 to 255"
    )]
    #[inline(always)]
    fn apply(&self, sums: &[i32], target: &mut [u8]) {
        let whole = sums.len() - sums.len() % self.group;
        let (sums, last_sums) = sums.split_at(whole);
        let (target, last_target) = target.split_at_mut(whole);
        let reciprocal = self.reciprocal as f32;
        for (sample, &sum) in target.iter_mut().zip(sums) {
            *sample = nearest(sum as f32 * reciprocal + self.bias);
        }
        for (sample, &sum) in last_target.iter_mut().zip(last_sums) {
            *sample = (f64::from(sum) * self.reciprocal).round_ties_even() as u8;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Rounding, average};
    use crate::filters::recorded;

    #[test]
    fn equals_opencv() {
        recorded::check("average", 0, average, average);
    }

    #[test]
    fn small_sides_round_as_integers_do() {
        for side in 2_usize..=16 {
            let area = side * side;
            let lift = usize::from(area.is_power_of_two());
            let sums: Vec<i32> = (0..=i32::try_from(255 * area).unwrap()).collect();
            let mut means = vec![0; sums.len()];
            Rounding::new(side).apply(&sums, &mut means);
            for (sum, &mean) in means.iter().enumerate() {
                assert_eq!(usize::from(mean), (2 * (sum + lift) + area) / (2 * area), "{sum} of {area}");
            }
        }
    }

    #[test]
    fn the_largest_side_does_not_overflow() {
        let white = image::GrayImage::from_pixel(3, 2, image::Luma([255]));
        assert_eq!(average(&white, 2896), Ok(white));
    }
}
