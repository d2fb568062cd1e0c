//! Who was seen before.

use std::collections::{HashSet, VecDeque};

/// The last tracks that appeared. When there are too many, the one that appeared first is forgotten, even if it is still
/// in view.
#[derive(Debug)]
pub(super) struct Sightings {
    /// In the order in which they appeared.
    order: VecDeque<i64>,
    known: HashSet<i64>,
    limit: usize,
}

impl Sightings {
    /// Remembers this many tracks, always one, and a million at most.
    pub(super) fn new(limit: i64) -> Self {
        const MOST: usize = 1_000_000;
        let limit = usize::try_from(limit.max(1)).map_or(MOST, |limit| limit.min(MOST));
        Self { order: VecDeque::new(), known: HashSet::new(), limit }
    }

    /// Remembers a track, and says whether it was remembered before.
    pub(super) fn record(&mut self, track: i64) -> bool {
        if self.known.contains(&track) {
            return true;
        }
        if self.order.len() >= self.limit
            && let Some(first) = self.order.pop_front()
        {
            self.known.remove(&first);
        }
        self.order.push_back(track);
        self.known.insert(track);
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_track_that_appeared_first_is_forgotten_first() {
        let mut sightings = Sightings::new(2);
        let seen: Vec<bool> = [1, 2, 1, 3, 2, 1, 2, 3].into_iter().map(|track| sightings.record(track)).collect();
        // The third track drives out the first one, which in turn drives out the second, though that was just seen.
        assert_eq!(seen, [false, false, true, false, true, false, false, false]);
    }

    #[test]
    fn one_track_is_always_remembered() {
        for limit in [i64::MIN, -1, 0, 1] {
            let mut sightings = Sightings::new(limit);
            assert_eq!([4, 4, 5, 4].map(|track| sightings.record(track)), [false, true, false, false]);
        }
    }
}
