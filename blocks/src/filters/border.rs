//! What a kernel sees where it reaches past the edge of the image.
//!
//! The averaging filters and the median continue the image in different ways, and a kernel may be
//! many times larger than the image; both concerns end here, so that the filters themselves only
//! ever walk over rows that are long enough.

/// How the image continues past its edges.
#[derive(Clone, Copy, Debug)]
pub(super) enum Border {
    /// Mirrored around the outermost pixel, which is not repeated: `dcb|abcd|cba`.
    Reflect,
    /// The outermost pixel repeated: `aaa|abcd|ddd`.
    Replicate,
}

impl Border {
    /// The index, below `length`, of the pixel that stands at `position` of a line that begins
    /// `before` pixels ahead of the image.
    pub(super) fn source(self, position: usize, before: usize, length: usize) -> usize {
        match self {
            Self::Reflect => {
                let period = 2 * (length - 1);
                if period == 0 {
                    return 0;
                }
                let phase = (position + before.next_multiple_of(period) - before) % period;
                phase.min(period - phase)
            }
            Self::Replicate => position.saturating_sub(before).min(length - 1),
        }
    }

    /// Extends the line that lies in `line` from pixel `before` on, `length` pixels long, to both
    /// ends of `line`. A pixel is `channels` neighbouring values.
    pub(super) fn extend<T: Copy>(self, line: &mut [T], channels: usize, before: usize, length: usize) {
        let pixels = line.len() / channels;
        for position in (0..before).chain(before + length..pixels) {
            let from = (before + self.source(position, before, length)) * channels;
            line.copy_within(from..from + channels, position * channels);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Border;

    fn line(border: Border, length: usize, before: usize, after: usize) -> Vec<usize> {
        (0..before + length + after).map(|position| border.source(position, before, length)).collect()
    }

    #[test]
    fn reflection_does_not_repeat_the_edge() {
        assert_eq!(line(Border::Reflect, 4, 3, 3), [3, 2, 1, 0, 1, 2, 3, 2, 1, 0]);
    }

    #[test]
    fn reflection_goes_on_past_the_far_edge() {
        assert_eq!(line(Border::Reflect, 3, 5, 4), [1, 0, 1, 2, 1, 0, 1, 2, 1, 0, 1, 2]);
        assert_eq!(line(Border::Reflect, 1, 2, 2), [0; 5]);
    }

    #[test]
    fn replication_repeats_the_edge() {
        assert_eq!(line(Border::Replicate, 3, 2, 2), [0, 0, 0, 1, 2, 2, 2]);
    }

    #[test]
    fn a_line_is_extended_pixel_by_pixel() {
        let mut extended = [0, 0, 1, 10, 2, 20, 3, 30, 0, 0];
        Border::Reflect.extend(&mut extended, 2, 1, 3);
        assert_eq!(extended, [2, 20, 1, 10, 2, 20, 3, 30, 2, 20]);
    }
}
