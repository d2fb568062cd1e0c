//! What the stage `editors` of `cargo xtask test` runs: the schema for editors in the services of editors, the same cases
//! in our own language server, the extension for Visual Studio Code, and the server in Neovim.
//!
//! The services and what packages the extension come from npm. They are fetched when they are missing or others are
//! wanted, and stay in the `node_modules` of their folders.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use crate::root;

/// Node.js is not there.
#[derive(Debug, thiserror::Error)]
#[error(
    "`{program}` cannot be started: {source}\n\nthe schema for editors is tested in the services of editors, and the \
     extension for Visual Studio Code is packaged; both need Node.js 18 or later with npm: `apt-get install nodejs npm`, \
     or https://nodejs.org"
)]
pub struct NoNode {
    program: &'static str,
    source: std::io::Error,
}

/// The commands, in order.
///
/// # Errors
/// [`NoNode`] when a program that they need cannot be started.
pub fn commands(cargo: impl Fn(&[&str]) -> Command) -> Result<Vec<Command>, NoNode> {
    for program in ["node", "npm"] {
        start(program).map_err(|source| NoNode { program, source })?;
    }
    let mut commands = Vec::new();
    let services = Folder("xtask/editors");
    commands.extend(services.install());
    commands.push(services.command("node", &["bin/selftest.mjs"]));
    commands.push(cargo(&["build", "--package", "blocks-cli"]));
    let server = format!("{} lsp", target().join("debug/blocks").display());
    commands.push(services.command("node", &["bin/test.mjs", "--server", &server]));
    let extension = Folder("cli/editors/vscode");
    commands.extend(extension.install());
    commands.push(extension.command("npm", &["test"]));
    if start("nvim").is_ok() {
        commands.push(cargo(&["test", "--package", "blocks-cli", "--test", "neovim", "--", "--ignored"]));
    } else {
        println!("\nNeovim is not installed, so the language server is not tested in it: `apt-get install neovim`");
    }
    Ok(commands)
}

/// Where cargo puts what it builds.
fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from)
}

/// Asks a program for its version, to see whether it can be started.
fn start(program: &str) -> std::io::Result<()> {
    Command::new(program).arg("--version").stdout(Stdio::null()).status().map(|_| ())
}

/// A folder of the repository with packages of npm.
struct Folder(&'static str);

impl Folder {
    fn path(&self) -> PathBuf {
        root().join(self.0)
    }

    fn command(&self, program: &str, arguments: &[&str]) -> Command {
        let mut command = Command::new(program);
        command.args(arguments).current_dir(self.path());
        command
    }

    /// The command that fetches the packages, when they are missing or older than the list of those that are wanted.
    fn install(&self) -> Option<Command> {
        let changed = |file: &str| fs::metadata(self.path().join(file)).and_then(|metadata| metadata.modified()).ok();
        // npm writes the second file when it is done.
        let is_stale = changed("node_modules/.package-lock.json") < changed("package-lock.json");
        is_stale.then(|| self.command("npm", &["ci"]))
    }
}
