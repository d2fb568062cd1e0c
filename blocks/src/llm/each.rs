//! Many requests at once, but not too many.

use std::num::NonZeroUsize;

use futures_util::stream::{self, StreamExt, TryStreamExt};

/// Waits for all futures, `at_once` of them under way at a time, and gives back what they yield in their own order.
///
/// # Errors
/// The error of the earliest future that fails; those that are still under way are then dropped.
pub async fn each<F, T, E>(futures: Vec<F>, at_once: NonZeroUsize) -> Result<Vec<T>, E>
where
    F: Future<Output = Result<T, E>>,
{
    stream::iter(futures).buffered(at_once.get()).try_collect().await
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    #[tokio::test]
    async fn order_is_kept_and_the_limit_is_reached_but_not_passed() {
        let (under_way, most) = (Cell::new(0_usize), Cell::new(0_usize));
        let (under_way, most) = (&under_way, &most);
        let futures = (0..20_u64).map(|place| async move {
            under_way.set(under_way.get() + 1);
            most.set(most.get().max(under_way.get()));
            for _ in 0..(20 - place) {
                tokio::task::yield_now().await;
            }
            under_way.set(under_way.get() - 1);
            Ok::<_, ()>(place)
        });
        let yielded = each(futures.collect(), NonZeroUsize::new(4).unwrap()).await;
        assert_eq!(yielded, Ok((0..20).collect()));
        assert_eq!(most.get(), 4);
    }

    #[tokio::test]
    async fn the_earliest_failure_counts() {
        let futures = [Ok(1), Err("first"), Err("second")].map(|outcome| async move { outcome });
        assert_eq!(each(futures.into(), NonZeroUsize::MIN).await, Err("first"));
    }
}
