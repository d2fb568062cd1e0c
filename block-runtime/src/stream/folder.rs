//! Frames out of a folder of images.

use std::cmp::Ordering;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use futures_util::stream::{self, StreamExt};

use super::source::{FrameError, Pace};
use super::{Frame, Frames};
use crate::image_io::ImageReader;

/// The image files of a folder in the order of their names, numbers in them by their size; folders within it are left
/// out.
///
/// # Errors
/// [`FrameError`] when the folder cannot be read or has no images.
pub fn images_in(path: &Path) -> Result<Vec<PathBuf>, FrameError> {
    let unreadable = |source| FrameError::Unreadable { path: path.to_owned(), source };
    let entries = std::fs::read_dir(path).map_err(unreadable)?.map(|entry| entry.map(|entry| entry.path()));
    let mut files = entries.collect::<Result<Vec<PathBuf>, _>>().map_err(unreadable)?;
    files.retain(|file| image::ImageFormat::from_path(file).is_ok() && file.is_file());
    files.sort_by(|one, other| by_number(one, other));
    if files.is_empty() { Err(FrameError::NoImages { path: path.to_owned() }) } else { Ok(files) }
}

/// Compares names such that `frame_2.png` comes before `frame_10.png`.
fn by_number(one: &Path, other: &Path) -> Ordering {
    let (one_name, other_name) = (one.to_string_lossy(), other.to_string_lossy());
    let pairs = parts(&one_name).zip(parts(&other_name));
    let first_difference = pairs.map(|(one, other)| one.cmp(&other)).find(|order| order.is_ne());
    first_difference.unwrap_or_else(|| one_name.len().cmp(&other_name.len())).then_with(|| one.cmp(other))
}

/// A part of a name. Of equal numbers the one with fewer digits comes first.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Part<'a> {
    /// Digits without leading zeros, by how many there are.
    Number(usize, &'a str),
    Character(char),
}

fn parts(mut rest: &str) -> impl Iterator<Item = Part<'_>> {
    std::iter::from_fn(move || {
        let digits = rest.find(|character: char| !character.is_ascii_digit()).unwrap_or(rest.len());
        if digits == 0 {
            let character = rest.chars().next()?;
            rest = rest.get(character.len_utf8()..).unwrap_or_default();
            return Some(Part::Character(character));
        }
        let (number, behind) = rest.split_at(digits);
        rest = behind;
        let number = number.trim_start_matches('0');
        Some(Part::Number(number.len(), number))
    })
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_names_are_in_order() {
        let mut names =
            ["f10.png", "f2.png", "b.png", "f02.png", "f1_9.png", "f1_10.png", "f.png", "ü2.png"].map(Path::new);
        names.sort_by(|one, other| by_number(one, other));
        let expected = ["b.png", "f1_9.png", "f1_10.png", "f2.png", "f02.png", "f10.png", "f.png", "ü2.png"];
        assert_eq!(names, expected.map(Path::new));
    }
}
