//! Masks: which pixels of the image belong to a detection.

use std::sync::Arc;

/// How JSON gives the masks of a kind of detections.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MaskEncoding {
    /// As the points of an outline, `points`.
    Polygon,
    /// As runs of pixels, `rle_mask`.
    RunLength,
}

/// A mask in COCO's run-length encoding. Lengths count pixels column by column, first of the background.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunLengthMask {
    /// Height of the image in pixels.
    pub height: u32,
    /// Width of the image in pixels.
    pub width: u32,
    /// Lengths of the runs.
    pub counts: RunLengths,
}

/// Lengths of runs, kept as they were written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RunLengths {
    /// COCO's text, in which a length takes one or two characters.
    Compressed(Arc<str>),
    /// Plain numbers.
    Plain(Arc<[u64]>),
}
