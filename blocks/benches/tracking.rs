//! How long a frame takes to be tracked, by the number of objects in it, and the assignment alone.

use std::sync::Arc;

use block_runtime::value::detections::{BoundingBox, Detection, Provenance};
use block_runtime::value::{Detections, Picture};
use blocks::tracking::assignment::{Goal, assign};
use blocks::tracking::matrix::Matrix;
use blocks::tracking::overlap::intersection_over_union;
use blocks::tracking::{ByteTrack, Settings, TrackIds};
use divan::counter::ItemsCount;
use divan::{Bencher, black_box};
use image::GrayImage;

const FRAMES: usize = 30;

fn main() {
    divan::main();
}

/// Objects that drift over a full HD image and overlap where they are many, in every frame in another order.
fn video(objects: usize) -> Vec<Detections> {
    let mut random = fastrand::Rng::with_seed(7);
    let provenance = Arc::new(Provenance::of(&Picture::from_pixels(GrayImage::new(1, 1), "frame")));
    let mut places: Vec<[f64; 4]> =
        (0..objects).map(|_| [1900.0, 1000.0, 10.0, 6.0].map(|range| random.f64() * range)).collect();
    let mut frame = || {
        random.shuffle(&mut places);
        let detections = places.iter_mut().map(|[x, y, along, down]| {
            (*x, *y) = (*x + *along - 5.0, *y + *down - 3.0);
            let [x, y] = [*x, *y].map(|place| place + random.f64() * 3.0);
            Detection {
                bounds: BoundingBox { x_min: x, y_min: y, x_max: x + 60.0, y_max: y + 90.0 },
                confidence: 0.3 + 0.7 * random.f64(),
                class_id: 0,
                class_name: "person".into(),
                id: "detection".into(),
                provenance: Arc::clone(&provenance),
            }
        });
        detections.collect()
    };
    (0..FRAMES).map(|_| frame()).collect()
}

#[divan::bench(args = [20, 100, 500])]
fn frames_with_byte_track(bencher: Bencher, objects: usize) {
    const SETTINGS: Settings = Settings {
        minimum_overlap: 0.1,
        frames_to_confirm: 2,
        frames_to_lose: 30,
        beginning_confidence: 0.7,
        high_confidence: 0.6,
    };
    let video = video(objects);
    bencher.counter(ItemsCount::new(FRAMES)).bench(|| {
        let (mut tracker, mut ids) = (ByteTrack::new(SETTINGS), TrackIds::default());
        video
            .iter()
            .filter_map(|frame| tracker.update(black_box(frame), &mut ids).ok())
            .map(|it| it.len())
            .sum::<usize>()
    });
}

#[divan::bench(args = [20, 100, 500])]
fn assignment(bencher: Bencher, objects: usize) {
    let video = video(objects);
    let Ok(overlaps) = Matrix::of_pairs(video[0].bounds(), video[1].bounds(), intersection_over_union) else {
        return;
    };
    bencher.bench(|| assign(black_box(&overlaps), Goal::Largest));
}
