//! What is wrong with a definition, as programs read it.

use serde_json::{Map, Value as Json, json};

use super::CompileError;
use crate::diagnostic::Diagnostic;
use crate::document::{LineIndex, Position};
use crate::error::{BlockFault, WorkflowError};

/// Everything that checking a definition has found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// The error that clients of the reference would see; nothing where the definition can be run.
    pub error: Option<WorkflowError>,
    /// Everything that was found, warnings included, in the order of the text.
    pub diagnostics: Vec<Diagnostic>,
}

impl From<CompileError> for Report {
    fn from(CompileError { error, diagnostics }: CompileError) -> Self {
        Self { error: Some(*error), diagnostics }
    }
}

impl Report {
    /// The report as members of an object: `error_type`, `message`, `context`, `blocks_errors` and `diagnostics`.
    ///
    /// The first three are null where the definition can be run. `text` is the text that was checked; lines and columns
    /// count from one, columns in characters.
    pub fn to_json(&self, text: &str) -> Map<String, Json> {
        let facts = self.error.as_ref().map(WorkflowError::facts);
        let faults = self.error.as_ref().map(WorkflowError::block_faults).unwrap_or_default();
        let lines = LineIndex::new(text);
        let diagnostics: Vec<Json> =
            self.diagnostics.iter().map(|diagnostic| diagnostic_to_json(diagnostic, &lines)).collect();
        let members = [
            ("error_type", self.error.as_ref().map(WorkflowError::error_type).into()),
            ("message", facts.map(|facts| facts.message.as_str()).into()),
            ("context", facts.map(|facts| facts.context.as_str()).into()),
            ("blocks_errors", faults.iter().map(BlockFault::to_json).collect()),
            ("diagnostics", diagnostics.into()),
        ];
        members.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
    }
}

fn diagnostic_to_json(diagnostic: &Diagnostic, lines: &LineIndex<'_>) -> Json {
    let Position { line, column } = lines.position(diagnostic.span.start);
    let end = lines.position(diagnostic.span.end);
    let related: Vec<Json> = diagnostic
        .related
        .iter()
        .map(|related| {
            let Position { line, column } = lines.position(related.span.start);
            json!({
                "message": related.message,
                "pointer": related.pointer.to_string(),
                "line": line,
                "column": column,
            })
        })
        .collect();
    json!({
        "code": diagnostic.code.as_str(),
        "severity": diagnostic.severity.to_string(),
        "message": diagnostic.message,
        "remedy": diagnostic.advice(),
        "pointer": diagnostic.pointer.to_string(),
        "line": line,
        "column": column,
        "end_line": end.line,
        "end_column": end.column,
        "related": related,
    })
}
