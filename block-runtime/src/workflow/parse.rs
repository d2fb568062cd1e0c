//! From a document to a definition, with every mistake in one pass.

use std::collections::HashSet;

use crate::block::Entry;
use crate::catalogue::{Catalogue, Search};
use crate::diagnostic::{Code, Diagnostic, Remedy};
use crate::document::{Data, Node, Pointer};
use crate::limits::{MAX_INPUTS, MAX_KINDS, MAX_OUTPUTS};
use crate::step::{self, Configuration};
use crate::suggest::nearest_for_few;
use crate::value::Value;
use crate::version::{self, Requirement};

use super::definition::{Definition, Input, InputData, Kinds, Named, OutputDefinition, StepDefinition};
use super::form::{Coordinates, InputType, JSON_FIELD, Part};
use super::inner::Expansion;
use super::level::Level;
use super::members::Members;
use super::stage::{Findings, Stage};

/// Reads a definition as far as it can be read; what is wrong with it is added to `findings`.
pub fn parse(expansion: &Expansion<'_>, catalogue: &Catalogue, findings: &mut Findings) -> Definition {
    let mut diagnostics = Vec::new();
    let reader = Reader { level: &expansion.level, dynamic_types: expansion.dynamic_types(), catalogue };
    let definition = reader.definition("the workflow", &mut diagnostics, |members| version(members, findings));
    findings.extend(Stage::Syntax, diagnostics);
    let definition = definition.unwrap_or_default();
    Definition { expanded: expansion.expanded().to_vec(), ..definition }
}

/// Reads an inner workflow. The engine that it asks for does not matter, since it runs on that of the workflow around it.
pub(super) fn inner(
    level: &Level<'_>,
    dynamic_types: &HashSet<String>,
    catalogue: &Catalogue,
    findings: &mut Findings,
) -> Option<Definition> {
    let mut diagnostics = Vec::new();
    let reader = Reader { level, dynamic_types, catalogue };
    let definition = reader.definition("the inner workflow", &mut diagnostics, |members| {
        members.text("version", ADD_VERSION);
    });
    findings.extend(Stage::Syntax, diagnostics);
    definition
}

struct Reader<'a> {
    level: &'a Level<'a>,
    /// Types of blocks that definitions bring along.
    dynamic_types: &'a HashSet<String>,
    catalogue: &'a Catalogue,
}

impl Reader<'_> {
    fn definition(
        &self,
        what: &'static str,
        diagnostics: &mut Vec<Diagnostic>,
        version: impl FnOnce(&mut Members<'_, '_>),
    ) -> Option<Definition> {
        let Level { node, pointer, .. } = self.level;
        let mut members = Members::of(what, node, pointer.clone(), diagnostics)?;
        members.warn_of_strangers(&Part::Workflow.names());
        version(&mut members);
        let inputs = members.list("inputs", "add `\"inputs\": []` and list in it what the workflow is given");
        let steps = members.list("steps", "add `\"steps\": []` and list in it what the workflow does");
        let outputs = members.list("outputs", "add `\"outputs\": []` and list in it what the workflow gives back");
        let inputs = within("inputs", inputs, MAX_INPUTS, &mut members);
        let outputs = within("outputs", outputs, MAX_OUTPUTS, &mut members).map(|_| self.level.outputs.as_slice());
        let mut unread = self.level.unread.clone();
        unread.nameless_inputs |= inputs.is_none();
        unread.nameless_steps |= steps.is_none();
        let inputs = each(inputs.unwrap_or_default().iter().enumerate(), |(index, node)| {
            let input = input(node, pointer.member("inputs").element(index), diagnostics);
            if input.is_none() {
                remember(node, &mut unread.inputs, &mut unread.nameless_inputs);
            }
            input
        });
        let steps = each(&self.level.steps, |part| {
            let step = self.step(&part.node, &part.pointer, diagnostics);
            if step.is_none() {
                remember(&part.node, &mut unread.steps, &mut unread.nameless_steps);
            }
            step
        });
        let outputs = each(outputs.unwrap_or_default(), |part| output(&part.node, part.pointer.clone(), diagnostics));
        Some(Definition { inputs, steps, outputs, unread, expanded: Vec::new() })
    }

    fn step(&self, node: &Node, pointer: &Pointer, diagnostics: &mut Vec<Diagnostic>) -> Option<StepDefinition> {
        let mut members = Members::of("the step", node, pointer.clone(), diagnostics)?;
        let type_name = members.text("type", "add the `type` of a block; `blocks list` shows them all")?;
        let entry = *self.find_block(&type_name, diagnostics)?;
        let before = diagnostics.len();
        let step = step::parse_partly(entry.def, node, pointer, diagnostics)?;
        let faulty = diagnostics[before..].iter().any(Diagnostic::is_error);
        if faulty && entry.def.dynamic_outputs.is_some() {
            // What it gives back cannot be known, so nothing is said about references to it.
            return None;
        }
        if let Some(instead) = entry.def.deprecated {
            let message = format!("`{}` is deprecated", type_name.name);
            diagnostics.push(Diagnostic::warning_at(Code::Deprecated, &type_name.place, message).with_remedy(instead));
        }
        let dynamic_outputs = Configuration::new(entry.def, node).dynamic_outputs();
        let dynamic_outputs = dynamic_outputs
            .map(|outputs| outputs.into_iter().map(|output| (output.name, Kinds::of(output.kinds))).collect());
        Some(StepDefinition { step, entry, dynamic_outputs })
    }

    fn find_block(&self, type_name: &Named, diagnostics: &mut Vec<Diagnostic>) -> Option<&Entry> {
        let Named { name, place } = type_name;
        let diagnostic = match self.catalogue.search(name) {
            Search::Found(entry) => return Some(entry),
            Search::Unknown if self.dynamic_types.contains(name) => return None,
            Search::OtherEngine(entry) => Diagnostic::error_at(
                Code::UnknownType,
                place,
                format!("`{name}` needs an engine of version `{}`; this one is {}", entry.def.engine, version::ENGINE),
            )
            .with_remedy("use another version of the block"),
            Search::Unknown => {
                let diagnostic =
                    Diagnostic::error_at(Code::UnknownType, place, format!("no block has the type `{name}`"));
                match self.meant_block(diagnostics.len(), name) {
                    Some(id) => diagnostic.with_remedy(Remedy::instead(id)),
                    None => diagnostic.with_remedy("`blocks list` shows all types"),
                }
            }
        };
        diagnostics.push(diagnostic);
        None
    }

    /// The type that is most like a name, which may lack the namespace and the version. `findings` is how many there are.
    fn meant_block(&self, findings: usize, name: &str) -> Option<&'static str> {
        if let Some(id) = nearest_for_few(findings, name, self.catalogue.identifiers()) {
            return Some(id);
        }
        let short = |id: &'static str| {
            let local = id.rsplit_once('/').map_or(id, |(_, local)| local);
            if name.contains('@') { local } else { local.split('@').next().unwrap_or(local) }
        };
        let known =
            || self.catalogue.runnable().filter(|entry| entry.def.deprecated.is_none()).map(|entry| entry.def.id);
        let meant = nearest_for_few(findings, name, known().map(short))?;
        known().filter(|id| short(id) == meant).last()
    }
}

