//! ByteTrack Tracker.

use block_runtime::prelude::*;

use crate::tracking::{ByteTrack, Followed, Settings, Trackable, TrackerState, buffered_frames};

const MINIMUM_IOU: f64 = 0.1;
const CONSECUTIVE_FRAMES: i64 = 2;
const LOST_BUFFER: i64 = 30;
const ACTIVATION: f64 = 0.7;
const HIGH_CONFIDENCE: f64 = 0.6;

/// Follow objects from frame to frame with ByteTrack.
///
/// Each object gets a number, its `tracker_id`, which it keeps as long as it is followed. Steps that count objects, measure
/// how long they stay or draw their paths need these numbers. ByteTrack is fast, and a good first choice for most scenes,
/// crowded ones included.
///
/// ## How it works
///
/// A track is an object as the block remembers it: where it is, and how fast it moves. In every frame
///
/// 1. each track is moved to where its object should be by now,
/// 2. detections with a confidence of at least `high_conf_det_threshold` are paired with the tracks that they overlap,
///    so that the sum of all overlaps (IoU) is largest; pairs below `minimum_iou_threshold` do not count,
/// 3. the other detections are paired with the tracks that are left, in the same way. So objects are not lost when the
///    model becomes unsure of them, as it does when they are half hidden,
/// 4. each detection of step 2 without a track begins one, if its confidence is at least `track_activation_threshold`.
///
/// Only boxes and confidences count; classes do not. A track may therefore go from one class to another when the model
/// changes its mind. To keep classes apart, filter the detections and track each class in a step of its own.
///
/// ## What comes out
///
/// Detections of confirmed tracks, with all that was known about them (masks, key points, data of other blocks). A track
/// is confirmed, and gets its number, once it is detected in `minimum_consecutive_frames` consecutive frames, the
/// one in which it begins included, but not before its second frame. Detections without a confirmed track are left out.
/// Numbers begin at 0. All videos of a step share them, so that no two objects have the same one.
///
/// Detections come in the order of their tracks, those of high confidence first. `new_instances` and
/// `already_seen_instances` are parts of `tracked_detections`: an object is new in the first frame in which it comes out.
///
/// A frame without detections has to reach the block too: that is how it knows that objects are gone.
///
/// ## Videos
///
/// Each video (`video_identifier` of the image) is followed for itself. Its settings are those of its first frame; if they
/// come from a reference, later changes have no effect on it. Frames have to come in order.
#[derive(Debug, Block)]
#[block(
    id = "roboflow_core/trackers_bytetrack@v1",
    name = "ByteTrack Tracker",
    section = Video,
    engine = ">=1.3.0,<2.0.0",
    icon = "far fa-location-crosshairs",
    priority = 0,
    outputs = Followed,
    state = TrackerState<ByteTrack>,
    restriction(
        severity = Soft,
        note = "Tracks are kept in the memory of the process. Where the frames of a video go to several processes, each \
                sees a part of them, and the numbers of tracks mean nothing.",
        runtimes(HostedServerless, DedicatedDeployment),
        execution(Remote),
        input(Video)
    ),
    restriction(
        severity = Soft,
        note = "A single image has no frames before it, so no object is ever confirmed and nothing comes out.",
        input(Image)
    ),
    ui(trackers = true)
)]
pub(crate) struct TrackersBytetrack {
    /// Frame in which the objects were detected. Says which video it belongs to, and how many frames a second that has.
    #[block(example = "$inputs.image")]
    image: In<Image>,

    /// Objects of this frame.
    #[block(example = "$steps.object_detection_model.predictions")]
    detections: In<Trackable>,

    /// Overlap (IoU) of a detection with the expected place of a track, from 0 to 1, that it takes to continue the track.
    /// Lower it if objects move far between frames; raise it if numbers jump between objects. `null` stands for 0.1.
    #[block(default = MINIMUM_IOU, example = 0.1, example = "$inputs.minimum_iou_threshold", always_visible)]
    minimum_iou_threshold: Option<Or<f64, FloatZeroToOne>>,

