//! How images enter a workflow, and in which form they leave it.
//!
//! An image comes in as text (base64, a URL, the path of a file), as an object around such text that may also say
//! where the image comes from, or as the bytes of a file: [`ImageReader`] makes a [`Picture`] of each, within the
//! limits of an [`ImagePolicy`]. [`Picture::to_wire`] writes the object again. [`decode`] is the step between a file
//! and its pixels.
//!
//! [`Picture`]: crate::value::Picture
//! [`Picture::to_wire`]: crate::value::Picture::to_wire

mod annotations;
mod decode;
mod error;
mod jpeg;
mod policy;
mod reader;
mod source;
mod webp;
mod wire;

pub use decode::decode;
pub use error::ImageError;
pub use policy::{ImageLimits, ImagePolicy};
pub use reader::ImageReader;