/// The parts, where there are not too many of them.
fn within<'n>(
    name: &str,
    parts: Option<&'n [Node]>,
    limit: usize,
    members: &mut Members<'_, '_>,
) -> Option<&'n [Node]> {
    let parts = parts?;
    if parts.len() > limit {
        let message = format!("there are {} {name}, more than {limit}", parts.len());
        members.report(
            Diagnostic::error_at(Code::TooMany, &members.place_of(name), message)
                .with_remedy("split the workflow into several"),
        );
    }
    (parts.len() <= limit).then_some(parts)
}

fn each<I, T>(parts: impl IntoIterator<Item = I>, read: impl FnMut(I) -> Option<T>) -> Vec<T> {
    parts.into_iter().filter_map(read).collect()
}

/// Notes the name of a part that could not be read.
pub(super) fn remember(node: &Node, names: &mut HashSet<String>, nameless: &mut bool) {
    match node.get("name").and_then(|member| member.value.as_str()) {
        Some(name) => {
            names.insert(name.to_owned());
        }
        None => *nameless = true,
    }
}

/// What clients know as the reason why a version cannot be read.
pub(crate) fn version_error(code: Code) -> &'static str {
    if code == Code::WrongType { "TypeError" } else { "InvalidVersion" }
}

const ADD_VERSION: &str = "add `\"version\": \"1.0\"`";

fn version(members: &mut Members<'_, '_>, findings: &mut Findings) {
    let Some(node) = members.required("version", ADD_VERSION) else { return };
    let place = members.place_of("version");
    let wanted = match &node.data {
        Data::Null => return members.wrong_type("version", node, "text such as \"1.0\""),
        Data::Text(text) if text.is_empty() => return,
        Data::Text(text) => Requirement::of_workflow(text).map_err(|error| (Code::MalformedVersion, error.to_string())),
        _ => Err((Code::WrongType, format!("a version is text, found {node}"))),
    };
    match wanted {
        Ok(requirement) if requirement.is_met() => {}
        Ok(requirement) => findings.push(
            Stage::Engine,
            Diagnostic::error_at(
                Code::Version,
                &place,
                format!("no engine is `{requirement}`; available is {}", version::ENGINE),
            )
            .with_remedy("write `\"1.0\"`, which every engine of version 1 runs"),
        ),
        Err((code, message)) => findings.push(
            Stage::Engine,
            Diagnostic::error_at(code, &place, message).with_remedy("write the version as text, such as \"1.0\""),
        ),
    }
}

