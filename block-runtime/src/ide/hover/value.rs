//! What values mean.

use crate::block::Shape;
use crate::catalogue::Search;
use crate::document::Node;
use crate::kind;
use crate::workflow::MemberShape;

use super::super::file::File;
use super::super::slot::Slot;
use super::block::{block, tagged};
use super::member::{own_member, property};
use super::page::{Page, code};

/// A scalar and what may stand in its place.
pub(super) fn page(file: &File, node: &Node, slot: &Slot) -> Option<Page> {
    match slot {
        Slot::Member(_, member) => match (member.shape, node.as_str()) {
            (MemberShape::Block, Some(id)) => block_type(file, id),
            (MemberShape::Choice(words), Some(text)) => {
                let word = words.iter().find(|word| word.text == text)?;
                Some(Page { head: bold(text), description: word.doc.to_owned(), facts: Vec::new() })
            }
            _ => Some(own_member(member)),
        },
        Slot::Kind => kind_page(node.as_str()?),
        Slot::Tag(shape) => {
            let tag = node.as_str()?;
            shape.find(tag).map(|member| tagged(&member.def, tag))
        }
        Slot::Property { property: def, shapes, .. } => {
            let choice = node.as_str().and_then(|text| choice(shapes, text, def.name));
            Some(choice.unwrap_or_else(|| property(def)))
        }
        Slot::Part(_) | Slot::Parts(_) | Slot::Bindings | Slot::Binding | Slot::Unknown => None,
    }
}

fn bold(text: &str) -> String {
    format!("**{}**", code(text))
}

fn block_type(file: &File, id: &str) -> Option<Page> {
    match file.catalogue.search(id) {
        Search::Found(entry) => Some(block(entry.def)),
        Search::OtherEngine(entry) => {
            let mut page = block(entry.def);
            page.facts.insert(0, format!("Needs an engine of version `{}`.", entry.def.engine));
            Some(page)
        }
        Search::Unknown => None,
    }
}

fn kind_page(name: &str) -> Option<Page> {
    let info = kind::find(name)?;
    let description = format!("{}\n\n{}", info.description, info.details);
    Some(Page { head: format!("{} · kind", bold(name)), description, facts: Vec::new() })
}

/// One of the texts that a property may be.
fn choice(shapes: &[&'static Shape], text: &str, property: &str) -> Option<Page> {
    let found = shapes.iter().find_map(|shape| match shape {
        Shape::Choice(def) => def.find(text),
        _ => None,
    })?;
    let label = found.label.map(|label| format!(" · {label}")).unwrap_or_default();
    let head = format!("{}{label}", bold(found.value));
    let fact = format!("A value of {}.", code(property));
    Some(Page { head, description: found.description(), facts: vec![fact] })
}
