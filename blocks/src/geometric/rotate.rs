//! Turned images.

use block_runtime::value::Pixels;

use super::raster::{Raster, Transformation, transformed};
use crate::lanes::load;

/// A turn of an image around its middle, on a canvas that is just large enough.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rotation {
    /// Where a pixel of the canvas lies in the image: both coordinates as factors of x and y and a constant.
    inverse: [[f64; 3]; 2],
    width: u32,
    height: u32,
}

impl Rotation {
    /// A turn by degrees, counter-clockwise, of an image of this size in pixels.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "sides lose their fractions, as in the reference, and are at most the sum of two sides"
    )]
    pub fn new(degrees: f64, width: u32, height: u32) -> Self {
        // What is rounded when and where is OpenCV's, in `getRotationMatrix2D` and `warpAffine`.
        let angle = degrees * (std::f64::consts::PI / 180.0);
        let (cos, sin) = (angle.cos(), angle.sin());
        let (center_x, center_y) = (f64::from(width / 2), f64::from(height / 2));
        let (wide, high) = (f64::from(width), f64::from(height));
        let new_width = (high * sin.abs() + wide * cos.abs()).trunc();
        let new_height = (high * cos.abs() + wide * sin.abs()).trunc();
        let shift_x = (1.0 - cos) * center_x - sin * center_y + (new_width / 2.0 - center_x);
        let shift_y = sin * center_x + (1.0 - cos) * center_y + (new_height / 2.0 - center_y);

        let scale = 1.0 / (cos * cos + sin * sin);
        let (along, across) = (cos * scale, sin * -scale);
        Self {
            inverse: [
                [along, across, -along * shift_x - across * shift_y],
                [-across, along, across * shift_x - along * shift_y],
            ],
            width: new_width as u32,
            height: new_height as u32,
        }
    }

    /// Width and height of the canvas in pixels.
    pub fn canvas(&self) -> (u32, u32) {
        (self.width, self.height)
    }
}

/// The image after a turn, as `cv2.warpAffine` with its defaults makes it: four neighbours are blended, and what lies
/// beside the image is black.
pub fn rotate(image: &Pixels, rotation: &Rotation) -> Pixels {
    transformed(image, rotation)
}

/// Places are calculated in units of 1/1024 of a pixel, and blended in units of 1/32.
const PLACE_BITS: u32 = 10;
const BLEND_BITS: u32 = 5;
const ONE: u32 = 1 << BLEND_BITS;
/// Half of the smaller unit in the larger one, to round to the nearest.
const HALF: i64 = 1 << (PLACE_BITS - BLEND_BITS - 1);

/// The canvas is written in squares of so many pixels a side: what they show lies close together in memory, which rows
/// of a turned image do not.
const TILE: usize = 64;

impl Transformation for Rotation {
    fn size(&self) -> (u32, u32) {
        self.canvas()
    }

    #[inline(always)]
    fn write<const C: usize, const L: usize>(&self, source: Raster<'_, C>, target: &mut [[u8; C]]) {
        let [to_x, to_y] = self.inverse;
        let steps: Vec<(i64, i64)> =
            (0..self.width).map(f64::from).map(|x| (fixed(to_x[0] * x), fixed(to_y[0] * x))).collect();
        let starts: Vec<(i64, i64)> = (0..self.height)
            .map(f64::from)
            .map(|y| (fixed(to_x[1] * y + to_x[2]) + HALF, fixed(to_y[1] * y + to_y[2]) + HALF))
            .collect();
        let width = steps.len();
        for (band, starts) in target.chunks_mut(width * TILE).zip(starts.chunks(TILE)) {
            for (tile, steps) in (0..).step_by(TILE).zip(steps.chunks(TILE)) {
                for (row, start) in band.chunks_exact_mut(width).zip(starts) {
                    let target = &mut row[tile..][..steps.len()];
                    write_run::<C, L>(source, *start, steps, target);
                }
            }
        }
    }
}

