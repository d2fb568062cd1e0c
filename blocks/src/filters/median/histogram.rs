//! Medians of wide neighbourhoods, from counts of the values in each column.
//!
//! The method is that of Perreault and Hébert, "Median Filtering in Constant Time" (2007): counts
//! are kept for every column, and those of a neighbourhood follow from the column that enters it and
//! the one that leaves. A value is looked up by its upper four bits, and then, among the values with
//! these upper bits, by its lower four; the second counts are brought up to date only when needed.
//!
//! Here the counts are cumulative, so that the place of the median is the number of counts that do
//! not exceed its rank: a comparison of sixteen lanes instead of a search.

use std::ops::{AddAssign, Range, Sub};

use crate::filters::border::Border;
use crate::filters::raster::Raster;

/// For each value of four bits, how many of the counted values are below it.
type Counts<T> = [T; 16];

/// An integer wide enough for the number of pixels in a neighbourhood.
trait Tally: Copy + Default + PartialOrd + From<u16> + AddAssign + Sub<Output = Self> {}
impl Tally for u16 {}
impl Tally for u32 {}

/// The counts of one value.
const SINGLE: [Counts<u16>; 16] = {
    let mut single = [[0; 16]; 16];
    let mut value = 0;
    while value < 16 {
        let mut above = value + 1;
        while above < 16 {
            single[value][above] = 1;
            above += 1;
        }
        value += 1;
    }
    single
};

/// The largest side whose neighbourhood has fewer than 2^16 pixels.
const LARGEST_SHORT_SIDE: usize = 255;

/// The image is filtered in vertical stripes of at least this width, whose counts stay in the cache.
const STRIPE: usize = 256;

/// The median filter of an odd `side`.
pub(super) fn blur(source: Raster, side: usize, target: &mut [u8]) {
    let width = source.width;
    let stripe = STRIPE.max(side).min(width);
    let mut columns = Columns::new(stripe + side - 1);
    for left in (0..width).step_by(stripe) {
        let right = width.min(left + stripe);
        for channel in 0..source.channels {
            if side <= LARGEST_SHORT_SIDE {
                blur_stripe::<u16>(source, side, left..right, channel, &mut columns, target);
            } else {
                blur_stripe::<u32>(source, side, left..right, channel, &mut columns, target);
            }
        }
    }
}

fn blur_stripe<T: Tally>(
    source: Raster,
    side: usize,
    stripe: Range<usize>,
    channel: usize,
    columns: &mut Columns,
    target: &mut [u8],
) {
    let Raster { width, height, channels, .. } = source;
    let reach = side / 2;
    let row = |position: usize| source.row(Border::Replicate.source(position, reach, height));
    let places: Vec<usize> = (stripe.start..stripe.end + side - 1)
        .map(|position| Border::Replicate.source(position, reach, width) * channels + channel)
        .collect();

    columns.clear();
    for position in 0..side {
        columns.insert(row(position), &places);
    }
    for (y, target) in target.chunks_exact_mut(source.stride()).enumerate() {
        if y > 0 {
            columns.replace(row(y - 1), row(y + side - 1), &places);
        }
        let target = &mut target[stripe.start * channels..stripe.end * channels];
        columns.medians::<T>(side, target[channel..].iter_mut().step_by(channels));
    }
}

/// The counts of the values in the columns of a stripe, from the first to the last row under the
/// kernel.
struct Columns {
    count: usize,
    /// The counts of the upper four bits, by column.
    upper: Vec<Counts<u16>>,
    /// The counts of the lower four bits, by upper four bits and column.
    lower: Vec<Counts<u16>>,
}

impl Columns {
    fn new(count: usize) -> Self {
        Self { count, upper: vec![[0; 16]; count], lower: vec![[0; 16]; 16 * count] }
    }

    fn clear(&mut self) {
        self.upper.fill([0; 16]);
        self.lower.fill([0; 16]);
    }

