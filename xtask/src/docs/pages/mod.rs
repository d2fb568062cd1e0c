//! The generated pages of the book, and the catalogue as JSON: pure functions from the catalogue to texts.

mod block;
mod findings;
mod index;
mod kind;
mod links;
mod markdown;
mod pictures;
mod query;
mod sections;
mod summary;
#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};

use block_runtime::block::Entry;
use block_runtime::describe::{Docs, document};

use links::LinkError;
use pictures::PictureError;
use query::ExampleError;

use crate::apply::Files;

/// Why a page could not be made.
#[derive(Debug, thiserror::Error)]
pub enum PageError {
    /// A link leads nowhere.
    #[error(transparent)]
    Link(#[from] LinkError),
    /// An example does not run.
    #[error(transparent)]
    Example(#[from] ExampleError),
    /// The example of a block that makes images does not run.
    #[error(transparent)]
    Picture(#[from] PictureError),
}

/// Folder of the book's text.
pub const SOURCE: &str = "docs/src";

/// Folders that hold generated files only.
pub const OWNED: &[&str] = &["docs/src/blocks", "docs/src/kinds", "docs/src/pictures", "docs/src/query"];

/// The way from a page of a block, as text or as built, to the root of the repository.
pub const TO_REPOSITORY: &str = "../../../";

/// Everything that is generated for a catalogue.
///
/// # Errors
/// [`PageError`] when a doc comment links to something that does not exist, or an example does not run.
pub fn files(entries: &[Entry]) -> Result<Files, PageError> {
    let docs = Docs::new(entries);
    let pictures = pictures::of(entries)?;
    let mut files = block::files(&docs, &pictures)?;
    files.extend(pictures.into_files());
    files.extend(pictures::inventory::files(entries)?);
    files.extend(kind::files(&docs)?);
    files.extend(query::files(&docs)?);
    files.extend(index::files(&docs)?);
    files.extend(findings::files());
    files.extend(summary::files(&docs));
    files.insert(PathBuf::from("schemas/describe.json"), format!("{:#}\n", document(entries)).into());
    Ok(files)
}

/// [`OWNED`] as paths.
pub fn owned() -> Vec<&'static Path> {
    OWNED.iter().map(Path::new).collect()
}
