//! The middle value of a square neighbourhood.
//!
//! `imageproc::filter::median_filter` gives the same bytes as OpenCV, but is slower: for colour and sides 3, 5, 7, 15
//! and 31 it takes 116, 120, 120, 138 and 171 ms/MP, OpenCV 1.1, 6.8, 61, 84 and 62, and this module 0.3, 1.0, 62, 58
//! and 59.

mod histogram;
mod network;

use image::{ImageBuffer, Pixel};

use super::raster::filtered;
use super::side::{FilterError, Sides};

/// OpenCV fails on every image from side 363 on.
const SIDES: Sides = Sides { filter: "median", limit: 361, odd: true };

/// Replaces each value by the median of the values of its channel in the `side` by `side` pixels
/// around it, as `cv2.medianBlur(image, side)` does.
///
/// `side` is in pixels, odd, from 1 to 361. The image is continued by repeating its outermost pixels, and may be smaller
/// than the kernel. Above side 255 the counters of OpenCV overflow, and on some images it fails or is wrong; the result
/// here is the median all the same.
///
/// # Errors
///
/// [`FilterError::TooSmall`] or [`FilterError::TooLarge`] for a side out of that range,
/// [`FilterError::Even`] for an even one.
pub fn median<P: Pixel<Subpixel = u8>>(
    image: &ImageBuffer<P, Vec<u8>>,
    side: i64,
) -> Result<ImageBuffer<P, Vec<u8>>, FilterError> {
    let side = SIDES.check(side)?;
    Ok(filtered(
        image,
        #[inline(always)]
        |source, target| match side {
            1 => target.copy_from_slice(source.samples),
            3 => network::side_3(source, target),
            5 => network::side_5(source, target),
            _ => histogram::blur(source, side, target),
        },
    ))
}

#[cfg(test)]
mod tests {
    use super::median;
    use crate::filters::recorded;

    #[test]
    fn equals_opencv() {
        recorded::check("median", 0, median, median);
    }
}
