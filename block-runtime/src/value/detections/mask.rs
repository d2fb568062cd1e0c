//! Dense masks: which pixels of an image belong to a detection.

use std::sync::Arc;

use super::bits::{Bits, PixelRegion, each_run};
use super::fill::Filling;
use super::{ImageSize, Point, contour};
use crate::limits::MAX_MASK_PIXELS;

/// The pixels of an image that belong to a detection. Cheap to clone.
///
/// Only the smallest region around them is kept, a bit a pixel, so a mask is about as large as its object, however large
/// the image is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mask {
    image: ImageSize,
    /// The smallest region around all pixels of the mask; it lies on the image.
    region: PixelRegion,
    bits: Arc<Bits>,
}

/// A mask that would take more memory or time than anyone has a use for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a mask takes {pixels} pixels to draw, but there is room for {limit} only; use a smaller image")]
pub struct MaskTooLarge {
    /// How many pixels its region has, and its outline.
    pub pixels: u64,
    /// How many they may be.
    pub limit: u64,
}

/// How many pixels masks may still take. A few bytes of JSON can stand for a mask as large as any image.
pub(super) struct Room(u64);

impl Room {
    /// For all masks of a set that is read.
    pub(super) fn of_set() -> Self {
        Self(MAX_MASK_PIXELS)
    }

    /// For one mask.
    pub(super) fn of_mask() -> Self {
        Self(Mask::MAX_PIXELS)
    }

    /// Takes room for one mask. Once there was too little, none is left.
    pub(super) fn take(&mut self, pixels: u64) -> Result<(), MaskTooLarge> {
        let limit = self.0.min(Mask::MAX_PIXELS);
        self.0 = if pixels <= limit { self.0 - pixels } else { 0 };
        if pixels <= limit { Ok(()) } else { Err(MaskTooLarge { pixels, limit }) }
    }
}

/// How JSON gives the masks of a kind of detections.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MaskEncoding {
    /// As the points of an outline, `points`.
    Polygon,
    /// As runs of pixels, `rle_mask`.
    RunLength,
}

impl Mask {
    /// The most pixels that the region of a mask may have: 2²⁶, as many as an image has by default. They take 8 MiB.
    pub const MAX_PIXELS: u64 = 1 << 26;

    /// How many corners an outline has at least.
    pub const MIN_CORNERS: usize = 3;

    /// The mask of an outline, which is closed, through points whose fractions are cut off, towards zero.
    /// The border belongs to the mask; where the outline crosses itself, what is enclosed twice does not. What lies
    /// beside the image is cut off.
    ///
    /// # Errors
    /// [`MaskTooLarge`] for an outline on and around more than [`MAX_PIXELS`](Self::MAX_PIXELS) of the image.
    pub fn from_outline(points: impl IntoIterator<Item = Point>, image: ImageSize) -> Result<Self, MaskTooLarge> {
        Self::outlined(points, image, &mut Room::of_mask())
    }

    pub(super) fn outlined(
        points: impl IntoIterator<Item = Point>,
        image: ImageSize,
        room: &mut Room,
    ) -> Result<Self, MaskTooLarge> {
        let filling = Filling::new(points, image);
        room.take(filling.work())?;
        let (region, bits) = filling.draw();
        Ok(Self::new(image, region, bits))
    }

    /// The mask of an image that is given a byte a pixel, row by row, as models have it: 0 where a pixel does not belong
    /// to the mask. Pixels that are missing at the end do not.
    ///
    /// # Errors
    /// [`MaskTooLarge`] for more than [`MAX_PIXELS`](Self::MAX_PIXELS).
    pub fn from_bytes(pixels: &[u8], image: ImageSize) -> Result<Self, MaskTooLarge> {
        let region = PixelRegion { x: 0, y: 0, width: image.width, height: image.height };
        Room::of_mask().take(region.area())?;
        let mut bits = Bits::new(image.width, image.height);
        for (row, y) in pixels.chunks(image.width.max(1) as usize).zip(0..) {
            for (pixel, x) in row.iter().zip(0..) {
                if *pixel != 0 {
                    bits.set(x, y);
                }
            }
        }
        Ok(Self::new(image, region, bits))
    }

    /// The mask of bits that belong to a region of the image.
    pub(super) fn new(image: ImageSize, region: PixelRegion, bits: Bits) -> Self {
        let Some(used) = bits.extent() else {
            return Self { image, region: PixelRegion::default(), bits: Arc::default() };
        };
        let bits = if (used.width, used.height) == (bits.width(), bits.height()) { bits } else { bits.cut(used) };
        let region = PixelRegion { x: region.x + used.x, y: region.y + used.y, ..used };
        Self { image, region, bits: Arc::new(bits) }
    }

    pub(super) fn bits(&self) -> &Bits {
        &self.bits
    }

    /// The size of the image.
    pub fn image(&self) -> ImageSize {
        self.image
    }

    /// The smallest region around the mask; nothing for an empty mask.
    pub fn region(&self) -> Option<PixelRegion> {
        (!self.is_empty()).then_some(self.region)
    }

    /// True when no pixel belongs to the mask.
    pub fn is_empty(&self) -> bool {
        self.region.area() == 0
    }