/// Writes neighbouring pixels of a row, at most [`TILE`].
#[inline(always)]
fn write_run<const C: usize, const L: usize>(
    source: Raster<'_, C>,
    (start_x, start_y): (i64, i64),
    steps: &[(i64, i64)],
    target: &mut [[u8; C]],
) {
    let mut blends = [[0; L]; TILE];
    for (blend, (step_x, step_y)) in blends.iter_mut().zip(steps) {
        let [x, y] = [start_x + step_x, start_y + step_y].map(|place| place >> (PLACE_BITS - BLEND_BITS));
        *blend = blended(source, x, y);
    }
    for (target, blend) in target.iter_mut().zip(&blends) {
        *target = load(blend, 0);
    }
}

/// A place in 1/1024 of a pixel.
#[expect(clippy::cast_possible_truncation, reason = "places near an image are far below the largest number")]
fn fixed(place: f64) -> i64 {
    (place * f64::from(1 << PLACE_BITS)).round_ties_even() as i64
}

/// The pixel at a place in 1/32 of a pixel, of the four around it.
#[inline(always)]
fn blended<const C: usize, const L: usize>(source: Raster<'_, C>, x: i64, y: i64) -> [u8; L] {
    let (left, top) = (x >> BLEND_BITS, y >> BLEND_BITS);
    let [width, height] = [source.width, source.height].map(|side| i64::try_from(side).unwrap_or(i64::MAX));
    if (0..width - 1).contains(&left)
        && (0..height - 1).contains(&top)
        && let Ok(at) = usize::try_from(top * width + left)
        && (C == L || at + source.width + 2 < source.pixels.len())
    {
        let levels = source.pixels.as_flattened();
        let pixel = |at: usize| load::<_, L>(levels, at * C);
        // All places are whole where an image with even sides is turned by right angles.
        if (x | y) % i64::from(ONE) == 0 {
            return pixel(at);
        }
        blend([at, at + source.width].map(|at| [pixel(at), pixel(at + 1)]), x, y)
    } else if (-1..width).contains(&left) && (-1..height).contains(&top) {
        at_the_edge(source, x, y)
    } else {
        [0; L]
    }
}

/// The same where some of the four lie beside the image.
#[cold]
fn at_the_edge<const C: usize, const L: usize>(source: Raster<'_, C>, x: i64, y: i64) -> [u8; L] {
    let pixel = |across: i64, down: i64| {
        let (x, y) = ((x >> BLEND_BITS) + across, (y >> BLEND_BITS) + down);
        let (x, y) = (usize::try_from(x).ok()?, usize::try_from(y).ok()?);
        if x < source.width { source.pixels.get(y * source.width + x) } else { None }
    };
    let rows = [[pixel(0, 0), pixel(1, 0)], [pixel(0, 1), pixel(1, 1)]];
    let levels = |pixel: Option<&[u8; C]>| {
        let mut levels = [0; L];
        levels[..C].copy_from_slice(pixel.unwrap_or(&[0; C]));
        levels
    };
    blend(rows.map(|row| row.map(levels)), x, y)
}

/// Four neighbours, row by row, each weighing as much as the place is near to it.
#[inline(always)]
fn blend<const L: usize>(rows: [[[u8; L]; 2]; 2], x: i64, y: i64) -> [u8; L] {
    let [right, lower] = [x, y].map(|place| u32::from(place.to_le_bytes()[0]) % ONE);
    let (left, upper) = (ONE - right, ONE - lower);
    let weights = [left * upper, right * upper, left * lower, right * lower];
    let mut sums = [ONE * ONE / 2; L];
    for (pixel, weight) in rows.as_flattened().iter().zip(weights) {
        for (sum, &level) in sums.iter_mut().zip(pixel) {
            *sum += u32::from(level) * weight;
        }
    }
    sums.map(|sum| (sum / (ONE * ONE)).to_le_bytes()[0])
}
