//! Masks: outlines, runs, and the way between them.
//!
//! `opencv.jsonl` has what OpenCV 4.10 makes of random outlines (inside of an image, reaching beyond it, far around it,
//! without an area, crossing themselves) and random blobs, one a line: the `outline`, x and y in turn, filled by `fillPoly`;
//! the `size` of the image and the mask as `counts` of COCO's encoding; the largest `contour` of `findContours` with
//! `RETR_TREE` and `CHAIN_APPROX_SIMPLE`, padded to three corners; and the mask `resized` with `INTER_NEAREST`.

use block_runtime::value::detections::{
    ImageSize, MalformedCounts, Mask, MaskTooLarge, PixelRegion, Point, RunLengthError, RunLengthMask, RunLengths,
};
use proptest::prelude::*;
use serde::Deserialize;
use serde_json::{Value as Json, json};

#[derive(Deserialize)]
struct Case {
    outline: Option<Vec<f64>>,
    #[serde(flatten)]
    runs: Runs,
    contour: Option<Vec<f64>>,
    resized: Option<Runs>,
}

#[derive(Deserialize)]
struct Runs {
    size: (u32, u32),
    counts: String,
}

impl Runs {
    fn image(&self) -> ImageSize {
        let (height, width) = self.size;
        ImageSize { width, height }
    }

    fn encoded(&self) -> RunLengthMask {
        let (height, width) = self.size;
        RunLengthMask { height, width, counts: RunLengths::Compressed(self.counts.as_str().into()) }
    }

    fn mask(&self) -> Mask {
        Mask::try_from(&self.encoded()).unwrap()
    }
}

fn points(flat: &[f64]) -> Vec<Point> {
    flat.chunks_exact(2).map(|pair| Point { x: pair[0], y: pair[1] }).collect()
}

/// The mask as rows of text, to be looked at.
fn drawing(mask: &Mask) -> String {
    let ImageSize { width, height } = mask.image();
    let row = |y| (0..width).map(move |x| if mask.contains(x, y) { '#' } else { '.' }).chain(['\n']);
    (0..height).flat_map(row).collect()
}

#[test]
fn masks_are_those_of_opencv() {
    let (mut filled, mut traced, mut resized) = (0, 0, 0);
    for line in include_str!("opencv.jsonl").lines() {
        let case: Case = serde_json::from_str(line).unwrap();
        let mask = case.runs.mask();
        assert_eq!(RunLengthMask::from(&mask), case.runs.encoded(), "{line}");
        if let Some(outline) = &case.outline {
            let drawn = Mask::from_outline(points(outline), case.runs.image()).unwrap();
            assert_eq!(drawing(&drawn), drawing(&mask), "{line}");
            assert_eq!(drawn, mask);
            filled += 1;
        }
        if let Some(expected) = &case.resized {
            assert_eq!(drawing(&mask.resized(expected.image()).unwrap()), drawing(&expected.mask()), "{line}");
            resized += 1;
        } else {
            assert_eq!(mask.outline(), case.contour.as_deref().map(points), "{line}\n{}", drawing(&mask));
            traced += 1;
        }
    }
    assert_eq!((filled, traced, resized), (240, 400, 60));
}

#[test]
fn rectangles_are_traced_and_encoded() {
    let vectors = super::vectors("mask");
    assert_eq!(vectors.len(), 6);
    for vector in vectors {
        let (height, width): (u32, u32) = serde_json::from_value(vector["mask"]["size"].clone()).unwrap();
        let rectangles: Vec<[u32; 4]> = serde_json::from_value(vector["mask"]["rects"].clone()).unwrap();
        let is_set =
            |x, y| rectangles.iter().any(|[x0, y0, x1, y1]| (*x0..=*x1).contains(&x) && (*y0..=*y1).contains(&y));
        let pixels: Vec<u8> =
            (0..height).flat_map(|y| (0..width).map(move |x| (x, y))).map(|(x, y)| is_set(x, y).into()).collect();
        let mask = Mask::from_bytes(&pixels, ImageSize { width, height }).unwrap();
        if let Some(counts) = vector.get("rle") {
            let counts = RunLengths::Compressed(counts.as_str().unwrap().into());
            assert_eq!(RunLengthMask::from(&mask), RunLengthMask { height, width, counts });
        } else {
            let pair = |corner: &Point| json!([corner.x, corner.y]);
            let outline: Json = mask.outline().map(|corners| corners.iter().map(pair).collect::<Vec<_>>()).into();
            assert_eq!(outline, super::plain(&vector["polygon"]), "{vector}");
        }
    }
}

fn encoded(width: u32, height: u32, counts: &str) -> RunLengthMask {
    RunLengthMask { height, width, counts: RunLengths::Compressed(counts.into()) }
}

#[test]
fn runs_that_are_no_mask_are_refused() {
    let refusal = |mask: &RunLengthMask| Mask::try_from(mask).unwrap_err();
    assert_eq!(refusal(&encoded(4, 4, "5~")), RunLengthError::Malformed(MalformedCounts::Character(1)));
    assert_eq!(
        refusal(&encoded(4, 4, "52202")).to_string(),
        "the runs have 15 pixels, but an image of 4 by 4 pixels has 16"
    );
    for counts in [vec![], vec![17], vec![u64::MAX, u64::MAX], vec![1; 15]] {
        let mask = RunLengthMask { height: 4, width: 4, counts: RunLengths::Plain(counts.into()) };
        assert!(matches!(refusal(&mask), RunLengthError::WrongTotal { width: 4, height: 4, .. }), "{mask:?}");
    }
}

