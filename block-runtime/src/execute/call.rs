//! Calls of blocks: which elements a step is called for, with what, and what to make of its answers.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use rayon::prelude::*;

use crate::block::{Behaviour, BlockError, CallError, Environment, Frame, Index, Input, Outcome, ResolveError, State};
use crate::compile::{Form, Mode, StepPlan};
use crate::error::{Context, Facts, StepFault, WorkflowError};
use crate::value::{Batch, Map, Value};

use super::data::{Column, Row, Supplies};
use super::run::Run;

/// Elements are shared out over the processors when at least this much work is left.
const WORTH_SHARING: Duration = Duration::from_micros(100);

/// Why a step has produced nothing.
#[derive(Debug)]
pub(super) enum Interruption {
    Failed(WorkflowError),
    /// The run has ended for another reason.
    Stopped,
}

impl From<WorkflowError> for Interruption {
    fn from(error: WorkflowError) -> Self {
        Self::Failed(error)
    }
}

/// What the calls of one step need.
#[derive(Debug)]
pub(super) struct Calls {
    supplies: Supplies,
    /// The elements that have everything they need.
    pub(super) elements: Vec<usize>,
    /// How many elements there are, those without data included.
    count: usize,
}

impl Calls {
    pub(super) fn new(plan: &StepPlan, supplies: Supplies, size: usize) -> Self {
        let count = if plan.lineage.is_batch() { size } else { 1 };
        let is_called = |element: &usize| plan.entry.def.accepts_empty || supplies.is_complete(&plan.feeds, *element);
        let elements = (0..count).filter(is_called).collect();
        Self { supplies, elements, count }
    }

    /// What a call for one element is given. Single values are the same for every element, so `inputs` can be used
    /// again for the next one.
    fn fill(&self, plan: &StepPlan, element: usize, inputs: &mut Vec<Input>) {
        let is_first = inputs.is_empty();
        for (place, feed) in plan.feeds.iter().enumerate() {
            if is_first {
                inputs.push(Input::Value(self.supplies.value(&plan.feeds, place, element).clone()));
            } else if feed.form == Form::Batch
                && let Some(input) = inputs.get_mut(place)
            {
                *input = Input::Value(self.supplies.value(&plan.feeds, place, element).clone());
            }
        }
    }

    /// What a call for one element is given.
    pub(super) fn inputs_of_element(&self, plan: &StepPlan, element: usize) -> Vec<Input> {
        let mut inputs = Vec::with_capacity(plan.feeds.len());
        self.fill(plan, element, &mut inputs);
        inputs
    }

    /// What a call for all elements is given.
    pub(super) fn inputs_of_all(&self, plan: &StepPlan) -> Vec<Input> {
        let value = |place, element| self.supplies.value(&plan.feeds, place, element).clone();
        let inputs = plan.feeds.iter().enumerate().map(|(place, feed)| match feed.form {
            Form::Single => Input::Value(value(place, 0)),
            Form::Batch | Form::Cast => {
                let elements = self.elements.iter();
                Input::Batch(Batch::new(
                    elements.map(|element| (Index::from([*element]), value(place, *element))).collect(),
                ))
            }
        });
        inputs.collect()
    }

    /// The rows of a batch, or the only one where the step's data is not a batch.
    pub(super) fn column(&self, plan: &StepPlan, mut rows: Vec<(usize, Row)>) -> Column<Option<Row>> {
        if !plan.lineage.is_batch() {
            return Column::Single(rows.pop().map(|(_, row)| row));
        }
        if rows.len() == self.count {
            return Column::Batch(rows.into_iter().map(|(_, row)| Some(row)).collect());
        }
        let mut column: Vec<Option<Row>> = std::iter::repeat_with(|| None).take(self.count).collect();
        for (element, row) in rows {
            if let Some(place) = column.get_mut(element) {
                *place = Some(row);
            }
        }
        Column::Batch(column)
    }
}

