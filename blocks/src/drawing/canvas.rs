//! The pixels that are drawn on.

use std::ops::RangeInclusive;

use block_runtime::value::Pixels;
use image::RgbImage;

use super::colour::Colour;

/// An image to draw on, in colour.
#[derive(Debug, Clone)]
pub struct Canvas {
    width: i64,
    height: i64,
    /// Three bytes a pixel, row by row.
    bytes: Vec<u8>,
}

/// Bytes of a pixel.
const CHANNELS: usize = 3;

impl Canvas {
    /// A copy of pixels; grey ones become colours.
    pub fn of(pixels: &Pixels) -> Self {
        pixels.to_rgb().into_owned().into()
    }

    /// Width in pixels.
    pub fn width(&self) -> i64 {
        self.width
    }

    /// Height in pixels.
    pub fn height(&self) -> i64 {
        self.height
    }

    /// The image with what was drawn on it.
    pub fn into_image(self) -> RgbImage {
        let side = |length: i64| u32::try_from(length).unwrap_or_default();
        // The bytes are those of an image of this size.
        RgbImage::from_raw(side(self.width), side(self.height), self.bytes).unwrap_or_default()
    }

    /// Where a pixel begins in the bytes, if it lies on the canvas.
    fn offset(&self, x: i64, y: i64) -> Option<usize> {
        let lies_on_it = (0..self.width).contains(&x) && (0..self.height).contains(&y);
        let pixel = usize::try_from(y * self.width + x).ok().filter(|_| lies_on_it)?;
        Some(pixel * CHANNELS)
    }

    fn pixel(&mut self, x: i64, y: i64) -> Option<&mut [u8; CHANNELS]> {
        let offset = self.offset(x, y)?;
        self.bytes.get_mut(offset..)?.first_chunk_mut()
    }

    /// Colours a pixel.
    pub(super) fn put(&mut self, x: i64, y: i64, colour: Colour) {
        if let Some(pixel) = self.pixel(x, y) {
            *pixel = colour.0;
        }
    }

    /// Colours the pixels of a row from one column to another, both included.
    pub(super) fn put_row(&mut self, columns: RangeInclusive<i64>, y: i64, colour: Colour) {
        let (first, last) = ((*columns.start()).max(0), (*columns.end()).min(self.width - 1));
        if first > last {
            return;
        }
        let (Some(first), Some(last)) = (self.offset(first, y), self.offset(last, y)) else { return };
        if let Some(row) = self.bytes.get_mut(first..last + CHANNELS) {
            row.as_chunks_mut::<CHANNELS>().0.fill(colour.0);
        }
    }

    /// Mixes a colour into a pixel, twice: `weight` of 256 parts each time.
    pub(super) fn mix(&mut self, x: i64, y: i64, colour: Colour, weight: u8) {
        let Some(pixel) = self.pixel(x, y) else { return };
        for (old, new) in pixel.iter_mut().zip(colour.0) {
            for _ in 0..2 {
                let gap = i32::from(new) - i32::from(*old);
                // A part of the gap, so the sum is a byte too.
                [*old, ..] = (i32::from(*old) + ((gap * i32::from(weight) + 127) >> 8)).to_le_bytes();
            }
        }
    }
}

impl From<RgbImage> for Canvas {
    fn from(image: RgbImage) -> Self {
        Self { width: image.width().into(), height: image.height().into(), bytes: image.into_raw() }
    }
}
