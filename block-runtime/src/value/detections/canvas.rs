//! What the masks of a set are drawn on while it is read.

use schemas::{Runs, kinds as wire};

use super::read::extent;
use super::{ImageSize, Mask, Point, RunLengthMask, RunLengths};
use crate::limits::MAX_MASK_PIXELS;
use crate::value::{ConversionError, FieldError, Place};

/// The image of a set, on which all masks together have room for so many pixels.
pub(super) struct Canvas {
    pub image: ImageSize,
    room: u64,
}

impl Canvas {
    pub fn new(image: ImageSize) -> Self {
        Self { image, room: MAX_MASK_PIXELS }
    }

    /// The mask within an outline that stands at a place.
    pub fn draw(&mut self, outline: &wire::Outline, place: Place<'_>) -> Result<Mask, FieldError> {
        let points = outline.iter().map(|point| Point { x: point.x, y: point.y });
        if points.clone().any(|point| !point.x.is_finite() || !point.y.is_finite()) {
            let (expected, found) = ("points of finite numbers".to_owned(), "others".to_owned());
            return Err(place.error(ConversionError::WrongType { expected, found }));
        }
        let mask = Mask::from_outline(points, self.image).ok().and_then(|mask| self.keep(mask));
        mask.ok_or_else(|| {
            place.error(ConversionError::OutOfRange {
                limit: format!(
                    "outlines lie around at most {} pixels of the image each and {MAX_MASK_PIXELS} together",
                    Mask::MAX_PIXELS
                ),
                found: "more".to_owned(),
            })
        })
    }

    /// The mask that runs make; nothing where they make none.
    pub fn decode(&mut self, runs: wire::RunLengthMask) -> Option<Mask> {
        let mask = Mask::try_from(&run_lengths(runs, Place::Whole).ok()?).ok()?;
        self.keep(mask.resized(self.image).ok()?)
    }

    fn keep(&mut self, mask: Mask) -> Option<Mask> {
        self.room = self.room.checked_sub(mask.region().unwrap_or_default().area())?;
        Some(mask)
    }
}

/// Runs that stand at a place, kept as they are.
pub(super) fn run_lengths(mask: wire::RunLengthMask, place: Place<'_>) -> Result<RunLengthMask, FieldError> {
    let [height, width] = mask.size;
    let size = Place::Member(&place, "size");
    Ok(RunLengthMask {
        height: extent(height, Place::Element(&size, 0))?,
        width: extent(width, Place::Element(&size, 1))?,
        counts: match mask.counts {
            Runs::Compressed(text) => RunLengths::Compressed(text),
            Runs::Plain(lengths) => RunLengths::Plain(lengths),
        },
    })
}
