use std::sync::Arc;

use block_runtime::value::Picture;
use block_runtime::value::detections::{Detection, Provenance};

use super::*;

const SETTINGS: Settings = Settings {
    minimum_overlap: 0.1,
    frames_to_confirm: 2,
    frames_to_lose: 3,
    beginning_confidence: 0.7,
    high_confidence: 0.6,
};

/// A frame with boxes of ten by ten pixels at these places from the left, and how sure the model is of each.
fn frame(objects: &[(f64, f64)]) -> Detections {
    let picture = Picture::from_pixels(image::GrayImage::new(1, 1), "frame");
    let provenance = Arc::new(Provenance::of(&picture));
    objects
        .iter()
        .map(|&(x_min, confidence)| Detection {
            bounds: BoundingBox { x_min, y_min: 0.0, x_max: x_min + 10.0, y_max: 10.0 },
            confidence,
            class_id: 0,
            class_name: "person".into(),
            id: "detection".into(),
            provenance: Arc::clone(&provenance),
        })
        .collect()
}

/// Which detections of each frame come out, with the numbers of their tracks.
fn follow(settings: Settings, frames: &[&[(f64, f64)]]) -> Vec<Vec<(usize, i64)>> {
    let (mut tracker, mut ids) = (ByteTrack::new(settings), TrackIds::default());
    let update = |objects: &&[(f64, f64)]| {
        let found = tracker.update(&frame(objects), &mut ids).unwrap();
        found.into_iter().map(|it| (it.place, it.track)).collect()
    };
    frames.iter().map(update).collect()
}

#[test]
fn objects_come_out_once_they_are_confirmed() {
    let still: [&[(f64, f64)]; 4] = [&[(0.0, 0.9)]; 4];
    assert_eq!(follow(SETTINGS, &still), [vec![], vec![(0, 0)], vec![(0, 0)], vec![(0, 0)]]);
    let late = Settings { frames_to_confirm: 3, ..SETTINGS };
    assert_eq!(follow(late, &still), [vec![], vec![], vec![(0, 0)], vec![(0, 0)]]);
    let at_once = Settings { frames_to_confirm: 0, ..SETTINGS };
    assert_eq!(follow(at_once, &still), [vec![], vec![(0, 0)], vec![(0, 0)], vec![(0, 0)]]);
}

#[test]
fn doubtful_detections_continue_tracks_and_begin_none() {
    let frames: [&[(f64, f64)]; 3] =
        [&[(0.0, 0.9), (50.0, 0.65)], &[(0.0, 0.3), (50.0, 0.65), (0.0, 0.8)], &[(50.0, 0.65), (0.0, 0.3)]];
    assert_eq!(follow(SETTINGS, &frames), [vec![], vec![(2, 0)], vec![(1, 0)]]);
}

#[test]
fn confirmed_objects_come_back_until_they_are_lost() {
    let here: &[(f64, f64)] = &[(0.0, 0.9)];
    let gone: &[(f64, f64)] = &[];
    let frames = [here, here, gone, gone, here, gone, gone, gone, here, here];
    let found = follow(SETTINGS, &frames);
    assert_eq!(found[4], [(0, 0)]);
    assert_eq!(found[8..], [vec![], vec![(0, 1)]]);

    // One that is not confirmed is forgotten at once, unless a single frame confirms.
    assert_eq!(follow(SETTINGS, &[here, gone, here])[2], []);
    assert_eq!(follow(Settings { frames_to_confirm: 1, ..SETTINGS }, &[here, gone, here])[2], [(0, 0)]);
    assert_eq!(follow(Settings { frames_to_lose: 0, ..SETTINGS }, &[here, here, here])[2], []);
}

#[test]
fn too_many_tracks_are_those_missed_for_longest() {
    let (mut tracker, mut ids) =
        (ByteTrack::new(Settings { frames_to_lose: i64::MAX, ..SETTINGS }), TrackIds::default());
    let frames: [&[(f64, f64)]; 5] =
        [&[(0.0, 0.9)], &[(0.0, 0.9), (50.0, 0.9)], &[(50.0, 0.9), (100.0, 0.9)], &[(100.0, 0.9)], &[]];
    for objects in frames {
        tracker.update(&frame(objects), &mut ids).unwrap();
    }
    let numbers = |tracker: &ByteTrack| tracker.tracks.iter().map(|track| track.id).collect::<Vec<_>>();
    assert_eq!(numbers(&tracker), [Some(0), Some(1), Some(2)]);
    tracker.forget_beyond(3);
    assert_eq!(numbers(&tracker).len(), 3);
    tracker.forget_beyond(2);
    assert_eq!(numbers(&tracker), [Some(1), Some(2)]);
    tracker.forget_beyond(0);
    assert_eq!(numbers(&tracker), []);
}

#[test]
fn objects_are_looked_for_where_they_move_to() {
    let moving: Vec<[(f64, f64); 1]> = (0..8).map(|frame| [(6.0 * f64::from(frame), 0.9)]).collect();
    let mut frames: Vec<&[(f64, f64)]> = moving.iter().map(<[_; 1]>::as_slice).collect();
    frames[6] = &[];
    // Where it was last seen it would not overlap enough any more.
    assert_eq!(follow(Settings { minimum_overlap: 0.5, ..SETTINGS }, &frames)[7], []);
    assert_eq!(follow(Settings { minimum_overlap: 0.2, ..SETTINGS }, &frames)[7], [(0, 0)]);
}

#[test]
fn boxes_that_make_no_sense_are_never_confirmed() {
    let odd: [&[(f64, f64)]; 3] = [&[(f64::NAN, 0.9), (f64::INFINITY, 0.9), (0.0, f64::NAN), (20.0, 0.9)]; 3];
    assert_eq!(follow(SETTINGS, &odd)[2], [(3, 0)]);
}
