//! Images as requests carry them: JPEG files in Base64.

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use block_runtime::value::{DEFAULT_JPEG_QUALITY, Picture};

use super::LlmError;

/// An image for a model: one that has yet to be encoded, or the bytes of a JPEG file.
#[derive(Debug, Clone)]
pub enum Jpeg {
    /// Pixels, encoded when they are sent.
    Picture(Picture),
    /// A file, sent as it is.
    File(Arc<[u8]>),
}

impl Jpeg {
    /// The file in Base64. Encoding runs where it does not hold up other requests.
    ///
    /// # Errors
    /// [`LlmError::Image`] when the image does not fit into a JPEG file.
    pub async fn base64(self) -> Result<String, LlmError> {
        match self {
            Self::File(bytes) => Ok(STANDARD.encode(bytes)),
            Self::Picture(picture) => {
                let encoded = tokio::task::spawn_blocking(move || picture.to_jpeg(DEFAULT_JPEG_QUALITY)).await;
                match encoded {
                    Ok(bytes) => Ok(STANDARD.encode(bytes?)),
                    Err(stopped) => match stopped.try_into_panic() {
                        Ok(panic) => std::panic::resume_unwind(panic),
                        Err(cancelled) => unreachable!("nobody cancels the encoding: {cancelled}"),
                    },
                }
            }
        }
    }

    /// The file as an address that holds it.
    ///
    /// # Errors
    /// [`LlmError::Image`] when the image does not fit into a JPEG file.
    pub async fn data_url(self) -> Result<String, LlmError> {
        Ok(format!("data:image/jpeg;base64,{}", self.base64().await?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn files_are_sent_as_they_are() {
        let url = Jpeg::File([0xff, 0xd8, 0xff].into()).data_url().await.unwrap();
        assert_eq!(url, "data:image/jpeg;base64,/9j/");
    }

    #[tokio::test]
    async fn pixels_become_a_jpeg_file() {
        let picture = Picture::from_pixels(image::RgbImage::new(4, 3), "image");
        let bytes = STANDARD.decode(Jpeg::Picture(picture).base64().await.unwrap()).unwrap();
        let decoded = image::load_from_memory_with_format(&bytes, image::ImageFormat::Jpeg).unwrap();
        assert_eq!((decoded.width(), decoded.height()), (4, 3));
    }
}
