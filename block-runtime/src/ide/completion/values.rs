//! Values that may stand in a place.

use serde_json::Value as Json;

use super::draft::Draft;
use super::{CompletionKind, Proposal, Question, accounts, members, parts, query, references, steps};
use crate::block::{Default, PropertyDef, Shape};
use crate::document::Pointer;
use crate::ide::examples::literal_examples;
use crate::ide::slot::{Owner, Slot};
use crate::ide::wanted::Wanted;
use crate::kind::KINDS;
use crate::workflow::{InputType, MemberDef, MemberShape, Part, Word};

/// Longer values are not offered.
const LONGEST: usize = 80;

/// Values for a slot. `pointer` is where the value stands; nothing for an element that is new.
pub(super) fn of(question: &Question<'_>, slot: &Slot, pointer: Option<&Pointer>) -> Vec<Proposal> {
    match slot {
        Slot::Part(Part::Step) => steps::whole(question),
        Slot::Part(Part::Input) => parts::inputs(question),
        Slot::Part(Part::Output) => parts::outputs(question),
        Slot::Part(_) | Slot::Bindings => vec![empty("{}")],
        Slot::Parts(_) => vec![empty("[]")],
        Slot::Member(part, member) => of_member(question, *part, member),
        Slot::Binding => references::of_data(question, &bound(question, pointer)),
        Slot::Kind => kinds(question),
        Slot::Tag(tagged) => query::tags(question, tagged).into_iter().map(|tag| tag.proposal()).collect(),
        Slot::Property { property, owner, shapes } => of_property(question, property, *owner, shapes, slot),
        Slot::Unknown => Vec::new(),
    }
}

/// An empty list or object to go on in.
fn empty(label: &'static str) -> Proposal {
    let draft = if label == "[]" { Draft::List(Vec::new()) } else { Draft::Object(Vec::new()) };
    Proposal { retrigger: true, ..Proposal::value(label, CompletionKind::Value, draft) }
}

/// A value whose label is how it is written as JSON, texts apart.
fn literal(value: Json) -> Option<Proposal> {
    let label = match &value {
        Json::String(text) => text.clone(),
        other => other.to_string(),
    };
    let fits = label.len() <= LONGEST && !label.contains('\n') && !label.is_empty();
    fits.then(|| Proposal::value(label, CompletionKind::Value, Draft::Value(value)))
}

fn word(word: &Word) -> Proposal {
    Proposal::value(word.text, CompletionKind::Keyword, Draft::text(word.text)).documented(word.doc)
}

fn of_member(question: &Question<'_>, part: Part, member: &'static MemberDef) -> Vec<Proposal> {
    let shown = || {
        let texts = member.default.iter().chain(member.examples);
        texts.filter_map(|text| literal(serde_json::from_str(text).ok()?)).collect::<Vec<_>>()
    };
    match member.shape {
        MemberShape::Block => steps::types(question),
        MemberShape::Selector => references::of_outputs(question),
        MemberShape::Choice(words) if part == Part::Input => words.iter().map(input_type).collect(),
        MemberShape::Choice(words) => words.iter().map(word).collect(),
        MemberShape::Kinds | MemberShape::PythonBlocks => vec![empty("[]")],
        MemberShape::Text | MemberShape::Version | MemberShape::Integer | MemberShape::Any => shown(),
        MemberShape::Name | MemberShape::List(_) => Vec::new(),
    }
}

/// The older names come last.
fn input_type(one: &Word) -> Proposal {
    let older = matches!(InputType::named(one.text), Some(InputType::InferenceImage | InputType::InferenceParameter));
    Proposal { tier: usize::from(older), ..word(one) }
}

fn kinds(question: &Question<'_>) -> Vec<Proposal> {
    let missing = KINDS.iter().filter(|kind| !question.is_listed(kind.name));
    let proposal = |kind: &&'static crate::kind::KindInfo| {
        Proposal {
            detail: Some(kind.serialised_type.to_owned()),
            ..Proposal::value(kind.name, CompletionKind::Kind, Draft::text(kind.name))
        }
        .documented(kind.description)
    };
    missing.map(proposal).collect()
}

/// What the input of an inner workflow takes to which a binding belongs.
fn bound(question: &Question<'_>, pointer: Option<&Pointer>) -> Wanted {
    let name = match pointer.and_then(|pointer| pointer.tokens().last()) {
        Some(crate::document::Token::Member(name)) => Some(name),
        _ => None,
    };
    let inner = question.step_pointer().and_then(|step| question.file.symbols.inner_at(step));
    let input = inner.zip(name).and_then(|(inner, name)| question.file.given(inner, name));
    input.map_or(Wanted::Anything, |input| Wanted::of_kinds(&input.kinds))
}

fn of_property(
    question: &Question<'_>,
    property: &'static PropertyDef,
    owner: Owner,
    shapes: &[&'static Shape],
    slot: &Slot,
) -> Vec<Proposal> {
    let mut proposals = Vec::new();
    let whole = property.shape.alternatives();
    let is_whole =
        whole.len() == shapes.len() && whole.iter().zip(shapes).all(|(one, other)| std::ptr::eq(*one, *other));
    for shape in shapes {
        match shape {
            Shape::Choice(choice) => proposals.extend(choice.values.iter().map(|choice| {
                Proposal {
                    detail: choice.label.map(str::to_owned),
                    ..Proposal::value(choice.value, CompletionKind::Choice, Draft::text(choice.value))
                }
                .documented(accounts::of_choice(choice))
            })),
            Shape::Bool => proposals.extend([true, false].into_iter().filter_map(|value| literal(value.into()))),
            Shape::List(_) | Shape::Tuple(_) => proposals.push(empty("[]")),
            Shape::Map(_) => proposals.push(empty("{}")),
            Shape::Tagged(_) => proposals.extend(members::tagged_objects(question, slot)),
            _ => {}
        }
    }
    let selectors = property.selectors_among(shapes);
    if !selectors.is_empty() {
        proposals.extend(references::of(question, &selectors));
    }
    proposals.extend(shown(property, is_whole));
    if shapes.iter().any(|shape| matches!(shape, Shape::Null)) {
        const LAST: usize = 3;
        proposals.extend(literal(Json::Null).map(|null| Proposal { tier: LAST, ..null }));
    }
    if matches!(owner, Owner::Tagged(_)) && property.name == "operand_name" {
        proposals.extend(query::names_of_parameters(question));
    }
    proposals
}

/// What holds anyway, and what the author shows.
fn shown(property: &'static PropertyDef, is_whole: bool) -> Vec<Proposal> {
    let mut values: Vec<Json> = match property.default {
        Default::Value(make) => vec![make()],
        Default::Required | Default::Null | Default::Empty(_) => Vec::new(),
    };
    values.extend(literal_examples(property));
    if !is_whole {
        let elements = |value| match value {
            Json::Array(elements) => elements,
            _ => Vec::new(),
        };
        values = values.into_iter().flat_map(elements).collect();
    }
    values.into_iter().filter_map(literal).collect()
}
