//! What the inputs of an inner workflow stand for: references and literals of the workflow around it, or defaults.

use std::collections::HashMap;

use crate::diagnostic::{Code, Diagnostic, Remedy};
use crate::document::{Data, Node, Place};
use crate::suggest::{nearest, together};
use crate::value::Value;

use super::super::definition::{Definition, Input, InputData};
use super::super::level::Level;
use super::super::stage::{Findings, Stage};
use super::rewrite::{Names, Substitute};
use super::step::{Binding, InnerStep};

/// Binds the inputs of an inner workflow; nothing when that cannot be done.
pub(super) fn bind(
    inner: &InnerStep<'_>,
    level: &Level<'_>,
    definition: &Definition,
    findings: &mut Findings,
) -> Option<Names<Substitute>> {
    let inputs: HashMap<&str, &Input> =
        definition.inputs.iter().map(|input| (input.name.name.as_str(), input)).collect();
    let bound: HashMap<&str, &Binding> =
        inner.bindings.iter().map(|binding| (binding.input.name.as_str(), binding)).collect();
    let before = findings.error_count();
    for binding in &inner.bindings {
        if inputs.contains_key(binding.input.name.as_str()) {
            warn_of_literal(binding, findings);
        } else {
            findings.push(Stage::Bindings, unknown(inner, binding, definition));
        }
    }
    let defaults = defaults(level);
    let mut substitutes = Vec::with_capacity(definition.inputs.len());
    for input in &definition.inputs {
        let name = input.name.name.as_str();
        let substitute = match (bound.get(name), defaults.get(name)) {
            (Some(binding), _) => from_binding(binding),
            (None, Some(default)) if matches!(input.data, InputData::Parameter { .. }) => from_default(input, default),
            (None, _) => {
                findings.push(Stage::Bindings, missing(inner, input));
                continue;
            }
        };
        substitutes.push((name.to_owned(), substitute));
    }
    (findings.error_count() == before).then(|| substitutes.into_iter().collect())
}

/// The defaults that are not null, by the name of their input.
fn defaults<'n>(level: &Level<'n>) -> HashMap<&'n str, &'n Node> {
    let inputs = level.node.get("inputs").and_then(|member| member.value.elements()).unwrap_or_default();
    let default = |input: &'n Node| {
        let default = &input.get("default_value")?.value;
        let name = input.get("name")?.value.as_str()?;
        (!matches!(default.data, Data::Null)).then_some((name, default))
    };
    inputs.iter().filter_map(default).collect()
}

/// Literals become text, whatever they are; only references and texts keep their meaning.
fn from_binding(binding: &Binding) -> Substitute {
    let text = spelt(&binding.value);
    Substitute {
        value: Data::Text(text.clone()),
        text,
        what: format!("`{}` is bound here", binding.input.name),
        place: binding.place.clone(),
    }
}

fn from_default(input: &Input, default: &Node) -> Substitute {
    Substitute {
        value: default.data.clone(),
        text: spelt(default),
        what: format!("`{}` is not bound and has this default", input.name.name),
        place: Place::new(input.place.pointer.member("default_value"), &default.span),
    }
}

/// The value as text.
fn spelt(node: &Node) -> String {
    match node.as_str() {
        Some(text) => text.to_owned(),
        None => Value::from_json(&node.to_json()).python().to_string(),
    }
}

fn warn_of_literal(binding: &Binding, findings: &mut Findings) {
    if matches!(binding.value.data, Data::Null | Data::List(_) | Data::Object(_)) {
        let input = &binding.input.name;
        let message = format!("`{input}` is bound to {}, which the inner workflow receives as text", binding.value);
        let warning = Diagnostic::warning_at(Code::SuspiciousText, &binding.place, message)
            .with_remedy(format!("bind `{input}` to a parameter of the workflow that has this default"));
        findings.push(Stage::Bindings, warning);
    }
}

fn unknown(inner: &InnerStep<'_>, binding: &Binding, definition: &Definition) -> Diagnostic {
    /// More names than these do not help anybody.
    const SHOWN: usize = 8;
    let (name, input) = (&inner.name.name, &binding.input.name);
    let message = format!("`{input}` is bound, but the inner workflow `{name}` has no input `{input}`");
    let known = || definition.inputs.iter().map(|input| input.name.name.as_str()).take(SHOWN);
    let near = nearest(input, definition.inputs.iter().map(|input| input.name.name.as_str()).take(100));
    let remedy = match (near, definition.inputs.len()) {
        (Some(near), _) => Remedy::instead(near),
        (None, 0) => "it has no inputs; remove the binding".into(),
        (None, count) if count <= SHOWN => format!("its inputs are {}", together(known())).into(),
        (None, count) => format!("it has {count} inputs; check the spelling").into(),
    };
    Diagnostic::error_at(Code::UnknownBinding, &binding.input.place, message).with_remedy(remedy)
}

fn missing(inner: &InnerStep<'_>, input: &Input) -> Diagnostic {
    let (name, input_name) = (&inner.name.name, &input.name.name);
    let message = format!("the inner workflow `{name}` needs its input `{input_name}`, which is not bound");
    Diagnostic::error_at(Code::MissingBinding, &inner.bindings_place, message)
        .with_remedy(format!("add `{input_name}` to `parameter_bindings`, with a reference such as \"$inputs.<name>\""))
        .with_related_at(format!("the input `{input_name}`"), &input.place)
}
