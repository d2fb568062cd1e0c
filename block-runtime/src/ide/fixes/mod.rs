//! Changes that mend what is wrong with a workflow.
//!
//! Each module knows the fixes for some findings. What it proposes is tried out before it is offered: the changed text is
//! checked by the compiler like any other, so that a fix does what its title says and never trades one mistake for
//! another.

mod binding;
mod declare;
mod instead;
mod migrate;
mod missing;
mod names;
mod references;
mod removal;
mod site;
mod syntax;
mod trial;
mod values;

use crate::diagnostic::{Code, Diagnostic, Remedy};
use crate::document::{Source, Span};

use self::trial::{Reach, Trial};
use super::Edit;
use super::file::File;

/// A change that mends a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix<'f> {
    /// What it does, as a demand: no full stop.
    pub title: String,
    /// What is mended.
    pub finding: &'f Diagnostic,
    /// The changes, in the order of the text; they neither overlap nor touch each other.
    pub edits: Vec<Edit>,
    /// True when it is most probably what is wanted.
    pub is_preferred: bool,
}

/// How many findings are mended at once. Nobody chooses from more, and each fix is tried out by compiling the text.
fn most_findings(text: &str) -> usize {
    /// So many bytes are compiled in the time that people do not notice.
    const BYTES: usize = 1 << 20;
    (BYTES / (text.len() + 1)).clamp(4, 32)
}

/// Fixes for the findings that touch a part of the text, the best ones of each finding first; for the first ones where
/// there are very many.
pub fn fixes<'f>(file: &'f File, span: &Span) -> Vec<Fix<'f>> {
    let trial = Trial::new(file);
    let mut fixes = Vec::new();
    let touches = |finding: &&Diagnostic| finding.span.start <= span.end && span.start <= finding.span.end;
    for finding in file.diagnostics().iter().filter(touches).take(most_findings(file.text())) {
        let mut bench = Bench { file, finding, trial: &trial, fixes: Vec::new() };
        bench.propose();
        // One change may mend several findings.
        bench.fixes.retain(|fix| fixes.iter().all(|other: &Fix<'_>| other.edits != fix.edits));
        fixes.append(&mut bench.fixes);
    }
    fixes
}

/// One finding and its fixes in the making.
struct Bench<'f, 't> {
    file: &'f File,
    finding: &'f Diagnostic,
    trial: &'t Trial<'f>,
    fixes: Vec<Fix<'f>>,
}

impl<'f> Bench<'f, '_> {
    fn propose(&mut self) {
        if syntax::propose(self) {
            return;
        }
        instead::propose(self);
        match self.finding.code {
            // What is there under another name is not written once more.
            Code::MissingProperty if matches!(self.finding.remedy, Some(Remedy::Instead(_))) => {}
            Code::MissingProperty | Code::RequiredHere => missing::propose(self),
            Code::UnknownProperty | Code::UnknownBinding => removal::member(self),
            Code::DuplicateProperty => removal::earlier_member(self),
            Code::UnusedInput => removal::part(self, "input"),
            Code::UnusedStep => {
                references::give_back(self);
                removal::part(self, "step");
            }
            Code::DuplicateName => names::propose(self),
            Code::UnknownReference => declare::propose(self),
            Code::UnknownOutput | Code::MalformedReference => references::name_output(self),
            Code::KindMismatch => references::refer_to_others(self),
            Code::MissingBinding => binding::propose(self),
            Code::Deprecated => migrate::propose(self),
            Code::MalformedVersion | Code::Version => values::version(self),
            Code::WrongType => values::convert(self),
            Code::OutOfRange => values::limit(self),
            _ => {}
        }
    }

    fn source(&self) -> Source<'f> {
        Source::new(self.file.text(), self.file.notation)
    }

    /// Offers a fix if it holds. True when it has been taken.
    fn offer(&mut self, title: impl Into<String>, edits: Vec<Edit>, reach: Reach) -> bool {
        let title = title.into();
        if self.fixes.iter().any(|fix| fix.edits == edits || fix.title == title) {
            return false;
        }
        let Some(edits) = self.holding(edits, &[self.finding], reach) else { return false };
        self.fixes.push(Fix { title, finding: self.finding, edits, is_preferred: false });
        true
    }

    /// The same for the fix that is most probably wanted.
    fn prefer(&mut self, title: impl Into<String>, edits: Vec<Edit>, reach: Reach) -> bool {
        let taken = self.offer(title, edits, reach);
        if let Some(fix) = self.fixes.last_mut().filter(|_| taken) {
            fix.is_preferred = true;
        }
        taken
    }

    /// The changes in order, if they mend these findings and break nothing within reach.
    fn holding(&self, mut edits: Vec<Edit>, findings: &[&Diagnostic], reach: Reach) -> Option<Vec<Edit>> {
        edits.sort_by_key(|edit| edit.span.start);
        let apart = edits.is_sorted_by(|one, next| one.span.end < next.span.start);
        (apart && self.trial.mends(&edits, findings, reach)).then_some(edits)
    }
}
