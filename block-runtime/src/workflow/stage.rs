//! Stages: in what order the checks of a definition count.

use crate::diagnostic::Diagnostic;

/// The stages of checking a definition. Where several of them find faults, the first one names the error.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    /// The engine that the definition asks for.
    Engine,
    /// Blocks that the definition brings along.
    Blocks,
    /// The form of inputs, steps and outputs, each by itself.
    Syntax,
    /// Names.
    Names,
    /// The depth of inputs.
    Inputs,
    /// References in steps.
    StepReferences,
    /// References in outputs.
    OutputReferences,
    /// Steps that wait for each other.
    Order,
    /// Batches that meet in a step.
    DataFlow,
}

/// What the checks of a definition have found, with the stage of each finding.
#[derive(Debug, Default)]
pub struct Findings {
    found: Vec<(Stage, Diagnostic)>,
}

impl Findings {
    /// Adds a finding.
    pub fn push(&mut self, stage: Stage, diagnostic: Diagnostic) {
        self.found.push((stage, diagnostic));
    }

    /// Adds findings of one stage.
    pub fn extend(&mut self, stage: Stage, diagnostics: impl IntoIterator<Item = Diagnostic>) {
        self.found.extend(diagnostics.into_iter().map(|diagnostic| (stage, diagnostic)));
    }

    /// The errors, earliest stage first; within a stage in the order in which they were found.
    pub fn errors(&self) -> Vec<(Stage, &Diagnostic)> {
        let errors = self.found.iter().filter(|(_, diagnostic)| diagnostic.is_error());
        let mut errors: Vec<_> = errors.map(|(stage, diagnostic)| (*stage, diagnostic)).collect();
        errors.sort_by_key(|(stage, _)| *stage);
        errors
    }

    /// True when there are errors.
    pub fn has_errors(&self) -> bool {
        self.found.iter().any(|(_, diagnostic)| diagnostic.is_error())
    }

    /// All findings in the order of the text.
    pub fn into_diagnostics(self) -> Vec<Diagnostic> {
        let mut diagnostics: Vec<_> = self.found.into_iter().map(|(_, diagnostic)| diagnostic).collect();
        diagnostics.sort_by_key(|diagnostic| diagnostic.span.start);
        diagnostics
    }
}
