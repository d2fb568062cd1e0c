//! What is known about a frame of a video.

use jiff::Timestamp;
use schemas::{FrameTime, kinds as wire};

use crate::value::{ConversionError, DateTime, FieldError, FromValue, Map, Place, Value, deserialize};

/// The frame of a video, or of a camera, that an image is.
#[derive(Debug, Clone, PartialEq)]
pub struct VideoMetadata {
    /// Which video or camera.
    pub video_identifier: String,
    /// Number of the frame.
    pub frame_number: i64,
    /// When the frame was taken.
    pub frame_timestamp: DateTime,
    /// Frames a second that the video declares.
    pub fps: Option<f64>,
    /// Frames a second that really arrive.
    pub measured_fps: Option<f64>,
    /// True for a file, false for a camera.
    pub comes_from_video_file: Option<bool>,
}

impl VideoMetadata {
    /// What is written for an image that is no frame of a video.
    pub fn still(id: impl Into<String>, now: Timestamp) -> Self {
        Self {
            video_identifier: id.into(),
            frame_number: 0,
            frame_timestamp: now.into(),
            fps: Some(30.0),
            measured_fps: None,
            comes_from_video_file: None,
        }
    }

    /// All six members, unknown ones as null.
    pub fn to_wire(&self) -> wire::VideoMetadata {
        wire::VideoMetadata {
            video_identifier: self.video_identifier.clone(),
            frame_number: self.frame_number,
            frame_timestamp: FrameTime::Text(self.frame_timestamp.to_string()),
            fps: Some(wire::Rate(self.fps)),
            measured_fps: Some(wire::Rate(self.measured_fps)),
            comes_from_video_file: Some(wire::FromFile(self.comes_from_video_file)),
        }
    }

    /// The same six members as a value, the time as a point in time.
    pub(crate) fn into_members(self) -> Map {
        let members: [(&str, Value); 6] = [
            ("video_identifier", self.video_identifier.into()),
            ("frame_number", self.frame_number.into()),
            ("frame_timestamp", self.frame_timestamp.into()),
            ("fps", self.fps.into()),
            ("measured_fps", self.measured_fps.into()),
            ("comes_from_video_file", self.comes_from_video_file.into()),
        ];
        members.into_iter().map(|(name, member)| (name.to_owned(), member)).collect()
    }

    /// Reads an object that stands at `place`; members of other names are passed over.
    pub(crate) fn read(value: &Value, place: Place<'_>) -> Result<Self, FieldError> {
        let frame: wire::VideoMetadata = deserialize(value, place)?;
        Ok(Self {
            frame_timestamp: time(&frame.frame_timestamp)
                .map_err(|error| Place::Member(&place, "frame_timestamp").error(error))?,
            video_identifier: frame.video_identifier,
            frame_number: frame.frame_number,
            fps: frame.fps.and_then(|rate| rate.0),
            measured_fps: frame.measured_fps.and_then(|rate| rate.0),
            comes_from_video_file: frame.comes_from_video_file.and_then(|known| known.0),
        })
    }
}

impl FromValue for VideoMetadata {
    fn from_value(value: &Value) -> Result<Self, ConversionError> {
        let expected = "an object with `video_identifier`, `frame_number` and `frame_timestamp`";
        if value.as_map().is_none() {
            return Err(ConversionError::wrong_type(expected, value));
        }
        Self::read(value, Place::Whole).map_err(|error| ConversionError::WrongType {
            expected: expected.to_owned(),
            found: format!("one in which {error}"),
        })
    }
}

/// When a frame was taken: ISO 8601, or a Unix time, also in digits.
fn time(time: &FrameTime) -> Result<DateTime, ConversionError> {
    let (read, found) = match time {
        FrameTime::Text(text) => {
            let read = match text.trim().parse() {
                Ok(number) => DateTime::from_unix(number),
                Err(_) => text.parse().ok(),
            };
            (read, Value::from(text.as_str()))
        }
        FrameTime::Unix(number) => (DateTime::from_unix(*number), Value::from(*number)),
    };
    let expected = "a date and time like `2024-08-21T11:13:44+02:00`, or a Unix time";
    read.ok_or_else(|| ConversionError::wrong_type(expected, &found))
}
