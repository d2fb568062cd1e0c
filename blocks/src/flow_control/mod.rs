//! Deciding what runs next.

mod detections_filter;

use block_runtime::block::{Entry, block};

/// The blocks of this section, in alphabetical order.
pub(crate) const BLOCKS: &[Entry] = &[block::<detections_filter::DetectionsFilter>()];
