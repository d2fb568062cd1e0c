//! What holds for all four filters, whatever the image and the side.

use image::{GrayImage, ImageBuffer, Luma, Pixel, Rgb, RgbImage, RgbaImage};
use proptest::prelude::*;

use super::{FilterError, average, bilateral, gaussian, median};

/// Sides around the usual ones, and any others.
fn sides() -> impl Strategy<Value = i64> {
    prop_oneof![4 => -3_i64..80, 1 => 200_i64..400, 1 => any::<i64>()]
}

fn colours() -> impl Strategy<Value = RgbImage> {
    (1_u32..50, 1_u32..12).prop_flat_map(|(width, height)| {
        let bytes = prop::collection::vec(any::<u8>(), (width * height * 3) as usize);
        bytes.prop_map(move |bytes| RgbImage::from_raw(width, height, bytes).unwrap())
    })
}

/// Fails where a filter gives anything but an error or an image of the same size, whose values do
/// not leave the range of the old ones.
fn is_sound<P: Pixel<Subpixel = u8>>(
    image: &ImageBuffer<P, Vec<u8>>,
    result: &Result<ImageBuffer<P, Vec<u8>>, FilterError>,
) -> Result<(), TestCaseError> {
    if let Ok(result) = result {
        prop_assert_eq!(result.dimensions(), image.dimensions());
        prop_assert!(result.iter().min() >= image.iter().min());
        prop_assert!(result.iter().max() <= image.iter().max());
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn any_side_is_sound(image in colours(), side in sides()) {
        let grey = image::imageops::grayscale(&image);
        prop_assert!(average(&image, side).is_ok() == (1..=2896).contains(&side));
        is_sound(&image, &average(&image, side))?;
        is_sound(&grey, &average(&grey, side))?;
        let odd = side % 2 != 0;
        prop_assert!(gaussian(&image, side).is_ok() == ((1..=32_767).contains(&side) && odd));
        is_sound(&image, &gaussian(&image, side))?;
        is_sound(&grey, &gaussian(&grey, side))?;
        prop_assert!(median(&image, side).is_ok() == ((1..=361).contains(&side) && odd));
        is_sound(&image, &median(&image, side))?;
        is_sound(&grey, &median(&grey, side))?;
    }

    #[test]
    fn any_small_diameter_is_sound(image in colours(), side in 1_i64..30) {
        is_sound(&image, &bilateral(&image, side, || false))?;
        let grey = image::imageops::grayscale(&image);
        is_sound(&grey, &bilateral(&grey, side, || false))?;
    }

    #[test]
    fn a_uniform_image_stays_as_it_is(
        width in 1_u32..40, height in 1_u32..9, colour: [u8; 3], side in 1_i64..25,
    ) {
        let image = RgbImage::from_pixel(width, height, Rgb(colour));
        let odd = side | 1;
        prop_assert_eq!(&average(&image, side).unwrap(), &image);
        prop_assert_eq!(&gaussian(&image, odd).unwrap(), &image);
        prop_assert_eq!(&median(&image, odd).unwrap(), &image);
        prop_assert_eq!(&bilateral(&image, side, || false).unwrap(), &image);
    }
}

#[test]
fn an_image_without_pixels_stays_as_it_is() {
    for (width, height) in [(0, 0), (0, 4), (4, 0)] {
        let image = GrayImage::new(width, height);
        assert_eq!(average(&image, 3).as_ref(), Ok(&image));
        assert_eq!(gaussian(&image, 3).as_ref(), Ok(&image));
        assert_eq!(median(&image, 3).as_ref(), Ok(&image));
        assert_eq!(bilateral(&image, 3, || false).as_ref(), Ok(&image));
    }
}

#[test]
fn channels_do_not_mix() {
    let value = |x: u32, y: u32, channel: u32| u8::try_from((x * 83 + y * 41 + channel * 59) % 256).unwrap();
    let image = RgbaImage::from_fn(11, 6, |x, y| image::Rgba([0, 1, 2, 3].map(|channel| value(x, y, channel))));
    for channel in 0..4 {
        let plane = GrayImage::from_fn(11, 6, |x, y| Luma([value(x, y, channel)]));
        let same = |all: RgbaImage, one: GrayImage| {
            assert!(all.pixels().zip(one.pixels()).all(|(all, one)| all[channel as usize] == one[0]));
        };
        same(average(&image, 4).unwrap(), average(&plane, 4).unwrap());
        same(gaussian(&image, 5).unwrap(), gaussian(&plane, 5).unwrap());
        for side in [3, 5, 7, 257] {
            same(median(&image, side).unwrap(), median(&plane, side).unwrap());
        }
    }
}
