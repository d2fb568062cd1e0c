//! What a block remembers of each video that it sees frames of.
//!
//! Cameras come and go, so the videos that have not been seen for longest are forgotten once there are too many.

use std::num::NonZeroUsize;

use block_runtime::value::Picture;
use indexmap::IndexMap;

/// How many videos are remembered, unless said otherwise.
const VIDEOS: NonZeroUsize = NonZeroUsize::MIN.saturating_add(1023);

/// A state for each video, made when its first frame comes.
#[derive(Debug)]
pub struct PerVideo<S> {
    /// By the identifier of the video; the one seen last comes last.
    states: IndexMap<String, S>,
    limit: NonZeroUsize,
}

impl<S> Default for PerVideo<S> {
    fn default() -> Self {
        Self { states: IndexMap::new(), limit: VIDEOS }
    }
}

impl<S: Default> PerVideo<S> {
    /// The state of the video that the image is a frame of.
    pub fn of(&mut self, frame: &Picture) -> &mut S {
        let video = identifier(frame);
        let state = self.states.shift_remove(video).unwrap_or_default();
        if self.states.len() == self.limit.get() {
            self.states.shift_remove_index(0);
        }
        self.states.entry(video.to_owned()).or_insert(state)
    }
}

/// What tells videos apart. An image that is no frame of a video is a video of its own, called as the image is.
pub fn identifier(frame: &Picture) -> &str {
    frame.video_metadata().map_or(&*frame.parent().id, |video| &video.video_identifier)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame(video: &str) -> Picture {
        Picture::from_pixels(image::GrayImage::new(1, 1), video)
    }

    #[test]
    fn each_video_has_a_state() {
        let mut counts: PerVideo<u32> = PerVideo::default();
        for video in ["a", "b", "a"] {
            *counts.of(&frame(video)) += 1;
        }
        assert_eq!((*counts.of(&frame("a")), *counts.of(&frame("b")), *counts.of(&frame("c"))), (2, 1, 0));
    }

    #[test]
    fn the_video_that_was_not_seen_for_longest_is_forgotten() {
        let mut counts: PerVideo<u32> = PerVideo { limit: NonZeroUsize::new(2).unwrap(), ..PerVideo::default() };
        for video in ["a", "b", "a", "c"] {
            *counts.of(&frame(video)) += 1;
        }
        assert_eq!((*counts.of(&frame("a")), *counts.of(&frame("b"))), (2, 0));
    }
}
