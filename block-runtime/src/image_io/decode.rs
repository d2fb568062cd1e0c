//! From the bytes of an image file to pixels, with every limit checked before memory is spent.

use std::io::Cursor;

use image::metadata::Orientation;
use image::{ColorType, DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits, RgbImage};

use super::error::ImageError;
use super::jpeg;
use super::policy::ImageLimits;
use super::webp;
use crate::cause::root_cause;
use crate::value::spread;

/// What a decoder may take before the size of the image is known, in bytes. Colour profiles, which may be compressed a
/// thousandfold, have far less; a single row of pixels fits as well.
const MAX_METADATA_BYTES: u64 = 16 << 20;

/// Decodes JPEG, PNG, WebP, BMP, TIFF or the first frame of a GIF to 8-bit colour.
///
/// The image is turned as its EXIF orientation says; grey is spread to three channels, transparency is dropped (not
/// blended), 16-bit channels are reduced. The size is checked as the header tells it, before pixels are decoded.
///
/// # Errors
/// [`ImageError`] when the format is unknown, the data is damaged or cut off, or the image is over a limit or empty.
pub fn decode(file: &[u8], limits: &ImageLimits) -> Result<RgbImage, ImageError> {
    Decoded::of(file, limits).map(|decoded| decoded.pixels)
}

/// What became of an image file.
pub(super) struct Decoded {
    pub(super) pixels: RgbImage,
    /// The format, where every reader gets the same pixels from the file.
    pub(super) portable: Option<ImageFormat>,
}

impl Decoded {
    /// See [`decode`].
    pub(super) fn of(file: &[u8], limits: &ImageLimits) -> Result<Self, ImageError> {
        if file.len() > limits.max_encoded_bytes {
            return Err(ImageError::TooManyBytes { limit: limits.max_encoded_bytes });
        }
        let format = image::guess_format(file).map_err(|_| ImageError::UnknownFormat)?;
        if !format.reading_enabled() {
            return Err(ImageError::UnknownFormat);
        }
        let damaged = |cause: String| ImageError::Damaged { format, cause };
        let explain = |error: image::ImageError| match error {
            image::ImageError::Unsupported(cause) => ImageError::Unsupported { format, cause: root_cause(&cause) },
            error => damaged(root_cause(&error)),
        };

        let mut reader = ImageReader::with_format(Cursor::new(file), format);
        let mut allowance = Limits::default();
        allowance.max_alloc = Some(MAX_METADATA_BYTES);
        reader.limits(allowance.clone());
        let mut decoder = reader.into_decoder().map_err(explain)?;

        let (width, height) = decoder.dimensions();
        if width == 0 || height == 0 {
            return Err(ImageError::Empty { width, height });
        }
        let limit = limits.max_pixels;
        if u64::from(width) * u64::from(height) > limit {
            return Err(ImageError::TooManyPixels { width, height, limit });
        }
        let is_cut_off = match format {
            ImageFormat::Jpeg => jpeg::is_cut_off(file),
            ImageFormat::WebP => webp::is_cut_off(file),
            _ => false,
        };
        if is_cut_off {
            return Err(damaged("the file ends before the image does".to_owned()));
        }
        allowance.max_alloc = Some(limits.decoder_bytes().min(plausible_bytes(decoder.total_bytes())));
        allowance.reserve(decoder.total_bytes()).map_err(explain)?;
        decoder.set_limits(allowance).map_err(explain)?;

        // Metadata that makes no sense is no reason to refuse the pixels.
        let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
        let plain = matches!(decoder.color_type(), ColorType::L8 | ColorType::Rgb8);
        let portable = plain && orientation == Orientation::NoTransforms && is_portable(file, format);

        let pixels = match DynamicImage::from_decoder(decoder).map_err(explain)? {
            DynamicImage::ImageLuma8(grey) => spread(&grey),
            other => other.into_rgb8(),
        };
        let mut image = DynamicImage::ImageRgb8(pixels);
        image.apply_orientation(orientation);
        Ok(Self { pixels: image.into_rgb8(), portable: portable.then_some(format) })
    }
}

/// The most memory that a decoder needs, by that of the pixels: some decoders have a second copy of them, perhaps
/// with more channels. What the header does not tell, such as a frame that is larger than its screen, has to fit in.
fn plausible_bytes(pixels: u64) -> u64 {
    pixels.saturating_mul(4).saturating_add(MAX_METADATA_BYTES)
}

/// True when programs agree about what a file shows that is neither turned nor transparent.
fn is_portable(file: &[u8], format: ImageFormat) -> bool {
    match format {
        ImageFormat::Jpeg => jpeg::components(file).is_some_and(|components| components < 4),
        ImageFormat::Png => true,
        ImageFormat::WebP => !webp::is_animated(file),
        _ => false,
    }
}
