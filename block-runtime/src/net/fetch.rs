//! Downloads from URLs that come in as data.

use std::time::Duration;

use reqwest::{Response, StatusCode};
use url::Url;

use super::client::{ClientError, without_secrets};
use super::guarded::{GuardError, GuardedClient};
use super::policy::{UrlPolicy, UrlRefusal};
use crate::cause::root_cause;

/// Fetches what URLs stand for, under a [`UrlPolicy`].
#[derive(Debug, Default)]
pub struct Fetcher(GuardedClient);

/// A download that failed. URLs are told without user, password, query and fragment, which may hold secrets.
#[derive(Debug, thiserror::Error)]
pub enum FetchError {
    /// The text is no URL.
    #[error("not a valid URL: {0}")]
    Invalid(#[from] url::ParseError),
    /// The policy forbids it.
    #[error(transparent)]
    Refused(#[from] UrlRefusal),
    /// The server refused.
    #[error("{url} answered {status}; check the address and whether it needs a login")]
    Status {
        /// What was asked for.
        url: String,
        /// The answer.
        status: StatusCode,
    },
    /// There is more data than is wanted.
    #[error("{url} is larger than {limit} bytes; use a smaller file, or raise the limit")]
    TooLarge {
        /// What was asked for.
        url: String,
        /// The most that is read.
        limit: usize,
    },
    /// It took too long.
    #[error("{url} took longer than {timeout:?}; try again, or raise `timeout`")]
    TimedOut {
        /// What was asked for.
        url: String,
        /// The most time that is given.
        timeout: Duration,
    },
    /// The server could not be reached, or the connection broke.
    #[error("{url} cannot be read: {cause}; check the address and the network")]
    Transport {
        /// What was asked for.
        url: String,
        /// What went wrong, in the words of the network stack.
        cause: String,
    },
    /// There is no client to ask with.
    #[error(transparent)]
    Client(#[from] ClientError),
}

impl From<GuardError> for FetchError {
    fn from(error: GuardError) -> Self {
        match error {
            GuardError::Refused(refusal) => Self::Refused(refusal),
            GuardError::Client(error) => Self::Client(error),
        }
    }
}

impl Fetcher {
    /// A fetcher that obeys this policy.
    pub fn new(policy: UrlPolicy) -> Self {
        Self(GuardedClient::new(policy))
    }

    /// Downloads at most `limit` bytes. Must be awaited within a tokio runtime.
    ///
    /// # Errors
    /// [`FetchError`] when the text is no URL, the policy refuses the URL or a redirect from it, the server cannot be
    /// reached or reports a failure, or the answer is too large or too slow.
    pub async fn fetch(&self, url: &str, limit: usize) -> Result<Vec<u8>, FetchError> {
        let url = Url::parse(url.trim())?;
        let client = self.0.get(&url)?;
        let response = client.get(url.clone()).send().await.map_err(|error| self.explain(&url, error))?;
        self.read(&url, response, limit).await
    }

    async fn read(&self, url: &Url, mut response: Response, limit: usize) -> Result<Vec<u8>, FetchError> {
        let status = response.status();
        if !status.is_success() {
            return Err(FetchError::Status { url: without_secrets(url), status });
        }
        let too_large = || FetchError::TooLarge { url: without_secrets(url), limit };
        let announced = response.content_length().unwrap_or(0);
        if usize::try_from(announced).map_or(true, |announced| announced > limit) {
            return Err(too_large());
        }
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(|error| self.explain(url, error))? {
            if chunk.len() > limit - body.len() {
                return Err(too_large());
            }
            body.extend_from_slice(&chunk);
        }
        Ok(body)
    }

    fn explain(&self, url: &Url, error: reqwest::Error) -> FetchError {
        let url = without_secrets(url);
        if error.is_timeout() {
            return FetchError::TimedOut { url, timeout: self.0.policy().timeout };
        }
        let error = error.without_url();
        match GuardedClient::refusal(&error) {
            Some(refusal) => FetchError::Refused(refusal.clone()),
            None => FetchError::Transport { url, cause: root_cause(&error) },
        }
    }
}
