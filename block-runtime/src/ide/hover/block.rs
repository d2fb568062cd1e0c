//! What blocks are, and the objects that say by their `type` what they are.

use crate::block::{BlockDef, Default, OutputDef, PropertyDef, TaggedDef, description};
use crate::kind::{KindInfo, WILDCARD};
use crate::query::{COMPARATORS, OPERATIONS, OPERATORS};
use crate::suggest::alternatives;

use super::page::{Page, code};

/// A block: what it does, and what it gives.
pub(super) fn block(def: &BlockDef) -> Page {
    let head = format!("**{}** · {}", def.name, code(def.id));
    let facts = deprecation(def).into_iter().chain([outputs(def)]).collect();
    Page { head, description: description(def.doc), facts }
}

/// That a block should not be used any more.
pub(super) fn deprecation(def: &BlockDef) -> Option<String> {
    def.deprecated.map(|instead| format!("**Deprecated:** {instead}."))
}

fn outputs(def: &BlockDef) -> String {
    if def.outputs.is_empty() && def.flow_control {
        return "Outputs: none; it decides which steps run next.".to_owned();
    }
    let name = |output: &OutputDef| match output.name {
        WILDCARD => "those that its properties name".to_owned(),
        name => named_output(name, output.kinds.iter().map(|kind| kind.name)),
    };
    listed("Outputs", def.outputs.iter().map(name))
}

/// An output with its kinds.
pub(super) fn named_output<'k>(name: &str, kinds: impl Iterator<Item = &'k str>) -> String {
    const MOST: usize = 3;
    let kinds: Vec<&str> = kinds.collect();
    if kinds.is_empty() || kinds.contains(&WILDCARD) {
        return code(name);
    }
    let more = if kinds.len() > MOST { ", …" } else { "" };
    let kinds: Vec<String> = kinds.iter().take(MOST).map(|kind| code(kind)).collect();
    format!("{} ({}{more})", code(name), kinds.join(", "))
}

/// Parts of something, not too many of them.
pub(super) fn listed(what: &str, parts: impl Iterator<Item = String>) -> String {
    const MOST: usize = 6;
    let mut parts: Vec<String> = parts.collect();
    if parts.is_empty() {
        return format!("{what}: none.");
    }
    let more = parts.len().saturating_sub(MOST);
    parts.truncate(MOST);
    if more > 0 {
        parts.push(format!("{more} more"));
    }
    format!("{what}: {}.", parts.join(", "))
}

/// A tagged object: what it means, which data it is for, and what it has.
pub(super) fn tagged(def: &TaggedDef, tag: &str) -> Page {
    let properties: Vec<&PropertyDef> = def.properties().collect();
    let property = |property: &&PropertyDef| {
        let required = if matches!(property.default, Default::Required) { " (required)" } else { "" };
        format!("{}{required}", code(property.name))
    };
    let has = (!properties.is_empty()).then(|| listed("Properties", properties.iter().map(property)));
    let facts = data(def).into_iter().chain(has).collect();
    Page { head: format!("**{}**", code(tag)), description: description(def.doc), facts }
}

/// The data that operations, comparators and operators are for.
fn data(def: &TaggedDef) -> Option<String> {
    let is_it = |other: &TaggedDef| other.name == def.name && other.tags == def.tags;
    let operation = OPERATIONS.iter().find(|operation| is_it(&operation.object));
    let comparator = || COMPARATORS.iter().find(|comparator| is_it(&comparator.object));
    let operator = || OPERATORS.iter().find(|operator| is_it(&operator.object));
    if let Some(operation) = operation {
        return Some(format!("Makes {} of {}.", kinds(operation.gives), kinds(operation.takes)));
    }
    if let Some(comparator) = comparator() {
        return match comparator.operands {
            [left, right] => Some(format!("Left: {}. Right: {}.", kinds(left), kinds(right))),
            [both] => Some(format!("Both sides: {}.", kinds(both))),
            _ => None,
        };
    }
    operator().map(|operator| format!("Tests {}.", kinds(operator.takes)))
}

/// Kinds, of which data is one.
pub(super) fn kinds(kinds: &[&KindInfo]) -> String {
    let names: Vec<&str> = kinds.iter().map(|kind| kind.name).collect();
    if names.contains(&WILDCARD) { "any data".to_owned() } else { alternatives(names.iter().copied()) }
}
