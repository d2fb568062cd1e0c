//! Blocks about images and what is found in them.

use std::sync::Arc;

use block_runtime::prelude::*;
use block_runtime::value::detections::{BoundingBox, Detection, Provenance};

use super::{One, one};

/// The blocks of this module.
pub const BLOCKS: &[Entry] =
    &[block::<Crop>(), block::<Detect>(), block::<Classes>(), block::<OfClass>(), block::<Frame>()];

/// What blocks yield that make images.
#[derive(Outputs)]
pub struct Made {
    /// The image.
    crop: Out<Image>,
}

/// Cut out the image without its first column and its first two rows.
#[derive(Block)]
#[block(id = "test/crop@v1", outputs = Made)]
struct Crop {
    /// The image.
    image: In<Image>,
}

impl Run for Crop {
    fn run(&self, _: &mut Context<'_, ()>) -> Result<Made, BlockError> {
        let (width, height) = (self.image.width(), self.image.height());
        let crop = self.image.crop("crop", 1, 2, width.saturating_sub(1), height.saturating_sub(2));
        Ok(Made { crop: Out(crop.ok_or_else(|| BlockError::new("the image is too small"))?) })
    }
}

/// What blocks yield that find objects.
#[derive(Outputs)]
pub struct Found {
    /// The objects.
    predictions: Out<ObjectDetectionPrediction>,
    /// The same in an object, in a list.
    nested: Out<ListOfValues>,
}

/// Find an object that fills the image.
#[derive(Block)]
#[block(id = "test/detect@v1", outputs = Found)]
struct Detect {
    /// The image.
    image: In<Image>,
    /// Name of the class.
    #[block(default = "cat".to_owned())]
    class: String,
}

impl Run for Detect {
    fn run(&self, _: &mut Context<'_, ()>) -> Result<Found, BlockError> {
        let (x_max, y_max) = (self.image.width().into(), self.image.height().into());
        let detection = Detection {
            bounds: BoundingBox { x_min: 0.0, y_min: 0.0, x_max, y_max },
            confidence: 0.5,
            class_id: 3,
            class_name: self.class.as_str().into(),
            id: "d".into(),
            provenance: Arc::new(Provenance::of(&self.image)),
        };
        let predictions: Detections = [detection].into_iter().filter(|_| self.class != "nothing").collect();
        let object = IndexMap::from([("found".to_owned(), predictions.clone())]);
        Ok(Found { predictions: Out(predictions), nested: Out(vec![object.into()]) })
    }
}

/// Keep the objects of one class.
#[derive(Block)]
#[block(id = "test/of_class@v1", outputs = Kept)]
struct OfClass {
    /// The objects.
    predictions: In<ObjectDetectionPrediction>,
    /// Name of the class.
    class: In<Str>,
}

/// What blocks yield that choose among objects.
#[derive(Outputs)]
pub struct Kept {
    /// The objects.
    predictions: Out<ObjectDetectionPrediction>,
}

impl Run for OfClass {
    fn run(&self, _: &mut Context<'_, ()>) -> Result<Kept, BlockError> {
        let names = self.predictions.class_names().iter().enumerate();
        let places: Vec<usize> =
            names.filter(|(_, name)| name.as_ref() == self.class.as_str()).map(|(place, _)| place).collect();
        Ok(Kept { predictions: Out(self.predictions.select(&places)?) })
    }
}

/// Name the classes of objects.
#[derive(Block)]
#[block(id = "test/classes@v1", outputs = One)]
struct Classes {
    /// The objects.
    predictions: In<ObjectDetectionPrediction>,
}

impl Run for Classes {
    fn run(&self, _: &mut Context<'_, ()>) -> Result<One, BlockError> {
        Ok(one(self.predictions.class_names().iter().map(|name| Value::from(name.as_ref())).collect::<Value>()))
    }
}

/// Tell what is known about a frame.
#[derive(Block)]
#[block(id = "test/frame@v1", outputs = One)]
struct Frame {
    /// The frame.
    metadata: In<VideoMetadata>,
}

impl Run for Frame {
    fn run(&self, _: &mut Context<'_, ()>) -> Result<One, BlockError> {
        Ok(one(self.metadata.frame_number))
    }
}
