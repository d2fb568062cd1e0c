//! The flow of data: which steps run once, which once an element, and which are handed whole batches.
//!
//! Data is a single value or belongs to the batch that the workflow is given. What makes deeper batches or steers the
//! workflow is refused here with a clear message.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::block::{Arg, Delivery, Field as BlockField, PropertyDef, Shape};
use crate::diagnostic::{Code, Diagnostic};
use crate::document::Place;
use crate::step::{Reference, Step};
use crate::workflow::{Definition, Findings, InputData, Kinds, OutputDefinition, Stage, StepDefinition};

use super::graph::{Graph, Selected};
use super::plan::{
    Binding, Feed, Field, Form, Lineage, Mode, Node, OutputKinds, OutputPlan, Parts, PlannedInput, Selection, Source,
    StepPlan,
};

/// Makes the plan of a definition without errors. `order` names the steps in the order in which they are planned.
pub(super) fn plan(definition: Definition, graph: Graph, order: &[usize], findings: &mut Findings) -> Parts {
    let Definition { inputs, steps, outputs, .. } = definition;
    for input in &inputs {
        refuse_nested(&input.data, findings);
    }
    let mut parts =
        Parts { inputs: inputs.into_iter().map(PlannedInput::new).collect(), steps: Vec::new(), outputs: Vec::new() };
    let mut planned_as = vec![0; steps.len()];
    for (place, number) in order.iter().enumerate() {
        planned_as[*number] = place;
    }
    let mut definitions: Vec<Option<(StepDefinition, Vec<Option<Source>>)>> =
        steps.into_iter().zip(graph.sources).map(Some).collect();
    let mut kinds = Vec::with_capacity(order.len());
    for number in order {
        let Some((definition, sources)) = definitions.get_mut(*number).and_then(Option::take) else { continue };
        refuse_unsupported(&definition, findings);
        kinds.push(output_kinds(&definition));
        let sources = sources.into_iter().map(|source| source.map(|source| renumbered(source, &planned_as))).collect();
        step(&mut parts, definition, sources, findings);
    }
    for (output, selection) in outputs.into_iter().zip(graph.outputs) {
        let Some(selection) = selection else { continue };
        let selection = match selection {
            Selected::One(source) => Selection::One(renumbered(source, &planned_as)),
            Selected::All(step) => all_outputs(&parts, planned_as[step], &kinds),
        };
        let output = planned_output(&parts, output, selection, &kinds);
        parts.outputs.push(output);
    }
    count_readers_of_outputs(&mut parts);
    parts
}

fn renumbered(source: Source, planned_as: &[usize]) -> Source {
    match source {
        Source::Output { step, field } => Source::Output { step: planned_as[step], field },
        other => other,
    }
}

fn refuse_nested(data: &InputData, findings: &mut Findings) {
    if let InputData::Batch { dimensionality, place } = data
        && *dimensionality > 1
    {
        let message = format!("inputs with {dimensionality} levels of lists cannot be run yet");
        findings.push(
            Stage::DataFlow,
            Diagnostic::error_at(Code::NotSupported, place, message).with_remedy("give the elements as one list"),
        );
    }
}

fn refuse_unsupported(definition: &StepDefinition, findings: &mut Findings) {
    let Step { def, name, pointer, span, .. } = &definition.step;
    let has_levels =
        def.output_depth != 0 || def.properties().any(|property| property.depth.is_some_and(|depth| depth > 0));
    let what = if def.flow_control {
        "decides which steps run next"
    } else if has_levels {
        "makes or gathers deeper batches"
    } else {
        return;
    };
    let message = format!("step `{name}` cannot be run yet: `{}` {what}", def.id);
    let place = Place::new(pointer.clone(), span);
    findings.push(Stage::DataFlow, Diagnostic::error_at(Code::NotSupported, &place, message));
}

fn step(parts: &mut Parts, definition: StepDefinition, sources: Vec<Option<Source>>, findings: &mut Findings) {
    let StepDefinition { step, entry, dynamic_outputs } = definition;
    let def = entry.def;
    let mut feeds = Vec::with_capacity(sources.len());
    for (reference, source) in step.references.iter().zip(sources) {
        // References to steps are values to the block: the step's name, not its data.
        let source = source.unwrap_or_else(|| Source::Literal(reference.text.as_str().into()));
        let is_batch = lineage_of(parts, &source).is_batch();
        if is_batch && def.batch && reference.selector.delivery == Delivery::Element {
            findings.push(Stage::DataFlow, unexpected_batch(&step, reference));
        }
        let form = match reference.selector.delivery {
            _ if is_batch => Form::Batch,
            Delivery::Batch if def.batch => Form::Cast,
            _ if reference.property.cast_to_batch => Form::Cast,
            _ => Form::Single,
        };
        feeds.push(Feed { source, form });
    }
    let mut args = step.args;
    if def.batch {
        cast_literals(def.fields, &mut args, &mut feeds);
    }
    let lineage = if feeds.iter().any(|feed| feed.form == Form::Batch) { Lineage::root() } else { Lineage::default() };
    let mode = match feeds.iter().any(|feed| feed.form != Form::Single) {
        true if def.batch => Mode::Whole,
        true => Mode::Each,
        false => Mode::Once,
    };
    let name: Arc<str> = step.name.into();
    bind_parameters(parts, def.fields, &args, &feeds, &name);
    let reads = reads(&feeds);
    let place = parts.steps.len();
    for node in &reads {
        match *node {
            Node::Input(input) => parts.inputs[input].readers += 1,
            Node::Step(earlier) => {
                parts.steps[earlier].readers += 1;
                parts.steps[earlier].followers.push(place);
            }
        }
    }
    parts.steps.push(StepPlan {
        name,
        entry,
        args,
        feeds,
        mode,
        lineage,
        dynamic_outputs: dynamic_outputs.map(|outputs| outputs.into_iter().map(|output| output.name).collect()),
        followers: Vec::new(),
        waits_for: reads.iter().filter(|node| matches!(node, Node::Step(_))).count(),
        reads,
        readers: 0,
    });
}

