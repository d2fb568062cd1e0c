//! Images in memory.
use std::sync::Arc;
/// An image.
#[derive(Debug, Clone)]
pub struct Picture(Arc<image::RgbImage>);
