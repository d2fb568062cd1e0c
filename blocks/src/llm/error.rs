//! What can go wrong between a block and a model, told so that it can be put right.

use std::time::Duration;

use block_runtime::block::BlockError;
use block_runtime::error::Cause;
use block_runtime::net::ClientError;
use block_runtime::value::EncodeError;

/// Why there is no answer. No message contains a key; `server` is an address without credentials and query.
#[derive(Debug, thiserror::Error)]
pub enum LlmError {
    /// The address cannot be one of a server.
    #[error("`{address}` is not the address of a server ({reason}); write it whole, as in `http://localhost:8000/v1`")]
    Address {
        /// The address as given, without credentials.
        address: String,
        /// What is wrong with it.
        reason: String,
    },
    /// The key cannot be written into a request.
    #[error(
        "the API key holds characters that no request can carry; check that it was copied whole, without line breaks"
    )]
    Key,
    /// The platform's key is needed and not set.
    #[error(
        "{purpose} needs a key of the Roboflow platform; set the environment variable `ROBOFLOW_API_KEY`{otherwise}"
    )]
    NoPlatformKey {
        /// What needs the key.
        purpose: &'static str,
        /// What else could be done, beginning with a comma; may be empty.
        otherwise: &'static str,
    },
    /// The HTTP client cannot be made.
    #[error(transparent)]
    Client(#[from] ClientError),
    /// An image cannot be encoded.
    #[error("an image cannot be sent: {0}")]
    Image(#[from] EncodeError),
    /// No connection, or it was lost before the answer began.
    #[error(
        "{server} cannot be reached: {reason} ({}); check that the server is running and that the address is right",
        tried(*attempts)
    )]
    Unreachable {
        /// Address of the server.
        server: String,
        /// What the system said.
        reason: String,
        /// How often it was tried.
        attempts: u32,
    },
    /// No answer in time.
    #[error(
        "{server} has not answered within {} s; ask for fewer tokens or a smaller image, or allow more time in the environment variable `WORKFLOWS_MODEL_REQUEST_TIMEOUT`",
        limit.as_secs_f64()
    )]
    TimedOut {
        /// Address of the server.
        server: String,
        /// The time that was allowed.
        limit: Duration,
    },
    /// The connection was lost in the middle of the answer.
    #[error(
        "{server} broke off its answer after {received} bytes ({}); look for a crash in the server's log, then run again",
        tried(*attempts)
    )]
    BrokenOff {
        /// Address of the server.
        server: String,
        /// How much had arrived.
        received: usize,
        /// How often it was tried.
        attempts: u32,
    },
    /// The answer is far longer than answers of models are.
    #[error("{server} sent more than {} MB; check that its address is that of a model server", limit / 1_000_000)]
    TooLong {
        /// Address of the server.
        server: String,
        /// The most that is read, in bytes.
        limit: usize,
    },
    /// The server refused or failed.
    #[error("{server} answered with status {status}{}{}; {remedy}", said(message), waits(*attempts))]
    Status {
        /// Address of the server.
        server: String,
        /// The HTTP status.
        status: u16,
        /// What the server said, shortened; may be empty.
        message: String,
        /// What to do.
        remedy: String,
        /// How often it was tried.
        attempts: u32,
    },
    /// The answer is not what the protocol says.
    #[error(
        "{server} did not answer as a model server does: {reason}; its answer begins with {start:?}; check the address, which often ends in `/v1`"
    )]
    NotUnderstood {
        /// Address of the server.
        server: String,
        /// What is wrong with the answer.
        reason: String,
        /// How the answer begins.
        start: String,
    },
    /// The server answered without an answer of the model.
    #[error(
        "{server} returned no choices{}; a provider behind it may have failed: run again, or choose another model",
        said(message)
    )]
    NoChoices {
        /// Address of the server.
        server: String,
        /// What the server said, shortened; may be empty.
        message: String,
    },
    /// The model said nothing.
    #[error(
        "the model at {server} returned an empty message (finish_reason: {finish_reason}{}); {remedy}",
        said(message)
    )]
    NoContent {
        /// Address of the server.
        server: String,
        /// Why the model stopped.
        finish_reason: String,
        /// What the server or the model said about it, shortened; may be empty.
        message: String,
        /// What to do.
        remedy: &'static str,
    },
}

impl LlmError {
    /// The failure of a block that needs the answer, with the cause that the server's status tells of.
    pub fn into_block_error(self) -> BlockError {
        let cause = match self {
            Self::Status { status, .. } => Cause::of_status(status),
            Self::Key | Self::NoPlatformKey { .. } => Some(Cause::Unauthorized),
            _ => None,
        };
        BlockError::from(self).with_cause(cause)
    }
}

fn tried(attempts: u32) -> String {
    if attempts == 1 { "tried once".to_owned() } else { format!("tried {attempts} times") }
}

fn waits(attempts: u32) -> String {
    if attempts == 1 { String::new() } else { format!(" ({})", tried(attempts)) }
}

fn said(message: &str) -> String {
    if message.is_empty() { String::new() } else { format!(": {message}") }
}
