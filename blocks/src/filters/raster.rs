//! An image as the filters see it: bytes, without a pixel type.
//!
//! The public functions are generic over the pixel type; the work behind them is not, so that it is
//! compiled once.

use image::{ImageBuffer, Pixel};

use crate::lanes::wide;

/// Rows of `width` pixels, each of `channels` bytes, without gaps.
#[derive(Clone, Copy, Debug)]
pub(super) struct Raster<'a> {
    pub(super) samples: &'a [u8],
    pub(super) width: usize,
    pub(super) height: usize,
    pub(super) channels: usize,
}

impl<'a> Raster<'a> {
    /// The bytes in a row.
    pub(super) fn stride(&self) -> usize {
        self.width * self.channels
    }

    /// Row `y`.
    pub(super) fn row(&self, y: usize) -> &'a [u8] {
        &self.samples[y * self.stride()..][..self.stride()]
    }
}

/// A new image of the size of `image`, written by `filter`, which is not called where there are no
/// pixels.
pub(super) fn filtered<P: Pixel<Subpixel = u8>>(
    image: &ImageBuffer<P, Vec<u8>>,
    filter: impl FnOnce(Raster, &mut [u8]),
) -> ImageBuffer<P, Vec<u8>> {
    let mut result = ImageBuffer::new(image.width(), image.height());
    if !result.is_empty() {
        let samples: &[u8] = image;
        let source = Raster {
            samples: &samples[..result.len()],
            width: image.width() as usize,
            height: image.height() as usize,
            channels: usize::from(P::CHANNEL_COUNT),
        };
        wide(
            #[inline(always)]
            || filter(source, &mut result),
        );
    }
    result
}
