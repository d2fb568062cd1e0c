//! Where an image comes from.

use std::sync::Arc;

use schemas::kinds as wire;

use crate::value::{ConversionError, FieldError, Place};

/// An image or region that another image comes from, and where in it that image lies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ancestor {
    /// Its identifier: the name of an input, or that of the detection that was cut out.
    pub id: Arc<str>,
    /// Where the image lies.
    pub origin: Origin,
}

/// The place of an image within a larger one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Origin {
    /// Pixels from the left edge of the larger image.
    pub offset_x: i64,
    /// Pixels from the top edge of the larger image.
    pub offset_y: i64,
    /// Width of the larger image in pixels.
    pub width: u32,
    /// Height of the larger image in pixels.
    pub height: u32,
}

impl Origin {
    /// The place of an image of this size, in pixels, that is not cut out of a larger one.
    pub fn whole(width: u32, height: u32) -> Self {
        Self { offset_x: 0, offset_y: 0, width, height }
    }

    /// The place of a region that lies this far inside the image. Offsets that no image can have are cut off at the
    /// largest number.
    #[must_use]
    pub fn moved(self, x: i64, y: i64) -> Self {
        Self { offset_x: self.offset_x.saturating_add(x), offset_y: self.offset_y.saturating_add(y), ..self }
    }

    /// Offsets and size, as JSON gives them.
    pub(crate) fn to_wire(self) -> wire::Origin {
        let (width, height) = (self.width.into(), self.height.into());
        wire::Origin { offset_x: self.offset_x, offset_y: self.offset_y, width, height }
    }

    /// The same read from JSON, where it stands at a place.
    pub(crate) fn from_wire(origin: &wire::Origin, place: Place<'_>) -> Result<Self, FieldError> {
        let side = |name, side: i64| {
            u32::try_from(side).ok().filter(|side| *side > 0).ok_or_else(|| {
                let limit = "an image is 1 to 4294967295 pixels wide and high".to_owned();
                Place::Member(&place, name).error(ConversionError::OutOfRange { limit, found: side.to_string() })
            })
        };
        let (width, height) = (side("width", origin.width)?, side("height", origin.height)?);
        Ok(Self { offset_x: origin.offset_x, offset_y: origin.offset_y, width, height })
    }
}
