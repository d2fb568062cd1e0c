//! Following objects from frame to frame.
//!
//! Trackers of this family work alike: a Kalman filter ([`kalman`]) predicts where each object has moved to, predicted
//! and detected boxes are compared by their [`overlap`], and pairs are made so that the sum of overlaps is largest
//! ([`assignment`], [`association`]). What they do with pairs and leftovers tells them apart; [`ByteTrack`] is one of
//! them. `TrackerState` is what all blocks that track have in common: a tracker for each video, and who was seen before.
//!
//! Numbers are calculated in the order and precision of the reference (the Python packages `trackers` and
//! `supervision`), so that ties and thresholds decide alike.

pub mod assignment;
pub mod association;
mod byte_track;
pub mod kalman;
pub mod matrix;
pub mod overlap;
mod sightings;
mod state;

use block_runtime::kind::{
    InstanceSegmentationPrediction, KeypointDetectionPrediction, ObjectDetectionPrediction,
    RleInstanceSegmentationPrediction,
};

pub use association::TrackingError;
pub use byte_track::{ByteTrack, Settings};
pub(crate) use state::{Followed, TrackerState};
pub use state::{TrackIds, Tracked, buffered_frames};

/// Detections that can be tracked: all that have boxes. Whatever else is known about them stays with them.
pub type Trackable = (
    ObjectDetectionPrediction,
    InstanceSegmentationPrediction,
    KeypointDetectionPrediction,
    RleInstanceSegmentationPrediction,
);
