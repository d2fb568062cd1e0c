//! Another size.

use block_runtime::value::Pixels;

use super::raster::{Raster, Transformation, transformed};
use super::{area, linear};

/// The image at another size, as `cv2.resize(image, (width, height), interpolation=cv2.INTER_AREA)` makes it: each
/// pixel of a smaller image is the mean of what it covers. Where a side grows, pixels are blended where they meet.
///
/// Sides are in pixels. An image without pixels becomes a black one.
pub fn resize(image: &Pixels, width: u32, height: u32) -> Pixels {
    transformed(image, &Resize { width, height })
}

struct Resize {
    width: u32,
    height: u32,
}

impl Transformation for Resize {
    fn size(&self) -> (u32, u32) {
        (self.width, self.height)
    }

    #[inline(always)]
    fn write<const C: usize, const L: usize>(&self, source: Raster<'_, C>, target: &mut [[u8; C]]) {
        let columns = Side { old: source.width, new: self.width as usize };
        let rows = Side { old: source.height, new: self.height as usize };
        if columns == columns.unchanged() && rows == rows.unchanged() {
            target.copy_from_slice(source.pixels);
        } else if columns.ratio() < 1.0 || rows.ratio() < 1.0 {
            linear::write(source, columns, rows, target);
        } else if let (Some(across), Some(down @ ..=area::MAX_DOWN)) = (columns.whole_ratio(), rows.whole_ratio()) {
            area::write_whole(source, columns, (across, down), target);
        } else {
            area::write::<C, L>(source, columns, rows, target);
        }
    }
}

/// The length of a side of an image before and after.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Side {
    pub(super) old: usize,
    pub(super) new: usize,
}

#[expect(clippy::cast_precision_loss, reason = "sides have 32 bits")]
impl Side {
    fn unchanged(self) -> Self {
        Self { new: self.old, ..self }
    }

    /// How many new pixels there are for an old one, as OpenCV calculates.
    pub(super) fn inverse_ratio(self) -> f64 {
        self.new as f64 / self.old as f64
    }

    /// How many old pixels there are for a new one, as OpenCV calculates: not always the nearest number.
    pub(super) fn ratio(self) -> f64 {
        1.0 / self.inverse_ratio()
    }

    /// The ratio where it is a whole number.
    fn whole_ratio(self) -> Option<usize> {
        let ratio = self.ratio();
        let nearest = ratio.round_ties_even();
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 1 to the length of the side")]
        ((ratio - nearest).abs() < f64::EPSILON).then_some(nearest as usize)
    }
}
