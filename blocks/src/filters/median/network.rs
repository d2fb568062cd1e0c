//! Medians of 9 and of 25 values, by comparing and exchanging in a fixed order.
//!
//! Without branches, a whole vector of pixels goes through the comparisons at once. The columns of
//! the neighbourhood are sorted first: a sorted column serves every pixel whose neighbourhood
//! it is part of.

use crate::filters::border::Border;
use crate::filters::raster::Raster;
use crate::lanes::groups;

/// Values that go through the comparisons together.
const LANES: usize = 64;

/// The median filter of side 3.
#[inline(always)]
pub(super) fn side_3(source: Raster, target: &mut [u8]) {
    if source.stride() < LANES {
        blur::<3, 1>(source, target, sort_3, median_of_9);
    } else {
        blur::<3, LANES>(source, target, sort_3, median_of_9);
    }
}

/// The median filter of side 5.
#[inline(always)]
pub(super) fn side_5(source: Raster, target: &mut [u8]) {
    if source.stride() < LANES {
        blur::<5, 1>(source, target, sort_5, median_of_25);
    } else {
        blur::<5, LANES>(source, target, sort_5, median_of_25);
    }
}

/// Applies `median` to the neighbourhoods whose columns `sort` has sorted. The first index of a
/// neighbourhood is the rank within the column, the second one the column.
#[inline(always)]
fn blur<const SIDE: usize, const N: usize>(
    source: Raster,
    target: &mut [u8],
    sort: impl Fn([u8; SIDE]) -> [u8; SIDE] + Copy,
    median: impl Fn([[u8; SIDE]; SIDE]) -> u8 + Copy,
) {
    let Raster { width, height, channels, .. } = source;
    let stride = source.stride();
    let reach = SIDE / 2;
    let start = reach * channels;
    let mut ranks: [Vec<u8>; SIDE] = std::array::from_fn(|_| vec![0; stride + 2 * start]);
    for (y, target) in target.chunks_exact_mut(stride).enumerate() {
        let rows = std::array::from_fn(|row| source.row(Border::Replicate.source(y + row, reach, height)));
        for at in groups(stride, N) {
            let sorted: [[u8; N]; SIDE] = sort_columns(&rows, at, sort);
            for (rank, sorted) in ranks.iter_mut().zip(sorted) {
                rank[start + at..start + at + N].copy_from_slice(&sorted);
            }
        }
        for rank in &mut ranks {
            Border::Replicate.extend(rank, channels, reach, width);
        }
        for at in groups(stride, N) {
            let medians: [u8; N] = pick(&ranks, at, channels, median);
            target[at..at + N].copy_from_slice(&medians);
        }
    }
}

/// `N` columns from `at` on, sorted.
#[inline(always)]
fn sort_columns<const SIDE: usize, const N: usize>(
    rows: &[&[u8]; SIDE],
    at: usize,
    sort: impl Fn([u8; SIDE]) -> [u8; SIDE],
) -> [[u8; N]; SIDE] {
    let rows: [&[u8]; SIDE] = std::array::from_fn(|row| &rows[row][at..at + N]);
    let mut sorted = [[0; N]; SIDE];
    for lane in 0..N {
        let column = sort(std::array::from_fn(|row| rows[row][lane]));
        for (sorted, value) in sorted.iter_mut().zip(column) {
            sorted[lane] = value;
        }
    }
    sorted
}

/// The medians of the `N` neighbourhoods whose first columns are from `at` on.
#[inline(always)]
fn pick<const SIDE: usize, const N: usize>(
    ranks: &[Vec<u8>; SIDE],
    at: usize,
    channels: usize,
    median: impl Fn([[u8; SIDE]; SIDE]) -> u8,
) -> [u8; N] {
    let columns: [[&[u8]; SIDE]; SIDE] =
        std::array::from_fn(|rank| std::array::from_fn(|column| &ranks[rank][at + column * channels..][..N]));
    let mut medians = [0; N];
    for (lane, value) in medians.iter_mut().enumerate() {
        *value = median(std::array::from_fn(|rank| std::array::from_fn(|column| columns[rank][column][lane])));
    }
    medians
}

