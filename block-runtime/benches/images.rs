//! How many pixels a second are decoded and encoded.

use std::io::Cursor;

use block_runtime::image_io::{ImageLimits, decode};
use block_runtime::value::DEFAULT_JPEG_QUALITY;
use block_runtime::value::Picture;
use divan::Bencher;
use divan::counter::ItemsCount;
use image::{DynamicImage, ImageFormat, Rgb, RgbImage};

fn main() {
    divan::main();
}

const WIDTH: u32 = 1920;
const HEIGHT: u32 = 1080;

/// Soft shapes with grain: about as hard to compress as a photo.
fn scene() -> RgbImage {
    let mut grain = 1_u32;
    RgbImage::from_fn(WIDTH, HEIGHT, |x, y| {
        grain = grain.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let wave = ((f64::from(x) / 97.0).sin() + (f64::from(y) / 61.0).cos()).mul_add(48.0, 128.0);
        let shade = wave + f64::from(grain >> 28);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 32 and 240")]
        let level = shade as u8;
        Rgb([level, level / 2 + 40, 255 - level])
    })
}

fn pixels() -> ItemsCount {
    ItemsCount::new(u64::from(WIDTH) * u64::from(HEIGHT))
}

#[divan::bench(args = [ImageFormat::Jpeg, ImageFormat::Png])]
fn decode_file(bencher: Bencher, format: ImageFormat) {
    let mut file = Cursor::new(Vec::new());
    match format {
        ImageFormat::Jpeg => file = Cursor::new(Picture::from_pixels(scene(), "").to_jpeg(90).expect("a small image")),
        format => DynamicImage::from(scene()).write_to(&mut file, format).expect("a small image"),
    }
    let file = file.into_inner();
    bencher.counter(pixels()).bench(|| decode(&file, &ImageLimits::default()));
}

#[divan::bench]
fn encode_jpeg(bencher: Bencher) {
    let picture = Picture::from_pixels(scene(), "");
    bencher.counter(pixels()).bench(|| picture.to_jpeg(DEFAULT_JPEG_QUALITY));
}
