//! One request and its answer, repeated where that helps.
//!
//! A request that is dropped while it waits is cancelled: nothing goes on behind the back of the caller.

use std::time::Duration;

use block_runtime::block::Environment;
use block_runtime::net::{root_cause, without_secrets};
use block_runtime::value::Secret;
use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, HeaderValue, RETRY_AFTER};
use reqwest::{Client, Response};
use serde::Serialize;
use serde::de::DeserializeOwned;
use url::Url;

use super::quote::Keys;
use super::{LlmError, reply, retry};

/// Answers of models are texts of a few thousand words; more than this is no answer.
const LONGEST_REPLY: usize = 16_000_000;

/// A request with a JSON body.
pub struct Post<'a, Body> {
    /// Where it goes.
    pub url: Url,
    /// The key for the `Authorization` header.
    pub bearer: Option<&'a Secret>,
    /// All keys in the header, the address and the body, none of which may be shown.
    pub keys: &'a Keys<'a>,
    /// What is sent.
    pub body: &'a Body,
}

/// What a server answered under a status of success.
pub struct Reply {
    /// Address of the server, as messages show it.
    pub server: String,
    /// The body, without keys that the server may have echoed.
    pub body: Vec<u8>,
}

impl Reply {
    /// The body as JSON of a certain form.
    ///
    /// # Errors
    /// [`LlmError::NotUnderstood`] when it is not.
    pub fn json<T: DeserializeOwned>(&self, keys: &Keys<'_>) -> Result<T, LlmError> {
        serde_json::from_slice(&self.body).map_err(|error| LlmError::NotUnderstood {
            server: self.server.clone(),
            reason: keys.quote(&error.to_string()),
            start: keys.quote(&String::from_utf8_lossy(&self.body)),
        })
    }
}

/// A failed attempt.
struct Failure {
    error: LlmError,
    /// Whether another attempt may succeed.
    passing: bool,
    /// The pause that the server asked for.
    asked: Option<Duration>,
}

impl Failure {
    fn lasting(error: LlmError) -> Self {
        Self { error, passing: false, asked: None }
    }
}

/// Sends a request, again and again as the environment's [`Retries`](block_runtime::block::Retries) allow.
///
/// # Errors
/// [`LlmError`] of the last attempt.
pub async fn post<Body: Serialize>(environment: &Environment, post: &Post<'_, Body>) -> Result<Reply, LlmError> {
    let services = &environment.services;
    let client = services.http.get()?;
    let server = without_secrets(&post.url);
    let request = build(client, post, services.request_timeout)?;
    let mut attempt = 1;
    loop {
        let again = request.try_clone().unwrap_or_else(|| unreachable!("the body is not a stream"));
        let exchange = Exchange { server: &server, keys: post.keys, attempt, limit: services.request_timeout };
        let failure = match exchange.run(client, again, environment).await {
            Ok(body) => return Ok(Reply { server, body: post.keys.hide(body) }),
            Err(failure) => failure,
        };
        let pause = retry::pause(&services.retries, attempt, failure.asked, fastrand::f64());
        match pause.filter(|_| failure.passing) {
            Some(pause) => tokio::time::sleep(pause).await,
            None => return Err(failure.error),
        }
        attempt += 1;
    }
}

fn build<Body: Serialize>(
    client: &Client,
    post: &Post<'_, Body>,
    limit: Duration,
) -> Result<reqwest::Request, LlmError> {
    let unusable = |reason: String| LlmError::Address { address: without_secrets(&post.url), reason };
    if !matches!(post.url.scheme(), "http" | "https") {
        return Err(unusable(format!("servers are reached by http or https, not by {}", post.url.scheme())));
    }
    // Through a `Value`, in which a further member takes the place of one that has the same name.
    let body = serde_json::to_value(post.body).map_err(|error| unusable(error.to_string()))?;
    let mut request = client.post(post.url.clone()).timeout(limit).header(CONTENT_TYPE, "application/json");
    if let Some(key) = post.bearer {
        let mut header =
            HeaderValue::from_str(&format!("Bearer {}", key.expose().trim())).map_err(|_| LlmError::Key)?;
        header.set_sensitive(true);
        request = request.header(AUTHORIZATION, header);
    }
    request.body(body.to_string()).build().map_err(|error| unusable(root_cause(&error.without_url())))
}

/// One attempt.
struct Exchange<'a> {
    server: &'a str,
    keys: &'a Keys<'a>,
    attempt: u32,
    limit: Duration,
}

impl Exchange<'_> {
    async fn run(
        &self,
        client: &Client,
        request: reqwest::Request,
        environment: &Environment,
    ) -> Result<Vec<u8>, Failure> {
        let mut response = client.execute(request).await.map_err(|error| self.unreachable(error))?;
        let status = response.status().as_u16();
        let asked = response.headers().get(RETRY_AFTER).and_then(|header| header.to_str().ok());
        let asked = asked.and_then(|header| retry::asked_pause(header, environment.clock.now()));
        let body = self.read(&mut response).await?;
        if response.status().is_success() {
            return Ok(body);
        }
        let error = LlmError::Status {
            server: self.server.to_owned(),
            status,
            message: self.keys.quote(&reply::fault(&body)),
            remedy: reply::remedy(status, asked),
            attempts: self.attempt,
        };
        Err(Failure { error, passing: retry::may_pass(status), asked })
    }

    async fn read(&self, response: &mut Response) -> Result<Vec<u8>, Failure> {
        let mut body = Vec::new();
        loop {
            match response.chunk().await {
                Ok(Some(chunk)) => body.extend_from_slice(&chunk),
                Ok(None) => return Ok(body),
                Err(error) if error.is_timeout() => return Err(self.timed_out()),
                Err(_) => {
                    let error = LlmError::BrokenOff {
                        server: self.server.to_owned(),
                        received: body.len(),
                        attempts: self.attempt,
                    };
                    return Err(Failure { error, passing: true, asked: None });
                }
            }
            if body.len() > LONGEST_REPLY {
                let error = LlmError::TooLong { server: self.server.to_owned(), limit: LONGEST_REPLY };
                return Err(Failure::lasting(error));
            }
        }
    }

    fn unreachable(&self, error: reqwest::Error) -> Failure {
        // A model that has been writing for minutes would only be made to start over; a connection is another matter.
        if error.is_timeout() && !error.is_connect() {
            return self.timed_out();
        }
        let reason =
            if error.is_timeout() { "no connection in time".to_owned() } else { root_cause(&error.without_url()) };
        let error = LlmError::Unreachable { server: self.server.to_owned(), reason, attempts: self.attempt };
        Failure { error, passing: true, asked: None }
    }

    fn timed_out(&self) -> Failure {
        Failure::lasting(LlmError::TimedOut { server: self.server.to_owned(), limit: self.limit })
    }
}
