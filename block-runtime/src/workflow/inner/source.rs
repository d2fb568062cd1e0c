//! Where saved workflows come from.

use std::future::Future;
use std::io::{self, Read};
use std::path::PathBuf;

use super::library::SavedWorkflow;
use crate::limits::MAX_TEXT_BYTES;
use crate::net::ClientError;

/// The name of the workspace of workflows on this machine.
pub const LOCAL_WORKSPACE: &str = "local";

/// Somewhere workflows are saved.
pub trait WorkflowSource: Send + Sync {
    /// The text of a saved workflow.
    ///
    /// The future gives [`SourceError`] when there is no such workflow, or it cannot be had.
    fn fetch(&self, name: &SavedWorkflow) -> impl Future<Output = Result<String, SourceError>> + Send;
}

/// A saved workflow cannot be had. No text of these errors holds a key.
#[derive(Debug, thiserror::Error)]
pub enum SourceError {
    /// There is none of this name.
    #[error("there is no such workflow")]
    NotFound,
    /// The names are not of the form that the source knows.
    #[error("`{0}` cannot be the identifier of a workflow; it has letters, digits, `_` and `-`")]
    Identifier(String),
    /// The folder of local workflows has no such file.
    #[error("there is no file `{}`", path.display())]
    NoFile {
        /// Its path.
        path: PathBuf,
    },
    /// The platform is not asked without a key.
    #[error("the platform wants a key; set `ROBOFLOW_API_KEY`")]
    NoKey,
    /// The platform refuses.
    #[error("the platform answered {0}; check the identifiers, and whether the key belongs to the workspace")]
    Status(u16),
    /// The platform cannot be reached.
    #[error("the platform cannot be reached: {0}")]
    Transport(String),
    /// The answer of the platform holds no workflow.
    #[error("the answer of the platform holds no workflow: {0}")]
    Answer(String),
    /// The workflow is too large.
    #[error("it has more than {MAX_TEXT_BYTES} bytes")]
    TooLarge,
    /// The file cannot be read.
    #[error("the file `{}` cannot be read: {cause}", path.display())]
    File {
        /// Its path.
        path: PathBuf,
        /// Why not.
        cause: io::Error,
    },
    /// Requests cannot be made at all.
    #[error(transparent)]
    Client(#[from] ClientError),
    /// Another source has its own reasons.
    #[error("{0}")]
    Other(String),
}

/// Workflows of the workspace `local`: files `<identifier>.json` in a folder. They have no versions, so it does not
/// matter which one is wanted. Workflows of other workspaces are left to another source.
#[derive(Debug, Clone)]
pub struct DirectorySource<Other> {
    folder: PathBuf,
    other: Other,
}

impl<Other: WorkflowSource> DirectorySource<Other> {
    /// Workflows in this folder, and those of another source.
    pub fn new(folder: impl Into<PathBuf>, other: Other) -> Self {
        Self { folder: folder.into(), other }
    }

    fn read(&self, identifier: &str) -> Result<String, SourceError> {
        let is_usual = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
        if identifier.is_empty() || !identifier.bytes().all(is_usual) {
            return Err(SourceError::Identifier(identifier.to_owned()));
        }
        let path = self.folder.join(identifier).with_extension("json");
        let mut text = String::new();
        let read =
            std::fs::File::open(&path).and_then(|file| file.take(MAX_TEXT_BYTES as u64 + 1).read_to_string(&mut text));
        match read {
            Ok(_) if text.len() > MAX_TEXT_BYTES => Err(SourceError::TooLarge),
            Ok(_) => Ok(text),
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => Err(SourceError::NoFile { path }),
            Err(cause) => Err(SourceError::File { path, cause }),
        }
    }
}

impl<Other: WorkflowSource> WorkflowSource for DirectorySource<Other> {
    async fn fetch(&self, name: &SavedWorkflow) -> Result<String, SourceError> {
        if name.workspace == LOCAL_WORKSPACE { self.read(&name.workflow) } else { self.other.fetch(name).await }
    }
}
