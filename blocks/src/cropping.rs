//! Rectangles that are cut out of images.

use block_runtime::value::Picture;
use block_runtime::value::detections::{BoundingBox, PixelRegion};

/// The pixels of an image that lie within a box, whose sides are rounded to whole pixels, of two to the even one.
/// Nothing where the box has no pixel of the image.
pub fn region(bounds: BoundingBox, image: &Picture) -> Option<PixelRegion> {
    let (x, width) = part(bounds.x_min, bounds.x_max, image.width())?;
    let (y, height) = part(bounds.y_min, bounds.y_max, image.height())?;
    Some(PixelRegion { x, y, width, height })
}

/// Where the part of a side that lies between two places begins, and how long it is.
fn part(from: f64, to: f64, side: u32) -> Option<(u32, u32)> {
    let [from, to] = [from, to].map(|place| place.round_ties_even().clamp(0.0, side.into()));
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "whole numbers within the side")]
    (from < to).then_some((from as u32, (to - from) as u32))
}

/// A part of an image, called `id`. It is the same `part` in every frame, so that those are frames of a video of its own.
pub fn fixed(image: &Picture, region: PixelRegion, id: &str, part_of_video: &str) -> Option<Picture> {
    let PixelRegion { x, y, width, height } = region;
    let part = image.crop(id, x, y, width, height)?;
    Some(match image.video_metadata().cloned() {
        Some(mut frame) => {
            frame.video_identifier = format!("{} | crop: {part_of_video}", frame.video_identifier);
            part.with_video_metadata(frame)
        }
        None => part,
    })
}

#[cfg(test)]
mod tests {
    use block_runtime::value::VideoMetadata;
    use image::GrayImage;

    use super::*;

    fn picture() -> Picture {
        Picture::from_pixels(GrayImage::new(20, 10), "image")
    }

    fn cut(x_min: f64, y_min: f64, x_max: f64, y_max: f64) -> Option<(u32, u32, u32, u32)> {
        let found = region(BoundingBox { x_min, y_min, x_max, y_max }, &picture())?;
        Some((found.x, found.y, found.width, found.height))
    }

    #[test]
    fn halves_go_to_the_even_pixel() {
        assert_eq!(cut(2.5, 3.5, 7.5, 8.6), Some((2, 4, 6, 5)));
    }

    #[test]
    fn what_lies_beside_the_image_is_cut_off() {
        assert_eq!(cut(-5.0, -1.0, 4.0, 99.0), Some((0, 0, 4, 10)));
        assert_eq!(cut(f64::NEG_INFINITY, 0.0, f64::INFINITY, 1.0), Some((0, 0, 20, 1)));
    }

    #[test]
    fn a_box_without_pixels_has_no_region() {
        assert_eq!(cut(4.2, 0.0, 4.4, 5.0), None);
        assert_eq!(cut(8.0, 0.0, 4.0, 5.0), None);
        assert_eq!(cut(20.0, 0.0, 30.0, 5.0), None);
        assert_eq!(cut(-9.0, 0.0, -2.0, 5.0), None);
        assert_eq!(cut(f64::NAN, 0.0, 4.0, 5.0), None);
        assert_eq!(cut(0.0, 0.0, 4.0, f64::NAN), None);
    }

    #[test]
    fn parts_of_frames_are_frames_of_another_video() {
        let camera = VideoMetadata::still("camera", jiff::Timestamp::UNIX_EPOCH);
        let region = PixelRegion { x: 1, y: 2, width: 3, height: 4 };
        let part = fixed(&picture().with_video_metadata(camera), region, "crop 7", "door").unwrap();
        assert_eq!(part.parent().id.as_ref(), "crop 7");
        assert_eq!(part.video_metadata().unwrap().video_identifier, "camera | crop: door");
        assert!(fixed(&picture(), region, "crop 8", "door").unwrap().video_metadata().is_none());
    }
}
