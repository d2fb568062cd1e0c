//! What members of objects are for: those of the definition's own objects, and properties of blocks.

use crate::block::{Origin, PropertyDef, Selector};
use crate::catalogue::Catalogue;
use crate::describe::Facts;
use crate::kind::KindInfo;
use crate::suggest::alternatives;
use crate::workflow::{MemberDef, MemberShape};

use super::super::cursor::Around;
use super::block::kinds;
use super::page::{Page, code};

/// Nobody reads longer names of types, such as that of a list of all operations there are.
const LONGEST_TYPE: usize = 60;

/// A member of an object.
pub(super) fn page(object: &Around<'_>, name: &str, catalogue: &Catalogue) -> Option<Page> {
    let own = object.slot.part().and_then(|part| part.member(name));
    if let Some(member) = own {
        return Some(own_member(member));
    }
    if let Some(tagged) = object.slot.tagged().filter(|_| name == "type") {
        let head = format!("**{}** · required", code(name));
        let description = format!("Says that the object is {}, and which one.", tagged.expected);
        return Some(Page { head, description, facts: Vec::new() });
    }
    object.slot.owner(object.node, catalogue)?.property(name).map(property)
}

/// A member of an object of the definition's own.
pub(super) fn own_member(member: &MemberDef) -> Page {
    let mut facts = Vec::new();
    if let Some(default) = member.default {
        facts.push(format!("Default: {}.", code(default)));
    }
    if let MemberShape::Choice(words) = member.shape
        && words.len() > 1
    {
        let words: Vec<&str> = words.iter().map(|word| word.text).collect();
        facts.push(format!("One of {}.", alternatives(words.iter().copied())));
    }
    if !member.input_types.is_empty() {
        let types: Vec<&str> = member.input_types.iter().map(|one| one.word().text).collect();
        facts.push(format!("For inputs of type {}.", alternatives(types.iter().copied())));
    }
    let required = if member.required { " · required" } else { "" };
    Page { head: format!("**{}**{required}", code(member.name)), description: member.doc.to_owned(), facts }
}

/// A property of a block or of a tagged object.
pub(super) fn property(property: &'static PropertyDef) -> Page {
    let facts = Facts::new(property);
    let type_name = facts.type_name.as_deref().filter(|name| name.len() <= LONGEST_TYPE);
    let type_name = type_name.map(|name| format!(" · {}", code(name))).unwrap_or_default();
    let range = facts.range.iter().map(String::as_str);
    let limits: Vec<&str> = std::iter::once(facts.presence.as_str()).chain(range).collect();
    let choices = facts.choices.map(|choices| {
        let texts: Vec<&str> = choices.def.values.iter().map(|choice| choice.value).collect();
        let other = if choices.open { ", or other text" } else { "" };
        format!("One of {}{other}.", alternatives(texts.iter().copied()))
    });
    let mut lines = vec![limits.join(" ")];
    lines.extend(choices);
    lines.extend(references(&facts.selectors));
    lines.extend((!facts.conditions.is_empty()).then(|| facts.conditions.join(" ")));
    Page { head: format!("**{}**{type_name}", code(property.name)), description: property.description(), facts: lines }
}

/// Which references a property takes.
fn references(selectors: &[Selector]) -> Option<String> {
    let data = selectors.iter().filter(|selector| selector.origin != Origin::Step);
    let mut accepted: Vec<&KindInfo> = Vec::new();
    let mut places: Vec<&str> = Vec::new();
    for selector in data {
        for kind in selector.kinds {
            if accepted.iter().all(|known| known.name != kind.name) {
                accepted.push(kind);
            }
        }
        let place = match selector.origin {
            Origin::AnyData => "",
            Origin::WorkflowImage => "an input with images",
            Origin::WorkflowVideoMetadata => "an input with video metadata",
            Origin::WorkflowParameter => "a parameter",
            Origin::StepOutput => "an output of a step",
            Origin::Step => continue,
        };
        if !places.contains(&place) {
            places.push(place);
        }
    }
    let places = if places.contains(&"") { Vec::new() } else { places };
    match (accepted.is_empty(), places.as_slice()) {
        (true, _) => (!selectors.is_empty()).then(|| "Takes references to steps.".to_owned()),
        (false, []) => Some(format!("Takes references to {}.", kinds(&accepted))),
        (false, places) => Some(format!("Takes references to {}, from {}.", kinds(&accepted), places.join(" or "))),
    }
}
