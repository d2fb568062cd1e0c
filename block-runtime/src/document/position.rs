//! Byte offsets as lines and columns.

/// A place as people count it, both from one; columns count characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

/// Where the lines of a text begin, for turning offsets into positions without scanning the text again.
#[derive(Debug)]
pub struct LineIndex<'a> {
    text: &'a str,
    starts: Vec<usize>,
    /// How many characters begin before each block of the text, so that long lines are not counted again and again.
    counts: Vec<usize>,
}

/// Bytes of the text for which one count is kept.
const BLOCK: usize = 1024;

impl<'a> LineIndex<'a> {
    /// Finds the lines of `text`.
    pub fn new(text: &'a str) -> Self {
        let starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        // One count more than there are blocks, for the end of the text.
        let mut counts = vec![0];
        let mut count = 0;
        for block in text.as_bytes().chunks(BLOCK) {
            count += characters(block);
            counts.push(count);
        }
        Self { text, starts, counts }
    }

    /// The position of a byte offset; offsets beyond the text are its end, those inside a character its start.
    pub fn position(&self, offset: usize) -> Position {
        let offset = self.text.floor_char_boundary(offset.min(self.text.len()));
        let line = self.starts.partition_point(|start| *start <= offset);
        let start = self.starts[line - 1];
        Position { line, column: self.characters_before(offset) - self.characters_before(start) + 1 }
    }

    fn characters_before(&self, offset: usize) -> usize {
        let block = offset / BLOCK;
        self.counts[block] + characters(&self.text.as_bytes()[block * BLOCK..offset])
    }

    /// The text of a line, counted from one, without its line break.
    pub fn line(&self, line: usize) -> &'a str {
        let Some(start) = line.checked_sub(1).and_then(|index| self.starts.get(index)) else {
            return "";
        };
        let end = self.starts.get(line).copied().unwrap_or(self.text.len());
        self.text[*start..end].trim_end_matches(['\n', '\r'])
    }
}

/// How many characters begin in these bytes.
fn characters(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte & 0b1100_0000 != 0b1000_0000).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters() {
        let index = LineIndex::new("äb\r\nc\n");
        assert_eq!(index.position(0), Position { line: 1, column: 1 });
        assert_eq!(index.position(2), Position { line: 1, column: 2 });
        assert_eq!(index.position(5), Position { line: 2, column: 1 });
        assert_eq!(index.position(99), Position { line: 3, column: 1 });
        assert_eq!(index.line(1), "äb");
        assert_eq!(index.line(3), "");
        assert_eq!(index.line(9), "");
    }

    #[test]
    fn long_lines_are_counted_in_blocks() {
        for length in [BLOCK - 1, BLOCK, BLOCK + 1, 3 * BLOCK] {
            let text = format!("x\n{}", "ä".repeat(length));
            let index = LineIndex::new(&text);
            for column in [1, 2, BLOCK / 2 - 1, BLOCK / 2, length, length + 1] {
                assert_eq!(index.position(2 + 2 * (column - 1)), Position { line: 2, column });
            }
        }
    }
}
