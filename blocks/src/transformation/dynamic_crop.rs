//! Dynamic Crop.

use std::sync::Arc;

use block_runtime::prelude::*;
use block_runtime::value::Pixels;
use block_runtime::value::detections::{Entry, Mask, PixelRegion};
use image::{ImageBuffer, Luma, Pixel};

use crate::colour::{self, Colour};
use crate::cropping;

/// Cut every detection out of its image.
///
/// Each box becomes an image of its own, one level deeper than the image: an image with five detections yields five
/// crops, one without any yields none. Steps behind this one look at each crop alone, to classify it, to read its text
/// or to detect something smaller in it. A crop knows where it was cut from, and has the identifier of its detection as
/// its name, so what is found on it can be traced back and is moved into the pixels of the original when it leaves the
/// workflow.
///
/// Boxes are rounded to whole pixels, halves to the even one, and cut off at the edges of the image. A box that has no
/// pixel of the image has no value in either output.
///
/// **Predictions.** Beside each crop comes its detection in the pixels of the crop: box, mask, key points, outline and
/// oriented box, so that it can be drawn on the crop. Results show these places too, with the image in which the
/// detection was made as its parent.
///
/// **Background.** Where detections have masks, `mask_opacity` lays `background_color` over all pixels of the crop that
/// do not belong to the object: 0 leaves the crop as it is, 1 hides the surroundings, numbers between shine through.
/// Without masks it has no effect. In a grey image the background has the brightness of the colour.
///
/// Crops are not frames of the video that their image is a frame of.
#[derive(Debug, Block)]
#[block(
    id = "roboflow_core/dynamic_crop@v1",
    alias = "DynamicCrop",
    alias = "Crop",
    section = Transformation,
    outputs = Cropped,
    batch,
    output_depth = 1,
    engine = ">=1.3.0,<2.0.0",
    icon = "far fa-crop-alt",
    priority = 0,
    ui(popular = true)
)]
pub(crate) struct DynamicCrop {
    /// Images to cut detections out of.
    #[block(title = "Image to Crop", alias = "image", example = "$inputs.image", example = "$steps.cropping.crops")]
    images: InBatch<Image>,

    /// Detections in these images, with or without masks and key points.
    #[block(
        title = "Regions of Interest",
        alias = "detections",
        example = "$steps.my_object_detection_model.predictions"
    )]
    predictions: InBatch<Boxes>,

    /// How much of the background is hidden, from 0 for nothing to 1 for all of it. Needs masks.
    #[block(
        default = 0.0,
        example = 0.8,
        relevant_for(predictions = kind("instance_segmentation_prediction"), required = true)
    )]
    mask_opacity: Or<Fraction>,

    /// Colour that hides the background: hexadecimal, as red, green and blue from 0 to 255 in parentheses, or as a list
    /// of the three numbers.
    #[block(
        default = serde_json::json!([0, 0, 0]),
        example = "#431112",
        example = "$inputs.bg_color",
        relevant_for(predictions = kind("instance_segmentation_prediction"), required = true)
    )]
    background_color: Colour,
}

type Boxes = (ObjectDetectionPrediction, InstanceSegmentationPrediction, KeypointDetectionPrediction);

#[derive(Debug, Default, Outputs)]
pub(crate) struct Cropped {
    /// The crops, one for each detection.
    crops: Option<Out<Image>>,
    /// The detection of each crop, in its pixels.
    predictions: Option<Out<Boxes>>,
}

impl Run for DynamicCrop {
    fn run(&self, _: &mut Context<'_, ()>) -> Result<Vec<Vec<Cropped>>, BlockError> {
        let pairs = self.images.iter().zip(self.predictions.iter());
        let cropped = |(image, detections): (_, &Detections)| {
            detections.iter().map(|detection| self.cut(image, &detection).unwrap_or_default()).collect()
        };
        Ok(pairs.map(cropped).collect())
    }
}

