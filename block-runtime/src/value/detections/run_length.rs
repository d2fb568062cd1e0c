//! Masks in COCO's run-length encoding.

use std::sync::Arc;

use super::bits::{Bits, PixelRegion, each_run};
use super::counts::{self, MalformedCounts};
use super::mask::{MaskTooLarge, Room};
use super::{ImageSize, Mask};

/// A mask in COCO's run-length encoding. Lengths count pixels column by column, first of the background.
///
/// It is kept as it was read, and written so again. [`Mask::try_from`] makes a dense mask of it, which tells whether it
/// makes sense; the way back is [`RunLengthMask::from`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunLengthMask {
    /// Height of the image in pixels.
    pub height: u32,
    /// Width of the image in pixels.
    pub width: u32,
    /// Lengths of the runs.
    pub counts: RunLengths,
}

/// Lengths of runs, kept as they were written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RunLengths {
    /// COCO's text, in which a length takes one or two characters.
    Compressed(Arc<str>),
    /// Plain numbers.
    Plain(Arc<[u64]>),
}

/// Runs that are no mask.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RunLengthError {
    /// The text is not one of COCO's.
    #[error(transparent)]
    Malformed(#[from] MalformedCounts),
    /// There are more or fewer pixels in the runs than in the image.
    #[error("the runs have {found} pixels, but an image of {width} by {height} pixels has {expected}", expected = u64::from(*width) * u64::from(*height))]
    WrongTotal {
        /// How many pixels there are in the runs, as far as can be counted.
        found: u64,
        /// Width of the image.
        width: u32,
        /// Height of the image.
        height: u32,
    },
    /// The mask would take too much memory.
    #[error(transparent)]
    TooLarge(#[from] MaskTooLarge),
}

impl RunLengthMask {
    /// The lengths of the runs, first of the background.
    ///
    /// # Errors
    /// [`RunLengthError`] when they do not add up to the pixels of the image, or the text is malformed.
    pub fn runs(&self) -> Result<Vec<u64>, RunLengthError> {
        let runs = match &self.counts {
            RunLengths::Compressed(text) => counts::decompress(text)?,
            RunLengths::Plain(runs) => runs.to_vec(),
        };
        let found = runs.iter().fold(0, |sum: u64, run| sum.saturating_add(*run));
        if found == u64::from(self.width) * u64::from(self.height) {
            Ok(runs)
        } else {
            Err(RunLengthError::WrongTotal { found, width: self.width, height: self.height })
        }
    }

    /// How many pixels belong to the mask.
    ///
    /// # Errors
    /// [`RunLengthError`] as for [`runs`](Self::runs).
    pub fn area(&self) -> Result<u64, RunLengthError> {
        Ok(self.runs()?.iter().skip(1).step_by(2).sum())
    }

    pub(super) fn decode(&self, room: &mut Room) -> Result<Mask, RunLengthError> {
        let image = ImageSize { width: self.width, height: self.height };
        let pieces = Pieces::new(&self.runs()?, self.height);
        let region = pieces.region().unwrap_or_default();
        room.take(region.area())?;
        // Columns as rows, in which the runs lie.
        let mut columns = Bits::new(region.height, region.width);
        for piece in &pieces.0 {
            for column in piece.columns.clone() {
                columns.set_run(column - region.x, piece.rows.start - region.y, piece.rows.end - region.y);
            }
        }
        Ok(Mask::new(image, region, columns.transposed()))
    }
}

/// The dense mask; takes memory only for the region that belongs to the mask.
impl TryFrom<&RunLengthMask> for Mask {
    type Error = RunLengthError;

    fn try_from(mask: &RunLengthMask) -> Result<Self, RunLengthError> {
        mask.decode(&mut Room::of_mask())
    }
}

/// The same rows of some columns, all of the mask.
struct Piece {
    columns: std::ops::Range<u32>,
    rows: std::ops::Range<u32>,
}

/// The foreground, cut where columns end.
struct Pieces(Vec<Piece>);

impl Pieces {
    /// Of runs that add up to columns of this height.
    fn new(runs: &[u64], height: u32) -> Self {
        let mut pieces = Self(Vec::new());
        let tall = u64::from(height).max(1);
        let mut end = 0;
        for (index, run) in runs.iter().enumerate() {
            let start = end;
            end += run;
            if index % 2 == 0 || *run == 0 {
                continue;
            }
            let ((first, top), (last, bottom)) = ((start / tall, start % tall), (end / tall, end % tall));
            if first == last {
                pieces.add(first..first + 1, top..bottom);
            } else {
                let whole = if top == 0 { first } else { first + 1 };
                pieces.add(first..whole, top..tall);
                pieces.add(whole..last, 0..tall);
                pieces.add(last..last + 1, 0..bottom);
            }
        }
        pieces
    }

    fn add(&mut self, columns: std::ops::Range<u64>, rows: std::ops::Range<u64>) {
        let places = [columns.start, columns.end, rows.start, rows.end].map(u32::try_from);
        if let [Ok(first), Ok(last), Ok(top), Ok(bottom)] = places
            && first < last
            && top < bottom
        {
            self.0.push(Piece { columns: first..last, rows: top..bottom });
        }
    }

    /// The smallest region around all.
    fn region(&self) -> Option<PixelRegion> {
        let (first, last) = (self.0.first()?.columns.start, self.0.last()?.columns.end);
        let top = self.0.iter().map(|piece| piece.rows.start).min()?;
        let bottom = self.0.iter().map(|piece| piece.rows.end).max()?;
        Some(PixelRegion { x: first, y: top, width: last - first, height: bottom - top })
    }
}

/// The mask as COCO's text.
impl From<&Mask> for RunLengthMask {
    fn from(mask: &Mask) -> Self {
        let ImageSize { width, height } = mask.image();
        let region = mask.region().unwrap_or_default();
        let tall = u64::from(height);
        let (mut runs, mut end) = (Vec::new(), 0);
        for (column, row) in (u64::from(region.x)..).zip(mask.bits().transposed().rows()) {
            each_run(row, |from, to| {
                let top = column * tall + u64::from(region.y);
                let (from, to) = (top + u64::from(from), top + u64::from(to));
                match runs.last_mut() {
                    Some(last) if from == end => *last += to - from,
                    _ => runs.extend([from - end, to - from]),
                }
                end = to;
            });
        }
        let rest = u64::from(width) * tall - end;
        if rest > 0 || runs.is_empty() {
            runs.push(rest);
        }
        Self { height, width, counts: RunLengths::Compressed(counts::compress(&runs).into()) }
    }
}
