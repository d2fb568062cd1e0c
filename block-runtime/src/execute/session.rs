//! Sessions: a plan, what its steps remember from run to run, and how its runs are watched and ended.

use std::num::NonZeroUsize;
use std::panic::AssertUnwindSafe;
use std::pin::pin;
use std::sync::atomic::{AtomicBool, AtomicU64};
use std::sync::{Arc, Mutex, OnceLock};
use std::time::Duration;

use futures_util::future::{FutureExt, OptionFuture};
use serde_json::{Map as JsonMap, Value as Json};
use tokio_util::sync::CancellationToken;

use crate::block::{Environment, SessionMemory, State};
use crate::compile::Plan;
use crate::error::{Context, Facts, WorkflowError};
use crate::profile::{Category, Profiler};
use crate::suggest::together;
use crate::value::Map;

use super::outputs::{self, Rows};
use super::run::{Run, Setting};
use super::{Observer, inputs, waiting};

/// How many calls of blocks that wait are in flight at a time, unless said otherwise.
pub const IN_FLIGHT: NonZeroUsize = NonZeroUsize::MIN.saturating_add(15);

/// A plan, and what its steps remember from run to run.
pub struct Session {
    plan: Plan,
    environment: Environment,
    states: Arc<[Mutex<Option<State>>]>,
    memory: Arc<SessionMemory>,
    costs: Arc<[AtomicU64]>,
    in_flight: NonZeroUsize,
    deadline: Option<Duration>,
    observer: Option<Arc<dyn Observer>>,
    profiler: Option<Arc<Profiler>>,
}

impl std::fmt::Debug for Session {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Session").field("plan", &self.plan).finish_non_exhaustive()
    }
}

impl Session {
    /// A session in which nothing has been run yet.
    pub fn new(plan: Plan, environment: Environment) -> Self {
        let states = plan.steps().map(|_| Mutex::new(None)).collect();
        let costs = plan.steps().map(|_| AtomicU64::new(0)).collect();
        Self {
            plan,
            environment,
            states,
            memory: Arc::default(),
            costs,
            in_flight: IN_FLIGHT,
            deadline: None,
            observer: None,
            profiler: None,
        }
    }

    /// Limits how many calls of blocks that wait are in flight at a time.
    #[must_use]
    pub fn with_in_flight(mut self, limit: NonZeroUsize) -> Self {
        self.in_flight = limit;
        self
    }

    /// Limits how long each run may take. Such runs must be awaited within a tokio runtime.
    #[must_use]
    pub fn with_deadline(mut self, deadline: Duration) -> Self {
        self.deadline = Some(deadline);
        self
    }

    /// Has every run watched.
    #[must_use]
    pub fn with_observer(mut self, observer: Arc<dyn Observer>) -> Self {
        self.observer = Some(observer);
        self
    }

    /// Has the time that every run takes written down.
    #[must_use]
    pub fn with_profiler(mut self, profiler: Arc<Profiler>) -> Self {
        self.profiler = Some(profiler);
        self
    }

    /// The plan.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// Services and settings of its runs.
    pub fn environment(&self) -> &Environment {
        &self.environment
    }

    /// Runs the plan once; what it gives back is not serialised yet.
    ///
    /// Inputs that the plan does not know are ignored. Must be awaited within a tokio runtime where images are read or
    /// blocks wait. When it is cut off, by dropping the future or by an error, blocks that wait keep in mind what they had
    /// written down by then; those that were calculating forget, since their calls may go on beside the next run. What
    /// steps [share](crate::block::Shared) stays.
    ///
    /// # Errors
    /// [`WorkflowError::RuntimeInput`] when the inputs are not what the workflow needs,
    /// [`WorkflowError::StepExecution`] when a block fails, [`WorkflowError::ExecutionEngineRuntime`] when it breaks its
    /// contract, [`WorkflowError::DeadlineExceeded`] when the run takes too long.
    pub async fn run(&mut self, inputs: Map) -> Result<Rows, WorkflowError> {
        self.run_until(inputs, &CancellationToken::new()).await
    }

