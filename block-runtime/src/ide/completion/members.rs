//! Members that an object can have and does not have yet.

use super::draft::Draft;
use super::{CompletionKind, Proposal, Question, What, accounts, parts, query, references, skeleton, steps};
use crate::block::{Origin, PropertyDef, Shape};
use crate::document::{Node, Pointer};
use crate::ide::cursor::Spot;
use crate::ide::naming;
use crate::ide::slot::{Owner, Slot};
use crate::workflow::{InputType, MemberDef, MemberShape, Part};

const REQUIRED: usize = 0;
const OPTIONAL: usize = 1;
const WHOLE: usize = 2;

/// Members of an object that stands in a place.
pub(super) fn of(question: &Question<'_>, object: &Node, slot: &Slot, pointer: &Pointer) -> Vec<Proposal> {
    let object = Given { node: object, beside: question };
    let owner = slot.owner(object.node, &question.file.catalogue);
    if let Some(part) = slot.part() {
        let mut proposals = own_members(&object, part, slot);
        match (part, owner) {
            (Part::Step, Some(owner @ Owner::Block(_))) => proposals.extend(properties(&object, owner, true)),
            _ => proposals.extend(whole_parts(&object, part)),
        }
        return proposals;
    }
    if let Some(tagged) = slot.tagged() {
        let mut proposals = Vec::new();
        if !object.has("type") {
            let draft = Draft::stop("");
            let documentation = format!("Says what the object is. Expected is {}.\n\n**Required.**", tagged.expected);
            proposals.push(member("type", draft).documented(documentation));
        }
        proposals.extend(owner.into_iter().flat_map(|owner| properties(&object, owner, false)));
        return proposals;
    }
    match slot {
        Slot::Bindings => bindings(&object, pointer),
        Slot::Property { property, .. } => chains(&object, property),
        _ => Vec::new(),
    }
}

/// An object, and what it has beside the member at the cursor.
struct Given<'a, 'f> {
    node: &'a Node,
    beside: &'a Question<'f>,
}

impl Given<'_, '_> {
    fn has(&self, name: &str) -> bool {
        let here = match &self.beside.cursor.spot {
            Spot::Name(member) => Some(member.name_span.start),
            _ => None,
        };
        let members = self.node.members().unwrap_or_default();
        members.iter().any(|member| member.name == name && Some(member.name_span.start) != here)
    }

    fn has_property(&self, property: &PropertyDef) -> bool {
        self.has(property.name) || property.aliases.iter().any(|alias| self.has(alias))
    }

    /// True when it has nothing but these members.
    fn has_only(&self, names: &[&str]) -> bool {
        let members = self.node.members().unwrap_or_default();
        members.iter().filter(|member| self.has(&member.name)).all(|member| names.contains(&member.name.as_str()))
    }
}

fn member(name: &str, draft: Draft) -> Proposal {
    let retrigger = draft.is_bare();
    let what = What::Members(vec![(name.to_owned(), draft)]);
    Proposal { retrigger, ..Proposal::new(name, CompletionKind::Property, what) }
}

/// Members of the definition's own that have a meaning for the object.
fn own_members(object: &Given<'_, '_>, part: Part, slot: &Slot) -> Vec<Proposal> {
    let input_type = object.node.text("type").and_then(InputType::named);
    let has_meaning = |member: &&MemberDef| {
        part != Part::Input
            || member.input_types.is_empty()
            || input_type.is_none_or(|one| member.input_types.contains(&one))
    };
    let missing = part.members().iter().filter(has_meaning).filter(|member| !object.has(member.name));
    let proposal = |def: &MemberDef| {
        let draft = match def.shape {
            MemberShape::Name => Draft::stop(name_for(object, slot)),
            _ => skeleton::of_member(def),
        };
        let tier = if def.required { REQUIRED } else { OPTIONAL };
        let retrigger = draft.is_bare() && !matches!(def.shape, MemberShape::Name | MemberShape::Text);
        Proposal { tier, retrigger, ..member(def.name, draft) }.documented(accounts::of_member(def))
    };
    missing.map(proposal).collect()
}

