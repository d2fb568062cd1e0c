//! Calling blocks that calculate: once or once an element, with the state of their step, and what becomes of failures.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use rayon::prelude::*;

use crate::block::{Behaviour, BlockError, CallError, Environment, Frame, Input, Outcome, ResolveError, State};
use crate::compile::StepPlan;
use crate::error::{Context, Facts, StepFault, WorkflowError};
use crate::profile::Category;
use crate::query::QueryError;

use super::calls::Calls;
use super::data::Data;
use super::produce::{self, Yield};
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

/// Runs a step whose block calculates.
pub(super) fn calculate(run: &Run, step: usize) -> Result<Data, Interruption> {
    let plan = run.plan(step);
    let _whole = run.span("step_execution", Category::Engine, plan);
    let assembling = run.span("step_input_assembly", Category::Engine, plan);
    let calls = run.calls(step);
    drop(assembling);
    if run.is_stopped() {
        return Err(Interruption::Stopped);
    }
    let observer = run.setting.observer.as_deref();
    if let Some(observer) = observer {
        observer.step_started(&plan.name, calls.elements.len());
    }
    let yields = if calls.elements.is_empty() {
        Vec::new()
    } else if plan.entry.def.batch {
        let inputs = calls.inputs_of_all(plan);
        let size = calls.elements.len();
        let span = run.span("step_code_execution", Category::Block, plan).map(|span| span.with("data_size", size));
        let outcome = with_state(run, step, |state| called(run, plan, &inputs, state).map_err(Interruption::from))?;
        drop(span);
        if let Some(observer) = observer {
            observer.elements_done(&plan.name, size);
        }
        produce::of_all(run, plan, &calls, outcome)?
    } else if plan.entry.def.stateful {
        let _each = run.span("iterative_step_code_execution", Category::Block, plan);
        with_state(run, step, |state| in_turn(run, plan, &calls, &calls.elements, state))?
    } else {
        let _each = run.span("iterative_step_code_execution", Category::Block, plan);
        each(run, step, &calls)?
    };
    let _registering = run.span("step_output_registration", Category::Engine, plan);
    Ok(produce::data(plan, &calls, yields))
}

/// Runs a block once for each element, on several processors where that is worth it. What an element costs is known
/// from earlier runs; where it is not, the first few are shared out in any case.
fn each(run: &Run, step: usize, calls: &Calls) -> Result<Vec<(usize, Yield)>, Interruption> {
    let plan = run.plan(step);
    let elements = calls.elements.as_slice();
    if elements.len() < 2 {
        return in_turn(run, plan, calls, elements, &mut new_state(run, plan)?);
    }
    let known = run.setting.costs.get(step).map_or(0, |cost| cost.load(Ordering::Relaxed));
    if known > 0 {
        return shared_out(run, step, calls, elements, Duration::from_nanos(known));
    }
    let (head, rest) = elements.split_at(elements.len().min(rayon::current_num_threads()));
    let cost = AtomicU64::new(0);
    let timed = |element: &usize| {
        let start = Instant::now();
        let produced = one(run, plan, calls, *element, &mut Vec::new(), &mut new_state(run, plan)?);
        cost.fetch_max(u64::try_from(start.elapsed().as_nanos()).unwrap_or(u64::MAX), Ordering::Relaxed);
        produced
    };
    let mut yields = head.par_iter().map(timed).collect::<Result<Vec<_>, _>>()?;
    let cost = Duration::from_nanos(cost.into_inner());
    remember(run, step, cost);
    yields.extend(shared_out(run, step, calls, rest, cost)?);
    Ok(yields)
}

/// Runs a block once for each of these elements, given what one of them costs.
fn shared_out(
    run: &Run,
    step: usize,
    calls: &Calls,
    elements: &[usize],
    cost: Duration,
) -> Result<Vec<(usize, Yield)>, Interruption> {
    let plan = run.plan(step);
    let work = cost.saturating_mul(u32::try_from(elements.len()).unwrap_or(u32::MAX));
    let start = Instant::now();
    let (yields, at_work) = if elements.len() < 2 || work < WORTH_SHARING {
        (in_turn(run, plan, calls, elements, &mut new_state(run, plan)?), 1)
    } else {
        let share = WORTH_SHARING.as_nanos().div_ceil(2 * cost.as_nanos().max(1));
        let yields = elements
            .par_iter()
            .with_min_len(usize::try_from(share).unwrap_or(1))
            .map_init(
                || (Vec::with_capacity(plan.feeds.len()), new_state(run, plan)),
                |(inputs, state), element| match state {
                    Ok(state) => one(run, plan, calls, *element, inputs, state),
                    Err(error) => Err(error.clone().into()),
                },
            )
            .collect();
        (yields, rayon::current_num_threads())
    };
    let turns = u32::try_from(elements.len().div_ceil(at_work)).unwrap_or(u32::MAX).max(1);
    remember(run, step, start.elapsed() / turns);
    yields
}

/// Notes what an element of a step costs.
fn remember(run: &Run, step: usize, cost: Duration) {
    if let Some(known) = run.setting.costs.get(step) {
        known.store(u64::try_from(cost.as_nanos()).unwrap_or(u64::MAX).max(1), Ordering::Relaxed);
    }
}

