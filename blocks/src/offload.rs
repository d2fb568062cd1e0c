//! Work that takes long, for blocks that wait: encoding an image should not hold up the requests of others.

/// Does the work on a thread of its own.
///
/// # Panics
/// When the work does, or when the runtime is shut down before it is done.
pub async fn offload<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    tokio::task::spawn_blocking(work).await.unwrap_or_else(|stopped| {
        let panic = stopped.try_into_panic();
        std::panic::resume_unwind(panic.unwrap_or_else(|shut_down| Box::new(shut_down.to_string())))
    })
}
