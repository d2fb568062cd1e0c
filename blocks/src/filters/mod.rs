//! Four smoothing filters with the results of OpenCV 4.10.
//!
//! Workflows that were tuned with OpenCV compare the pixels that come out of a blur with thresholds,
//! so the same blur has to give the same bytes here: [`average`], [`gaussian`] and [`median`] equal
//! `cv2.blur`, `cv2.GaussianBlur` and `cv2.medianBlur` bit for bit, and [`bilateral`] is at most 1
//! away from `cv2.bilateralFilter` with both of its standard deviations at 75. Each keeps OpenCV's
//! default border.
//!
//! The algorithms are our own because no crate passed: each module says how far `imageproc` 0.27
//! is from OpenCV, in levels of 255 and in milliseconds per megapixel on one thread, measured on a
//! photograph and on noise of 512 by 512 pixels. OpenCV was free to use AVX-512; our figures are
//! from a build for plain x86-64, which uses AVX2 where it finds it, as it did here.

#![expect(clippy::inline_always, reason = "what `wide` calls is to be compiled for wide vectors too")]

mod average;
mod bilateral;
mod border;
mod gaussian;
mod median;
mod raster;
#[cfg(test)]
pub(crate) mod recorded;
mod side;
#[cfg(test)]
mod tests;

pub use average::average;
pub use bilateral::bilateral;
pub use gaussian::gaussian;
pub use median::median;
pub use side::FilterError;
