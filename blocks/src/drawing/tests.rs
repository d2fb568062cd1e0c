//! Shapes against those that OpenCV draws; `fixtures/drawing.py` records them.

use image::{Rgb, RgbImage};
use proptest::prelude::*;

use super::*;

const RECORDED: &str = include_str!("../../fixtures/drawing.txt");
const COLOUR: Colour = Rgb([30, 200, 120]);

fn background(width: u32, height: u32) -> Canvas {
    let low = |number: u32| number.to_le_bytes()[0];
    RgbImage::from_fn(width, height, |x, y| Rgb([low(x * 3 + y * 5), low(x * 7), low(y * 11)])).into()
}

fn checksum(data: &[u8]) -> String {
    let hash = data.iter().fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193));
    format!("{hash:08x}")
}

fn unsigned(number: i64) -> u32 {
    number.try_into().unwrap()
}

/// Draws the shape of a line of the record, and gives what is wrong with it.
fn difference(line: &str) -> Option<String> {
    let (head, written) = line.split_once(" text:").map_or((line, None), |(head, text)| (head, Some(text)));
    let mut words = head.split(' ');
    let shape = words.next().unwrap();
    let words: Vec<&str> = words.collect();
    let (expected, numbers) = words.split_last().unwrap();
    let numbers: Vec<i64> = numbers.iter().map(|number| number.parse().unwrap()).collect();
    let (size, numbers) = numbers.split_first_chunk::<2>().unwrap();
    let mut canvas = background(unsigned(size[0]), unsigned(size[1]));
    let pen = |thickness| Pen::sharp(COLOUR, Thickness::new(thickness).unwrap());
    match (shape, numbers) {
        ("line", &[x1, y1, x2, y2, thickness, smooth]) => {
            let edges = if smooth == 1 { Edges::Smooth } else { Edges::Sharp };
            canvas.line(Place::new(x1, y1), Place::new(x2, y2), &Pen { edges, ..pen(thickness) });
        }
        ("rectangle", &[x1, y1, x2, y2, thickness]) => {
            let rectangle = Rectangle::between(Place::new(x1, y1), Place::new(x2, y2));
            if thickness < 0 {
                canvas.fill_rectangle(&rectangle, COLOUR);
            } else {
                canvas.rectangle(&rectangle, &pen(thickness));
            }
        }
        ("circle", &[x, y, radius]) => canvas.fill_circle(Place::new(x, y), unsigned(radius), COLOUR),
        ("arc", &[x, y, across, down, turn, start, end, thickness]) => {
            let radii = (unsigned(across), unsigned(down));
            canvas.arc(&Arc { middle: Place::new(x, y), radii, turn, start, end }, &pen(thickness));
        }
        ("text", &[x, y, percent, thickness, width, height, descent]) => {
            let percent: f64 = i32::try_from(percent).unwrap().into();
            let font = Font::new(percent / 100.0, Thickness::new(thickness).unwrap()).unwrap();
            let written = written.unwrap();
            let size = TextSize { width, height, descent };
            if font.size(written) != size {
                return Some(format!("{line}: {:?}", font.size(written)));
            }
            canvas.text(written, Place::new(x, y), &font, COLOUR);
        }
        _ => panic!("{line}"),
    }
    (checksum(canvas.into_image().as_raw()) != *expected).then(|| line.to_owned())
}

#[test]
fn shapes_are_those_of_opencv() {
    let wrong: Vec<String> = RECORDED.lines().filter_map(difference).collect();
    assert!(wrong.is_empty(), "{} of {} differ:\n{}", wrong.len(), RECORDED.lines().count(), wrong.join("\n"));
}

fn place() -> impl Strategy<Value = Place> {
    let side = || prop_oneof![-30..60_i64, i64::from(i32::MIN)..=i64::from(i32::MAX)];
    (side(), side()).prop_map(|(x, y)| Place::new(x, y))
}

fn pen() -> impl Strategy<Value = Pen> {
    let thickness = prop_oneof![0..9_i64, 0..=Thickness::MAX].prop_map(|pixels| Thickness::new(pixels).unwrap());
    let edges = prop_oneof![Just(Edges::Sharp), Just(Edges::Smooth)];
    (thickness, edges).prop_map(|(thickness, edges)| Pen { colour: COLOUR, thickness, edges })
}

proptest! {
    #[test]
    fn nothing_is_too_far_away_or_too_thick(
        from in place(),
        to in place(),
        pen in pen(),
        radius in 0..100_000_u32,
        (turn, start, end) in (any::<i64>(), any::<i64>(), any::<i64>()),
        scale in -Font::MAX_SCALE..=Font::MAX_SCALE,
    ) {
        let mut canvas = background(20, 15);
        let rectangle = Rectangle::between(from, to);
        canvas.line(from, to, &pen);
        canvas.rectangle(&rectangle, &pen);
        canvas.fill_rectangle(&rectangle, COLOUR);
        canvas.fill_rounded_rectangle(&rectangle, radius, COLOUR);
        canvas.arc(&Arc { middle: from, radii: (radius, radius / 2), turn, start, end }, &pen);
        canvas.text("Ag?", from, &Font::new(scale, pen.thickness).unwrap(), COLOUR);
        prop_assert_eq!((canvas.width(), canvas.height()), (20, 15));
    }

    #[test]
    fn lines_reach_both_ends((x1, y1, x2, y2) in (0..20_u32, 0..15_u32, 0..20_u32, 0..15_u32)) {
        let mut canvas = background(20, 15);
        let place = |x: u32, y: u32| Place::new(x.into(), y.into());
        canvas.line(place(x1, y1), place(x2, y2), &Pen::sharp(COLOUR, Thickness::THIN));
        let image = canvas.into_image();
        prop_assert_eq!([image.get_pixel(x1, y1), image.get_pixel(x2, y2)], [&COLOUR; 2]);
    }
}
