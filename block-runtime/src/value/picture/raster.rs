//! Pixels that several images share: a whole image, or a region of one.

use std::fmt;
use std::sync::{Arc, OnceLock};

use image::{ImageBuffer, Pixel};

use super::Pixels;

/// The pixels of an image, or of a region of a larger one, which are copied when somebody first needs them in one
/// piece.
pub(super) enum Raster {
    Whole(Arc<Pixels>),
    Region { of: Arc<Pixels>, region: Region, copy: OnceLock<Pixels> },
}

/// A rectangle within an image, in pixels from the top left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Region {
    x: u32,
    y: u32,
    width: u32,
    height: u32,
}

impl Region {
    /// The rectangle, where it is not empty and lies within an image of this size.
    pub(super) fn within((width, height): (u32, u32), x: u32, y: u32, size: (u32, u32)) -> Option<Self> {
        let fits = size.0 > 0 && size.1 > 0 && x.checked_add(size.0)? <= width && y.checked_add(size.1)? <= height;
        fits.then_some(Self { x, y, width: size.0, height: size.1 })
    }

    /// This rectangle of a region that lies so far within an image, as one of that image.
    fn moved(self, by: Self) -> Self {
        Self { x: self.x + by.x, y: self.y + by.y, ..self }
    }
}

impl Raster {
    pub(super) fn new(pixels: Pixels) -> Self {
        Self::Whole(Arc::new(pixels))
    }

    /// Width and height.
    pub(super) fn size(&self) -> (u32, u32) {
        match self {
            Self::Whole(pixels) => (pixels.width(), pixels.height()),
            Self::Region { region, .. } => (region.width, region.height),
        }
    }

    /// How many bytes of pixels it keeps.
    pub(super) fn memory(&self) -> usize {
        match self {
            Self::Whole(pixels) => pixels.bytes(),
            Self::Region { of, copy, .. } => of.bytes() + copy.get().map_or(0, Pixels::bytes),
        }
    }

    /// The pixels in one piece.
    pub(super) fn pixels(&self) -> &Pixels {
        match self {
            Self::Whole(pixels) => pixels,
            Self::Region { of, region, copy } => copy.get_or_init(|| cut(of, *region)),
        }
    }

    /// The pixels in one piece: taken out where nobody else holds them, copied otherwise.
    pub(super) fn into_pixels(self) -> Pixels {
        match self {
            Self::Whole(pixels) => Arc::unwrap_or_clone(pixels),
            Self::Region { of, region, copy } => copy.into_inner().unwrap_or_else(|| cut(&of, region)),
        }
    }

    /// A copy of the pixels in one piece.
    pub(super) fn to_pixels(&self) -> Pixels {
        match self {
            Self::Whole(pixels) => Pixels::clone(pixels),
            Self::Region { of, region, copy } => copy.get().cloned().unwrap_or_else(|| cut(of, *region)),
        }
    }

    /// A region, which shares the pixels. It has to lie within these.
    pub(super) fn region(&self, region: Region) -> Self {
        let (of, region) = match self {
            Self::Whole(pixels) => (pixels, region),
            Self::Region { of, region: outer, .. } => (of, region.moved(*outer)),
        };
        Self::Region { of: Arc::clone(of), region, copy: OnceLock::new() }
    }
}

fn cut(pixels: &Pixels, region: Region) -> Pixels {
    match pixels {
        Pixels::Gray(image) => Pixels::Gray(copied(image, region)),
        Pixels::Rgb(image) => Pixels::Rgb(copied(image, region)),
    }
}

/// Copies row by row; `SubImage::to_image` goes from pixel to pixel, which takes fifteen times as long.
fn copied<P: Pixel<Subpixel = u8>>(image: &Samples<P>, Region { x, y, width, height }: Region) -> Samples<P> {
    let [start, length, stride] =
        [x, width, image.width()].map(|pixels| pixels as usize * usize::from(P::CHANNEL_COUNT));
    let mut copy = Samples::new(width, height);
    let rows = image.chunks_exact(stride).skip(y as usize).filter_map(|row| row.get(start..start + length));
    for (copy, row) in copy.chunks_exact_mut(length).zip(rows) {
        copy.copy_from_slice(row);
    }
    copy
}

type Samples<P> = ImageBuffer<P, Vec<u8>>;

impl fmt::Debug for Raster {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (Self::Whole(pixels) | Self::Region { of: pixels, .. }) = self;
        let (width, height) = self.size();
        write!(formatter, "{}({width} × {height})", pixels.name())
    }
}
