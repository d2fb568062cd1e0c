//! Which kernel sides a filter accepts, and what is said about the others.

use thiserror::Error;

/// Why a filter gives no image, mostly because of the side of its kernel.
///
/// Such variants name the filter, the side that was given and the nearest side that works.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum FilterError {
    /// The side is zero or negative.
    #[error(
        "the {filter} filter needs a kernel of at least 1 pixel a side, but {side} was given; \
         1 works and leaves the image as it is"
    )]
    TooSmall {
        /// The filter's name, as in "gaussian".
        filter: &'static str,
        /// The side that was given, in pixels.
        side: i64,
    },
    /// The side is larger than the filter can handle exactly and in reasonable time.
    #[error(
        "the {filter} filter takes a kernel of at most {limit} pixels a side, but {side} was \
         given; {limit} works"
    )]
    TooLarge {
        /// The filter's name, as in "gaussian".
        filter: &'static str,
        /// The side that was given, in pixels.
        side: i64,
        /// The largest side that works, in pixels.
        limit: i64,
    },
    /// The filter needs a middle pixel, and an even side has none.
    #[error(
        "the {filter} filter needs an odd kernel side, so that one pixel is in the middle, but \
         {side} was given; {below} and {above} work"
    )]
    Even {
        /// The filter's name, as in "gaussian".
        filter: &'static str,
        /// The side that was given, in pixels.
        side: i64,
        /// The next smaller side that works, in pixels.
        below: i64,
        /// The next larger side that works, in pixels.
        above: i64,
    },
    /// Nobody waits for the image any more.
    #[error("the {filter} filter was stopped")]
    Stopped {
        /// The filter's name, as in "bilateral".
        filter: &'static str,
    },
    /// The filter has no meaning, or none that OpenCV gives it, for this many channels.
    #[error(
        "the {filter} filter takes grey images of 1 channel and colour images of 3, but this image \
         has {channels}; an image with transparency works once it is converted to one of these"
    )]
    Channels {
        /// The filter's name, as in "bilateral".
        filter: &'static str,
        /// The number of channels of the image.
        channels: u8,
    },
}

/// The kernel sides that one filter accepts.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sides {
    pub(super) filter: &'static str,
    /// The largest side; odd where `odd` is set.
    pub(super) limit: i64,
    pub(super) odd: bool,
}

impl Sides {
    /// The side as a length, if the filter accepts it.
    pub(super) fn check(self, side: i64) -> Result<usize, FilterError> {
        let Self { filter, limit, odd } = self;
        if side > limit {
            return Err(FilterError::TooLarge { filter, side, limit });
        }
        match usize::try_from(side) {
            Ok(length) if length > 0 => {
                if odd && length.is_multiple_of(2) {
                    let (below, above) = (side - 1, side + 1);
                    Err(FilterError::Even { filter, side, below, above })
                } else {
                    Ok(length)
                }
            }
            _ => Err(FilterError::TooSmall { filter, side }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Sides;

    const ODD: Sides = Sides { filter: "gaussian", limit: 9, odd: true };

    #[test]
    fn accepted_sides_come_back_as_lengths() {
        assert_eq!(ODD.check(1), Ok(1));
        assert_eq!(ODD.check(9), Ok(9));
        assert_eq!(Sides { odd: false, ..ODD }.check(4), Ok(4));
    }

    #[test]
    fn a_refusal_says_what_works_instead() {
        let refusal = |side| ODD.check(side).unwrap_err().to_string();
        assert_eq!(
            refusal(4),
            "the gaussian filter needs an odd kernel side, so that one pixel is in the middle, \
             but 4 was given; 3 and 5 work"
        );
        assert_eq!(
            refusal(0),
            "the gaussian filter needs a kernel of at least 1 pixel a side, but 0 was given; 1 \
             works and leaves the image as it is"
        );
        assert_eq!(refusal(i64::MIN).matches("-9223372036854775808").count(), 1);
        assert_eq!(
            refusal(i64::MAX),
            "the gaussian filter takes a kernel of at most 9 pixels a side, but \
             9223372036854775807 was given; 9 works"
        );
    }
}
