//! Images among the results of a run, written to a folder where one is given.

use std::collections::HashSet;
use std::fs;
use std::path::Path;

use block_runtime::execute::Rows;
use block_runtime::value::{Picture, Pixels, Value};
use image::{ImageError, ImageFormat};

use crate::printing::CommandError;

/// Writes the images among the results to a folder, as PNG so that nothing is lost, and puts their paths in their place.
///
/// A file is named after the row, counted from zero, and the output: `0_blurred.png`; `prefix` goes before that. Where
/// two images would have one name, the later one gets a number.
///
/// # Errors
/// [`CommandError::Write`] when the folder or a file cannot be written.
pub fn write_images(rows: &mut Rows, folder: &Path, prefix: &str) -> Result<(), CommandError> {
    let mut folder = Folder::open(folder)?;
    let digits = rows.rows().len().saturating_sub(1).to_string().len();
    let mut outcome = Ok(());
    rows.replace(|place, output, value| {
        if outcome.is_err() {
            return None;
        }
        let name = format!("{prefix}{place:0digits$}_{}", file_name(output));
        folder.written(value, &name).unwrap_or_else(|error| {
            outcome = Err(error);
            None
        })
    });
    outcome
}

/// Makes a folder, with those around it, where there is none.
///
/// # Errors
/// [`CommandError::Write`] when it cannot be made.
pub fn make_folder(path: &Path) -> Result<(), CommandError> {
    fs::create_dir_all(path).map_err(|source| CommandError::Write { path: path.to_owned(), source })
}

/// A folder that images are written to.
struct Folder<'a> {
    path: &'a Path,
    /// Names that have been given.
    names: HashSet<String>,
}

impl<'a> Folder<'a> {
    fn open(path: &'a Path) -> Result<Self, CommandError> {
        make_folder(path)?;
        Ok(Self { path, names: HashSet::new() })
    }

    /// The value with paths in place of images; nothing when there are none in it.
    fn written(&mut self, value: &Value, name: &str) -> Result<Option<Value>, CommandError> {
        match value {
            Value::Image(picture) => self.write(picture, name).map(Some),
            Value::List(items) => {
                let inner = items.iter().enumerate();
                let inner = inner.map(|(place, item)| self.written(item, &format!("{name}_{place}")));
                let replaced = inner.collect::<Result<Vec<_>, _>>()?;
                let any = replaced.iter().any(Option::is_some);
                let items = items.iter().zip(replaced);
                Ok(any.then(|| items.map(|(item, new)| new.unwrap_or_else(|| item.clone())).collect()))
            }
            Value::Map(members) => {
                let inner = members.iter();
                let inner = inner.map(|(key, item)| self.written(item, &format!("{name}_{}", file_name(key))));
                let replaced = inner.collect::<Result<Vec<_>, _>>()?;
                let any = replaced.iter().any(Option::is_some);
                let members = members.iter().zip(replaced);
                let new = |((key, item), new): ((&String, &Value), Option<Value>)| {
                    (key.clone(), new.unwrap_or_else(|| item.clone()))
                };
                Ok(any.then(|| members.map(new).collect()))
            }
            _ => Ok(None),
        }
    }

    fn write(&mut self, picture: &Picture, name: &str) -> Result<Value, CommandError> {
        let path = self.path.join(format!("{}.png", self.unused(name)));
        let saved = match picture.pixels() {
            Pixels::Gray(image) => image.save_with_format(&path, ImageFormat::Png),
            Pixels::Rgb(image) => image.save_with_format(&path, ImageFormat::Png),
        };
        saved.map_err(|error| {
            let source = match error {
                ImageError::IoError(source) => source,
                other => std::io::Error::other(other.to_string()),
            };
            CommandError::Write { path: path.clone(), source }
        })?;
        let members = [("type", "file".to_owned()), ("value", path.display().to_string())];
        Ok(members.into_iter().map(|(name, text)| (name.to_owned(), Value::from(text))).collect())
    }

    /// The name, or else the name with the first number that makes it another.
    fn unused(&mut self, name: &str) -> String {
        let numbered = (2_u64..).map(|number| format!("{name}-{number}"));
        let mut candidates = std::iter::once(name.to_owned()).chain(numbered);
        candidates.find(|candidate| self.names.insert(candidate.clone())).unwrap_or_else(|| name.to_owned())
    }
}

/// A name with nothing that a path could stumble over.
fn file_name(name: &str) -> String {
    name.chars().map(|c| if c.is_alphanumeric() || "-_".contains(c) { c } else { '_' }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stay_inside_the_folder() {
        assert_eq!(file_name("../a b/c"), "___a_b_c");
    }

    #[test]
    fn images_inside_lists_are_written_too() {
        let folder = tempfile::tempdir().unwrap();
        let picture = Picture::from_pixels(image::GrayImage::new(2, 1), "image");
        let list = Value::from(vec![Value::from(1), Value::from(picture)]);
        let mut writer = Folder::open(folder.path()).unwrap();
        let replaced = writer.written(&list, "0_crops").unwrap().unwrap();
        let path = folder.path().join("0_crops_1.png");
        assert_eq!(image::open(&path).unwrap().width(), 2);
        let file = serde_json::json!({ "type": "file", "value": path.display().to_string() });
        assert_eq!(replaced.to_json(), Some(serde_json::json!([1, file])));
        assert!(writer.written(&Value::from("text"), "0_text").unwrap().is_none());
    }

    #[test]
    fn no_image_takes_the_place_of_another() {
        let folder = tempfile::tempdir().unwrap();
        let picture = Picture::from_pixels(image::GrayImage::new(2, 1), "image");
        let mut writer = Folder::open(folder.path()).unwrap();
        for _ in 0..3 {
            writer.write(&picture, "0_a_b").unwrap();
        }
        for name in ["0_a_b.png", "0_a_b-2.png", "0_a_b-3.png"] {
            assert!(folder.path().join(name).is_file(), "{name}");
        }
    }
}
