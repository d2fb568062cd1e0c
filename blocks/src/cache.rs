//! Values that steps put aside for each other, by video and key.
//!
//! Both limits keep a session of long duration from filling the memory of the machine: frames come without end, and keys
//! may be made of data.

use block_runtime::value::{Picture, Value};
use indexmap::IndexMap;

use crate::per_video::PerVideo;

/// How many values are kept of one video.
const VALUES: usize = 1024;

/// Values by video and key. Of too many videos those are forgotten that have not been seen for longest, of too many
/// values of a video those that were put down first.
#[derive(Debug, Default)]
pub struct Cache(PerVideo<IndexMap<String, Value>>);

impl Cache {
    /// What was last put down under the key for the video that the image is a frame of.
    pub fn get(&mut self, frame: &Picture, key: &str) -> Option<Value> {
        self.0.of(frame).get(key).cloned()
    }

    /// Puts down a value in place of an earlier one.
    pub fn set(&mut self, frame: &Picture, key: &str, value: Value) {
        let values = self.0.of(frame);
        values.shift_remove(key);
        if values.len() == VALUES {
            values.shift_remove_index(0);
        }
        values.insert(key.to_owned(), value);
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
