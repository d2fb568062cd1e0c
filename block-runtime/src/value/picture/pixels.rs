//! Pixels: eight bits a channel, grey or colour.

use std::borrow::Cow;
use std::fmt;

use image::{DynamicImage, GrayImage, RgbImage};

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

    /// The pixels in colour; a copy only where they are grey.
    pub fn to_rgb(&self) -> Cow<'_, RgbImage> {
        match self {
            Self::Gray(image) => Cow::Owned(DynamicImage::ImageLuma8(image.clone()).into_rgb8()),
            Self::Rgb(image) => Cow::Borrowed(image),
        }
    }

    /// A copy of a region; nothing when the region is empty or not within the image.
    pub fn crop(&self, x: u32, y: u32, width: u32, height: u32) -> Option<Self> {
        let fits =
            width > 0 && height > 0 && x.checked_add(width)? <= self.width() && y.checked_add(height)? <= self.height();
        fits.then(|| match self {
            Self::Gray(image) => Self::Gray(image::imageops::crop_imm(image, x, y, width, height).to_image()),
            Self::Rgb(image) => Self::Rgb(image::imageops::crop_imm(image, x, y, width, height).to_image()),
        })
    }
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
        let name = match self {
            Self::Gray(_) => "Gray",
            Self::Rgb(_) => "Rgb",
        };
        write!(formatter, "{name}({} × {})", self.width(), self.height())
    }
}
