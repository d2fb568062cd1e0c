//! Relative Static Crop.

use block_runtime::prelude::*;
use block_runtime::value::detections::BoundingBox;

use crate::cropping;

/// Cut the same part out of every image, measured in fractions of its size.
///
/// The part is given by its middle and its size: 0 is the left or upper edge of the image, 1 the right or lower one. So
/// one step fits images of any size. With `x_center` 0.5, `y_center` 0.75, `width` 1 and `height` 0.5, it is the lower
/// half.
///
/// What would lie beside the image is cut off. Where nothing is left, because the part is half a pixel wide or less or
/// lies beside the image, there is no value and later steps pass over the image.
///
/// A crop knows where it was cut from: detections made on it are moved back into the pixels of the original when they
/// leave the workflow. Crops of a video's frames are frames of a video of their own, one for each step, so that blocks
/// with a memory, such as trackers, keep them apart.
#[derive(Debug, Block)]
#[block(
    id = "roboflow_core/relative_statoic_crop@v1",
    alias = "RelativeStaticCrop",
    name = "Relative Static Crop",
    section = Transformation,
    outputs = Cropped,
    state = Option<String>,
    batch,
    engine = ">=1.3.0,<2.0.0",
    icon = "far fa-crop-alt",
    priority = 2
)]
pub(crate) struct RelativeStaticCrop {
    /// Images to cut the part out of.
    #[block(title = "Image", alias = "image", example = "$inputs.image", example = "$steps.cropping.crops")]
    images: InBatch<Image>,

    /// How far right the middle of the part is, as a fraction of the width of the image.
    #[block(example = 0.3, example = "$inputs.center_x")]
    x_center: Or<Fraction>,

    /// How far down the middle of the part is, as a fraction of the height of the image.
    #[block(example = 0.3, example = "$inputs.center_y")]
    y_center: Or<Fraction>,

    /// Width of the part, as a fraction of the width of the image.
    #[block(example = 0.3, example = "$inputs.width")]
    width: Or<Fraction>,

    /// Height of the part, as a fraction of the height of the image.
    #[block(example = 0.3, example = "$inputs.height")]
    height: Or<Fraction>,
}

#[derive(Debug, Outputs)]
pub(crate) struct Cropped {
    /// The part of each image; no value where it would be empty.
    crops: Option<Out<Image>>,
}

impl Run for RelativeStaticCrop {
    fn run(&self, context: &mut Context<'_, Option<String>>) -> Result<Vec<Cropped>, BlockError> {
        let new_name = || format!("relative_static_crop.{}", context.new_id());
        let part = context.state.clone().unwrap_or_else(new_name);
        let crop = |image: &Picture| {
            let (x_min, x_max) = side(image.width(), *self.x_center, *self.width);
            let (y_min, y_max) = side(image.height(), *self.y_center, *self.height);
            let region = cropping::region(BoundingBox { x_min, y_min, x_max, y_max }, image)?;
            cropping::fixed(image, region, &new_name(), &part)
        };
        let crops = self.images.iter().map(|image| Cropped { crops: crop(image).map(Out) }).collect();
        *context.state = Some(part);
        Ok(crops)
    }
}

/// Where a part begins and ends along a side of so many pixels. Middle, length and beginning are each rounded to whole
/// pixels, of two to the even one.
fn side(pixels: u32, center: Fraction, length: Fraction) -> (f64, f64) {
    let [center, length] = [center, length].map(|fraction| (f64::from(pixels) * *fraction).round_ties_even());
    let start = (center - length / 2.0).round_ties_even();
    (start, start + length)
}

#[cfg(test)]
mod tests {
    use block_runtime::block::Environment;
    use block_runtime::value::VideoMetadata;
    use image::GrayImage;

    use super::*;

    fn crops(sizes: &[(u32, u32)], fractions: [f64; 4]) -> Vec<Option<Picture>> {
        let picture = |&(width, height): &(u32, u32)| Picture::from_pixels(GrayImage::new(width, height), "image");
        let [x_center, y_center, width, height] = fractions.map(|number| Or::from(Fraction::new(number).unwrap()));
        let images = InBatch::new(sizes.iter().map(picture).collect());
        let block = RelativeStaticCrop { images, x_center, y_center, width, height };
        let cropped = block.run(&mut Context::new(&mut None, &Environment::default())).unwrap();
        cropped.into_iter().map(|it| it.crops.map(|crop| crop.0)).collect()
    }

    /// Offsets and size of the only crop.
    fn place(size: (u32, u32), fractions: [f64; 4]) -> Option<(i64, i64, u32, u32)> {
        let crop = crops(&[size], fractions).remove(0)?;
        let origin = crop.parent().origin;
        Some((origin.offset_x, origin.offset_y, crop.width(), crop.height()))
    }

    #[test]
    fn fractions_count_in_each_image() {
        let crops = crops(&[(100, 40), (20, 20)], [0.5, 0.75, 1.0, 0.5]);
        let sizes: Vec<_> = crops.iter().flatten().map(|crop| (crop.width(), crop.height())).collect();
        assert_eq!(sizes, [(100, 20), (20, 10)]);
    }

    #[test]
    fn every_step_is_rounded() {
        assert_eq!(place((101, 51), [0.5, 0.5, 0.25, 0.25]), Some((38, 20, 25, 13)));
    }

    #[test]
    fn what_lies_beside_the_image_is_cut_off() {
        assert_eq!(place((100, 100), [0.1, 0.9, 0.4, 0.4]), Some((0, 70, 30, 30)));
    }

    #[test]
    fn there_is_no_value_without_pixels() {
        assert_eq!(place((100, 100), [0.5, 0.5, 0.0, 1.0]), None);
        assert_eq!(place((1, 1), [0.5, 0.5, 0.3, 0.3]), None);
    }

    #[test]
    fn crops_of_a_video_are_a_video_of_the_step() {
        let frame = || {
            let camera = VideoMetadata::still("camera", jiff::Timestamp::UNIX_EPOCH);
            Picture::from_pixels(GrayImage::new(9, 9), "image").with_video_metadata(camera)
        };
        let half = || Or::from(Fraction::new(0.5).unwrap());
        let video = |state: &mut Option<String>| {
            let images = InBatch::new([frame()].into_iter().collect());
            let block =
                RelativeStaticCrop { images, x_center: half(), y_center: half(), width: half(), height: half() };
            let crops = block.run(&mut Context::new(state, &Environment::default())).unwrap();
            crops[0].crops.as_ref().unwrap().0.video_metadata().unwrap().video_identifier.clone()
        };
        let (mut one, mut other) = (None, None);
        let first = video(&mut one);
        assert!(first.starts_with("camera | crop: relative_static_crop."), "{first}");
        assert_eq!(video(&mut one), first);
        assert_ne!(video(&mut other), first);
    }

    #[test]
    fn each_crop_has_a_name_of_its_own() {
        let names: Vec<_> =
            crops(&[(9, 9), (9, 9)], [0.5; 4]).into_iter().flatten().map(|crop| crop.parent().id.clone()).collect();
        assert!(names.iter().all(|name| name.starts_with("relative_static_crop.")));
        assert!(names[0] != names[1]);
    }
}
