//! References: each one leads to something that exists, and that is of a kind that its place accepts.

use std::collections::HashMap;
use std::sync::Arc;

use crate::block::Origin;
use crate::catalogue::Catalogue;
use crate::diagnostic::{Code, Diagnostic, Remedy};
use crate::document::Place;
use crate::step::{Reference, Target};
use crate::suggest::{alternatives, nearest, together};
use crate::workflow::{Definition, ExpandedStep, Findings, Kinds, OutputDefinition, Stage, StepDefinition};

use super::between::blocks_between;
use super::plan::{Field, Source};

/// How many names and blocks are compared for suggestions in one definition. It bounds the time that a hopeless one
/// takes.
const COMPARISONS: usize = 100_000;
/// More names than these in one finding do not help anybody.
const SHOWN: usize = 8;

/// Where the references of a definition lead. Steps and inputs are numbered as in the definition.
#[derive(Debug, Default)]
pub(super) struct Graph {
    /// For each step where its references lead; nothing for references to steps and for those that lead nowhere.
    pub(super) sources: Vec<Vec<Option<Source>>>,
    /// For each step its references to steps, by number, with the steps that they lead to.
    pub(super) controls: Vec<Vec<(usize, usize)>>,
    /// Which step waits for which.
    pub(super) edges: Vec<Edge>,
    /// For each output what it gives back.
    pub(super) outputs: Vec<Option<Selected>>,
}

/// What an output gives back.
#[derive(Debug)]
pub(super) enum Selected {
    One(Source),
    /// All outputs of the step of this number.
    All(usize),
}

/// A step waits for another one.
#[derive(Debug, Clone, Copy)]
pub(super) struct Edge {
    /// The step that goes first.
    pub(super) from: usize,
    /// The step that waits.
    pub(super) to: usize,
    /// The step that says so.
    pub(super) step: usize,
    /// The reference by which it says so.
    pub(super) reference: usize,
}

pub(super) fn resolve(definition: &Definition, catalogue: &Catalogue, findings: &mut Findings) -> Graph {
    let mut resolver = Resolver {
        catalogue,
        definition,
        inputs: numbered(definition.inputs.iter().map(|input| input.name.name.as_str())),
        steps: numbered(definition.steps.iter().map(|step| step.step.name.as_str())),
        graph: Graph::default(),
        chosen: HashMap::new(),
        findings,
        comparisons_left: COMPARISONS,
    };
    resolver.depths_of_inputs();
    for (number, step) in definition.steps.iter().enumerate() {
        let references = step.step.references.iter().enumerate();
        resolver.graph.controls.push(Vec::new());
        let sources = references.map(|(index, reference)| resolver.reference(number, index, step, reference)).collect();
        resolver.graph.sources.push(sources);
    }
    for output in &definition.outputs {
        let selection = resolver.output(output);
        resolver.graph.outputs.push(selection);
    }
    resolver.graph
}

/// The first of equal names counts; that there are equal ones is reported elsewhere.
fn numbered<'a>(names: impl Iterator<Item = &'a str>) -> HashMap<&'a str, usize> {
    let mut numbers = HashMap::new();
    for (number, name) in names.enumerate() {
        numbers.entry(name).or_insert(number);
    }
    numbers
}

struct Resolver<'a> {
    catalogue: &'a Catalogue,
    definition: &'a Definition,
    inputs: HashMap<&'a str, usize>,
    steps: HashMap<&'a str, usize>,
    graph: Graph,
    /// By the number of a step and that of one that it chooses, the first reference by which it does.
    chosen: HashMap<(usize, usize), usize>,
    findings: &'a mut Findings,
    comparisons_left: usize,
}

impl<'a> Resolver<'a> {
    fn depths_of_inputs(&mut self) {
        for input in &self.definition.inputs {
            if let crate::workflow::InputData::Batch { dimensionality, place } = &input.data
                && *dimensionality < 1
            {
                let message =
                    format!("`dimensionality` of a WorkflowBatchInput must be at least 1, found {dimensionality}");
                let diagnostic = Diagnostic::error_at(Code::OutOfRange, place, message)
                    .with_remedy("for a single value use a WorkflowParameter");
                self.findings.push(Stage::Inputs, diagnostic);
            }
        }
    }

