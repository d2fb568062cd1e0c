//! Text in the Hershey font.

use super::canvas::Canvas;
use super::colour::Colour;
use super::pen::{Edges, Pen, Thickness};
use super::place::{Fine, Place, rounded};
use super::simplex::Character;

/// How far the middle of the font is above the base line, and how far the lowest letters reach below it, in its units.
const DESCENT: i64 = 9;
/// How far the highest letters reach above the middle.
const ASCENT: i64 = 12;
/// No character goes further from its middle than this.
const REACH: i64 = 20;

/// How text is written: a size and a thickness of the strokes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Font {
    scale: f64,
    thickness: Thickness,
}

/// A size of text that cannot be written.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
#[error("text cannot be written {0} times as large; choose a scale from -{max} to {max}", max = Font::MAX_SCALE)]
pub struct FontError(f64);

/// How much room text takes, in pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TextSize {
    /// Width of the text.
    pub width: i64,
    /// Height of capital letters.
    pub height: i64,
    /// How far the lowest letters reach below the base line.
    pub descent: i64,
}

impl Font {
    /// The largest scale.
    pub const MAX_SCALE: f64 = 1_000.0;

    /// Text whose capital letters are 21 pixels high at a scale of 1; below zero it stands on its head. Strokes have a
    /// thickness in pixels.
    ///
    /// # Errors
    /// [`FontError`] for scales that are no number or beyond [`MAX_SCALE`](Self::MAX_SCALE).
    pub fn new(scale: f64, thickness: Thickness) -> Result<Self, FontError> {
        if scale.abs() <= Self::MAX_SCALE { Ok(Self { scale, thickness }) } else { Err(FontError(scale)) }
    }

    /// How much room a line of text takes.
    pub fn size(&self, text: &str) -> TextSize {
        #[expect(clippy::cast_precision_loss, reason = "units of the font and thicknesses are small")]
        let float = |number: i64| number as f64;
        let thickness = self.thickness.pixels();
        let width = text
            .bytes()
            .map(Character::of)
            .fold(0.0, |width, character| width + float(character.right - character.left) * self.scale);
        TextSize {
            width: rounded(width + float(thickness)),
            height: rounded(float(ASCENT + DESCENT) * self.scale + float((thickness + 1) / 2)),
            descent: rounded(float(DESCENT) * self.scale + float(thickness) * 0.5),
        }
    }
}

impl Canvas {
    /// Writes a line of text with smooth edges; `start` is the left end of its base line.
    ///
    /// The font has the printable characters of ASCII. Each byte of anything else is a question mark.
    pub fn text(&mut self, text: &str, start: Place, font: &Font, colour: Colour) {
        let pen = Pen { colour, thickness: font.thickness, edges: Edges::Smooth };
        #[expect(clippy::cast_precision_loss, reason = "one pixel is a small number")]
        let unit = rounded(font.scale * Fine::ONE as f64);
        let Fine { mut x, y: base } = start.fine();
        let y = base - DESCENT * unit;
        let mut path = Vec::new();
        let beside = REACH * unit.abs() + font.thickness.pixels() * Fine::ONE;
        let visible = -beside..=self.width() * Fine::ONE + beside;
        for character in text.bytes().map(Character::of) {
            x -= character.left * unit;
            for stroke in character.strokes().filter(|_| visible.contains(&x)) {
                path.clear();
                path.extend(stroke.map(|(right, down)| Fine { x: x + right * unit, y: y + down * unit }));
                self.fine_path(&path, &pen);
            }
            x += character.right * unit;
        }
    }
}
