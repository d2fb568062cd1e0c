//! What blocks that track have in common.

use block_runtime::prelude::*;
use block_runtime::value::{Detections, Picture};

use super::sightings::Sightings;
use super::{Trackable, TrackingError};
use crate::per_video::PerVideo;

/// Frames a second of videos that do not say so.
const USUAL_RATE: f64 = 30.0;

/// An algorithm that follows the objects of one video.
pub(crate) trait Tracker {
    /// The detections of the next frame that belong to tracks with a number.
    ///
    /// # Errors
    /// [`TrackingError`] when there are too many of them, or when their boxes make no sense.
    fn update(&mut self, detections: &Detections, ids: &mut TrackIds) -> Result<Vec<Tracked>, TrackingError>;
}

/// A detection that belongs to a track.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tracked {
    /// Where among the detections of the frame, counted from 0.
    pub place: usize,
    /// Number of the track.
    pub track: i64,
}

/// Numbers for tracks: 0, 1, 2, and so on. All videos of a step share them, so a number stands for one object.
#[derive(Debug, Default)]
pub struct TrackIds {
    next: i64,
}

impl Iterator for TrackIds {
    type Item = i64;

    fn next(&mut self) -> Option<i64> {
        let id = self.next;
        self.next = id.checked_add(1)?;
        Some(id)
    }
}

/// How many frames `buffer` stands for in a video of this many frames a second. It is meant for videos of 30, so that
/// tracks live equally long at other rates.
pub fn buffered_frames(buffer: i64, rate: f64) -> i64 {
    #[expect(clippy::cast_precision_loss, clippy::cast_possible_truncation, reason = "frames are rounded down")]
    let frames = (rate / USUAL_RATE * buffer as f64) as i64;
    frames
}

/// What came out for a frame.
#[derive(Debug, Outputs)]
pub(crate) struct Followed {
    /// All detections that belong to confirmed tracks, with the numbers of these.
    pub(crate) tracked_detections: Out<Trackable>,
    /// Those of them whose track appears for the first time.
    pub(crate) new_instances: Out<Trackable>,
    /// Those of them whose track appeared in an earlier frame.
    pub(crate) already_seen_instances: Out<Trackable>,
}

/// What a step remembers: a tracker for each video.
#[derive(Debug)]
pub(crate) struct TrackerState<T> {
    videos: PerVideo<Option<Video<T>>>,
    ids: TrackIds,
}

#[derive(Debug)]
struct Video<T> {
    tracker: T,
    sightings: Sightings,
}

impl<T> Default for TrackerState<T> {
    fn default() -> Self {
        Self { videos: PerVideo::default(), ids: TrackIds::default() }
    }
}

impl<T: Tracker> TrackerState<T> {
    /// Follows the objects of a video into the next frame. On the first frame of a video, `start` makes its tracker, given
    /// the frames a second, and `remembered` says how many tracks count as seen before.
    pub(crate) fn follow(
        &mut self,
        frame: &Picture,
        detections: &Detections,
        remembered: i64,
        start: impl FnOnce(f64) -> T,
    ) -> Result<Followed, BlockError> {
        let video = self
            .videos
            .of(frame)
            .get_or_insert_with(|| Video { tracker: start(rate(frame)), sightings: Sightings::new(remembered) });
        let tracked = video.tracker.update(detections, &mut self.ids)?;
        let (places, ids): (Vec<usize>, Vec<i64>) = tracked.iter().map(|it| (it.place, it.track)).unzip();
        let (seen, new): (Vec<usize>, Vec<usize>) =
            (0..ids.len()).partition(|&place| video.sightings.record(ids[place]));
        let tracked = detections.select(&places)?.with_tracker_ids(ids)?;
        Ok(Followed {
            new_instances: Out(tracked.select(&new)?),
            already_seen_instances: Out(tracked.select(&seen)?),
            tracked_detections: Out(tracked),
        })
    }
}

/// Frames a second that the video declares, if that is a rate.
fn rate(frame: &Picture) -> f64 {
    let declared = frame.video_metadata().and_then(|video| video.fps);
    declared.filter(|rate| rate.is_finite() && *rate > 0.0).unwrap_or(USUAL_RATE)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use block_runtime::value::VideoMetadata;
    use block_runtime::value::detections::{BoundingBox, Detection, Provenance};

    use super::*;

    #[test]
    #[expect(clippy::float_cmp, reason = "rates are taken over as they are")]
    fn the_rate_is_the_declared_one_if_there_is_one() {
        let still = Picture::from_pixels(image::GrayImage::new(1, 1), "image");
        assert_eq!(rate(&still), USUAL_RATE);
        let cases = [
            (Some(12.5), 12.5),
            (None, USUAL_RATE),
            (Some(0.0), USUAL_RATE),
            (Some(-25.0), USUAL_RATE),
            (Some(f64::NAN), USUAL_RATE),
            (Some(f64::INFINITY), USUAL_RATE),
        ];
        for (fps, expected) in cases {
            let video = VideoMetadata { fps, ..VideoMetadata::still("video", jiff::Timestamp::UNIX_EPOCH) };
            assert_eq!(rate(&still.clone().with_video_metadata(video)), expected, "{fps:?}");
        }
    }

    /// Finds the same track in every frame, a new one in each video.
    struct Single(Option<i64>);

    impl Tracker for Single {
        fn update(&mut self, _: &Detections, ids: &mut TrackIds) -> Result<Vec<Tracked>, TrackingError> {
            self.0 = self.0.or_else(|| ids.next());
            Ok(self.0.map(|track| Tracked { place: 0, track }).into_iter().collect())
        }
    }

    #[test]
    fn videos_have_trackers_of_their_own_and_share_numbers() {
        let mut state = TrackerState::default();
        let mut follow = |video: &str| {
            let frame = Picture::from_pixels(image::GrayImage::new(4, 4), video);
            let detection = Detection {
                bounds: BoundingBox { x_min: 0.0, y_min: 0.0, x_max: 4.0, y_max: 4.0 },
                confidence: 0.5,
                class_id: 0,
                class_name: "person".into(),
                id: "detection".into(),
                provenance: Arc::new(Provenance::of(&frame)),
            };
            let found = state.follow(&frame, &Detections::from_iter([detection]), 9, |_| Single(None)).unwrap();
            let tracks = |detections: &Detections| detections.tracker_ids().unwrap().to_vec();
            [found.tracked_detections, found.new_instances, found.already_seen_instances].map(|set| tracks(&set))
        };
        assert_eq!(follow("a"), [vec![0], vec![0], vec![]]);
        assert_eq!(follow("b"), [vec![1], vec![1], vec![]]);
        assert_eq!(follow("a"), [vec![0], vec![], vec![0]]);
    }

    #[test]
    fn buffers_last_equally_long_at_every_rate() {
        assert_eq!([30.0, 60.0, 29.97, 10.0, 1.0].map(|rate| buffered_frames(30, rate)), [30, 60, 29, 10, 1]);
        assert_eq!(buffered_frames(-5, 30.0), -5);
        assert_eq!(buffered_frames(i64::MAX, 1e300), i64::MAX);
    }
}
