//! Images in memory: pixels, and where in which image they come from.
//!
//! A [`Picture`] is what blocks receive and return. It is shared and never changed in place: a block makes new pixels
//! and calls [`Picture::with_pixels`], which keeps what is known about the image and forgets its encoded forms.

mod encode;
mod file;
mod lineage;
mod pixels;
mod raster;
mod video;

use std::fmt;
use std::sync::{Arc, OnceLock};

pub use encode::{DEFAULT_JPEG_QUALITY, EncodeError};
pub use file::ImageFile;
pub use lineage::{Ancestor, Origin};
pub use pixels::Pixels;
pub(crate) use pixels::spread;
use raster::{Raster, Region};
pub use video::VideoMetadata;

/// An image with its lineage and, for a frame of a video, with what is known about the frame. Cheap to clone.
#[derive(Clone)]
pub struct Picture(Arc<Inner>);

#[derive(Clone)]
struct Inner {
    content: Arc<Content>,
    parent: Ancestor,
    root: Ancestor,
    video: Option<Arc<VideoMetadata>>,
}

/// What an image shows, in each of its forms.
struct Content {
    raster: Raster,
    original: Original,
    /// Made when somebody first needs it.
    jpeg: OnceLock<ImageFile>,
}

/// What an image was read from.
#[derive(Debug, Default)]
pub(crate) struct Original {
    /// The text as it was written: base64 of a file of any format, perhaps with `data:image/…;base64,` before it.
    pub text: Option<Arc<str>>,
    /// The file, where every reader gets the pixels of the image from it.
    pub file: Option<ImageFile>,
}

impl Content {
    fn new(raster: Raster) -> Arc<Self> {
        Arc::new(Self { raster, original: Original::default(), jpeg: OnceLock::new() })
    }
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
        Self::from_original(pixels, Original::default(), id)
    }

    /// An image that enters a workflow, with what it was decoded from.
    pub(crate) fn from_original(pixels: impl Into<Pixels>, original: Original, id: impl Into<Arc<str>>) -> Self {
        let raster = Raster::new(pixels.into());
        let (width, height) = raster.size();
        let whole = Ancestor { id: id.into(), origin: Origin::whole(width, height) };
        let content = Arc::new(Content { raster, original, jpeg: OnceLock::new() });
        Self(Arc::new(Inner { content, parent: whole.clone(), root: whole, video: None }))
    }

    /// The pixels. Those of a region that was cut out are copied when they are first asked for, once for all clones.
    pub fn pixels(&self) -> &Pixels {
        self.0.content.raster.pixels()
    }

    /// The pixels to draw on: taken out where nobody else holds them, copied otherwise.
    pub fn into_pixels(self) -> Pixels {
        match Arc::try_unwrap(Arc::unwrap_or_clone(self.0).content) {
            Ok(content) => content.raster.into_pixels(),
            Err(content) => content.raster.to_pixels(),
        }
    }

    /// Width in pixels.
    pub fn width(&self) -> u32 {
        self.size().0
    }

    /// Height in pixels.
    pub fn height(&self) -> u32 {
        self.size().1
    }

    fn size(&self) -> (u32, u32) {
        self.0.content.raster.size()
    }

    /// The image or region that this image shows. For an image that entered the workflow, the image itself.
    pub fn parent(&self) -> &Ancestor {
        &self.0.parent
    }

    /// The image that entered the workflow and that this image comes from.
    pub fn root(&self) -> &Ancestor {
        &self.0.root
    }

    /// How many bytes of pixels, text and files are not freed as long as it is there.
    pub(super) fn memory(&self) -> usize {
        let Original { text, file } = &self.0.content.original;
        let text = text.as_ref().map_or(0, |text| text.len());
        let file = file.as_ref().map_or(0, ImageFile::base64_len);
        self.0.content.raster.memory() + text + file
    }

    /// True when the image was cut out of the one that entered the workflow.
    pub fn is_derived(&self) -> bool {
        self.parent().id != self.root().id
    }

    /// What is known about the frame, when the image is one of a video.
    pub fn video_metadata(&self) -> Option<&VideoMetadata> {
        self.0.video.as_deref()
    }

    /// New pixels for the same image: lineage and frame stay, the encoded forms are forgotten.
    #[must_use]
    pub fn with_pixels(&self, pixels: impl Into<Pixels>) -> Self {
        let content = Content::new(Raster::new(pixels.into()));
        Self(Arc::new(Inner { content, ..Inner::clone(&self.0) }))
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

    /// A region of the image as an image of its own, called `id`, with its place in this image and in the root.
    /// The frame of the video is not taken over. Pixels are shared, not copied.
    ///
    /// So a region keeps the whole image in memory. A block that keeps regions for longer than a run, such as one that
    /// collects thumbnails, gives them pixels of their own: `region.with_pixels(region.pixels().clone())`.
    ///
    /// Nothing when the region does not lie within the image or is empty.
    pub fn crop(&self, id: impl Into<Arc<str>>, x: u32, y: u32, width: u32, height: u32) -> Option<Self> {
        let region = Region::within(self.size(), x, y, (width, height))?;
        let content = Content::new(self.0.content.raster.region(region));
        let (offset_x, offset_y) = (i64::from(x), i64::from(y));
        let whole = Origin::whole(self.width(), self.height());
        let parent = Ancestor { id: id.into(), origin: Origin { offset_x, offset_y, ..whole } };
        let root = self.root();
        let root = Ancestor { id: root.id.clone(), origin: root.origin.moved(offset_x, offset_y) };
        Some(Self(Arc::new(Inner { content, parent, root, video: None })))
    }

    fn change(self, change: impl FnOnce(&mut Inner)) -> Self {
        let mut inner = Arc::unwrap_or_clone(self.0);
        change(&mut inner);
        Self(Arc::new(inner))
    }
}