#[test]
fn fractions_of_corners_are_cut_off() {
    let image = ImageSize { width: 9, height: 9 };
    let outlined = |flat: &[f64]| Mask::from_outline(points(flat), image).unwrap();
    let between = outlined(&[-0.9, 1.5, 6.51, 0.99, 7.9, 7.5]);
    assert_eq!(drawing(&between), drawing(&outlined(&[0.0, 1.0, 6.0, 0.0, 7.0, 7.0])));
}

#[test]
fn large_images_take_no_memory() {
    let (side, all) = (u32::MAX, u64::from(u32::MAX) * u64::from(u32::MAX));
    let plain = |runs: &[u64]| RunLengthMask { height: side, width: side, counts: RunLengths::Plain(runs.into()) };
    assert!(Mask::try_from(&plain(&[all])).unwrap().is_empty());
    let dot = Mask::try_from(&plain(&[all - 1, 1])).unwrap();
    assert_eq!(dot.region(), Some(PixelRegion { x: side - 1, y: side - 1, width: 1, height: 1 }));
    assert_eq!(Mask::try_from(&RunLengthMask::from(&dot)), Ok(dot));
    for runs in [[0, all], [1, all - 1]] {
        assert!(matches!(Mask::try_from(&plain(&runs)), Err(RunLengthError::TooLarge(_))));
    }

    let image = ImageSize { width: side, height: side };
    let outline = |far: f64| [(0.0, 0.0), (far, 0.0), (far, far)].map(|(x, y)| Point { x, y });
    let error = Mask::from_outline(outline(1e300), image).unwrap_err();
    assert_eq!(error.limit, Mask::MAX_PIXELS);
    assert_eq!(Mask::from_outline(outline(-9.0), image).map(|mask| mask.area()), Ok(1));
    let small = Mask::from_outline(outline(9.0), ImageSize { width: 10, height: 10 }).unwrap();
    assert!(matches!(small.resized(image), Err(MaskTooLarge { .. })));
}

fn masks() -> impl Strategy<Value = Mask> {
    (0..80_u32, 0..20_u32).prop_flat_map(|(width, height)| {
        let pixels = proptest::collection::vec(0..2_u8, (width * height) as usize);
        pixels.prop_map(move |pixels| Mask::from_bytes(&pixels, ImageSize { width, height }).unwrap())
    })
}

/// A convex outline: three corners, or a box.
fn convex() -> impl Strategy<Value = Vec<Point>> {
    let point = || (0..60_u32, 0..60_u32);
    prop_oneof![
        proptest::collection::vec(point(), 3),
        (point(), point()).prop_map(|((left, top), (right, bottom))| {
            vec![(left, top), (right, top), (right, bottom), (left, bottom)]
        }),
    ]
    .prop_map(|corners| corners.into_iter().map(|(x, y)| Point { x: x.into(), y: y.into() }).collect())
}

proptest! {
    #[test]
    fn masks_are_encoded_and_back(mask in masks()) {
        let encoded = RunLengthMask::from(&mask);
        prop_assert_eq!(encoded.area(), Ok(mask.area()));
        let plain = RunLengthMask { counts: RunLengths::Plain(encoded.runs().unwrap().into()), ..encoded.clone() };
        prop_assert_eq!(Mask::try_from(&encoded), Ok(mask.clone()));
        prop_assert_eq!(Mask::try_from(&plain), Ok(mask));
    }

    #[test]
    fn runs_of_rows_are_all_pixels(mask in masks()) {
        let rows = || mask.runs().flat_map(|(y, columns)| columns.map(move |x| (x, y)));
        prop_assert!(rows().all(|(x, y)| mask.contains(x, y)));
        prop_assert_eq!(rows().count() as u64, mask.area());
    }

    #[test]
    fn the_outline_of_a_convex_mask_is_filled_to_the_same(corners in convex()) {
        let image = ImageSize { width: 64, height: 64 };
        let mask = Mask::from_outline(corners, image).unwrap();
        let again = Mask::from_outline(mask.outline().unwrap(), image).unwrap();
        prop_assert_eq!(drawing(&again), drawing(&mask));
    }

    #[test]
    fn what_is_shifted_within_the_image_comes_back(mask in masks(), x in -90..90_i64, y in -90..90_i64) {
        let wide = ImageSize { width: 300, height: 300 };
        let middle = mask.shifted(100, 100, wide);
        prop_assert_eq!(middle.shifted(x, y, wide).shifted(-x, -y, wide), middle.clone());
        prop_assert_eq!(middle.shifted(-100, -100, mask.image()), mask);
    }

    #[test]
    fn what_is_shifted_off_the_image_is_cut_off(mask in masks(), x in -90..90_i64, y in -30..30_i64) {
        let shifted = mask.shifted(x, y, mask.image());
        let ImageSize { width, height } = mask.image();
        for (row, column) in (0..height).flat_map(|row| (0..width).map(move |column| (row, column))) {
            let before = u32::try_from(i64::from(column) - x).ok().zip(u32::try_from(i64::from(row) - y).ok());
            let was_set = before.is_some_and(|(column, row)| mask.contains(column, row));
            prop_assert_eq!(shifted.contains(column, row), was_set);
        }
    }

    #[test]
    fn any_outline_is_drawn_or_refused(
        corners in proptest::collection::vec((any::<f64>(), any::<f64>()), 0..6), width in any::<u16>(), height in any::<u16>(),
    ) {
        let image = ImageSize { width: u32::from(width) / 64, height: u32::from(height) / 64 };
        let mask = Mask::from_outline(corners.into_iter().map(|(x, y)| Point { x, y }), image).unwrap();
        prop_assert_eq!(mask.outline().is_some(), mask.area() > 0);
    }
}
