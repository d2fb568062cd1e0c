//! What the schema says to people: descriptions, and messages about what does not fit.

use crate::block::{Origin, PropertyDef, Selector, Shape};
use crate::describe::Facts;
use crate::step::literal_side;
use crate::suggest::alternatives;

/// The longest message.
const MESSAGE: usize = 160;
/// The longest description; editors add headings, examples and lists of values.
const DESCRIPTION: usize = 380;

/// What is expected where something else was found.
pub(super) fn expected(shapes: &[&Shape], selectors: &[Selector]) -> String {
    let literals: Vec<&&Shape> = shapes.iter().filter(|shape| !matches!(shape, Shape::Selector(_))).collect();
    let references = references(selectors);
    let said = |literals: String| match (literals.is_empty(), references.is_empty()) {
        (false, false) => format!("Expected {literals}, or {references}."),
        (false, true) => format!("Expected {literals}."),
        (true, false) => format!("Expected {references}."),
        (true, true) => "Nothing fits here.".to_owned(),
    };
    let each =
        |literal: fn(&Shape) -> String| literals.iter().map(|shape| literal(shape)).collect::<Vec<_>>().join(" or ");
    let message = said(each(in_full));
    if message.chars().count() <= MESSAGE { message } else { said(each(in_short)) }
}

fn in_full(shape: &Shape) -> String {
    match shape {
        // What stands inside has messages of its own.
        Shape::List(_) => "a list".to_owned(),
        Shape::Map(_) => "an object".to_owned(),
        other => literal_side(other),
    }
}

fn in_short(shape: &Shape) -> String {
    match shape {
        Shape::Choice(choice) => format!("one of the {} values that completion lists", choice.values.len()),
        other => in_full(other),
    }
}

fn references(selectors: &[Selector]) -> String {
    let leads_to = |wanted: Origin| selectors.iter().any(|selector| selector.origin == wanted);
    let any = leads_to(Origin::AnyData);
    let inputs = [Origin::WorkflowImage, Origin::WorkflowVideoMetadata, Origin::WorkflowParameter];
    let mut forms = Vec::new();
    if any || inputs.into_iter().any(leads_to) {
        forms.push("$inputs.<name>");
    }
    if any || leads_to(Origin::StepOutput) {
        forms.push("$steps.<step>.<output>");
    }
    if leads_to(Origin::Step) {
        forms.push("$steps.<step>");
    }
    if forms.is_empty() { String::new() } else { format!("a reference: {}", forms.join(" or ")) }
}

/// What a property is for, and as many facts about it as have room.
pub(super) fn property(property: &PropertyDef) -> String {
    let (summary, _) = crate::block::split_doc(property.doc);
    let facts = Facts::new(property);
    let kinds: Vec<&str> = facts.selectors.iter().flat_map(|selector| selector.kinds).map(|kind| kind.name).collect();
    let takes = if kinds.contains(&crate::kind::WILDCARD) {
        Some("Takes references to any data.".to_owned())
    } else {
        let mut kinds = kinds;
        kinds.dedup();
        (!kinds.is_empty()).then(|| format!("Takes references to {} data.", alternatives(kinds)))
    };
    let facts = [Some(facts.presence), facts.range, takes].into_iter().flatten().chain(facts.conditions);
    with_facts(&summary, facts)
}

/// A text, and below it as many facts as have room.
fn with_facts(text: &str, facts: impl Iterator<Item = String>) -> String {
    let mut described = short(text);
    let mut room = DESCRIPTION.saturating_sub(described.chars().count());
    let mut separator = "\n\n";
    for fact in facts {
        let length = fact.chars().count() + separator.len();
        if length > room {
            continue;
        }
        room -= length;
        described.extend([separator, &fact]);
        separator = " ";
    }
    described
}

/// As many sentences of a text as have room, or the beginning of the first where that has none.
pub(super) fn short(text: &str) -> String {
    if text.chars().count() <= DESCRIPTION {
        return text.to_owned();
    }
    let cut = text.char_indices().nth(DESCRIPTION).map_or(text.len(), |(place, _)| place);
    let beginning = text.get(..cut).unwrap_or_default();
    match beginning.rfind(". ").or_else(|| beginning.rfind(".\n")) {
        Some(end) => text.get(..=end).unwrap_or_default().to_owned(),
        None => format!("{}…", beginning.rsplit_once(' ').map_or(beginning, |(words, _)| words)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_texts_end_with_a_sentence_or_a_word() {
        assert_eq!(short("Blur."), "Blur.");
        let sentences = "A sentence that is repeated. ".repeat(20);
        let cut = short(&sentences);
        assert!(cut.len() <= DESCRIPTION && cut.ends_with("repeated."), "{cut}");
        let cut = short(&"word ".repeat(100));
        assert!(cut.ends_with("word…"), "{cut}");
    }

    #[test]
    fn facts_without_room_are_left_out() {
        let facts = ["long ".repeat(100), "Short.".to_owned(), "**Required.**".to_owned()];
        assert_eq!(with_facts("Image.", facts.into_iter()), "Image.\n\nShort. **Required.**");
    }
}
