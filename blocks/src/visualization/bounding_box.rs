//! Bounding Box Visualization.

use block_runtime::prelude::*;

use crate::drawing::{
    Arc, Canvas, Colour, Colouring, Drawn, Pen, Place, Rectangle, Scene, ScenePredictions, Thickness,
};

/// Draw a box around each detection.
///
/// The boxes of later detections lie over those of earlier ones. What lies beside the image is cut off; an image without
/// detections comes out as it is.
///
/// Colours come from `color_palette`. With `color_axis` set to `CLASS` all objects of a class have one colour, with
/// `INDEX` each object of an image has the next one, and with `TRACK` an object keeps its colour from frame to frame: put
/// a tracker before this step for that.
///
/// To have labels too, bind the image that comes out to a [label visualization](block:label_visualization): drawn in
/// this order, boxes do not cover the text.
#[derive(Debug, Block)]
#[block(
    id = "roboflow_core/bounding_box_visualization@v1",
    alias = "BoundingBoxVisualization",
    section = Visualization,
    block_type = Visualization,
    keywords("annotator"),
    engine = ">=1.3.0,<2.0.0",
    icon = "far fa-object-group",
    priority = 0,
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
pub(crate) struct BoundingBoxVisualization {
    #[block(flatten)]
    scene: Scene,

    /// Detections whose boxes are drawn.
    #[block(example = "$steps.object_detection_model.predictions")]
    predictions: ScenePredictions,

    #[block(flatten)]
    colouring: Colouring,

    /// Thickness of the lines, in pixels; their middle goes along the sides of the box. Below zero, boxes without
    /// roundness are filled.
    #[block(default = 2, example = 2, example = "$inputs.thickness")]
    thickness: Or<i64>,

    /// How round the corners are: 0 for square ones, 1 for a shorter side that is half a circle.
    #[block(default = 0.0, example = 0.0, example = "$inputs.roundness")]
    roundness: Or<Fraction>,
}

impl Run for BoundingBoxVisualization {
    fn run(&self, _: &mut Context<'_, ()>) -> Result<Drawn, BlockError> {
        self.scene.drawn(&self.predictions, |canvas| {
            let colours = self.colouring.colours(&self.predictions)?;
            for (bounds, colour) in self.predictions.bounds().iter().zip(colours) {
                self.draw(canvas, &Rectangle::of(bounds)?, colour)?;
            }
            Ok(())
        })
    }
}

impl BoundingBoxVisualization {
    fn draw(&self, canvas: &mut Canvas, bounds: &Rectangle, colour: Colour) -> Result<(), BlockError> {
        let is_square = **self.roundness <= 0.0;
        if is_square && *self.thickness < 0 {
            canvas.fill_rectangle(bounds, colour);
            return Ok(());
        }
        let pen = Pen::sharp(colour, Thickness::new(*self.thickness)?);
        if is_square {
            canvas.rectangle(bounds, &pen);
        } else {
            draw_rounded(canvas, bounds, **self.roundness, &pen);
        }
        Ok(())
    }
}

/// Draws four sides, and quarters of circles between them.
fn draw_rounded(canvas: &mut Canvas, Rectangle { from, to }: &Rectangle, roundness: f64, pen: &Pen) {
    let radius = radius((to.x - from.x).min(to.y - from.y), roundness);
    let inset = i64::from(radius);
    let (left, right) = (from.x + inset, to.x - inset);
    let (top, bottom) = (from.y + inset, to.y - inset);
    for (x, y, start) in [(left, top, 180), (right, top, 270), (right, bottom, 0), (left, bottom, 90)] {
        let quarter = Arc { middle: Place::new(x, y), radii: (radius, radius), turn: 0, start, end: start + 90 };
        canvas.arc(&quarter, pen);
    }
    for ((x1, y1), (x2, y2)) in [
        ((left, from.y), (right, from.y)),
        ((to.x, top), (to.x, bottom)),
        ((left, to.y), (right, to.y)),
        ((from.x, top), (from.x, bottom)),
    ] {
        canvas.line(Place::new(x1, y1), Place::new(x2, y2), pen);
    }
}

/// The radius of corners on a side that is so long.
fn radius(side: i64, roundness: f64) -> u32 {
    let half = u32::try_from(side / 2).unwrap_or_default();
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a part of half a side")]
    let radius = (f64::from(half) * roundness) as u32;
    radius
}

#[cfg(test)]
mod tests {
    use block_runtime::block::Environment;
    use block_runtime::value::Pixels;
    use block_runtime::value::detections::BoundingBox;
    use image::{GrayImage, Luma, Rgb, RgbImage};

    use super::*;
    use crate::drawing::ColorAxis;
    use crate::visualization::found::{found, on};

    const BLACK: Rgb<u8> = Rgb([0; 3]);

