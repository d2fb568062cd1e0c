//! Loops over pixels that become vector instructions.
//!
//! The compiler turns loops over arrays of a fixed, small length into vector instructions of whatever machine it builds
//! for; loops over pixels are cut into such arrays. [`wide`] has them built a second time, for machines with AVX2, which
//! halves the time of most. Two things keep the compiler from it: adapters that it does not inline, such as `map` on
//! arrays, and writing to slices of which it does not know that they lie apart, so results go to an array first.

#![expect(clippy::inline_always, reason = "what `wide` calls is to be compiled for wide vectors too")]

use fearless_simd::Level;

/// Does the work with vectors of 32 bytes where the machine has them, and with those of 16 bytes where it does not.
///
/// The work is compiled for both, together with what it calls that is marked `#[inline(always)]`. Results are the same:
/// nothing is calculated in another order.
#[inline]
pub(crate) fn wide<R>(work: impl FnOnce() -> R) -> R {
    #[cfg(target_arch = "x86_64")]
    if let Some(avx2) = Level::new().as_avx2() {
        return fearless_simd::Simd::vectorize(avx2, work);
    }
    work()
}

/// Where groups of `lanes` values begin that together cover `length` values. Where they do not come
/// out even, the last one overlaps the one before it. `length` is at least `lanes`.
pub(crate) fn groups(length: usize, lanes: usize) -> impl Iterator<Item = usize> {
    (0..length.div_ceil(lanes)).map(move |group| (group * lanes).min(length - lanes))
}

/// The `N` values of `line` that begin at `at`.
#[inline(always)]
pub(crate) fn load<T: Copy, const N: usize>(line: &[T], at: usize) -> [T; N] {
    let line = &line[at..at + N];
    std::array::from_fn(|lane| line[lane])
}

/// The integer nearest to `value`, ties to even; `value` is from 0 to 255.
///
/// Adding 2^23 leaves no bits for the fraction, so that the addition itself rounds; this is several
/// times faster than the conversions of the language, which check for values out of range.
#[inline(always)]
pub(crate) fn nearest(value: f32) -> u8 {
    let [lowest, ..] = (value + 8_388_608.0).to_bits().to_le_bytes();
    lowest
}

#[cfg(test)]
mod tests {
    use super::{groups, nearest};

    #[test]
    fn groups_cover_the_line_and_stay_inside() {
        assert_eq!(groups(8, 4).collect::<Vec<_>>(), [0, 4]);
        assert_eq!(groups(9, 4).collect::<Vec<_>>(), [0, 4, 5]);
        assert_eq!(groups(4, 4).collect::<Vec<_>>(), [0]);
        assert_eq!(groups(3, 1).collect::<Vec<_>>(), [0, 1, 2]);
    }

    #[test]
    fn the_nearest_integer_of_a_tie_is_even() {
        let rounded = [0.0, 0.5, 1.5, 2.499, 2.501, 254.5, 255.0, 255.4].map(nearest);
        assert_eq!(rounded, [0, 0, 2, 2, 3, 254, 255, 255]);
    }
}
