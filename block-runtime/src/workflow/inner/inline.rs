//! One inner workflow: from a definition of its own to steps of the workflow around it.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use crate::diagnostic::{Code, Diagnostic, Related, Remedy};
use crate::document::{Data, Node, Pointer};
use crate::limits::MAX_SUBSTITUTED_BYTES;
use crate::step::Target;
use crate::suggest::nearest;

use super::super::definition::Definition;
use super::super::level::{Level, Part};
use super::super::names::check_names;
use super::super::parse;
use super::super::stage::{Findings, Stage};
use super::binding::bind;
use super::expand::{Expander, Link, Slot};
use super::expansion::{ExpandedStep, Stray};
use super::rewrite::{FromInside, FromOutside, Names, Rewriter, Substitute};
use super::step::{Content, InnerStep};

/// An inner workflow as the one around it sees it.
pub(super) struct Inlined {
    pub(super) steps: Vec<Part<'static>>,
    pub(super) references: FromOutside,
}

impl Expander<'_> {
    /// The steps of an inner workflow, as they stand in the one around it.
    pub(super) fn inline(&mut self, inner: &InnerStep<'_>, used: &mut HashSet<String>) -> Option<Inlined> {
        self.within_limits(inner)?;
        let saved;
        let node = match &inner.content {
            Content::Inline(node) => *node,
            Content::Saved { name, place } => {
                saved = self.saved(name, place)?;
                self.provenance.saved.push((inner.definition_pointer(), name.clone(), place.clone()));
                &saved
            }
        };
        let saved = match &inner.content {
            Content::Inline(_) => None,
            Content::Saved { name, .. } => Some(name.clone()),
        };
        self.chain.push(Link { step: inner.name.clone(), saved });
        let level = self.level(node, &inner.definition_pointer());
        self.chain.pop();
        let definition = self.checked(&level)?;
        let inputs = bind(inner, &level, &definition, self.findings)?;
        let Some(first) = level.steps.first() else {
            let message = format!("the inner workflow `{}` has no steps", inner.name.name);
            let diagnostic = Diagnostic::error_at(Code::EmptyWorkflow, &inner.place, message);
            self.findings.push(Stage::Composition, diagnostic.with_remedy("give it steps, or remove it"));
            return None;
        };
        self.warn_of_leaks(inner, &definition);
        let steps = self.new_names(inner, &level, used);
        let first = first.text("name").and_then(|name| steps.get(name)).cloned().unwrap_or_default();
        let inside = FromInside { steps: steps.clone().into_iter().collect(), inputs };
        let parts = level.steps.iter().map(|part| self.moved(part, &steps, &inside)).collect();
        let outputs = self.outputs(inner, &definition, &inside)?;
        if self.room.is_exceeded() {
            self.too_much_text(inner);
            return None;
        }
        self.provenance.expanded.push(ExpandedStep {
            name: inner.name.clone(),
            outputs: definition.outputs.iter().map(|output| output.name.name.clone()).collect(),
        });
        let step = [(inner.name.name.clone(), ())].into_iter().collect();
        Some(Inlined { steps: parts, references: FromOutside { step, outputs, first } })
    }

    /// The definition of an inner workflow by itself; nothing when something is wrong with it.
    fn checked(&mut self, level: &Level<'_>) -> Option<Definition> {
        let mut found = Findings::default();
        let definition = parse::inner(level, &self.provenance.dynamic_types, self.catalogue, &mut found);
        if let Some(definition) = &definition {
            check_names(definition, &mut found);
        }
        let is_faulty = found.has_errors() || level.has_faults();
        if is_faulty {
            self.provenance.strays.extend(level.steps.iter().map(Stray::from));
        }
        // Steps are read again where they end up.
        let steps = level.pointer.member("steps");
        self.findings.append(found, |diagnostic| is_faulty || !diagnostic.pointer.is_within(&steps));
        definition.filter(|_| !is_faulty)
    }

    /// New names of the steps: their own after that of the inner workflow, with a number where that is taken.
    fn new_names(
        &mut self,
        inner: &InnerStep<'_>,
        level: &Level<'_>,
        used: &mut HashSet<String>,
    ) -> HashMap<String, String> {
        let names = level.steps.iter().filter_map(|part| part.text("name"));
        let mut renamed = HashMap::new();
        for old in names {
            let plain = format!("{}__{old}", inner.name.name);
            // For each step that takes part in it, since each of them gets a name of this length.
            if !self.room.take(plain.len()) {
                break;
            }
            let mut new = plain.clone();
            let mut number = 2;
            while used.contains(&new) {
                new = format!("{plain}__{number}");
                number += 1;
            }
            used.insert(new.clone());
            renamed.insert(old.to_owned(), new);
        }
        renamed
    }

    /// A step of an inner workflow, as it stands in the one around it.
    fn moved(&mut self, part: &Part<'_>, names: &HashMap<String, String>, inside: &FromInside) -> Part<'static> {
        let substitutes = &mut self.provenance.substitutes;
        let mut tell = |pointer: &Pointer, substitute: &Substitute| {
            let Substitute { what, place, .. } = substitute;
            let related = Related { message: what.clone(), pointer: place.pointer.clone(), span: place.span.clone() };
            substitutes.insert(pointer.clone(), related);
        };
        let changed = Rewriter::new(inside, &mut self.room, &part.pointer, &mut tell).part(&part.node);
        let mut node = changed.unwrap_or_else(|| part.node.as_ref().clone());
        if let Data::Object(members) = &mut node.data {
            for member in members.iter_mut().filter(|member| member.name == "name") {
                if let Data::Text(name) = &mut member.value.data
                    && let Some(new) = names.get(name)
                {
                    name.clone_from(new);
                }
            }
        }
        Part { node: Cow::Owned(node), pointer: part.pointer.clone() }
    }

    /// What the outputs of an inner workflow refer to, as the one around it sees it.
    fn outputs(
        &mut self,
        inner: &InnerStep<'_>,
        definition: &Definition,
        inside: &FromInside,
    ) -> Option<Names<String>> {
        let mut selectors = Vec::with_capacity(definition.outputs.len());
        let mut is_faulty = false;
        for output in &definition.outputs {
            let node = Node { span: output.selector_place.span.clone(), data: Data::Text(output.selector.clone()) };
            let mut source = None;
            let mut tell = |_: &Pointer, substitute: &Substitute| source = Some(substitute.place.clone());
            let rewritten =
                Rewriter::new(inside, &mut self.room, &output.selector_place.pointer, &mut tell).node(&node);
            let selector = rewritten.unwrap_or(node);
            if let Data::Text(text) = selector.data {
                selectors.push((output.name.name.clone(), text));
                continue;
            }
            is_faulty = true;
            let name = &output.name.name;
            let message = format!("the output `{name}` of `{}` is a default, not data of a step", inner.name.name);
            let mut diagnostic = Diagnostic::error_at(Code::MalformedReference, &output.selector_place, message)
                .with_remedy("bind the input in `parameter_bindings`, or remove the output");
            if let Some(source) = source {
                diagnostic = diagnostic.with_related_at("the default", &source);
            }
            self.findings.push(Stage::Composition, diagnostic);
        }
        (!is_faulty).then(|| selectors.into_iter().collect())
    }

    /// Has the rest of a level refer to the steps of an inner workflow instead of to the step that stood for it.
    pub(super) fn redirect(
        &mut self,
        inner: &InnerStep<'_>,
        references: &FromOutside,
        slots: &mut [Slot<'_>],
        outputs: &mut [Part<'_>],
    ) {
        let mut ignore = |_: &Pointer, _: &Substitute| {};
        let room = &mut self.room;
        let mut part = |part: &mut Part<'_>| {
            let changed = Rewriter::new(references, room, &part.pointer, &mut ignore).part(&part.node);
            if let Some(changed) = changed {
                part.node = Cow::Owned(changed);
            }
        };
        for slot in slots.iter_mut() {
            match slot {
                Slot::Step(step) => part(step),
                Slot::Expanded(steps) => steps.iter_mut().for_each(&mut part),
                Slot::Inner(_) | Slot::Unread => {}
            }
        }
        outputs.iter_mut().for_each(&mut part);
        let waiting = slots.iter_mut().filter_map(|slot| match slot {
            Slot::Inner(inner) => Some(inner),
            _ => None,
        });
        for binding in waiting.flat_map(|inner| &mut inner.bindings) {
            let changed = Rewriter::new(references, room, &binding.place.pointer, &mut ignore).node(&binding.value);
            if let Some(changed) = changed {
                binding.value = changed;
            }
        }
        if self.room.is_exceeded() {
            self.too_much_text(inner);
        }
    }

    fn too_much_text(&mut self, inner: &InnerStep<'_>) {
        if std::mem::replace(&mut self.refused_text, true) {
            return;
        }
        let message = format!(
            "what `{}` and other inner workflows are given takes more than {MAX_SUBSTITUTED_BYTES} bytes",
            inner.name.name
        );
        let diagnostic = Diagnostic::error_at(Code::TooLarge, &inner.place, message)
            .with_remedy("bind their inputs to parameters of the workflow instead of to long literals");
        self.findings.push(Stage::Syntax, diagnostic);
    }

    /// Warns of references that lead out of an inner workflow, since it was probably meant to be given what they lead to.
    fn warn_of_leaks(&mut self, inner: &InnerStep<'_>, definition: &Definition) {
        let inputs: HashSet<&str> = definition.inputs.iter().map(|input| input.name.name.as_str()).collect();
        let steps: HashSet<&str> = definition.steps.iter().map(|step| step.step.name.as_str()).collect();
        let of_steps = definition.steps.iter().flat_map(|step| &step.step.references);
        let of_steps = of_steps.map(|reference| (reference.target.clone(), reference.place()));
        let of_outputs = definition
            .outputs
            .iter()
            .filter_map(|output| Some((Target::parse(&output.selector)?, output.selector_place.clone())));
        for (target, place) in of_steps.chain(of_outputs) {
            let (what, name, known) = match &target {
                Target::Input(name) => ("input", name, &inputs),
                Target::Step(name) | Target::Output { step: name, .. } => ("step", name, &steps),
            };
            let is_expanded = self.provenance.expanded.iter().any(|step| step.name.name == *name);
            if known.contains(name.as_str()) || is_expanded || !self.leaks.insert(place.pointer.clone()) {
                continue;
            }
            let message = format!(
                "the inner workflow `{}` has no {what} `{name}`, so the reference leads out of it",
                inner.name.name
            );
            let near = nearest(name, definition_names(definition, what).take(100));
            let remedy = match near {
                Some(near) => Remedy::instead(with_name(&target, near).to_string()),
                None => format!("add an input for it, and bind that to `{target}` in `parameter_bindings`").into(),
            };
            let warning = Diagnostic::warning_at(Code::UnknownReference, &place, message).with_remedy(remedy);
            self.findings.push(Stage::StepReferences, warning);
        }
    }
}

fn definition_names<'d>(definition: &'d Definition, what: &str) -> Box<dyn Iterator<Item = &'d str> + 'd> {
    match what {
        "input" => Box::new(definition.inputs.iter().map(|input| input.name.name.as_str())),
        _ => Box::new(definition.steps.iter().map(|step| step.step.name.as_str())),
    }
}

/// The same way to a part of another name.
fn with_name(target: &Target, name: &str) -> Target {
    match target {
        Target::Input(_) => Target::Input(name.to_owned()),
        Target::Step(_) => Target::Step(name.to_owned()),
        Target::Output { output, .. } => Target::Output { step: name.to_owned(), output: output.clone() },
    }
}