/// Runs a block for one of these elements after the other.
fn in_turn(
    run: &Run,
    plan: &StepPlan,
    calls: &Calls,
    elements: &[usize],
    state: &mut State,
) -> Result<Vec<(usize, Yield)>, Interruption> {
    let mut inputs = Vec::with_capacity(plan.feeds.len());
    elements.iter().map(|element| one(run, plan, calls, *element, &mut inputs, state)).collect()
}

/// One call for one element.
fn one(
    run: &Run,
    plan: &StepPlan,
    calls: &Calls,
    element: usize,
    inputs: &mut Vec<Input>,
    state: &mut State,
) -> Result<(usize, Yield), Interruption> {
    if run.is_stopped() {
        return Err(Interruption::Stopped);
    }
    calls.fill(plan, element, inputs);
    let span = run.span("step_code_execution", Category::Block, plan);
    let outcome = called(run, plan, inputs, state);
    let outcome = outcome.map_err(|error| calls.located(error, element))?;
    drop(span);
    if let Some(observer) = &run.setting.observer {
        observer.elements_done(&plan.name, 1);
    }
    Ok((element, produce::of_element(run, plan, outcome)?))
}

fn called(run: &Run, plan: &StepPlan, inputs: &[Input], state: &mut State) -> Result<Outcome, WorkflowError> {
    let Behaviour::Sync(call) = plan.entry.erased.behaviour else {
        unreachable!("only steps whose blocks calculate are queued for workers")
    };
    let frame = Frame::new(plan.entry.def.fields, &plan.args, inputs);
    match catch_unwind(AssertUnwindSafe(|| call(&frame, state, run.setting.surroundings(plan)))) {
        Ok(Ok(outcome)) => Ok(outcome),
        Ok(Err(CallError::Block(error))) => Err(block_failed(plan, &error, &run.setting.environment)),
        Ok(Err(CallError::Resolve(error))) => Err(value_refused(plan, &error)),
        Err(panic) => {
            // Whatever the step remembers may be half changed.
            *state = new_state(run, plan)?;
            Err(block_panicked(plan, panic.as_ref()))
        }
    }
}

/// Lends the state of a step to a block that calculates. When the run is given up meanwhile the state is lost: the call
/// goes on, and may not undo what a later run has put down.
fn with_state<T>(
    run: &Run,
    step: usize,
    body: impl FnOnce(&mut State) -> Result<T, Interruption>,
) -> Result<T, Interruption> {
    let mut state = take_state(run, step)?;
    let result = body(&mut state);
    if let Some(mut kept) = kept_state(run, step)
        && !run.is_stopped()
    {
        *kept = Some(state);
    }
    result
}

/// What a step remembers from its latest call, or what it remembers at first.
pub(super) fn take_state(run: &Run, step: usize) -> Result<State, WorkflowError> {
    let kept = kept_state(run, step).and_then(|mut kept| kept.take());
    kept.map_or_else(|| new_state(run, run.plan(step)), Ok)
}

/// Where the state of a step lies between its calls; nowhere when its block keeps none.
pub(super) fn kept_state(run: &Run, step: usize) -> Option<MutexGuard<'_, Option<State>>> {
    let kept = run.plan(step).entry.def.stateful.then(|| run.setting.states.get(step))??;
    Some(kept.lock().unwrap_or_else(PoisonError::into_inner))
}

/// What a step remembers at first. It is made by the block's own code, which may panic as `run` may.
pub(super) fn new_state(run: &Run, plan: &StepPlan) -> Result<State, WorkflowError> {
    let begin = || (plan.entry.erased.new_state)(&run.setting.memory);
    catch_unwind(AssertUnwindSafe(begin)).map_err(|panic| block_panicked(plan, panic.as_ref()))
}

fn fault_of(plan: &StepPlan) -> StepFault {
    StepFault { name: Arc::clone(&plan.name), block_type: plan.entry.def.id, element: None }
}

fn facts_of(type_name: &'static str, message: String) -> Facts {
    Facts::new(Context::StepExecution, message.clone()).with_inner(type_name, message)
}

fn failed(plan: &StepPlan, type_name: &'static str, message: String) -> WorkflowError {
    WorkflowError::StepExecution { facts: facts_of(type_name, message), step: fault_of(plan) }
}

pub(super) fn block_failed(plan: &StepPlan, error: &BlockError, environment: &Environment) -> WorkflowError {
    if let Some(error) = error.downcast_ref::<WorkflowError>() {
        return error.clone();
    }
    if let Some(error) = error.downcast_ref::<QueryError>() {
        return error.clone().in_step(&plan.name).into();
    }
    environment.step_errors.error_of(facts_of("BlockError", error.to_string()), fault_of(plan), error.cause())
}

pub(super) fn value_refused(plan: &StepPlan, error: &ResolveError) -> WorkflowError {
    failed(plan, "ConversionError", error.to_string())
}

pub(super) fn block_panicked(plan: &StepPlan, panic: &(dyn Any + Send)) -> WorkflowError {
    let text = panic.downcast_ref::<&str>().copied().or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    failed(plan, "Panic", format!("the block panicked: {}", text.unwrap_or("it did not say why")))
}