fn input(node: &Node, pointer: Pointer, diagnostics: &mut Vec<Diagnostic>) -> Option<Input> {
    let mut members = Members::of("the input", node, pointer, diagnostics)?;
    members.warn_of_strangers(&Part::Input.names());
    let name = members.name("add a `name`, by which steps and outputs refer to the input");
    let data = input_data(&mut members);
    let kinds = input_kinds(&mut members);
    let (name, (input_type, data), kinds) = (name?, data?, kinds?);
    let kinds = kinds.unwrap_or_else(|| Kinds::one(input_type.usual_kind()));
    Some(Input { name, data, kinds, kinds_place: members.place_of("kind"), place: members.place() })
}

fn input_data(members: &mut Members<'_, '_>) -> Option<(InputType, InputData)> {
    let remedy = "add a `type`, such as \"WorkflowImage\" or \"WorkflowParameter\"";
    let type_name = members.text("type", remedy)?;
    let written = members.get("dimensionality");
    let dimensionality = members.integer("dimensionality");
    if written.is_some() && dimensionality.is_none() {
        return None;
    }
    let Some(input_type) = InputType::named(&type_name.name) else {
        if let Some(node) = members.get("type") {
            members.unknown_value("type", node, &InputType::ALL.map(|one| one.word().text));
        }
        return None;
    };
    let place = members.place_of("dimensionality");
    if let (Some(expected), Some(found)) = (input_type.dimensionality(), dimensionality)
        && found != expected
    {
        let message = format!("`dimensionality` of a {} is always {expected}, found {found}", type_name.name);
        members.report(Diagnostic::error_at(Code::OutOfRange, &place, message).with_remedy("remove it"));
        return None;
    }
    let data = match input_type {
        InputType::Image | InputType::InferenceImage => InputData::Images,
        InputType::VideoMetadata => InputData::VideoMetadata,
        InputType::Batch => InputData::Batch { dimensionality: dimensionality.unwrap_or(1), place },
        InputType::Parameter | InputType::InferenceParameter => {
            let default = members.get("default_value").map_or(Value::Null, |node| Value::from_json(&node.to_json()));
            InputData::Parameter { default }
        }
    };
    Some((input_type, data))
}

/// The kinds of an input: nothing when they are wrong, `Some(None)` when they are not given.
#[expect(clippy::option_option, reason = "the outer option is that of every reader here, the inner one the default")]
fn input_kinds(members: &mut Members<'_, '_>) -> Option<Option<Kinds>> {
    let Some(node) = members.get("kind") else { return Some(None) };
    let expected = "a list of kinds, such as [\"image\"]";
    let Some(elements) = node.elements() else {
        members.wrong_type("kind", node, expected);
        return None;
    };
    if elements.len() > MAX_KINDS {
        let message = format!("the input has {} kinds, more than {MAX_KINDS}", elements.len());
        let remedy = "leave `kind` out if the data may be anything";
        members.report(Diagnostic::error_at(Code::TooMany, &members.place_of("kind"), message).with_remedy(remedy));
        return None;
    }
    let mut names = Vec::with_capacity(elements.len());
    for (index, element) in elements.iter().enumerate() {
        let name = element.as_str().or_else(|| element.get("name").and_then(|member| member.value.as_str()));
        let Some(name) = name else {
            members.wrong_type("kind", element, expected);
            return None;
        };
        if crate::kind::find(name).is_none() {
            members.unknown_kind(index, element, name);
        }
        names.push(name.to_owned());
    }
    Some(Some(Kinds::new(names)))
}

fn output(node: &Node, pointer: Pointer, diagnostics: &mut Vec<Diagnostic>) -> Option<OutputDefinition> {
    let mut members = Members::of("the output", node, pointer, diagnostics)?;
    members.warn_of_strangers(&Part::Output.names());
    let is_field = match members.text("type", "add `\"type\": \"JsonField\"`") {
        Some(type_name) if type_name.name == JSON_FIELD.text => true,
        Some(_) => {
            if let Some(node) = members.get("type") {
                members.unknown_value("type", node, &[JSON_FIELD.text]);
            }
            false
        }
        None => false,
    };
    let name = members.name("add a `name`, under which the result stands");
    let selector = members.text("selector", "add a `selector`, such as \"$steps.<step>.<output>\"");
    let coordinates = coordinates(&mut members);
    let (name, Named { name: selector, place: selector_place }, coordinates) = (name?, selector?, coordinates?);
    is_field.then_some(OutputDefinition { name, selector, selector_place, coordinates })
}

fn coordinates(members: &mut Members<'_, '_>) -> Option<Coordinates> {
    let name = "coordinates_system";
    let Some(node) = members.get(name) else { return Some(Coordinates::default()) };
    let Some(text) = node.as_str() else {
        members.wrong_type(name, node, "\"parent\" or \"own\"");
        return None;
    };
    let known = Coordinates::named(text);
    if known.is_none() {
        members.unknown_value(name, node, &Coordinates::ALL.map(|one| one.word().text));
    }
    known
}
