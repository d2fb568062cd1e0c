//! Images in and out, through the public surface.
#![expect(clippy::unwrap_used, reason = "a test may fail where it stands")]

use std::io::Cursor;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use block_runtime::image_io::{ImageError, ImageLimits, ImagePolicy, ImageReader, decode};
use block_runtime::value::{Origin, VideoMetadata};
use block_runtime::value::{Picture, Value};
use image::{DynamicImage, GrayImage, ImageFormat, Luma, Rgb, RgbImage};
use jiff::Timestamp;
use proptest::prelude::*;
use serde_json::{Value as Json, json};

const FORMATS: [ImageFormat; 6] =
    [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP, ImageFormat::Bmp, ImageFormat::Tiff, ImageFormat::Gif];

/// Left half red, right half blue, with a white top row.
fn scene() -> RgbImage {
    RgbImage::from_fn(16, 8, |x, y| match (x, y) {
        (_, 0) => Rgb([255; 3]),
        (0..8, _) => Rgb([200, 0, 0]),
        _ => Rgb([0, 0, 200]),
    })
}

fn file(image: impl Into<DynamicImage>, format: ImageFormat) -> Vec<u8> {
    let mut file = Cursor::new(Vec::new());
    image.into().write_to(&mut file, format).unwrap();
    file.into_inner()
}

fn png(image: impl Into<DynamicImage>) -> Vec<u8> {
    file(image, ImageFormat::Png)
}

fn decode_default(file: &[u8]) -> Result<RgbImage, ImageError> {
    decode(file, &ImageLimits::default())
}

async fn read(json: Json) -> Result<Picture, ImageError> {
    ImageReader::default().read(&Value::from_json(&json), "image").await
}

async fn message(json: Json) -> String {
    read(json).await.unwrap_err().to_string()
}

#[test]
fn every_format_is_decoded_to_colour() {
    for format in FORMATS {
        let image = decode_default(&file(scene(), format)).unwrap();
        assert_eq!(image.dimensions(), (16, 8), "{format:?}");
        for (x, y, expected) in [(3, 4, [200, 0, 0]), (12, 4, [0, 0, 200])] {
            let difference = image.get_pixel(x, y).0.iter().zip(expected).map(|(a, b)| a.abs_diff(b)).max();
            assert!(difference <= Some(12), "{format:?} {:?}", image.get_pixel(x, y));
        }
    }
}

#[test]
fn cut_off_files_are_damaged() {
    let noise = RgbImage::from_fn(64, 64, |x, y| Rgb([x * 37, y * 91, x * y].map(|level| level.to_le_bytes()[0])));
    for format in FORMATS {
        let whole = file(noise.clone(), format);
        assert!(decode_default(&whole).is_ok(), "{format:?}");
        for kept in [whole.len() / 2, whole.len() * 9 / 10, 40] {
            let error = decode_default(&whole[..kept]).unwrap_err();
            assert!(matches!(error, ImageError::Damaged { .. }), "{format:?} {kept}: {error:?}");
        }
    }
}

#[test]
fn bytes_after_a_jpeg_do_not_matter() {
    let file = [file(scene(), ImageFormat::Jpeg), b"trailing".to_vec()].concat();
    assert!(decode_default(&file).is_ok());
}

#[test]
fn a_thumbnail_does_not_stand_for_a_cut_off_image() {
    let whole = file(scene(), ImageFormat::Jpeg);
    let length = u16::try_from(whole.len() + 2).unwrap().to_be_bytes();
    let with_thumbnail = [&whole[..2], b"\xff\xe5", &length, &whole, &whole[2..]].concat();
    assert!(decode_default(&with_thumbnail).is_ok());
    let error = decode_default(&with_thumbnail[..with_thumbnail.len() - 40]).unwrap_err();
    assert!(matches!(error, ImageError::Damaged { .. }), "{error:?}");
}

/// A PNG file that declares a size and has next to no data.
fn header_of_png(width: u32, height: u32) -> Vec<u8> {
    let mut file = png(scene());
    file[16..20].copy_from_slice(&width.to_be_bytes());
    file[20..24].copy_from_slice(&height.to_be_bytes());
    let checksum = crc32(&file[12..29]);
    file[29..33].copy_from_slice(&checksum.to_be_bytes());
    file
}

fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| (sum >> 1) ^ (0xedb8_8320 & (sum & 1).wrapping_neg()))
    })
}

