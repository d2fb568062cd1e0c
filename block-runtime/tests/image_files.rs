//! Image files of every kind: what they show, and that damaged ones show nothing.
#![expect(clippy::unwrap_used, reason = "a test may fail where it stands")]

use std::fs;
use std::io::Cursor;
use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use block_runtime::image_io::{ImageError, ImageLimits, ImageReader, decode};
use block_runtime::value::Value;
use image::{DynamicImage, GrayImage, ImageFormat, Luma, LumaA, Rgb, RgbImage, Rgba};
use proptest::prelude::*;

/// The left half red, the right half blue, as in the files that `images/make.py` makes.
fn scene() -> RgbImage {
    RgbImage::from_fn(16, 8, |x, _| if x < 8 { Rgb([200, 0, 0]) } else { Rgb([0, 0, 200]) })
}

fn file(image: impl Into<DynamicImage>, format: ImageFormat) -> Vec<u8> {
    let mut file = Cursor::new(Vec::new());
    image.into().write_to(&mut file, format).unwrap();
    file.into_inner()
}

/// Every file in the folder, by name.
fn made() -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/images");
    let paths = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let images = paths.filter(|path| path.extension().is_some_and(|extension| extension != "py"));
    let mut files: Vec<_> =
        images.map(|path| (path.file_name().unwrap().display().to_string(), fs::read(path).unwrap())).collect();
    files.sort_unstable();
    files
}

/// Files of every format that the encoders of the tests write, with a picture that is hard to compress.
fn written() -> Vec<(String, Vec<u8>)> {
    let noise = RgbImage::from_fn(24, 16, |x, y| Rgb([x * 37, y * 91, x * y].map(|level| level.to_le_bytes()[0])));
    let formats = ["jpg", "png", "webp", "bmp", "tif", "gif"];
    formats
        .map(|name| (format!("noise.{name}"), file(noise.clone(), ImageFormat::from_extension(name).unwrap())))
        .to_vec()
}

fn decoded(file: &[u8]) -> Result<RgbImage, ImageError> {
    decode(file, &ImageLimits::default())
}

#[test]
fn every_variant_of_a_format_shows_the_same() {
    let made = made();
    assert_eq!(made.len(), 24);
    let mut wrong = Vec::new();
    for (name, file) in made {
        let image = decoded(&file).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(image.dimensions(), (16, 8), "{name}");
        let allowed = if name.ends_with("jpg") || name == "lossy.webp" || name == "jpeg.tif" { 6 } else { 0 };
        // Colours at half resolution run into each other where the halves meet.
        let corners = [0, 5, 10, 15].into_iter().flat_map(|x| [(x, 0), (x, 7)]);
        let difference = corners.flat_map(|(x, y)| {
            let (found, expected) = (image.get_pixel(x, y).0, scene().get_pixel(x, y).0);
            found.into_iter().zip(expected).map(|(found, expected)| found.abs_diff(expected)).collect::<Vec<_>>()
        });
        wrong.extend(difference.max().filter(|difference| *difference > allowed).map(|by| (name, by)));
    }
    assert_eq!(wrong, []);
}

/// Whoever reads one of these gets what the workflow saw: nothing is transparent, turned, moving, or in the colours of
/// print, and every program knows the format.
#[tokio::test]
async fn files_that_show_the_same_to_everybody_are_kept() {
    let mut kept = Vec::new();
    for (name, file) in made().into_iter().chain(written()) {
        let picture = ImageReader::default().read(&Value::Bytes(file.clone().into()), "image").await.unwrap();
        if let Some(source) = picture.source_file() {
            assert_eq!(STANDARD.decode(source.base64()).unwrap(), file, "{name}");
            kept.push(name);
        }
    }
    let expected = [
        "animated.png",
        "halved_colours.jpg",
        "lossless.webp",
        "lossy.webp",
        "palette.png",
        "progressive.jpg",
        "restarts.jpg",
        "noise.jpg",
        "noise.png",
        "noise.webp",
    ];
    assert_eq!(kept, expected);
}

#[test]
fn channels_become_three_of_eight_bits() {
    let deep = |levels: [u16; 4]| image::ImageBuffer::<Rgba<u16>, _>::from_pixel(2, 2, Rgba(levels));
    let images: [(DynamicImage, [u8; 3]); 6] = [
        (GrayImage::from_pixel(2, 2, Luma([77])).into(), [77; 3]),
        (image::GrayAlphaImage::from_pixel(2, 2, LumaA([77, 0])).into(), [77; 3]),
        (image::RgbaImage::from_pixel(2, 2, Rgba([10, 20, 30, 0])).into(), [10, 20, 30]),
        (image::ImageBuffer::<Luma<u16>, Vec<u16>>::from_pixel(2, 2, Luma([0x8000])).into(), [128; 3]),
        (DynamicImage::ImageRgba16(deep([0xffff, 0x8000, 0x00ff, 0])).into_rgb16().into(), [255, 128, 1]),
        (deep([0xffff, 0x8000, 0x00ff, 0]).into(), [255, 128, 1]),
    ];
    for (image, expected) in images {
        for format in [ImageFormat::Png, ImageFormat::Tiff] {
            let mut file = Cursor::new(Vec::new());
            // Not every format takes every combination of channels.
            if image.write_to(&mut file, format).is_ok() {
                let found = decoded(&file.into_inner()).unwrap();
                assert_eq!(found.get_pixel(1, 1).0, expected, "{format:?} {:?}", image.color());
            } else {
                assert_eq!(format, ImageFormat::Tiff, "{:?}", image.color());
            }
        }
    }
}

