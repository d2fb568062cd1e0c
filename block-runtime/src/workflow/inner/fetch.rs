//! Fetching the saved workflows that a definition refers to, and those that they refer to.

use futures_util::stream::{self, StreamExt};
use indexmap::IndexSet;

use crate::catalogue::Catalogue;
use crate::document::{Document, Node, Source};
use crate::limits::{MAX_INNER_DEPTH, MAX_INNER_WORKFLOWS};

use super::library::{Library, SavedWorkflow};
use super::source::WorkflowSource;
use super::step::{self, DEFINITION};

/// How many workflows are fetched at a time.
const AT_A_TIME: usize = 8;

/// The saved workflows to which steps of a definition refer, each once, in the order of the text. References in
/// definitions that stand within the definition count, those in saved workflows are not known yet.
pub fn saved_workflows(definition: &Node, catalogue: &Catalogue) -> Vec<SavedWorkflow> {
    let mut found = IndexSet::new();
    collect(definition, catalogue, 1, &mut found);
    found.into_iter().collect()
}

fn collect(definition: &Node, catalogue: &Catalogue, depth: usize, found: &mut IndexSet<SavedWorkflow>) {
    let steps = definition.get("steps").and_then(|member| member.value.elements()).unwrap_or_default();
    // Compiling refuses what stands deeper.
    if depth > MAX_INNER_DEPTH {
        return;
    }
    for step in steps.iter().filter(|step| step::is_inner(step, catalogue)) {
        found.extend(step::saved(step));
        if let Some(inner) = step.get(DEFINITION) {
            collect(&inner.value, catalogue, depth + 1, found);
        }
    }
}

impl Library {
    /// Fetches the saved workflows to which the text of a definition refers, and those that they refer to, each once.
    ///
    /// What cannot be fetched is noted, and told by compiling at the place of the reference. Not more is fetched than
    /// compiling takes: 4 levels and 32 workflows. Dropping the future ends all requests.
    pub async fn fetch<'t>(text: impl Into<Source<'t>>, source: &impl WorkflowSource, catalogue: &Catalogue) -> Self {
        let mut library = Self::default();
        let text = text.into();
        // Compiling tells what is wrong with the text.
        let (document, _) = Document::recover(text.text, text.notation);
        let mut wanted = saved_workflows(&document.root, catalogue);
        for _ in 0..MAX_INNER_DEPTH {
            wanted.retain(|name| library.get(name).is_none());
            wanted.truncate(MAX_INNER_WORKFLOWS - library.len().min(MAX_INNER_WORKFLOWS));
            let answers = stream::iter(wanted).map(|name| async move {
                let answer = source.fetch(&name).await;
                (name, answer)
            });
            let answers: Vec<_> = answers.buffered(AT_A_TIME).collect().await;
            let mut next = IndexSet::new();
            for (name, answer) in answers {
                match answer {
                    Ok(text) => library.insert(name.clone(), text),
                    Err(error) => library.insert_failure(name.clone(), error),
                }
                if let Some(Ok(document)) = library.get(&name) {
                    next.extend(saved_workflows(&document.root, catalogue));
                }
            }
            wanted = next.into_iter().collect();
        }
        library
    }
}
