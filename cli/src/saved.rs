//! Workflows that others contain by name.

use std::path::PathBuf;

use block_runtime::block::Environment;
use block_runtime::catalogue::Catalogue;
use block_runtime::document::{Document, Source};
use block_runtime::workflow::{DirectorySource, Library, PlatformSource, saved_workflows};

use crate::printing::{CommandError, runtime};

/// Where saved workflows come from.
#[derive(clap::Args)]
pub struct Saved {
    /// Folder with the workflows of the workspace `local`, as files `<workflow_id>.json`; where it is not given, the
    /// folder that the program is started in. Those of other workspaces are fetched from the Roboflow platform.
    #[arg(long, value_name = "DIR")]
    workflows: Option<PathBuf>,
}

impl Saved {
    /// The saved workflows that a definition refers to. What cannot be fetched is told by compiling.
    ///
    /// # Errors
    /// [`CommandError`] when the settings of the environment are unusable.
    pub fn library(&self, text: Source<'_>, catalogue: &Catalogue) -> Result<Library, CommandError> {
        let (document, _) = Document::recover(text.text, text.notation);
        if saved_workflows(&document.root, catalogue).is_empty() {
            return Ok(Library::default());
        }
        if let Some(folder) = self.workflows.as_ref().filter(|folder| !folder.is_dir()) {
            let message = format!("`--workflows`: there is no folder `{}`", folder.display());
            return Err(CommandError::Input(message));
        }
        let environment = Environment::from_env().map_err(|error| CommandError::Input(error.to_string()))?;
        let platform = PlatformSource::new(&environment);
        let folder = self.workflows.clone().unwrap_or_else(|| PathBuf::from("."));
        Ok(runtime()?.block_on(Library::fetch(text, &DirectorySource::new(folder, platform), catalogue)))
    }
}
