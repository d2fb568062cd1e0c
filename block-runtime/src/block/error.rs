//! What a block gives back when it fails.

use std::error::Error;
use std::fmt;

/// Why a call of a block failed. Any error becomes one by `?`; its text reaches the person who runs the workflow.
#[derive(Debug)]
pub struct BlockError(Box<dyn Error + Send + Sync>);

impl BlockError {
    /// A failure that is best told in words.
    pub fn new(message: impl Into<String>) -> Self {
        Self(message.into().into())
    }

    /// The error that was raised, when it is of this type.
    pub fn downcast_ref<E: Error + 'static>(&self) -> Option<&E> {
        self.0.downcast_ref()
    }

    /// The error that was raised.
    pub fn as_error(&self) -> &(dyn Error + Send + Sync + 'static) {
        self.0.as_ref()
    }
}

impl fmt::Display for BlockError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

impl<E: Error + Send + Sync + 'static> From<E> for BlockError {
    fn from(error: E) -> Self {
        Self(Box::new(error))
    }
}
