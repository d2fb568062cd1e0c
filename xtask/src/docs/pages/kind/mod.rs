//! The page of a kind: what its data is, how it looks in JSON, who makes it and who takes it.

mod wire;

use std::collections::BTreeMap;
use std::path::PathBuf;

use block_runtime::block::BlockDef;
use block_runtime::describe::{Docs, KindUse, slug};
use block_runtime::kind::{Image, Kind as _, KindInfo, WILDCARD};

use super::links::{Folder, LinkError, resolve};
use super::markdown::{code, fenced, folded, generated, link, page, sentence};
use crate::apply::Files;

/// Where kinds are declared, and where their schemas stand.
const DECLARED_IN: &str = "block-runtime/src/kind/registry.rs and schemas/wire/kinds";

/// The pages of all kinds.
///
/// # Errors
/// [`LinkError`] when the text of a kind links to something that does not exist.
pub fn files(docs: &Docs) -> Result<Files, LinkError> {
    let mut files = BTreeMap::new();
    for kind in &docs.kinds {
        let path = format!("kinds/{}.md", slug(kind.info.name));
        let text = resolve(docs, Folder::Kinds, &path, &text(docs, kind))?;
        files.insert(PathBuf::from(super::SOURCE).join(path), text.into());
    }
    let text = resolve(docs, Folder::Kinds, "kinds/index.md", &index(docs))?;
    files.insert(PathBuf::from(super::SOURCE).join("kinds/index.md"), text.into());
    Ok(files)
}

fn text(docs: &Docs, kind: &KindUse) -> String {
    let info = kind.info;
    let mut blocks = vec![generated(DECLARED_IN), format!("# {}", code(info.name)), sentence(info.description)];
    if !info.details.is_empty() {
        blocks.push(info.details.to_owned());
    }
    blocks.push("## In JSON".to_owned());
    // A test of the runtime proves that the texts of all kinds are JSON.
    blocks.extend(serde_json::from_str(info.schema).map(|it| wire::described(&it, info.example)).unwrap_or_default());
    blocks.push(folded("JSON Schema", &fenced("json", info.schema)));
    blocks.push("### What is accepted".to_owned());
    blocks.push(if info.reading.is_empty() {
        "Anything: it is taken as it is.".to_owned()
    } else {
        sentence(info.reading)
    });
    blocks.push("### As an input".to_owned());
    blocks.push(as_input(info));
    blocks.push("## In memory".to_owned());
    blocks.push(format!(
        "In Rust: {}. Clients of the reference know the type as {} in JSON and {} in memory.",
        code(info.data),
        code(info.serialised_type),
        code(info.internal_type)
    ));
    blocks.push("## Made by".to_owned());
    let made_by = list(docs, kind.made_by.iter().map(|(def, output)| (*def, output.name)));
    blocks.push(made_by.unwrap_or_else(|| "No block has an output of this kind.".to_owned()));
    blocks.push("## Taken by".to_owned());
    let taken_by = list(docs, kind.taken_by.iter().map(|(def, property)| (*def, property.name)));
    blocks.push(taken_by.unwrap_or_else(|| "No property names this kind.".to_owned()));
    if info.name != WILDCARD {
        blocks.push(format!(
            "Properties of kind {} take it too, and outputs of that kind may turn out to be it.",
            Folder::Kinds.to_kind(WILDCARD)
        ));
    }
    page(&blocks)
}

/// How a workflow declares an input of the kind.
fn as_input(info: &KindInfo) -> String {
    let single = format!("{{\"type\": \"WorkflowParameter\", \"name\": \"value\", \"kind\": [\"{}\"]}}", info.name);
    if info.name == Image::INFO.name {
        return fenced("json", "{\"type\": \"WorkflowImage\", \"name\": \"image\"}");
    }
    if !matches!(info.internal_type, "sv.Detections" | "datetime" | "bytes" | "VideoMetadata") && info.data != "Picture"
    {
        return fenced("json", &single);
    }
    let batch = format!("{{\"type\": \"WorkflowBatchInput\", \"name\": \"data\", \"kind\": [\"{}\"]}}", info.name);
    let warning = "A `WorkflowParameter` would pass the JSON on as it is, and not make data of this kind of it.";
    format!("{}\n\n{warning}", fenced("json", &batch))
}

/// A line for each block with the names of its outputs or properties; nothing for an empty list.
fn list<'a>(docs: &Docs, places: impl Iterator<Item = (&'static BlockDef, &'a str)>) -> Option<String> {
    let mut by_block: Vec<(&'static BlockDef, Vec<&str>)> = Vec::new();
    for (def, name) in places {
        match by_block.last_mut() {
            Some((last, names)) if last.id == def.id => names.push(name),
            _ => by_block.push((def, vec![name])),
        }
    }
    let lines: Vec<String> = by_block.iter().map(|(def, names)| line(docs, def, names)).collect();
    (!lines.is_empty()).then(|| lines.join("\n"))
}

fn line(docs: &Docs, def: &BlockDef, names: &[&str]) -> String {
    let slug = slug(def.name);
    let several = docs.family(&slug).is_some_and(|family| family.versions.len() > 1);
    let version = if several { format!(" {}", def.version()) } else { String::new() };
    let names: Vec<String> = names.iter().map(|name| code(name)).collect();
    format!("- {}{version}: {}", link(def.name, &Folder::Kinds.path_to(Folder::Blocks, &slug)), names.join(", "))
}

fn index(docs: &Docs) -> String {
    let mut blocks = vec![
        generated(DECLARED_IN),
        "# Kinds".to_owned(),
        "A kind says what data means. An output can be bound to a property when both list a kind of the same name, \
         or when one of them lists `*`; kinds are never converted into each other."
            .to_owned(),
    ];
    let lines: Vec<String> = docs
        .kinds
        .iter()
        .map(|kind| format!("- {}: {}", Folder::Kinds.to_kind(kind.info.name), sentence(kind.info.description)))
        .collect();
    blocks.push(lines.join("\n"));
    page(&blocks)
}
