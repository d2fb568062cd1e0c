//! Key points: named places of an object.

use std::sync::Arc;

/// A named place of an object, such as an elbow.
#[derive(Debug, Clone, PartialEq)]
pub struct Keypoint {
    /// Pixels from the left edge of the image.
    pub x: f32,
    /// Pixels from the top edge of the image.
    pub y: f32,
    /// How sure the model is, usually from 0 to 1.
    pub confidence: f32,
    /// Number of its class.
    pub class_id: i64,
    /// Name of its class.
    pub class_name: Arc<str>,
}
