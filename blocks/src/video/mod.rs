//! Blocks that remember earlier frames.

mod trackers_bytetrack;

use block_runtime::block::{Entry, block};

/// The blocks of this section, in alphabetical order.
pub(crate) const BLOCKS: &[Entry] = &[block::<trackers_bytetrack::TrackersBytetrack>()];
