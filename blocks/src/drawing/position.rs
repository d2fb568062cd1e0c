//! Points of detections at which things are drawn.

use block_runtime::prelude::*;
use block_runtime::value::detections::{BoundingBox, Mask};

use super::place::{Place, PlaceError, pixel};

/// A point of a detection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Choice)]
#[block(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Position {
    /// The middle of the box.
    Center,
    /// The middle of its left side.
    CenterLeft,
    /// The middle of its right side.
    CenterRight,
    /// The middle of its upper side.
    TopCenter,
    /// Its upper left corner.
    TopLeft,
    /// Its upper right corner.
    TopRight,
    /// Its lower left corner.
    BottomLeft,
    /// The middle of its lower side.
    BottomCenter,
    /// Its lower right corner.
    BottomRight,
    /// The mean of all pixels of the mask. The detections need masks for that.
    CenterOfMass,
}

/// Why a point of a detection cannot be found.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
pub enum PositionError {
    /// Its box is not on an image.
    #[error(transparent)]
    Place(#[from] PlaceError),
    /// There is no mask to find the centre of.
    #[error("CENTER_OF_MASS needs masks, but the detections have none; choose another position, such as CENTER")]
    NoMasks,
}

impl Position {
    /// The point of each detection.
    ///
    /// # Errors
    /// [`PositionError`] where a box has no place in pixels, or the centre of mass of no mask is asked for.
    pub fn of(self, detections: &Detections) -> Result<Vec<Place>, PositionError> {
        if self == Self::CenterOfMass {
            let masks = detections.masks().ok_or(PositionError::NoMasks)?;
            return Ok(masks.iter().map(center_of_mass).collect());
        }
        detections.bounds().iter().map(|bounds| self.of_box(bounds).map_err(PositionError::from)).collect()
    }

    fn of_box(self, bounds: &BoundingBox) -> Result<Place, PlaceError> {
        let (left, right) = (bounds.x_min, bounds.x_max);
        let (top, bottom) = (bounds.y_min, bounds.y_max);
        let (x, y) = match self {
            Self::TopLeft => (left, top),
            Self::TopCenter => (left.midpoint(right), top),
            Self::TopRight => (right, top),
            Self::CenterLeft => (left, top.midpoint(bottom)),
            Self::Center | Self::CenterOfMass => (left.midpoint(right), top.midpoint(bottom)),
            Self::CenterRight => (right, top.midpoint(bottom)),
            Self::BottomLeft => (left, bottom),
            Self::BottomCenter => (left.midpoint(right), bottom),
            Self::BottomRight => (right, bottom),
        };
        Ok(Place::new(pixel(x)?, pixel(y)?))
    }
}

/// The pixel in which the mean of the middles of all pixels lies; the first pixel of the image for an empty mask.
fn center_of_mass(mask: &Mask) -> Place {
    let (mut count, mut across, mut down) = (0_u64, 0_u64, 0_u64);
    for (row, columns) in mask.runs() {
        let (start, end) = (u64::from(columns.start), u64::from(columns.end));
        count += end - start;
        // Doubled, so that middles of pixels are whole numbers.
        across += (end - start) * (start + end);
        down += (end - start) * (2 * u64::from(row) + 1);
    }
    let mean =
        |doubled: u64| doubled.checked_div(2 * count).and_then(|mean| i64::try_from(mean).ok()).unwrap_or_default();
    Place::new(mean(across), mean(down))
}

#[cfg(test)]
mod tests {
    use block_runtime::value::detections::ImageSize;

    use super::*;

    #[test]
    fn points_lie_on_the_box() {
        let bounds = BoundingBox { x_min: 1.9, y_min: -2.9, x_max: 6.0, y_max: 8.0 };
        let point = |position: Position| position.of_box(&bounds).map(|place| (place.x, place.y));
        assert_eq!(point(Position::TopLeft), Ok((1, -2)));
        assert_eq!(point(Position::Center), Ok((3, 2)));
        assert_eq!(point(Position::BottomCenter), Ok((3, 8)));
        assert_eq!(point(Position::CenterRight), Ok((6, 2)));
    }

    #[test]
    fn boxes_without_a_place_are_errors() {
        for x_min in [f64::NAN, f64::INFINITY, -1e300, 3e9] {
            let bounds = BoundingBox { x_min, y_min: 0.0, x_max: 1.0, y_max: 1.0 };
            assert!(Position::TopLeft.of_box(&bounds).is_err(), "{x_min}");
        }
    }

    #[test]
    fn masks_have_a_centre() {
        let image = ImageSize { width: 4, height: 3 };
        let mask = |pixels: [u8; 12]| center_of_mass(&Mask::from_bytes(&pixels, image).unwrap());
        assert_eq!(mask([0, 0, 0, 0, 0, 1, 1, 1, 0, 1, 1, 1]), Place::new(2, 2));
        assert_eq!(mask([0, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0]), Place::new(3, 0));
        assert_eq!(mask([0; 12]), Place::new(0, 0));
    }
}
