//! Image Convert Grayscale.

use block_runtime::prelude::*;

use block_runtime::value::Pixels;

use crate::colour;

/// Turn a colour image into a grey one.
///
/// Each pixel becomes one number, how bright it is to the eye: 0.299 of its red, 0.587 of its green and 0.114 of its
/// blue, from 0 for black to 255 for white. The image keeps its size and its place in the workflow, so detections made
/// on the grey image fit the original.
///
/// Put it before blocks that look at brightness alone, such as thresholds, edges, contours and morphology, or before a
/// slow filter: one channel takes a third of the time that three take. An image that is grey already passes as it is.
#[derive(Debug, Block)]
#[block(
    id = "roboflow_core/convert_grayscale@v1",
    name = "Image Convert Grayscale",
    section = ClassicalCv,
    block_type = ClassicalComputerVision,
    outputs = Grey,
    engine = ">=1.3.0,<2.0.0",
    icon = "far fa-palette",
    priority = 7,
    ui(opencv = true)
)]
pub(crate) struct ConvertGrayscale {
    /// Image to make grey.
    #[block(title = "Input Image", alias = "images", example = "$inputs.image", example = "$steps.cropping.crops")]
    image: In<Image>,
}

#[derive(Debug, Outputs)]
pub(crate) struct Grey {
    /// The grey image, with one channel.
    image: Out<Image>,
}

impl Run for ConvertGrayscale {
    fn run(&self, _: &mut Context<'_, ()>) -> Result<Grey, BlockError> {
        let image = match self.image.pixels() {
            Pixels::Gray(_) => self.image.clone(),
            Pixels::Rgb(pixels) => self.image.with_pixels(colour::grey(pixels)),
        };
        Ok(Grey { image: Out(image) })
    }
}

#[cfg(test)]
mod tests {
    use block_runtime::block::Environment;
    use image::{GrayImage, Luma, Rgb, RgbImage};

    use super::*;

    fn converted(pixels: impl Into<Pixels>) -> Pixels {
        let block = ConvertGrayscale { image: In::new(Picture::from_pixels(pixels, "image")) };
        let Grey { image } = block.run(&mut Context::new(&mut (), &Environment::default())).unwrap();
        image.0.into_pixels()
    }

    #[test]
    fn green_is_brighter_than_blue() {
        let mut image = RgbImage::from_pixel(2, 1, Rgb([0, 255, 0]));
        image.put_pixel(1, 0, Rgb([0, 0, 255]));
        assert!(converted(image) == GrayImage::from_raw(2, 1, vec![150, 29]).unwrap().into());
    }

    #[test]
    fn grey_stays_as_it_is() {
        let image = GrayImage::from_pixel(3, 2, Luma([7]));
        assert!(converted(image.clone()) == image.into());
    }
}
