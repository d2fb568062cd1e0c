//! Reading tagged objects: what `type` says they are, and then their properties as those of a step.

use super::object::Object;
use super::{Reference, Target};
use crate::block::{Frame, TaggedMember, TaggedShape};
use crate::diagnostic::{Code, Diagnostic, Remedy};
use crate::document::{Data, Node, Pointer};
use crate::suggest::{nearest, together};
use crate::value::{ConversionError, Value};

/// The object that stands in a place, as [`Value::Native`] of the type that stands for all objects of the place.
///
/// Mistakes are appended to `diagnostics`; nothing is returned when one of them is an error.
pub(super) fn read(
    shape: &TaggedShape,
    node: &Node,
    pointer: &Pointer,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Value> {
    let Some(members) = node.members() else {
        let message = format!("expected {}, which is an object with a `type`, found {node}", shape.expected);
        diagnostics.push(Diagnostic::error(Code::WrongType, pointer.clone(), node.span.clone(), message));
        return None;
    };
    let member = of_type(shape, node, pointer).map_err(|diagnostic| diagnostics.push(diagnostic)).ok()?;
    let owner = member.def.tags.first().copied().unwrap_or(member.def.name);
    let object = Object { owner, own: &["type"], fields: member.def.fields, node, members, pointer };
    let before = diagnostics.len();
    // No property of a tagged object is a reference; text that looks like one is text.
    let args = object.read(&mut Vec::<Reference>::new(), diagnostics);
    for member in members {
        unresolved(&member.value, &pointer.member(&member.name), diagnostics);
    }
    if diagnostics[before..].iter().any(Diagnostic::is_error) {
        return None;
    }
    match (member.make)(&Frame::new(member.def.fields, &args, &[])) {
        Ok(value) => Some(value),
        Err(error) => {
            let pointer = pointer.member(error.property);
            diagnostics.push(Diagnostic::error(Code::WrongType, pointer, node.span.clone(), error.to_string()));
            None
        }
    }
}

/// The object that the `type` of a node names.
fn of_type(shape: &TaggedShape, node: &Node, pointer: &Pointer) -> Result<&'static TaggedMember, Diagnostic> {
    let pointer = pointer.member("type");
    let Some(member) = node.get("type") else {
        let message = format!("{} has a `type`, and it is missing", shape.expected);
        let remedy = format!("add `type`: {}", together(shape.tags()));
        return Err(Diagnostic::error(Code::MissingProperty, pointer, node.span.clone(), message).with_remedy(remedy));
    };
    let tag = member.value.as_str();
    if let Some(known) = tag.and_then(|tag| shape.find(tag)) {
        return Ok(known);
    }
    let message = format!("{} is no type of {}", member.value, shape.expected);
    let around = tag.filter(|tag| !tag.is_empty()).and_then(|tag| shape.tags().find(|known| known.contains(tag)));
    let remedy = match tag.and_then(|tag| nearest(tag, shape.tags())).or(around) {
        Some(word) => Remedy::instead(word),
        None => format!("known are {}", together(shape.tags())).into(),
    };
    Err(Diagnostic::error(Code::UnknownValue, pointer, member.value.span.clone(), message).with_remedy(remedy))
}

/// Reads an object that is data and not part of a workflow.
///
/// # Errors
/// [`ConversionError`] with everything that is wrong.
pub(crate) fn read_tagged<T: Clone + crate::value::Native>(
    shape: &TaggedShape,
    value: &Value,
) -> Result<T, ConversionError> {
    let json = value.to_json().ok_or_else(|| ConversionError::wrong_type(shape.expected, value))?;
    let mut diagnostics = Vec::new();
    let read = read(shape, &Node::from_json(&json), &Pointer::root(), &mut diagnostics);
    if let Some(object) = read.as_ref().and_then(Value::downcast::<T>) {
        return Ok(object.clone());
    }
    let mistakes = diagnostics.iter().filter(|diagnostic| diagnostic.is_error()).map(|diagnostic| {
        let Diagnostic { pointer, message, .. } = diagnostic;
        if pointer.tokens().is_empty() { message.clone() } else { format!("{pointer}: {message}") }
    });
    let found = format!("one in which {}", mistakes.collect::<Vec<_>>().join("; "));
    Err(ConversionError::WrongType { expected: shape.expected.to_owned(), found })
}

/// Warns of text within a tagged object that looks like a reference, also where it stands in lists and plain objects.
fn unresolved(node: &Node, pointer: &Pointer, diagnostics: &mut Vec<Diagnostic>) {
    match &node.data {
        Data::Text(text) if Target::is_reference(text) => {
            let message =
                format!("{node} is taken as text: references are not followed inside operations and statements");
            let remedy = "write the value itself, or use a `DynamicOperand` with the name of a parameter that the block hands in";
            diagnostics.push(
                Diagnostic::warning(Code::SuspiciousText, pointer.clone(), node.span.clone(), message)
                    .with_remedy(remedy),
            );
        }
        Data::List(elements) => {
            for (place, element) in elements.iter().enumerate() {
                unresolved(element, &pointer.element(place), diagnostics);
            }
        }
        // Tagged objects have their own say.
        Data::Object(members) if node.get("type").is_none() => {
            for member in members {
                unresolved(&member.value, &pointer.member(&member.name), diagnostics);
            }
        }
        _ => {}
    }
}
