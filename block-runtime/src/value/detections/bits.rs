//! Rows of bits: the pixels of a region, 64 in a word.

/// A table of bits, all clear at first. The bits of a row lie in order, the first in the lowest bit of the first word;
/// what the last word has beyond the width is clear.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Bits {
    width: u32,
    height: u32,
    words: Vec<u64>,
}

/// Bits in a word.
const WORD: u32 = u64::BITS;

/// A rectangle of pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PixelRegion {
    /// Pixels left of it.
    pub x: u32,
    /// Pixels above it.
    pub y: u32,
    /// Its width in pixels.
    pub width: u32,
    /// Its height in pixels.
    pub height: u32,
}

impl PixelRegion {
    /// How many pixels there are.
    pub fn area(self) -> u64 {
        u64::from(self.width) * u64::from(self.height)
    }
}

impl Bits {
    pub(super) fn new(width: u32, height: u32) -> Self {
        Self { width, height, words: vec![0; width.div_ceil(WORD) as usize * height as usize] }
    }

    pub(super) fn width(&self) -> u32 {
        self.width
    }

    pub(super) fn height(&self) -> u32 {
        self.height
    }

    fn words_a_row(&self) -> usize {
        self.width.div_ceil(WORD) as usize
    }

    /// The words of a row; none where there is no such row.
    pub(super) fn row(&self, y: u32) -> &[u64] {
        let (start, len) = (y as usize * self.words_a_row(), self.words_a_row());
        self.words.get(start..start + len).unwrap_or_default()
    }

    fn row_mut(&mut self, y: u32) -> &mut [u64] {
        let (start, len) = (y as usize * self.words_a_row(), self.words_a_row());
        self.words.get_mut(start..start + len).unwrap_or_default()
    }

    pub(super) fn rows(&self) -> impl Iterator<Item = &[u64]> {
        (0..self.height).map(|y| self.row(y))
    }

    /// True where a bit is set; nowhere outside of the table.
    pub(super) fn get(&self, x: u32, y: u32) -> bool {
        x < self.width && self.row(y).get((x / WORD) as usize).is_some_and(|word| word >> (x % WORD) & 1 == 1)
    }

    /// Sets a bit; nothing outside of the table.
    pub(super) fn set(&mut self, x: u32, y: u32) {
        if x < self.width
            && let Some(word) = self.row_mut(y).get_mut((x / WORD) as usize)
        {
            *word |= 1 << (x % WORD);
        }
    }

    /// Sets the bits of a row from one up to but without another.
    pub(super) fn set_run(&mut self, y: u32, from: u32, to: u32) {
        let to = to.min(self.width);
        if from >= to {
            return;
        }
        let (first, last) = ((from / WORD) as usize, ((to - 1) / WORD) as usize);
        let (head, tail) = (u64::MAX << (from % WORD), u64::MAX >> (WORD - 1 - (to - 1) % WORD));
        match self.row_mut(y).get_mut(first..=last).unwrap_or_default() {
            [] => {}
            [only] => *only |= head & tail,
            [start, middle @ .., end] => {
                *start |= head;
                middle.fill(u64::MAX);
                *end |= tail;
            }
        }
    }

    /// How many bits are set.
    pub(super) fn count(&self) -> u64 {
        self.words.iter().map(|word| u64::from(word.count_ones())).sum()
    }

    /// The smallest region that has all bits that are set.
    pub(super) fn extent(&self) -> Option<PixelRegion> {
        let is_used = |y: &u32| self.row(*y).iter().any(|word| *word != 0);
        let top = (0..self.height).find(is_used)?;
        let bottom = (top..self.height).rev().find(is_used)?;
        let mut columns = vec![0; self.words_a_row()];
        for y in top..=bottom {
            for (column, word) in columns.iter_mut().zip(self.row(y)) {
                *column |= word;
            }
        }
        let left = columns.iter().zip(0..).find(|(word, _)| **word != 0);
        let right = columns.iter().zip(0..).filter(|(word, _)| **word != 0).last();
        let left = left.map(|(word, index)| index * WORD + word.trailing_zeros())?;
        let right = right.map(|(word, index): (_, u32)| index * WORD + WORD - 1 - word.leading_zeros())?;
        Some(PixelRegion { x: left, y: top, width: right - left + 1, height: bottom - top + 1 })
    }

    /// The bits of a region.
    pub(super) fn cut(&self, region: PixelRegion) -> Self {
        let mut cut = Self::new(region.width, region.height);
        let (skipped, shift) = ((region.x / WORD) as usize, region.x % WORD);
        let beyond = region.width.wrapping_neg() % WORD;
        for y in 0..region.height {
            let source = self.row(region.y.saturating_add(y)).get(skipped..).unwrap_or_default();
            let target = cut.row_mut(y);
            for (index, word) in target.iter_mut().enumerate() {
                let at = |index: usize| source.get(index).copied().unwrap_or_default();
                *word = at(index) >> shift;
                if shift > 0 {
                    *word |= at(index + 1) << (WORD - shift);
                }
            }
            if let Some(last) = target.last_mut() {
                *last &= u64::MAX >> beyond;
            }
        }
        cut
    }

    /// The table with rows for columns.
    pub(super) fn transposed(&self) -> Self {
        let mut turned = Self::new(self.height, self.width);
        let (stride, turned_stride) = (self.words_a_row(), turned.words_a_row());
        for row in 0..turned_stride {
            for column in 0..stride {
                let mut block = [0; WORD as usize];
                let source = self.words.chunks_exact(stride).skip(row * WORD as usize);
                for (line, words) in block.iter_mut().zip(source) {
                    *line = words.get(column).copied().unwrap_or_default();
                }
                transpose_block(&mut block);
                let target = turned.words.chunks_exact_mut(turned_stride).skip(column * WORD as usize);
                for (line, words) in block.iter().zip(target) {
                    if let Some(word) = words.get_mut(row) {
                        *word = *line;
                    }
                }
            }
        }
        turned
    }
}

/// Swaps ever smaller quarters: 32 by 32 bits first, single bits last.
fn transpose_block(block: &mut [u64; WORD as usize]) {
    let (mut size, mut low) = (WORD as usize / 2, u64::from(u32::MAX));
    while size > 0 {
        for pair in block.chunks_exact_mut(2 * size) {
            let (upper, lower) = pair.split_at_mut(size);
            for (upper, lower) in upper.iter_mut().zip(lower) {
                let swapped = (*upper >> size ^ *lower) & low;
                *upper ^= swapped << size;
                *lower ^= swapped;
            }
        }
        size /= 2;
        low ^= low << size;
    }
}

/// Calls back with the start and the end of each run of bits that are set, in order.
pub(super) fn each_run(row: &[u64], mut run: impl FnMut(u32, u32)) {
    let mut start = None;
    for (word, base) in row.iter().zip((0..).step_by(WORD as usize)) {
        // Bits that differ from the one before.
        let mut changes = word ^ (word << 1 | u64::from(start.is_some()));
        while changes != 0 {
            let place = base + changes.trailing_zeros();
            changes &= changes - 1;
            match start.take() {
                None => start = Some(place),
                Some(from) => run(from, place),
            }
        }
    }
    if let (Some(from), Ok(words)) = (start, u32::try_from(row.len())) {
        run(from, words * WORD);
    }
}
