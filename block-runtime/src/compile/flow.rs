//! The flow of data: step by step, which batch its data belongs to, what its block is called for, and what is handed
//! to it.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use crate::block::{Arg, Delivery, Field as BlockField, Origin, PropertyDef};
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Pointer, Token};
use crate::step::{Reference, Step};
use crate::workflow::{Definition, Findings, Input, InputData, Stage, StepDefinition};

use super::depth::{self, Depths, Fare};
use super::gates::{self, Controllers};
use super::graph::{Graph, Selected};
use super::lineage::Lineage;
use super::plan::{Binding, Branches, Elements, Feed, Form, Gate, Node, Parts, PlannedInput, Source, StepPlan};
use super::results::{self, StepOutputs};

/// Makes the plan of a definition. `order` names the steps in the order in which they are planned.
///
/// The plan is good for running where nothing in `findings` is an error. Of faulty steps, and of steps that are fed by
/// them, nothing more is said.
pub(super) fn plan(definition: Definition, graph: Graph, order: &[usize], findings: &mut Findings) -> Parts {
    let faulty = Faulty::of(&definition, findings);
    let Definition { inputs, steps, outputs, .. } = definition;
    for input in &inputs {
        refuse_endless(input, findings);
    }
    let inputs = inputs.into_iter().enumerate().map(|(number, input)| PlannedInput::new(number, input)).collect();
    let mut planner = Planner {
        parts: Parts { inputs, steps: Vec::with_capacity(order.len()), outputs: Vec::new() },
        controllers: Controllers::new(steps.len()),
        faulty,
        misfits: HashSet::new(),
        findings,
    };
    let mut planned_as = vec![0; steps.len()];
    for (place, number) in order.iter().enumerate() {
        planned_as[*number] = place;
    }
    let mut definitions: Vec<_> = steps.into_iter().zip(graph.sources).map(Some).collect();
    let given_back = results::steps_given_back(&graph.outputs);
    let mut outputs_of_steps = HashMap::with_capacity(given_back.len());
    for (place, number) in order.iter().enumerate() {
        let Some((definition, sources)) = definitions.get_mut(*number).and_then(Option::take) else { continue };
        if given_back.contains(number) {
            outputs_of_steps.insert(place, StepOutputs::of(&definition));
        }
        // In a circle a step reads what comes after it.
        let comes_before = |source: &Source| !matches!(source, Source::Output { step, .. } if *step >= place);
        let sources = sources.into_iter().map(|source| Some(renumbered(source?, &planned_as)).filter(comes_before));
        let sources = sources.collect();
        let controls = graph.controls.get(*number).map_or(&[][..], Vec::as_slice);
        planner.step(*number, definition, sources, controls);
    }
    let Planner { mut parts, .. } = planner;
    for (output, selected) in outputs.into_iter().zip(graph.outputs) {
        let selected = match selected {
            None => continue,
            Some(Selected::One(source)) => Selected::One(renumbered(source, &planned_as)),
            Some(Selected::All(step)) => Selected::All(planned_as[step]),
        };
        let output = results::planned(&parts, output, selected, &outputs_of_steps);
        parts.outputs.extend(output);
    }
    results::count_readers(&mut parts);
    parts
}

fn renumbered(source: Source, planned_as: &[usize]) -> Source {
    match source {
        Source::Output { step, field } => Source::Output { step: planned_as[step], field },
        other => other,
    }
}

fn refuse_endless(input: &Input, findings: &mut Findings) {
    let InputData::Batch { dimensionality, place } = &input.data else { return };
    if input.data.levels() > Lineage::MAX_DEPTH {
        let message = format!("an input of {dimensionality} levels of lists is deeper than batches can be");
        let diagnostic = Diagnostic::error_at(Code::OutOfRange, place, message)
            .with_remedy(format!("use at most {} levels", Lineage::MAX_DEPTH));
        findings.push(Stage::DataFlow, diagnostic);
    }
}

/// A property of a step and what it is fed with.
pub(super) struct Fed<'a> {
    pub(super) property: &'static PropertyDef,
    /// Its references, with the places of their feeds.
    pub(super) references: Vec<(usize, &'a Reference)>,
}

struct Planner<'a> {
    parts: Parts,
    controllers: Controllers,
    faulty: Faulty,
    /// Steps whose data does not fit. What reads them is not reported once more.
    misfits: HashSet<usize>,
    findings: &'a mut Findings,
}

