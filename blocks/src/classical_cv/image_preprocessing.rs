//! Image Preprocessing.

use block_runtime::prelude::*;

use crate::geometric::{self, Axis, Rotation};

/// Resize, rotate or flip an image.
///
/// One step does one of the three, as `task_type` says, and looks at the properties of that task only; chain steps for
/// more. The new image stands for the old one in the workflow, but its pixels lie elsewhere: detections made on it
/// count in its own pixels and are not moved back.
///
/// - **`resize`** makes the image `width` by `height` pixels, whatever its shape was. Where it shrinks, each pixel is the
///   mean of all that it stands for, which keeps fine lines and text from breaking up.
/// - **`rotate`** turns the image around its middle by `rotation_degrees`, counter-clockwise for positive numbers. The
///   canvas grows to hold all of the turned image; its corners are black. Right angles are no exception: the image ends
///   up to a pixel beside its place, which leaves a dark line along an edge.
/// - **`flip`** mirrors it: `vertical` swaps top and bottom, `horizontal` left and right, `both` does both.
///
/// An image that would have more pixels than images may have here stops the step.
#[derive(Debug, Block)]
#[block(
    id = "roboflow_core/image_preprocessing@v1",
    section = ClassicalCv,
    block_type = ClassicalComputerVision,
    outputs = Preprocessed,
    engine = ">=1.3.0,<2.0.0",
    keywords("resize", "rotate", "flip", "scale", "transform", "mirror"),
    icon = "far fa-image",
    priority = 0.1,
    ui(opencv = true)
)]
pub(crate) struct ImagePreprocessing {
    /// Image to change, in colour or in grey.
    #[block(title = "Input Image", alias = "images", example = "$inputs.image", example = "$steps.cropping.crops")]
    image: In<Image>,

    /// What is done with the image.
    #[block(example = "resize")]
    task_type: TaskType,

    /// Width of the new image in pixels, from 1.
    #[block(
        default = 640,
        above = 0,
        example = 640,
        example = "$inputs.resize_width",
        relevant_for(task_type = ["resize"], required = true)
    )]
    width: Or<i64>,

    /// Height of the new image in pixels, from 1.
    #[block(
        default = 640,
        above = 0,
        example = 640,
        example = "$inputs.resize_height",
        relevant_for(task_type = ["resize"], required = true)
    )]
    height: Or<i64>,

    /// How far the image is turned, in degrees from -360 to 360: counter-clockwise, or clockwise where negative.
    #[block(
        title = "Degrees of Rotation",
        default = 90,
        example = 90,
        example = "$inputs.rotation_degrees",
        relevant_for(task_type = ["rotate"], required = true)
    )]
    rotation_degrees: Or<i64>,

    /// Which ends of the image change places.
    #[block(
        default = Axis::Vertical,
        example = "vertical",
        example = "horizontal",
        example = "$inputs.flip_type",
        relevant_for(task_type = ["flip"], required = true)
    )]
    flip_type: Or<Axis>,
}

/// What is done with an image.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Choice)]
pub(crate) enum TaskType {
    /// Make it `width` by `height` pixels.
    Resize,
    /// Turn it by `rotation_degrees`.
    Rotate,
    /// Mirror it as `flip_type` says.
    Flip,
}

#[derive(Debug, Outputs)]
pub(crate) struct Preprocessed {
    /// The changed image.
    image: Out<Image>,
}

/// Why an image cannot be changed so.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum PreprocessingError {
    #[error("the image would be {width} pixels wide and {height} high; give a width and a height from 1")]
    Empty { width: i64, height: i64 },
    #[error("the image would have {width} × {height} pixels, more than {limit}; choose a smaller size")]
    TooLarge { width: i64, height: i64, limit: u64 },
    #[error("`rotation_degrees` is {0}; give a number from -360 to 360")]
    Angle(i64),
}

