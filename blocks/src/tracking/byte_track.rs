//! ByteTrack: detections of which the model is sure go first, the others continue tracks that are left over.

use std::cmp::Reverse;
use std::collections::HashSet;

use block_runtime::value::Detections;
use block_runtime::value::detections::BoundingBox;

use super::association::{TrackingError, associate};
use super::kalman::{MovingBox, Noise};
use super::matrix::Matrix;
use super::overlap::intersection_over_union;
use super::state::{TrackIds, Tracked, Tracker};

const NOISE: Noise = Noise { position: 0.01, velocity: 0.01, measurement: 0.1 };
/// More tracks than these are not followed: a track that is waited for costs as much as one that is there.
const MOST_TRACKS: usize = 4096;
/// How well position and velocity of a new track are known.
const VARIANCES: [f64; 2] = [1.0, 1.0];

/// How [`ByteTrack`] decides.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Settings {
    /// Overlap of a detection with the track that it continues, at least; from 0 to 1.
    pub minimum_overlap: f64,
    /// In how many consecutive frames an object has to be detected to be given a number.
    pub frames_to_confirm: i64,
    /// After how many frames without a detection a track ends.
    pub frames_to_lose: i64,
    /// Confidence that begins a track, at least.
    pub beginning_confidence: f64,
    /// Confidence with which a detection goes first, at least; only such detections begin tracks.
    pub high_confidence: f64,
}

/// Follows the objects of one video.
#[derive(Debug)]
pub struct ByteTrack {
    settings: Settings,
    /// In the order in which they began.
    tracks: Vec<Track>,
}

#[derive(Debug)]
struct Track {
    motion: MovingBox,
    /// Given once the track is confirmed, and kept.
    id: Option<i64>,
    /// How long it has not been detected; 0 when it is in this frame.
    frames_missed: i64,
    /// In how many consecutive frames it was detected.
    frames_in_a_row: i64,
}

/// What a round of pairing begins with, and what it leaves.
struct Unpaired {
    tracks: Vec<usize>,
    detections: Vec<usize>,
}

impl ByteTrack {
    /// A tracker that has not seen a frame.
    pub fn new(settings: Settings) -> Self {
        Self { settings, tracks: Vec::new() }
    }

    /// The detections of the next frame that belong to confirmed tracks: first those of high confidence, then the others,
    /// each in the order in which their tracks began.
    ///
    /// # Errors
    /// [`TrackingError`] when there are too many tracks and detections, or when boxes make no sense.
    pub fn update(&mut self, detections: &Detections, ids: &mut TrackIds) -> Result<Vec<Tracked>, TrackingError> {
        for track in &mut self.tracks {
            track.predict();
        }
        let (bounds, confidences) = (detections.bounds(), detections.confidences());
        let (high, low): (Vec<usize>, Vec<usize>) =
            (0..detections.len()).partition(|&place| confidences[place] >= self.settings.high_confidence);

        let mut tracked = Vec::with_capacity(detections.len());
        let all = Unpaired { tracks: (0..self.tracks.len()).collect(), detections: high };
        let rest = self.pair(&all, bounds, ids, &mut tracked)?;
        self.pair(&Unpaired { tracks: rest.tracks, detections: low }, bounds, ids, &mut tracked)?;

        let Settings { beginning_confidence, frames_to_confirm, frames_to_lose, .. } = self.settings;
        let beginning = rest.detections.into_iter().filter(|&place| confidences[place] >= beginning_confidence);
        self.tracks.extend(beginning.map(|place| Track::begin(&bounds[place])));
        self.tracks.retain(|track| {
            let confirmed = track.id.is_some() || track.frames_in_a_row >= frames_to_confirm;
            track.frames_missed < frames_to_lose && (confirmed || track.frames_missed == 0)
        });
        self.forget_beyond(MOST_TRACKS);
        Ok(tracked)
    }

    /// Ends the tracks that have been missed for longest, as many as there are too many.
    fn forget_beyond(&mut self, most: usize) {
        let Some(excess) = self.tracks.len().checked_sub(most).filter(|excess| *excess > 0) else { return };
        let mut places: Vec<usize> = (0..self.tracks.len()).collect();
        places.sort_by_key(|&place| Reverse(self.tracks[place].frames_missed));
        let ended: HashSet<usize> = places.into_iter().take(excess).collect();
        let mut place = 0..;
        self.tracks.retain(|_| place.next().is_some_and(|place| !ended.contains(&place)));
    }

    /// Continues tracks with detections, and gives numbers to those that are confirmed by it.
    fn pair(
        &mut self,
        among: &Unpaired,
        bounds: &[BoundingBox],
        ids: &mut TrackIds,
        tracked: &mut Vec<Tracked>,
    ) -> Result<Unpaired, TrackingError> {
        let predicted: Vec<BoundingBox> =
            among.tracks.iter().map(|&track| self.tracks[track].motion.bounds()).collect();
        let overlaps = Matrix::of_pairs(&predicted, &among.detections, |track, &detection| {
            intersection_over_union(track, &bounds[detection])
        })?;
        let found = associate(&overlaps, self.settings.minimum_overlap)?;
        for (track, detection) in found.pairs {
            let (track, place) = (&mut self.tracks[among.tracks[track]], among.detections[detection]);
            track.correct(&bounds[place]);
            if track.id.is_none() && track.frames_in_a_row >= self.settings.frames_to_confirm {
                track.id = ids.next();
            }
            tracked.extend(track.id.map(|track| Tracked { place, track }));
        }
        Ok(Unpaired {
            tracks: found.tracks.into_iter().map(|track| among.tracks[track]).collect(),
            detections: found.detections.into_iter().map(|detection| among.detections[detection]).collect(),
        })
    }
}

impl Tracker for ByteTrack {
    fn update(&mut self, detections: &Detections, ids: &mut TrackIds) -> Result<Vec<Tracked>, TrackingError> {
        self.update(detections, ids)
    }
}

impl Track {
    fn begin(bounds: &BoundingBox) -> Self {
        Self { motion: MovingBox::at_rest(bounds, VARIANCES), id: None, frames_missed: 0, frames_in_a_row: 1 }
    }

    fn predict(&mut self) {
        self.motion.predict(&NOISE);
        if self.frames_missed > 0 {
            self.frames_in_a_row = 0;
        }
        self.frames_missed = self.frames_missed.saturating_add(1);
    }

    fn correct(&mut self, bounds: &BoundingBox) {
        self.motion.correct(bounds, &NOISE);
        self.frames_missed = 0;
        self.frames_in_a_row = self.frames_in_a_row.saturating_add(1);
    }
}

#[cfg(test)]
mod tests;
