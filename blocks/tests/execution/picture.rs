//! Images that come out, ours beside the reference's.

use std::path::Path;

use block_runtime::value::Picture;
use image::RgbImage;

/// How far images may differ on average, of 255.
const MEAN: f64 = 1.0;

/// How far any square of [`SIDE`] pixels may differ on average, of 255. A line that is one pixel off is further.
const ANY_SQUARE: f64 = 24.0;
const SIDE: usize = 7;

/// Images of a run.
pub struct Comparison<'a> {
    /// Ours, by number.
    pub ours: &'a [Picture],
    /// The folder of the reference's.
    pub theirs: &'a Path,
}

impl Comparison<'_> {
    /// How our image of a number differs from the reference's of a file name.
    pub fn difference(&self, file: &str, number: u64) -> Option<String> {
        let path = self.theirs.join(file);
        let theirs = image::open(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let is_grey = theirs.color().channel_count() == 1;
        let ours = usize::try_from(number).ok().and_then(|number| self.ours.get(number))?;
        if is_grey != matches!(ours.pixels(), block_runtime::value::Pixels::Gray(_)) {
            return Some(format!("{file}: one image is grey, the other is not"));
        }
        difference(&theirs.into_rgb8(), &ours.pixels().to_rgb()).map(|difference| format!("{file}: {difference}"))
    }
}

fn difference(theirs: &RgbImage, ours: &RgbImage) -> Option<String> {
    if theirs.dimensions() != ours.dimensions() {
        return Some(format!("{:?} pixels, should be {:?}", ours.dimensions(), theirs.dimensions()));
    }
    let (width, height) = (theirs.width() as usize, theirs.height() as usize);
    let off: Vec<f64> = theirs
        .pixels()
        .zip(ours.pixels())
        .map(|(a, b)| (0..3).map(|channel| f64::from(a.0[channel].abs_diff(b.0[channel]))).sum::<f64>() / 3.0)
        .collect();
    let mean = mean(off.iter().copied());
    if mean > MEAN {
        return Some(format!("off by {mean:.2} on average"));
    }
    let side = SIDE.min(width).min(height);
    for top in 0..=height - side {
        for left in 0..=width - side {
            let rows = (top..top + side).map(|y| &off[y * width + left..y * width + left + side]);
            let square = self::mean(rows.flatten().copied());
            if square > ANY_SQUARE {
                return Some(format!("off by {square:.1} in the square at ({left}, {top})"));
            }
        }
    }
    None
}

fn mean(numbers: impl Iterator<Item = f64>) -> f64 {
    let (sum, count) = numbers.fold((0.0, 0.0_f64), |(sum, count), number| (sum + number, count + 1.0));
    sum / count.max(1.0)
}

#[test]
fn a_line_that_is_one_pixel_off_is_a_difference() {
    let line =
        |at: u32| RgbImage::from_fn(300, 300, |x, y| image::Rgb(if x == at && y < 30 { [255; 3] } else { [0; 3] }));
    assert!(difference(&line(50), &line(50)).is_none());
    assert!(difference(&line(50), &line(51)).is_some_and(|told| told.contains("square")));
    assert!(difference(&line(50), &RgbImage::new(300, 299)).is_some());
    let pale = RgbImage::from_pixel(100, 100, image::Rgb([2; 3]));
    assert!(difference(&pale, &RgbImage::new(100, 100)).is_some_and(|told| told.contains("average")));
}
