//! What completions say about blocks and properties, as Markdown.

use std::collections::HashSet;

use crate::block::{BlockDef, ChoiceValue, PropertyDef};
use crate::describe::Facts;
use crate::workflow::MemberDef;

/// What a block does, and what to use instead.
pub(super) fn of_block(def: &BlockDef) -> String {
    let summary = def.summary();
    match def.deprecated {
        Some(instead) => format!("{summary}\n\n**Deprecated:** {instead}."),
        None => summary,
    }
}

/// What may stand in a property, in a few words, and what the property is for.
pub(super) fn of_property(property: &PropertyDef) -> (Option<String>, String) {
    let facts = Facts::new(property);
    let mut seen = HashSet::new();
    let kinds = facts.selectors.iter().flat_map(|selector| selector.kinds).map(|kind| kind.name);
    let kinds: Vec<&str> = kinds.filter(|kind| seen.insert(*kind)).collect();
    let references = (!kinds.is_empty()).then(|| format!("reference to {}", kinds.join(" or ")));
    let words: Vec<String> = facts.type_name.into_iter().chain(references).collect();
    let mut sentences = vec![facts.presence];
    sentences.extend(facts.range);
    sentences.extend(facts.conditions);
    let documentation = format!("{}\n\n{}", property.description(), sentences.join(" "));
    ((!words.is_empty()).then(|| words.join(" or ")), documentation)
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
