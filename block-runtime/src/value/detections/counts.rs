//! COCO's text for the lengths of runs.
//!
//! A length after the third is written as what it is longer than the one two before, which is of the same colour: outlines
//! of objects change little from column to column. A number is cut into groups of five bits, the lowest first; a character
//! is 48, a group, and 32 where more groups follow. The highest bit of the last group tells the sign.

/// The character for 0.
const ZERO: u8 = b'0';
/// Bits in a group.
const BITS: u32 = 5;
/// Set where more groups follow.
const MORE: u8 = 1 << BITS;
/// Set in the last group of a negative number.
const SIGN: u8 = 1 << (BITS - 1);
/// What a difference of two lengths takes: 65 bits, in whole groups.
const MOST_BITS: u32 = 65;
/// From which run on differences are written.
const FIRST_DIFFERENCE: usize = 3;

/// Text that is not in this form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MalformedCounts {
    /// A character that stands for nothing.
    #[error("the character at byte {0} of the counts is none of `0` to `o`")]
    Character(usize),
    /// A number that is too large, or a run of less than nothing.
    #[error("the run that ends at byte {0} of the counts has no length that an image could have")]
    Length(usize),
    /// The last number is cut off.
    #[error("the counts end within a number")]
    CutOff,
}

/// The lengths that a text stands for.
pub(super) fn decompress(text: &str) -> Result<Vec<u64>, MalformedCounts> {
    let mut runs: Vec<u64> = Vec::with_capacity(text.len());
    let (mut number, mut bits) = (0_i128, 0);
    for (place, character) in text.bytes().enumerate() {
        let group = character.checked_sub(ZERO).filter(|group| *group < 2 * MORE);
        let group = group.ok_or(MalformedCounts::Character(place))?;
        if bits >= MOST_BITS {
            return Err(MalformedCounts::Length(place));
        }
        number |= i128::from(group & (MORE - 1)) << bits;
        bits += BITS;
        if group & MORE != 0 {
            continue;
        }
        if group & SIGN != 0 {
            number |= -1 << bits;
        }
        let before = if runs.len() >= FIRST_DIFFERENCE { runs.iter().nth_back(1).copied() } else { None };
        let run = u64::try_from(i128::from(before.unwrap_or_default()) + number);
        runs.push(run.map_err(|_| MalformedCounts::Length(place))?);
        (number, bits) = (0, 0);
    }
    if bits > 0 { Err(MalformedCounts::CutOff) } else { Ok(runs) }
}

/// The text for lengths.
pub(super) fn compress(runs: &[u64]) -> String {
    let mut text = String::with_capacity(2 * runs.len());
    for (place, run) in runs.iter().enumerate() {
        let before = if place >= FIRST_DIFFERENCE { runs.get(place - 2).copied() } else { None };
        let mut number = i128::from(*run) - i128::from(before.unwrap_or_default());
        loop {
            let group = u8::try_from(number & i128::from(MORE - 1)).unwrap_or_default();
            number >>= BITS;
            let is_last = number == if group & SIGN != 0 { -1 } else { 0 };
            text.push(char::from(ZERO + group + if is_last { 0 } else { MORE }));
            if is_last {
                break;
            }
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn malformed_text_is_told_apart() {
        for (text, expected) in [
            ("0 1", MalformedCounts::Character(1)),
            ("0p", MalformedCounts::Character(1)),
            ("0ü", MalformedCounts::Character(1)),
            ("O", MalformedCounts::Length(0)),
            ("111N", MalformedCounts::Length(3)),
            ("oooooooooooooo0", MalformedCounts::Length(13)),
            ("0P", MalformedCounts::CutOff),
        ] {
            assert_eq!(decompress(text), Err(expected), "{text}");
        }
        assert_eq!(decompress(""), Ok(Vec::new()));
        assert_eq!(decompress("52203"), Ok(vec![5, 2, 2, 2, 5]));
    }

    proptest! {
        #[test]
        fn lengths_are_compressed_and_back(runs in proptest::collection::vec(any::<u64>(), 0..20)) {
            prop_assert_eq!(decompress(&compress(&runs)), Ok(runs));
        }

        #[test]
        fn any_text_is_read_or_refused(text in "[ -~ü]{0,30}") {
            if let Ok(runs) = decompress(&text) {
                prop_assert_eq!(decompress(&compress(&runs)), Ok(runs));
            }
        }
    }
}
