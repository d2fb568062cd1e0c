//! Features of xtask itself: a task that needs one runs again in an xtask that has it.

use std::error::Error;

use crate::cargo::cargo;

/// Runs the task that was asked for once more, as it was asked for, with a feature switched on.
///
/// # Errors
/// When cargo cannot be started or the task fails.
#[cfg(not(feature = "scaffold"))]
pub fn run_again_with(feature: &str) -> Result<(), Box<dyn Error>> {
    let task: Vec<String> = std::env::args().skip(1).collect();
    run_with(feature, &task.iter().map(String::as_str).collect::<Vec<_>>())
}

/// Runs `cargo xtask TASK…` once more, with a feature switched on, and says so.
///
/// # Errors
/// When cargo cannot be started or the task fails.
pub fn run_with(feature: &str, task: &[&str]) -> Result<(), Box<dyn Error>> {
    let mut arguments = vec!["run", "--quiet", "--package", "xtask", "--features", feature, "--"];
    arguments.extend(task);
    eprintln!("running `cargo {}`", arguments.join(" "));
    let status = cargo(&arguments).status().map_err(|error| format!("cargo cannot be started: {error}"))?;
    if status.success() { Ok(()) } else { Err(format!("`cargo xtask {}` failed", task.join(" ")).into()) }
}
