//! A clock that stands still until a test moves it.

use std::sync::{Arc, Mutex, PoisonError};

use block_runtime::block::{Clock, Environment};
use jiff::{SignedDuration, Timestamp};

/// A clock that tests set.
#[derive(Debug, Default)]
pub(crate) struct FakeClock(Mutex<Timestamp>);

impl FakeClock {
    /// A clock that shows the beginning of 1970, and an environment that goes by it.
    pub(crate) fn environment() -> (Arc<Self>, Environment) {
        let clock = Arc::new(Self::default());
        let environment = Environment { clock: Arc::clone(&clock) as Arc<dyn Clock>, ..Environment::default() };
        (clock, environment)
    }

    /// Lets so many seconds pass.
    pub(crate) fn advance(&self, seconds: f64) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) += SignedDuration::from_secs_f64(seconds);
    }
}

impl Clock for FakeClock {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
