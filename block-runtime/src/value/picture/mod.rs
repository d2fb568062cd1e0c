//! Images in memory: pixels, and where in which image they come from.
//!
//! A [`Picture`] is what blocks receive and return. It is shared and never changed in place: a block makes new pixels
//! and calls [`Picture::with_pixels`], which keeps what is known about the image and forgets its encoded form.

mod encode;
mod lineage;
mod pixels;
mod video;

use std::fmt;
use std::sync::{Arc, OnceLock};

pub use encode::{DEFAULT_JPEG_QUALITY, EncodeError};
pub use lineage::{Ancestor, Origin};
pub use pixels::Pixels;
pub use video::VideoMetadata;

/// An image with its lineage and, for a frame of a video, with what is known about the frame. Cheap to clone.
#[derive(Clone)]
pub struct Picture(Arc<Inner>);

#[derive(Clone)]
struct Inner {
    pixels: Arc<Pixels>,
    parent: Ancestor,
    root: Ancestor,
    video: Option<Arc<VideoMetadata>>,
    /// The text that the image was made from, or that it was turned into when somebody first needed it.
    base64: OnceLock<Arc<str>>,
}

impl Picture {
    /// True when both are one image, not only alike.
    pub(crate) fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }

    /// An image that is the whole of its parent, called `id`: one that enters a workflow.
    ///
    /// ```
    /// use block_runtime::value::Picture;
    ///
    /// let picture = Picture::from_pixels(image::RgbImage::new(4, 3), "image");
    /// assert_eq!((picture.width(), picture.height()), (4, 3));
    /// ```
    pub fn from_pixels(pixels: impl Into<Pixels>, id: impl Into<Arc<str>>) -> Self {
        let pixels = pixels.into();
        let whole = Ancestor { id: id.into(), origin: Origin::whole(&pixels) };
        Self(Arc::new(Inner {
            pixels: Arc::new(pixels),
            parent: whole.clone(),
            root: whole,
            video: None,
            base64: OnceLock::new(),
        }))
    }

    /// The pixels.
    pub fn pixels(&self) -> &Pixels {
        &self.0.pixels
    }

    /// The pixels to draw on: taken out where nobody else holds the image, copied otherwise.
    pub fn into_pixels(self) -> Pixels {
        Arc::unwrap_or_clone(Arc::unwrap_or_clone(self.0).pixels)
    }

    /// Width in pixels.
    pub fn width(&self) -> u32 {
        self.pixels().width()
    }

    /// Height in pixels.
    pub fn height(&self) -> u32 {
        self.pixels().height()
    }

    /// The image or region that this image shows. For an image that entered the workflow, the image itself.
    pub fn parent(&self) -> &Ancestor {
        &self.0.parent
    }

    /// The image that entered the workflow and that this image comes from.
    pub fn root(&self) -> &Ancestor {
        &self.0.root
    }

    /// True when the image was cut out of the one that entered the workflow.
    pub fn is_derived(&self) -> bool {
        self.parent().id != self.root().id
    }

    /// What is known about the frame, when the image is one of a video.
    pub fn video_metadata(&self) -> Option<&VideoMetadata> {
        self.0.video.as_deref()
    }

    /// New pixels for the same image: lineage and frame stay, the encoded form is forgotten.
    #[must_use]
    pub fn with_pixels(&self, pixels: impl Into<Pixels>) -> Self {
        Self(Arc::new(Inner {
            pixels: Arc::new(pixels.into()),
            parent: self.0.parent.clone(),
            root: self.0.root.clone(),
            video: self.0.video.clone(),
            base64: OnceLock::new(),
        }))
    }

    /// The same pixels with another lineage.
    #[must_use]
    pub fn with_lineage(self, parent: Ancestor, root: Ancestor) -> Self {
        self.change(|inner| (inner.parent, inner.root) = (parent, root))
    }

    /// The same pixels as a frame of a video.
    #[must_use]
    pub fn with_video_metadata(self, video: VideoMetadata) -> Self {
        self.change(|inner| inner.video = Some(Arc::new(video)))
    }

    /// The same pixels with the base64 text that they were decoded from, which is then written again as it is.
    #[must_use]
    pub(crate) fn with_base64(self, text: Arc<str>) -> Self {
        self.change(|inner| inner.base64 = OnceLock::from(text))
    }

    /// A region of the image as an image of its own, called `id`, with its place in this image and in the root.
    /// The frame of the video is not taken over.
    ///
    /// Nothing when the region does not lie within the image or is empty.
    pub fn crop(&self, id: impl Into<Arc<str>>, x: u32, y: u32, width: u32, height: u32) -> Option<Self> {
        let pixels = self.pixels().crop(x, y, width, height)?;
        let (offset_x, offset_y) = (i64::from(x), i64::from(y));
        let root = self.root();
        let parent = Ancestor { id: id.into(), origin: Origin { offset_x, offset_y, ..Origin::whole(self.pixels()) } };
        let root = Ancestor { id: root.id.clone(), origin: root.origin.moved(offset_x, offset_y) };
        Some(Self(Arc::new(Inner { pixels: Arc::new(pixels), parent, root, video: None, base64: OnceLock::new() })))
    }

    fn change(self, change: impl FnOnce(&mut Inner)) -> Self {
        let mut inner = Arc::unwrap_or_clone(self.0);
        change(&mut inner);
        Self(Arc::new(inner))
    }
}

