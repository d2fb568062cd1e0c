//! What `run` may reach beside its own properties: state, time, identifiers, the network and the operator's settings.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use jiff::tz::TimeZone;
use jiff::{Timestamp, civil};

use super::error::BlockError;
use super::services::{Services, WriteAccess};
use crate::background::Background;
use crate::error::StepErrorPolicy;
use crate::image_io::ImageReader;
use crate::value::Secret;

/// What one call of `run` may reach.
pub struct Context<'a, State> {
    /// What the block remembers between calls of this step.
    ///
    /// A block that waits may be cut off at any `await`; what it has written here by then stays.
    pub state: &'a mut State,
    surroundings: Surroundings<'a>,
}

/// What surrounds a call.
#[derive(Debug, Clone, Copy)]
pub struct Surroundings<'a> {
    /// Name of the step.
    pub step: &'a str,
    /// Services and settings of the process.
    pub environment: &'a Environment,
    /// Set once the run is over before its time.
    pub stopped: &'a AtomicBool,
}

impl<State> fmt::Debug for Context<'_, State> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Context").field("environment", self.environment()).finish_non_exhaustive()
    }
}

impl<'a, State> Context<'a, State> {
    /// A context for one call, as tests of blocks need it. The step is called `step`.
    pub fn new(state: &'a mut State, environment: &'a Environment) -> Self {
        static NEVER: AtomicBool = AtomicBool::new(false);
        Self::within(state, Surroundings { step: "step", environment, stopped: &NEVER })
    }

    pub(super) fn within(state: &'a mut State, surroundings: Surroundings<'a>) -> Self {
        Self { state, surroundings }
    }

    /// Services and settings of the process.
    pub fn environment(&self) -> &'a Environment {
        self.surroundings.environment
    }

    /// The time.
    pub fn now(&self) -> Timestamp {
        self.environment().clock.now()
    }

    /// The time that a clock on the wall shows.
    pub fn local_time(&self) -> civil::DateTime {
        let clock = &self.environment().clock;
        clock.now().to_zoned(clock.zone()).datetime()
    }

    /// True once the run has been cancelled or is out of time, so that nobody needs the result any more. Blocks that
    /// calculate for long should ask now and then.
    pub fn is_stopped(&self) -> bool {
        self.surroundings.stopped.load(Ordering::Relaxed)
    }

    /// Begins work that goes on after the call, such as sending a message, as soon as there is a place for it. Its
    /// failure reaches the operator with the name of the step; see [`Background`]. For blocks that wait.
    pub async fn in_background(&self, task: impl Future<Output = Result<(), BlockError>> + Send + 'static) {
        self.environment().background.spawn(self.surroundings.step, task).await;
    }

    /// A new identifier.
    pub fn new_id(&self) -> String {
        self.environment().ids.next()
    }
}

/// Services and settings that all steps of a process share.
#[derive(Clone)]
pub struct Environment {
    /// Where the time comes from.
    pub clock: Arc<dyn Clock>,
    /// Where identifiers come from.
    pub ids: Arc<dyn Ids>,
    /// Where chance comes from.
    pub random: Arc<dyn Random>,
    /// Key of the Roboflow platform.
    pub platform_key: Option<Secret>,
    /// How images are read that come in as data.
    pub images: ImageReader,
    /// Servers that steps talk to.
    pub services: Services,
    /// Where blocks may write files.
    pub writing: WriteAccess,
    /// Work that goes on after the calls which began it.
    pub background: Background,
    /// What becomes of failures of blocks.
    pub step_errors: StepErrorPolicy,
}

impl fmt::Debug for Environment {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Environment")
            .field("platform_key", &self.platform_key)
            .field("services", &self.services)
            .finish_non_exhaustive()
    }
}

impl Default for Environment {
    fn default() -> Self {
        Self {
            clock: Arc::new(SystemClock),
            ids: Arc::new(SystemIds),
            random: Arc::new(SystemRandom),
            platform_key: None,
            images: ImageReader::default(),
            services: Services::default(),
            writing: WriteAccess::default(),
            background: Background::default(),
            step_errors: StepErrorPolicy::default(),
        }
    }
}

/// A source of time.
pub trait Clock: Send + Sync {
    /// The time now.
    fn now(&self) -> Timestamp;

    /// Where the clock hangs, for times without an offset; the zone of the machine unless said otherwise.
    fn zone(&self) -> TimeZone {
        TimeZone::system()
    }
}

/// A source of identifiers.
pub trait Ids: Send + Sync {
    /// An identifier that has not been given out before.
    fn next(&self) -> String;
}

/// A source of chance.
pub trait Random: Send + Sync {
    /// A number from 0, included, to 1, excluded; all are equally likely.
    fn fraction(&self) -> f64;
}

/// The clock of the machine.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}

/// Chance of no use for secrets.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemRandom;

impl Random for SystemRandom {
    fn fraction(&self) -> f64 {
        fastrand::f64()
    }
}

/// Random identifiers (UUID version 4).
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemIds;

impl Ids for SystemIds {
    fn next(&self) -> String {
        uuid::Uuid::new_v4().to_string()
    }
}
