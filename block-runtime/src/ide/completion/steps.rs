//! Types of blocks, and whole steps that are wired to what there is.

use serde_json::{Value as Json, json};

use super::draft::Draft;
use super::skeleton::literal_of;
use super::{CompletionKind, Proposal, Question, What, accounts};
use crate::block::{BlockDef, Origin, PropertyDef, Selector, Shape};
use crate::ide::examples::{literal_examples, mentions_references};
use crate::ide::naming::unique_name;
use crate::ide::sources::Source;

mod wiring;

use wiring::Wiring;

/// The types of all blocks.
pub(super) fn types(question: &Question<'_>) -> Vec<Proposal> {
    let proposal = |def: &'static BlockDef| {
        let proposal = Proposal {
            detail: Some(def.name.to_owned()).filter(|name| !name.is_empty()),
            deprecated: def.deprecated.is_some(),
            ..Proposal::value(def.id, CompletionKind::Block, Draft::text(def.id))
        };
        proposal.documented(accounts::of_block(def))
    };
    question.file.catalogue.runnable().map(|entry| proposal(entry.def)).collect()
}

/// A whole step of each block.
pub(super) fn whole(question: &Question<'_>) -> Vec<Proposal> {
    let wiring = Wiring::new(question.inventory.sources(question.index()));
    let blocks = question.file.catalogue.runnable().map(|entry| entry.def);
    let proposal = |def: &'static BlockDef| {
        let least = question.file.catalogue.least_step(def.id)?;
        let (members, is_wired) = members(question, def, least, &wiring);
        Some(
            Proposal {
                tier: usize::from(!is_wired),
                detail: Some(def.name.to_owned()).filter(|name| !name.is_empty()),
                deprecated: def.deprecated.is_some(),
                ..Proposal::new(def.id, CompletionKind::Snippet, What::Value(Draft::Object(members)))
            }
            .documented(accounts::of_block(def)),
        )
    };
    blocks.filter_map(proposal).collect()
}

/// A name for a step of a block.
pub(super) fn name_for(question: &Question<'_>, def: &BlockDef) -> String {
    let local = def.id.rsplit_once('/').map_or(def.id, |(_, local)| local);
    free_name(question, local.split('@').next().unwrap_or(local))
}

/// A name that no other step has.
pub(super) fn free_name(question: &Question<'_>, word: &str) -> String {
    unique_name(word, |name| question.inventory.step_names.contains(name))
}

/// A property that can be wired.
struct Want {
    property: &'static PropertyDef,
    selectors: Vec<Selector>,
}

/// The members of a step, and whether all that must be wired could be.
fn members(
    question: &Question<'_>,
    def: &'static BlockDef,
    least: &Json,
    wiring: &Wiring<'_>,
) -> (Vec<(String, Draft)>, bool) {
    let least = least.as_object();
    let given: Vec<(&'static PropertyDef, &Json)> =
        def.properties().filter_map(|property| Some((property, least?.get(property.name)?))).collect();
    let wants: Vec<Want> = given.iter().filter_map(|(property, value)| want(property, value)).collect();
    let found = wiring.choose(&wants);
    let is_wired = found.iter().all(Option::is_some);
    let mut members =
        vec![("type".to_owned(), Draft::text(def.id)), ("name".to_owned(), Draft::stop(name_for(question, def)))];
    for (property, value) in given {
        let place = wants.iter().position(|want| std::ptr::eq(want.property, property));
        let source = place.and_then(|place| found.get(place).copied().flatten());
        members.push((property.name.to_owned(), wired(property, value, source)));
    }
    (members, is_wired)
}

/// What a property wants, unless a literal is shown for it.
fn want(property: &'static PropertyDef, value: &Json) -> Option<Want> {
    let selectors: Vec<Selector> =
        property.selectors().into_iter().filter(|selector| selector.origin != Origin::Step).collect();
    let is_shown = literal_examples(property).any(|example| example == *value);
    (!selectors.is_empty() && !is_shown).then_some(Want { property, selectors })
}

/// The value of a property, with a reference where there is something to refer to.
fn wired(property: &PropertyDef, value: &Json, source: Option<Source<'_>>) -> Draft {
    if property.selectors().iter().all(|selector| selector.origin == Origin::Step)
        && !property.selectors().is_empty()
        && property.bounds.min_len.is_none_or(|least| least == 0)
        && property.shape.alternatives().iter().any(|shape| matches!(shape, Shape::List(_)))
    {
        // Nobody knows which steps are meant, and none is sound.
        return Draft::Stop(json!([]));
    }
    let Some(source) = source else {
        // A value is better than a reference that leads nowhere.
        let leads_nowhere = !property.selectors().is_empty() && mentions_references(value);
        let literal = literal_of(property).filter(|_| leads_nowhere);
        return literal.map_or_else(|| Draft::Stop(value.clone()), Draft::complete);
    };
    in_place(value, property.shape, &source.reference()).unwrap_or_else(|| Draft::Stop(value.clone()))
}

/// The value with a reference in the place of its first element or member, or of itself.
fn in_place(value: &Json, shape: &Shape, reference: &str) -> Option<Draft> {
    let alternatives = shape.alternatives();
    if alternatives.iter().any(|shape| matches!(shape, Shape::Selector(_))) {
        return Some(Draft::stop(reference));
    }
    alternatives.iter().find_map(|shape| match (shape, value) {
        (Shape::List(inner), Json::Array(elements)) => {
            Some(Draft::List(vec![in_place(elements.first()?, inner, reference)?]))
        }
        (Shape::Map(inner), Json::Object(members)) => {
            let (name, member) = members.iter().next()?;
            Some(Draft::Object(vec![(name.clone(), in_place(member, inner, reference)?)]))
        }
        _ => None,
    })
}
