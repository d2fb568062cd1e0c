//! Operations on images, and on the frames of videos that images are.

use crate::kind::{Any, Bytes, Float, Image, Integer, Str, Timestamp};
use crate::query::error::Failure;
use crate::query::operation::{Example, Family, Operate};
use crate::query::scope::Scope;
use crate::value::{ImageFile, Picture, Value, VideoMetadata};
use crate::{Choice, Tagged};

fn picture(value: &Value) -> Result<&Picture, Failure> {
    match value {
        Value::Image(picture) => Ok(picture),
        other => Err(Failure::input("an image", other)),
    }
}

/// A fact about an image.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Choice)]
#[block(definition = "ImageProperty")]
pub enum ImageProperty {
    /// How many pixels it has.
    Size,
    /// Its height in pixels.
    Height,
    /// Its width in pixels.
    Width,
    /// Its width divided by its height; 0 for an image without any height.
    AspectRatio,
}

/// Take a fact out of an image.
#[derive(Debug, Clone, Tagged)]
pub struct ExtractImageProperty {
    /// Which fact.
    pub property_name: ImageProperty,
}

/// Three pixels by two, as a result holds it.
pub(super) const SMALL_IMAGE: &str = r#"{"type": "base64", "value": "iVBORw0KGgoAAAANSUhEUgAAAAMAAAACCAIAAAASFvFNAAAAGUlEQVR42mM4IScnB8YM////b2hoYGBgAABNMAeKJ1KpnQAAAABJRU5ErkJggg==", "video_metadata": {"video_identifier": "camera 1", "frame_number": 61, "frame_timestamp": "2024-08-21T11:13:44Z", "fps": 30}}"#;

impl Operate for ExtractImageProperty {
    const FAMILY: Family = Family::Images;
    type Takes = Image;
    type Gives = Integer;
    const EXAMPLES: &'static [Example] = &[
        Example::of::<Image>(SMALL_IMAGE, r#"[{"type": "ExtractImageProperty", "property_name": "size"}]"#),
        Example::of::<Image>(SMALL_IMAGE, r#"[{"type": "ExtractImageProperty", "property_name": "aspect_ratio"}]"#),
    ];

    fn apply(&self, value: Value, _: &Scope<'_>) -> Result<Value, Failure> {
        let picture = picture(&value)?;
        let (width, height) = (picture.width(), picture.height());
        Ok(match self.property_name {
            ImageProperty::Size => {
                let pixels = u64::from(width) * u64::from(height);
                i64::try_from(pixels).map_err(|_| Failure::Operation("the image is too large".to_owned()))?.into()
            }
            ImageProperty::Height => i64::from(height).into(),
            ImageProperty::Width => i64::from(width).into(),
            ImageProperty::AspectRatio if height == 0 => Value::Integer(0),
            ImageProperty::AspectRatio => (f64::from(width) / f64::from(height)).into(),
        })
    }
}

/// A fact about a frame of a video.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Choice)]
#[block(definition = "FrameMetadataProperty")]
pub enum FrameMetadataProperty {
    /// Number of the frame.
    FrameNumber,
    /// When the frame was taken.
    FrameTimestamp,
    /// Seconds since the first frame, by the number of the frame and the declared frames a second.
    SecondsSinceStart,
}

/// Take a fact out of the frame of a video that an image is.
///
/// An image that is no frame counts as frame 0 of a video with 30 frames a second, taken now.
#[derive(Debug, Clone, Tagged)]
pub struct ExtractFrameMetadata {
    /// Which fact.
    pub property_name: FrameMetadataProperty,
}

impl Operate for ExtractFrameMetadata {
    const FAMILY: Family = Family::Images;
    type Takes = Image;
    type Gives = Any<(Integer, Float, Timestamp)>;
    const EXAMPLES: &'static [Example] = &[Example::of::<Image>(
        SMALL_IMAGE,
        r#"[{"type": "ExtractFrameMetadata", "property_name": "seconds_since_start"}]"#,
    )];

    fn apply(&self, value: Value, scope: &Scope<'_>) -> Result<Value, Failure> {
        let picture = picture(&value)?;
        let still;
        let video = if let Some(video) = picture.video_metadata() {
            video
        } else {
            still = VideoMetadata::still(picture.parent().id.as_ref(), scope.clock.now());
            &still
        };
        match self.property_name {
            FrameMetadataProperty::FrameNumber => Ok(video.frame_number.into()),
            FrameMetadataProperty::FrameTimestamp => Ok(video.frame_timestamp.into()),
            FrameMetadataProperty::SecondsSinceStart => match video.fps.filter(|fps| *fps != 0.0) {
                #[expect(clippy::cast_precision_loss, reason = "no video has that many frames")]
                Some(fps) => Ok((video.frame_number.saturating_sub(1) as f64 / fps).into()),
                None => Err(Failure::Operation("the video does not say how many frames a second it has".to_owned())),
            },
        }
    }
}

/// Encode an image as a JPEG file.
#[derive(Debug, Clone, Tagged)]
pub struct ConvertImageToJPEG {
    /// Quality, from 1 (small) to 100 (good).
    #[block(default = 95, min = 1, max = 100)]
    pub compression_level: i64,
}

impl Operate for ConvertImageToJPEG {
    const FAMILY: Family = Family::Images;
    type Takes = Image;
    type Gives = Bytes;
    const EXAMPLES: &'static [Example] = &[Example::of::<Image>(
        SMALL_IMAGE,
        r#"[{"type": "ConvertImageToJPEG", "compression_level": 50}, {"type": "SequenceLength"}]"#,
    )];

    fn apply(&self, value: Value, _: &Scope<'_>) -> Result<Value, Failure> {
        let quality = u8::try_from(self.compression_level.clamp(1, 100)).unwrap_or(100);
        let file = picture(&value)?.to_jpeg(quality).map_err(|error| Failure::Operation(error.to_string()))?;
        Ok(Value::Bytes(file.into()))
    }
}

/// Write an image as base64 text.
///
/// An image that came as base64 text gives that text as it was written, whatever its format; all others become a JPEG
/// file of quality 95.
#[derive(Debug, Clone, Tagged)]
pub struct ConvertImageToBase64;

impl Operate for ConvertImageToBase64 {
    const FAMILY: Family = Family::Images;
    type Takes = Image;
    type Gives = Str;
    const EXAMPLES: &'static [Example] = &[Example::of::<Image>(SMALL_IMAGE, r#"[{"type": "ConvertImageToBase64"}]"#)];

    fn apply(&self, value: Value, _: &Scope<'_>) -> Result<Value, Failure> {
        let picture = picture(&value)?;
        let encode = || picture.jpeg_file().map(ImageFile::base64);
        let text = picture.source_text().map_or_else(encode, Ok);
        text.map(Value::from).map_err(|error| Failure::Operation(error.to_string()))
    }
}