impl DynamicCrop {
    fn cut(&self, image: &Picture, detection: &Entry) -> Option<Cropped> {
        let region = cropping::region(detection.bounds(), image)?;
        let PixelRegion { x, y, width, height } = region;
        let crop = image.crop(Arc::clone(detection.id()), x, y, width, height)?;
        let detection = detection.alone().within(region);
        let mask = detection.masks().and_then(|masks| masks.get(0));
        let crop = match mask {
            Some(mask) if **self.mask_opacity > 0.0 => crop.with_pixels(self.masked(crop.pixels(), mask)),
            _ => crop,
        };
        Some(Cropped { crops: Some(Out(crop)), predictions: Some(Out(detection)) })
    }

    /// The pixels with the background hidden.
    fn masked(&self, pixels: &Pixels, mask: &Mask) -> Pixels {
        let Colour(colour) = self.background_color;
        let opacity = *self.mask_opacity;
        match pixels {
            Pixels::Gray(grey) => covered(grey, mask, Luma([colour::brightness(colour)]), *opacity).into(),
            Pixels::Rgb(pixels) => covered(pixels, mask, colour, *opacity).into(),
        }
    }
}

/// The image under a colour wherever the mask is not.
fn covered<P: Pixel<Subpixel = u8>>(
    image: &ImageBuffer<P, Vec<u8>>,
    mask: &Mask,
    colour: P,
    opacity: f64,
) -> ImageBuffer<P, Vec<u8>> {
    let channels = usize::from(P::CHANNEL_COUNT);
    let blends: Vec<[u8; 256]> = colour.channels().iter().map(|level| blend(*level, opacity)).collect();
    let mut covered = image.clone();
    for pixel in covered.chunks_exact_mut(channels) {
        for (level, blend) in pixel.iter_mut().zip(&blends) {
            *level = blend[usize::from(*level)];
        }
    }
    let stride = image.width() as usize * channels;
    for (y, run) in mask.runs() {
        let (start, end) = (run.start as usize * channels, run.end as usize * channels);
        let run = y as usize * stride + start..y as usize * stride + end;
        if let (Some(target), Some(source)) = (covered.get_mut(run.clone()), image.get(run)) {
            target.copy_from_slice(source);
        }
    }
    covered
}

/// What each level of a channel becomes under a colour, rounded as OpenCV's `addWeighted` does on machines with fused
/// multiplication.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "OpenCV's weights have single precision, and blends are from 0 to 255"
)]
fn blend(colour: u8, opacity: f64) -> [u8; 256] {
    let (weight, rest) = (opacity as f32, (1.0 - opacity) as f32);
    let mut level = 0.0_f32;
    [(); 256].map(|()| {
        let blended = f32::from(colour).mul_add(weight, level * rest);
        level += 1.0;
        blended.round_ties_even() as u8
    })
}

#[cfg(test)]
mod tests {
    use block_runtime::block::Environment;
    use block_runtime::value::detections::{BoundingBox, Detection, Provenance};
    use image::{GrayImage, Rgb, RgbImage};

    use super::*;

    /// Detections called `0`, `1`, … on an image of 10 by 8 pixels.
    fn detections(boxes: &[[f64; 4]], image: &Picture) -> Detections {
        let provenance = Arc::new(Provenance::of(image));
        let detection = |(number, &[x_min, y_min, x_max, y_max]): (usize, &[f64; 4])| Detection {
            bounds: BoundingBox { x_min, y_min, x_max, y_max },
            confidence: 0.5,
            class_id: 0,
            class_name: "cat".into(),
            id: number.to_string().into(),
            provenance: Arc::clone(&provenance),
        };
        boxes.iter().enumerate().map(detection).collect()
    }

