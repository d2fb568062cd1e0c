//! Putting the steps of inner workflows in the place of the steps that stand for them.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use crate::catalogue::Catalogue;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Data, Node, Place, Pointer};
use crate::limits::{MAX_INNER_DEPTH, MAX_INNER_WORKFLOWS, MAX_STEPS, MAX_SUBSTITUTED_BYTES, MAX_VALUES};

use super::super::definition::Named;
use super::super::form::DYNAMIC_BLOCKS;
use super::super::level::{Level, Part};
use super::super::names::taken_twice;
use super::super::parse::remember;
use super::super::stage::{Findings, Stage};
use super::expansion::{Expansion, Provenance, Stray};
use super::library::{Library, SavedWorkflow};
use super::rewrite::Room;
use super::step::{Content, InnerStep, is_inner};

/// Expands all inner workflows of a definition; what is wrong with them is added to `findings`.
pub fn expand<'n>(
    root: &'n Node,
    library: &'n Library,
    catalogue: &Catalogue,
    findings: &mut Findings,
) -> Expansion<'n> {
    let mut expander = Expander {
        library,
        catalogue,
        findings,
        chain: Vec::new(),
        count: 0,
        values: root.count_values(),
        room: Room::new(MAX_SUBSTITUTED_BYTES),
        refused_text: false,
        leaks: HashSet::new(),
        provenance: Provenance::default(),
    };
    let level = expander.level(root, &Pointer::root());
    let provenance = expander.provenance;
    Expansion { level, library, provenance }
}

pub(super) struct Expander<'a> {
    pub(super) library: &'a Library,
    pub(super) catalogue: &'a Catalogue,
    pub(super) findings: &'a mut Findings,
    /// The inner workflows in which the one that is looked at stands.
    pub(super) chain: Vec<Link>,
    /// How many inner workflows there have been.
    count: usize,
    /// How many values there are, those of saved workflows included.
    values: usize,
    pub(super) room: Room,
    /// True when it has been said that there is not enough of it.
    pub(super) refused_text: bool,
    /// References that lead out of the inner workflow in which they stand.
    pub(super) leaks: HashSet<Pointer>,
    pub(super) provenance: Provenance,
}

/// An inner workflow around the one that is looked at.
pub(super) struct Link {
    pub(super) step: Named,
    pub(super) saved: Option<SavedWorkflow>,
}

