//! Inputs and steps whose data nobody wants.

use std::collections::HashSet;

use crate::block::{BlockType, Origin, Section};
use crate::diagnostic::{Code, Diagnostic};
use crate::step::Target;
use crate::workflow::{Definition, Findings, Stage, StepDefinition};

use super::graph::{Graph, Selected};
use super::plan::Source;

/// Hints at inputs that nothing refers to, and at steps that only calculate what nothing refers to.
///
/// Nothing is said while there are errors: a reference with a slip in it was meant to lead somewhere.
pub(super) fn report(definition: &Definition, graph: &Graph, findings: &mut Findings) {
    if findings.has_errors() || definition.unread.is_any() {
        return;
    }
    let mut inputs = HashSet::new();
    let mut steps = HashSet::new();
    let selected = graph.outputs.iter().flatten().map(|selected| match selected {
        Selected::One(source) => source.clone(),
        Selected::All(step) => Source::Output { step: *step, field: super::plan::Field::At(0) },
    });
    for source in graph.sources.iter().flatten().flatten().cloned().chain(selected) {
        match source {
            Source::Input(input) => inputs.insert(input),
            Source::Output { step, .. } => steps.insert(step),
            Source::Literal(_) => false,
        };
    }
    for (_, input) in definition.inputs.iter().enumerate().filter(|(number, _)| !inputs.contains(number)) {
        let name = &input.name.name;
        let message = format!("nothing refers to the input `{name}`");
        let hint = Diagnostic::hint_at(Code::UnusedInput, &input.name.place, message);
        let target = Target::Input(name.clone());
        findings.push(Stage::DataFlow, hint.with_remedy(format!("refer to it as `{target}`, or remove it")));
    }
    let idle = definition.steps.iter().enumerate().filter(|(number, _)| !steps.contains(number));
    for (_, step) in idle.filter(|(_, step)| only_calculates(step)) {
        let message = format!("nothing refers to what `{}` gives back", step.step.name);
        let hint = Diagnostic::hint_at(Code::UnusedStep, &step.name_place(), message);
        findings.push(Stage::DataFlow, hint.with_remedy("add an output that refers to it, or remove the step"));
    }
}

/// True for steps that have no effect apart from what they give back.
fn only_calculates(step: &StepDefinition) -> bool {
    let def = step.entry.def;
    let acts =
        matches!(def.block_type, BlockType::Sink | BlockType::Sinks | BlockType::FlowControl) || def.flow_control;
    let keeps_to_itself = matches!(
        def.section,
        Some(
            Section::Model
                | Section::Visualization
                | Section::Transformation
                | Section::ClassicalCv
                | Section::Video
                | Section::Analytics
        )
    );
    let chooses = step.step.references.iter().any(|reference| reference.selector.origin == Origin::Step);
    keeps_to_itself && !acts && !chooses
}
