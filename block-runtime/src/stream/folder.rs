//! Frames out of a folder of images.

use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use futures_util::stream::{self, StreamExt};

use super::source::{FrameError, Pace};
use super::{Frame, Frames};
use crate::image_io::ImageReader;

/// The image files of a folder in the order of their names; folders within it are left out.
///
/// # Errors
/// [`FrameError`] when the folder cannot be read or has no images.
pub fn images_in(path: &Path) -> Result<Vec<PathBuf>, FrameError> {
    let unreadable = |source| FrameError::Unreadable { path: path.to_owned(), source };
    let entries = std::fs::read_dir(path).map_err(unreadable)?.map(|entry| entry.map(|entry| entry.path()));
    let mut files = entries.collect::<Result<Vec<PathBuf>, _>>().map_err(unreadable)?;
    files.retain(|file| image::ImageFormat::from_path(file).is_ok() && file.is_file());
    files.sort();
    if files.is_empty() { Err(FrameError::NoImages { path: path.to_owned() }) } else { Ok(files) }
}

pub(super) fn frames(
    path: &Path,
    input: &str,
    pace: Pace,
    ahead: NonZeroUsize,
    images: &ImageReader,
) -> Result<Frames, FrameError> {
    let files = images_in(path)?;
    let identifier: Arc<str> = path.display().to_string().into();
    let input: Arc<str> = input.into();
    let images = images.clone();
    let frame = move |(file, number): (PathBuf, u64)| {
        let (images, identifier, input) = (images.clone(), Arc::clone(&identifier), Arc::clone(&input));
        async move {
            let source: Arc<str> = file.display().to_string().into();
            let picture = match images.read_file(&file, &input).await {
                Ok(picture) => Ok(picture.with_video_metadata(pace.metadata(&identifier, number))),
                Err(source) => Err(FrameError::Image { path: file, source }),
            };
            Frame { number, source, picture }
        }
    };
    Ok(stream::iter(files.into_iter().zip(0..)).map(frame).buffered(ahead.get()).boxed())
}