/// Exchanges two values if they are not in order.
#[inline(always)]
fn order(values: &mut [u8], low: usize, high: usize) {
    let (a, b) = (values[low], values[high]);
    values[low] = a.min(b);
    values[high] = a.max(b);
}

#[inline(always)]
fn sort_3(mut values: [u8; 3]) -> [u8; 3] {
    order(&mut values, 0, 1);
    order(&mut values, 1, 2);
    order(&mut values, 0, 1);
    values
}

#[inline(always)]
fn sort_5(mut values: [u8; 5]) -> [u8; 5] {
    order(&mut values, 0, 1);
    order(&mut values, 3, 4);
    order(&mut values, 2, 4);
    order(&mut values, 2, 3);
    order(&mut values, 1, 4);
    order(&mut values, 0, 3);
    order(&mut values, 0, 2);
    order(&mut values, 1, 3);
    order(&mut values, 1, 2);
    values
}

#[inline(always)]
fn median_of_9([low, middle, high]: [[u8; 3]; 3]) -> u8 {
    let [_, _, low] = sort_3(low);
    let [_, middle, _] = sort_3(middle);
    let [high, _, _] = sort_3(high);
    sort_3([low, middle, high])[1]
}

/// Once the rows are sorted as well, twelve values have more than twelve others on one side of them,
/// so that they cannot be the median: six at the low end and six at the high end. What is left are
/// 13 values in a partial order; the exchanges that find their median were searched for by computer,
/// as a short sequence that is right for each of the 162 ways to cut that order in two.
#[inline(always)]
fn median_of_25(ranks: [[u8; 5]; 5]) -> u8 {
    let [_, _, _, a3, a4] = sort_5(ranks[0]);
    let [_, _, b2, b3, b4] = sort_5(ranks[1]);
    let [_, c1, c2, c3, _] = sort_5(ranks[2]);
    let [d0, d1, d2, _, _] = sort_5(ranks[3]);
    let [e0, e1, _, _, _] = sort_5(ranks[4]);
    let mut rest = [a3, a4, b2, b3, b4, c1, c2, c3, d0, d1, d2, e0, e1];
    order(&mut rest, 1, 5);
    order(&mut rest, 3, 10);
    order(&mut rest, 9, 11);
    order(&mut rest, 5, 6);
    order(&mut rest, 0, 2);
    order(&mut rest, 4, 7);
    order(&mut rest, 2, 5);
    order(&mut rest, 3, 5);
    order(&mut rest, 4, 6);
    order(&mut rest, 4, 5);
    order(&mut rest, 2, 12);
    order(&mut rest, 4, 11);
    order(&mut rest, 3, 9);
    order(&mut rest, 5, 9);
    order(&mut rest, 4, 8);
    order(&mut rest, 5, 12);
    order(&mut rest, 5, 8);
    order(&mut rest, 6, 8);
    rest[6]
}

#[cfg(test)]
mod tests {
    use super::{median_of_9, median_of_25, sort_3, sort_5};

    /// All neighbourhoods of zeros and ones with sorted columns. Exchanges that are right for these
    /// are right for all values, as they commute with any threshold.
    fn neighbourhoods<const SIDE: usize>() -> impl Iterator<Item = ([[u8; SIDE]; SIDE], u8)> {
        let choices = SIDE + 1;
        (0..choices.pow(u32::try_from(SIDE).unwrap())).map(move |code| {
            let ones: [usize; SIDE] =
                std::array::from_fn(|column| code / choices.pow(u32::try_from(column).unwrap()) % choices);
            let values =
                std::array::from_fn(|rank| std::array::from_fn(|column| u8::from(rank + ones[column] >= SIDE)));
            (values, u8::from(2 * ones.iter().sum::<usize>() > SIDE * SIDE))
        })
    }

    #[test]
    fn medians_are_right_for_all_neighbourhoods() {
        assert!(neighbourhoods().all(|(values, median)| median_of_9(values) == median));
        assert!(neighbourhoods().all(|(values, median)| median_of_25(values) == median));
    }

    #[test]
    fn columns_are_sorted() {
        for code in 0_u8..8 {
            assert!(sort_3(std::array::from_fn(|bit| code >> bit & 1)).is_sorted());
        }
        for code in 0_u8..32 {
            assert!(sort_5(std::array::from_fn(|bit| code >> bit & 1)).is_sorted());
        }
    }
}
