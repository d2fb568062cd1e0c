//! Whole inputs and outputs, and what is known about the inputs of inner workflows.

use std::collections::{HashMap, HashSet};

use serde_json::json;

use super::draft::Draft;
use super::{CompletionKind, Proposal, Question, What, references};
use crate::block::{Origin, Selector, Shape, description};
use crate::document::{Node, Pointer};
use crate::ide::naming::{name_of_input, unique_name};
use crate::ide::sources::Source;
use crate::ide::symbols::{Role, Symbol};
use crate::kind::WILDCARD;
use crate::step::{Reference, Target};
use crate::workflow::InputType;
use crate::workflow::form::JSON_FIELD;

/// A whole input of each type, and one for each that is referred to and not there.
pub(super) fn inputs(question: &Question<'_>) -> Vec<Proposal> {
    let mut proposals = missing_inputs(question);
    for input_type in InputType::ALL {
        const LAST: usize = 2;
        let older = matches!(input_type, InputType::InferenceImage | InputType::InferenceParameter);
        let name = free_input_name(question, name_of_input(input_type));
        let word = input_type.word();
        let members = vec![("type".to_owned(), Draft::text(word.text)), ("name".to_owned(), Draft::stop(name))];
        let proposal = Proposal::new(word.text, CompletionKind::Snippet, What::Value(Draft::Object(members)));
        proposals.push(Proposal { tier: 1 + usize::from(older) * LAST, ..proposal.documented(word.doc) });
    }
    proposals
}

/// A name that no other input has.
pub(super) fn free_input_name(question: &Question<'_>, word: &str) -> String {
    unique_name(word, |name| question.inventory.inputs.iter().any(|input| input.name == name))
}

/// Inputs that are referred to and not there.
fn missing_inputs(question: &Question<'_>) -> Vec<Proposal> {
    let file = question.file;
    let references = file.analysis.definition.steps.iter().flat_map(|step| &step.step.references);
    let by_place: HashMap<&Pointer, &Reference> = references.map(|reference| (&reference.pointer, reference)).collect();
    let Some(scope) = file.symbols.scopes.get(question.cursor.scope) else { return Vec::new() };
    let mut known: HashSet<&str> = scope.inputs.iter().map(|input| input.name.as_str()).collect();
    let mut proposals = Vec::new();
    for occurrence in file.symbols.occurrences.iter().filter(|one| one.scope == question.cursor.scope) {
        let (Symbol::Input(name), Role::Reference(_)) = (&occurrence.symbol, &occurrence.role) else { continue };
        if name.is_empty() || !known.insert(name) {
            continue;
        }
        let (input_type, kinds) = by_place.get(&occurrence.pointer).map_or_else(
            || (InputType::Parameter, Vec::new()),
            |reference| (type_for(reference), kinds_of(&reference.selector)),
        );
        let mut members = vec![
            ("type".to_owned(), Draft::text(input_type.word().text)),
            ("name".to_owned(), Draft::text(name.as_str())),
        ];
        if !kinds.is_empty() && kinds != [input_type.usual_kind()] {
            members.push(("kind".to_owned(), Draft::Value(json!(kinds))));
        }
        let label = Target::Input(name.clone()).to_string();
        let proposal = Proposal::new(label, CompletionKind::Snippet, What::Value(Draft::Object(members)));
        let detail = Some(input_type.word().text.to_owned());
        let documentation = format!("The input `{name}` is referred to, and there is none of this name yet.");
        proposals.push(Proposal { detail, ..proposal.documented(documentation) });
    }
    proposals
}

fn kinds_of(selector: &Selector) -> Vec<&'static str> {
    selector.kinds.iter().map(|kind| kind.name).filter(|kind| *kind != WILDCARD).collect()
}

/// The type of an input for a place that accepts what the reference there leads to.
fn type_for(reference: &Reference) -> InputType {
    let kinds = kinds_of(&reference.selector);
    let is_literal = |shape: &&Shape| !matches!(shape, Shape::Selector(_) | Shape::Null);
    match reference.selector.origin {
        Origin::WorkflowImage => InputType::Image,
        Origin::WorkflowVideoMetadata => InputType::VideoMetadata,
        Origin::WorkflowParameter => InputType::Parameter,
        _ if kinds.contains(&"image") => InputType::Image,
        _ if kinds.contains(&"video_metadata") => InputType::VideoMetadata,
        _ if kinds.is_empty() || reference.property.shape.alternatives().iter().any(is_literal) => InputType::Parameter,
        _ => InputType::Batch,
    }
}

/// A whole output for each output of a step that is not given back yet.
pub(super) fn outputs(question: &Question<'_>) -> Vec<Proposal> {
    let root = &question.file.document.root;
    let Some(scope) = question.file.symbols.scopes.get(question.cursor.scope) else { return Vec::new() };
    let elements = root.at(scope.pointer.member("outputs").tokens()).and_then(Node::elements).unwrap_or_default();
    let given: HashSet<&str> = elements.iter().filter_map(|output| output.text("selector")).collect();
    let names: HashSet<&str> = scope.outputs.iter().map(|output| output.name.as_str()).collect();
    let mut proposals = Vec::new();
    for source in question.inventory.sources(usize::MAX) {
        let Source::Output(step, output) = source else { continue };
        let reference = source.reference();
        let step = step.producer.name();
        let all = Target::Output { step: step.to_owned(), output: "*".to_owned() }.to_string();
        if given.contains(reference.as_str()) || given.contains(all.as_str()) {
            continue;
        }
        let word = if names.contains(output.name) { format!("{step}_{}", output.name) } else { output.name.to_owned() };
        let members = vec![
            ("type".to_owned(), Draft::text(JSON_FIELD.text)),
            ("name".to_owned(), Draft::stop(unique_name(&word, |name| names.contains(name)))),
            ("selector".to_owned(), Draft::text(reference.as_str())),
        ];
        let proposal = Proposal::new(reference, CompletionKind::Snippet, What::Value(Draft::Object(members)));
        let detail = references::kinds_of(source);
        proposals.push(Proposal { detail, ..proposal }.documented(description(output.doc)));
    }
    proposals
}

/// The inputs of an inner workflow, by the place of its bindings.
pub(super) fn inputs_of_inner(question: &Question<'_>, bindings: &Pointer) -> Vec<(String, Option<InputType>)> {
    let file = question.file;
    let step = question.step_pointer().filter(|step| bindings.is_within(step));
    let Some(inner) = step.and_then(|step| file.symbols.inner_at(step)) else { return Vec::new() };
    let inputs = file.symbols.scopes.get(inner).map(|scope| scope.inputs.as_slice()).unwrap_or_default();
    let input_type = |name: &str| file.given(inner, name).and_then(|input| input.input_type);
    inputs.iter().map(|input| (input.name.clone(), input_type(&input.name))).collect()
}
