//! Plans of definitions that come again and again, as servers and loops see them.
//!
//! The key is the text itself, not a digest of what it means: a lookup then costs one hash of the text instead of
//! parsing and sorting it, two definitions can never be taken for each other, and the places in the warnings of a plan
//! are those of the very text that was handed in. The price is that a definition which differs in white space only is
//! compiled again.

use std::collections::{HashMap, VecDeque};
use std::num::NonZeroUsize;
use std::sync::{Arc, Mutex, PoisonError};

use super::{CompileError, Plan, compile};
use crate::catalogue::Catalogue;

/// How many plans are kept unless the owner says otherwise.
const CAPACITY: NonZeroUsize = NonZeroUsize::MIN.saturating_add(255);

/// Longer texts are compiled each time, in bytes, so that strangers cannot fill the memory. People write shorter ones.
const LONGEST_KEPT: usize = 256 << 10;

/// Plans of one catalogue by the text of their definitions. When it is full the oldest plan makes room.
///
/// It may be used by many threads at a time. None of them waits for another's compilation: two that ask for the same
/// new definition both compile it, and both are given the plan of the first to finish.
#[derive(Debug)]
pub struct PlanCache {
    catalogue: Arc<Catalogue>,
    capacity: NonZeroUsize,
    kept: Mutex<Kept>,
}

#[derive(Debug, Default)]
struct Kept {
    plans: HashMap<Arc<str>, Plan>,
    /// The texts, oldest first.
    order: VecDeque<Arc<str>>,
}

impl PlanCache {
    /// A cache of 256 plans, with nothing in it.
    pub fn new(catalogue: Arc<Catalogue>) -> Self {
        Self { catalogue, capacity: CAPACITY, kept: Mutex::default() }
    }

    /// Keeps another number of plans.
    #[must_use]
    pub fn with_capacity(self, capacity: NonZeroUsize) -> Self {
        Self { capacity, ..self }
    }

    /// The plan of a definition: one that is kept, or else what [`compile`] makes of the text.
    ///
    /// Definitions that refer to saved workflows are not for this cache, since what they refer to may change while their
    /// text does not: compile them with a [`Compiler`](super::Compiler) each time.
    ///
    /// # Errors
    /// Those of [`compile`]. They are not kept.
    pub fn get_or_compile(&self, text: &str) -> Result<Plan, CompileError> {
        if let Some(plan) = self.with_kept(|kept| kept.plans.get(text).cloned()) {
            return Ok(plan);
        }
        let plan = compile(&self.catalogue, text)?;
        if text.len() > LONGEST_KEPT {
            return Ok(plan);
        }
        Ok(self.with_kept(|kept| kept.insert(text, plan, self.capacity)))
    }

    /// No code but that of this module runs under the lock, so what it guards is sound even if a thread has panicked.
    fn with_kept<T>(&self, work: impl FnOnce(&mut Kept) -> T) -> T {
        work(&mut self.kept.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Kept {
    /// Keeps a plan unless another thread was faster; gives back the one that is kept.
    fn insert(&mut self, text: &str, plan: Plan, capacity: NonZeroUsize) -> Plan {
        if let Some(known) = self.plans.get(text) {
            return known.clone();
        }
        while self.order.len() >= capacity.get()
            && let Some(oldest) = self.order.pop_front()
        {
            self.plans.remove(&oldest);
        }
        let key: Arc<str> = text.into();
        self.order.push_back(Arc::clone(&key));
        self.plans.insert(key, plan.clone());
        plan
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cache(capacity: usize) -> PlanCache {
        PlanCache::new(Arc::default()).with_capacity(NonZeroUsize::new(capacity).unwrap())
    }

    /// A definition that has one warning, at the end.
    fn text(name: &str) -> String {
        let inputs = format!(r#"[{{"type": "WorkflowImage", "name": "{name}"}}]"#);
        format!(r#"{{"version": "1.0", "inputs": {inputs}, "steps": [], "outputs": [], "colour": 1}}"#)
    }

    fn are_the_same(one: &Plan, other: &Plan) -> bool {
        Arc::ptr_eq(one.parts(), other.parts())
    }

    #[test]
    fn a_definition_is_compiled_once() {
        let cache = cache(2);
        let [one, again, other] = ["a", "a", "b"].map(|name| cache.get_or_compile(&text(name)).unwrap());
        assert!(are_the_same(&one, &again));
        assert!(!are_the_same(&one, &other));
    }

    #[test]
    fn the_oldest_plan_makes_room() {
        let cache = cache(2);
        let [a, b] = ["a", "b"].map(|name| cache.get_or_compile(&text(name)).unwrap());
        // A second use does not make it younger.
        cache.get_or_compile(&text("a")).unwrap();
        cache.get_or_compile(&text("c")).unwrap();
        assert!(are_the_same(&b, &cache.get_or_compile(&text("b")).unwrap()));
        assert!(!are_the_same(&a, &cache.get_or_compile(&text("a")).unwrap()));
    }

    #[test]
    fn warnings_point_into_the_text_that_was_handed_in() {
        let cache = cache(2);
        let text = text("a");
        for text in [text.clone(), text.replace(": ", " :\n    ")] {
            for _ in 0..2 {
                let plan = cache.get_or_compile(&text).unwrap();
                let [warning] = plan.warnings() else { panic!("{:?}", plan.warnings()) };
                assert_eq!(&text[warning.span.clone()], "\"colour\"");
            }
        }
    }

    #[test]
    fn failures_are_not_kept() {
        let cache = cache(2);
        assert!(cache.get_or_compile("{}").is_err());
        assert!(cache.with_kept(|kept| kept.plans.is_empty() && kept.order.is_empty()));
    }

    #[test]
    fn threads_that_ask_at_once_are_given_one_plan() {
        let cache = cache(8);
        let plans: Vec<Plan> = std::thread::scope(|scope| {
            let threads: Vec<_> = (0..8).map(|_| scope.spawn(|| cache.get_or_compile(&text("a")).unwrap())).collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        assert!(plans.iter().all(|plan| are_the_same(plan, &plans[0])));
    }
}