/// Runs a step whose block calculates.
pub(super) fn calculate(run: &Run, step: usize) -> Result<Column<Option<Row>>, Interruption> {
    let plan = run.plan(step);
    let calls = run.calls(step);
    let observer = run.setting.observer.as_deref();
    if let Some(observer) = observer {
        observer.step_started(&plan.name, calls.elements.len());
    }
    let rows = match plan.mode {
        _ if calls.elements.is_empty() => Vec::new(),
        Mode::Each if plan.entry.def.stateful => with_state(run, step, |state| {
            let mut inputs = Vec::new();
            calls.elements.iter().map(|element| one(run, plan, &calls, *element, &mut inputs, state)).collect()
        })?,
        Mode::Each => each(run, plan, &calls)?,
        Mode::Once | Mode::Whole => {
            let inputs = calls.inputs_of_all(plan);
            let outcome = with_state(run, step, |state| {
                called(plan, &inputs, state, &run.setting.environment).map_err(Interruption::from)
            })?;
            if let Some(observer) = observer {
                observer.elements_done(&plan.name, calls.elements.len());
            }
            rows_of_all(plan, &calls, outcome)?
        }
    };
    Ok(calls.column(plan, rows))
}

/// Runs a block once for each element, on several processors where that is worth it.
fn each(run: &Run, plan: &StepPlan, calls: &Calls) -> Result<Vec<(usize, Row)>, Interruption> {
    let mut rows = Vec::with_capacity(calls.elements.len());
    let mut inputs = Vec::with_capacity(plan.feeds.len());
    let mut state = (plan.entry.erased.new_state)();
    let [first, rest @ ..] = calls.elements.as_slice() else { return Ok(rows) };
    let start = Instant::now();
    rows.push(one(run, plan, calls, *first, &mut inputs, &mut state)?);
    let cost = start.elapsed();
    let left = cost.saturating_mul(u32::try_from(rest.len()).unwrap_or(u32::MAX));
    if rest.len() < 2 || left < WORTH_SHARING {
        for element in rest {
            rows.push(one(run, plan, calls, *element, &mut inputs, &mut state)?);
        }
        return Ok(rows);
    }
    let share = WORTH_SHARING.as_nanos().div_ceil(2 * cost.as_nanos().max(1));
    let others = rest
        .par_iter()
        .with_min_len(usize::try_from(share).unwrap_or(1))
        .map_init(
            || (Vec::with_capacity(plan.feeds.len()), (plan.entry.erased.new_state)()),
            |(inputs, state), element| one(run, plan, calls, *element, inputs, state),
        )
        .collect::<Result<Vec<_>, _>>()?;
    rows.extend(others);
    Ok(rows)
}

/// One call for one element.
fn one(
    run: &Run,
    plan: &StepPlan,
    calls: &Calls,
    element: usize,
    inputs: &mut Vec<Input>,
    state: &mut State,
) -> Result<(usize, Row), Interruption> {
    if run.is_stopped() {
        return Err(Interruption::Stopped);
    }
    calls.fill(plan, element, inputs);
    let outcome = called(plan, inputs, state, &run.setting.environment)?;
    if let Some(observer) = &run.setting.observer {
        observer.elements_done(&plan.name, 1);
    }
    Ok((element, row(plan, outcome)?))
}

fn called(
    plan: &StepPlan,
    inputs: &[Input],
    state: &mut State,
    environment: &Environment,
) -> Result<Outcome, WorkflowError> {
    let Behaviour::Sync(call) = plan.entry.erased.behaviour else {
        unreachable!("steps whose blocks wait are never queued for workers")
    };
    let frame = Frame::new(plan.entry.def.fields, &plan.args, inputs);
    match catch_unwind(AssertUnwindSafe(|| call(&frame, state, environment))) {
        Ok(Ok(outcome)) => Ok(outcome),
        Ok(Err(CallError::Block(error))) => Err(block_failed(plan, &error)),
        Ok(Err(CallError::Resolve(error))) => Err(value_refused(plan, &error)),
        Err(panic) => Err(block_panicked(plan, panic.as_ref())),
    }
}

/// Lends the state of a step. Steps whose blocks keep none get a fresh one, which costs nothing.
fn with_state<T>(
    run: &Run,
    step: usize,
    body: impl FnOnce(&mut State) -> Result<T, Interruption>,
) -> Result<T, Interruption> {
    let mut state = take_state(run, step);
    let result = body(&mut state);
    return_state(run, step, state);
    result
}