impl fmt::Debug for Picture {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Picture({:?}, {:?}", self.pixels(), self.parent().id)?;
        if self.is_derived() {
            write!(formatter, " of {:?}", self.root().id)?;
        }
        formatter.write_str(")")
    }
}

#[cfg(test)]
mod tests {
    use image::{GrayImage, Rgb, RgbImage};

    use super::*;

    #[test]
    fn new_pixels_keep_lineage_and_frame_and_forget_the_text() {
        let crop = Picture::from_pixels(RgbImage::new(10, 8), "image").crop("crop", 2, 3, 4, 5).unwrap();
        let frame = VideoMetadata::still("camera", jiff::Timestamp::UNIX_EPOCH);
        let picture = crop.with_video_metadata(frame.clone()).with_base64("AAAA".into());
        assert_eq!(&*picture.base64().unwrap(), "AAAA");

        let blurred = picture.with_pixels(GrayImage::new(4, 5));

        assert_eq!((blurred.parent(), blurred.root()), (picture.parent(), picture.root()));
        assert_eq!(blurred.video_metadata(), Some(&frame));
        assert_ne!(&*blurred.base64().unwrap(), "AAAA");
    }

    #[test]
    fn a_crop_of_a_crop_knows_its_place_in_both() {
        let mut pixels = RgbImage::new(20, 10);
        pixels.put_pixel(9, 7, Rgb([1, 2, 3]));
        let root = Picture::from_pixels(pixels, "image");
        let crop = root.crop("a", 4, 5, 10, 5).unwrap().crop("b", 5, 2, 3, 2).unwrap();

        assert_eq!(crop.pixels().to_rgb().get_pixel(0, 0), &Rgb([1, 2, 3]));
        assert_eq!((&*crop.parent().id, &*crop.root().id), ("b", "image"));
        assert_eq!(crop.parent().origin, Origin { offset_x: 5, offset_y: 2, width: 10, height: 5 });
        assert_eq!(crop.root().origin, Origin { offset_x: 9, offset_y: 7, width: 20, height: 10 });
    }

    #[test]
    fn a_crop_lies_within_the_image() {
        let picture = Picture::from_pixels(RgbImage::new(4, 4), "image");
        for (x, y, width, height) in [(0, 0, 5, 1), (4, 0, 1, 1), (0, 0, 0, 4), (u32::MAX, 0, 2, 1)] {
            assert!(picture.crop("c", x, y, width, height).is_none(), "{x} {y} {width} {height}");
        }
    }

    #[test]
    fn pixels_are_moved_out_where_they_are_not_shared() {
        let picture = Picture::from_pixels(RgbImage::new(4, 4), "image");
        let address = std::ptr::from_ref(picture.pixels().to_rgb().as_ref().as_raw().as_slice()).cast::<u8>();
        let Pixels::Rgb(pixels) = picture.into_pixels() else { unreachable!("the image is RGB") };
        assert_eq!(pixels.as_raw().as_ptr(), address);
    }

    #[test]
    fn debug_is_short() {
        let picture = Picture::from_pixels(RgbImage::new(40, 30), "image");
        assert_eq!(format!("{picture:?}"), r#"Picture(Rgb(40 × 30), "image")"#);
        let crop = picture.crop("crop", 0, 0, 1, 1).unwrap();
        assert_eq!(format!("{crop:?}"), r#"Picture(Rgb(1 × 1), "crop" of "image")"#);
    }
}
