//! What all blocks that draw take: an image.

use block_runtime::prelude::*;

/// What the detections that are drawn may be.
pub type ScenePredictions = In<(
    ObjectDetectionPrediction,
    InstanceSegmentationPrediction,
    KeypointDetectionPrediction,
    RleInstanceSegmentationPrediction,
)>;

/// The image that a block draws on.
#[derive(Debug, Properties)]
pub struct Scene {
    /// Image to draw on. A grey one becomes a colour image.
    #[block(title = "Input Image", alias = "images", example = "$inputs.image", example = "$steps.cropping.crops")]
    pub image: In<Image>,

    /// Has no effect; kept so that existing workflows stay valid. The block always draws on a copy, and other steps see
    /// the image as it was.
    #[block(default = true, example = true, example = false)]
    pub copy_image: Or<bool>,
}

impl Scene {
    /// A scene for blocks that are made by hand, in tests.
    #[cfg(test)]
    pub fn new(image: Picture) -> Self {
        Self { image: In::new(image), copy_image: true.into() }
    }
}
