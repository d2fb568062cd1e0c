//! What outlines are drawn with.

use super::colour::Colour;

/// What an outline is drawn with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pen {
    /// Its colour.
    pub colour: Colour,
    /// How thick it draws.
    pub thickness: Thickness,
    /// How its edges are.
    pub edges: Edges,
}

/// How edges are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Edges {
    /// Each pixel has the colour of the pen or its own.
    Sharp,
    /// Pixels on an edge get a mixture.
    Smooth,
}

/// Thickness of an outline in pixels, up to [`MAX`](Self::MAX). Zero draws like one, but counts as zero in sizes of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Thickness(i64);

/// What cannot be drawn with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PenError {
    /// A thickness beyond the limits.
    #[error("nothing can be drawn {0} pixels thick; choose a thickness from 0 to {max}", max = Thickness::MAX)]
    Thickness(i64),
}

impl Thickness {
    /// The thinnest line there is.
    pub const THIN: Self = Self(1);

    /// The greatest thickness, as in OpenCV.
    pub const MAX: i64 = 32_767;

    /// A thickness in pixels.
    ///
    /// # Errors
    /// [`PenError::Thickness`] below zero and above [`MAX`](Self::MAX).
    pub fn new(pixels: i64) -> Result<Self, PenError> {
        if (0..=Self::MAX).contains(&pixels) { Ok(Self(pixels)) } else { Err(PenError::Thickness(pixels)) }
    }

    /// In pixels.
    pub fn pixels(self) -> i64 {
        self.0
    }

    /// True for lines of a single pixel.
    pub(super) fn is_thin(self) -> bool {
        self.0 <= 1
    }
}

impl Pen {
    /// A pen with sharp edges.
    pub fn sharp(colour: Colour, thickness: Thickness) -> Self {
        Self { colour, thickness, edges: Edges::Sharp }
    }
}
