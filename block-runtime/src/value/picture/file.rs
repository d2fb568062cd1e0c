//! The file that an image was read from, kept so that it can be sent on.

use std::fmt;
use std::sync::{Arc, OnceLock};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use image::ImageFormat;

/// An image file from which every reader gets the same pixels. Its base64 text is made once.
pub struct ImageFile {
    format: ImageFormat,
    content: Content,
}

enum Content {
    Bytes {
        bytes: Arc<[u8]>,
        text: OnceLock<String>,
    },
    /// Standard base64 with padding, from this place of the text on.
    Text {
        text: Arc<str>,
        start: usize,
    },
}

impl ImageFile {
    /// A file by its bytes.
    pub(crate) fn from_bytes(format: ImageFormat, bytes: impl Into<Arc<[u8]>>) -> Self {
        Self { format, content: Content::Bytes { bytes: bytes.into(), text: OnceLock::new() } }
    }

    /// A file by standard base64 with padding, which begins at `start`.
    pub(crate) fn from_base64(format: ImageFormat, text: Arc<str>, start: usize) -> Self {
        Self { format, content: Content::Text { text, start } }
    }

    /// Which format the file has.
    pub fn format(&self) -> ImageFormat {
        self.format
    }

    /// Standard base64 of the file, with padding and without line breaks.
    pub fn base64(&self) -> &str {
        match &self.content {
            Content::Bytes { bytes, text } => text.get_or_init(|| STANDARD.encode(bytes)),
            Content::Text { text, start } => text.get(*start..).unwrap_or_default(),
        }
    }

    /// How many bytes the base64 text has.
    pub fn base64_len(&self) -> usize {
        match &self.content {
            Content::Bytes { bytes, .. } => bytes.len().div_ceil(3).saturating_mul(4),
            Content::Text { text, start } => text.len().saturating_sub(*start),
        }
    }

    /// The file as an address that holds it: `data:image/png;base64,…`.
    pub fn data_url(&self) -> String {
        format!("data:{};base64,{}", self.format.to_mime_type(), self.base64())
    }
}

impl fmt::Debug for ImageFile {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "ImageFile({:?}, {} bytes of base64)", self.format, self.base64_len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_and_text_are_the_same_file() {
        let bytes = ImageFile::from_bytes(ImageFormat::Png, *b"hello");
        let text = ImageFile::from_base64(ImageFormat::Png, "data:,aGVsbG8=".into(), 6);
        for file in [bytes, text] {
            assert_eq!((file.base64(), file.base64_len()), ("aGVsbG8=", 8));
            assert_eq!(file.data_url(), "data:image/png;base64,aGVsbG8=");
            assert_eq!(format!("{file:?}"), "ImageFile(Png, 8 bytes of base64)");
        }
    }
}