impl Run for ImagePreprocessing {
    fn run(&self, context: &mut Context<'_, ()>) -> Result<Preprocessed, BlockError> {
        let limit = context.environment().images.policy().limits.max_pixels;
        let old = self.image.pixels();
        let new = match self.task_type {
            TaskType::Resize => {
                let (width, height) = within(*self.width, *self.height, limit)?;
                geometric::resize(old, width, height)
            }
            TaskType::Rotate => {
                let rotation = Rotation::new(angle(*self.rotation_degrees)?, old.width(), old.height());
                let (width, height) = rotation.canvas();
                within(width.into(), height.into(), limit)?;
                geometric::rotate(old, &rotation)
            }
            TaskType::Flip => geometric::flip(old, *self.flip_type),
        };
        Ok(Preprocessed { image: Out(self.image.with_pixels(new)) })
    }
}

/// The angle, where it is at most a whole turn.
fn angle(degrees: i64) -> Result<f64, PreprocessingError> {
    let whole_turn = i32::try_from(degrees).ok().filter(|degrees| (-360..=360).contains(degrees));
    whole_turn.map(f64::from).ok_or(PreprocessingError::Angle(degrees))
}

/// Width and height as those of an image that is neither empty nor too large.
fn within(width: i64, height: i64, limit: u64) -> Result<(u32, u32), PreprocessingError> {
    if width < 1 || height < 1 {
        return Err(PreprocessingError::Empty { width, height });
    }
    match (u32::try_from(width), u32::try_from(height)) {
        (Ok(width), Ok(height)) if u64::from(width) * u64::from(height) <= limit => Ok((width, height)),
        _ => Err(PreprocessingError::TooLarge { width, height, limit }),
    }
}

#[cfg(test)]
mod tests {
    use block_runtime::block::Environment;
    use image::{GrayImage, Luma};

    use super::*;

    /// A step on a grey image of 6 by 4 pixels.
    fn step(task_type: TaskType) -> ImagePreprocessing {
        let image = GrayImage::from_fn(6, 4, |x, y| Luma([u8::try_from(10 * y + x).unwrap()]));
        ImagePreprocessing {
            image: In::new(Picture::from_pixels(image, "image")),
            task_type,
            width: 3.into(),
            height: 2.into(),
            rotation_degrees: 90.into(),
            flip_type: Axis::Vertical.into(),
        }
    }

    fn size(step: &ImagePreprocessing) -> Result<(u32, u32), String> {
        let run = step.run(&mut Context::new(&mut (), &Environment::default()));
        run.map(|it| (it.image.width(), it.image.height())).map_err(|error| error.to_string())
    }

    fn resized(width: i64, height: i64) -> Result<(u32, u32), String> {
        size(&ImagePreprocessing { width: width.into(), height: height.into(), ..step(TaskType::Resize) })
    }

    #[test]
    fn sides_are_as_they_are_asked_for() {
        assert_eq!(resized(3, 9), Ok((3, 9)));
    }

    #[test]
    fn sizes_that_no_image_has_are_refused() {
        assert!(resized(0, 5).unwrap_err().contains("0 pixels wide"));
        assert!(resized(5, i64::MIN).unwrap_err().contains("-9223372036854775808 high"));
        assert!(resized(i64::MAX, i64::MAX).unwrap_err().contains("smaller size"));
        assert!(resized(10_000, 10_000).unwrap_err().contains("more than 67108864"));
    }

    #[test]
    fn the_canvas_holds_the_turned_image() {
        let turned =
            |degrees: i64| size(&ImagePreprocessing { rotation_degrees: degrees.into(), ..step(TaskType::Rotate) });
        assert_eq!(turned(90), Ok((4, 6)));
        assert_eq!(turned(-45), Ok((7, 7)));
        assert_eq!(turned(0), Ok((6, 4)));
        assert!(turned(361).unwrap_err().contains("from -360 to 360"));
        assert!(turned(i64::MIN).is_err());
    }

    #[test]
    fn a_canvas_that_is_too_large_is_refused() {
        let image = In::new(Picture::from_pixels(GrayImage::new(100_000, 1), "image"));
        let rotation_degrees = 45.into();
        let refused = size(&ImagePreprocessing { image, rotation_degrees, ..step(TaskType::Rotate) }).unwrap_err();
        assert!(refused.contains("70711 × 70711"), "{refused}");
    }

    #[test]
    fn flips_keep_the_size() {
        assert_eq!(size(&step(TaskType::Flip)), Ok((6, 4)));
    }
}
