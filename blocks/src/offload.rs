//! Work that takes long, for blocks that wait: encoding an image should not hold up the requests of others.

/// Does the work on a thread of its own.
///
/// # Panics
/// When the work does.
pub async fn offload<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => done,
        Err(stopped) => match stopped.try_into_panic() {
            Ok(panic) => std::panic::resume_unwind(panic),
            Err(cancelled) => unreachable!("nobody cancels the work: {cancelled}"),
        },
    }
}