/// A JPEG file with an EXIF segment that holds nothing but an orientation, in the place where cameras put it.
fn with_orientation(jpeg: &[u8], orientation: u8) -> Vec<u8> {
    let exif = [
        &b"\xff\xe1\x00\x22Exif\0\0"[..],
        b"MM\x00\x2a\x00\x00\x00\x08",
        &[0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0],
        &[0, 0, 0, 0],
    ];
    [&jpeg[..2], &exif.concat(), &jpeg[2..]].concat()
}

#[test]
fn images_are_turned_as_exif_says() {
    let upright = RgbImage::from_fn(16, 8, |x, y| match (x < 8, y < 4) {
        (true, true) => Rgb([255, 0, 0]),
        (false, true) => Rgb([0, 255, 0]),
        (true, false) => Rgb([0, 0, 255]),
        (false, false) => Rgb([255; 3]),
    });
    let jpeg = file(upright, ImageFormat::Jpeg);
    // The corners from the top left, clockwise, as they are found: red, green, white and blue in the file.
    for (orientation, corners) in [
        (0, "rgwb"),
        (1, "rgwb"),
        (2, "grbw"),
        (3, "wbrg"),
        (4, "bwgr"),
        (5, "rbwg"),
        (6, "brgw"),
        (7, "wgrb"),
        (8, "gwbr"),
        (9, "rgwb"),
    ] {
        let image = decoded(&with_orientation(&jpeg, orientation)).unwrap();
        let size = if (5..=8).contains(&orientation) { (8, 16) } else { (16, 8) };
        assert_eq!(image.dimensions(), size, "{orientation}");
        let (right, bottom) = (size.0 - 2, size.1 - 2);
        let found: String = [(1, 1), (right, 1), (right, bottom), (1, bottom)]
            .map(|(x, y)| match image.get_pixel(x, y).0.map(|level| level > 127) {
                [true, false, false] => 'r',
                [false, true, false] => 'g',
                [false, false, true] => 'b',
                _ => 'w',
            })
            .iter()
            .collect();
        assert_eq!(found, corners, "{orientation}");
    }
}

#[test]
fn a_frame_beyond_the_screen_of_a_gif_is_cut() {
    let mut gif = file(scene(), ImageFormat::Gif);
    // The size of the screen, after the signature.
    gif[6..10].copy_from_slice(&[12, 0, 4, 0]);
    assert_eq!(decoded(&gif).unwrap().dimensions(), (12, 4));
}

#[test]
fn what_the_decoder_does_not_know_is_no_damage() {
    let mut tiff = file(scene(), ImageFormat::Tiff);
    let tag = tiff.windows(4).position(|entry| entry == [0x06, 0x01, 3, 0]).unwrap();
    // Colours by number.
    tiff[tag + 8] = 3;
    let error = decoded(&tiff).unwrap_err();
    assert!(matches!(error, ImageError::Unsupported { format: ImageFormat::Tiff, .. }), "{error:?}");
    assert!(error.to_string().starts_with("the TIFF image cannot be read: "), "{error}");
}

/// A file that ends early gives an error, or all of the image where nothing of it is missing: never a part of it.
#[test]
fn files_that_end_early_show_all_or_nothing() {
    let mut wrong = Vec::new();
    for (name, file) in made().into_iter().chain(written()) {
        let whole = decoded(&file).unwrap();
        let partial = (0..file.len()).filter(|kept| decoded(&file[..*kept]).is_ok_and(|image| image != whole));
        let partial: Vec<_> = partial.collect();
        if !partial.is_empty() {
            wrong.push((name, file.len(), partial));
        }
    }
    assert_eq!(wrong, []);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(if cfg!(debug_assertions) { 64 } else { 512 }))]

    #[test]
    fn flipped_bits_do_no_harm(flips in prop::collection::vec(any::<prop::sample::Index>(), 1..6)) {
        let limits = ImageLimits { max_pixels: 1 << 16, ..ImageLimits::default() };
        for (_, mut file) in made().into_iter().chain(written()) {
            for flip in &flips {
                let bit = flip.index(file.len() * 8);
                file[bit / 8] ^= 1 << (bit % 8);
            }
            if let Ok(image) = decode(&file, &limits) {
                prop_assert!(u64::from(image.width()) * u64::from(image.height()) <= limits.max_pixels);
            }
        }
    }
}