impl fmt::Debug for Picture {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Picture({:?}, {:?}", self.0.content.raster, self.parent().id)?;
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
        let original = Original { text: Some("AAAA".into()), file: None };
        let picture = Picture::from_original(RgbImage::new(4, 5), original, "")
            .with_lineage(crop.parent().clone(), crop.root().clone())
            .with_video_metadata(frame.clone());
        assert_eq!(picture.base64().unwrap(), "AAAA");

        let blurred = picture.with_pixels(GrayImage::new(4, 5));

        assert_eq!((blurred.parent(), blurred.root()), (picture.parent(), picture.root()));
        assert_eq!(blurred.video_metadata(), Some(&frame));
        assert_ne!(blurred.base64().unwrap(), "AAAA");
        assert_ne!(picture.crop("crop", 0, 0, 4, 5).unwrap().base64().unwrap(), "AAAA");
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

    /// Where the pixels of an RGB image are.
    fn address(pixels: &Pixels) -> *const u8 {
        let Pixels::Rgb(image) = pixels else { unreachable!("the image is RGB") };
        image.as_raw().as_ptr()
    }

    #[test]
    fn pixels_are_moved_out_where_they_are_not_shared() {
        let picture = Picture::from_pixels(RgbImage::new(4, 4), "image");
        let place = address(picture.pixels());
        let shared = picture.clone();
        assert_ne!(address(&shared.into_pixels()), place);
        assert_eq!(address(&picture.into_pixels()), place);

        let region = Picture::from_pixels(RgbImage::new(4, 4), "image").crop("region", 1, 1, 2, 2).unwrap();
        let place = address(region.pixels());
        assert_eq!(address(&region.into_pixels()), place);
    }

    #[test]
    fn regions_share_the_pixels_until_somebody_needs_them_in_one_piece() {
        let whole = Picture::from_pixels(RgbImage::from_pixel(9, 9, Rgb([7; 3])), "image");
        let pixels = |picture: &Picture| match &picture.0.content.raster {
            Raster::Whole(pixels) | Raster::Region { of: pixels, .. } => Arc::as_ptr(pixels),
        };
        let copied = |picture: &Picture| match &picture.0.content.raster {
            Raster::Whole(_) => true,
            Raster::Region { copy, .. } => copy.get().is_some(),
        };
        let region = whole.crop("a", 1, 1, 8, 8).unwrap();
        let inner = region.crop("b", 2, 2, 3, 3).unwrap();
        assert_eq!([&region, &inner].map(pixels), [pixels(&whole); 2]);

        assert_eq!(format!("{inner:?}"), r#"Picture(Rgb(3 × 3), "b" of "image")"#);
        let changed = inner.clone().with_lineage(whole.parent().clone(), whole.root().clone());
        assert!(!copied(&inner));
        let place = address(inner.pixels());
        assert_eq!(address(changed.pixels()), place);
        assert!(copied(&changed) && !copied(&region));
        assert_eq!(inner.into_pixels(), RgbImage::from_pixel(3, 3, Rgb([7; 3])).into());
    }

    #[test]
    fn debug_is_short() {
        let picture = Picture::from_pixels(RgbImage::new(40, 30), "image");
        assert_eq!(format!("{picture:?}"), r#"Picture(Rgb(40 × 30), "image")"#);
        let crop = picture.crop("crop", 0, 0, 1, 1).unwrap();
        assert_eq!(format!("{crop:?}"), r#"Picture(Rgb(1 × 1), "crop" of "image")"#);
    }
}