impl Planner<'_> {
    fn step(
        &mut self,
        number: usize,
        definition: StepDefinition,
        sources: Vec<Option<Source>>,
        controls: &[(usize, usize)],
    ) {
        let StepDefinition { mut step, entry, dynamic_outputs } = definition;
        let def = entry.def;
        let place = self.parts.steps.len();
        let mut args = std::mem::take(&mut step.args);
        let leads_nowhere = leads_nowhere(&step, &sources);
        let (mut feeds, fed) = feeds(&step, sources);
        if def.batch {
            cast_literals(def.fields, &mut args, &mut feeds);
        }
        let gates = self.controllers.gates_of(number);
        let reads = reads(&feeds, &gates);
        let is_misfit = |node: &Node| match node {
            Node::Input(input) => self.faulty.inputs.contains(input),
            Node::Step(step) => self.misfits.contains(step),
        };
        let course = if leads_nowhere || self.faulty.steps.contains(&number) || reads.iter().any(is_misfit) {
            self.misfits.insert(place);
            Course::default()
        } else {
            self.course(&step, &fed, &mut feeds, &gates).unwrap_or_else(|diagnostic| {
                self.findings.push(Stage::DataFlow, diagnostic);
                self.misfits.insert(place);
                Course::default()
            })
        };
        let branches = gates::branches(&step, controls);
        for (branch, (_, targets)) in branches.iter().enumerate() {
            self.controllers.control(targets, Gate { step: place, branch, depth: course.lineage.depth() });
        }
        let name: Arc<str> = step.name.as_str().into();
        bind_parameters(&mut self.parts, def.fields, &args, &feeds, &name);
        let plan = StepPlan {
            name,
            entry,
            args,
            feeds,
            elements: course.elements,
            depth: course.depth,
            lineage: course.lineage,
            gates,
            branches: Branches::new(branches.into_iter().map(|(names, _)| names)),
            dynamic_outputs: dynamic_outputs.map(|outputs| outputs.into_keys().collect()),
            followers: Vec::new(),
            waits_for: reads.iter().filter(|node| matches!(node, Node::Step(_))).count(),
            reads,
            readers: 0,
        };
        self.add(plan);
    }

    fn add(&mut self, plan: StepPlan) {
        let place = self.parts.steps.len();
        for node in &plan.reads {
            match *node {
                Node::Input(input) => self.parts.inputs[input].readers += 1,
                Node::Step(earlier) => {
                    self.parts.steps[earlier].readers += 1;
                    self.parts.steps[earlier].followers.push(place);
                }
            }
        }
        self.parts.steps.push(plan);
    }

    /// Finds out what the block of a step is called for, what is handed to it in which form, and the batch that its
    /// outputs belong to.
    fn course(&self, step: &Step, fed: &[Fed<'_>], feeds: &mut [Feed], gates: &[Gate]) -> Result<Course, Diagnostic> {
        let lineages: Vec<Lineage> = feeds.iter().map(|feed| lineage_of(&self.parts, &feed.source)).collect();
        if let Some(reference) = unexpected(step, fed, &lineages) {
            return Err(unexpected_batch(step, reference));
        }
        let controlled_by = gates::lineage(&self.parts, gates);
        let depths = depth::of_step(&Fare {
            step,
            fed,
            lineages: &lineages,
            casts_literal: feeds.iter().any(|feed| feed.form != Form::Single),
            controlled_by: &controlled_by,
        })?;
        forms(step, fed, feeds, &lineages, depths)?;
        let data = depth::lineages_of_data(step, fed, &lineages)?;
        gates::check(step, &data, gates, &self.parts)?;
        let of_reference = fed.iter().filter(|fed| fed.property.depth_reference).flat_map(|fed| &fed.references);
        let of_reference = of_reference.map(|(feed, _)| &lineages[*feed]).find(|lineage| lineage.is_batch());
        let support = of_reference.or_else(|| data.first());
        let lineage = match (step.def.output_depth, support) {
            (0, support) => support.cloned().unwrap_or(controlled_by),
            (..0, support) => support.unwrap_or(&controlled_by).parent(),
            (1.., None) if controlled_by.is_batch() => return Err(gates::nothing_to_divide(step)),
            (1.., support) => {
                let support = support.cloned().unwrap_or_default();
                if support.depth() >= Lineage::MAX_DEPTH {
                    return Err(depth::too_deep(step));
                }
                support.child(self.parts.steps.len())
            }
        };
        Ok(Course { elements: elements(feeds, &lineages, gates, depths.calls), depth: depths.calls, lineage })
    }
}

