//! The queries of a step: whether they can succeed, with each other and with the data that they are applied to.

use super::object::given;
use super::{Reference, Step};
use crate::block::{Arg, BlockDef};
use crate::diagnostic::{Code, Diagnostic, Remedy};
use crate::document::{Node, Place, Pointer, Token};
use crate::kind::KindInfo;
use crate::query::{Checker, Operation, Part, Sorts};
use crate::suggest::{nearest, together};
use crate::value::Value;

/// A chain that is applied to data of another property of its step.
#[derive(Debug, Clone)]
pub(crate) struct AppliedTo {
    /// The property that has the data.
    property: &'static str,
    /// Which of its members, where it has several.
    member: Option<String>,
    /// The first operation.
    operation: Operation,
    /// Where that stands.
    place: Place,
}

/// Warns of queries that can never succeed, whatever the data.
pub(super) fn check(
    def: &BlockDef,
    node: &Node,
    pointer: &Pointer,
    args: &[Arg],
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<AppliedTo> {
    let mut diagnostics_of_names = Vec::new();
    let mut checker = Checker::new(diagnostics);
    let mut applied = Vec::new();
    for (property, member, value) in given(def.fields, args, node) {
        if !property.shape.holds_queries() {
            continue;
        }
        let pointer = pointer.member(&member.name);
        checker.value(value, &Part::new(&member.value, pointer.clone()));
        let Some(data) = property.operates_on else { continue };
        match value {
            Value::Map(chains) => {
                diagnostics_of_names.extend(unknown_names(node, data, &member.value, &pointer));
                for (name, chain) in chains.iter() {
                    let part = member.value.get(name).map(|member| (&member.value, pointer.member(name)));
                    applied.extend(part.and_then(|(node, place)| first(data, Some(name), chain, node, &place)));
                }
            }
            chain => applied.extend(first(data, None, chain, &member.value, &pointer)),
        }
    }
    diagnostics.extend(diagnostics_of_names);
    applied
}

/// Warnings about chains for data that the step does not have.
fn unknown_names(step: &Node, data: &str, chains: &Node, pointer: &Pointer) -> Vec<Diagnostic> {
    let known: Vec<&str> = match step.get(data).and_then(|member| member.value.members()) {
        Some(members) => members.iter().map(|member| member.name.as_str()).collect(),
        None => Vec::new(),
    };
    let strangers = chains.members().unwrap_or_default().iter().filter(|chain| !known.contains(&chain.name.as_str()));
    strangers
        .map(|chain| {
            let message = format!("`{data}` has no `{}`, so these operations are applied to nothing", chain.name);
            let place = Place::new(pointer.member(&chain.name), &chain.name_span);
            let diagnostic = Diagnostic::warning_at(Code::UnknownProperty, &place, message);
            match nearest(&chain.name, known.iter().copied()) {
                Some(name) => diagnostic.with_remedy(Remedy::instead(name)),
                None if known.is_empty() => diagnostic.with_remedy("remove them"),
                None => diagnostic.with_remedy(format!("it has {}", together(known.iter().copied()))),
            }
        })
        .collect()
}

fn first(
    property: &'static str,
    member: Option<&String>,
    chain: &Value,
    node: &Node,
    pointer: &Pointer,
) -> Option<AppliedTo> {
    let Value::List(operations) = chain else { return None };
    let operation = operations.first()?.downcast::<Operation>()?.clone();
    let place = Place::new(pointer.element(0), &node.elements()?.first()?.span);
    Some(AppliedTo { property, member: member.cloned(), operation, place })
}

impl Step {
    /// Warnings about chains that are applied to what a reference leads to, which is of these kinds.
    pub(crate) fn unfit_chains(&self, reference: &Reference, kinds: &[&KindInfo]) -> Vec<Diagnostic> {
        let given = Sorts::of_kinds(kinds);
        let member = match reference.pointer.tokens().last() {
            Some(Token::Member(name)) if *name != reference.property.name => Some(name),
            _ => None,
        };
        let applied = self
            .applied
            .iter()
            .filter(|applied| applied.property == reference.property.name && applied.member.as_ref() == member);
        let unfit = applied.filter(|applied| !applied.operation.takes().overlaps(given));
        unfit
            .map(|applied| {
                let (name, takes) = (applied.operation.name(), applied.operation.takes());
                let text = &reference.text;
                let message = format!("`{name}` takes {takes}, but `{text}` is {given}, so it always fails");
                Diagnostic::warning_at(Code::KindMismatch, &applied.place, message)
                    .with_remedy("begin with an operation that takes such data, or bind other data")
                    .with_related("the data", reference.pointer.clone(), reference.span.clone())
            })
            .collect()
    }
}
