//! Places: whole pixels, and the finer grid on which slopes are followed.

/// How many fractional bits the fine grid has.
const SHIFT: u32 = 16;

/// A pixel: its column and its row, counted from the top left. It may lie beside the canvas.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// Pixels from the left edge.
    pub x: i64,
    /// Pixels from the top edge.
    pub y: i64,
}

/// A coordinate that stands for no pixel.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
#[error("{0} is no place in an image; coordinates are numbers of pixels between -2147483648 and 2147483647")]
pub struct PlaceError(f64);

/// The pixel in which a coordinate lies; towards zero, as the reference takes it.
///
/// # Errors
/// [`PlaceError`] for what is no number, and for places beyond those of 32 bits.
pub fn pixel(coordinate: f64) -> Result<i64, PlaceError> {
    let whole = coordinate.trunc();
    if whole >= f64::from(i32::MIN) && whole <= f64::from(i32::MAX) {
        #[expect(clippy::cast_possible_truncation, reason = "the number is whole and within 32 bits")]
        return Ok(whole as i64);
    }
    Err(PlaceError(coordinate))
}

impl Place {
    /// The place at a column and a row.
    pub const fn new(x: i64, y: i64) -> Self {
        Self { x, y }
    }

    /// The same place on the fine grid.
    pub(super) fn fine(self) -> Fine {
        Fine { x: self.x << SHIFT, y: self.y << SHIFT }
    }
}

/// A place on the fine grid, in parts of a pixel. Whole pixels are at multiples of [`ONE`](Self::ONE).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Fine {
    pub x: i64,
    pub y: i64,
}

impl Fine {
    /// One pixel.
    pub const ONE: i64 = 1 << SHIFT;
    /// Half a pixel.
    pub const HALF: i64 = Self::ONE / 2;

    /// The pixel that the place is nearest to.
    pub fn nearest(self) -> Place {
        Place { x: (self.x + Self::HALF) >> SHIFT, y: (self.y + Self::HALF) >> SHIFT }
    }
}

/// The pixel that a fine coordinate lies in.
pub(super) fn whole(fine: i64) -> i64 {
    fine >> SHIFT
}

/// What a fine coordinate goes on by on each pixel, when it goes `rise` in `run`.
pub(super) fn slope(rise: i64, run: i64) -> i64 {
    (rise << SHIFT) / (run | 1)
}

/// The nearest whole number; of two, the even one.
#[expect(clippy::cast_possible_truncation, reason = "numbers beyond any image end at the greatest one")]
pub(super) fn rounded(number: f64) -> i64 {
    number.round_ties_even() as i64
}
