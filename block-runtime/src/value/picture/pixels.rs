//! Pixels: eight bits a channel, grey or colour.

use std::borrow::Cow;
use std::fmt;

use image::{GrayImage, RgbImage};

/// The pixels of an image, row by row from the top left.
///
/// Images that enter a workflow are always [`Rgb`](Self::Rgb), as in the reference; grey ones come from blocks that
/// make them.
#[derive(Clone, PartialEq, Eq)]
pub enum Pixels {
    /// One channel: brightness.
    Gray(GrayImage),
    /// Three channels: red, green, blue.
    Rgb(RgbImage),
}

impl Pixels {
    /// Width in pixels.
    pub fn width(&self) -> u32 {
        match self {
            Self::Gray(image) => image.width(),
            Self::Rgb(image) => image.width(),
        }
    }

    /// Height in pixels.
    pub fn height(&self) -> u32 {
        match self {
            Self::Gray(image) => image.height(),
            Self::Rgb(image) => image.height(),
        }
    }

    /// How many bytes they are.
    pub(super) fn bytes(&self) -> usize {
        match self {
            Self::Gray(image) => image.len(),
            Self::Rgb(image) => image.len(),
        }
    }

    /// The pixels in colour; a copy only where they are grey.
    pub fn to_rgb(&self) -> Cow<'_, RgbImage> {
        match self {
            Self::Gray(image) => Cow::Owned(spread(image)),
            Self::Rgb(image) => Cow::Borrowed(image),
        }
    }

    pub(super) fn name(&self) -> &'static str {
        match self {
            Self::Gray(_) => "Gray",
            Self::Rgb(_) => "Rgb",
        }
    }
}

/// Grey as colour. The conversions of `image` go through floating-point numbers, which takes twenty times as long.
pub(crate) fn spread(grey: &GrayImage) -> RgbImage {
    let mut colour = RgbImage::new(grey.width(), grey.height());
    for (colour, level) in colour.as_chunks_mut::<3>().0.iter_mut().zip(grey.as_raw()) {
        *colour = [*level; 3];
    }
    colour
}

impl From<GrayImage> for Pixels {
    fn from(image: GrayImage) -> Self {
        Self::Gray(image)
    }
}

impl From<RgbImage> for Pixels {
    fn from(image: RgbImage) -> Self {
        Self::Rgb(image)
    }
}

impl fmt::Debug for Pixels {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}({} × {})", self.name(), self.width(), self.height())
    }
}
