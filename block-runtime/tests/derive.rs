//! The derives as an author uses them.

use block_runtime::prelude::*;

/// How to blur.
#[derive(Debug, Clone, Copy, PartialEq, Choice)]
enum BlurType {
    /// Mean of the square around each pixel.
    Average,
    /// Weighted mean.
    #[block(label = "Gaussian (default)")]
    Gaussian,
}

/// Blur an image.
///
/// Smooths it.
#[derive(Debug, Block)]
#[block(id = "test/image_blur@v1", section = ClassicalCv, block_type = ClassicalComputerVision, outputs = Blurred, engine = ">=1.3.0,<2.0.0", icon = "far fa-droplet", priority = 5, ui(opencv = true))]
struct ImageBlur {
    /// Image to blur.
    #[block(alias = "images", example = "$inputs.image", example = "$steps.cropping.crops")]
    image: In<Image>,
    /// Filter to apply.
    #[block(default = BlurType::Gaussian, example = "gaussian")]
    blur_type: Or<BlurType>,
    /// Side of the kernel, in pixels.
    #[block(default = 5, example = 5, min = 1)]
    kernel_size: Or<i64>,
}

/// Outputs of the blur.
#[derive(Outputs)]
struct Blurred {
    /// The blurred image.
    image: Out<Image>,
}

impl Run for ImageBlur {
    fn run(&self, _: &mut Context<'_, ()>) -> Result<Blurred, BlockError> {
        if *self.blur_type == BlurType::Gaussian && *self.kernel_size < 1 {
            return Err(BlockError::new("too small"));
        }
        Ok(Blurred { image: Out(self.image.clone()) })
    }
}

#[test]
fn table_says_what_was_declared() {
    let def = block::<ImageBlur>().def;
    assert_eq!(def.name, "Image Blur");
    assert_eq!(def.summary(), "Blur an image.");
    let names: Vec<_> = def.properties().map(|property| property.name).collect();
    assert_eq!(names, ["image", "blur_type", "kernel_size"]);
    assert_eq!(def.outputs[0].kinds[0].name, "image");
}