/// What a step does with the batches that reach it.
struct Course {
    elements: Elements,
    depth: usize,
    lineage: Lineage,
}

impl Default for Course {
    fn default() -> Self {
        Self { elements: Elements::Single, depth: 0, lineage: Lineage::default() }
    }
}

/// Parts of a definition in which there are errors.
struct Faulty {
    /// Numbers of inputs.
    inputs: HashSet<usize>,
    /// Numbers of steps.
    steps: HashSet<usize>,
}

impl Faulty {
    fn of(definition: &Definition, findings: &Findings) -> Self {
        let errors = findings.errors();
        if errors.is_empty() {
            return Self { inputs: HashSet::new(), steps: HashSet::new() };
        }
        let places: HashSet<&[Token]> = errors
            .iter()
            .flat_map(|(_, error)| {
                let circle = (error.code == Code::Cycle).then_some(&error.related);
                std::iter::once(&error.pointer).chain(circle.into_iter().flatten().map(|related| &related.pointer))
            })
            .flat_map(|pointer| (1..=pointer.tokens().len()).map(|length| &pointer.tokens()[..length]))
            .collect();
        let has = |pointer: &Pointer| places.contains(pointer.tokens());
        let inputs = definition.inputs.iter().enumerate().filter(|(_, input)| has(&input.place.pointer));
        let steps = definition.steps.iter().enumerate().filter(|(_, step)| has(&step.step.pointer));
        Self { inputs: inputs.map(|(number, _)| number).collect(), steps: steps.map(|(number, _)| number).collect() }
    }
}

/// True when a reference to data leads to nothing that is known, which has been reported or cannot be known.
fn leads_nowhere(step: &Step, sources: &[Option<Source>]) -> bool {
    let references = step.references.iter().zip(sources);
    references.into_iter().any(|(reference, source)| source.is_none() && reference.selector.origin != Origin::Step)
}

/// What the references of a step lead to, and which of them stand in one property.
fn feeds(step: &Step, sources: Vec<Option<Source>>) -> (Vec<Feed>, Vec<Fed<'_>>) {
    let mut feeds: Vec<Feed> = Vec::with_capacity(sources.len());
    let mut fed: Vec<Fed<'_>> = Vec::new();
    for (reference, source) in step.references.iter().zip(sources) {
        let place = feeds.len();
        // A reference to a step is a value to the block: the step's name, not its data.
        let literal = || Source::Literal(reference.text.as_str().into());
        if source.is_some() {
            match fed.iter_mut().find(|fed| std::ptr::eq(fed.property, reference.property)) {
                Some(fed) => fed.references.push((place, reference)),
                None => fed.push(Fed { property: reference.property, references: vec![(place, reference)] }),
            }
        }
        feeds.push(Feed { source: source.unwrap_or_else(literal), form: Form::Single });
    }
    (feeds, fed)
}

