//! Image Blur.

use block_runtime::prelude::*;

use block_runtime::value::Pixels;
use image::{ImageBuffer, Pixel};

use crate::filters::{self, FilterError};

/// Smooth an image with an average, Gaussian, median or bilateral filter.
///
/// Every pixel of the result is computed from the square of pixels around it; `kernel_size` is the side of that
/// square. The result has the size of the input and keeps its place in the workflow: detections made on the blurred
/// image fit the original.
///
/// ## Which filter
///
/// | Filter | Good for | Side of the kernel |
/// | --- | --- | --- |
/// | `average` | the cheapest smoothing, privacy masks | any, from 1 |
/// | `gaussian` | natural smoothing before edges or thresholds are looked for | odd |
/// | `median` | salt-and-pepper noise; edges stay where they are | odd |
/// | `bilateral` | noise in flat areas while edges stay sharp; by far the slowest | any, from 1 |
///
/// A side that the filter cannot use, such as an even one for `gaussian`, stops the step when the workflow runs:
/// the value may come from a parameter, so it is not known earlier.
#[derive(Debug, Block)]
#[block(
    id = "roboflow_core/image_blur@v1",
    section = ClassicalCv,
    block_type = ClassicalComputerVision,
    outputs = Blurred,
    engine = ">=1.3.0,<2.0.0",
    icon = "far fa-droplet",
    priority = 5,
    ui(opencv = true)
)]
pub(crate) struct ImageBlur {
    /// Image to smooth, in colour or in grey.
    #[block(title = "Input Image", alias = "images", example = "$inputs.image", example = "$steps.cropping.crops")]
    image: In<Image>,

    /// Filter to smooth it with.
    #[block(default = BlurType::Gaussian, example = "gaussian", example = "$inputs.blur_type")]
    blur_type: Or<BlurType>,

    /// Side of the square around each pixel, in pixels. Larger is smoother; 3 to 15 is usual. Odd for `gaussian` and
    /// `median`.
    #[block(default = 5, example = 5, example = "$inputs.kernel_size")]
    kernel_size: Or<i64>,
}

/// How an image is smoothed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Choice)]
pub(crate) enum BlurType {
    /// Mean of the square.
    Average,
    /// Mean of the square in which near pixels count more.
    Gaussian,
    /// Median of the square, channel by channel.
    Median,
    /// Mean of those pixels of the neighbourhood that have a similar colour.
    Bilateral,
}

#[derive(Debug, Outputs)]
pub(crate) struct Blurred {
    /// The smoothed image.
    image: Out<Image>,
}

impl Run for ImageBlur {
    fn run(&self, context: &mut Context<'_, ()>) -> Result<Blurred, BlockError> {
        let pixels: Pixels = match self.image.pixels() {
            Pixels::Gray(grey) => self.smooth(grey, context)?.into(),
            Pixels::Rgb(colour) => self.smooth(colour, context)?.into(),
        };
        Ok(Blurred { image: Out(self.image.with_pixels(pixels)) })
    }
}

impl ImageBlur {
    fn smooth<P: Pixel<Subpixel = u8>>(
        &self,
        image: &ImageBuffer<P, Vec<u8>>,
        context: &Context<'_, ()>,
    ) -> Result<ImageBuffer<P, Vec<u8>>, FilterError> {
        let side = *self.kernel_size;
        match *self.blur_type {
            BlurType::Average => filters::average(image, side),
            BlurType::Gaussian => filters::gaussian(image, side),
            BlurType::Median => filters::median(image, side),
            BlurType::Bilateral => filters::bilateral(image, side, || context.is_stopped()),
        }
    }
}

#[cfg(test)]
mod tests {
    use block_runtime::block::Environment;
    use image::{GrayImage, Luma};

    use super::*;

    fn blur(blur_type: BlurType, kernel_size: i64) -> Result<Blurred, BlockError> {
        let point = GrayImage::from_fn(7, 7, |x, y| Luma([if (x, y) == (3, 3) { 225 } else { 0 }]));
        let block = ImageBlur {
            image: In::new(Picture::from_pixels(point, "image")),
            blur_type: blur_type.into(),
            kernel_size: kernel_size.into(),
        };
        block.run(&mut Context::new(&mut (), &Environment::default()))
    }

    #[test]
    fn average_spreads_a_point_over_its_square() {
        let Pixels::Gray(grey) = blur(BlurType::Average, 3).unwrap().image.0.into_pixels() else {
            panic!("a grey image stays grey");
        };
        assert_eq!(grey.get_pixel(2, 2), &Luma([25]));
        assert_eq!(grey.get_pixel(1, 1), &Luma([0]));
    }

    #[test]
    fn sides_that_a_filter_cannot_use_fail_the_run() {
        for (blur_type, side) in
            [(BlurType::Gaussian, 4), (BlurType::Median, 2), (BlurType::Average, 0), (BlurType::Bilateral, -3)]
        {
            let error = blur(blur_type, side).unwrap_err();
            assert!(error.to_string().contains("kernel"), "{error}");
        }
        assert!(blur(BlurType::Average, 4).is_ok());
    }
}
