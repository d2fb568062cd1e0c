//! `SUMMARY.md`: the table of contents, hand-written chapters first.

use std::path::PathBuf;

use block_runtime::describe::{Docs, slug};

use super::markdown::{code, generated, page};
use super::{query, sections};
use crate::apply::Files;

/// What people have written, by title and path. The pages of a folder are parts of its index.
const GUIDE: &[(&str, &str)] = &[
    ("Getting started", "getting-started.md"),
    ("How a workflow runs", "running.md"),
    ("Authoring a block", "authoring.md"),
    ("Editor setup", "editors/index.md"),
    ("Visual Studio Code", "editors/vscode.md"),
    ("Neovim", "editors/neovim.md"),
    ("Helix", "editors/helix.md"),
    ("Zed", "editors/zed.md"),
    ("IDEs of JetBrains", "editors/jetbrains.md"),
    ("The schema alone", "editors/schema.md"),
    ("Differences from the reference", "differences.md"),
];

/// Decisions that have been made, by title and path.
const DECISIONS: &[(&str, &str)] = &[
    ("Decisions", "decisions/index.md"),
    ("How `run` sees values", "decisions/how-run-sees-values.md"),
    ("The derive emits a table", "decisions/table.md"),
    ("Blocks are listed", "decisions/lists.md"),
    ("Generated files are checked in", "decisions/generated-files.md"),
    ("Places in texts", "decisions/places.md"),
    ("The language server", "decisions/language-server.md"),
    ("Image codecs", "decisions/image-codecs.md"),
];

/// The table of contents.
pub fn files(docs: &Docs) -> Files {
    Files::from([(PathBuf::from(super::SOURCE).join("SUMMARY.md"), text(docs).into())])
}

fn text(docs: &Docs) -> String {
    let mut blocks = vec![
        generated("blocks/src and xtask/src/docs/summary.rs"),
        "# Summary".to_owned(),
        "[Introduction](introduction.md)".to_owned(),
        "# Guide".to_owned(),
        chapters(GUIDE),
        "# Reference".to_owned(),
    ];
    let mut reference = vec!["- [Blocks](blocks/index.md)".to_owned()];
    for (section, families) in docs.sections() {
        reference.push(format!("  - [{}]()", sections::title(section)));
        for family in families {
            let deprecated = if family.is_deprecated() { " (deprecated)" } else { "" };
            reference.push(format!("    - [{}{deprecated}](blocks/{}.md)", family.name, family.slug));
        }
    }
    reference.push("- [Query language](query/index.md)".to_owned());
    reference.extend(query::chapters().map(|(title, page)| format!("  - [{title}](query/{page}.md)")));
    reference.push("- [Kinds](kinds/index.md)".to_owned());
    for kind in &docs.kinds {
        reference.push(format!("  - [{}](kinds/{}.md)", code(kind.info.name), slug(kind.info.name)));
    }
    reference.push("- [Findings](findings.md)".to_owned());
    blocks.push(reference.join("\n"));
    blocks.push("# Background".to_owned());
    blocks.push(chapters(DECISIONS));
    page(&blocks)
}

fn chapters(chapters: &[(&str, &str)]) -> String {
    let line = |(title, path): &(&str, &str)| {
        let is_part = path.contains('/') && !path.ends_with("/index.md");
        format!("{}- [{title}]({path})", if is_part { "  " } else { "" })
    };
    chapters.iter().map(line).collect::<Vec<_>>().join("\n")
}
