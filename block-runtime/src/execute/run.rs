//! One run: workers that take steps which calculate, and what they share with the part that waits.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::mpsc::UnboundedSender;

use crate::block::{Environment, SessionMemory, State, Surroundings};
use crate::compile::{Parts, StepPlan};
use crate::error::WorkflowError;
use crate::limits::MAX_ELEMENTS;
use crate::profile::{Category, Profiler, Span};

use super::Observer;
use super::call;
use super::calls::Calls;
use super::data::Data;
use super::ledger::Ledger;
use super::session::panicked;

/// What a run is about.
pub(super) struct Setting {
    pub(super) parts: Arc<Parts>,
    pub(super) environment: Environment,
    pub(super) states: Arc<[Mutex<Option<State>>]>,
    pub(super) memory: Arc<SessionMemory>,
    /// What an element of each step costs, in nanoseconds; zero where that is not known yet.
    pub(super) costs: Arc<[AtomicU64]>,
    pub(super) observer: Option<Arc<dyn Observer>>,
    pub(super) profiler: Option<Arc<Profiler>>,
    /// Set once nothing may start any more; blocks see it too.
    pub(super) stopped: AtomicBool,
}

impl Setting {
    /// What surrounds the calls of a step.
    pub(super) fn surroundings<'a>(&'a self, plan: &'a StepPlan) -> Surroundings<'a> {
        Surroundings { step: &plan.name, environment: &self.environment, stopped: &self.stopped }
    }
}

/// What workers tell the part that waits.
pub(super) enum Event {
    /// These steps can start; their blocks wait.
    Ready(Vec<usize>),
    /// All steps are done.
    Finished,
    /// A step failed.
    Failed(WorkflowError),
}

/// A run that is going on.
pub(super) struct Run {
    pub(super) setting: Setting,
    ledger: Mutex<Ledger>,
    /// How many elements steps have made of others.
    made: AtomicUsize,
    events: UnboundedSender<Event>,
}

impl Run {
    pub(super) fn new(setting: Setting, ledger: Ledger, events: UnboundedSender<Event>) -> Arc<Self> {
        Arc::new(Self { setting, ledger: Mutex::new(ledger), made: AtomicUsize::new(0), events })
    }

    /// The ledger. No code of blocks runs while it is locked, so it is sound even if a thread should have panicked.
    pub(super) fn ledger(&self) -> MutexGuard<'_, Ledger> {
        self.ledger.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The ledger of a run that is over.
    pub(super) fn take_ledger(&self) -> Ledger {
        std::mem::take(&mut *self.ledger())
    }

    /// Names of the steps that have been started and are not done.
    pub(super) fn steps_under_way(&self) -> Vec<&str> {
        let started = self.ledger().under_way();
        started.into_iter().map(|step| self.plan(step).name.as_ref()).collect()
    }

