//! Editors can put a step of every block into a workflow.

use std::sync::Arc;

use block_runtime::diagnostic::Code;
use block_runtime::document::Notation;
use block_runtime::ide::{CompletionKind, File, completions};

const BEFORE: &str = "version: \"1.0\"
inputs:
  - type: WorkflowImage
    name: image
steps:
";

/// The text of a snippet, with the tab stops as they are first.
fn plain(snippet: &str) -> String {
    let (mut plain, mut rest) = (String::new(), snippet.chars());
    while let Some(character) = rest.next() {
        match character {
            '\\' => plain.extend(rest.next()),
            '$' => while rest.next().is_some_and(|character| character != ':') {},
            '}' => {}
            other => plain.push(other),
        }
    }
    plain
}

#[test]
fn whole_steps_lack_nothing_but_data() {
    let catalogue = Arc::new(blocks::catalogue());
    let file = |text: String| File::new(Arc::clone(&catalogue), Arc::default(), text, Notation::Yaml);
    let begun = file(format!("{BEFORE}  - "));
    let steps = completions(&begun, begun.text().len());
    let steps: Vec<_> = steps.iter().filter(|step| step.kind == CompletionKind::Snippet).collect();
    assert_eq!(steps.len(), catalogue.entries().count());
    for step in steps {
        let whole = file(format!("{BEFORE}  - {}\noutputs: []\n", plain(&step.edit.text)));
        // Where there is no data of the kind, a reference is left to be filled in.
        let errors = whole.diagnostics().iter().filter(|it| it.is_error() && it.code != Code::UnknownReference);
        let errors: Vec<_> = errors.collect();
        assert!(errors.is_empty(), "{}\n{errors:#?}", whole.text());
    }
}
