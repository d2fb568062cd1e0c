//! Pictures as files, and as the base64 text that JSON carries.

use image::ImageFormat;
use jpeg_encoder::{ColorType, Encoder, SamplingFactor};

use super::{ImageFile, Picture, Pixels};

/// The JPEG quality with which images leave a workflow.
pub const DEFAULT_JPEG_QUALITY: u8 = 95;

/// A picture that cannot be written as JPEG.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("an image of {width} × {height} pixels cannot be written as JPEG, whose sides are 1 to 65535 pixels long")]
pub struct EncodeError {
    width: u32,
    height: u32,
}

impl Picture {
    /// The pixels as a JPEG file. `quality` goes from 1 (small) to 100 (good).
    ///
    /// Colours keep their full resolution. The reference halves it, which at quality 95 costs more than the rest of
    /// the compression: for a photograph, 1.4 to 2.7 levels of 255 on average instead of 0.9 to 1.9.
    ///
    /// # Errors
    /// [`EncodeError`] when a side of the image is empty or longer than JPEG can express.
    pub fn to_jpeg(&self, quality: u8) -> Result<Vec<u8>, EncodeError> {
        let refuse = || EncodeError { width: self.width(), height: self.height() };
        let side = |length: u32| u16::try_from(length).ok().filter(|length| *length > 0).ok_or_else(refuse);
        let (width, height) = (side(self.width())?, side(self.height())?);
        let (samples, color) = match self.pixels() {
            Pixels::Gray(image) => (image.as_raw(), ColorType::Luma),
            Pixels::Rgb(image) => (image.as_raw(), ColorType::Rgb),
        };
        let mut file = Vec::new();
        let mut encoder = Encoder::new(&mut file, quality.clamp(1, 100));
        encoder.set_sampling_factor(SamplingFactor::F_1_1);
        encoder.encode(samples, width, height, color).map_err(|_| refuse())?;
        Ok(file)
    }

    /// The file that the image was read from, where it can stand for the image: JPEG, PNG or WebP from which every
    /// reader gets the same pixels. Nothing where that is not so, and for images that were made or changed in memory.
    ///
    /// Readers differ about transparency, animations, the EXIF orientation and the four colours of print; files with
    /// such things are not kept.
    pub fn source_file(&self) -> Option<&ImageFile> {
        self.0.content.original.file.as_ref()
    }

    /// The picture as a JPEG file of quality [`DEFAULT_JPEG_QUALITY`]. Made once and shared by all clones.
    ///
    /// # Errors
    /// [`EncodeError`] when the image does not fit into a JPEG file.
    pub fn jpeg_file(&self) -> Result<&ImageFile, EncodeError> {
        let jpeg = &self.0.content.jpeg;
        if let Some(file) = jpeg.get() {
            return Ok(file);
        }
        let file = ImageFile::from_bytes(ImageFormat::Jpeg, self.to_jpeg(DEFAULT_JPEG_QUALITY)?);
        Ok(jpeg.get_or_init(|| file))
    }

    /// The picture as base64 text: that from which it was made, as it was written, or else that of
    /// [`source_file`](Self::source_file), or else that of [`jpeg_file`](Self::jpeg_file). Made once and shared by all
    /// clones.
    ///
    /// The original text may hold any format and may begin with `data:image/…;base64,`.
    ///
    /// # Errors
    /// [`EncodeError`] when the image does not fit into a JPEG file.
    pub fn base64(&self) -> Result<&str, EncodeError> {
        match self.source_text() {
            Some(text) => Ok(text),
            None => Ok(self.source_file().map_or_else(|| self.jpeg_file(), Ok)?.base64()),
        }
    }

    /// The base64 text from which the picture was made, as it was written.
    pub fn source_text(&self) -> Option<&str> {
        self.0.content.original.text.as_deref()
    }
}

#[cfg(test)]
mod tests {
    use image::{GrayImage, RgbImage};

    use super::*;

    #[test]
    fn what_does_not_fit_into_jpeg_is_refused() {
        for picture in [
            Picture::from_pixels(RgbImage::new(0, 0), "empty"),
            Picture::from_pixels(GrayImage::new(65_536, 1), "long"),
        ] {
            let error = picture.base64().unwrap_err();
            assert!(error.to_string().contains(&format!("{} × {}", picture.width(), picture.height())), "{error}");
        }
    }

    #[test]
    fn text_is_made_once() {
        let picture = Picture::from_pixels(RgbImage::new(3, 3), "image");
        let other = picture.clone();
        assert_eq!(picture.base64().unwrap().as_ptr(), other.base64().unwrap().as_ptr());
    }
}
