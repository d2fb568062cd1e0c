//! Values that steps put aside for each other, by video and key.
//!
//! Frames come without end, and keys may be made of data. So the values of a video are limited in number and in size, and
//! videos in number.

use block_runtime::value::{Picture, Value};
use indexmap::IndexMap;

use crate::per_video::PerVideo;

/// How many values are kept of one video.
const VALUES: usize = 1024;

/// How many bytes of memory the values of one video may take, roughly; a single value may take more.
const BYTES: usize = 1 << 30;

/// Values by video and key. Of too many videos those are forgotten that have not been seen for longest, of too many or too
/// large values of a video those that were put down first.
#[derive(Debug, Default)]
pub struct Cache(PerVideo<Values>);

/// The values of a video, the one put down last comes last.
#[derive(Debug, Default)]
struct Values {
    by_key: IndexMap<String, Kept>,
    bytes: usize,
}

#[derive(Debug)]
struct Kept {
    value: Value,
    bytes: usize,
}

impl Values {
    fn set(&mut self, key: &str, value: Value) {
        let bytes = value.memory(BYTES);
        let before = self.by_key.shift_remove(key);
        self.bytes -= before.map_or(0, |kept| kept.bytes);
        while self.by_key.len() >= VALUES || (self.bytes + bytes > BYTES && !self.by_key.is_empty()) {
            let first = self.by_key.shift_remove_index(0);
            self.bytes -= first.map_or(0, |(_, kept)| kept.bytes);
        }
        self.bytes += bytes;
        self.by_key.insert(key.to_owned(), Kept { value, bytes });
    }
}

impl Cache {
    /// What was last put down under the key for the video that the image is a frame of.
    pub fn get(&mut self, frame: &Picture, key: &str) -> Option<Value> {
        self.0.of(frame).by_key.get(key).map(|kept| kept.value.clone())
    }

    /// Puts down a value in place of an earlier one.
    pub fn set(&mut self, frame: &Picture, key: &str, value: Value) {
        self.0.of(frame).set(key, value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame(video: &str) -> Picture {
        Picture::from_pixels(image::GrayImage::new(1, 1), video)
    }

    fn number(cache: &mut Cache, video: &str, key: &str) -> Option<i64> {
        match cache.get(&frame(video), key)? {
            Value::Integer(number) => Some(number),
            other => panic!("{other:?} is not a number"),
        }
    }

    #[test]
    fn the_last_value_of_video_and_key_counts() {
        let mut cache = Cache::default();
        for (video, key, value) in [("a", "x", 1), ("a", "y", 2), ("b", "x", 3), ("a", "x", 4)] {
            cache.set(&frame(video), key, Value::Integer(value));
        }
        let found = [("a", "x"), ("a", "y"), ("b", "x"), ("b", "y")];
        let found = found.map(|(video, key)| number(&mut cache, video, key));
        assert_eq!(found, [Some(4), Some(2), Some(3), None]);
    }

    #[test]
    fn of_too_large_values_the_first_ones_are_forgotten() {
        let mut cache = Cache::default();
        let half = Value::from("x".repeat(BYTES / 2));
        for key in ["a", "b", "b", "c"] {
            cache.set(&frame("video"), key, half.clone());
        }
        cache.set(&frame("other"), "a", half);
        let is_kept = |cache: &mut Cache, key: &str| cache.get(&frame("video"), key).is_some();
        assert_eq!(["a", "b", "c"].map(|key| is_kept(&mut cache, key)), [false, false, true]);
        cache.set(&frame("video"), "c", Value::Null);
        cache.set(&frame("video"), "d", Value::Null);
        assert_eq!(["c", "d"].map(|key| is_kept(&mut cache, key)), [true; 2]);
    }

    #[test]
    fn of_too_many_values_the_first_ones_are_forgotten() {
        let mut cache = Cache::default();
        for value in 0..VALUES {
            cache.set(&frame("a"), &value.to_string(), Value::Integer(0));
        }
        cache.set(&frame("a"), "0", Value::Integer(1));
        cache.set(&frame("a"), "one more", Value::Integer(2));
        let found = ["0", "1", "2", "one more"].map(|key| number(&mut cache, "a", key));
        assert_eq!(found, [Some(1), None, Some(0), Some(2)]);
    }
}
