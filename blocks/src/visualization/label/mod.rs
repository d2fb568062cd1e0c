//! Label Visualization.

mod layout;
mod text;

use block_runtime::prelude::*;

use self::layout::Style;
use self::text::LabelText;
use crate::drawing::{Colouring, Drawn, Font, Position, Scene, ScenePredictions, Thickness, parse_colour};

/// Write a label on each detection.
///
/// A label is text on a background in the colour of the detection. `text` says what it tells:
///
/// | Text | Label |
/// | --- | --- |
/// | `Class` | `person` |
/// | `Confidence` | `0.97` |
/// | `Class and Confidence` | `person 0.97` |
/// | `Index` | the place among the detections of the image, from 0 |
/// | `Dimensions` | the middle and the size of the box: `320, 240 64x128` |
/// | `Area` | pixels of the mask, or else of the box: `8192` |
/// | `Area (mask)`, `Area (converted)` | `Area (mask): 8192.00`, `Area (conv): 12.50`, as a mask area measurement found |
/// | `Tracker Id` | the number of the track, or `No Tracker ID` |
/// | `Time In Zone` | `In zone: 1.5s` |
///
/// Where no step has found out what the last four tell, they say so: `In zone: N/A`. A reference may also bring the name
/// of any column that a step has added to the detections, such as `speed`: then its values are the labels, and those that
/// are empty, zero or false make empty labels.
///
/// Labels of later detections lie over those of earlier ones, and what lies beside the image is cut off. The font has the
/// characters of ASCII; each byte of anything else is a question mark. Text may have several lines. An image without
/// detections comes out as it is.
///
/// Draw [boxes](block:bounding_box_visualization) before labels, so that they do not cover the text.
#[derive(Debug, Block)]
#[block(
    id = "roboflow_core/label_visualization@v1",
    alias = "LabelVisualization",
    section = Visualization,
    block_type = Visualization,
    keywords("annotator"),
    engine = ">=1.3.0,<2.0.0",
    icon = "far fa-tag",
    priority = 2,
    outputs = Drawn,
    ui(
        popular = true,
        supervision = true,
        warnings = [{
            "property": "copy_image",
            "value": false,
            "message": "This has no effect here: steps never change the images of other steps."
        }]
    )
)]
pub(crate) struct LabelVisualization {
    #[block(flatten)]
    scene: Scene,

    /// Detections that get labels.
    #[block(example = "$steps.object_detection_model.predictions")]
    predictions: ScenePredictions,

    #[block(flatten)]
    colouring: Colouring,

    /// What labels tell. A reference may also bring the name of a column of data.
    #[block(default = LabelText::Class, example = "Class and Confidence", example = "$inputs.text", always_visible)]
    text: Or<Open<LabelText>>,

    /// Point of the detection at which the label is. At a corner or on a side the label lies outside the box, below it
    /// for the lower ones and above it for the upper ones.
    #[block(default = Position::TopLeft, example = "CENTER", example = "$inputs.text_position")]
    text_position: Or<Position>,

    /// Colour of the text: a name such as `WHITE`, `#FFFFFF`, `rgb(255, 255, 255)` or `bgr(255, 255, 255)`.
    #[block(default = "WHITE", example = "WHITE", example = "#FFFFFF", example = "$inputs.text_color")]
    text_color: Or<String>,

    /// Size of the text: at 1, capital letters are 21 pixels high.
    #[block(default = 1.0, example = 1.0, example = "$inputs.text_scale")]
    text_scale: Or<f64>,

    /// Thickness of the strokes, in pixels.
    #[block(default = 1, example = 1, example = "$inputs.text_thickness")]
    text_thickness: Or<i64>,

    /// How far the background reaches beyond the text, and how far lines are apart, in pixels.
    #[block(default = 10, example = 10, example = "$inputs.text_padding")]
    text_padding: Or<i64>,

    /// Radius of the corners of the background, in pixels: 0 for square ones. A radius that does not fit is cut down.
    #[block(default = 0, example = 0, example = "$inputs.border_radius")]
    border_radius: Or<i64>,
}

impl Run for LabelVisualization {
    fn run(&self, _: &mut Context<'_, ()>) -> Result<Drawn, BlockError> {
        self.scene.drawn(&self.predictions, |canvas| {
            let style = Style {
                position: *self.text_position,
                font: Font::new(*self.text_scale, Thickness::new(*self.text_thickness)?)?,
                text_colour: parse_colour(&self.text_color)?,
                padding: layout::padding(*self.text_padding)?,
                radius: layout::radius(*self.border_radius)?,
            };
            let places = self.text_position.of(&self.predictions)?;
            let colours = self.colouring.colours(&self.predictions)?;
            for ((entry, place), colour) in self.predictions.iter().zip(places).zip(colours) {
                style.draw(canvas, &text::label(&self.text, &entry)?, place, colour)?;
            }
            Ok(())
        })
    }
}

#[cfg(test)]
mod tests;