/// Settles how each feed is handed over.
fn forms(
    step: &Step,
    fed: &[Fed<'_>],
    feeds: &mut [Feed],
    lineages: &[Lineage],
    depths: Depths,
) -> Result<(), Diagnostic> {
    let form = |depth: usize, cast: bool| match depth {
        0 => Form::Single,
        depth if depth > depths.calls => Form::Group { cast },
        _ => Form::Element { cast },
    };
    for feed in feeds.iter_mut().filter(|feed| feed.form != Form::Single) {
        feed.form = form(depths.base, true);
    }
    for (place, reference) in fed.iter().flat_map(|fed| &fed.references) {
        let form = match lineages[*place].depth() {
            0 if depth::is_cast(step, reference) => form(depth::cast(reference.property, depths.base), true),
            depth => form(depth, false),
        };
        if form == (Form::Group { cast: false }) && !reference.selector.delivery.is_group() {
            return Err(unexpected_batch(step, reference));
        }
        feeds[*place].form = form;
    }
    Ok(())
}

/// Where the elements come from that the block is called for.
fn elements(feeds: &[Feed], lineages: &[Lineage], gates: &[Gate], depth: usize) -> Elements {
    if depth == 0 {
        return Elements::Single;
    }
    let feed = feeds.iter().zip(lineages).position(|(feed, lineage)| {
        matches!(feed.form, Form::Element { cast: false } | Form::Group { cast: false }) && lineage.depth() >= depth
    });
    let gate = || gates.iter().position(|gate| gate.depth >= depth).map(Elements::OfGate);
    feed.map(Elements::OfFeed).or_else(gate).unwrap_or(Elements::Cast)
}

fn reads(feeds: &[Feed], gates: &[Gate]) -> Vec<Node> {
    let data = feeds.iter().filter_map(|feed| results::node_of(&feed.source));
    let nodes: BTreeSet<Node> = data.chain(gates.iter().map(|gate| Node::Step(gate.step))).collect();
    nodes.into_iter().collect()
}

pub(super) fn lineage_of(parts: &Parts, source: &Source) -> Lineage {
    match source {
        Source::Input(input) => parts.inputs[*input].lineage.clone(),
        Source::Literal(_) => Lineage::default(),
        Source::Output { step, .. } => parts.steps[*step].lineage.clone(),
    }
}

/// The first batch in a place where a block that is called with whole batches takes one value for all elements.
fn unexpected<'a>(step: &Step, fed: &[Fed<'a>], lineages: &[Lineage]) -> Option<&'a Reference> {
    let mut references = fed.iter().flat_map(|fed| &fed.references);
    let takes_one = |reference: &Reference| step.def.batch && reference.selector.delivery == Delivery::Element;
    let found = references.find(|(feed, reference)| lineages[*feed].is_batch() && takes_one(reference));
    found.map(|(_, reference)| *reference)
}

fn unexpected_batch(step: &Step, reference: &Reference) -> Diagnostic {
    let property = reference.property.name;
    let message = format!(
        "`{property}` of step `{}` takes one value for all elements, but `{}` has one for each",
        step.name, reference.text
    );
    Diagnostic::error_at(Code::UnexpectedBatch, &reference.place(), message)
        .with_remedy(format!("bind `{property}` to a parameter, or write the value itself"))
}

/// Literals where whole batches are expected are repeated for every element, as single data is. `null` stays `null`.
fn cast_literals(fields: &'static [BlockField], args: &mut [Arg], feeds: &mut Vec<Feed>) {
    for (field, arg) in fields.iter().zip(args) {
        match (field, arg) {
            (BlockField::Group(fields), Arg::Group(args)) => cast_literals(fields, args, feeds),
            (BlockField::Property(property), Arg::List(elements)) if depth::casts_members(property) => {
                for element in elements {
                    cast_literal(element, feeds);
                }
            }
            (BlockField::Property(property), Arg::Map(members)) if depth::casts_members(property) => {
                for (_, member) in members {
                    cast_literal(member, feeds);
                }
            }
            (BlockField::Property(property), arg) if depth::casts_literal(property) => cast_literal(arg, feeds),
            _ => {}
        }
    }
}

fn cast_literal(arg: &mut Arg, feeds: &mut Vec<Feed>) {
    if let Arg::Value(value) = arg
        && !value.is_null()
    {
        let literal = std::mem::take(value);
        *arg = Arg::Reference(feeds.len());
        feeds.push(Feed { source: Source::Literal(literal), form: Form::Element { cast: true } });
    }
}

/// Notes which properties take the value of a parameter as it is; their shapes limit what it may be.
fn bind_parameters(parts: &mut Parts, fields: &'static [BlockField], args: &[Arg], feeds: &[Feed], step: &Arc<str>) {
    for (field, arg) in fields.iter().zip(args) {
        match (field, arg) {
            (BlockField::Group(fields), Arg::Group(args)) => bind_parameters(parts, fields, args, feeds, step),
            (BlockField::Property(property), Arg::Reference(reference)) => {
                if let Some(Feed { source: Source::Input(input), .. }) = feeds.get(*reference)
                    && let Some(input) = parts.inputs.get_mut(*input)
                    && !input.data.is_batch()
                {
                    input.bindings.push(Binding { step: Arc::clone(step), property });
                }
            }
            _ => {}
        }
    }
}
