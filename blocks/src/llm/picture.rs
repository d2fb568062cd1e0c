//! Images as requests carry them: files in Base64.

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use block_runtime::value::{EncodeError, ImageFile, Picture};
use image::ImageFormat;

use super::LlmError;
use crate::offload::offload;

/// An image for a model: one that may have yet to be encoded, or the bytes of a JPEG file.
#[derive(Debug, Clone)]
pub enum ImageInput {
    /// The file that the image was read from, or else a JPEG file, encoded when it is sent.
    Picture(Picture),
    /// A JPEG file, sent as it is.
    Jpeg(Arc<[u8]>),
}

/// The most text that is sent for an image without loss, 4 MiB. Services refuse images of more than about 5 MB, which a
/// large screenshot has; as JPEG it passes.
const MAX_LOSSLESS_TEXT: usize = 4 << 20;

impl ImageInput {
    /// The file in Base64. Encoding runs where it does not hold up other requests.
    ///
    /// # Errors
    /// [`LlmError::Image`] when the image does not fit into a JPEG file.
    pub async fn base64(self) -> Result<String, LlmError> {
        match self {
            Self::Jpeg(bytes) => Ok(STANDARD.encode(bytes)),
            Self::Picture(picture) => written(picture, |file| file.base64().to_owned()).await,
        }
    }

    /// The file as an address that holds it.
    ///
    /// # Errors
    /// [`LlmError::Image`] when the image does not fit into a JPEG file.
    pub async fn data_url(self) -> Result<String, LlmError> {
        match self {
            Self::Jpeg(bytes) => Ok(format!("data:image/jpeg;base64,{}", STANDARD.encode(bytes))),
            Self::Picture(picture) => written(picture, ImageFile::data_url).await,
        }
    }
}

async fn written(picture: Picture, write: fn(&ImageFile) -> String) -> Result<String, LlmError> {
    Ok(offload(move || file_to_send(&picture).map(write)).await?)
}

fn file_to_send(picture: &Picture) -> Result<&ImageFile, EncodeError> {
    match picture.source_file() {
        // Encoded again, a JPEG file gets larger and worse.
        Some(file) if file.format() == ImageFormat::Jpeg || file.base64_len() <= MAX_LOSSLESS_TEXT => Ok(file),
        _ => picture.jpeg_file(),
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use block_runtime::image_io::ImageReader;
    use block_runtime::value::Value;
    use image::RgbImage;

    use super::*;

    async fn read(file: Vec<u8>) -> ImageInput {
        ImageInput::Picture(ImageReader::default().read(&Value::Bytes(file.into()), "image").await.unwrap())
    }

    fn png(image: &RgbImage) -> Vec<u8> {
        let mut file = Cursor::new(Vec::new());
        image.write_to(&mut file, ImageFormat::Png).unwrap();
        file.into_inner()
    }

    #[tokio::test]
    async fn files_are_sent_as_they_are() {
        let url = ImageInput::Jpeg([0xff, 0xd8, 0xff].into()).data_url().await.unwrap();
        assert_eq!(url, "data:image/jpeg;base64,/9j/");

        let file = png(&RgbImage::new(4, 3));
        let url = format!("data:image/png;base64,{}", STANDARD.encode(&file));
        assert_eq!(read(file).await.data_url().await.unwrap(), url);
    }

    #[tokio::test]
    async fn pixels_become_a_jpeg_file() {
        let picture = Picture::from_pixels(RgbImage::new(4, 3), "image");
        let bytes = STANDARD.decode(ImageInput::Picture(picture).base64().await.unwrap()).unwrap();
        let decoded = image::load_from_memory_with_format(&bytes, ImageFormat::Jpeg).unwrap();
        assert_eq!((decoded.width(), decoded.height()), (4, 3));
    }

    #[tokio::test]
    async fn large_files_without_loss_become_a_jpeg_file() {
        let noise = RgbImage::from_fn(1200, 1000, |x, y| {
            let hash = (x * 1000 + y + 1).wrapping_mul(2_654_435_761);
            let [red, green, blue, _] = (hash ^ (hash >> 15)).wrapping_mul(2_246_822_519).to_be_bytes();
            image::Rgb([red, green, blue])
        });
        let file = png(&noise);
        assert!(file.len() > MAX_LOSSLESS_TEXT / 4 * 3, "{}", file.len());
        let url = read(file).await.data_url().await.unwrap();
        assert!(url.starts_with("data:image/jpeg;base64,/9j/"));
    }
}