    fn reference(
        &mut self,
        number: usize,
        index: usize,
        step: &StepDefinition,
        reference: &Reference,
    ) -> Option<Source> {
        let place = reference.place();
        match &reference.target {
            Target::Input(name) => {
                let input = self.input(name, Stage::StepReferences, &place)?;
                let definition = self.definition.inputs.get(input)?;
                self.match_kinds(step, reference, &definition.kinds, &definition.kinds_place);
                Some(Source::Input(input))
            }
            Target::Output { step: name, output } => {
                let from = self.step(name, &format!(".{output}"), Stage::StepReferences, &place)?;
                self.graph.edges.push(Edge { from, to: number, step: number, reference: index });
                let target = self.definition.steps.get(from)?;
                let Some(kinds) = target.output_kinds(output) else {
                    self.unknown_output(target, output, Stage::StepReferences, &place);
                    return None;
                };
                self.match_kinds(step, reference, &kinds, &target.name_place());
                Some(Source::Output { step: from, field: field(target, output)? })
            }
            Target::Step(name) if reference.selector.origin == Origin::Step => {
                let to = self.step(name, "", Stage::StepReferences, &place)?;
                self.control(number, index, to, step, &place);
                None
            }
            Target::Step(name) => {
                self.step_as_data(name, &reference.text, Stage::StepReferences, &place);
                None
            }
        }
    }

    fn control(&mut self, number: usize, index: usize, to: usize, step: &StepDefinition, place: &Place) {
        let first = *self.chosen.entry((number, to)).or_insert(index);
        if first != index
            && let Some(first) = step.step.references.get(first)
        {
            let message = format!("`{}` chooses {} twice", step.step.name, self.quoted_step(to));
            let diagnostic = Diagnostic::error_at(Code::DuplicateName, place, message)
                .with_remedy("name each step once")
                .with_related("the first time", first.pointer.clone(), first.span.clone());
            self.findings.push(Stage::StepReferences, diagnostic);
        }
        self.graph.edges.push(Edge { from: number, to, step: number, reference: index });
        if let Some(controls) = self.graph.controls.get_mut(number) {
            controls.push((index, to));
        }
    }

    fn quoted_step(&self, number: usize) -> String {
        self.definition.steps.get(number).map_or_else(String::new, |step| format!("`{}`", step.step.name))
    }

    fn output(&mut self, output: &OutputDefinition) -> Option<Selected> {
        let place = &output.selector_place;
        match Target::parse(&output.selector) {
            Some(Target::Input(name)) => {
                self.input(&name, Stage::OutputReferences, place).map(|input| Selected::One(Source::Input(input)))
            }
            Some(Target::Output { step: name, output }) => {
                let number = self.step(&name, &format!(".{output}"), Stage::OutputReferences, place)?;
                let step = self.definition.steps.get(number)?;
                if output == "*" {
                    return Some(Selected::All(number));
                }
                let Some(field) = field(step, &output) else {
                    self.unknown_output(step, &output, Stage::OutputReferences, place);
                    return None;
                };
                Some(Selected::One(Source::Output { step: number, field }))
            }
            Some(Target::Step(name)) => {
                self.step_as_data(&name, &output.selector, Stage::OutputReferences, place);
                None
            }
            None => {
                let message = format!("{:?} is not a reference", output.selector);
                let remedy = match Target::almost(&output.selector) {
                    Some(meant) => Remedy::instead(meant),
                    None => "write `$steps.<step>.<output>`, `$steps.<step>.*` or `$inputs.<name>`".into(),
                };
                let diagnostic = Diagnostic::error_at(Code::UnknownReference, place, message).with_remedy(remedy);
                self.findings.push(Stage::OutputReferences, diagnostic);
                None
            }
        }
    }

    fn input(&mut self, name: &str, stage: Stage, place: &Place) -> Option<usize> {
        if let Some(number) = self.inputs.get(name) {
            return Some(*number);
        }
        if !self.definition.unread.may_be_input(name) {
            let known = self.definition.inputs.iter().map(|input| input.name.name.as_str());
            let remedy = self.did_you_mean(("$inputs.", ""), name, known, "inputs");
            let message = format!("there is no input parameter `{name}`");
            self.findings.push(stage, Diagnostic::error_at(Code::UnknownReference, place, message).with_remedy(remedy));
        }
        None
    }

    /// The number of a step; `rest` is what follows its name in the reference.
    fn step(&mut self, name: &str, rest: &str, stage: Stage, place: &Place) -> Option<usize> {
        if let Some(number) = self.steps.get(name) {
            return Some(*number);
        }
        if let Some(inner) = self.definition.expanded.iter().find(|inner| inner.name.name == name) {
            self.unknown_output_of_inner(inner, rest, stage, place);
        } else if !self.definition.unread.may_be_step(name) {
            let known = self.definition.steps.iter().map(|step| step.step.name.as_str());
            let remedy = self.did_you_mean(("$steps.", rest), name, known, "steps");
            let message = format!("there is no step named `{name}`");
            self.findings.push(stage, Diagnostic::error_at(Code::UnknownReference, place, message).with_remedy(remedy));
        }
        None
    }

