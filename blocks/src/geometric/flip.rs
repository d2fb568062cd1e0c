//! Mirror images.

use block_runtime::prelude::*;
use block_runtime::value::Pixels;

use super::raster::{Raster, Transformation, transformed};

/// Which ends of an image change places.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Choice)]
pub enum Axis {
    /// Top and bottom.
    Vertical,
    /// Left and right.
    Horizontal,
    /// Both, which is half a turn.
    Both,
}

/// The mirror image.
pub fn flip(image: &Pixels, axis: Axis) -> Pixels {
    transformed(image, &Flip { axis, size: (image.width(), image.height()) })
}

struct Flip {
    axis: Axis,
    size: (u32, u32),
}

impl Transformation for Flip {
    fn size(&self) -> (u32, u32) {
        self.size
    }

    #[inline(always)]
    fn write<const C: usize, const L: usize>(&self, source: Raster<'_, C>, target: &mut [[u8; C]]) {
        let rows = target.chunks_exact_mut(source.width).enumerate();
        for (y, target) in rows {
            let opposite = source.height - 1 - y;
            let row = source.row(if self.axis == Axis::Horizontal { y } else { opposite });
            if self.axis == Axis::Vertical {
                target.copy_from_slice(row);
            } else {
                for (target, pixel) in target.iter_mut().zip(row.iter().rev()) {
                    *target = *pixel;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use image::GrayImage;

    use super::*;

    #[test]
    fn ends_change_places() {
        let image = |levels: [u8; 6]| Pixels::from(GrayImage::from_raw(3, 2, levels.to_vec()).unwrap());
        let straight = image([1, 2, 3, 4, 5, 6]);
        assert!(flip(&straight, Axis::Vertical) == image([4, 5, 6, 1, 2, 3]));
        assert!(flip(&straight, Axis::Horizontal) == image([3, 2, 1, 6, 5, 4]));
        assert!(flip(&straight, Axis::Both) == image([6, 5, 4, 3, 2, 1]));
    }
}
