//! Colours as crops and pixel counts have them written, and how bright they are.
//!
//! Drawing blocks take another notation, with names.

use std::str::FromStr;

use block_runtime::block::{Arg, Declared, Frame, Param};
use block_runtime::prelude::*;
use block_runtime::value::{ConversionError, FromValue};
use image::{GrayImage, Rgb, RgbImage};
use serde_json::Value as Json;

use crate::lanes::wide;

/// A colour, written as `#rrggbb`, `#rgb`, `(red, green, blue)` or a list of three numbers from 0 to 255.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Colour(pub Rgb<u8>);

/// Text that is no colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("expected {EXPECTED}")]
pub struct NoColour;

const EXPECTED: &str = "a colour such as `#ff8000`, `#f80`, `(255, 128, 0)` or [255, 128, 0]";

impl FromStr for Colour {
    type Err = NoColour;

    fn from_str(text: &str) -> Result<Self, NoColour> {
        let levels = match text.strip_prefix('#') {
            Some(digits) => hexadecimal(digits),
            None => text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')).and_then(decimal),
        };
        levels.map(|levels| Self(Rgb(levels))).ok_or(NoColour)
    }
}

/// Three numbers with commas between them.
fn decimal(numbers: &str) -> Option<[u8; 3]> {
    let levels: Result<Vec<u8>, _> = numbers.split(',').map(|number| number.trim().parse()).collect();
    levels.ok()?.try_into().ok()
}

/// Six digits, or three of which each stands for two.
fn hexadecimal(digits: &str) -> Option<[u8; 3]> {
    let digits: Option<Vec<u8>> =
        digits.chars().map(|digit| digit.to_digit(16).and_then(|digit| u8::try_from(digit).ok())).collect();
    let levels: Vec<u8> = match digits?.as_slice() {
        short @ [_, _, _] => short.iter().map(|digit| 17 * digit).collect(),
        long => {
            long.chunks(2).map(|pair| pair.iter().fold(0, |level: u8, digit| level.wrapping_mul(16) + digit)).collect()
        }
    };
    levels.try_into().ok()
}

impl FromValue for Colour {
    fn from_value(value: &Value) -> Result<Self, ConversionError> {
        let read = match value {
            Value::Text(text) => text.parse().ok(),
            _ => <(i64, i64, i64)>::from_value(value).ok().and_then(|(red, green, blue)| {
                let level = |number| u8::try_from(number).ok();
                Some(Self(Rgb([level(red)?, level(green)?, level(blue)?])))
            }),
        };
        read.ok_or_else(|| ConversionError::wrong_type(EXPECTED, value))
    }
}

/// A property that takes a colour, or a reference to one.
impl Param for Colour {
    const DECLARED: Declared = <Either<In<Str>, Or<Either<String, (i64, i64, i64)>, RgbColor>>>::DECLARED;
    type Written = Json;

    fn from_arg(arg: &Arg, frame: &Frame<'_>) -> Result<Self, ConversionError> {
        Self::from_value(&*Or::<Value>::from_arg(arg, frame)?)
    }
}

/// How bright a colour is to the eye, as OpenCV's `COLOR_RGB2GRAY` has it: 0.299 of the red, 0.587 of the green and
/// 0.114 of the blue, in whole numbers.
pub fn brightness(Rgb([red, green, blue]): Rgb<u8>) -> u8 {
    let [red, green, blue] = [red, green, blue].map(u32::from);
    let [.., level, _, _] = (2 * (9798 * red + 19235 * green + 3735 * blue + (1 << 14))).to_be_bytes();
    level
}

/// How bright each pixel is.
///
/// `image::imageops::grayscale` weighs the colours otherwise, for screens of high definition: up to 33 levels apart.
pub fn grey(image: &RgbImage) -> GrayImage {
    let mut grey = GrayImage::new(image.width(), image.height());
    wide(
        #[inline(always)]
        || {
            for (level, pixel) in grey.iter_mut().zip(image.as_chunks::<3>().0) {
                *level = brightness(Rgb(*pixel));
            }
        },
    );
    grey
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::filters::recorded;

    #[test]
    fn every_notation_is_read() {
        let expected = Colour(Rgb([255, 136, 0]));
        for text in ["#ff8800", "#FF8800", "#f80", "(255,136,0)", "( 255, +136 , 0)"] {
            assert_eq!(text.parse(), Ok(expected), "{text}");
        }
        let list: Value = [255, 136, 0].into_iter().map(Value::from).collect();
        assert_eq!(Colour::from_value(&list), Ok(expected));
    }

    #[test]
    fn what_is_no_colour_is_told_what_one_looks_like() {
        for text in
            ["", "#", "red", "#ff88", "#gg0000", "#+f+f+f", "(1, 2)", "(1, 2, 3, 4)", "(1, 2, 256)", "(-1, 0, 0)"]
        {
            let refused = Colour::from_value(&Value::from(text)).unwrap_err().to_string();
            assert!(refused.contains("#ff8000") && refused.contains(text), "{refused}");
        }
        let list: Value = [0, 300, 0].into_iter().map(Value::from).collect();
        assert!(Colour::from_value(&list).is_err());
        assert!(Colour::from_value(&Value::from(7)).is_err());
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text: String) {
            let _ = text.parse::<Colour>();
        }

        #[test]
        fn what_is_written_is_read_back(levels: [u8; 3]) {
            let [r, g, b] = levels;
            let colour = Ok(Colour(Rgb(levels)));
            prop_assert_eq!(format!("#{r:02x}{g:02x}{b:02x}").parse(), colour);
            prop_assert_eq!(format!("({r}, {g}, {b})").parse(), colour);
        }
    }

    #[test]
    fn grey_is_that_of_opencv() {
        recorded::each("grey", |name, expected| {
            let (width, height, _, bytes) = recorded::input(name);
            let image = RgbImage::from_raw(width, height, bytes).unwrap();
            assert_eq!(recorded::checksum(&grey(&image)), expected, "{name}");
        });
    }
}
