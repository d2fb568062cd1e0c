//! Stages: in what order the checks of a definition count.

use std::collections::BTreeMap;

use crate::diagnostic::{Code, Diagnostic, Remedy, Severity};
use crate::document::Place;
use crate::limits::{MAX_FINDINGS, MAX_MESSAGE_BYTES, MAX_RELATED};

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
///
/// Of each stage only the first [`MAX_FINDINGS`] are kept, and texts that repeat much of the definition are shortened,
/// so that telling what is wrong never takes more room than the definition itself.
#[derive(Debug, Default)]
pub struct Findings {
    found: Vec<(Stage, Diagnostic)>,
    counts: BTreeMap<(Stage, Severity), usize>,
    left_out: usize,
}

impl Findings {
    /// Adds a finding.
    pub fn push(&mut self, stage: Stage, mut diagnostic: Diagnostic) {
        let count = self.counts.entry((stage, diagnostic.severity)).or_default();
        *count += 1;
        if *count > MAX_FINDINGS {
            self.left_out += 1;
            return;
        }
        shorten(&mut diagnostic);
        self.found.push((stage, diagnostic));
    }

    /// Adds findings of one stage.
    pub fn extend(&mut self, stage: Stage, diagnostics: impl IntoIterator<Item = Diagnostic>) {
        diagnostics.into_iter().for_each(|diagnostic| self.push(stage, diagnostic));
    }

    /// Adds what others have found, where it is to be kept.
    pub fn append(&mut self, other: Self, keep: impl Fn(&Diagnostic) -> bool) {
        self.left_out += other.left_out;
        let kept = other.found.into_iter().filter(|(_, diagnostic)| keep(diagnostic));
        kept.for_each(|(stage, diagnostic)| self.push(stage, diagnostic));
    }

    /// Has every finding changed, for instance to say more.
    pub(super) fn change(&mut self, mut change: impl FnMut(&mut Diagnostic)) {
        self.found.iter_mut().for_each(|(_, diagnostic)| change(diagnostic));
    }

    /// The errors, earliest stage first; within a stage in the order in which they were found.
    pub fn errors(&self) -> Vec<(Stage, &Diagnostic)> {
        let errors = self.found.iter().filter(|(_, diagnostic)| diagnostic.is_error());
        let mut errors: Vec<_> = errors.map(|(stage, diagnostic)| (*stage, diagnostic)).collect();
        errors.sort_by_key(|(stage, _)| *stage);
        errors
    }

    /// How many errors there are, those that have been left out included.
    pub fn error_count(&self) -> usize {
        self.counts.iter().filter(|((_, severity), _)| *severity == Severity::Error).map(|(_, count)| count).sum()
    }

    /// True when there are errors.
    pub fn has_errors(&self) -> bool {
        self.error_count() > 0
    }

    /// All findings in the order of the text.
    pub fn into_diagnostics(self) -> Vec<Diagnostic> {
        let mut diagnostics: Vec<_> = self.found.into_iter().map(|(_, diagnostic)| diagnostic).collect();
        diagnostics.sort_by_key(|diagnostic| diagnostic.span.start);
        if self.left_out > 0 {
            let message = format!("{} further findings are left out", self.left_out);
            let warning = Diagnostic::warning_at(Code::TooMany, &Place::default(), message);
            diagnostics.push(warning.with_remedy("mend those that are shown, and check again"));
        }
        diagnostics
    }
}

/// Shortens what a finding says, and drops places that nobody would look at.
fn shorten(diagnostic: &mut Diagnostic) {
    shorten_text(&mut diagnostic.message);
    if let Some(Remedy::Advice(text) | Remedy::Instead(text)) = &mut diagnostic.remedy {
        let mut shortened = text.to_string();
        shorten_text(&mut shortened);
        *text = shortened.into();
    }
    diagnostic.related.truncate(MAX_RELATED);
    diagnostic.related.iter_mut().for_each(|related| shorten_text(&mut related.message));
}

/// Leaves out the middle of a text that is too long.
fn shorten_text(text: &mut String) {
    if text.len() > MAX_MESSAGE_BYTES {
        let start = text.floor_char_boundary(MAX_MESSAGE_BYTES / 2);
        let end = text.ceil_char_boundary(text.len() - MAX_MESSAGE_BYTES / 2);
        text.replace_range(start..end, " … ");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finding(message: String) -> Diagnostic {
        Diagnostic::error_at(Code::Syntax, &Place::default(), message)
    }

    #[test]
    fn long_texts_lose_their_middle() {
        let mut findings = Findings::default();
        findings.push(Stage::Syntax, finding(format!("`{}` is wrong", "ä".repeat(MAX_MESSAGE_BYTES))));
        let [found] = findings.into_diagnostics().try_into().unwrap();
        assert!(found.message.len() <= MAX_MESSAGE_BYTES + 5);
        assert!(
            found.message.starts_with("`ä") && found.message.contains(" … ") && found.message.ends_with("is wrong")
        );
    }

    #[test]
    fn each_stage_keeps_its_first_findings() {
        let mut findings = Findings::default();
        for number in 0..MAX_FINDINGS + 5 {
            findings.push(Stage::Names, finding(format!("name {number}")));
        }
        findings.push(Stage::Syntax, finding("syntax".to_owned()));
        assert_eq!(findings.error_count(), MAX_FINDINGS + 6);
        assert_eq!(findings.errors()[0].1.message, "syntax");
        let diagnostics = findings.into_diagnostics();
        assert_eq!(diagnostics.len(), MAX_FINDINGS + 2);
        assert_eq!(diagnostics.last().unwrap().message, "5 further findings are left out");
    }
}
