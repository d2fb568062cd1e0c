//! Why a message was not sent, told so that it can be put right, without anything that may be a key.

use std::time::Duration;

use block_runtime::kind::WriteError;
use block_runtime::net::{ClientError, GuardError, UrlRefusal};

use super::request::MAX_TIMEOUT;

/// Why a message was not sent. `server` is scheme, host and port of an address: all else in it may be secret.
#[derive(Debug, thiserror::Error)]
pub enum SendError {
    /// The text is no URL.
    #[error("`url` is not one: {0}; write it whole, as in `https://example.com/hook`")]
    Url(#[from] url::ParseError),
    /// The operator does not let workflows send there.
    #[error("{}", refused(.0))]
    Refused(UrlRefusal),
    /// A header has a name or a value that no request can carry.
    #[error(
        "the header `{0}` cannot be sent; names are of letters, digits and hyphens, values of Latin letters without line breaks"
    )]
    Header(String),
    /// A part of the body cannot be written.
    #[error("`{name}` cannot be sent: {source}")]
    Value {
        /// Its name.
        name: String,
        /// Why.
        source: WriteError,
    },
    /// There is no time for an answer, or no end to it.
    #[error("`request_timeout` is {0}; it must be from 1 to {MAX_TIMEOUT} seconds")]
    Time(i64),
    /// The HTTP client cannot be made.
    #[error(transparent)]
    Client(#[from] ClientError),
    /// No answer in time.
    #[error("{server} has not answered within {} s; it may have received the message; raise `request_timeout`", limit.as_secs())]
    TimedOut {
        /// The server.
        server: String,
        /// The time that was allowed.
        limit: Duration,
    },
    /// No connection, or it was lost.
    #[error("{server} cannot be reached: {reason}; check that it is running and that the address is right")]
    Unreachable {
        /// The server.
        server: String,
        /// What the system said.
        reason: String,
    },
    /// The server refused or failed.
    #[error("{server} answered with status {status}; {}", remedy(*status))]
    Status {
        /// The server.
        server: String,
        /// The HTTP status.
        status: u16,
    },
}

impl From<GuardError> for SendError {
    fn from(error: GuardError) -> Self {
        match error {
            GuardError::Refused(refusal) => Self::Refused(refusal),
            GuardError::Client(error) => Self::Client(error),
        }
    }
}

/// The refusal with the setting that the operator has.
fn refused(refusal: &UrlRefusal) -> String {
    match refusal {
        UrlRefusal::Http { host } => format!(
            "`{host}` would be sent to over plain `http`, which others can read; write `https`, or have the operator list the host in `WORKFLOWS_INTERNAL_HOSTS`"
        ),
        UrlRefusal::PrivateAddress { host } => format!(
            "`{host}` is within a private network; have the operator list the host in `WORKFLOWS_INTERNAL_HOSTS`"
        ),
        other => other.to_string(),
    }
}

fn remedy(status: u16) -> &'static str {
    match status {
        401 | 403 => "check the key or password that goes along",
        404 | 410 => "check the path of the URL",
        413 => "send less, such as a smaller image",
        429 => "raise `cooldown_seconds`",
        400..500 => "check that the message has the form that the server expects",
        _ => "look into the log of the server",
    }
}