/// A name to begin with for a part.
fn name_for(object: &Given<'_, '_>, slot: &Slot) -> String {
    let question = object.beside;
    match slot {
        Slot::Part(Part::Step) => match slot.owner(object.node, &question.file.catalogue) {
            Some(Owner::Block(def)) => steps::name_for(question, def),
            _ => String::new(),
        },
        Slot::Part(Part::Input) => match object.node.text("type").and_then(InputType::named) {
            Some(input_type) => parts::free_input_name(question, naming::name_of_input(input_type)),
            None => String::new(),
        },
        _ => String::new(),
    }
}

/// Properties of a block or of a tagged object.
fn properties(object: &Given<'_, '_>, owner: Owner, wires: bool) -> Vec<Proposal> {
    let properties = owner.properties();
    let missing = properties.into_iter().filter(|property| !property.flags.hidden && !object.has_property(property));
    let proposal = |property: &'static PropertyDef| {
        let draft = wired(object.beside, property).filter(|_| wires).unwrap_or_else(|| skeleton::of_property(property));
        let offers = property.shape.alternatives().iter().any(|shape| !matches!(shape, Shape::Text | Shape::Null));
        let (detail, documentation) = accounts::of_property(property);
        Proposal {
            tier: if property.is_required() { REQUIRED } else { OPTIONAL },
            retrigger: draft.is_bare() && offers,
            detail,
            ..member(property.name, draft)
        }
        .documented(documentation)
    };
    missing.map(proposal).collect()
}

/// The best reference for a property that takes nothing else.
fn wired(question: &Question<'_>, property: &'static PropertyDef) -> Option<Draft> {
    let only_references =
        property.is_required() && property.shape.alternatives().iter().all(|shape| matches!(shape, Shape::Selector(_)));
    let selectors = property.selectors();
    if !only_references || selectors.iter().any(|selector| selector.origin == Origin::Step) {
        return None;
    }
    let mut proposals = references::of(question, &selectors);
    proposals.sort_by_key(|proposal| proposal.tier);
    let best = proposals.into_iter().find(|proposal| !proposal.retrigger)?;
    Some(Draft::stop(best.label))
}

/// Whole parts, as members of one that has at most a name.
fn whole_parts(object: &Given<'_, '_>, part: Part) -> Vec<Proposal> {
    let named = object.has("name");
    if !object.has_only(&["name"]) {
        return Vec::new();
    }
    let whole = match part {
        Part::Input => parts::inputs(object.beside),
        Part::Step => steps::whole(object.beside),
        Part::Output => parts::outputs(object.beside),
        Part::Workflow => Vec::new(),
    };
    let proposals = whole.into_iter().filter_map(|proposal| {
        let What::Value(Draft::Object(mut members)) = proposal.what else { return None };
        members.retain(|(name, _)| !named || name != "name");
        Some(Proposal { tier: WHOLE + proposal.tier, what: What::Members(members), ..proposal })
    });
    proposals.collect()
}

/// The inputs of an inner workflow that are not bound yet.
fn bindings(object: &Given<'_, '_>, pointer: &Pointer) -> Vec<Proposal> {
    let question = object.beside;
    let inputs = parts::inputs_of_inner(question, pointer);
    let missing = inputs.into_iter().filter(|(name, _)| !object.has(name));
    let proposal = |(name, input_type): (String, Option<InputType>)| {
        let documentation = input_type.map(|one| one.word().doc).unwrap_or_default();
        member(&name, Draft::stop("")).documented(documentation)
    };
    missing.map(proposal).collect()
}

/// Names of data that have no operations yet.
fn chains(object: &Given<'_, '_>, property: &'static PropertyDef) -> Vec<Proposal> {
    let question = object.beside;
    let data = property.operates_on.and_then(|data| question.value_of_step(data)).and_then(Node::members);
    let data = data.unwrap_or_default();
    let missing = data.iter().filter(|member| !object.has(&member.name));
    let proposal = |data: &crate::document::Member| member(&data.name, Draft::List(Vec::new()));
    missing.map(proposal).collect()
}

/// Objects of the query language that may stand in a place.
pub(super) fn tagged_objects(question: &Question<'_>, slot: &Slot) -> Vec<Proposal> {
    let Some(tagged) = slot.tagged() else { return Vec::new() };
    let proposal = |tag: query::Tag| {
        let draft = skeleton::of_tag(tag.def, tag.text);
        Proposal { tier: tag.tier, ..Proposal::value(tag.text, CompletionKind::Operation, draft) }
            .documented(crate::block::description(tag.def.doc))
    };
    query::tags(question, tagged).into_iter().map(proposal).collect()
}
