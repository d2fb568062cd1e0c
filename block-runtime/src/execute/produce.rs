//! What a step has produced: from what its block gave back to data, or to decisions.

use std::sync::Arc;

use crate::block::{Flow, Outcome};
use crate::compile::{Elements, StepPlan};
use crate::error::{Context, Facts, WorkflowError};
use crate::limits::MAX_ELEMENTS;
use crate::value::{Map, Value};

use super::calls::Calls;
use super::data::{Data, Pieces, Row};
use super::layout::Layout;
use super::run::Run;

/// What one call has produced for one element.
#[derive(Debug)]
pub(super) enum Yield {
    /// Its outputs.
    Row(Row),
    /// The outputs of each of the elements that it has become.
    Rows(Vec<Row>),
    /// For each branch whether it is open.
    Open(Vec<bool>),
}

/// What a call for one element has produced.
pub(super) fn of_element(run: &Run, plan: &StepPlan, outcome: Outcome) -> Result<Yield, WorkflowError> {
    match outcome {
        Outcome::Flow(flow) if plan.entry.def.flow_control => open(plan, &flow).map(Yield::Open),
        Outcome::Outputs(row) if plan.entry.def.output_depth <= 0 => outputs(plan, row).map(Yield::Row),
        Outcome::List(outcomes) if plan.entry.def.output_depth > 0 => {
            let row = |outcome| match outcome {
                Outcome::Outputs(row) => outputs(plan, row),
                Outcome::List(_) | Outcome::Flow(_) => {
                    Err(contract(plan, "gave a list of something else than outputs"))
                }
            };
            let rows: Vec<Row> = outcomes.into_iter().map(row).collect::<Result<_, _>>()?;
            if !run.has_room_for(rows.len()) {
                let reason =
                    format!("brings the elements of the run to more than {MAX_ELEMENTS}; give it less at a time");
                return Err(contract(plan, &reason));
            }
            Ok(Yield::Rows(rows))
        }
        Outcome::Outputs(_) => Err(contract(plan, "gave the outputs of one element where a list of them is expected")),
        Outcome::List(_) => Err(contract(plan, "gave a list where the outputs of one element are expected")),
        Outcome::Flow(_) => Err(contract(plan, "decided what runs next, but is no step that does")),
    }
}

/// What a call for all elements has produced.
pub(super) fn of_all(
    run: &Run,
    plan: &StepPlan,
    calls: &Calls,
    outcome: Outcome,
) -> Result<Vec<(usize, Yield)>, WorkflowError> {
    let Outcome::List(outcomes) = outcome else {
        return Err(contract(plan, "gave no list, although it was called with a whole batch"));
    };
    if outcomes.len() != calls.elements.len() {
        let (expected, found) = (calls.elements.len(), outcomes.len());
        return Err(contract(plan, &format!("gave outputs for {found} elements, but was called with {expected}")));
    }
    calls
        .elements
        .iter()
        .zip(outcomes)
        .map(|(element, outcome)| Ok((*element, of_element(run, plan, outcome)?)))
        .collect()
}

/// The data of a step, given what its calls have produced in the order of the elements.
pub(super) fn data(plan: &StepPlan, calls: &Calls, yields: Vec<(usize, Yield)>) -> Data {
    let divides = usize::from(plan.entry.def.output_depth > 0);
    let layout = calls.layout.outer(plan.lineage.depth().saturating_sub(divides));
    if plan.entry.def.flow_control {
        return Data { pieces: Pieces::Open(decisions(plan, layout.len(), yields)), layout };
    }
    if divides > 0 {
        return divided(&layout, yields);
    }
    let is_complete = yields.len() == layout.len();
    let rows = yields.into_iter().map(|(element, produced)| match produced {
        Yield::Row(row) => (element, Some(row)),
        Yield::Rows(_) | Yield::Open(_) => (element, None),
    });
    let rows = if is_complete { rows.map(|(_, row)| row).collect() } else { scattered(layout.len(), rows) };
    Data { pieces: Pieces::Rows(rows), layout }
}

