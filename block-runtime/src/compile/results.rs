//! What a workflow gives back: for each output its source, its kinds and the batch that it belongs to.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use indexmap::IndexMap;

use crate::workflow::{Kinds, OutputDefinition, StepDefinition};

use super::flow::lineage_of;
use super::graph::Selected;
use super::plan::{Field, Node, OutputKinds, OutputPlan, Parts, Selection, Source};

/// Numbers of the steps whose data outputs of the workflow give back.
pub(super) fn steps_given_back(outputs: &[Option<Selected>]) -> HashSet<usize> {
    let step = |selected: &Selected| match selected {
        Selected::All(step) | Selected::One(Source::Output { step, .. }) => Some(*step),
        Selected::One(Source::Input(_) | Source::Literal(_)) => None,
    };
    outputs.iter().flatten().filter_map(step).collect()
}

/// The outputs of a configured step, shared by all outputs of the workflow that give back the whole step.
pub(super) struct StepOutputs {
    /// By name, in declared order.
    kinds: Arc<IndexMap<String, Kinds>>,
    /// Where they stand, in the same order.
    fields: Arc<[Field]>,
}

impl StepOutputs {
    pub(super) fn of(definition: &StepDefinition) -> Self {
        if let Some(outputs) = &definition.dynamic_outputs {
            let fields = outputs.keys().map(|name| Field::Named(name.as_str().into())).collect();
            return Self { kinds: Arc::new(outputs.clone()), fields };
        }
        let outputs = definition.step.def.outputs;
        let kinds = outputs.iter().map(|output| (output.name.to_owned(), Kinds::of(output.kinds)));
        Self { kinds: Arc::new(kinds.collect()), fields: (0..outputs.len()).map(Field::At).collect() }
    }

    fn kinds_of(&self, field: &Field) -> Option<&Kinds> {
        match field {
            Field::At(place) => self.kinds.get_index(*place).map(|(_, kinds)| kinds),
            Field::Named(name) => self.kinds.get(name.as_ref()),
        }
    }
}

/// An output, given the outputs of the steps whose data is given back; nothing where those of its own are missing.
pub(super) fn planned(
    parts: &Parts,
    output: OutputDefinition,
    selected: Selected,
    steps: &HashMap<usize, StepOutputs>,
) -> Option<OutputPlan> {
    let (selection, kinds, lineage) = match selected {
        Selected::All(step) => {
            let lineage = parts.steps[step].lineage.clone();
            let StepOutputs { kinds, fields } = steps.get(&step)?;
            (Selection::All { step, fields: Arc::clone(fields) }, OutputKinds::Each(Arc::clone(kinds)), lineage)
        }
        Selected::One(source) => {
            let kinds = kinds_of(parts, &source, steps).unwrap_or_else(|| Kinds::one(crate::kind::WILDCARD));
            let lineage = lineage_of(parts, &source);
            (Selection::One(source), OutputKinds::One(kinds), lineage)
        }
    };
    Some(OutputPlan { name: output.name.name, selection, kinds, lineage, coordinates: output.coordinates })
}

fn kinds_of(parts: &Parts, source: &Source, steps: &HashMap<usize, StepOutputs>) -> Option<Kinds> {
    let found = match source {
        Source::Input(input) => &parts.inputs[*input].kinds,
        Source::Output { step, field } => steps.get(step)?.kinds_of(field)?,
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
