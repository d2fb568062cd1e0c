//! How many pixels a second are decoded and encoded, and what it costs to cut regions out of an image.

use std::fmt;
use std::io::Cursor;

use block_runtime::image_io::{ImageLimits, ImageReader, decode};
use block_runtime::value::{DEFAULT_JPEG_QUALITY, Picture, Value};
use divan::counter::ItemsCount;
use divan::{AllocProfiler, Bencher};
use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use jiff::Timestamp;

#[global_allocator]
static ALLOCATOR: AllocProfiler = AllocProfiler::system();

fn main() {
    divan::main();
}

#[derive(Clone, Copy)]
struct Size {
    width: u32,
    height: u32,
}

const FULL_HD: Size = Size { width: 1920, height: 1080 };
const VGA: Size = Size { width: 640, height: 480 };

impl fmt::Display for Size {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} × {}", self.width, self.height)
    }
}

impl Size {
    /// Soft shapes with grain: about as hard to compress as a photo.
    fn scene(self) -> RgbImage {
        let mut grain = 1_u32;
        RgbImage::from_fn(self.width, self.height, |x, y| {
            grain = grain.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let wave = ((f64::from(x) / 97.0).sin() + (f64::from(y) / 61.0).cos()).mul_add(48.0, 128.0);
            let shade = wave + f64::from(grain >> 28);
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 32 and 240")]
            let level = shade as u8;
            Rgb([level, level / 2 + 40, 255 - level])
        })
    }

    fn picture(self) -> Picture {
        Picture::from_pixels(self.scene(), "image")
    }

    fn pixels(self) -> ItemsCount {
        ItemsCount::new(u64::from(self.width) * u64::from(self.height))
    }
}

fn jpeg(picture: &Picture) -> Vec<u8> {
    picture.to_jpeg(90).expect("a small image")
}

fn written(image: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut file = Cursor::new(Vec::new());
    image.write_to(&mut file, format).expect("a small image");
    file.into_inner()
}

/// Puts an EXIF segment with this orientation where cameras put it.
fn turned(jpeg: &[u8], orientation: u8) -> Vec<u8> {
    let start = b"\xff\xd8\xff\xe1\x00\x22Exif\0\0MM\x00\x2a\x00\x00\x00\x08";
    let orientation = [0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0];
    [start, orientation.as_slice(), jpeg.get(2..).unwrap_or_default()].concat()
}

/// Files by what is in them.
const FILES: [&str; 10] = [
    "JPEG",
    "JPEG, grey",
    "JPEG, turned",
    "PNG",
    "PNG, transparent",
    "PNG, 16 bits",
    "WebP, lossless",
    "TIFF",
    "BMP",
    "GIF",
];

fn file(kind: &str, size: Size) -> Vec<u8> {
    let scene = size.scene();
    let image = DynamicImage::from(scene.clone());
    match kind {
        "JPEG" => jpeg(&size.picture()),
        "JPEG, grey" => jpeg(&Picture::from_pixels(image.into_luma8(), "")),
        "JPEG, turned" => turned(&jpeg(&size.picture()), 6),
        "PNG" => written(&image, ImageFormat::Png),
        "PNG, transparent" => written(&image.into_rgba8().into(), ImageFormat::Png),
        "PNG, 16 bits" => written(&image.into_rgb16().into(), ImageFormat::Png),
        "WebP, lossless" => written(&image, ImageFormat::WebP),
        "TIFF" => written(&image, ImageFormat::Tiff),
        "BMP" => written(&image, ImageFormat::Bmp),
        _ => written(&image, ImageFormat::Gif),
    }
}

#[divan::bench(args = FILES)]
fn decode_full_hd(bencher: Bencher, kind: &str) {
    let file = file(kind, FULL_HD);
    bencher.counter(FULL_HD.pixels()).bench(|| decode(&file, &ImageLimits::default()));
}

#[divan::bench(args = ["JPEG", "PNG"])]
fn decode_vga(bencher: Bencher, kind: &str) {
    let file = file(kind, VGA);
    bencher.counter(VGA.pixels()).bench(|| decode(&file, &ImageLimits::default()));
}

#[divan::bench(args = [FULL_HD, VGA])]
fn encode_jpeg(bencher: Bencher, size: Size) {
    let picture = size.picture();
    bencher.counter(size.pixels()).bench(|| picture.to_jpeg(DEFAULT_JPEG_QUALITY));
}

/// A result that shows the image that came in: its file is still there.
#[divan::bench]
fn send_what_came_in(bencher: Bencher) {
    let file = Value::Bytes(file("JPEG", FULL_HD).into());
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let reader = ImageReader::default();
    bencher
        .counter(FULL_HD.pixels())
        .with_inputs(|| runtime.block_on(reader.read(&file, "image")).expect("an image"))
        .bench_refs(|picture| picture.to_wire(Timestamp::UNIX_EPOCH));
}

/// A hundred regions of 300 × 200 pixels.
fn regions(picture: &Picture) -> Vec<Picture> {
    let corners = (0..10).flat_map(|row| (0..10).map(move |column| (column * 160, row * 80)));
    corners.filter_map(|(x, y)| picture.crop("crop", x, y, 300, 200)).collect()
}

#[divan::bench]
fn cut_regions(bencher: Bencher) {
    let picture = FULL_HD.picture();
    bencher.counter(ItemsCount::new(100_u64)).bench(|| regions(&picture));
}

/// The same, and somebody needs the pixels of each in one piece.
#[divan::bench]
fn cut_and_copy_regions(bencher: Bencher) {
    let picture = FULL_HD.picture();
    let bytes = |regions: &[Picture]| regions.iter().map(|region| region.pixels().to_rgb().len()).sum::<usize>();
    bencher.counter(ItemsCount::new(100_u64)).bench(|| bytes(&regions(&picture)));
}
