//! Changing images and predictions.

use block_runtime::block::Entry;

/// The blocks of this section, in alphabetical order.
pub(crate) const BLOCKS: &[Entry] = &[];
