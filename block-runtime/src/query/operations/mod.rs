//! The operations, by family. Each stands in one place: what it is for (its doc comment), what it is given (its fields),
//! which kinds of data it takes and gives, what it does, and examples that the book shows.

mod anchor;
mod classification;
mod detection_properties;
mod detections;
mod images;
mod numbers;
mod pattern;
mod rename;
mod sequences;
mod text;
mod values;

pub use classification::*;
pub use detection_properties::*;
pub use detections::*;
pub use images::*;
pub use numbers::*;
pub use pattern::Pattern;
pub use rename::*;
pub use sequences::*;
pub use text::*;
pub use values::*;

use crate::kind::{
    Any, Float, FloatZeroToOne, InstanceSegmentationPrediction, Integer, KeypointDetectionPrediction,
    ObjectDetectionPrediction,
};

/// Numbers of any kind.
type Number = Any<(Integer, Float, FloatZeroToOne)>;

/// Detections of any kind.
type AnyDetections = Any<(ObjectDetectionPrediction, InstanceSegmentationPrediction, KeypointDetectionPrediction)>;
