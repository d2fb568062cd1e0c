//! The images that detections were made on.

use std::sync::Arc;

use super::ImageSize;
use crate::value::{Origin, Picture};

/// The image on which a detection was made, and where that image comes from.
#[derive(Debug, Clone, PartialEq)]
pub struct Provenance {
    /// Size of the image, in whose pixels the detection is given.
    pub image: ImageSize,
    /// Identifier of the image.
    pub parent_id: Arc<str>,
    /// Where the image lies in the one that it was cut out of, when that is known.
    pub parent_origin: Option<Origin>,
    /// How much larger the pixels of the detection count than those of the image: 2 where the image was shown to the
    /// model at twice its size.
    pub parent_scale: Scale,
    /// Identifier of the image that entered the workflow.
    pub root_id: Arc<str>,
    /// Where the image lies in the one that entered the workflow, when that is known.
    pub root_origin: Option<Origin>,
    /// The scale in relation to the image that entered the workflow.
    pub root_scale: Scale,
}

impl Provenance {
    /// What is known about detections that are made on a picture at its own size.
    pub fn of(picture: &Picture) -> Self {
        let (parent, root) = (picture.parent(), picture.root());
        Self {
            image: ImageSize { width: picture.width(), height: picture.height() },
            parent_id: Arc::clone(&parent.id),
            parent_origin: Some(parent.origin),
            parent_scale: Scale::ONE,
            root_id: Arc::clone(&root.id),
            root_origin: Some(root.origin),
            root_scale: Scale::ONE,
        }
    }

    /// True when the image was cut out of the one that entered the workflow.
    pub fn is_derived(&self) -> bool {
        self.parent_id != self.root_id
    }
}

/// A factor by which an image was scaled: finite and above zero.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scale(f64);

impl Scale {
    /// Not scaled.
    pub const ONE: Self = Self(1.0);

    /// The factor; nothing when it is not finite or not above zero.
    pub fn new(factor: f64) -> Option<Self> {
        (factor.is_finite() && factor > 0.0).then_some(Self(factor))
    }

    /// The factor.
    pub fn factor(self) -> f64 {
        self.0
    }

    /// Both factors, one after the other.
    #[must_use]
    pub fn times(self, other: Self) -> Self {
        Self((self.0 * other.0).clamp(f64::MIN_POSITIVE, f64::MAX))
    }

    /// The way back.
    #[must_use]
    pub fn inverse(self) -> Self {
        Self(self.0.recip().clamp(f64::MIN_POSITIVE, f64::MAX))
    }

    /// True when nothing is scaled, but for what numbers lose when they are rounded.
    pub fn is_one(self) -> bool {
        (self.0 - 1.0).abs() < 1e-5
    }
}

impl Default for Scale {
    fn default() -> Self {
        Self::ONE
    }
}
