//! How fast sets of detections are selected from and put together, and masks drawn, traced and encoded.

use std::sync::Arc;

use block_runtime::value::detections::{
    BoundingBox, Detection, ImageSize, Keypoint, Mask, Point, Provenance, RunLengthMask,
};
use block_runtime::value::{Detections, Picture, Value};
use divan::Bencher;
use divan::counter::ItemsCount;
use image::RgbImage;

fn main() {
    divan::main();
}

const COUNT: usize = 10_000;

/// Places in an order in which no two neighbours were neighbours before.
fn shuffled() -> Vec<usize> {
    (0..COUNT).map(|place| place * 7919 % COUNT).collect()
}

/// Detections of ten classes with a track, three columns of data and two key points each.
fn detections() -> Detections {
    let provenance = Arc::new(Provenance::of(&Picture::from_pixels(RgbImage::new(1920, 1080), "photo")));
    let classes: Vec<Arc<str>> = (0..10).map(|class| format!("class {class}").into()).collect();
    let mut grain = 1_u32;
    let mut random = |below: u32| {
        grain = grain.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        f64::from((grain >> 8) % below)
    };
    let detection = |place: usize| Detection {
        bounds: BoundingBox::around(Point { x: random(1920), y: random(1080) }, 40.0, 30.0),
        confidence: random(1000) / 1000.0,
        class_id: i64::try_from(place % 10).unwrap_or_default(),
        class_name: Arc::clone(&classes[place % 10]),
        id: format!("{place:032x}").into(),
        provenance: Arc::clone(&provenance),
    };
    let keypoint = |name: &str| Keypoint { x: 1.0, y: 2.0, confidence: 0.5, class_id: 0, class_name: name.into() };
    (0..COUNT)
        .map(detection)
        .collect::<Detections>()
        .with_tracker_ids((0..).take(COUNT).collect())
        .and_then(|set| set.with_keypoints(vec![vec![keypoint("nose"), keypoint("tail")]; COUNT]))
        .and_then(|set| set.with_data("width", vec![Value::from(40.0); COUNT]))
        .and_then(|set| set.with_data("height", vec![Value::from(30.0); COUNT]))
        .and_then(|set| set.with_data("zone", vec![Value::from("entrance"); COUNT]))
        .expect("all columns have the same length")
}

#[divan::bench]
fn select_in_another_order(bencher: Bencher) {
    let (detections, places) = (detections(), shuffled());
    bencher.counter(ItemsCount::new(COUNT)).bench(|| detections.select(&places));
}

#[divan::bench]
fn select_half(bencher: Bencher) {
    let detections = detections();
    let places: Vec<usize> = (0..COUNT).step_by(2).collect();
    bencher.counter(ItemsCount::new(COUNT)).bench(|| detections.select(&places));
}

#[divan::bench]
fn select_a_tenth(bencher: Bencher) {
    let detections = detections();
    let places: Vec<usize> = (0..COUNT).step_by(10).collect();
    bencher.counter(ItemsCount::new(COUNT)).bench(|| detections.select(&places));
}

/// What a loop over plain arrays takes to copy the numbers alone.
#[divan::bench]
fn copy_three_arrays_in_another_order(bencher: Bencher) {
    let (detections, places) = (detections(), shuffled());
    bencher.counter(ItemsCount::new(COUNT)).bench(|| {
        let bounds: Vec<BoundingBox> = places.iter().map(|place| detections.bounds()[*place]).collect();
        let confidences: Vec<f64> = places.iter().map(|place| detections.confidences()[*place]).collect();
        let class_ids: Vec<i64> = places.iter().map(|place| detections.class_ids()[*place]).collect();
        (bounds, confidences, class_ids)
    });
}

#[divan::bench]
fn filter_by_confidence(bencher: Bencher) {
    let detections = detections();
    bencher.counter(ItemsCount::new(COUNT)).bench(|| {
        let sure = detections.confidences().iter().enumerate().filter(|(_, confidence)| **confidence > 0.5);
        detections.select(&sure.map(|(place, _)| place).collect::<Vec<_>>())
    });
}

#[divan::bench]
fn merge_two_halves(bencher: Bencher) {
    let detections = detections();
    let half = |from: usize| detections.select(&(from..from + COUNT / 2).collect::<Vec<_>>()).expect("half of all");
    let halves = [half(0), half(COUNT / 2)];
    bencher.counter(ItemsCount::new(COUNT)).bench(|| Detections::merge(halves.clone()));
}

#[divan::bench]
fn go_through_entries(bencher: Bencher) {
    let detections = detections();
    bencher
        .counter(ItemsCount::new(COUNT))
        .bench(|| detections.iter().filter(|entry| &**entry.class_name() == "class 3").count());
}

const WIDTH: u32 = 1920;
const HEIGHT: u32 = 1080;
const IMAGE: ImageSize = ImageSize { width: WIDTH, height: HEIGHT };

fn pixels() -> ItemsCount {
    ItemsCount::new(u64::from(WIDTH) * u64::from(HEIGHT))
}

/// A star of this many corners, as wide as the share of the image's height.
fn star(corners: u32, share: f64) -> Vec<Point> {
    let corner = |index: u32| {
        let angle = f64::from(index) / f64::from(corners) * std::f64::consts::TAU;
        let radius = share * f64::from(HEIGHT) / 2.0 * if index.is_multiple_of(2) { 1.0 } else { 0.8 };
        Point { x: radius.mul_add(angle.cos(), 960.0), y: radius.mul_add(angle.sin(), 540.0) }
    };
    (0..corners).map(corner).collect()
}

/// All of the image, and as much of it as an object usually takes.
const SHARES: [f64; 2] = [1.0, 0.2];

fn mask(share: f64) -> Mask {
    Mask::from_outline(star(64, share), IMAGE).expect("a small image")
}

#[divan::bench(args = SHARES)]
fn fill_outline(bencher: Bencher, share: f64) {
    let outline = star(64, share);
    bencher.counter(pixels()).bench(|| Mask::from_outline(outline.iter().copied(), IMAGE));
}

#[divan::bench(args = SHARES)]
fn trace_mask(bencher: Bencher, share: f64) {
    let mask = mask(share);
    bencher.counter(pixels()).bench(|| mask.outline());
}

#[divan::bench(args = SHARES)]
fn encode_runs(bencher: Bencher, share: f64) {
    let mask = mask(share);
    bencher.counter(pixels()).bench(|| RunLengthMask::from(&mask));
}

#[divan::bench(args = SHARES)]
fn decode_runs(bencher: Bencher, share: f64) {
    let runs = RunLengthMask::from(&mask(share));
    bencher.counter(pixels()).bench(|| Mask::try_from(&runs));
}

#[divan::bench]
fn resize_mask(bencher: Bencher) {
    let mask = mask(1.0);
    bencher.counter(pixels()).bench(|| mask.resized(ImageSize { width: WIDTH / 2, height: HEIGHT / 2 }));
}
