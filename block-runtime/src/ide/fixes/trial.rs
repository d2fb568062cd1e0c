//! Trying out a change before it is offered.

use std::cell::OnceCell;
use std::collections::HashMap;

use crate::compile::Compiler;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Document, SyntaxError, Token};
use crate::ide::Edit;
use crate::ide::file::File;

/// Where a change must not bring new errors. Errors that it brings to light elsewhere have been there before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reach {
    /// Nowhere is looked, since the compiler has proposed the change itself, or could not see this part before.
    Nothing,
    /// In the input, step or output of the finding.
    Part,
    /// In the whole text.
    Everything,
}

/// The compiler, for texts that have been changed.
pub(super) struct Trial<'f> {
    file: &'f File,
    before: OnceCell<Counts>,
}

/// How often each thing is said. Places are left out, since changes move them.
type Counts = HashMap<(Code, String), usize>;

impl<'f> Trial<'f> {
    pub(super) fn new(file: &'f File) -> Self {
        Self { file, before: OnceCell::new() }
    }

    /// True when the changes mend all these findings without breaking anything within reach.
    pub(super) fn mends(&self, edits: &[Edit], findings: &[&Diagnostic], reach: Reach) -> bool {
        let Some(text) = applied(self.file.text(), edits) else { return false };
        let (document, faults) = Document::recover(text, self.file.notation);
        if faults.len() > self.file.faults.len() {
            return false;
        }
        let before = self.before.get_or_init(|| counts(self.file.diagnostics()));
        let found = self.check(&document, &faults);
        let after = counts(&found);
        let has_fewer = |finding: &&Diagnostic| {
            let key = key(finding);
            let wanted = findings.iter().filter(|other| self::key(other) == key).count();
            after.get(&key).copied().unwrap_or_default() + wanted <= before.get(&key).copied().unwrap_or_default()
        };
        let is_new = |one: &&Diagnostic| {
            let key = key(one);
            one.is_error() && after.get(&key) > before.get(&key)
        };
        let is_within_reach = |one: &&Diagnostic| match reach {
            Reach::Nothing => false,
            Reach::Part => findings.iter().any(|finding| part(one) == part(finding)),
            Reach::Everything => true,
        };
        findings.iter().all(has_fewer) && !found.iter().filter(is_within_reach).any(|one| is_new(&one))
    }

    /// True when the changes leave less that is wrong with the text as such.
    pub(super) fn mends_text(&self, edits: &[Edit]) -> bool {
        applied(self.file.text(), edits).is_some_and(|text| {
            let (_, faults) = Document::recover(text, self.file.notation);
            faults.len() < self.file.faults.len()
        })
    }

    fn check(&self, document: &Document, faults: &[SyntaxError]) -> Vec<Diagnostic> {
        let compiler = Compiler::new(&self.file.catalogue).with_library(&self.file.library);
        compiler.analyse(document, faults).report.diagnostics
    }
}

fn key(finding: &Diagnostic) -> (Code, String) {
    (finding.code, finding.message.clone())
}

fn counts(found: &[Diagnostic]) -> Counts {
    let mut counts = Counts::new();
    for finding in found {
        *counts.entry(key(finding)).or_default() += 1;
    }
    counts
}

/// The input, step or output in which something is found.
fn part(finding: &Diagnostic) -> &[Token] {
    let tokens = finding.pointer.tokens();
    tokens.get(..2).unwrap_or(tokens)
}

/// The text with the changes, which are in its order; nothing where they do not fit it.
fn applied(text: &str, edits: &[Edit]) -> Option<String> {
    let mut changed = String::with_capacity(text.len());
    let mut at = 0;
    for edit in edits {
        changed.push_str(text.get(at..edit.span.start)?);
        changed.push_str(&edit.text);
        at = edit.span.end;
    }
    changed.push_str(text.get(at..)?);
    Some(changed)
}
