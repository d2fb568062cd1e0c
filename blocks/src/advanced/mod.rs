//! Data: combining, converting, remembering.

mod cache_get;
mod cache_set;
mod detections_classes_replacement;
mod vlm_as_classifier;
mod vlm_as_detector;

use block_runtime::block::{Entry, block};

/// The blocks of this section, in alphabetical order.
pub(crate) const BLOCKS: &[Entry] = &[
    block::<cache_get::CacheGet>(),
    block::<cache_set::CacheSet>(),
    block::<detections_classes_replacement::DetectionsClassesReplacement>(),
    block::<vlm_as_classifier::VlmAsClassifier>(),
    block::<vlm_as_detector::VlmAsDetector>(),
];
