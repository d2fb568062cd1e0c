//! Printing results and reading files, with errors that name what could not be read or written.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Why a command could not do its work, apart from what is wrong with a workflow.
#[derive(Debug, thiserror::Error)]
pub enum CommandError {
    /// A file cannot be read.
    #[error("`{}` cannot be read: {source}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A file cannot be written.
    #[error("`{}` cannot be written: {source}", path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// Standard output cannot be written.
    #[error("the result cannot be printed: {0}")]
    Print(#[from] io::Error),
    /// What was given for an input cannot be used.
    #[error("{0}")]
    Input(String),
}

impl CommandError {
    /// True when whoever read our output has stopped reading, as `head` does.
    pub fn is_broken_pipe(&self) -> bool {
        matches!(self, Self::Print(error) if error.kind() == io::ErrorKind::BrokenPipe)
    }
}

/// A runtime for what waits.
///
/// # Errors
/// [`CommandError::Input`] when the system does not let us have one.
pub fn runtime() -> Result<tokio::runtime::Runtime, CommandError> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.map_err(|error| CommandError::Input(format!("the run cannot be started: {error}")))
}

/// The text of a file; `-` is standard input.
///
/// # Errors
/// [`CommandError::Read`] when it cannot be read or is not UTF-8.
pub fn read_text(path: &Path) -> Result<String, CommandError> {
    let text = if path == Path::new("-") { io::read_to_string(io::stdin()) } else { std::fs::read_to_string(path) };
    text.map_err(|source| CommandError::Read { path: path.to_owned(), source })
}

/// Prints a line to standard output.
///
/// # Errors
/// [`CommandError::Print`] when it cannot be written.
pub fn print_line(text: &str) -> Result<(), CommandError> {
    let mut out = anstream::stdout().lock();
    writeln!(out, "{text}")?;
    out.flush()?;
    Ok(())
}

/// Prints JSON, indented.
///
/// # Errors
/// [`CommandError::Print`] when it cannot be written.
pub fn print_json(json: &serde_json::Value) -> Result<(), CommandError> {
    print_line(&format!("{json:#}"))
}

/// Texts as columns: each as wide as its longest entry, the last one as wide as it likes.
pub fn columns<const N: usize>(rows: &[[String; N]]) -> String {
    let mut widths = [0; N];
    for row in rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.chars().count());
        }
    }
    let line = |row: &[String; N]| {
        let cells: Vec<String> = row.iter().zip(widths).map(|(cell, width)| format!("{cell:width$}")).collect();
        cells.join("  ").trim_end().to_owned()
    };
    rows.iter().map(line).collect::<Vec<_>>().join("\n")
}
