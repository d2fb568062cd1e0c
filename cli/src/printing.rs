//! Printing results and reading files, with errors that name what could not be read or written.

use std::fs::File;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use block_runtime::document::{Notation, Source};
use block_runtime::limits::MAX_TEXT_BYTES;

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

/// The text of a file; `-` is standard input. A mark of the byte order at its beginning is left out.
///
/// # Errors
/// [`CommandError`] when it cannot be read, is too large, or is not UTF-8.
pub fn read_text(path: &Path, most: usize) -> Result<String, CommandError> {
    let unreadable = |source| CommandError::Read { path: path.to_owned(), source };
    let source: Box<dyn Read> =
        if path == Path::new("-") { Box::new(io::stdin()) } else { Box::new(File::open(path).map_err(unreadable)?) };
    let mut bytes = Vec::new();
    source.take(most as u64 + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    let name = path.display();
    if bytes.len() > most {
        return Err(CommandError::Input(format!(
            "`{name}` has more than {most} bytes, too many for what it should be"
        )));
    }
    let text = String::from_utf8(bytes).map_err(|_| {
        CommandError::Input(format!("`{name}` is not text in UTF-8; a workflow is a JSON or YAML document"))
    })?;
    Ok(match text.strip_prefix('\u{feff}') {
        Some(text) => text.to_owned(),
        None => text,
    })
}

/// The text of a workflow, and its notation.
pub struct WorkflowText {
    /// The text.
    pub text: String,
    notation: Notation,
}

impl WorkflowText {
    /// The text as the engine takes it.
    pub fn source(&self) -> Source<'_> {
        Source::new(&self.text, self.notation)
    }
}

/// The text of a workflow. Where the name of the file does not tell its notation, the text does.
///
/// # Errors
/// As [`read_text`].
pub fn read_workflow(path: &Path) -> Result<WorkflowText, CommandError> {
    let text = read_text(path, MAX_TEXT_BYTES)?;
    let notation = Notation::of_path(path).unwrap_or_else(|| Notation::of_text(&text));
    Ok(WorkflowText { text, notation })
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
