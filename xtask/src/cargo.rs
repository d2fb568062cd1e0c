//! Cargo, started as from a shell.

use std::process::Command;

/// A command of cargo in the root of the workspace.
///
/// Without the variables that `cargo run` sets: some build scripts watch them, and would have everything that stands on
/// them built again, now for xtask and now for a shell.
pub fn cargo(arguments: &[&str]) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(arguments).current_dir(crate::root());
    for (name, _) in std::env::vars_os() {
        if name.to_str().is_some_and(|name| name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_")) {
            command.env_remove(name);
        }
    }
    command
}
