//! What a block gives back when it fails.

use std::error::Error;
use std::fmt;

use crate::error::Cause;

/// Why a call of a block failed. Any error becomes one by `?`; its text reaches the person who runs the workflow.
#[derive(Debug)]
pub struct BlockError {
    error: Box<dyn Error + Send + Sync>,
    cause: Option<Cause>,
}

impl BlockError {
    /// A failure that is best told in words.
    pub fn new(message: impl Into<String>) -> Self {
        Self { error: message.into().into(), cause: None }
    }

    /// Says that the failure is not one of the block or of the engine, so that clients can be told by a status.
    #[must_use]
    pub fn with_cause(self, cause: impl Into<Option<Cause>>) -> Self {
        Self { cause: cause.into(), ..self }
    }

    /// What the block says of the cause, if anything.
    pub fn cause(&self) -> Option<Cause> {
        self.cause
    }

    /// The error that was raised, when it is of this type.
    pub fn downcast_ref<E: Error + 'static>(&self) -> Option<&E> {
        self.error.downcast_ref()
    }

    /// The error that was raised.
    pub fn as_error(&self) -> &(dyn Error + Send + Sync + 'static) {
        self.error.as_ref()
    }
}

impl fmt::Display for BlockError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.error.fmt(formatter)
    }
}

impl<E: Error + Send + Sync + 'static> From<E> for BlockError {
    fn from(error: E) -> Self {
        Self { error: Box::new(error), cause: None }
    }
}
