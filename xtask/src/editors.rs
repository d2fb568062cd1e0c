//! What the stage `editors` of `cargo xtask test` runs: the schema for editors in the services of editors, and the same
//! cases in our own language server.
//!
//! The services are packages of npm. They are fetched when they are missing or others are wanted, and stay in
//! `xtask/editors/node_modules`.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use crate::root;

/// Node.js is not there.
#[derive(Debug, thiserror::Error)]
#[error(
    "`{program}` cannot be started: {source}\n\nthe schema for editors is tested in the services of editors, which need \
     Node.js 18 or later with npm: `apt-get install nodejs npm`, or https://nodejs.org"
)]
pub struct NoNode {
    program: &'static str,
    source: std::io::Error,
}

/// The commands, in order.
///
/// # Errors
/// [`NoNode`] when a program that they need cannot be started.
pub fn commands() -> Result<Vec<Command>, NoNode> {
    for program in ["node", "npm"] {
        let found = Command::new(program).arg("--version").stdout(Stdio::null()).status();
        found.map_err(|source| NoNode { program, source })?;
    }
    let mut commands = Vec::new();
    if is_stale() {
        commands.push(command("npm", &["ci"]));
    }
    commands.push(command("node", &["bin/selftest.mjs"]));
    commands.push(crate::test::cargo(&["build", "--package", "blocks-cli"]));
    let program = target().join("debug/blocks");
    commands.push(command("node", &["bin/test.mjs", "--server", &format!("{} lsp", program.display())]));
    Ok(commands)
}

/// Where cargo puts what it builds.
fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from)
}

fn folder() -> PathBuf {
    root().join("xtask/editors")
}

fn command(program: &str, arguments: &[&str]) -> Command {
    let mut command = Command::new(program);
    command.args(arguments).current_dir(folder());
    command
}

/// True when the packages are missing, or older than the list of those that are wanted.
fn is_stale() -> bool {
    let changed = |file: &str| fs::metadata(folder().join(file)).and_then(|metadata| metadata.modified()).ok();
    // npm writes the second file when it is done.
    changed("node_modules/.package-lock.json") < changed("package-lock.json")
}
