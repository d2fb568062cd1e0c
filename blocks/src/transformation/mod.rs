//! Changing images and predictions.

mod dynamic_crop;
mod relative_static_crop;

use block_runtime::block::{Entry, block};

/// The blocks of this section, in alphabetical order.
pub(crate) const BLOCKS: &[Entry] =
    &[block::<dynamic_crop::DynamicCrop>(), block::<relative_static_crop::RelativeStaticCrop>()];
