//! The part of a run that waits: calls of asynchronous blocks, a limited number in flight, and the end of the run.

use std::collections::{HashMap, VecDeque};
use std::num::NonZeroUsize;
use std::panic::AssertUnwindSafe;
use std::pin::pin;
use std::sync::atomic::{AtomicUsize, Ordering};
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

/// What a future in flight has come to.
struct Answer {
    step: usize,
    yields: Yields,
}

/// Steps whose blocks wait.
struct Waiting {
    run: Arc<Run>,
    steps: HashMap<usize, Started>,
    /// Steps of which further calls can be started.
    queue: VecDeque<(usize, Arc<Turns>)>,
}

/// A step that has been started and is not done.
struct Started {
    turns: Arc<Turns>,
    yields: Vec<(usize, Yield)>,
    /// How many futures are at work on it.
    in_flight: usize,
}

/// The calls of a step. Its futures take them one by one, so that a future is made for each place in flight and not for
/// each element.
struct Turns {
    calls: Calls,
    next: AtomicUsize,
}

impl Turns {
    /// The element whose turn it is; nothing when all have been taken.
    fn take(&self) -> Option<usize> {
        self.calls.elements.get(self.next.fetch_add(1, Ordering::Relaxed)).copied()
    }
}

impl Waiting {
    fn add(&mut self, step: usize) {
        let plan = self.run.plan(step);
        let calls = self.run.calls(step);
        if let Some(observer) = &self.run.setting.observer {
            observer.step_started(&plan.name, calls.elements.len());
        }
        if calls.elements.is_empty() {
            self.run.finish(step, produce::data(plan, &calls, Vec::new()), 0);
            return;
        }
        let turns = Arc::new(Turns { calls, next: AtomicUsize::new(0) });
        self.queue.push_back((step, Arc::clone(&turns)));
        self.steps.insert(step, Started { turns, yields: Vec::new(), in_flight: 0 });
    }

    /// Starts one more future.
    fn next(&mut self) -> Option<InFlight> {
        while let Some((step, turns)) = self.queue.pop_front() {
            let Some(first) = turns.take() else { continue };
            let (run, def) = (Arc::clone(&self.run), self.run.plan(step).entry.def);
            if !def.batch && !def.stateful {
                // More of its calls may be in flight beside this one.
                self.queue.push_front((step, Arc::clone(&turns)));
            }
            if let Some(started) = self.steps.get_mut(&step) {
                started.in_flight += 1;
            }
            return Some(if def.batch {
                answer(step, whole(run, step, turns))
            } else {
                answer(step, in_turn(run, step, turns, first))
            });
        }
        None
    }

    fn answered(&mut self, Answer { step, yields }: Answer) -> Result<(), WorkflowError> {
        let yields = yields?;
        let Some(started) = self.steps.get_mut(&step) else { return Ok(()) };
        started.in_flight -= 1;
        started.yields.extend(yields);
        // A future ends when no turn is left, so no other one will be started.
        if started.in_flight == 0
            && let Some(Started { turns, mut yields, .. }) = self.steps.remove(&step)
        {
            yields.sort_unstable_by_key(|(element, _)| *element);
            let produced = produce::data(self.run.plan(step), &turns.calls, yields);
            self.run.finish(step, produced, 0);
        }
        Ok(())
    }
}

type Yields = Result<Vec<(usize, Yield)>, WorkflowError>;

fn answer(step: usize, call: impl Future<Output = Yields> + Send + 'static) -> InFlight {
    call.map(move |yields| Answer { step, yields }).boxed()
}

/// The state of a step while its future has it. It goes back even when the future is dropped: nothing is at work on it
/// any more then, and no later run has begun.
struct Lent<'a> {
    run: &'a Run,
    step: usize,
    state: State,
}

impl<'a> Lent<'a> {
    fn of(run: &'a Run, step: usize) -> Result<Self, WorkflowError> {
        Ok(Self { run, step, state: call::take_state(run, step)? })
    }
}

impl Drop for Lent<'_> {
    fn drop(&mut self) {
        if let Some(mut kept) = call::kept_state(self.run, self.step) {
            *kept = Some(std::mem::replace(&mut self.state, Box::new(())));
        }
    }
}

/// Calls the block for one element after the other, as long as there are any.
async fn in_turn(run: Arc<Run>, step: usize, turns: Arc<Turns>, first: usize) -> Yields {
    let mut lent = Lent::of(&run, step)?;
    each_in_turn(&run, step, &turns, first, &mut lent.state).await
}

async fn each_in_turn(run: &Run, step: usize, turns: &Turns, first: usize, state: &mut State) -> Yields {
    let mut inputs = Vec::with_capacity(run.plan(step).feeds.len());
    let mut yields = Vec::new();
    let mut turn = Some(first);
    while let Some(element) = turn {
        turns.calls.fill(run.plan(step), element, &mut inputs);
        let produced = of_element(run, step, &inputs, state).await;
        yields.push((element, produced.map_err(|error| turns.calls.located(error, element))?));
        turn = turns.take();
    }
    Ok(yields)
}

async fn whole(run: Arc<Run>, step: usize, turns: Arc<Turns>) -> Yields {
    let (plan, calls) = (run.plan(step), &turns.calls);
    let span = run.waiting_span("step_code_execution", plan).map(|span| span.with("data_size", calls.elements.len()));
    let inputs = calls.inputs_of_all(plan);
    let mut lent = Lent::of(&run, step)?;
    let outcome = called(&run, step, &inputs, &mut lent.state).await;
    drop(lent);
    drop(span);
    if let Some(observer) = &run.setting.observer {
        observer.elements_done(&plan.name, calls.elements.len());
    }
    produce::of_all(&run, plan, calls, outcome?)
}

async fn of_element(run: &Run, step: usize, inputs: &[Input], state: &mut State) -> Result<Yield, WorkflowError> {
    let plan = run.plan(step);
    let span = run.waiting_span("step_code_execution", plan);
    let outcome = called(run, step, inputs, state).await?;
    drop(span);
    if let Some(observer) = &run.setting.observer {
        observer.elements_done(&plan.name, 1);
    }
    produce::of_element(run, plan, outcome)
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
            call(&frame, state, run.setting.surroundings(plan)).map_err(|error| call::value_refused(plan, &error))?;
        running.await.map_err(|error| call::block_failed(plan, &error, &run.setting.environment))
    };
    match AssertUnwindSafe(answer).catch_unwind().await {
        Ok(answer) => answer,
        Err(panic) => {
            // Whatever the step remembers may be half changed.
            *state = call::new_state(run, plan)?;
            Err(call::block_panicked(plan, panic.as_ref()))
        }
    }
}
