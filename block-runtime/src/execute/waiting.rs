//! The part of a run that waits: calls of asynchronous blocks, a limited number in flight, and the end of the run.

use std::collections::{HashMap, VecDeque};
use std::num::NonZeroUsize;
use std::panic::AssertUnwindSafe;
use std::pin::pin;
use std::sync::{Arc, OnceLock};

use futures_util::future::{BoxFuture, FutureExt};
use futures_util::stream::{FuturesUnordered, StreamExt};
use tokio::sync::mpsc;

use crate::block::{Behaviour, Frame, Input, Outcome, State};
use crate::error::WorkflowError;

use super::call;
use super::calls::Calls;
use super::data::Data;
use super::ledger::Ledger;
use super::produce::{self, Yield};
use super::run::{Event, Run, Setting};

/// Runs all steps and gives back the ledger with what outputs of the workflow read.
pub(super) async fn drive(
    setting: Setting,
    inputs: Vec<Data>,
    limit: NonZeroUsize,
    under_way: &OnceLock<Arc<Run>>,
) -> Result<Ledger, WorkflowError> {
    let ledger = Ledger::new(&setting.parts, inputs);
    let (sender, mut events) = mpsc::unbounded_channel();
    let run = Run::new(setting, ledger, sender);
    let run = under_way.get_or_init(|| run);
    let _stop = StopOnDrop(Arc::clone(run));
    let mut waiting = Waiting { run: Arc::clone(run), steps: HashMap::new(), queue: VecDeque::new() };
    let mut in_flight: FuturesUnordered<InFlight> = FuturesUnordered::new();
    run.begin();
    loop {
        while in_flight.len() < limit.get()
            && let Some(call) = waiting.next()
        {
            in_flight.push(call);
        }
        let mut event = pin!(events.recv().fuse());
        futures_util::select_biased! {
            answer = in_flight.select_next_some() => waiting.answered(answer)?,
            event = event => match event {
                Some(Event::Ready(steps)) => steps.into_iter().for_each(|step| waiting.add(step)),
                Some(Event::Failed(error)) => return Err(error),
                Some(Event::Finished) | None => return Ok(run.take_ledger()),
            },
        }
    }
}

/// Ends a run whose future is dropped.
struct StopOnDrop(Arc<Run>);

impl Drop for StopOnDrop {
    fn drop(&mut self) {
        self.0.abandon();
    }
}

type InFlight = BoxFuture<'static, Answer>;

/// What a call in flight has come to.
struct Answer {
    step: usize,
    yields: Yields,
}

/// Steps whose blocks wait.
struct Waiting {
    run: Arc<Run>,
    steps: HashMap<usize, Started>,
    /// Calls that have not been started.
    queue: VecDeque<Queued>,
}

/// A step that has been started and is not done.
struct Started {
    calls: Arc<Calls>,
    yields: Vec<(usize, Yield)>,
    /// How many of its calls have not been answered.
    unanswered: usize,
}

/// Calls of one step that have not been started.
struct Queued {
    step: usize,
    calls: Arc<Calls>,
    manner: Manner,
}

enum Manner {
    /// A single call for all elements.
    Whole,
    /// One call an element, one after the other.
    InOrder,
    /// One call an element, side by side; the number is that of the next one.
    SideBySide(usize),
}

impl Waiting {
    fn add(&mut self, step: usize) {
        let plan = self.run.plan(step);
        let calls = Arc::new(self.run.calls(step));
        if let Some(observer) = &self.run.setting.observer {
            observer.step_started(&plan.name, calls.elements.len());
        }
        if calls.elements.is_empty() {
            self.run.finish(step, produce::data(plan, &calls, Vec::new()), 0);
            return;
        }
        let (manner, unanswered) = match plan.entry.def {
            def if def.batch => (Manner::Whole, 1),
            def if def.stateful => (Manner::InOrder, 1),
            _ => (Manner::SideBySide(0), calls.elements.len()),
        };
        self.queue.push_back(Queued { step, calls: Arc::clone(&calls), manner });
        self.steps.insert(step, Started { calls, yields: Vec::new(), unanswered });
    }

    /// Starts the next call.
    fn next(&mut self) -> Option<InFlight> {
        let Queued { step, calls, manner } = self.queue.front_mut()?;
        let (run, step, calls) = (Arc::clone(&self.run), *step, Arc::clone(calls));
        match manner {
            Manner::SideBySide(place) => {
                let element = calls.elements.get(*place).copied();
                *place += 1;
                if *place >= calls.elements.len() {
                    self.queue.pop_front();
                }
                Some(answer(step, side_by_side(run, step, calls, element?)))
            }
            Manner::InOrder => {
                self.queue.pop_front();
                Some(answer(step, in_order(run, step, calls)))
            }
            Manner::Whole => {
                self.queue.pop_front();
                Some(answer(step, whole(run, step, calls)))
            }
        }
    }