    /// Begins a span about a step on the track of this thread.
    pub(super) fn span(&self, name: &'static str, category: Category, plan: &StepPlan) -> Option<Span<'_>> {
        let span = self.setting.profiler.as_deref()?.span(name, category);
        Some(span.with("step_selector", format!("$steps.{}", plan.name)))
    }

    /// Begins a span about a step that waits.
    pub(super) fn waiting_span(&self, name: &'static str, plan: &StepPlan) -> Option<Span<'_>> {
        let span = self.setting.profiler.as_deref()?.waiting_span(name, Category::Block);
        Some(span.with("step_selector", format!("$steps.{}", plan.name)))
    }

    pub(super) fn plan(&self, step: usize) -> &StepPlan {
        &self.setting.parts.steps[step]
    }

    /// Keeps everything from starting that has not started.
    pub(super) fn stop(&self) {
        self.setting.stopped.store(true, Ordering::Relaxed);
    }

    /// The same for a run whose result nobody wants any more: its data is not kept for blocks that are still at work.
    pub(super) fn abandon(&self) {
        self.stop();
        drop(self.take_ledger());
    }

    pub(super) fn is_stopped(&self) -> bool {
        self.setting.stopped.load(Ordering::Relaxed)
    }

    /// Counts elements that a step has made of one of its own. There is no room for more than a run may have, so that a
    /// few steps cannot multiply them endlessly.
    pub(super) fn has_room_for(&self, elements: usize) -> bool {
        self.made.fetch_add(elements, Ordering::Relaxed).saturating_add(elements) <= MAX_ELEMENTS
    }

    /// What the calls of a step need.
    pub(super) fn calls(&self, step: usize) -> Calls {
        let supplies = self.ledger().supplies(&self.setting.parts, step);
        Calls::new(self.plan(step), supplies)
    }

    /// Starts the steps that wait for nothing.
    pub(super) fn begin(self: &Arc<Self>) {
        let mut ledger = self.ledger();
        let waiting = ledger.first(&self.setting.parts);
        let is_finished = ledger.is_finished();
        let workers = Self::hire(&mut ledger, 0);
        drop(ledger);
        self.tell(waiting, is_finished);
        self.spawn(workers);
    }

    /// Puts down what a step has produced and starts what has waited for it. `own` is 1 for a worker, which takes a
    /// ready step itself.
    pub(super) fn finish(self: &Arc<Self>, step: usize, produced: Data, own: usize) {
        if let Some(observer) = &self.setting.observer
            && !self.is_stopped()
        {
            observer.step_finished(&self.plan(step).name);
        }
        let mut ledger = self.ledger();
        if self.is_stopped() {
            return;
        }
        let (waiting, unread) = ledger.finish(&self.setting.parts, step, produced);
        let is_finished = ledger.is_finished();
        let workers = Self::hire(&mut ledger, own);
        drop(ledger);
        drop(unread);
        self.tell(waiting, is_finished);
        self.spawn(workers);
    }

    pub(super) fn fail(&self, error: WorkflowError) {
        self.stop();
        self.send(Event::Failed(error));
    }

    fn tell(&self, waiting: Vec<usize>, is_finished: bool) {
        if !waiting.is_empty() {
            self.send(Event::Ready(waiting));
        }
        if is_finished {
            self.send(Event::Finished);
        }
    }

    /// Nobody listens any more when the future of the run has been dropped, and then nothing needs to be said.
    fn send(&self, event: Event) {
        let _ = self.events.send(event);
    }

    /// How many more workers the ready steps are worth. There are never more workers than threads: a worker may be run
    /// on top of another one that waits for its elements, and their number limits how deep that goes.
    fn hire(ledger: &mut Ledger, own: usize) -> usize {
        let wanted = ledger.ready.len().saturating_sub(own);
        let workers = wanted.min(rayon::current_num_threads().saturating_sub(ledger.workers));
        ledger.workers += workers;
        workers
    }

    fn spawn(self: &Arc<Self>, workers: usize) {
        for _ in 0..workers {
            let run = Arc::clone(self);
            rayon::spawn(move || {
                if catch_unwind(AssertUnwindSafe(|| run.work())).is_err() {
                    run.fail(panicked());
                }
            });
        }
    }

    /// Takes one ready step. The next one is another task, since this one may be run on top of a block that waits for
    /// its elements, and should not keep it waiting for longer than it must.
    fn work(self: &Arc<Self>) {
        let Some(step) = self.next() else { return };
        match call::calculate(self, step) {
            Ok(produced) => self.finish(step, produced, 1),
            Err(call::Interruption::Failed(error)) => self.fail(error),
            Err(call::Interruption::Stopped) => {}
        }
        self.spawn(1);
    }

    fn next(&self) -> Option<usize> {
        let mut ledger = self.ledger();
        let step = if self.is_stopped() { None } else { ledger.ready.pop_front() };
        if step.is_none() {
            ledger.workers = ledger.workers.saturating_sub(1);
        }
        step
    }
}