    /// Counts the values at `places` of a row.
    fn insert(&mut self, row: &[u8], places: &[usize]) {
        for (column, &place) in places.iter().enumerate() {
            let (upper, lower) = split(row[place]);
            self.upper[column] = sum(self.upper[column], &SINGLE[upper]);
            let lower_counts = &mut self.lower[upper * self.count + column];
            *lower_counts = sum(*lower_counts, &SINGLE[lower]);
        }
    }

    /// Counts the values at `places` of `entering`, and no longer those of `leaving`.
    fn replace(&mut self, leaving: &[u8], entering: &[u8], places: &[usize]) {
        for (column, &place) in places.iter().enumerate() {
            if leaving[place] == entering[place] {
                continue;
            }
            let (upper, lower) = split(entering[place]);
            let (old_upper, old_lower) = split(leaving[place]);
            self.upper[column] = difference(sum(self.upper[column], &SINGLE[upper]), &SINGLE[old_upper]);
            let lower_counts = &mut self.lower[upper * self.count + column];
            *lower_counts = sum(*lower_counts, &SINGLE[lower]);
            let lower_counts = &mut self.lower[old_upper * self.count + column];
            *lower_counts = difference(*lower_counts, &SINGLE[old_lower]);
        }
    }

    /// Writes the medians of `side` neighbouring columns.
    fn medians<'a, T: Tally>(&self, side: usize, target: impl Iterator<Item = &'a mut u8>) {
        #[expect(clippy::cast_possible_truncation, reason = "16 bits are enough up to side 361")]
        let rank = T::from((side * side / 2) as u16);
        let mut upper = [T::default(); 16];
        for column in &self.upper[..side - 1] {
            upper = sum(upper, column);
        }
        let mut segments = [Segment { counts: [T::default(); 16], end: 0 }; 16];
        for (x, target) in target.enumerate() {
            upper = sum(upper, &self.upper[x + side - 1]);
            let upper_bits = last_within(&upper, rank);
            let segment = &mut segments[usize::from(upper_bits)];
            let columns = &self.lower[usize::from(upper_bits) * self.count..][..x + side];
            segment.move_to(columns, side);
            let rank_within = rank - upper[usize::from(upper_bits)];
            *target = upper_bits << 4 | last_within(&segment.counts, rank_within);
            upper = difference(upper, &self.upper[x]);
        }
    }
}

/// The counts of the lower four bits in a neighbourhood, among the values with certain upper bits.
#[derive(Clone, Copy)]
struct Segment<T> {
    counts: Counts<T>,
    /// The column after the last one of the neighbourhood.
    end: usize,
}

impl<T: Tally> Segment<T> {
    /// Moves on to the last `side` columns of `columns`.
    fn move_to(&mut self, columns: &[Counts<u16>], side: usize) {
        let mut counts = self.counts;
        if self.end + side <= columns.len() {
            counts = [T::default(); 16];
            for column in &columns[columns.len() - side..] {
                counts = sum(counts, column);
            }
        } else {
            for (entering, leaving) in columns[self.end..].iter().zip(&columns[self.end - side..]) {
                counts = difference(sum(counts, entering), leaving);
            }
        }
        *self = Self { counts, end: columns.len() };
    }
}

/// The upper and the lower four bits of a value.
#[inline]
fn split(value: u8) -> (usize, usize) {
    (usize::from(value >> 4), usize::from(value & 15))
}

#[inline]
fn sum<T: Tally>(mut counts: Counts<T>, added: &Counts<u16>) -> Counts<T> {
    for (count, &added) in counts.iter_mut().zip(added) {
        *count += T::from(added);
    }
    counts
}

#[inline]
fn difference<T: Tally>(mut counts: Counts<T>, removed: &Counts<u16>) -> Counts<T> {
    for (count, &removed) in counts.iter_mut().zip(removed) {
        *count = *count - T::from(removed);
    }
    counts
}

/// The last index whose count does not exceed `rank`. The first count is always zero.
#[inline]
fn last_within<T: Tally>(counts: &Counts<T>, rank: T) -> u8 {
    counts.iter().skip(1).map(|&count| u8::from(count <= rank)).sum()
}
