//! What is known about a frame of a video.

use jiff::Timestamp;

use crate::value::DateTime;

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
}