    /// The same until somebody cancels it. Nothing starts any more then; a block that is calculating is not waited for.
    ///
    /// # Errors
    /// Those of [`run`](Self::run), and [`WorkflowError::Cancelled`].
    pub async fn run_until(&mut self, inputs: Map, cancellation: &CancellationToken) -> Result<Rows, WorkflowError> {
        let under_way = OnceLock::new();
        let profiler = self.profiler.clone();
        let whole = profiler.as_ref().map(|profiler| profiler.waiting_span("workflow_run", Category::Engine));
        let mut work = pin!(self.work(inputs, &under_way).fuse());
        let mut cancelled = pin!(cancellation.cancelled().fuse());
        let deadline = self.deadline.map(tokio::time::sleep);
        let mut late = pin!(OptionFuture::from(deadline).then(never_without_deadline).fuse());
        let outcome = futures_util::select_biased! {
            // Comes first, so that nothing starts in a run that is cancelled already.
            () = cancelled => {
                let message = format!("the run was cancelled{}", unfinished(&under_way));
                Err(WorkflowError::Cancelled(Facts::new(Context::Execution, message)))
            }
            outcome = work => outcome,
            () = late => {
                let limit = self.deadline.unwrap_or_default();
                let message = format!("the run took longer than {limit:?}{}", unfinished(&under_way));
                Err(WorkflowError::DeadlineExceeded(Facts::new(Context::Execution, message)))
            }
        };
        drop(whole);
        outcome
    }

    async fn work(&self, inputs: Map, under_way: &OnceLock<Arc<Run>>) -> Result<Rows, WorkflowError> {
        let parts = Arc::clone(self.plan.parts());
        let profiler = self.profiler.as_deref();
        let span = |name| profiler.map(|profiler| profiler.waiting_span(name, Category::Engine));
        let receiving = span("runtime_input_validation");
        let (size, data) = inputs::receive(&parts.inputs, inputs, &self.environment).await?;
        drop(receiving);
        let setting = Setting {
            parts: Arc::clone(&parts),
            environment: self.environment.clone(),
            states: Arc::clone(&self.states),
            memory: Arc::clone(&self.memory),
            costs: Arc::clone(&self.costs),
            observer: self.observer.clone(),
            profiler: self.profiler.clone(),
            stopped: AtomicBool::new(false),
        };
        let running = span("workflow_execution");
        let driven = AssertUnwindSafe(waiting::drive(setting, data, self.in_flight, under_way)).catch_unwind().await;
        let ledger = driven.unwrap_or_else(|_| Err(panicked()))?;
        drop(running);
        let _collecting = span("outputs_construction");
        Ok(outputs::collect(&parts, &ledger, size, &self.environment))
    }
}

/// Blocks are guarded call by call; what panics besides is an observer, or the engine itself.
pub(super) fn panicked() -> WorkflowError {
    let message = "the engine, or an observer of the run, panicked".to_owned();
    WorkflowError::ExecutionEngineRuntime(Facts::new(Context::Execution, message))
}

/// Where there is no deadline, time never runs out.
async fn never_without_deadline(passed: Option<()>) {
    if passed.is_none() {
        std::future::pending::<()>().await;
    }
}

/// Which steps were under way.
fn unfinished(under_way: &OnceLock<Arc<Run>>) -> String {
    /// More names than these do not help anybody.
    const SHOWN: usize = 5;
    let Some(run) = under_way.get() else { return " while its inputs were read".to_owned() };
    let steps = run.steps_under_way();
    match steps.as_slice() {
        [] => String::new(),
        steps if steps.len() > SHOWN => format!(" while {} steps were under way", steps.len()),
        [step] => format!(" while `{step}` was under way"),
        steps => format!(" while {} were under way", together(steps.iter().copied())),
    }
}

impl Plan {
    /// Runs the plan once, with nothing remembered, and serialises what it gives back: one object for each element of
    /// the batch, or a single one where no output belongs to a batch. What [`Session::run`] says about runtimes holds
    /// here too.
    ///
    /// # Errors
    /// Those of [`Session::run`] and [`Rows::serialise`].
    pub async fn run(
        &self,
        inputs: Map,
        environment: &Environment,
    ) -> Result<Vec<JsonMap<String, Json>>, WorkflowError> {
        Session::new(self.clone(), environment.clone()).run(inputs).await?.serialise().await
    }
}