#[test]
fn a_hundred_megapixels_are_refused_by_the_header() {
    for (width, height) in [(10_000, 10_000), (1_000_000, 1_000), (8_192, 8_193)] {
        let error = decode_default(&header_of_png(width, height)).unwrap_err();
        assert!(matches!(error, ImageError::TooManyPixels { .. }), "{error:?}");
    }
    // Within the limit, what is missing is found.
    let error = decode_default(&header_of_png(8_192, 8_192)).unwrap_err();
    assert!(matches!(error, ImageError::Damaged { .. }), "{error:?}");
    let mut jpeg = file(scene(), ImageFormat::Jpeg);
    let frame = jpeg.windows(2).position(|pair| pair == b"\xff\xc0").unwrap();
    jpeg[frame + 5..frame + 9].copy_from_slice(&[0x27, 0x10, 0x27, 0x10]);
    assert_eq!(
        decode_default(&jpeg).unwrap_err().to_string(),
        "the image has 10000 × 10000 pixels, more than 67108864; scale it down, or raise `max_pixels`"
    );
}

#[test]
fn images_of_the_greatest_size_are_decoded() {
    for format in [ImageFormat::Png, ImageFormat::Tiff] {
        let greatest = file(GrayImage::new(8_192, 8_192), format);
        let limits = ImageLimits { max_encoded_bytes: usize::MAX, ..ImageLimits::default() };
        assert_eq!(decode(&greatest, &limits).unwrap().dimensions(), (8_192, 8_192), "{format:?}");
    }
    let wide = file(GrayImage::new(1 << 20, 2), ImageFormat::Png);
    assert_eq!(decode(&wide, &ImageLimits::default()).unwrap().dimensions(), (1 << 20, 2));
}

#[test]
fn limits_can_be_set() {
    let image = png(scene());
    let limits = ImageLimits { max_pixels: 127, ..ImageLimits::default() };
    assert!(matches!(decode(&image, &limits), Err(ImageError::TooManyPixels { width: 16, height: 8, limit: 127 })));
    let limits = ImageLimits { max_pixels: 128, ..ImageLimits::default() };
    assert!(decode(&image, &limits).is_ok());
    let limits = ImageLimits { max_encoded_bytes: image.len() - 1, ..ImageLimits::default() };
    assert!(matches!(decode(&image, &limits), Err(ImageError::TooManyBytes { .. })));
}

fn write(picture: &Picture) -> Json {
    serde_json::to_value(picture.to_wire(Timestamp::UNIX_EPOCH).unwrap()).unwrap()
}

#[tokio::test]
async fn base64_comes_out_as_it_went_in() {
    let text = format!("data:image/png;base64,{}", STANDARD.encode(png(scene())));
    for json in [json!(text), json!({"type": "url", "value": text})] {
        let picture = read(json).await.unwrap();
        assert_eq!(picture.pixels().to_rgb().as_ref(), &scene());
        let wire = write(&picture);
        assert_eq!(
            wire,
            json!({
                "type": "base64",
                "value": text,
                "video_metadata": {
                    "video_identifier": "image",
                    "frame_number": 0,
                    "frame_timestamp": "1970-01-01T00:00:00+00:00",
                    "fps": 30.0,
                    "measured_fps": null,
                    "comes_from_video_file": null,
                },
            })
        );
    }
}

