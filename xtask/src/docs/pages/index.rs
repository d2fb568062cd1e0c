//! The index of blocks, by section. Search finds blocks here, so that it does not have to know every page.

use std::path::PathBuf;

use block_runtime::describe::{Docs, Family};

use super::links::{Folder, LinkError, resolve};
use super::markdown::{classed, code, generated, page, sentence};
use super::sections;
use crate::apply::Files;

/// The index.
///
/// # Errors
/// [`LinkError`] when the first line of a doc comment links to something that does not exist.
pub fn files(docs: &Docs) -> Result<Files, LinkError> {
    let text = resolve(docs, Folder::Blocks, "blocks/index.md", &text(docs))?;
    Ok(Files::from([(PathBuf::from(super::SOURCE).join("blocks/index.md"), text.into())]))
}

fn text(docs: &Docs) -> String {
    let mut blocks = vec![
        generated("blocks/src"),
        "# Blocks".to_owned(),
        "What a step of a workflow can be, by section. Each page has all versions of a block, newest first.".to_owned(),
    ];
    for (section, families) in docs.sections() {
        blocks.push(format!("## {}", sections::title(section)));
        blocks.extend(families.into_iter().map(card));
    }
    page(&blocks)
}

fn card(family: &Family) -> String {
    let def = family.newest();
    // mdBook makes a heading a link to itself, which leaves no room for a link within it; HTML it leaves alone.
    let (anchor, slug, name) = (sections::anchor(family.name), &family.slug, family.name);
    let mut lines = vec![format!("<h3 id=\"{anchor}\"><a href=\"{slug}.md\">{name}</a></h3>")];
    let deprecated = if family.is_deprecated() { "**Deprecated.** " } else { "" };
    lines.push(format!("{deprecated}{}", sentence(&def.summary())));
    let ids: Vec<String> = family.versions.iter().map(|version| code(version.def.id)).collect();
    let mut small = ids.join(", ");
    if !def.keywords.is_empty() {
        small = format!("{small} · {}", def.keywords.join(", "));
    }
    lines.push(small);
    classed("card", &lines.join("\n\n"))
}
