//! Finding what happened in a chain of errors.

use std::error::Error;

/// The errors that led to this one, beginning with itself.
pub(crate) fn causes<'a>(error: &'a (dyn Error + 'static)) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    std::iter::successors(Some(error), |cause| (*cause).source())
}

/// The text of the deepest cause: libraries put there what happened, and around it only during what.
pub fn root_cause(error: &(dyn Error + 'static)) -> String {
    causes(error).last().unwrap_or(error).to_string()
}
