//! A definition without inner workflows, and what is known about where its parts come from.

use std::collections::{HashMap, HashSet};

use crate::diagnostic::{Diagnostic, Related};
use crate::document::{LineIndex, Node, Place, Pointer, Token};
use crate::limits::MAX_NAME_BYTES;

use super::super::definition::Named;
use super::super::level::{Level, Part};
use super::super::stage::Findings;
use super::library::{Library, SavedWorkflow};

/// A definition in which the steps of inner workflows stand in place of the inner workflows.
#[derive(Debug)]
pub struct Expansion<'n> {
    pub(in crate::workflow) level: Level<'n>,
    pub(super) library: &'n Library,
    pub(super) provenance: Provenance,
}

/// What expanding has come across.
#[derive(Debug, Default)]
pub(super) struct Provenance {
    /// Types of blocks that definitions bring along.
    pub(super) dynamic_types: HashSet<String>,
    /// Steps that stood for inner workflows.
    pub(super) expanded: Vec<ExpandedStep>,
    /// What has been put in place of references, by the place of the reference.
    pub(super) substitutes: HashMap<Pointer, Related>,
    /// Saved workflows by the place where their definitions would stand.
    pub(super) saved: Vec<(Pointer, SavedWorkflow, Place)>,
    /// Steps that stood for inner workflows, and steps of inner workflows with mistakes.
    pub(super) strays: Vec<Stray>,
}

/// A step that is not among those of the expanded definition.
#[derive(Debug)]
pub(super) struct Stray {
    pub(super) pointer: Pointer,
    pub(super) name: Option<String>,
    pub(super) type_name: Option<String>,
}

impl From<&Part<'_>> for Stray {
    fn from(part: &Part<'_>) -> Self {
        let text = |name| part.text(name).map(str::to_owned);
        Self { pointer: part.pointer.clone(), name: text("name"), type_name: text("type") }
    }
}

/// A step that stood for an inner workflow and is not there any more.
#[derive(Debug, Clone)]
pub struct ExpandedStep {
    /// Its name.
    pub name: Named,
    /// Outputs of the inner workflow.
    pub outputs: Vec<String>,
}

impl Expansion<'_> {
    /// Says more about findings in inner workflows: what a reference was bound to, and where in a saved workflow it is.
    pub fn explain(&self, findings: &mut Findings) {
        let mut lines = HashMap::new();
        findings.change(|diagnostic| self.explain_one(diagnostic, &mut lines));
    }

    fn explain_one<'e>(&'e self, diagnostic: &mut Diagnostic, lines: &mut HashMap<&'e SavedWorkflow, LineIndex<'e>>) {
        let tokens = diagnostic.pointer.tokens();
        let substitute = (1..=tokens.len()).rev().find_map(|length| self.provenance.substitutes.get(&tokens[..length]));
        let saved = self.provenance.saved.iter().filter(|(at, _, _)| diagnostic.pointer.is_within(at));
        let saved = saved.max_by_key(|(at, _, _)| at.tokens().len());
        let saved = saved.and_then(|(at, name, place)| {
            let inner = tokens.get(at.tokens().len()..)?;
            let document = self.library.get(name)?.ok()?;
            let lines = lines.entry(name).or_insert_with(|| LineIndex::new(&document.text));
            let position = lines.position(deepest(&document.root, inner).span.start);
            let message = format!("in the saved workflow `{name}`, line {}, column {}", position.line, position.column);
            Some(Related { message, pointer: place.pointer.clone(), span: place.span.clone() })
        });
        diagnostic.related.extend(substitute.cloned().into_iter().chain(saved));
    }

    /// The parts of the definition by the place where they were written.
    pub fn parts(&self) -> PartIndex<'_> {
        let strays = self.provenance.strays.iter().map(|stray| {
            let Stray { pointer, name, type_name } = stray;
            (pointer.tokens(), PartFacts::new(PartRole::Step, name.as_deref(), type_name.as_deref()))
        });
        let steps = self.level.steps.iter().map(|part| (part, PartRole::Step));
        let outputs = self.level.outputs.iter().map(|part| (part, PartRole::Output));
        let entries = steps
            .chain(outputs)
            .map(|(part, role)| (part.pointer.tokens(), PartFacts::new(role, part.text("name"), part.text("type"))));
        PartIndex { parts: strays.chain(entries).collect() }
    }

    /// Types of blocks that definitions bring along.
    pub(in crate::workflow) fn dynamic_types(&self) -> &HashSet<String> {
        &self.provenance.dynamic_types
    }

    /// Steps that stood for inner workflows.
    pub fn expanded(&self) -> &[ExpandedStep] {
        &self.provenance.expanded
    }
}

/// The node to which a path leads, or as far along it as there are nodes.
fn deepest<'a>(node: &'a Node, path: &[Token]) -> &'a Node {
    let Some((first, rest)) = path.split_first() else { return node };
    let inner = match first {
        Token::Member(name) => node.get(name).map(|member| &member.value),
        Token::Element(index) => node.elements().and_then(|elements| elements.get(*index)),
    };
    inner.map_or(node, |inner| deepest(inner, rest))
}

/// Steps and outputs by the place where they were written.
#[derive(Debug)]
pub struct PartIndex<'a> {
    parts: HashMap<&'a [Token], PartFacts<'a>>,
}

/// What a part calls itself.
#[derive(Debug, Clone, Copy)]
pub struct PartFacts<'a> {
    /// What it is.
    pub role: PartRole,
    /// Its name, unless it is absurdly long.
    pub name: Option<&'a str>,
    /// Its type, unless that is absurdly long.
    pub type_name: Option<&'a str>,
}

impl<'a> PartFacts<'a> {
    fn new(role: PartRole, name: Option<&'a str>, type_name: Option<&'a str>) -> Self {
        let short = |text: &&str| text.len() <= MAX_NAME_BYTES;
        Self { role, name: name.filter(short), type_name: type_name.filter(short) }
    }
}

/// What a part is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PartRole {
    /// A step.
    Step,
    /// An output of the workflow.
    Output,
}

impl PartIndex<'_> {
    /// The innermost part in which something stands, and the rest of the way to it.
    pub fn of<'p>(&self, pointer: &'p Pointer) -> Option<(PartFacts<'_>, &'p [Token])> {
        let tokens = pointer.tokens();
        (2..=tokens.len()).rev().find_map(|length| {
            let (start, rest) = tokens.split_at(length);
            self.parts.get(start).map(|facts| (*facts, rest))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_followed_as_far_as_they_lead() {
        let document = crate::document::Document::parse_json(r#"{"a": [{"b": 1}]}"#).unwrap();
        let pointer = Pointer::root().member("a").element(0).member("c").member("d");
        assert_eq!(&document.text[deepest(&document.root, pointer.tokens()).span.clone()], r#"{"b": 1}"#);
    }
}
