//! Images among the results of a run, written to a folder where one is given.

use std::fs;
use std::path::Path;

use block_runtime::execute::Rows;
use block_runtime::value::{Picture, Pixels, Value};
use image::{ImageError, ImageFormat};

use crate::printing::CommandError;

/// Writes the images among the results to a folder, as PNG so that nothing is lost, and puts their paths in their place.
///
/// A file is named after the row, counted from zero, and the output: `0_blurred.png`; `prefix` goes before that.
///
/// # Errors
/// [`CommandError::Write`] when the folder or a file cannot be written.
pub fn write_images(rows: &mut Rows, folder: &Path, prefix: &str) -> Result<(), CommandError> {
    fs::create_dir_all(folder).map_err(|source| CommandError::Write { path: folder.to_owned(), source })?;
    let digits = rows.rows().len().saturating_sub(1).to_string().len();
    let mut outcome = Ok(());
    rows.replace(|place, output, value| {
        if outcome.is_err() {
            return None;
        }
        let name = format!("{prefix}{place:0digits$}_{}", file_name(output));
        match written(value, &name, folder) {
            Ok(replacement) => replacement,
            Err(error) => {
                outcome = Err(error);
                None
            }
        }
    });
    outcome
}

/// The value with paths in place of images; nothing when there are none in it.
fn written(value: &Value, name: &str, folder: &Path) -> Result<Option<Value>, CommandError> {
    match value {
        Value::Image(picture) => write(picture, name, folder).map(Some),
        Value::List(items) => {
            let inner = items.iter().enumerate().map(|(place, item)| written(item, &format!("{name}_{place}"), folder));
            let replaced = inner.collect::<Result<Vec<_>, _>>()?;
            let any = replaced.iter().any(Option::is_some);
            let list = || items.iter().zip(replaced).map(|(item, new)| new.unwrap_or_else(|| item.clone())).collect();
            Ok(any.then(list))
        }
        Value::Map(members) => {
            let inner = members.iter().map(|(key, item)| written(item, &format!("{name}_{}", file_name(key)), folder));
            let replaced = inner.collect::<Result<Vec<_>, _>>()?;
            let any = replaced.iter().any(Option::is_some);
            let members = members.iter().zip(replaced);
            let map = || members.map(|((key, item), new)| (key.clone(), new.unwrap_or_else(|| item.clone()))).collect();
            Ok(any.then(map))
        }
        _ => Ok(None),
    }
}

fn write(picture: &Picture, name: &str, folder: &Path) -> Result<Value, CommandError> {
    let path = folder.join(format!("{name}.png"));
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
        let replaced = written(&list, "0_crops", folder.path()).unwrap().unwrap();
        let path = folder.path().join("0_crops_1.png");
        assert_eq!(image::open(&path).unwrap().width(), 2);
        let file = serde_json::json!({ "type": "file", "value": path.display().to_string() });
        assert_eq!(replaced.to_json(), Some(serde_json::json!([1, file])));
        assert!(written(&Value::from("text"), "0_text", folder.path()).unwrap().is_none());
    }
}