    fn answered(&mut self, Answer { step, yields }: Answer) -> Result<(), WorkflowError> {
        let yields = yields?;
        let Some(started) = self.steps.get_mut(&step) else { return Ok(()) };
        started.unanswered -= 1;
        started.yields.extend(yields);
        if started.unanswered == 0
            && let Some(Started { calls, mut yields, .. }) = self.steps.remove(&step)
        {
            yields.sort_unstable_by_key(|(element, _)| *element);
            let produced = produce::data(self.run.plan(step), &calls, yields);
            self.run.finish(step, produced, 0);
        }
        Ok(())
    }
}

type Yields = Result<Vec<(usize, Yield)>, WorkflowError>;

fn answer(step: usize, call: impl Future<Output = Yields> + Send + 'static) -> InFlight {
    call.map(move |yields| Answer { step, yields }).boxed()
}

async fn side_by_side(run: Arc<Run>, step: usize, calls: Arc<Calls>, element: usize) -> Yields {
    let mut state = call::new_state(run.plan(step))?;
    let produced = of_element(&run, step, &calls, element, &mut state).await?;
    Ok(vec![(element, produced)])
}

async fn in_order(run: Arc<Run>, step: usize, calls: Arc<Calls>) -> Yields {
    let mut state = call::take_state(&run, step)?;
    let yields = each_in_order(&run, step, &calls, &mut state).await;
    call::return_state(&run, step, state);
    yields
}

async fn each_in_order(run: &Run, step: usize, calls: &Calls, state: &mut State) -> Yields {
    let mut yields = Vec::with_capacity(calls.elements.len());
    for element in &calls.elements {
        yields.push((*element, of_element(run, step, calls, *element, state).await?));
    }
    Ok(yields)
}

async fn whole(run: Arc<Run>, step: usize, calls: Arc<Calls>) -> Yields {
    let plan = run.plan(step);
    let span = run.waiting_span("step_code_execution", plan).map(|span| span.with("data_size", calls.elements.len()));
    let inputs = calls.inputs_of_all(plan);
    let mut state = call::take_state(&run, step)?;
    let outcome = called(&run, step, &inputs, &mut state).await;
    call::return_state(&run, step, state);
    drop(span);
    if let Some(observer) = &run.setting.observer {
        observer.elements_done(&plan.name, calls.elements.len());
    }
    let yields = produce::of_all(plan, &calls, outcome?)?;
    yields.iter().try_for_each(|(_, produced)| run.count(plan, produced))?;
    Ok(yields)
}

async fn of_element(
    run: &Run,
    step: usize,
    calls: &Calls,
    element: usize,
    state: &mut State,
) -> Result<Yield, WorkflowError> {
    let plan = run.plan(step);
    let span = run.waiting_span("step_code_execution", plan);
    let inputs = calls.inputs_of_element(plan, element);
    let outcome = called(run, step, &inputs, state).await?;
    drop(span);
    if let Some(observer) = &run.setting.observer {
        observer.elements_done(&plan.name, 1);
    }
    let produced = produce::of_element(plan, outcome)?;
    run.count(plan, &produced)?;
    Ok(produced)
}

async fn called(run: &Run, step: usize, inputs: &[Input], state: &mut State) -> Result<Outcome, WorkflowError> {
    let plan = run.plan(step);
    let Behaviour::Async(call) = plan.entry.erased.behaviour else {
        unreachable!("only steps whose blocks wait are handed over by workers")
    };
    // Blocks that need not wait after all would otherwise keep the run from being cancelled, and other tasks from running.
    tokio::task::coop::consume_budget().await;
    let answer = async {
        let frame = Frame::new(plan.entry.def.fields, &plan.args, inputs);
        let running =
            call(&frame, state, run.setting.surroundings()).map_err(|error| call::value_refused(plan, &error))?;
        running.await.map_err(|error| call::block_failed(plan, &error, &run.setting.environment))
    };
    match AssertUnwindSafe(answer).catch_unwind().await {
        Ok(answer) => answer,
        Err(panic) => {
            // Whatever the step remembers may be half changed.
            *state = call::new_state(plan)?;
            Err(call::block_panicked(plan, panic.as_ref()))
        }
    }
}
