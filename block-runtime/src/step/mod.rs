//! From the JSON of a step to arguments: every mistake in one pass, each with its place, what is accepted there and
//! the nearest known word.
//!
//! This is ordinary code that walks the table of a block ([`BlockDef`]); nothing here is generated per block.

mod check;
mod expectation;
mod literal;
mod object;
mod queries;
mod read;
mod reference;
mod tagged;

use crate::block::{Arg, BlockDef, Frame, Param, PropertyDef};
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Node, Place, Pointer, Span};
use crate::limits::MAX_NAME_BYTES;
use crate::value::Value;

pub use check::{Check, Configuration};
use expectation::expectation;
pub(crate) use expectation::literal_side;
use object::{Object, find};
use queries::AppliedTo;
pub use reference::{Reference, Target};
pub(crate) use tagged::read_tagged;

/// A step whose properties have been read.
#[derive(Debug, Clone)]
pub struct Step {
    /// Name of the step.
    pub name: String,
    /// Where the name stands.
    pub name_span: Span,
    /// Its block.
    pub def: &'static BlockDef,
    /// What it gives for each field of the block.
    pub args: Vec<Arg>,
    /// The references in its properties, in the order of the table.
    pub references: Vec<Reference>,
    /// Where the step stands.
    pub pointer: Pointer,
    /// Where the step stands in the text.
    pub span: Span,
    /// Its chains that are applied to data of other properties.
    applied: Vec<AppliedTo>,
}

impl Step {
    /// Where it stands.
    pub fn place(&self) -> Place {
        Place::new(self.pointer.clone(), &self.span)
    }
}

/// Reads a step of a known block.
///
/// Mistakes are appended to `diagnostics`; the step is returned when none of them is an error.
pub fn parse(
    def: &'static BlockDef,
    node: &Node,
    pointer: &Pointer,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Step> {
    let before = diagnostics.len();
    let step = parse_partly(def, node, pointer, diagnostics);
    step.filter(|_| !diagnostics[before..].iter().any(Diagnostic::is_error))
}

/// Reads as much of a step as there is, so that its references can be checked although other properties are wrong.
///
/// Mistakes are appended to `diagnostics`. The step is returned when it has a name; where one of its mistakes is an
/// error it is good for showing further ones and not for running.
pub fn parse_partly(
    def: &'static BlockDef,
    node: &Node,
    pointer: &Pointer,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Step> {
    let Some(members) = node.members() else {
        diagnostics.push(Diagnostic::error(
            Code::WrongType,
            pointer.clone(),
            node.span.clone(),
            format!("a step is an object, found {node}"),
        ));
        return None;
    };
    let before = diagnostics.len();
    let name = name(node, pointer, diagnostics);
    let mut references = Vec::new();
    let object = Object { owner: def.id, own: &["type", "name"], fields: def.fields, node, members, pointer };
    let args = object.read(&mut references, diagnostics);
    let mut applied = Vec::new();
    let sound = !diagnostics[before..].iter().any(Diagnostic::is_error);
    if sound {
        required_if(def, node, pointer, diagnostics);
        applied = queries::check(def, node, pointer, &args, diagnostics);
        if let Some(author_check) = def.check {
            author_check(&mut Check::new(Configuration::new(def, node), pointer, diagnostics));
        }
    }
    let (name, name_span) = name?;
    Some(Step { name, name_span, def, args, references, pointer: pointer.clone(), span: node.span.clone(), applied })
}

/// The name of a step, and where it stands.
fn name(node: &Node, pointer: &Pointer, diagnostics: &mut Vec<Diagnostic>) -> Option<(String, Span)> {
    let pointer = pointer.member("name");
    let Some(member) = node.get("name") else {
        diagnostics.push(
            Diagnostic::error(Code::MissingProperty, pointer, node.span.clone(), "the step has no `name`")
                .with_remedy("add a `name`, by which other steps and outputs refer to this one"),
        );
        return None;
    };
    let place = Place::new(pointer, &member.value.span);
    if let Some(name) = member.value.as_str() {
        diagnostics.extend(too_long(name, &place));
        return Some((name.to_owned(), place.span));
    }
    let message = format!("`name` must be text, found {}", member.value);
    diagnostics.push(Diagnostic::error_at(Code::WrongType, &place, message));
    None
}

/// What is to be said about a name that is too long.
pub(crate) fn too_long(name: &str, place: &Place) -> Option<Diagnostic> {
    (name.len() > MAX_NAME_BYTES).then(|| {
        let message = format!("the name has {} bytes, more than {MAX_NAME_BYTES}", name.len());
        Diagnostic::error_at(Code::TooLarge, place, message).with_remedy("shorten it")
    })
}

/// Reports properties that other properties make necessary.
fn required_if(def: &'static BlockDef, node: &Node, pointer: &Pointer, diagnostics: &mut Vec<Diagnostic>) {
    let configuration = Configuration::new(def, node);
    for property in def.properties() {
        let given =
            find(node, property).is_some_and(|member| !matches!(member.value.data, crate::document::Data::Null));
        if given {
            continue;
        }
        let Some(condition) = property.required_if.iter().find(|condition| configuration.satisfies(condition)) else {
            continue;
        };
        let because: Vec<String> =
            condition.iter().map(|(name, _)| format!("`{name}` is {}", configuration.json(name))).collect();
        diagnostics.push(
            Diagnostic::error(
                Code::RequiredHere,
                pointer.member(property.name),
                node.span.clone(),
                format!("`{}` is required when {}", property.name, because.join(" and ")),
            )
            .with_remedy(format!("add `{}`: {}", property.name, expectation(property.shape))),
        );
    }
}

/// Checks a value that is only known when the workflow runs against the property that it is bound to.
///
/// # Errors
/// What is wrong with it, for people.
pub fn check_value(property: &PropertyDef, value: &Value) -> Result<(), String> {
    literal::check_value(property, value)
}

/// Reads a literal that stands alone, as the property of a step is read.
///
/// Mistakes are appended to `diagnostics`; nothing is returned when one of them is an error.
pub(crate) fn read_literal<T: Param>(node: &Node, diagnostics: &mut Vec<Diagnostic>) -> Option<T> {
    let property = const { &PropertyDef::new("query", "", T::DECLARED) };
    let read = read::property(property, node, &Pointer::root(), &mut Vec::new(), diagnostics)?;
    T::from_arg(&read, &Frame::new(&[], &[], &[])).ok()
}