fn scattered(count: usize, rows: impl Iterator<Item = (usize, Option<Row>)>) -> Vec<Option<Row>> {
    let mut scattered: Vec<Option<Row>> = std::iter::repeat_with(|| None).take(count).collect();
    for (element, row) in rows {
        if let Some(place) = scattered.get_mut(element) {
            *place = row;
        }
    }
    scattered
}

/// Each element has become several; those that were skipped have become none.
fn divided(owners: &Arc<Layout>, yields: Vec<(usize, Yield)>) -> Data {
    let mut counts = vec![0; owners.len()];
    let mut all = Vec::new();
    for (element, produced) in yields {
        if let (Yield::Rows(rows), Some(count)) = (produced, counts.get_mut(element)) {
            *count = rows.len();
            all.extend(rows.into_iter().map(Some));
        }
    }
    Data { layout: owners.divided(counts), pieces: Pieces::Rows(all) }
}

fn decisions(plan: &StepPlan, count: usize, yields: Vec<(usize, Yield)>) -> Vec<Vec<bool>> {
    let mut branches = vec![vec![false; count]; plan.branches.len()];
    for (element, produced) in yields {
        let Yield::Open(open) = produced else { continue };
        for (branch, is_open) in branches.iter_mut().zip(open) {
            if let Some(place) = branch.get_mut(element) {
                *place = is_open;
            }
        }
    }
    branches
}

/// The branches that a decision opens: those of which it names any step.
fn open(plan: &StepPlan, flow: &Flow) -> Result<Vec<bool>, WorkflowError> {
    let is_single = plan.elements == Elements::Single;
    if plan.branches.len() == 0 {
        let facts = facts(plan, "decides what runs next, but names no step that could; give it the steps");
        return Err(if is_single {
            WorkflowError::ExecutionEngineRuntime(facts)
        } else {
            WorkflowError::InvalidBlockBehaviour(facts)
        });
    }
    let mut open = vec![false; plan.branches.len()];
    for step in &flow.0 {
        match plan.branches.of(&step.0).and_then(|branch| open.get_mut(branch)) {
            Some(open) => *open = true,
            None if is_single => {}
            None => {
                return Err(contract(plan, &format!("chose `{}`, which is not among the steps that it names", step.0)));
            }
        }
    }
    Ok(open)
}

/// The outputs as later steps read them: in declared order; or, where they depend on the configuration, as one object
/// with the members of `*` beside the others.
fn outputs(plan: &StepPlan, row: Row) -> Result<Row, WorkflowError> {
    let Some(announced) = &plan.dynamic_outputs else { return Ok(row) };
    let mut outputs = Map::new();
    for (output, value) in plan.entry.def.outputs.iter().zip(row) {
        match (output.name, value) {
            ("*", Value::Map(members)) => {
                outputs.extend(members.iter().map(|(name, value)| (name.clone(), value.clone())));
            }
            (name, value) => {
                outputs.insert(name.to_owned(), value);
            }
        }
    }
    let is_as_announced = outputs.len() == announced.len() && announced.iter().all(|name| outputs.contains_key(name));
    if is_as_announced {
        return Ok(vec![outputs.into_iter().collect()]);
    }
    let found: Vec<&String> = outputs.keys().collect();
    Err(contract(plan, &format!("announced the outputs {announced:?}, but gave {found:?}")))
}

fn facts(plan: &StepPlan, message: &str) -> Facts {
    Facts::new(Context::StepOutputs, format!("`{}` (step `{}`) {message}", plan.entry.def.id, plan.name))
}

/// The block broke its contract.
fn contract(plan: &StepPlan, message: &str) -> WorkflowError {
    WorkflowError::ExecutionEngineRuntime(facts(plan, message))
}
