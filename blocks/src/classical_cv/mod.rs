//! Image processing without models.

mod image_blur;

use block_runtime::block::{Entry, block};

/// The blocks of this section, in alphabetical order.
pub(crate) const BLOCKS: &[Entry] = &[block::<image_blur::ImageBlur>()];
