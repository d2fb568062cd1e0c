//! How long the filters take, by side, on 512 by 512 pixels of colour.

use blocks::filters::{FilterError, average, bilateral, gaussian, median};
use divan::counter::ItemsCount;
use divan::{Bencher, black_box};
use image::{Rgb, RgbImage};

const LENGTH: u32 = 512;

fn main() {
    divan::main();
}

/// Slopes with a fine, irregular texture.
fn scene() -> RgbImage {
    RgbImage::from_fn(LENGTH, LENGTH, |x, y| {
        let texture = ((x * 7919) ^ (y * 104_729)).wrapping_mul(2_654_435_761) >> 26;
        let [r, g, b] = [x / 4, y / 4, (x + y) / 8].map(|slope| (slope + texture).to_le_bytes()[0]);
        Rgb([r, g, b])
    })
}

fn run(bencher: Bencher, filter: impl Fn(&RgbImage) -> Result<RgbImage, FilterError> + Sync) {
    let image = scene();
    bencher.counter(ItemsCount::new(LENGTH * LENGTH)).bench(|| filter(black_box(&image)));
}

#[divan::bench(args = [3, 4, 7, 15, 31, 101])]
fn average_of(bencher: Bencher, side: i64) {
    run(bencher, |image| average(image, side));
}

#[divan::bench(args = [3, 5, 7, 15, 31, 101])]
fn gaussian_of(bencher: Bencher, side: i64) {
    run(bencher, |image| gaussian(image, side));
}

#[divan::bench(args = [3, 5, 7, 15, 31, 101, 301])]
fn median_of(bencher: Bencher, side: i64) {
    run(bencher, |image| median(image, side));
}

#[divan::bench(args = [3, 5, 9, 15], sample_count = 20)]
fn bilateral_of(bencher: Bencher, side: i64) {
    run(bencher, |image| bilateral(image, side, || false));
}