    /// In how many consecutive frames an object has to be detected before it comes out. More frames leave out more
    /// false detections, and show objects later. It takes a second detection in any case: with 1, that may come one frame
    /// late, with 0 as late as `lost_track_buffer` allows. `null` stands for 2.
    #[block(default = CONSECUTIVE_FRAMES, example = 2, example = "$inputs.minimum_consecutive_frames", always_visible)]
    minimum_consecutive_frames: Option<Or<i64>>,

    /// After how many frames without it a confirmed object is lost; if it comes back later, it gets a new number. Meant
    /// for 30 frames a second: at 60 it is doubled, at 15 it is halved; a video that does not tell its rate counts as one
    /// of 30. With 0 or less nothing is ever confirmed. `null` stands for 30.
    #[block(default = LOST_BUFFER, example = 30, example = "$inputs.lost_track_buffer", always_visible)]
    lost_track_buffer: Option<Or<i64>>,

    /// Confidence, from 0 to 1, that it takes to begin a track. Nothing below `high_conf_det_threshold` begins one in any
    /// case. `null` stands for 0.7.
    #[block(default = ACTIVATION, example = 0.7, example = "$inputs.track_activation_threshold")]
    track_activation_threshold: Option<Or<f64, FloatZeroToOne>>,

    /// Confidence, from 0 to 1, from which a detection is paired before the others. `null` stands for 0.6.
    #[block(default = HIGH_CONFIDENCE, example = 0.6, example = "$inputs.high_conf_det_threshold")]
    high_conf_det_threshold: Option<Or<f64, FloatZeroToOne>>,

    /// How many tracks of a video count as already seen. Once there are more, those that came first are forgotten, and are
    /// new again in the next frame. Less than 1 is the same as 1.
    #[block(default = 16384, example = 16384)]
    instances_cache_size: i64,
}

impl Run for TrackersBytetrack {
    fn run(&self, context: &mut Context<'_, TrackerState<ByteTrack>>) -> Result<Followed, BlockError> {
        let start = |rate| ByteTrack::new(self.settings(rate));
        context.state.follow(&self.image, &self.detections, self.instances_cache_size, start)
    }
}

impl TrackersBytetrack {
    /// How objects are followed in a video of this many frames a second.
    fn settings(&self, rate: f64) -> Settings {
        let frames = |given: &Option<Or<i64>>, usual| given.as_ref().map_or(usual, |given| **given);
        let part = |given: &Option<Or<f64, FloatZeroToOne>>, usual| given.as_ref().map_or(usual, |given| **given);
        Settings {
            minimum_overlap: part(&self.minimum_iou_threshold, MINIMUM_IOU),
            frames_to_confirm: frames(&self.minimum_consecutive_frames, CONSECUTIVE_FRAMES),
            frames_to_lose: buffered_frames(frames(&self.lost_track_buffer, LOST_BUFFER), rate),
            beginning_confidence: part(&self.track_activation_threshold, ACTIVATION),
            high_confidence: part(&self.high_conf_det_threshold, HIGH_CONFIDENCE),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn null_stands_for_the_default() {
        let frame = Picture::from_pixels(image::GrayImage::new(1, 1), "frame");
        let block = TrackersBytetrack {
            image: In::new(frame),
            detections: In::new(Detections::default()),
            minimum_iou_threshold: None,
            minimum_consecutive_frames: None,
            lost_track_buffer: None,
            track_activation_threshold: None,
            high_conf_det_threshold: None,
            instances_cache_size: 1,
        };
        let expected = Settings {
            minimum_overlap: 0.1,
            frames_to_confirm: 2,
            frames_to_lose: 60,
            beginning_confidence: 0.7,
            high_confidence: 0.6,
        };
        assert_eq!(block.settings(60.0), expected);
    }
}
