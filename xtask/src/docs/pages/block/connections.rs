//! Which blocks can stand before and after a block.

use std::collections::BTreeSet;

use block_runtime::describe::{Family, Version};

use super::Heading;
use crate::docs::pages::links::Folder;
use crate::docs::pages::markdown::link;

/// The section, heading included; `families` are all of them, in the order of the lists.
pub fn section(families: &[&Family], family: &Family, version: &Version, heading: Heading) -> Vec<String> {
    let name = family.name;
    vec![
        heading.section("Available connections"),
        side(families, &version.connections.from, &format!("can feed {name}"), &format!("Nothing can feed {name}.")),
        side(families, &version.connections.to, "can use its outputs", "No block can use its outputs."),
    ]
}

/// One direction: a list that folds, by name, with versions where not all of them connect.
fn side(families: &[&Family], ids: &BTreeSet<&'static str>, can: &str, none: &str) -> String {
    if ids.is_empty() {
        return none.to_owned();
    }
    let items: Vec<String> = families.iter().filter_map(|family| item(family, ids)).collect();
    let blocks = if items.len() == 1 { "block" } else { "blocks" };
    format!(
        "<details class=\"connections\">\n<summary>{} {blocks} {can}</summary>\n\n{}\n\n</details>",
        items.len(),
        items.join("\n")
    )
}

fn item(family: &Family, ids: &BTreeSet<&'static str>) -> Option<String> {
    let connected: Vec<&str> = family
        .versions
        .iter()
        .filter(|version| ids.contains(version.def.id))
        .map(|version| version.def.version())
        .collect();
    let link = link(family.name, &Folder::Blocks.path_to(Folder::Blocks, &family.slug));
    match connected.len() {
        0 => None,
        count if count == family.versions.len() => Some(format!("- {link}")),
        _ => Some(format!("- {link} ({})", connected.join(", "))),
    }
}
