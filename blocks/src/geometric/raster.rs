//! Pixels without a type: rows of arrays of bytes.
//!
//! The work is compiled once for one channel and once for three.

use block_runtime::value::Pixels;
use image::{ImageBuffer, Pixel};

use crate::lanes::wide;

/// Rows of `width` pixels without gaps; there is at least one pixel.
#[derive(Clone, Copy)]
pub(super) struct Raster<'a, const C: usize> {
    pub(super) pixels: &'a [[u8; C]],
    pub(super) width: usize,
    pub(super) height: usize,
}

impl<'a, const C: usize> Raster<'a, C> {
    /// Row `y`.
    pub(super) fn row(&self, y: usize) -> &'a [[u8; C]] {
        &self.pixels[y * self.width..][..self.width]
    }
}

/// What makes the pixels of one image from those of another.
pub(super) trait Transformation {
    /// Width and height of the new image.
    fn size(&self) -> (u32, u32);

    /// Writes the new pixels, which are black so far. Neither image is empty. Of the `C` levels of a pixel it is faster to
    /// take `L` at once: those of the pixel, and what lies behind them. Called with [`wide`], so it and the loops
    /// that it consists of are to be marked `#[inline(always)]`.
    fn write<const C: usize, const L: usize>(&self, source: Raster<'_, C>, target: &mut [[u8; C]]);
}

/// The image after a transformation; black where there was no pixel before.
pub(super) fn transformed(image: &Pixels, transformation: &impl Transformation) -> Pixels {
    match image {
        Pixels::Gray(image) => applied::<_, 1, 1>(image, transformation).into(),
        Pixels::Rgb(image) => applied::<_, 3, 4>(image, transformation).into(),
    }
}

fn applied<P: Pixel<Subpixel = u8>, const C: usize, const L: usize>(
    image: &ImageBuffer<P, Vec<u8>>,
    transformation: &impl Transformation,
) -> ImageBuffer<P, Vec<u8>> {
    let (width, height) = transformation.size();
    let mut result = ImageBuffer::new(width, height);
    let source = Raster { pixels: image.as_chunks().0, width: image.width() as usize, height: image.height() as usize };
    let target: &mut [u8] = &mut result;
    let target = target.as_chunks_mut().0;
    if !source.pixels.is_empty() && !target.is_empty() {
        wide(
            #[inline(always)]
            || transformation.write::<C, L>(source, target),
        );
    }
    result
}
