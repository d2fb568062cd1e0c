//! Members that are missing.

use serde_json::{Value as Json, json};

use super::names::free_name;
use super::site::{Site, element_of, member_of, site};
use super::trial::Reach;
use super::{Bench, declare, references};
use crate::block::{Default, PropertyDef, Shape};
use crate::describe;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Data, Node, Token};
use crate::ide::examples::literal_examples;
use crate::ide::naming::name_of_input;
use crate::ide::slot::Owner;
use crate::ide::wanted::Wanted;
use crate::ide::{Edit, surgery};
use crate::step::Target;
use crate::workflow::{InputType, MemberDef, MemberShape};

/// A value for a member that is missing, and what has to be declared for it.
#[derive(Clone)]
struct Candidate {
    value: Json,
    declared: Option<Edit>,
}

impl From<Json> for Candidate {
    fn from(value: Json) -> Self {
        Self { value, declared: None }
    }
}

/// Adds what is missing, and all that is missing in the same object.
pub(super) fn propose(bench: &mut Bench<'_, '_>) {
    let Some((around, name)) = member_of(&bench.finding.pointer) else { return };
    let Some(found) = site(bench.file, around) else { return };
    if let Some(member) = found.node.get(name) {
        return replace_null(bench, &found, &member.value, around, name);
    }
    let Some(chosen) = add_one(bench, &found, around, name) else { return };
    add_all(bench, &found, around, (name, chosen));
}

/// Offers the first value that holds.
fn add_one(bench: &mut Bench<'_, '_>, found: &Site<'_>, around: &[Token], name: &str) -> Option<Candidate> {
    for candidate in candidates(bench, found, around, name) {
        let title = match candidate.declared {
            Some(_) => format!("Add `{name}` and an input for it"),
            None => format!("Add `{name}`"),
        };
        let Some(edits) = edits(bench, found.node, &[(name, candidate.clone())]) else { continue };
        if bench.prefer(title, edits, Reach::Part) {
            return Some(candidate);
        }
    }
    None
}

/// Where this is the first of several members that are missing in one object, offers to add them all.
fn add_all(bench: &mut Bench<'_, '_>, found: &Site<'_>, around: &[Token], first: (&str, Candidate)) {
    let missing: Vec<&Diagnostic> =
        bench.file.diagnostics().iter().filter(|other| is_missing_in(other, around)).collect();
    if missing.len() < 2 || missing.first().is_none_or(|one| !std::ptr::eq(*one, bench.finding)) {
        return;
    }
    let mut members = vec![first];
    for other in missing.iter().skip(1) {
        let Some((_, name)) = member_of(&other.pointer) else { return };
        let mut holding = candidates(bench, found, around, name).into_iter().filter(|candidate| {
            let edits = edits(bench, found.node, &[(name, candidate.clone())]);
            edits.and_then(|edits| bench.holding(edits, &[*other], Reach::Part)).is_some()
        });
        let Some(candidate) = holding.next() else { return };
        members.push((name, candidate));
    }
    // Members that want the same input share it.
    let Some(edits) = edits(bench, found.node, &members) else { return };
    if let Some(edits) = bench.holding(edits, &missing, Reach::Part) {
        let (title, finding) = (format!("Add all {} missing properties", missing.len()), bench.finding);
        bench.fixes.push(super::Fix { title, finding, edits, is_preferred: false });
    }
}

fn is_missing_in(finding: &Diagnostic, around: &[Token]) -> bool {
    matches!(finding.code, Code::MissingProperty | Code::RequiredHere)
        && member_of(&finding.pointer).is_some_and(|(path, _)| path == around)
}

fn edits(bench: &Bench<'_, '_>, object: &Node, members: &[(&str, Candidate)]) -> Option<Vec<Edit>> {
    let written: Vec<(String, Json)> =
        members.iter().map(|(name, candidate)| ((*name).to_owned(), candidate.value.clone())).collect();
    let mut edits = vec![surgery::add_members(bench.source(), object, &written)?];
    for edit in members.iter().filter_map(|(_, candidate)| candidate.declared.as_ref()) {
        if !edits.contains(edit) {
            edits.push(edit.clone());
        }
    }
    Some(edits)
}

/// A member that is there, but says nothing, gets a value.
fn replace_null(bench: &mut Bench<'_, '_>, found: &Site<'_>, value: &Node, around: &[Token], name: &str) {
    if !matches!(value.data, Data::Null) || value.span.is_empty() {
        return;
    }
    for Candidate { value: json, declared } in candidates(bench, found, around, name) {
        let mut edits = vec![Edit { span: value.span.clone(), text: bench.file.notation.line(&json) }];
        edits.extend(declared);
        if bench.prefer(format!("Change `{name}` to `{json}`"), edits, Reach::Part) {
            return;
        }
    }
}

