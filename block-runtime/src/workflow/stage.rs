//! Stages: in what order the checks of a definition count.

use crate::diagnostic::Diagnostic;

/// The stages of checking a definition. Where several of them find faults, the first one names the error.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    /// The engine that the definition asks for.
    Engine,
    /// Saved workflows that the definition refers to.
    SavedWorkflows,
    /// Blocks that the definition brings along.
    Blocks,
    /// How inner workflows are put together.
    Composition,
    /// What inner workflows are given.
    Bindings,
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

    /// Adds what others have found, where it is to be kept.
    pub fn append(&mut self, other: Self, keep: impl Fn(&Diagnostic) -> bool) {
        self.found.extend(other.found.into_iter().filter(|(_, diagnostic)| keep(diagnostic)));
    }

    /// Has every finding changed, for instance to say more.
    pub fn change(&mut self, mut change: impl FnMut(&mut Diagnostic)) {
        self.found.iter_mut().for_each(|(_, diagnostic)| change(diagnostic));
    }

    /// The errors, earliest stage first; within a stage in the order in which they were found.
    pub fn errors(&self) -> Vec<(Stage, &Diagnostic)> {
        let errors = self.found.iter().filter(|(_, diagnostic)| diagnostic.is_error());
        let mut errors: Vec<_> = errors.map(|(stage, diagnostic)| (*stage, diagnostic)).collect();
        errors.sort_by_key(|(stage, _)| *stage);
        errors
    }

    /// How many errors there are.
    pub fn error_count(&self) -> usize {
        self.found.iter().filter(|(_, diagnostic)| diagnostic.is_error()).count()
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
