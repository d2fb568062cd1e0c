//! Opening what frames come from.

use std::io;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use jiff::{SignedDuration, Timestamp};

use super::{Frames, folder, video};
use crate::block::Environment;
use crate::image_io::ImageError;
use crate::value::VideoMetadata;

/// Opens a folder of images, in the order of their names, or a video.
///
/// `input` is the name that the images have in the workflow; at most `ahead` frames are read before they are needed.
/// Must be called, and the frames awaited, within a tokio runtime.
///
/// # Errors
/// [`FrameError`] when the path leads nowhere, or the video cannot be opened.
pub fn frames(
    path: &Path,
    input: &str,
    fps: Option<f64>,
    ahead: NonZeroUsize,
    environment: &Environment,
) -> Result<Frames, FrameError> {
    let start = environment.clock.now();
    if path.is_dir() {
        let pace = Pace { start, fps: fps.or(Some(STILLS_PER_SECOND)), is_file: false };
        return folder::frames(path, input, pace, ahead, &environment.images);
    }
    let max_pixels = environment.images.policy().limits.max_pixels;
    video::frames(path, input, Pace { start, fps, is_file: true }, ahead, max_pixels)
}

/// The rate at which images of a folder are taken to follow each other.
const STILLS_PER_SECOND: f64 = 30.0;

/// When frames were taken.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pace {
    /// When the first one was.
    pub start: Timestamp,
    /// How many there are a second, where that is known.
    pub fps: Option<f64>,
    /// True for a video file.
    pub is_file: bool,
}

impl Pace {
    /// What is known about the frame of this number.
    pub(super) fn metadata(self, identifier: &str, number: u64) -> VideoMetadata {
        #[expect(clippy::cast_precision_loss, reason = "frames are not numbered that high")]
        let elapsed = self.fps.filter(|fps| *fps > 0.0).map(|fps| number as f64 / fps);
        let elapsed = elapsed.and_then(|seconds| SignedDuration::try_from_secs_f64(seconds).ok()).unwrap_or_default();
        VideoMetadata {
            video_identifier: identifier.to_owned(),
            frame_number: i64::try_from(number).unwrap_or(i64::MAX),
            frame_timestamp: self.start.checked_add(elapsed).unwrap_or(self.start).into(),
            fps: self.fps,
            measured_fps: None,
            comes_from_video_file: Some(self.is_file),
        }
    }
}

/// Why a frame, or all of them, could not be had.
#[derive(Debug, thiserror::Error)]
pub enum FrameError {
    /// The folder or file cannot be read.
    #[error("`{}` cannot be read: {source}", path.display())]
    Unreadable {
        /// The folder or file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// The folder has nothing to look at.
    #[error("the folder `{}` has no images; JPEG, PNG, WebP, BMP, TIFF and GIF files count", path.display())]
    NoImages {
        /// The folder.
        path: PathBuf,
    },
    /// One of the images cannot be read.
    #[error("the image `{}` cannot be read: {source}", path.display())]
    Image {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        source: ImageError,
    },
    /// Videos are read by a program that is not there.
    #[error("`{program}` is needed to read `{}`, but it cannot be started: {source}; install FFmpeg", path.display())]
    NoDecoder {
        /// The program.
        program: &'static str,
        /// The video.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// The video is damaged, or no video.
    #[error("the video `{}` cannot be decoded: {reason}", path.display())]
    Undecodable {
        /// The video.
        path: PathBuf,
        /// What the decoder says.
        reason: String,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_follow_each_other_at_their_pace() {
        let pace = Pace { start: Timestamp::UNIX_EPOCH, fps: Some(25.0), is_file: true };
        let metadata = pace.metadata("film.mp4", 50);
        assert_eq!(metadata.frame_timestamp, "1970-01-01T00:00:02Z".parse::<Timestamp>().unwrap().into());
        assert_eq!((metadata.frame_number, metadata.comes_from_video_file), (50, Some(true)));
        for fps in [None, Some(0.0), Some(f64::NAN)] {
            let still = Pace { fps, ..pace }.metadata("film.mp4", 50);
            assert_eq!(still.frame_timestamp, Timestamp::UNIX_EPOCH.into());
        }
    }
}
