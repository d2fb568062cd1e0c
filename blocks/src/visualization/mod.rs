//! Drawing on images.

mod bounding_box;
#[cfg(test)]
mod found;
mod label;

use block_runtime::block::{Entry, block};

/// The blocks of this section, in alphabetical order.
pub(crate) const BLOCKS: &[Entry] =
    &[block::<bounding_box::BoundingBoxVisualization>(), block::<label::LabelVisualization>()];
