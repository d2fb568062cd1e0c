//! The sink kit: what blocks share that send results away or keep them.
//!
//! [`sending`] decides when a message is sent and whether the workflow waits for it; [`request`] and [`body`] make
//! requests to servers that a workflow names; [`folder`] finds out where files may be written, and [`log`] adds to them.
//! Keys may stand anywhere in a request, so that errors name its server and nothing else of it.

pub mod body;
mod error;
pub mod folder;
pub mod log;
pub mod request;
pub mod sending;

pub use error::SendError;
pub use sending::{Cooldown, Delivery, Sending};
