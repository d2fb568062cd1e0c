//! The drawing kit: lines, boxes, arcs, discs and text on images, and the colours of detections.
//!
//! Pictures of people who move over should look the same, pixel for pixel, so that what they have learnt to see, or
//! trained a model on, does not change. No crate draws as OpenCV does: lines of the `imageproc` crate differ along every
//! slope, and none has the Hershey font. So the rasterisers here follow those of OpenCV 4.10, in fixed-point numbers of
//! 16 fractional bits. `fixtures/drawing.txt` holds what OpenCV draws.
//!
//! A [`Canvas`] has one method for each shape. Outlines take a [`Pen`], areas a [`Colour`]. Coordinates are whole pixels,
//! counted from the top left; what lies beside the canvas is cut off, however far away it is.
//!
//! Blocks that draw on detections share two groups of properties: [`Scene`] and [`Colouring`].

mod arc;
mod canvas;
mod circle;
mod clip;
mod colour;
mod colouring;
mod convex;
mod gradients;
mod line;
mod palette;
mod path;
mod pen;
mod place;
mod position;
mod rectangle;
mod scene;
mod segment;
mod simplex;
mod text;

pub use arc::Arc;
pub use canvas::Canvas;
pub use colour::{Colour, ColourError, parse_colour};
pub use colouring::{ColorAxis, ColorPalette, Colouring, ColouringError};
pub use palette::{Palette, PaletteError};
pub use pen::{Edges, Pen, PenError, Thickness};
pub use place::{Place, PlaceError, pixel};
pub use position::{Position, PositionError};
pub use rectangle::Rectangle;
pub use scene::{Drawn, Scene, ScenePredictions};
pub use text::{Font, FontError, TextSize};

#[cfg(test)]
mod tests;