    fn run(image: Picture, detections: Detections, opacity: f64, colour: &str) -> Vec<Cropped> {
        let block = DynamicCrop {
            images: InBatch::new([image].into_iter().collect()),
            predictions: InBatch::new([detections].into_iter().collect()),
            mask_opacity: Fraction::new(opacity).unwrap().into(),
            background_color: colour.parse().unwrap(),
        };
        block.run(&mut Context::new(&mut (), &Environment::default())).unwrap().remove(0)
    }

    fn picture() -> Picture {
        Picture::from_pixels(
            RgbImage::from_fn(10, 8, |x, y| Rgb([x, y, 9].map(|it| u8::try_from(it).unwrap()))),
            "image",
        )
    }

    #[test]
    fn every_box_is_a_crop_called_as_its_detection_is() {
        let detections = detections(&[[1.5, 2.0, 4.5, 6.4], [0.0, 0.0, 10.0, 8.0]], &picture());
        let cropped = run(picture(), detections, 0.0, "#000");
        let [first, second] = cropped.as_slice() else { panic!("there are two detections") };
        let crop = first.crops.as_ref().unwrap();
        assert_eq!((crop.width(), crop.height(), &*crop.parent().id), (2, 4, "0"));
        assert_eq!((crop.parent().origin.offset_x, crop.parent().origin.offset_y), (2, 2));
        assert_eq!(crop.pixels().to_rgb().get_pixel(0, 0), &Rgb([2, 2, 9]));
        let bounds = first.predictions.as_ref().unwrap().bounds()[0];
        assert_eq!(bounds, BoundingBox { x_min: -0.5, y_min: 0.0, x_max: 2.5, y_max: 6.4 - 2.0 });
        assert_eq!(&*second.crops.as_ref().unwrap().parent().id, "1");
    }

    #[test]
    fn boxes_end_at_the_edges_of_the_image() {
        let detections = detections(&[[-3.0, 5.0, 4.0, 99.0], [10.0, 0.0, 14.0, 4.0]], &picture());
        let cropped = run(picture(), detections, 0.0, "#000");
        let crop = cropped[0].crops.as_ref().unwrap();
        assert_eq!((crop.width(), crop.height(), crop.parent().origin.offset_x), (4, 3, 0));
        let bounds = cropped[0].predictions.as_ref().unwrap().bounds()[0];
        assert_eq!(bounds, BoundingBox { x_min: -3.0, y_min: 0.0, x_max: 4.0, y_max: 94.0 });
        assert!(cropped[1].crops.is_none() && cropped[1].predictions.is_none());
    }

    #[test]
    fn no_detections_are_no_crops() {
        assert!(run(picture(), Detections::default(), 0.0, "#000").is_empty());
    }

    /// A crop of two pixels, of which the mask has the left one.
    fn half_covered(image: Picture, opacity: f64, colour: &str) -> Pixels {
        let detections = detections(&[[4.0, 3.0, 6.0, 4.0]], &image);
        let size = detections.provenances()[0].image;
        let bytes: Vec<u8> = (0..80).map(|place| u8::from(place == 34)).collect();
        let detections = detections.with_masks(vec![Mask::from_bytes(&bytes, size).unwrap()]).unwrap();
        let mut cropped = run(image, detections, opacity, colour);
        cropped.remove(0).crops.unwrap().0.into_pixels()
    }

    #[test]
    fn the_background_is_covered_by_the_colour() {
        let levels = |opacity| half_covered(picture(), opacity, "(200, 100, 0)").to_rgb().into_owned().into_raw();
        assert_eq!(levels(0.0), [4, 3, 9, 5, 3, 9]);
        assert_eq!(levels(0.5), [4, 3, 9, 102, 52, 4]);
        assert_eq!(levels(1.0), [4, 3, 9, 200, 100, 0]);
    }

    #[test]
    fn grey_stays_grey_under_a_colour() {
        let image = Picture::from_pixels(GrayImage::from_pixel(10, 8, Luma([7])), "image");
        assert!(half_covered(image, 1.0, "#00ff00") == GrayImage::from_raw(2, 1, vec![7, 150]).unwrap().into());
    }
}