/// The place of a step in a level.
#[derive(Default)]
pub(super) enum Slot<'n> {
    /// An ordinary step.
    Step(Part<'n>),
    /// An inner workflow that has not been expanded yet.
    Inner(Box<InnerStep<'n>>),
    /// The steps of an inner workflow.
    Expanded(Vec<Part<'static>>),
    /// Something faulty.
    #[default]
    Unread,
}

impl Expander<'_> {
    pub(super) fn level<'n>(&mut self, node: &'n Node, pointer: &Pointer) -> Level<'n> {
        let mut level = Level::new(node, pointer.clone());
        self.dynamic_blocks(node, pointer);
        let list = |name: &str| node.get(name).and_then(|member| member.value.elements()).unwrap_or_default();
        let part = |name: &str, index: usize, node: &'n Node| Part {
            node: Cow::Borrowed(node),
            pointer: pointer.member(name).element(index),
        };
        level.outputs = list("outputs").iter().enumerate().map(|(index, node)| part("outputs", index, node)).collect();
        let steps = list("steps").iter().enumerate().map(|(index, node)| part("steps", index, node));
        let mut slots: Vec<Slot<'n>> = steps.map(|part| self.slot(part, &mut level)).collect();
        if slots.iter().any(|slot| matches!(slot, Slot::Inner(_))) {
            self.expand_slots(&mut slots, &mut level);
        }
        for slot in slots {
            match slot {
                Slot::Step(part) => level.steps.push(part),
                Slot::Expanded(parts) => level.steps.extend(parts),
                Slot::Inner(_) | Slot::Unread => {}
            }
        }
        if level.steps.len() > MAX_STEPS {
            self.too_many_steps(&mut level);
        }
        level
    }

    fn slot<'n>(&mut self, part: Part<'n>, level: &mut Level<'_>) -> Slot<'n> {
        let Cow::Borrowed(node) = part.node else { return Slot::Step(part) };
        if node.members().is_none() {
            let place = Place::new(part.pointer, &node.span);
            let message = format!("the step must be an object, found {node}");
            self.findings.push(Stage::Composition, Diagnostic::error_at(Code::WrongType, &place, message));
            level.unread.nameless_steps = true;
            return Slot::Unread;
        }
        if !is_inner(node, self.catalogue) {
            return Slot::Step(part);
        }
        self.provenance.strays.push(Stray::from(&part));
        let Some(inner) = InnerStep::read(node, &part.pointer, self.findings) else {
            remember(node, &mut level.unread.steps, &mut level.unread.nameless_steps);
            return Slot::Unread;
        };
        Slot::Inner(Box::new(inner))
    }

    fn expand_slots<'n>(&mut self, slots: &mut Vec<Slot<'n>>, level: &mut Level<'n>) {
        let mut used = self.names(slots);
        for index in 0..slots.len() {
            let Some(slot) = slots.get_mut(index).filter(|slot| matches!(slot, Slot::Inner(_))) else { continue };
            let Slot::Inner(inner) = std::mem::take(slot) else { continue };
            used.remove(&inner.name.name);
            let Some(inlined) = self.inline(&inner, &mut used) else {
                level.unread.steps.insert(inner.name.name);
                continue;
            };
            if let Some(slot) = slots.get_mut(index) {
                *slot = Slot::Expanded(inlined.steps);
            }
            self.redirect(&inner, &inlined.references, slots, &mut level.outputs);
        }
    }

    /// Names of the steps of a level. Those that an inner workflow shares with another step are reported here, since it
    /// is gone later.
    fn names(&mut self, slots: &[Slot<'_>]) -> HashSet<String> {
        let mut seen: HashMap<&str, (bool, Place)> = HashMap::new();
        for slot in slots {
            let (name, place) = match slot {
                Slot::Inner(inner) => (inner.name.name.as_str(), inner.name.place.clone()),
                Slot::Step(part) => {
                    let Some(member) = part.node.get("name") else { continue };
                    let Some(name) = member.value.as_str() else { continue };
                    (name, Place::new(part.pointer.member("name"), &member.value.span))
                }
                Slot::Expanded(_) | Slot::Unread => continue,
            };
            let is_inner = matches!(slot, Slot::Inner(_));
            match seen.get(name) {
                Some((was_inner, first)) if is_inner || *was_inner => {
                    self.findings.push(Stage::Names, taken_twice("steps", name, &place, first));
                }
                Some(_) => {}
                None => {
                    seen.insert(name, (is_inner, place));
                }
            }
        }
        seen.into_keys().map(str::to_owned).collect()
    }

    pub(super) fn within_limits(&mut self, inner: &InnerStep<'_>) -> Option<()> {
        if let Content::Saved { name, place } = &inner.content
            && let Some(start) = self.chain.iter().position(|link| link.saved.as_ref() == Some(name))
        {
            let diagnostic = self.circle(start, name, place);
            self.findings.push(Stage::Composition, diagnostic);
            return None;
        }
        if self.chain.len() >= MAX_INNER_DEPTH {
            let message = format!("inner workflows are nested more than {MAX_INNER_DEPTH} deep");
            let mut diagnostic = Diagnostic::error_at(Code::TooDeep, &inner.place, message)
                .with_remedy("move steps of the innermost workflows into those around them");
            for link in &self.chain {
                diagnostic = diagnostic.with_related_at(format!("inside of `{}`", link.step.name), &link.step.place);
            }
            self.findings.push(Stage::Composition, diagnostic);
            return None;
        }
        self.count += 1;
        if self.count == MAX_INNER_WORKFLOWS + 1 {
            let message =
                format!("there are more than {MAX_INNER_WORKFLOWS} inner workflows, those inside of others included");
            let diagnostic = Diagnostic::error_at(Code::TooMany, &inner.place, message)
                .with_remedy("write the steps of some of them into the workflow itself");
            self.findings.push(Stage::Composition, diagnostic);
        }
        (self.count <= MAX_INNER_WORKFLOWS).then_some(())
    }

    fn circle(&self, start: usize, name: &SavedWorkflow, place: &Place) -> Diagnostic {
        let links = || self.chain.iter().skip(start).filter_map(|link| Some((link.saved.as_ref()?, &link.step)));
        let chain: Vec<String> =
            links().map(|(saved, _)| saved).chain([name]).map(|saved| format!("`{saved}`")).collect();
        let message = format!("saved workflows contain each other in a circle: {}", chain.join(" → "));
        let diagnostic = Diagnostic::error_at(Code::Cycle, place, message)
            .with_remedy("remove one of the inner workflows that close the circle");
        links().fold(diagnostic, |diagnostic, (saved, step)| {
            diagnostic.with_related_at(format!("`{saved}` is the inner workflow `{}`", step.name), &step.place)
        })
    }

    /// A saved workflow, all of which stands at the reference to it.
    pub(super) fn saved(&mut self, name: &SavedWorkflow, place: &Place) -> Option<Node> {
        let fault = match self.library.get(name) {
            Some(Ok(document)) => {
                self.values += document.root.count_values();
                if self.values > MAX_VALUES {
                    let message = format!("with the saved workflow `{name}` there are more than {MAX_VALUES} values");
                    let diagnostic = Diagnostic::error_at(Code::TooLarge, place, message);
                    self.findings.push(Stage::Syntax, diagnostic.with_remedy("use smaller workflows"));
                    return None;
                }
                let mut node = document.root.clone();
                node.place_at(&place.span);
                return Some(node);
            }
            Some(Err(reason)) => format!("the saved workflow `{name}` cannot be had: {reason}"),
            None => format!("the saved workflow `{name}` has not been fetched"),
        };
        let diagnostic = Diagnostic::error_at(Code::UnavailableWorkflow, place, fault)
            .with_remedy("check the identifiers, or write the definition itself as `workflow_definition`");
        self.findings.push(Stage::SavedWorkflows, diagnostic);
        None
    }

    fn too_many_steps(&mut self, level: &mut Level<'_>) {
        let steps = level.node.get("steps").map_or(level.node, |member| &member.value);
        let place = Place::new(level.pointer.member("steps"), &steps.span);
        let message = format!("there are {} steps, more than {MAX_STEPS}", level.steps.len());
        let diagnostic = Diagnostic::error_at(Code::TooMany, &place, message);
        self.findings.push(Stage::Syntax, diagnostic.with_remedy("split the workflow into several"));
        level.steps.clear();
        level.unread.nameless_steps = true;
    }

    /// Refuses blocks that a definition brings along, and notes their types, which are then not unknown.
    fn dynamic_blocks(&mut self, node: &Node, pointer: &Pointer) {
        let Some(member) = node.get(DYNAMIC_BLOCKS) else { return };
        let brought = match &member.value.data {
            Data::Null => return,
            Data::List(elements) if elements.is_empty() => return,
            Data::List(elements) => elements.as_slice(),
            _ => &[],
        };
        let place = Place::new(pointer.member(DYNAMIC_BLOCKS), &member.value.span);
        let message = "the workflow brings blocks written in Python, which this engine does not run";
        let diagnostic = Diagnostic::error_at(Code::NotSupported, &place, message);
        self.findings.push(Stage::Blocks, diagnostic.with_remedy("replace them with blocks of the catalogue"));
        let types = brought.iter().filter_map(|block| block.get("manifest")?.value.get("block_type")?.value.as_str());
        self.provenance.dynamic_types.extend(types.map(str::to_owned));
    }
}
