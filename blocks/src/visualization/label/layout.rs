//! Where a label lies, and how it is drawn.

use crate::drawing::{Canvas, Colour, Font, Place, Position, Rectangle};

/// How labels look.
#[derive(Debug, Clone)]
pub(super) struct Style {
    pub position: Position,
    pub font: Font,
    pub text_colour: Colour,
    pub padding: i64,
    pub radius: u32,
}

/// A label that cannot be drawn.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(super) enum LayoutError {
    #[error("text cannot have a padding of {0} pixels; choose a `text_padding` from -{MOST} to {MOST}")]
    Padding(i64),
    #[error("corners cannot have a radius of {0} pixels; choose a `border_radius` from 0 to {MOST}")]
    Radius(i64),
    #[error(
        "nothing is left of a label {width} pixels wide and {height} high; choose a greater `text_padding` or `text_scale`"
    )]
    Nothing { width: i64, height: i64 },
}

/// The greatest padding and radius; more than any image needs.
const MOST: i64 = 32_767;

/// A padding in pixels.
pub(super) fn padding(pixels: i64) -> Result<i64, LayoutError> {
    if (-MOST..=MOST).contains(&pixels) { Ok(pixels) } else { Err(LayoutError::Padding(pixels)) }
}

/// A radius in pixels.
pub(super) fn radius(pixels: i64) -> Result<u32, LayoutError> {
    let error = LayoutError::Radius(pixels);
    if pixels > MOST { Err(error) } else { u32::try_from(pixels).map_err(|_| error) }
}

impl Style {
    /// Draws a label at a point of its detection.
    pub fn draw(&self, canvas: &mut Canvas, label: &str, at: Place, background: Colour) -> Result<(), LayoutError> {
        let lines = lines(label);
        let height = self.font.size("").height;
        let width = lines.iter().map(|line| self.font.size(line).width).max().unwrap_or_default();
        // As many gaps as lines, and one more: above the first and below the last, too.
        let count = i64::try_from(lines.len()).unwrap_or(i64::MAX);
        let size = (width + 2 * self.padding, count.saturating_mul(height + self.padding) + self.padding);
        if size.0 < 0 || size.1 < 0 {
            return Err(LayoutError::Nothing { width: size.0, height: size.1 });
        }
        let room = room(at, size, self.position);
        canvas.fill_rounded_rectangle(&room, self.radius, background);
        let mut base = room.from.y;
        for line in lines {
            base += self.padding + height;
            canvas.text(line, Place::new(room.from.x + self.padding, base), &self.font, self.text_colour);
        }
        Ok(())
    }
}

/// The background of a label of this size at a point: outside the box that the point belongs to, unless it is the middle.
///
/// Halves are rounded down on both sides of the middle, so that an odd size loses a pixel.
fn room(at: Place, (width, height): (i64, i64), position: Position) -> Rectangle {
    use Position::{
        BottomCenter, BottomLeft, BottomRight, Center, CenterLeft, CenterOfMass, CenterRight, TopCenter, TopLeft,
        TopRight,
    };
    let before = |at: i64, length: i64| (at - length, at);
    let around = |at: i64, length: i64| (at - length / 2, at + length / 2);
    let behind = |at: i64, length: i64| (at, at + length);
    let (left, right) = match position {
        TopRight | BottomRight | CenterLeft => before(at.x, width),
        TopCenter | Center | CenterOfMass | BottomCenter => around(at.x, width),
        TopLeft | BottomLeft | CenterRight => behind(at.x, width),
    };
    let (top, bottom) = match position {
        TopLeft | TopCenter | TopRight => before(at.y, height),
        CenterLeft | Center | CenterOfMass | CenterRight => around(at.y, height),
        BottomLeft | BottomCenter | BottomRight => behind(at.y, height),
    };
    Rectangle { from: Place::new(left, top), to: Place::new(right, bottom) }
}

/// The lines of a text, as Python splits them; always at least one.
fn lines(text: &str) -> Vec<&str> {
    let is_end = |character| {
        matches!(character, '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{1c}'..='\u{1e}' | '\u{85}' | '\u{2028}' | '\u{2029}')
    };
    let mut lines = Vec::new();
    let mut rest = text;
    while let Some(end) = rest.find(is_end) {
        let (line, ended) = rest.split_at(end);
        lines.push(line);
        let end = ended.strip_prefix("\r\n").or_else(|| ended.get(ended.chars().next().map_or(0, char::len_utf8)..));
        rest = end.unwrap_or_default();
    }
    if !rest.is_empty() || lines.is_empty() {
        lines.push(rest);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_split_as_in_python() {
        for (text, expected) in [
            ("", &[""][..]),
            ("a", &["a"]),
            ("a\n", &["a"]),
            ("a\r\n\r\nb\rc", &["a", "", "b", "c"]),
            ("\n", &[""]),
            ("a\u{2028}b\u{b}", &["a", "b"]),
        ] {
            assert_eq!(lines(text), expected, "{text:?}");
        }
    }

    #[test]
    fn labels_lie_outside_the_box() {
        let sides = |position| {
            let Rectangle { from, to } = room(Place::new(100, 50), (11, 4), position);
            (from.x, from.y, to.x, to.y)
        };
        assert_eq!(sides(Position::TopLeft), (100, 46, 111, 50));
        assert_eq!(sides(Position::TopRight), (89, 46, 100, 50));
        assert_eq!(sides(Position::Center), (95, 48, 105, 52));
        assert_eq!(sides(Position::CenterLeft), (89, 48, 100, 52));
        assert_eq!(sides(Position::CenterRight), (100, 48, 111, 52));
        assert_eq!(sides(Position::BottomCenter), (95, 50, 105, 54));
    }
}
