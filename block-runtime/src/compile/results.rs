//! What a workflow gives back: for each output its source, its kinds and the batch that it belongs to.

use std::collections::BTreeSet;

use crate::workflow::{Kinds, OutputDefinition, StepDefinition};

use super::flow::lineage_of;
use super::graph::Selected;
use super::plan::{Field, Node, OutputKinds, OutputPlan, Parts, Selection, Source};

/// Names and kinds of the outputs that a configured step has.
pub(super) fn of_step(definition: &StepDefinition) -> Vec<(String, Kinds)> {
    if let Some(outputs) = &definition.dynamic_outputs {
        return outputs.iter().map(|output| (output.name.clone(), output.kinds.clone())).collect();
    }
    let outputs = definition.step.def.outputs;
    outputs.iter().map(|output| (output.name.to_owned(), Kinds::of(output.kinds))).collect()
}

/// An output, given the kinds of the outputs of all steps in the order of the plan.
pub(super) fn planned(
    parts: &Parts,
    output: OutputDefinition,
    selected: Selected,
    kinds: &[Vec<(String, Kinds)>],
) -> OutputPlan {
    let (selection, kinds, lineage) = match selected {
        Selected::All(step) => {
            let is_dynamic = parts.steps[step].dynamic_outputs.is_some();
            let field = |(place, (name, _)): (usize, &(String, Kinds))| {
                if is_dynamic { Field::Named(name.as_str().into()) } else { Field::At(place) }
            };
            let fields = kinds[step].iter().enumerate().map(field).collect();
            let lineage = parts.steps[step].lineage.clone();
            (Selection::All { step, fields }, OutputKinds::Each(kinds[step].clone()), lineage)
        }
        Selected::One(source) => {
            let kinds = kinds_of(parts, &source, kinds).unwrap_or_else(|| Kinds::one(crate::kind::WILDCARD));
            let lineage = lineage_of(parts, &source);
            (Selection::One(source), OutputKinds::One(kinds), lineage)
        }
    };
    OutputPlan { name: output.name.name, selection, kinds, lineage, coordinates: output.coordinates }
}

fn kinds_of(parts: &Parts, source: &Source, kinds: &[Vec<(String, Kinds)>]) -> Option<Kinds> {
    let found = match source {
        Source::Input(input) => &parts.inputs[*input].kinds,
        Source::Output { step, field: Field::At(place) } => &kinds[*step].get(*place)?.1,
        Source::Output { step, field: Field::Named(name) } => {
            &kinds[*step].iter().find(|(known, _)| **known == **name)?.1
        }
        Source::Literal(_) => return None,
    };
    Some(found.clone())
}

/// Data that outputs give back is kept until the end.
pub(super) fn count_readers(parts: &mut Parts) {
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

/// The input or step that data comes from.
pub(super) fn node_of(source: &Source) -> Option<Node> {
    match source {
        Source::Input(input) => Some(Node::Input(*input)),
        Source::Output { step, .. } => Some(Node::Step(*step)),
        Source::Literal(_) => None,
    }
}
