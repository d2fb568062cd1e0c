//! Image processing without models.

mod convert_grayscale;
mod image_blur;
mod image_preprocessing;

use block_runtime::block::{Entry, block};

/// The blocks of this section, in alphabetical order.
pub(crate) const BLOCKS: &[Entry] = &[
    block::<convert_grayscale::ConvertGrayscale>(),
    block::<image_blur::ImageBlur>(),
    block::<image_preprocessing::ImagePreprocessing>(),
];
