//! What completions say about blocks and properties, as Markdown.

use crate::block::{BlockDef, ChoiceValue, PropertyDef};
use crate::describe::Facts;
use crate::suggest::alternatives;
use crate::workflow::MemberDef;

/// What a block does, and what to use instead.
pub(super) fn of_block(def: &BlockDef) -> String {
    let summary = def.summary();
    match def.deprecated {
        Some(instead) => format!("{summary}\n\n**Deprecated:** {instead}."),
        None => summary,
    }
}

/// What a property is for, and what it may be.
pub(super) fn of_property(property: &PropertyDef) -> String {
    let facts = Facts::new(property);
    let mut sentences = vec![facts.presence];
    sentences.extend(facts.range);
    sentences.extend(facts.conditions);
    format!("{}\n\n{}", property.description(), sentences.join(" "))
}

/// What may stand in a property, in a few words.
pub(super) fn detail_of_property(property: &PropertyDef) -> Option<String> {
    let kinds: Vec<&str> =
        property.selectors().iter().flat_map(|selector| selector.kinds).map(|kind| kind.name).collect();
    let literal = crate::describe::primitive_type(property);
    let references = (!kinds.is_empty()).then(|| {
        let mut kinds = kinds;
        let mut seen = std::collections::HashSet::new();
        kinds.retain(|kind| seen.insert(*kind));
        format!("reference to {}", alternatives(kinds).replace('`', ""))
    });
    let words: Vec<String> = literal.into_iter().chain(references).collect();
    (!words.is_empty()).then(|| words.join(" or "))
}

/// What a member of the definition's own is for.
pub(super) fn of_member(member: &MemberDef) -> String {
    let presence = match (member.required, member.default) {
        (true, _) => "**Required.**".to_owned(),
        (false, Some(default)) => format!("Default: `{default}`."),
        (false, None) => "Optional.".to_owned(),
    };
    format!("{}\n\n{presence}", member.doc)
}

/// What a choice means.
pub(super) fn of_choice(choice: &ChoiceValue) -> String {
    let doc = choice.description();
    match choice.label {
        Some(label) if doc.is_empty() => label.to_owned(),
        _ => doc,
    }
}