pub(super) fn take_state(run: &Run, step: usize) -> State {
    let kept = run.setting.states.get(step).and_then(|state| lock(state).take());
    kept.unwrap_or_else(run.plan(step).entry.erased.new_state)
}

pub(super) fn return_state(run: &Run, step: usize, state: State) {
    if run.plan(step).entry.def.stateful
        && let Some(place) = run.setting.states.get(step)
    {
        *lock(place) = Some(state);
    }
}

fn lock(state: &Mutex<Option<State>>) -> std::sync::MutexGuard<'_, Option<State>> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What a call for one element has produced.
pub(super) fn row(plan: &StepPlan, outcome: Outcome) -> Result<Row, WorkflowError> {
    match outcome {
        Outcome::Outputs(row) => {
            let row = gathered(plan, row);
            check_dynamic(plan, &row)?;
            Ok(row)
        }
        Outcome::List(_) => Err(contract(plan, "gave a list where the outputs of one element are expected")),
        Outcome::Flow(_) => Err(contract(plan, "chose steps, but has none to choose from")),
    }
}

/// What a call for all elements has produced.
pub(super) fn rows_of_all(
    plan: &StepPlan,
    calls: &Calls,
    outcome: Outcome,
) -> Result<Vec<(usize, Row)>, WorkflowError> {
    let Outcome::List(outcomes) = outcome else {
        return Ok(calls.elements.first().copied().zip(Some(row(plan, outcome)?)).into_iter().collect());
    };
    if outcomes.len() != calls.elements.len() {
        let (expected, found) = (calls.elements.len(), outcomes.len());
        return Err(contract(plan, &format!("gave outputs for {found} elements, but was called with {expected}")));
    }
    calls.elements.iter().zip(outcomes).map(|(element, outcome)| Ok((*element, row(plan, outcome)?))).collect()
}

/// Of a step whose outputs depend on its configuration, all outputs as one object: the members of `*` beside the others.
fn gathered(plan: &StepPlan, row: Row) -> Row {
    if plan.dynamic_outputs.is_none() {
        return row;
    }
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
    vec![outputs.into_iter().collect()]
}

/// Outputs that depend on the configuration must be those that were announced.
fn check_dynamic(plan: &StepPlan, row: &Row) -> Result<(), WorkflowError> {
    let Some(announced) = &plan.dynamic_outputs else { return Ok(()) };
    let outputs = row.first().and_then(|value| value.as_map());
    let is_as_announced = outputs.is_some_and(|outputs| {
        outputs.len() == announced.len() && announced.iter().all(|name| outputs.contains_key(name))
    });
    if is_as_announced {
        return Ok(());
    }
    let found: Vec<&str> = outputs.into_iter().flat_map(|outputs| outputs.keys().map(String::as_str)).collect();
    let message = format!("announced the outputs {announced:?}, but gave {found:?}");
    Err(contract(plan, &message))
}

fn fault_of(plan: &StepPlan) -> StepFault {
    StepFault { name: plan.name.as_ref().to_owned(), block_type: plan.entry.def.id.to_owned() }
}

/// The block broke its contract.
fn contract(plan: &StepPlan, message: &str) -> WorkflowError {
    let message = format!("`{}` (step `{}`) {message}", plan.entry.def.id, plan.name);
    WorkflowError::ExecutionEngineRuntime(Facts::new(Context::StepOutputs, message))
}

fn failed(plan: &StepPlan, type_name: &'static str, message: String) -> WorkflowError {
    let facts = Facts::new(Context::StepExecution, message.clone()).with_inner(type_name, message);
    WorkflowError::StepExecution { facts, step: fault_of(plan) }
}

pub(super) fn block_failed(plan: &StepPlan, error: &BlockError) -> WorkflowError {
    match error.downcast_ref::<WorkflowError>() {
        Some(error) => error.clone(),
        None => failed(plan, "BlockError", error.to_string()),
    }
}

pub(super) fn value_refused(plan: &StepPlan, error: &ResolveError) -> WorkflowError {
    failed(plan, "ConversionError", error.to_string())
}

pub(super) fn block_panicked(plan: &StepPlan, panic: &(dyn Any + Send)) -> WorkflowError {
    let text = panic.downcast_ref::<&str>().copied().or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    failed(plan, "Panic", format!("the block panicked: {}", text.unwrap_or("it did not say why")))
}
