//! The step that stands for an inner workflow.

use indexmap::IndexMap;

use crate::catalogue::{Catalogue, Search};
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Data, Node, Place, Pointer};
use crate::value::Value;

use super::super::definition::Named;
use super::super::members::Members;
use super::super::stage::{Findings, Stage};
use super::library::SavedWorkflow;

pub(crate) const DEFINITION: &str = "workflow_definition";
const WORKSPACE: &str = "workflow_workspace_id";
const WORKFLOW: &str = "workflow_id";
const VERSION: &str = "workflow_version_id";
pub(crate) const BINDINGS: &str = "parameter_bindings";

/// The properties that the engine reads of steps that stand for inner workflows.
pub const INNER_PROPERTIES: [&str; 5] = [DEFINITION, WORKSPACE, WORKFLOW, VERSION, BINDINGS];

/// A step that stands for an inner workflow.
#[derive(Debug)]
pub(super) struct InnerStep<'n> {
    pub(super) name: Named,
    pub(super) place: Place,
    pub(super) bindings: Vec<Binding>,
    /// Where the bindings stand; the step itself where it has none.
    pub(super) bindings_place: Place,
    pub(super) content: Content<'n>,
}

/// What an input of an inner workflow is bound to.
#[derive(Debug)]
pub(super) struct Binding {
    /// Name of the input.
    pub(super) input: Named,
    /// A reference of the workflow around, or a literal.
    pub(super) value: Node,
    /// Where it stands.
    pub(super) place: Place,
}

/// Where the definition of an inner workflow is.
#[derive(Debug)]
pub(super) enum Content<'n> {
    /// In the step itself.
    Inline(&'n Node),
    /// In a library.
    Saved { name: SavedWorkflow, place: Place },
}

/// True for steps that stand for inner workflows.
pub(crate) fn is_inner(step: &Node, catalogue: &Catalogue) -> bool {
    step.text("type").is_some_and(|id| matches!(catalogue.search(id), Search::Found(entry) if entry.is_expanded()))
}

/// The saved workflow that a step refers to.
pub(super) fn saved(step: &Node) -> Option<SavedWorkflow> {
    Some(SavedWorkflow {
        workspace: identifier(step, WORKSPACE)?,
        workflow: identifier(step, WORKFLOW)?,
        version: identifier(step, VERSION),
    })
}

fn identifier(step: &Node, name: &str) -> Option<String> {
    let value = &step.get(name)?.value;
    let text = match &value.data {
        Data::Null => return None,
        Data::Text(text) => text.trim().to_owned(),
        _ => Value::from_json(&value.to_json()).python().to_string(),
    };
    (!text.is_empty()).then_some(text)
}

impl<'n> InnerStep<'n> {
    /// Reads such a step; what is wrong with it is added to `findings`.
    pub(super) fn read(node: &'n Node, pointer: &Pointer, findings: &mut Findings) -> Option<Self> {
        let mut diagnostics = Vec::new();
        let read = Self::members(node, pointer, findings, &mut diagnostics);
        findings.extend(Stage::Composition, diagnostics);
        read
    }

    fn members(
        node: &'n Node,
        pointer: &Pointer,
        findings: &mut Findings,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Option<Self> {
        let mut members = Members::of("the inner workflow", node, pointer.clone(), diagnostics)?;
        members.warn_of_strangers(&[&["type", "name"][..], &INNER_PROPERTIES].concat());
        let name = members.name("add a `name`, by which other steps and outputs refer to this one");
        let name = name.filter(|name| {
            if name.name.is_empty() {
                let diagnostic = Diagnostic::error_at(Code::OutOfRange, &name.place, "the `name` is empty");
                members.report(diagnostic.with_remedy("give the step a name"));
            }
            !name.name.is_empty()
        });
        let bindings = bindings(&mut members, pointer);
        let content = content(&mut members, node, findings);
        let (place, bindings_place) = (members.place(), members.place_of(BINDINGS));
        Some(Self { name: name?, place, bindings: bindings?, bindings_place, content: content? })
    }

    /// Where the definition stands, or would stand if it had not been saved elsewhere.
    pub(super) fn definition_pointer(&self) -> Pointer {
        self.place.pointer.member(DEFINITION)
    }
}

fn content<'n>(members: &mut Members<'n, '_>, node: &'n Node, findings: &mut Findings) -> Option<Content<'n>> {
    const REMEDY: &str = "give it a `workflow_definition`, or `workflow_workspace_id` and `workflow_id`";
    let definition = members.get(DEFINITION);
    let inline = definition.filter(|node| node.members().is_some_and(|members| !members.is_empty()));
    let place = members.place_of(WORKFLOW);
    match (inline, saved(node), definition) {
        (Some(_), Some(name), _) => {
            let message = format!("the inner workflow has a definition of its own and refers to `{name}` as well");
            let diagnostic = Diagnostic::error_at(Code::AmbiguousDefinition, &place, message)
                .with_remedy("remove one of the two")
                .with_related_at("its own definition", &members.place_of(DEFINITION));
            findings.push(Stage::SavedWorkflows, diagnostic);
            None
        }
        (Some(inline), None, _) => Some(Content::Inline(inline)),
        (None, Some(name), _) => Some(Content::Saved { name, place }),
        (None, None, Some(node)) if node.members().is_none() && !matches!(node.data, Data::Null) => {
            members.wrong_type(DEFINITION, node, "an object");
            None
        }
        (None, None, _) => {
            let message = "the inner workflow has no definition";
            let diagnostic = Diagnostic::error_at(Code::MissingProperty, &members.place_of(DEFINITION), message);
            members.report(diagnostic.with_remedy(REMEDY));
            None
        }
    }
}

fn bindings(members: &mut Members<'_, '_>, pointer: &Pointer) -> Option<Vec<Binding>> {
    let Some(node) = members.get(BINDINGS) else { return Some(Vec::new()) };
    if matches!(node.data, Data::Null) {
        return Some(Vec::new());
    }
    let Some(listed) = node.members() else {
        members.wrong_type(BINDINGS, node, "an object that maps inputs to references");
        return None;
    };
    let pointer_to_bindings = pointer.member(BINDINGS);
    let mut bindings = IndexMap::with_capacity(listed.len());
    for member in listed {
        let pointer = pointer_to_bindings.member(&member.name);
        let input = Named { name: member.name.clone(), place: Place::new(pointer.clone(), &member.name_span) };
        let place = Place::new(pointer, &member.value.span);
        let name_place = input.place.clone();
        let binding = Binding { input, place, value: member.value.clone() };
        if bindings.insert(member.name.as_str(), binding).is_some() {
            members.given_twice(&member.name, &name_place);
        }
    }
    Some(bindings.into_values().collect())
}