    /// How many pixels belong to the mask.
    pub fn area(&self) -> u64 {
        self.bits.count()
    }

    /// True when a pixel of the image belongs to the mask.
    pub fn contains(&self, x: u32, y: u32) -> bool {
        let place = x.checked_sub(self.region.x).zip(y.checked_sub(self.region.y));
        place.is_some_and(|(x, y)| self.bits.get(x, y))
    }

    /// The pixels of the mask in rows: the row, the first pixel and the one after the last of each run.
    pub fn runs(&self) -> impl Iterator<Item = (u32, std::ops::Range<u32>)> + '_ {
        (0..).zip(self.bits.rows()).flat_map(|(y, row)| {
            let mut runs = Vec::new();
            each_run(row, |from, to| runs.push((self.region.y + y, self.region.x + from..self.region.x + to)));
            runs
        })
    }

    /// The outline of the mask: of several parts that of the largest, of outlines within others too. It starts at the top,
    /// there at the left, and goes down first. It has at least three corners; of fewer, the last is repeated. Nothing for
    /// an empty mask.
    pub fn outline(&self) -> Option<Vec<Point>> {
        let mut corners: Vec<Point> = contour::largest(&self.bits)?
            .into_iter()
            .map(|(x, y)| Point {
                x: f64::from(self.region.x) + f64::from(x),
                y: f64::from(self.region.y) + f64::from(y),
            })
            .collect();
        let last = corners.last().copied()?;
        corners.resize(corners.len().max(Self::MIN_CORNERS), last);
        Some(corners)
    }

    /// The mask on an image of another size in which the first image lies so many pixels from the left and from the top.
    /// What lies beside it is cut off.
    #[must_use]
    pub fn shifted(&self, x: i64, y: i64, image: ImageSize) -> Self {
        let (columns, left) = overlap(self.region.x, self.region.width, x, image.width);
        let (rows, top) = overlap(self.region.y, self.region.height, y, image.height);
        let kept = PixelRegion { x: columns.0, y: rows.0, width: columns.1, height: rows.1 };
        let region = PixelRegion { x: left, y: top, ..kept };
        if kept == (PixelRegion { x: 0, y: 0, ..self.region }) && !self.is_empty() {
            return Self { image, region, bits: Arc::clone(&self.bits) };
        }
        Self::new(image, region, self.bits.cut(kept))
    }

    /// The mask on the image after that was resized, where each pixel is taken from the nearest one.
    ///
    /// # Errors
    /// [`MaskTooLarge`] for more than [`MAX_PIXELS`](Self::MAX_PIXELS).
    pub fn resized(&self, image: ImageSize) -> Result<Self, MaskTooLarge> {
        self.resized_within(image, &mut Room::of_mask())
    }

    pub(super) fn resized_within(&self, image: ImageSize, room: &mut Room) -> Result<Self, MaskTooLarge> {
        if image == self.image {
            return Ok(self.clone());
        }
        let columns = resized_places(self.region.x, self.region.width, self.image.width, image.width);
        let rows = resized_places(self.region.y, self.region.height, self.image.height, image.height);
        let region = PixelRegion { x: columns.0, y: rows.0, width: columns.1, height: rows.1 };
        room.take(region.area())?;
        let mut bits = Bits::new(region.width, region.height);
        let source_columns: Vec<u32> = (0..region.width)
            .map(|x| nearest(region.x + x, self.image.width, image.width).saturating_sub(self.region.x))
            .collect();
        for y in 0..region.height {
            let source = nearest(region.y + y, self.image.height, image.height).saturating_sub(self.region.y);
            for (x, from) in (0..).zip(&source_columns) {
                if self.bits.get(*from, source) {
                    bits.set(x, y);
                }
            }
        }
        Ok(Self::new(image, region, bits))
    }
}

/// What of a part of one side is on another side after it was moved: its start within the part and its length, and where
/// it then starts.
fn overlap(start: u32, len: u32, offset: i64, side: u32) -> ((u32, u32), u32) {
    let from = i64::from(start).saturating_add(offset);
    let to = from.saturating_add(i64::from(len)).clamp(0, side.into());
    let kept = from.clamp(0, side.into());
    let number = |number: i64| u32::try_from(number).unwrap_or_default();
    ((number(kept.saturating_sub(from)), number(to - kept)), number(kept))
}

/// The pixel of a side of `old` pixels that is nearest to one of `new`, as OpenCV finds it.
fn nearest(place: u32, old: u32, new: u32) -> u32 {
    let ratio = 1.0 / (f64::from(new) / f64::from(old));
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a place within the side")]
    let found = (f64::from(place) * ratio).floor() as u32;
    found.min(old.saturating_sub(1))
}

/// Which pixels of a side show a part of it after the side was resized: the first one, and how many.
fn resized_places(start: u32, len: u32, old: u32, new: u32) -> (u32, u32) {
    let shows = |limit: u32| {
        let (mut low, mut high) = (0, new);
        while low < high {
            let middle = low + (high - low) / 2;
            if nearest(middle, old, new) < limit { low = middle + 1 } else { high = middle }
        }
        low
    };
    let first = shows(start);
    (first, if len == 0 { 0 } else { shows(start + len) - first })
}
