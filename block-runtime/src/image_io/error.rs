//! Why an image cannot be read.

use std::io;
use std::path::PathBuf;

use image::ImageFormat;

use crate::net::FetchError;
use crate::value::FieldError;

/// An image that cannot be read. The text tells cause and remedy; whoever reports it adds which input it was.
#[derive(Debug, thiserror::Error)]
pub enum ImageError {
    /// The value is nothing that could be an image.
    #[error("expected an image, found {found}; send base64 text, an `https` URL, or an object with one as `value`")]
    WrongType {
        /// What was found, in a word or two.
        found: &'static str,
    },
    /// The object has no `value`.
    #[error("the object has no `value`; put the image there, as base64 text or an `https` URL")]
    MissingValue,
    /// Something that the object says about the image is wrong.
    #[error(transparent)]
    Field(#[from] FieldError),
    /// The text is no URL, no path and no base64.
    #[error("the text is neither a URL nor base64 of an image{}", path_hint(*.local_files))]
    NotBase64 {
        /// Whether paths are accepted.
        local_files: bool,
    },
    /// The data is of no known format.
    #[error("the data is no image of a known format; send JPEG, PNG, WebP, BMP, TIFF or GIF")]
    UnknownFormat,
    /// The data is broken.
    #[error("the {} image is damaged: {cause}; send a file that opens elsewhere", name_of(*.format))]
    Damaged {
        /// The format that the data claims to have.
        format: ImageFormat,
        /// What the decoder found.
        cause: String,
    },
    /// The data is of a variant that the decoder does not know.
    #[error("the {} image cannot be read: {cause}; save it as PNG or JPEG", name_of(*.format))]
    Unsupported {
        /// The format.
        format: ImageFormat,
        /// What the decoder does not know.
        cause: String,
    },
    /// The decoder stopped without saying why.
    #[error("the decoder cannot cope with the image; send it in another format")]
    DecoderFailed,
    /// The file is too large.
    #[error("the image takes more than {limit} bytes; compress it, or raise `max_encoded_bytes`")]
    TooManyBytes {
        /// The most that is read.
        limit: usize,
    },
    /// The image is too large.
    #[error("the image has {width} × {height} pixels, more than {limit}; scale it down, or raise `max_pixels`")]
    TooManyPixels {
        /// Width in pixels.
        width: u32,
        /// Height in pixels.
        height: u32,
        /// The most pixels that are decoded.
        limit: u64,
    },
    /// The image has no pixels.
    #[error("the image has {width} × {height} pixels; send one that is not empty")]
    Empty {
        /// Width in pixels.
        width: u32,
        /// Height in pixels.
        height: u32,
    },
    /// The file cannot be read.
    #[error("the file `{}` cannot be read: {source}", path.display())]
    File {
        /// The path as it was given.
        path: PathBuf,
        /// Why not.
        source: io::Error,
    },
    /// The URL cannot be fetched.
    #[error(transparent)]
    Fetch(FetchError),
}

impl From<FetchError> for ImageError {
    fn from(error: FetchError) -> Self {
        match error {
            FetchError::TooLarge { limit, .. } => Self::TooManyBytes { limit },
            error => Self::Fetch(error),
        }
    }
}

fn path_hint(local_files: bool) -> &'static str {
    if local_files { ", and no file has this path" } else { "; paths of files are not accepted here" }
}

fn name_of(format: ImageFormat) -> String {
    format!("{format:?}").to_uppercase()
}