fn reads(feeds: &[Feed]) -> Vec<Node> {
    let nodes: BTreeSet<Node> = feeds.iter().filter_map(|feed| node_of(&feed.source)).collect();
    nodes.into_iter().collect()
}

fn node_of(source: &Source) -> Option<Node> {
    match source {
        Source::Input(input) => Some(Node::Input(*input)),
        Source::Output { step, .. } => Some(Node::Step(*step)),
        Source::Literal(_) => None,
    }
}

fn lineage_of(parts: &Parts, source: &Source) -> Lineage {
    match source {
        Source::Input(input) if parts.inputs[*input].data.is_batch() => Lineage::root(),
        Source::Input(_) | Source::Literal(_) => Lineage::default(),
        Source::Output { step, .. } => parts.steps[*step].lineage.clone(),
    }
}

fn unexpected_batch(step: &Step, reference: &Reference) -> Diagnostic {
    let property = reference.property.name;
    Diagnostic::error(
        Code::UnexpectedBatch,
        reference.pointer.clone(),
        reference.span.clone(),
        format!(
            "`{property}` of step `{}` takes one value for all elements, but `{}` has one for each",
            step.name, reference.text
        ),
    )
    .with_remedy(format!("bind `{property}` to a parameter, or write the value itself"))
}

/// Literals where whole batches are expected are repeated for every element, as single data is. `null` stays `null`.
fn cast_literals(fields: &'static [BlockField], args: &mut [Arg], feeds: &mut Vec<Feed>) {
    for (field, arg) in fields.iter().zip(args) {
        match (field, arg) {
            (BlockField::Group(fields), Arg::Group(args)) => cast_literals(fields, args, feeds),
            (BlockField::Property(property), arg) if takes_batch(property) => {
                if let Arg::Value(value) = arg
                    && !value.is_null()
                {
                    let literal = std::mem::take(value);
                    *arg = Arg::Reference(feeds.len());
                    feeds.push(Feed { source: Source::Literal(literal), form: Form::Cast });
                }
            }
            _ => {}
        }
    }
}

fn takes_batch(property: &PropertyDef) -> bool {
    property
        .shape
        .alternatives()
        .iter()
        .any(|shape| matches!(shape, Shape::Selector(selector) if selector.delivery == Delivery::Batch))
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

fn output_kinds(definition: &StepDefinition) -> Vec<(String, Kinds)> {
    if let Some(outputs) = &definition.dynamic_outputs {
        return outputs.iter().map(|output| (output.name.clone(), output.kinds.clone())).collect();
    }
    let outputs = definition.step.def.outputs;
    outputs.iter().map(|output| (output.name.to_owned(), Kinds::of(output.kinds))).collect()
}

fn all_outputs(parts: &Parts, step: usize, kinds: &[Vec<(String, Kinds)>]) -> Selection {
    let is_dynamic = parts.steps[step].dynamic_outputs.is_some();
    let field = |(place, (name, _)): (usize, &(String, Kinds))| {
        if is_dynamic { Field::Named(name.as_str().into()) } else { Field::At(place) }
    };
    Selection::All { step, fields: kinds[step].iter().enumerate().map(field).collect() }
}

fn planned_output(
    parts: &Parts,
    output: OutputDefinition,
    selection: Selection,
    kinds: &[Vec<(String, Kinds)>],
) -> OutputPlan {
    let one = |kinds: Option<Kinds>| OutputKinds::One(kinds.unwrap_or_else(|| Kinds::one(crate::kind::WILDCARD)));
    let (kinds, lineage) = match &selection {
        Selection::All { step, .. } => (OutputKinds::Each(kinds[*step].clone()), parts.steps[*step].lineage.clone()),
        Selection::One(source) => {
            let kinds = match source {
                Source::Input(input) => Some(parts.inputs[*input].kinds.clone()),
                Source::Output { step, field: Field::At(place) } => {
                    kinds[*step].get(*place).map(|(_, kinds)| kinds.clone())
                }
                Source::Output { step, field: Field::Named(name) } => {
                    kinds[*step].iter().find(|(known, _)| **known == **name).map(|(_, kinds)| kinds.clone())
                }
                Source::Literal(_) => None,
            };
            (one(kinds), lineage_of(parts, source))
        }
    };
    OutputPlan { name: output.name.name, selection, kinds, lineage }
}

fn count_readers_of_outputs(parts: &mut Parts) {
    let nodes: BTreeSet<Node> = parts
        .outputs
        .iter()
        .filter_map(|output| match &output.selection {
            Selection::All { step, .. } => Some(Node::Step(*step)),
            Selection::One(source) => node_of(source),
        })
        .collect();
    for node in nodes {
        match node {
            Node::Input(input) => parts.inputs[input].readers += 1,
            Node::Step(step) => parts.steps[step].readers += 1,
        }
    }
}
