//! Texts as the protocol counts them: by lines, and within a line in units of the agreed encoding.

use std::ops::Range;

use gen_lsp_types::{Position, PositionEncodingKind, Range as LspRange, TextDocumentContentChangeEvent};

/// In which units the places within a line are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Encoding {
    /// Bytes.
    Utf8,
    /// Units of UTF-16, in which most editors count.
    #[default]
    Utf16,
}

impl Encoding {
    /// The one that an editor offers and that costs us least.
    pub fn agreed(offered: Option<&[PositionEncodingKind]>) -> Self {
        let bytes = offered.is_some_and(|offered| offered.contains(&PositionEncodingKind::UTF8));
        if bytes { Self::Utf8 } else { Self::Utf16 }
    }

    /// What the protocol calls it.
    pub fn kind(self) -> PositionEncodingKind {
        match self {
            Self::Utf8 => PositionEncodingKind::UTF8,
            Self::Utf16 => PositionEncodingKind::UTF16,
        }
    }
}

/// Where the lines of a text begin, and which of its characters are counted otherwise than by their bytes.
///
/// Places are found without going through the line, since a whole file may be on one.
#[derive(Debug)]
pub struct Lines {
    starts: Vec<usize>,
    /// For each character of more bytes than units where it ends, and by how many the bytes up to there outnumber the
    /// units.
    surplus: Vec<(usize, usize)>,
    encoding: Encoding,
}

impl Lines {
    pub fn new(text: &str, encoding: Encoding) -> Self {
        let starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        let mut surplus = Vec::new();
        if encoding == Encoding::Utf16 && !text.is_ascii() {
            let mut sum = 0;
            for (at, character) in text.char_indices().filter(|(_, character)| !character.is_ascii()) {
                sum += character.len_utf8() - character.len_utf16();
                surplus.push((at + character.len_utf8(), sum));
            }
        }
        Self { starts, surplus, encoding }
    }

    /// By how many the bytes of the text up to a place outnumber its units.
    fn surplus(&self, offset: usize) -> usize {
        let before = self.surplus.partition_point(|(end, _)| *end <= offset);
        before.checked_sub(1).and_then(|last| self.surplus.get(last)).map_or(0, |(_, sum)| *sum)
    }

    /// The byte at a position; positions beyond the end of a line are its end, beyond the last line the end of the text.
    pub fn offset(&self, text: &str, position: Position) -> usize {
        let line = usize::try_from(position.line).unwrap_or(usize::MAX);
        let Some(start) = self.starts.get(line).copied() else { return text.len() };
        let line = self.line(text, line);
        let wanted = usize::try_from(position.character).unwrap_or(usize::MAX);
        let within = match self.encoding {
            Encoding::Utf8 => line.floor_char_boundary(wanted.min(line.len())),
            Encoding::Utf16 => {
                let mut units = 0;
                let far_enough = |(_, c): &(usize, char)| {
                    let before = units;
                    units += c.len_utf16();
                    before >= wanted
                };
                line.char_indices().find(far_enough).map_or(line.len(), |(at, _)| at)
            }
        };
        start + within
    }

    /// The position of a byte of the text.
    pub fn position(&self, text: &str, offset: usize) -> Position {
        let offset = text.floor_char_boundary(offset.min(text.len()));
        let line = self.starts.partition_point(|start| *start <= offset) - 1;
        let start = self.starts[line];
        let character = offset - start - (self.surplus(offset) - self.surplus(start));
        Position { line: number(line), character: number(character) }
    }

    /// The range of bytes of the text.
    pub fn range(&self, text: &str, span: &Range<usize>) -> LspRange {
        LspRange { start: self.position(text, span.start), end: self.position(text, span.end) }
    }

    /// The bytes of a range.
    pub fn span(&self, text: &str, range: LspRange) -> Range<usize> {
        let start = self.offset(text, range.start);
        start..self.offset(text, range.end).max(start)
    }

    /// A line without its end.
    fn line<'t>(&self, text: &'t str, line: usize) -> &'t str {
        let start = self.starts[line];
        let end = self.starts.get(line + 1).copied().unwrap_or(text.len());
        text[start..end].trim_end_matches(['\n', '\r'])
    }
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// Changes a text as an editor has changed it.
pub fn change(text: &mut String, encoding: Encoding, changes: Vec<TextDocumentContentChangeEvent>) {
    for change in changes {
        match change {
            TextDocumentContentChangeEvent::TextDocumentContentChangePartial(part) => {
                let span = Lines::new(text, encoding).span(text, part.range);
                text.replace_range(span, &part.text);
            }
            TextDocumentContentChangeEvent::TextDocumentContentChangeWholeDocument(whole) => *text = whole.text,
        }
    }
}

#[cfg(test)]
mod tests {
    use gen_lsp_types::TextDocumentContentChangePartial;

    use super::*;

    const TEXT: &str = "aä\r\n𝄞b\n";

    #[test]
    fn places_are_counted_in_the_agreed_units() {
        for (encoding, places) in [
            (Encoding::Utf8, [(0, 0, 0), (3, 0, 3), (5, 1, 0), (9, 1, 4), (10, 1, 5), (11, 2, 0)]),
            (Encoding::Utf16, [(0, 0, 0), (3, 0, 2), (5, 1, 0), (9, 1, 2), (10, 1, 3), (11, 2, 0)]),
        ] {
            let lines = Lines::new(TEXT, encoding);
            for (offset, line, character) in places {
                let position = Position { line, character };
                assert_eq!(lines.position(TEXT, offset), position, "{encoding:?} {offset}");
                assert_eq!(lines.offset(TEXT, position), offset, "{encoding:?} {position:?}");
            }
        }
    }

    #[test]
    fn positions_are_counted_character_by_character() {
        let text = "ä𝄞€\n\u{feff}aä𝄞b€\r\nxyz\nß";
        let lines = Lines::new(text, Encoding::Utf16);
        let (mut line, mut character) = (0, 0);
        for (offset, next) in text.char_indices() {
            assert_eq!(lines.position(text, offset), Position { line, character }, "{offset}");
            (line, character) = if next == '\n' { (line + 1, 0) } else { (line, character + number(next.len_utf16())) };
        }
        assert_eq!(lines.position(text, text.len()), Position { line, character });
    }

    #[test]
    fn positions_outside_of_the_text_are_its_borders() {
        let lines = Lines::new(TEXT, Encoding::Utf16);
        assert_eq!(lines.offset(TEXT, Position { line: 0, character: 99 }), 3, "before the end of the line");
        assert_eq!(lines.offset(TEXT, Position { line: 99, character: 0 }), TEXT.len());
        assert_eq!(lines.offset(TEXT, Position { line: 1, character: 1 }), 9, "not inside of a character");
        assert_eq!(lines.position(TEXT, 999), Position { line: 2, character: 0 });
    }

    #[test]
    fn changes_are_made_one_after_the_other() {
        let partial = |line, from, to, text: &str| {
            let position = |character| Position { line, character };
            let range = LspRange { start: position(from), end: position(to) };
            TextDocumentContentChangePartial { range, text: text.to_owned(), ..Default::default() }.into()
        };
        let mut text = TEXT.to_owned();
        change(
            &mut text,
            Encoding::Utf16,
            vec![partial(1, 0, 2, "xy\nz"), partial(2, 1, 2, "!"), partial(9, 0, 0, ".")],
        );
        assert_eq!(text, "aä\r\nxy\nz!\n.");
    }
}
