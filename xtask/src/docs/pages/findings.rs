//! The page of findings: what each code means and what to do about it. Editors link to its headings.

use std::path::PathBuf;

use block_runtime::block::split_doc;
use block_runtime::diagnostic::{Code, Tag};

use super::markdown::{generated, page};
use crate::apply::Files;

/// The page.
pub fn files() -> Files {
    Files::from([(PathBuf::from(super::SOURCE).join("findings.md"), text().into())])
}

fn text() -> String {
    let mut blocks = vec![
        generated("block-runtime/src/diagnostic.rs and xtask/src/docs/pages/findings.rs"),
        "# Findings".to_owned(),
        "What `blocks validate` and the language server say about a workflow. Each finding has a code that does not change, \
         so that programs and settings can name it. A finding that is not wanted in an editor is left out by naming its \
         code in the setting `diagnostics.ignore`."
            .to_owned(),
    ];
    for (code, doc) in Code::ALL {
        let (summary, remedy) = split_doc(doc);
        blocks.push(format!("## {code}"));
        blocks.push(summary);
        if let Some(note) = note(*code) {
            blocks.push(note.to_owned());
        }
        blocks.push(remedy);
    }
    page(&blocks)
}

fn note(code: Code) -> Option<&'static str> {
    match code.tag()? {
        Tag::Unnecessary => Some("*A hint: editors show it pale.*"),
        Tag::Deprecated => Some("*A warning: editors strike it through.*"),
    }
}