/// Values to try, the best first.
fn candidates(bench: &Bench<'_, '_>, found: &Site<'_>, around: &[Token], name: &str) -> Vec<Candidate> {
    let part = found.slot.part();
    if let Some(member) = part.and_then(|part| part.member(name)) {
        return of_member(bench, found.node, around, member);
    }
    match found.slot.owner(found.node, &bench.file.catalogue) {
        Some(owner) => {
            owner.property(name).map(|property| of_property(bench, found, around, owner, property)).unwrap_or_default()
        }
        None => Vec::new(),
    }
}

fn of_property(
    bench: &Bench<'_, '_>,
    found: &Site<'_>,
    around: &[Token],
    owner: Owner,
    property: &'static PropertyDef,
) -> Vec<Candidate> {
    const MOST: usize = 6;
    let mut candidates: Vec<Candidate> = Vec::new();
    let takes_values =
        property.shape.alternatives().iter().any(|shape| !matches!(shape, Shape::Selector(_) | Shape::Null));
    let slot = found.slot.member(found.node, property.name, &bench.file.catalogue);
    let wanted = Wanted::of(&slot).filter(|_| matches!(owner, Owner::Block(_)));
    let scope = bench.file.symbols.scope_at(bench.finding.span.start);
    if let Some(wanted) = wanted.as_ref().filter(|_| !takes_values) {
        let found = references::to_data(bench.file, scope, around, wanted);
        candidates.extend(found.into_iter().take(MOST).map(|reference| Candidate::from(json!(reference))));
        let fresh = declare::fresh(bench.file, scope, property.name, wanted);
        candidates.extend(
            fresh.into_iter().map(|(reference, edit)| Candidate { value: json!(reference), declared: Some(edit) }),
        );
        return candidates;
    }
    if let Default::Value(make) = property.default {
        candidates.push(make().into());
    }
    candidates.extend(literal_examples(property).map(Candidate::from));
    candidates.push(describe::made_up(property.shape, property).into());
    if let Default::Empty(make) = property.default {
        candidates.push(make().into());
    }
    candidates.extend(emptiest(property.shape).map(Candidate::from));
    candidates
}

/// The value of a shape that says least.
fn emptiest(shape: &Shape) -> impl Iterator<Item = Json> {
    shape.alternatives().into_iter().filter_map(|shape| match shape {
        Shape::List(_) | Shape::Custom(_) => Some(json!([])),
        Shape::Map(_) => Some(json!({})),
        Shape::Text => Some(json!("")),
        _ => None,
    })
}

/// Values for members that definitions have of their own.
fn of_member(bench: &Bench<'_, '_>, object: &Node, around: &[Token], member: &MemberDef) -> Vec<Candidate> {
    let values: Vec<Json> = match member.shape {
        MemberShape::Version => vec![json!("1.0")],
        MemberShape::List(_) => vec![json!([])],
        MemberShape::Choice([only]) => vec![json!(only.text)],
        MemberShape::Choice(_) => of_type(bench, object),
        MemberShape::Name => {
            let list = element_of(around).map_or(around, |(list, _)| list);
            vec![json!(free_name(bench.file, list, &name_for(object, list)))]
        }
        MemberShape::Selector => {
            let scope = bench.file.symbols.scope_at(bench.finding.span.start);
            let found = references::to_data(bench.file, scope, around, &Wanted::Anything);
            found.into_iter().take(1).map(Json::from).collect()
        }
        _ => Vec::new(),
    };
    values.into_iter().map(Candidate::from).collect()
}

/// The types that an input may have, by its name.
fn of_type(bench: &Bench<'_, '_>, input: &Node) -> Vec<Json> {
    let name = input.text("name").unwrap_or_default();
    let file = bench.file;
    let scope = file.symbols.scope_at(bench.finding.span.start);
    let symbol = crate::ide::Symbol::Input(name.to_owned());
    let mut uses = file.symbols.occurrences.iter().filter(|place| place.scope == scope && place.symbol == symbol);
    let wanted = uses.find_map(|place| Wanted::of(&site(file, place.pointer.tokens())?.slot));
    let declarations = declare::declarations(name, wanted.as_ref().unwrap_or(&Wanted::Anything));
    declarations.into_iter().filter_map(|input| input.get("type").cloned()).collect()
}

/// What a part is usually called.
fn name_for(part: &Node, list: &[Token]) -> String {
    match part.text("selector").and_then(Target::parse) {
        Some(Target::Output { step: name, output }) => return if output == "*" { name } else { output },
        Some(Target::Input(name) | Target::Step(name)) => return name,
        None => {}
    }
    let type_name = part.text("type").unwrap_or_default();
    if let Some(input_type) = InputType::named(type_name) {
        return name_of_input(input_type).to_owned();
    }
    let local = type_name.rsplit_once('/').map_or(type_name, |(_, local)| local);
    match (local.split('@').next(), list.last()) {
        (_, Some(Token::Member(list))) if list == "outputs" => "result".to_owned(),
        (Some("") | None, Some(Token::Member(list))) => list.trim_end_matches('s').to_owned(),
        (word, _) => word.unwrap_or_default().to_owned(),
    }
}