    fn block(pixels: impl Into<Pixels>, predictions: Detections) -> BoundingBoxVisualization {
        BoundingBoxVisualization {
            scene: Scene::new(Picture::from_pixels(pixels, "image")),
            predictions: In::new(predictions),
            colouring: Colouring::by(ColorAxis::Class),
            thickness: 1.into(),
            roundness: Fraction::new(0.0).unwrap().into(),
        }
    }

    fn drawn(block: &BoundingBoxVisualization) -> Result<RgbImage, String> {
        let boxed =
            block.run(&mut Context::new(&mut (), &Environment::default())).map_err(|error| error.to_string())?;
        Ok(boxed.image.0.pixels().to_rgb().into_owned())
    }

    #[test]
    fn boxes_have_the_colour_of_their_class() {
        let image =
            drawn(&block(RgbImage::new(20, 20), found([(1, on(2.9, 2.0, 8.0, 9.0)), (2, on(5.0, 5.0, 30.0, 30.0))])));
        let image = image.unwrap();
        assert_eq!(image.get_pixel(2, 2), &Rgb([0xff, 0x40, 0x40]));
        assert_eq!(image.get_pixel(8, 9), &Rgb([0xff, 0x40, 0x40]));
        assert_eq!(image.get_pixel(5, 6), &Rgb([0xff, 0xa1, 0xa0]));
        assert_eq!(image.get_pixel(4, 6), &BLACK);
    }

    #[test]
    fn grey_images_become_colourful_where_there_is_something_to_draw() {
        let grey = GrayImage::from_pixel(9, 9, Luma([7]));
        let image = drawn(&block(grey.clone(), found([(0, on(1.0, 1.0, 4.0, 4.0))]))).unwrap();
        assert_eq!((image.get_pixel(0, 0), image.get_pixel(1, 1)), (&Rgb([7; 3]), &Rgb([0xa3, 0x51, 0xfb])));

        let untouched = block(grey.clone(), Detections::default());
        let boxed = untouched.run(&mut Context::new(&mut (), &Environment::default())).unwrap();
        assert_eq!(boxed.image.0.pixels(), &grey.into());
    }

    #[test]
    fn the_image_stays_as_it_was_without_a_copy() {
        let mut block = block(RgbImage::new(9, 9), found([(0, on(1.0, 1.0, 4.0, 4.0))]));
        block.scene.copy_image = false.into();
        assert_ne!(drawn(&block).unwrap().get_pixel(1, 1), &BLACK);
        assert_eq!(block.scene.image.pixels(), &RgbImage::new(9, 9).into());
    }

    #[test]
    fn round_corners_are_cut() {
        let mut block = block(RgbImage::new(20, 20), found([(0, on(2.0, 2.0, 17.0, 17.0))]));
        block.roundness = Fraction::new(1.0).unwrap().into();
        let image = drawn(&block).unwrap();
        assert_eq!(image.get_pixel(2, 2), &BLACK);
        assert_ne!(image.get_pixel(2, 9), &BLACK);
        block.predictions = In::new(found([(0, on(17.0, 17.0, 2.0, 2.0))]));
        assert_eq!(drawn(&block).unwrap(), image);
    }

    #[test]
    fn boxes_are_filled_below_zero_where_they_are_square() {
        let mut block = block(RgbImage::new(9, 9), found([(0, on(1.0, 1.0, 4.0, 4.0))]));
        block.thickness = (-1).into();
        assert_ne!(drawn(&block).unwrap().get_pixel(3, 3), &BLACK);
        block.roundness = Fraction::new(0.5).unwrap().into();
        assert!(drawn(&block).unwrap_err().contains("-1 pixels thick"));
    }

    #[test]
    fn what_cannot_be_drawn_is_an_error() {
        let image = RgbImage::new(9, 9);
        let far = BoundingBox { x_min: f64::NAN, ..on(0.0, 0.0, 1.0, 1.0) };
        assert!(drawn(&block(image.clone(), found([(0, far)]))).unwrap_err().contains("NaN"));

        let mut tracked = block(image.clone(), found([(0, on(1.0, 1.0, 4.0, 4.0))]));
        tracked.colouring = Colouring::by(ColorAxis::Track);
        assert!(drawn(&tracked).unwrap_err().contains("tracker"));

        assert!(drawn(&block(image, found([(-1, on(1.0, 1.0, 4.0, 4.0))]))).unwrap_err().contains("below zero"));
    }

    #[test]
    fn tracks_that_are_not_certain_are_grey() {
        let predictions = found([(0, on(1.0, 1.0, 4.0, 4.0)), (0, on(6.0, 6.0, 8.0, 8.0))]);
        let mut block = block(RgbImage::new(9, 9), predictions.with_tracker_ids(vec![-1, 22]).unwrap());
        block.colouring = Colouring::by(ColorAxis::Track);
        let image = drawn(&block).unwrap();
        assert_eq!(image.get_pixel(1, 1), &Rgb([128; 3]));
        assert_eq!(image.get_pixel(6, 6), &Rgb([0xff, 0x40, 0x40]));
    }
}