fn wire_value(picture: &Picture) -> String {
    write(picture)["value"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn files_come_out_as_they_went_in_until_their_pixels_change() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("photo.png");
    std::fs::write(&path, png(scene())).unwrap();
    let reader = ImageReader::default();
    let bytes = reader.read(&Value::Bytes(png(scene()).into()), "image").await.unwrap();
    let file = reader.read_file(path, "image").await.unwrap();
    for picture in [bytes, file] {
        assert_eq!(wire_value(&picture), STANDARD.encode(png(scene())));
        // Without other ancestors, an image is what it was.
        let renamed = picture.clone().with_lineage(picture.parent().clone(), picture.root().clone());
        assert_eq!(wire_value(&renamed), wire_value(&picture));
        let changed = [picture.with_pixels(scene()), picture.crop("crop", 0, 0, 16, 8).unwrap()];
        for changed in changed {
            assert!(changed.source_file().is_none());
            assert!(wire_value(&changed).starts_with("/9j/"));
        }
    }
}

#[tokio::test]
async fn the_text_stays_and_the_file_is_clean() {
    let text = STANDARD.encode(png(scene()));
    let (start, end) = text.split_at(50);
    for written in [format!("data:image/png;base64,{text}"), format!("{start}\r\n{end}\n"), text.clone()] {
        let picture = read(json!(written)).await.unwrap();
        assert_eq!(wire_value(&picture), written);
        let file = picture.source_file().unwrap();
        assert_eq!((file.format(), file.base64()), (ImageFormat::Png, text.as_str()));
    }
    // A format that not everybody reads.
    let picture = read(json!(STANDARD.encode(file(scene(), ImageFormat::Tiff)))).await.unwrap();
    assert!(picture.source_file().is_none());
    assert_eq!(picture.jpeg_file().unwrap().format(), ImageFormat::Jpeg);
}

#[tokio::test]
async fn the_quality_of_a_jpeg_is_the_one_that_was_asked_for() {
    let jpeg = read(json!(STANDARD.encode(file(scene(), ImageFormat::Jpeg)))).await.unwrap();
    let [small, good] = [5, 95].map(|quality| jpeg.to_jpeg(quality).unwrap());
    assert!(small.len() < good.len());
    assert_eq!(STANDARD.decode(jpeg.jpeg_file().unwrap().base64()).unwrap(), good);
}

#[tokio::test]
async fn new_pixels_come_out_as_jpeg() {
    let picture = read(json!(STANDARD.encode(png(scene())))).await.unwrap();
    let grey = picture.with_pixels(GrayImage::from_pixel(8, 8, Luma([90])));
    let wire = write(&grey);
    let bytes = STANDARD.decode(wire["value"].as_str().unwrap()).unwrap();
    assert_eq!(image::guess_format(&bytes).unwrap(), ImageFormat::Jpeg);
    assert_eq!(decode_default(&bytes).unwrap().get_pixel(4, 4), &Rgb([90; 3]));
}

#[tokio::test]
async fn bytes_and_pictures_are_read() {
    let reader = ImageReader::default();
    let picture = reader.read(&Value::Bytes(png(scene()).into()), "a").await.unwrap();
    assert_eq!((picture.width(), &*picture.parent().id), (16, "a"));
    let again = reader.read(&picture.into(), "b").await.unwrap();
    assert_eq!(&*again.parent().id, "a");
}

#[tokio::test]
async fn what_an_object_says_about_an_image_is_kept() {
    let object = json!({
        "type": "base64",
        "value": STANDARD.encode(png(scene())),
        "video_metadata": {
            "video_identifier": "camera",
            "frame_number": 7,
            "frame_timestamp": "2024-08-21T11:13:44.313999",
            "fps": 23.5,
            "measured_fps": null,
            "comes_from_video_file": false,
        },
        "parent_id": "crop",
        "parent_origin": {"offset_x": 1, "offset_y": 2, "width": 100, "height": 50},
        "root_parent_id": "root",
        "root_parent_origin": {"offset_x": -10, "offset_y": 20, "width": 200, "height": 150},
    });
    let picture = read(object.clone()).await.unwrap();
    assert_eq!(picture.parent().origin, Origin { offset_x: 1, offset_y: 2, width: 100, height: 50 });
    assert_eq!(write(&picture), object);
}

#[tokio::test]
async fn lineage_has_defaults() {
    let value = STANDARD.encode(png(scene()));
    let whole = Origin { offset_x: 0, offset_y: 0, width: 16, height: 8 };

    for nothing in [json!(null), json!("")] {
        let picture = read(json!({"value": value, "parent_id": nothing, "root_parent_id": nothing})).await.unwrap();
        assert_eq!((&*picture.parent().id, picture.parent().origin), ("image", whole));
        assert_eq!(picture.root(), picture.parent());
    }

    let lone = read(json!({"value": value, "parent_id": "p", "parent_origin": {
        "offset_x": "1", "offset_y": 2.0, "width": 3, "height": 4, "extra": []
    }}));
    let lone = lone.await.unwrap();
    assert_eq!(lone.parent().origin, Origin { offset_x: 1, offset_y: 2, width: 3, height: 4 });
    assert_eq!(lone.root(), lone.parent());

    // An origin without a root is not looked at.
    let rooted = read(json!({"value": value, "root_parent_origin": 5})).await.unwrap();
    assert_eq!(rooted.root().origin, whole);
    let rooted = read(json!({"value": value, "root_parent_id": "r"})).await.unwrap();
    assert_eq!((&*rooted.parent().id, &*rooted.root().id, rooted.root().origin), ("image", "r", whole));
}

#[tokio::test]
async fn unix_times_and_lax_numbers_of_frames_are_read() {
    let video = json!({
        "video_identifier": "v", "frame_number": "3", "frame_timestamp": 1_724_238_824, "fps": "23.99", "zzz": 1
    });
    let picture = read(json!({"value": STANDARD.encode(png(scene())), "video_metadata": video})).await.unwrap();
    let expected = VideoMetadata {
        video_identifier: "v".to_owned(),
        frame_number: 3,
        frame_timestamp: "2024-08-21T11:13:44Z".parse().unwrap(),
        fps: Some(23.99),
        measured_fps: None,
        comes_from_video_file: None,
    };
    assert_eq!(picture.video_metadata(), Some(&expected));
}

#[tokio::test]
async fn bad_input_is_told_with_cause_and_remedy() {
    let value = STANDARD.encode(png(scene()));
    let origin = |origin: Json| json!({"value": value, "parent_origin": origin});
    let video = |video: Json| json!({"value": value, "video_metadata": video});
    for (json, expected) in [
        (
            json!(5),
            "expected an image, found a whole number; send base64 text, an `https` URL, or an object with one \
                    as `value`",
        ),
        (
            json!(null),
            "expected an image, found null; send base64 text, an `https` URL, or an object with one as \
                       `value`",
        ),
        (
            json!({"type": "base64"}),
            "the object has no `value`; put the image there, as base64 text or an `https` \
                                     URL",
        ),
        (
            json!({"value": 5}),
            "expected an image, found a whole number; send base64 text, an `https` URL, or an \
                               object with one as `value`",
        ),
        (
            json!("not base64!!"),
            "the text is neither a URL nor base64 of an image; paths of files are not accepted \
                                 here",
        ),
        (json!("photo.jpg"), "the text is neither a URL nor base64 of an image; paths of files are not accepted here"),
        (json!(""), "the text is neither a URL nor base64 of an image; paths of files are not accepted here"),
        (origin(json!(5)), "`parent_origin` is wrong: expected an object, found 5"),
        (
            origin(json!({"offset_x": 0, "offset_y": 0, "width": 0, "height": 5})),
            "`parent_origin.width` is wrong: 0 is not allowed: an image is 1 to 4294967295 pixels wide and high",
        ),
        (origin(json!({"width": 1, "height": 5, "offset_y": 0})), "`parent_origin.offset_x` is missing; add it"),
        (json!({"value": value, "parent_id": 5}), "`parent_id` is wrong: expected text, found 5"),
        (video(json!(null)), "`video_metadata` is wrong: expected an object, found null"),
        (
            video(json!({"video_identifier": "v", "frame_number": 1})),
            "`video_metadata.frame_timestamp` is missing; add it",
        ),
        (
            video(json!({"video_identifier": "v", "frame_number": 1, "frame_timestamp": "soon"})),
            "`video_metadata.frame_timestamp` is wrong: expected a date and time like `2024-08-21T11:13:44+02:00`, or \
             a Unix time, found \"soon\"",
        ),
        (
            video(json!({"video_identifier": 5, "frame_number": 1, "frame_timestamp": 0})),
            "`video_metadata.video_identifier` is wrong: expected text, found 5",
        ),
    ] {
        assert_eq!(message(json.clone()).await, expected, "{json}");
    }
    let damaged = message(json!(STANDARD.encode(&png(scene())[..60]))).await;
    assert!(damaged.starts_with("the PNG image is damaged: "), "{damaged}");
}

#[tokio::test]
async fn files_are_read_where_the_policy_allows_it() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("photo.png");
    std::fs::write(&path, png(scene())).unwrap();
    let text = Value::from(path.to_str().unwrap());

    let reader = ImageReader::new(ImagePolicy { allow_local_files: true, ..ImagePolicy::default() });
    assert_eq!(reader.read(&text, "image").await.unwrap().width(), 16);
    assert!(matches!(
        ImageReader::default().read(&text, "image").await,
        Err(ImageError::NotBase64 { .. } | ImageError::UnknownFormat)
    ));

    let limits = ImageLimits { max_encoded_bytes: 20, ..ImageLimits::default() };
    let reader = ImageReader::new(ImagePolicy { allow_local_files: true, limits, ..ImagePolicy::default() });
    assert!(matches!(reader.read(&text, "image").await, Err(ImageError::TooManyBytes { limit: 20 })));
    assert!(matches!(
        reader.read(&Value::from(directory.path().to_str().unwrap()), "image").await,
        Err(ImageError::File { .. })
    ));
    let missing = reader.read(&"nowhere/photo.png".into(), "image").await.unwrap_err();
    assert_eq!(missing.to_string(), "the text is neither a URL nor base64 of an image, and no file has this path");
}

proptest! {
    /// Whatever the bytes are, decoding returns: an image within the limits, or an error.
    #[test]
    fn random_bytes_do_no_harm(bytes in prop::collection::vec(any::<u8>(), 0..300), format in 0..FORMATS.len()) {
        let start = file(scene(), FORMATS[format]);
        let limits = ImageLimits { max_pixels: 1 << 16, ..ImageLimits::default() };
        for kept in [0, 8, 30] {
            let _ = decode(&[&start[..kept], &bytes].concat(), &limits);
        }
    }

    #[test]
    fn mutated_images_do_no_harm(
        format in 0..FORMATS.len(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12),
    ) {
        let mut file = file(scene(), FORMATS[format]);
        for (place, byte) in changes {
            let place = place.index(file.len());
            file[place] = byte;
        }
        let limits = ImageLimits { max_pixels: 1 << 16, ..ImageLimits::default() };
        if let Ok(image) = decode(&file, &limits) {
            prop_assert!(u64::from(image.width()) * u64::from(image.height()) <= limits.max_pixels);
        }
    }
}
