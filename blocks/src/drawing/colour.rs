//! Colours, and the texts that stand for them.

/// Red, green and blue.
pub type Colour = image::Rgb<u8>;

/// A text that is no colour.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is no colour; write it as `#A351FB`, `rgb(163, 81, 251)`, `bgr(251, 81, 163)` or as one of \
     black, blue, green, grey, red, roboflow, white and yellow"
)]
pub struct ColourError(String);

const NAMES: [(&str, [u8; 3]); 8] = [
    ("black", [0, 0, 0]),
    ("blue", [0, 0, 255]),
    ("green", [0, 255, 0]),
    ("grey", [128, 128, 128]),
    ("red", [255, 0, 0]),
    ("roboflow", [163, 81, 251]),
    ("white", [255, 255, 255]),
    ("yellow", [255, 255, 0]),
];

/// The colour that a workflow names: `#` with 3 or 6 hexadecimal digits (4 or 8 with an opacity, which does not count),
/// `rgb(r, g, b)`, `bgr(b, g, r)` with numbers from 0 to 255, or a name in small or capital letters.
///
/// # Errors
/// [`ColourError`] for any other text.
pub fn parse_colour(text: &str) -> Result<Colour, ColourError> {
    let components = if let Some(digits) = text.strip_prefix('#') {
        hexadecimal(digits.trim_start_matches('#'))
    } else if let Some(list) = text.strip_prefix("rgb") {
        components(list)
    } else if let Some(list) = text.strip_prefix("bgr") {
        components(list).map(|[blue, green, red]| [red, green, blue])
    } else {
        NAMES.iter().find(|(name, _)| name.eq_ignore_ascii_case(text)).map(|(_, colour)| *colour)
    };
    components.map(image::Rgb).ok_or_else(|| ColourError(text.to_owned()))
}

fn hexadecimal(digits: &str) -> Option<[u8; 3]> {
    let values: Vec<u8> = digits
        .chars()
        .map(|digit| digit.to_digit(16).and_then(|value| u8::try_from(value).ok()))
        .collect::<Option<_>>()?;
    match *values.as_slice() {
        [r, g, b] | [r, g, b, _] => Some([r, g, b].map(|value| value * 17)),
        [r, rr, g, gg, b, bb] | [r, rr, g, gg, b, bb, _, _] => Some([r * 16 + rr, g * 16 + gg, b * 16 + bb]),
        _ => None,
    }
}

/// Three numbers in brackets.
fn components(list: &str) -> Option<[u8; 3]> {
    let list = list.strip_prefix('(')?.strip_suffix(')')?;
    let numbers: Vec<u8> = list.split(',').map(|number| number.trim().parse().ok()).collect::<Option<_>>()?;
    numbers.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_read_in_every_spelling() {
        for text in [
            "#a351fb",
            "#A351FB",
            "#A351FB80",
            "rgb(163,81,251)",
            "rgb( 163, 81 ,251 )",
            "bgr(251, 81, 163)",
            "roboflow",
        ] {
            assert_eq!(parse_colour(text), Ok(image::Rgb([163, 81, 251])), "{text}");
        }
        assert_eq!(parse_colour("#f80"), Ok(image::Rgb([255, 136, 0])));
        assert_eq!(parse_colour("#f808"), parse_colour("#f80"));
        assert_eq!(parse_colour("Yellow"), Ok(image::Rgb([255, 255, 0])));
    }

    #[test]
    fn other_texts_are_no_colours() {
        for text in [
            "",
            "#",
            "#12",
            "#12345",
            "#GG0000",
            "rgb(1, 2)",
            "rgb(1, 2, 256)",
            "rgb(1, 2, -3)",
            "rgba(1, 2, 3)",
            "mauve",
            "A351FB",
        ] {
            let error = parse_colour(text).unwrap_err();
            assert!(error.to_string().contains("rgb("), "{error}");
        }
    }
}