    /// The reference leads to an inner workflow, which has no such output, or it would lead to one of its steps by now.
    fn unknown_output_of_inner(&mut self, inner: &'a ExpandedStep, rest: &str, stage: Stage, place: &Place) {
        let name = &inner.name.name;
        let prefix = format!("$steps.{name}.");
        let output = rest.trim_start_matches('.');
        let message = format!("`$steps.{name}{rest}` leads nowhere: the inner workflow has no output `{output}`");
        let remedy = if output == "*" {
            "name one of its outputs".into()
        } else {
            self.did_you_mean((&prefix, ""), output, inner.outputs.iter().map(String::as_str), "outputs")
        };
        let diagnostic = Diagnostic::error_at(Code::UnknownReference, place, message)
            .with_remedy(remedy)
            .with_related_at(format!("the inner workflow `{name}`"), &inner.name.place);
        self.findings.push(stage, diagnostic);
    }

    fn unknown_output(&mut self, step: &'a StepDefinition, output: &str, stage: Stage, place: &Place) {
        let name = &step.step.name;
        let prefix = format!("$steps.{name}.");
        let message = format!("`{prefix}{output}` leads nowhere: `{}` has no output `{output}`", step.step.def.id);
        let remedy = if output == "*" && stage == Stage::StepReferences {
            "name one output; only outputs of the workflow can take all of them".into()
        } else {
            self.did_you_mean((&prefix, ""), output, step.output_names(), "outputs")
        };
        let diagnostic = Diagnostic::error_at(Code::UnknownOutput, place, message)
            .with_remedy(remedy)
            .with_related_at(format!("the step `{name}`"), &step.name_place());
        self.findings.push(stage, diagnostic);
    }

    /// Takes so many comparisons from those that are left; false when they are too few.
    fn may_compare(&mut self, comparisons: usize) -> bool {
        let left = self.comparisons_left.checked_sub(comparisons);
        self.comparisons_left = left.unwrap_or(self.comparisons_left);
        left.is_some()
    }

    /// What was probably meant, as it would stand between what goes before and after it in the reference.
    fn did_you_mean<'n>(
        &mut self,
        (before, after): (&str, &str),
        name: &str,
        known: impl ExactSizeIterator<Item = &'n str> + Clone,
        parts: &str,
    ) -> Remedy {
        if self.may_compare(known.len())
            && let Some(word) = nearest(name, known.clone())
        {
            return Remedy::instead(format!("{before}{word}{after}"));
        }
        Remedy::from(match known.len() {
            0 => format!("there are no {parts}"),
            1 => format!("there is only {}", together(known)),
            2..=SHOWN => format!("the {parts} are {}", together(known)),
            many => format!("there are {many} {parts}; check the spelling"),
        })
    }

    fn step_as_data(&mut self, name: &str, text: &str, stage: Stage, place: &Place) {
        let Some(number) = self.step(name, "", stage, place) else { return };
        let outputs: Vec<String> = self.definition.steps.get(number).map_or_else(Vec::new, |step| {
            step.output_names().take(SHOWN).map(|output| format!("$steps.{name}.{output}")).collect()
        });
        let message = format!("`{text}` names a step, not its data");
        let diagnostic = Diagnostic::error_at(Code::MalformedReference, place, message);
        let diagnostic = match outputs.as_slice() {
            [] => diagnostic,
            outputs => diagnostic.with_remedy(format!("write {}", alternatives(outputs.iter().map(String::as_str)))),
        };
        self.findings.push(stage, diagnostic);
    }

    fn match_kinds(&mut self, step: &StepDefinition, reference: &Reference, kinds: &Kinds, kinds_place: &Place) {
        if let Some(kinds) = kinds.known() {
            for diagnostic in step.step.unfit_chains(reference, &kinds) {
                self.findings.push(Stage::StepReferences, diagnostic);
            }
        }
        if kinds.match_any(reference.selector.kinds) {
            return;
        }
        let accepted: Vec<_> =
            reference.property.shape.selectors().iter().flat_map(|selector| selector.kinds).copied().collect();
        if kinds.match_any(&accepted) {
            return;
        }
        let is_affordable = self.may_compare(self.catalogue.entries().count());
        let between = is_affordable.then(|| blocks_between(self.catalogue, kinds, &accepted)).flatten();
        let between = between.map_or_else(String::new, |blocks| format!(", such as {blocks}"));
        let accepted = alternatives(accepted.iter().map(|kind| kind.name));
        let actual = alternatives(kinds.names());
        let message = format!(
            "`{}` accepts data of kind {accepted}, but `{}` is {actual}",
            reference.property.name, reference.text
        );
        let diagnostic = Diagnostic::error_at(Code::KindMismatch, &reference.place(), message)
            .with_remedy(format!("refer to data of kind {accepted}, or put a step in between that makes it{between}"))
            .with_related_at(format!("`{}` is {actual}", reference.text), kinds_place);
        self.findings.push(Stage::StepReferences, diagnostic);
    }
}

/// The place of an output among the values that its step yields.
fn field(step: &StepDefinition, output: &str) -> Option<Field> {
    match &step.dynamic_outputs {
        Some(outputs) => outputs.contains_key(output).then(|| Field::Named(Arc::from(output))),
        None => step.step.def.outputs.iter().position(|known| known.name == output).map(Field::At),
    }
}
