//! What all blocks that draw take and give back: an image.

use block_runtime::prelude::*;

use super::canvas::Canvas;

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

/// What blocks that draw give back.
#[derive(Debug, Outputs)]
pub struct Drawn {
    /// The image with what was drawn on it.
    pub image: Out<Image>,
}

impl Scene {
    /// Draws what was detected on a copy of the image. An image without detections comes out as it is.
    ///
    /// # Errors
    /// Those of `draw`.
    pub fn drawn(
        &self,
        predictions: &Detections,
        draw: impl FnOnce(&mut Canvas) -> Result<(), BlockError>,
    ) -> Result<Drawn, BlockError> {
        if predictions.is_empty() {
            return Ok(Drawn { image: Out(self.image.0.clone()) });
        }
        let mut canvas = Canvas::of(self.image.pixels());
        draw(&mut canvas)?;
        Ok(Drawn { image: Out(self.image.with_pixels(canvas.into_image())) })
    }

    /// A scene for blocks that are made by hand, in tests.
    #[cfg(test)]
    pub fn new(image: Picture) -> Self {
        Self { image: In::new(image), copy_image: true.into() }
    }
}
