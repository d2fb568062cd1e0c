//! `blocks lsp`: the language server.
//!
//! It speaks the Language Server Protocol on standard input and output. What there is to say about a workflow is the
//! business of [`block_runtime::ide`]; the modules here keep the texts of open files, turn places into the positions of
//! the protocol, and answer in its terms.

mod capabilities;
mod convert;
mod diagnostics;
mod explanations;
mod insertion;
mod open_file;
mod requests;
mod run;
mod saved;
mod server;
mod settings;
mod text;

use lsp_server::Connection;

use crate::Outcome;
use crate::printing::CommandError;
use server::{ServeError, Server};

/// Help to write workflows in an editor: the language server for JSON and YAML.
///
/// Editors start it themselves and speak the Language Server Protocol with it on standard input and output.
#[derive(clap::Args)]
#[command(after_help = "\
Name your workflows `*.workflow.json` or `*.workflow.yaml`, and have your editor start
`blocks lsp` for them. The chapter *Editor setup* of the book shows how: for Visual Studio
Code, Neovim, Helix, Zed and the IDEs of JetBrains.

Settings, as `initializationOptions` or below `blocks` in the editor's settings:
  diagnostics.ignore  codes that are not told, such as [\"unused-input\"];
                      \"shape\" stands for all that the JSON Schema tells
  hints.kinds         show the kinds of data behind references (true)
  hints.defaults      show the defaults of properties that are left out (true)
  docs                address of the book, for links from diagnostics
  workflows           folder of saved workflows of the workspace `local`;
                      the file's own folder when left out")]
pub struct Arguments {
    /// Speak on standard input and output. There is no other way, so this changes nothing; some editors give it.
    #[arg(long)]
    stdio: bool,
}

/// Serves one editor until it says goodbye.
///
/// # Errors
/// [`CommandError`] when the editor breaks the protocol or goes away without a goodbye.
pub fn run(_: &Arguments) -> Result<Outcome, CommandError> {
    let (connection, threads) = Connection::stdio();
    let served = serve(&connection);
    // The threads end when nobody can send anything any more.
    drop(connection);
    let joined = threads.join();
    served.map_err(|error| CommandError::Input(error.to_string()))?;
    joined.map_err(|error| CommandError::Input(format!("what the editor sends is no message: {error}")))?;
    Ok(Outcome::Success)
}

fn serve(connection: &Connection) -> Result<(), ServeError> {
    let (id, parameters) = connection.initialize_start()?;
    let parameters = serde_json::from_value(parameters).map_err(ServeError::Initialisation)?;
    let mut server = Server::new(connection.sender.clone(), &parameters);
    connection.initialize_finish(id, server.introduction())?;
    server.serve(connection)
}
