//! Memory that the steps of a session share.
//!
//! Most blocks remember for themselves: their state belongs to one step. Some work together, as the two that put values
//! aside and fetch them again, or the notifications that hold back together. Their state is [`Shared`], which leads all
//! of them to one value for each type. It begins and ends with its [`Session`](crate::execute::Session), so that what
//! one client does is never seen by another one.

use std::any::{Any, TypeId};
use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// What a step remembers between calls, the type that `state = …` names: any type with a default, or [`Shared`].
///
/// A block with memory of both sorts implements this for a struct of them, which then has no default.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the state of a block",
    note = "derive `Default` for what a step remembers for itself, name `Shared<…>` for what steps share; both must be `Send`"
)]
pub trait StepState: Send + 'static {
    /// What a step remembers at first, in a session with this memory.
    fn begin(memory: &SessionMemory) -> Self;
}

#[diagnostic::do_not_recommend]
impl<T: Default + Send + 'static> StepState for T {
    fn begin(_: &SessionMemory) -> Self {
        Self::default()
    }
}

/// Memory of this type that all steps of a session share whose state it is.
///
/// Of such steps those run first that others refer to; without references they run in any order, or at the same time.
/// Elements of one step come one after the other, as for all blocks with state.
///
/// What has been written stays when a run is cut off by an error, a deadline or its caller, while blocks that were
/// calculating then forget what they remembered for themselves. They may still write a little later. Where a block
/// panics while it holds the lock, half of a change may be left behind, so the memory starts over.
///
/// The engine does not know how much is kept: a type that is used here limits itself.
///
/// ```
/// use block_runtime::block::Shared;
///
/// let seen = Shared::new(vec!["a car"]);
/// let same = seen.clone();
/// same.lock().push("a cat");
/// assert_eq!(*seen.lock(), ["a car", "a cat"]);
/// ```
pub struct Shared<T>(Arc<Mutex<T>>);

impl<T> Shared<T> {
    /// Memory that is shared with clones of it alone, as tests of blocks need it. Steps are given that of their session,
    /// so there is no default.
    pub fn new(value: T) -> Self {
        Self(Arc::new(Mutex::new(value)))
    }
}

impl<T: Default> Shared<T> {
    /// Keeps all others waiting until the guard is dropped. Hold it only to read or write: the thread must not wait for
    /// other work meanwhile, not even for that of `rayon`, which may be a step that wants the lock too.
    pub fn lock(&self) -> MutexGuard<'_, T> {
        self.0.lock().unwrap_or_else(|poisoned| {
            let mut guard = poisoned.into_inner();
            *guard = T::default();
            self.0.clear_poison();
            guard
        })
    }
}

impl<T> Clone for Shared<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<T> fmt::Debug for Shared<T> {
    /// Without the value: it may be large, and somebody may hold the lock.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Shared").finish_non_exhaustive()
    }
}

impl<T: Default + Send + 'static> StepState for Shared<T> {
    fn begin(memory: &SessionMemory) -> Self {
        memory.of()
    }
}

/// What the steps of a session share: one value for each type that somebody has asked for.
#[derive(Default)]
pub struct SessionMemory(Mutex<HashMap<TypeId, Box<dyn Any + Send>>>);

impl SessionMemory {
    /// The memory of a type.
    pub fn of<T: Default + Send + 'static>(&self) -> Shared<T> {
        // Made before the lock is taken: making it is code of a block.
        let fresh = Shared::new(T::default());
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let known = all.entry(TypeId::of::<T>()).or_insert_with(|| Box::new(fresh));
        known.downcast_ref().map_or_else(|| unreachable!("memory is kept under its own type"), Shared::clone)
    }
}

impl fmt::Debug for SessionMemory {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("SessionMemory").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_is_one_memory_for_each_type() {
        let session = SessionMemory::default();
        *session.of::<i64>().lock() += 1;
        session.of::<String>().lock().push('a');
        *session.of::<i64>().lock() += 1;
        assert_eq!((*session.of::<i64>().lock(), &**session.of::<String>().lock()), (2, "a"));
        assert_eq!(*SessionMemory::default().of::<i64>().lock(), 0);
    }

    #[test]
    fn a_panic_under_the_lock_starts_the_memory_over() {
        let memory = Shared::new(7);
        let same = memory.clone();
        let panicked = std::thread::spawn(move || {
            let mut guard = same.lock();
            *guard = 8;
            panic!("halfway");
        });
        assert!(panicked.join().is_err());
        assert_eq!(*memory.lock(), 0);
        *memory.lock() = 9;
        assert_eq!(*memory.lock(), 9);
    }
}
