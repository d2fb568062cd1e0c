//! What the reader of a text knows to mend.

use super::{Bench, Fix};
use crate::ide::Edit;

/// Proposes the mend of a fault of the text. True when the finding is one, so that there is nothing else to propose.
pub(super) fn propose(bench: &mut Bench<'_, '_>) -> bool {
    let file = bench.file;
    let finding = bench.finding;
    let is_this =
        |fault: &&crate::document::SyntaxError| fault.span == finding.span && fault.message == finding.message;
    let Some(fault) = file.faults.iter().find(is_this) else { return false };
    if let Some(mend) = &fault.mend {
        let old = file.text().get(mend.span.clone()).unwrap_or_default();
        let title = match (old, mend.text.as_str()) {
            ("", new) => format!("Insert `{new}`"),
            (comment, "") if comment.starts_with('/') => "Remove the comment".to_owned(),
            (old, "") => format!("Remove `{old}`"),
            (_, new) => format!("Change to `{new}`"),
        };
        let edits = vec![Edit { span: mend.span.clone(), text: mend.text.clone() }];
        if bench.trial.mends_text(&edits) {
            bench.fixes.push(Fix { title, finding, edits, is_preferred: true });
        }
    }
    true
}
