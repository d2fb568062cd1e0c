//! Work that outlives the call which began it: messages on their way to a server while the workflow goes on.
//!
//! A limited number of tasks is under way at a time; a step that begins one more waits for a place, so that nothing is
//! left out and memory stays bounded. Whoever runs workflows waits for what is left at the end, with
//! [`Background::finish`], and is told of failures, which no result can show any more.

use std::collections::BTreeMap;
use std::fmt;
use std::num::NonZeroU32;
use std::panic::AssertUnwindSafe;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use futures_util::future::FutureExt;
use tokio::sync::Semaphore;

use crate::block::BlockError;

/// How many tasks are under way at a time, unless said otherwise.
pub const TASKS: NonZeroU32 = NonZeroU32::MIN.saturating_add(63);

/// Tasks that go on after the call which began them. Clones share them.
#[derive(Clone)]
pub struct Background(Arc<Tasks>);

struct Tasks {
    limit: NonZeroU32,
    places: Arc<Semaphore>,
    /// How many tasks of each step are under way.
    under_way: Mutex<BTreeMap<String, usize>>,
    observer: Box<dyn Fn(TaskFailure<'_>) + Send + Sync>,
}

/// A task that failed.
#[derive(Debug, Clone, Copy)]
pub struct TaskFailure<'a> {
    /// Name of the step that began it.
    pub step: &'a str,
    /// What happened, for people.
    pub message: &'a str,
}

/// Tasks that were not waited for any longer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("after {limit:?} work in the background was given up: {}; allow more time", listed(steps))]
pub struct GivenUp {
    /// How long they were waited for.
    pub limit: Duration,
    /// How many of them there were, by the name of the step.
    pub steps: BTreeMap<String, usize>,
}

fn listed(steps: &BTreeMap<String, usize>) -> String {
    let listed = steps.iter().map(|(step, tasks)| match tasks {
        1 => format!("1 task of step `{step}`"),
        tasks => format!("{tasks} tasks of step `{step}`"),
    });
    listed.collect::<Vec<_>>().join(", ")
}

impl Background {
    /// At most `limit` tasks at a time; the observer is told of each that fails. It is called from tasks, so it should
    /// be quick.
    pub fn new(limit: NonZeroU32, observer: impl Fn(TaskFailure<'_>) + Send + Sync + 'static) -> Self {
        Self(Arc::new(Tasks {
            limit,
            places: Arc::new(Semaphore::new(limit.get() as usize)),
            under_way: Mutex::default(),
            observer: Box::new(observer),
        }))
    }

    /// Begins a task of a step as soon as there is a place for it. Must be awaited within a tokio runtime, which has to
    /// live until [`finish`](Self::finish) is done.
    pub async fn spawn(&self, step: &str, task: impl Future<Output = Result<(), BlockError>> + Send + 'static) {
        let Ok(place) = Arc::clone(&self.0.places).acquire_owned().await else {
            unreachable!("the semaphore is never closed")
        };
        let under_way = UnderWay::begin(&self.0, step);
        tokio::spawn(async move {
            let outcome = AssertUnwindSafe(task).catch_unwind().await;
            let message = match outcome {
                Ok(Ok(())) => None,
                Ok(Err(error)) => Some(error.to_string()),
                Err(_) => Some("the task panicked".to_owned()),
            };
            if let Some(message) = message {
                (under_way.tasks.observer)(TaskFailure { step: &under_way.step, message: &message });
            }
            drop(under_way);
            drop(place);
        });
    }

    /// How many tasks are under way.
    pub fn under_way(&self) -> usize {
        self.0.under_way().values().sum()
    }

    /// Waits until no task is under way, for this long at most. Tasks that begin meanwhile wait until it is done.
    ///
    /// # Errors
    /// [`GivenUp`] with what was still under way. It is not stopped, but ends with the runtime.
    pub async fn finish(&self, limit: Duration) -> Result<(), GivenUp> {
        match tokio::time::timeout(limit, self.0.places.acquire_many(self.0.limit.get())).await {
            Ok(_all_places) => Ok(()),
            Err(_elapsed) => Err(GivenUp { limit, steps: self.0.under_way().clone() }),
        }
    }
}

/// Failures are not reported to anybody.
impl Default for Background {
    fn default() -> Self {
        Self::new(TASKS, |_| {})
    }
}

impl fmt::Debug for Background {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Background").field("under_way", &self.under_way()).finish_non_exhaustive()
    }
}

impl Tasks {
    /// The counts, which are sound whatever panics.
    fn under_way(&self) -> MutexGuard<'_, BTreeMap<String, usize>> {
        self.under_way.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A task in the counts, until it is dropped.
struct UnderWay {
    tasks: Arc<Tasks>,
    step: String,
}

impl UnderWay {
    fn begin(tasks: &Arc<Tasks>, step: &str) -> Self {
        *tasks.under_way().entry(step.to_owned()).or_default() += 1;
        Self { tasks: Arc::clone(tasks), step: step.to_owned() }
    }
}

impl Drop for UnderWay {
    fn drop(&mut self) {
        let mut under_way = self.tasks.under_way();
        if let Some(tasks) = under_way.get_mut(&self.step) {
            *tasks -= 1;
            if *tasks == 0 {
                under_way.remove(&self.step);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use tokio::sync::oneshot;

    use super::*;

    const LONG: Duration = Duration::from_mins(1);

    #[tokio::test]
    async fn the_end_waits_for_every_task() {
        let background = Background::default();
        let done = Arc::new(AtomicUsize::new(0));
        for _ in 0..200 {
            let done = Arc::clone(&done);
            let task = async move {
                tokio::task::yield_now().await;
                done.fetch_add(1, Ordering::Relaxed);
                Ok(())
            };
            background.spawn("send", task).await;
            assert!(background.under_way() <= TASKS.get() as usize);
        }
        background.finish(LONG).await.unwrap();
        assert_eq!((done.load(Ordering::Relaxed), background.under_way()), (200, 0));
    }

    #[tokio::test]
    async fn a_task_beyond_the_limit_waits_for_a_place() {
        let background = Background::new(NonZeroU32::MIN, |_| {});
        let (finish, finished) = oneshot::channel::<()>();
        let first = async {
            finished.await.ok();
            Ok(())
        };
        background.spawn("first", first).await;
        assert!(background.spawn("second", async { Ok(()) }).now_or_never().is_none());
        finish.send(()).unwrap();
        background.spawn("second", async { Ok(()) }).await;
        background.finish(LONG).await.unwrap();
    }

    #[tokio::test]
    async fn failures_and_panics_are_told_with_their_step() {
        let told = Arc::new(Mutex::new(Vec::new()));
        let observer = {
            let told = Arc::clone(&told);
            move |failure: TaskFailure<'_>| told.lock().unwrap().push(format!("{}: {}", failure.step, failure.message))
        };
        let background = Background::new(NonZeroU32::MIN, observer);
        background.spawn("a", async { Err(BlockError::new("no answer")) }).await;
        background.spawn("b", async { panic!("a secret") }).await;
        background.finish(LONG).await.unwrap();
        assert_eq!(*told.lock().unwrap(), ["a: no answer", "b: the task panicked"]);
    }

    #[tokio::test]
    async fn what_does_not_end_is_given_up_by_name() {
        let background = Background::default();
        for step in ["slow", "slow", "other"] {
            background.spawn(step, std::future::pending()).await;
        }
        let given_up = background.finish(Duration::ZERO).await.unwrap_err();
        let message = given_up.to_string();
        assert!(message.contains("1 task of step `other`, 2 tasks of step `slow`"), "{message}");
    }
}
