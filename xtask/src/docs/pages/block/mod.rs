//! The page of a block: one section a version, newest first.

mod bindings;
mod compatibility;
mod connections;
mod properties;

use std::collections::BTreeMap;
use std::path::PathBuf;

use block_runtime::block::BlockDef;
use block_runtime::describe::{Docs, Family, Version, example_step};

use super::links::{Folder, LinkError, resolve};
use super::markdown::{code, fenced, generated, headings_down, link, page, sentence};
use super::pictures::Pictures;
use super::sections;
use crate::apply::Files;

/// The pages of all families.
///
/// # Errors
/// [`LinkError`] when a doc comment links to something that does not exist.
pub fn files(docs: &Docs, pictures: &Pictures) -> Result<Files, LinkError> {
    let mut files = BTreeMap::new();
    let by_name = docs.by_name();
    for family in &docs.families {
        let path = format!("blocks/{}.md", family.slug);
        let text = resolve(docs, Folder::Blocks, &path, &text(&by_name, family, pictures))?;
        files.insert(PathBuf::from(super::SOURCE).join(path), text.into());
    }
    Ok(files)
}

fn text(by_name: &[&Family], family: &Family, pictures: &Pictures) -> String {
    let sources: Vec<&str> = family.versions.iter().map(|version| version.def.source.0).collect();
    let mut blocks = vec![generated(&sources.join(", ")), format!("# {}", family.name)];
    let alone = family.versions.len() == 1;
    for version in &family.versions {
        let heading = Heading { version: (!alone).then(|| version.def.version()) };
        if !alone {
            blocks.push(format!("## {}", version.def.version()));
        }
        blocks.extend(body(by_name, family, version, heading, pictures));
    }
    page(&blocks)
}

/// Headings of a version: on a page with several versions they stand one level further down, and those that are
/// linked to name the version.
#[derive(Debug, Clone, Copy)]
pub struct Heading {
    version: Option<&'static str>,
}

impl Heading {
    /// A heading of a section.
    pub fn section(self, text: &str) -> String {
        format!("{}## {text}", self.deeper())
    }

    /// A heading within a section.
    pub fn subsection(self, text: &str) -> String {
        format!("{}### {text}{}", self.deeper(), self.suffix())
    }

    /// The address of a subsection's heading that is about one property, within the page.
    pub fn anchor(self, about: &str, property: &str) -> String {
        let suffix = self.version.map(|version| format!("-in-{version}")).unwrap_or_default();
        format!("#{about}-{property}{suffix}")
    }

    fn suffix(self) -> String {
        self.version.map(|version| format!(" in {version}")).unwrap_or_default()
    }

    fn deeper(self) -> &'static str {
        if self.version.is_some() { "#" } else { "" }
    }
}

fn body(by_name: &[&Family], family: &Family, version: &Version, heading: Heading, pictures: &Pictures) -> Vec<String> {
    let def = version.def;
    let mut blocks = Vec::new();
    if let Some(message) = def.deprecated {
        blocks.push(format!("> [!WARNING]\n> **Deprecated.** {}", sentence(message)));
    }
    blocks.push(sentence(&def.summary()));
    blocks.push(identity(def));
    let description = def.description();
    if !description.is_empty() {
        blocks.push(headings_down(&description, heading.deeper().len()));
    }
    blocks.extend(pictures.section(def, heading));
    blocks.extend(properties::section(def, heading));
    blocks.extend(compatibility::section(def, heading));
    blocks.extend(connections::section(by_name, family, version, heading));
    blocks.extend(bindings::section(def, heading));
    blocks.push(heading.section("Example"));
    blocks.push(format!("A complete step; bind its references to your own inputs and steps.\n\n{}", example(def)));
    blocks
}

/// What identifies the block, and where it comes from.
fn identity(def: &BlockDef) -> String {
    let mut lines = vec![format!("- **Type identifier:** {}", code(def.id))];
    if !def.aliases.is_empty() {
        let aliases: Vec<String> = def.aliases.iter().map(|alias| code(alias)).collect();
        lines.push(format!("- **Also accepted:** {}", aliases.join(", ")));
    }
    lines.push(format!("- **Class:** {}", code(def.path.rsplit("::").next().unwrap_or(def.path))));
    let (file, line) = def.source;
    let file = file.replace('\\', "/");
    lines.push(format!(
        "- **Source:** {}",
        link(&code(&format!("{file}:{line}")), &format!("{}{file}#L{line}", super::TO_REPOSITORY))
    ));
    let section = sections::title(def.section);
    lines.push(format!("- **Section:** {}", link(section, &format!("index.md#{}", sections::anchor(section)))));
    lines.push(format!("- **Engine:** {}", code(def.engine)));
    lines.push(format!("- **Licence:** {}", def.license));
    lines.join("\n")
}

fn example(def: &'static BlockDef) -> String {
    let text = serde_json::to_string_pretty(&example_step(def)).unwrap_or_default();
    fenced("json", &text)
}
