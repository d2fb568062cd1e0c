//! What the masks of a set are drawn on while it is read.

use schemas::{Runs, kinds as wire};

use super::mask::Room;
use super::read::extent;
use super::{ImageSize, Mask, Point, RunLengthMask, RunLengths};
use crate::limits::MAX_MASK_PIXELS;
use crate::value::{ConversionError, FieldError, Place};

/// The image of a set, with the room that all its masks together have.
pub(super) struct Canvas {
    pub image: ImageSize,
    room: Room,
}

impl Canvas {
    pub fn new(image: ImageSize) -> Self {
        Self { image, room: Room::of_set() }
    }

    /// The mask within an outline that stands at a place.
    pub fn draw(&mut self, outline: &wire::Outline, place: Place<'_>) -> Result<Mask, FieldError> {
        let points = outline.iter().map(|point| Point { x: point.x, y: point.y });
        if points.clone().any(|point| !point.x.is_finite() || !point.y.is_finite()) {
            let (expected, found) = ("points of finite numbers".to_owned(), "others".to_owned());
            return Err(place.error(ConversionError::WrongType { expected, found }));
        }
        Mask::outlined(points, self.image, &mut self.room).map_err(|error| {
            place.error(ConversionError::OutOfRange {
                limit: format!(
                    "outlines of one set take at most {MAX_MASK_PIXELS} pixels to draw, and {} each",
                    Mask::MAX_PIXELS
                ),
                found: format!("{} for this one, where {} were left", error.pixels, error.limit),
            })
        })
    }

    /// The mask that runs make; nothing where they make none.
    pub fn decode(&mut self, runs: wire::RunLengthMask) -> Option<Mask> {
        let mask = run_lengths(runs, Place::Whole).ok()?.decode(&mut self.room).ok()?;
        if mask.image() == self.image { Some(mask) } else { mask.resized_within(self.image, &mut self.room).ok() }
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
