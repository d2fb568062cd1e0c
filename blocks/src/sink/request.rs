//! Requests to servers that a workflow names.

use std::fmt;
use std::time::Duration;

use block_runtime::block::Services;
use block_runtime::net::{GuardedClient, root_cause};
use block_runtime::value::{Map, Value};
use jiff::Timestamp;
use reqwest::header::{CONTENT_LENGTH, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue, TRANSFER_ENCODING};
use reqwest::{Client, Method, Response};
use url::Url;

use super::SendError;
use super::body::{self, Body};

/// How many seconds a server may be given. Requests that never end would keep those of all other workflows waiting.
pub(super) const MAX_TIMEOUT: u64 = 3600;

/// A request to a server that a workflow names.
pub struct Request<'a> {
    /// `GET`, `POST` and so on.
    pub method: Method,
    /// Where it goes.
    pub url: &'a str,
    /// What is added to the query of the URL.
    pub query: &'a Map,
    /// Headers; null leaves one out.
    pub headers: &'a Map,
    /// What is sent.
    pub body: Body,
    /// How many seconds the server has for its answer, up to 3,600.
    pub timeout: i64,
}

impl fmt::Debug for Request<'_> {
    /// Without what may be a key: that may stand in the URL, in headers and in the body.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Request")
            .field("method", &self.method)
            .field("body", &self.body)
            .finish_non_exhaustive()
    }
}

impl Request<'_> {
    /// Checks the request and the server that it goes to. The future sends it, once.
    ///
    /// # Errors
    /// [`SendError`] when the operator does not let workflows send there, or a part of the request cannot be written.
    pub fn prepare(
        self,
        services: &Services,
        now: Timestamp,
    ) -> Result<impl Future<Output = Result<(), SendError>> + Send + use<>, SendError> {
        let url = self.full_url(now)?;
        let client = services.named_by_workflows.get(&url)?.clone();
        let limit = u64::try_from(self.timeout).ok().filter(|seconds| (1..=MAX_TIMEOUT).contains(seconds));
        let limit = Duration::from_secs(limit.ok_or(SendError::Time(self.timeout))?);
        let server = url.origin().ascii_serialization();
        let headers = self.all_headers(now)?;
        let request = client.request(self.method, url).headers(headers).body(self.body.bytes).timeout(limit).build();
        let request = request.map_err(|error| no_connection(&server, error))?;
        Ok(Exchange { client, server, limit }.run(request))
    }

    fn full_url(&self, now: Timestamp) -> Result<Url, SendError> {
        let mut url = Url::parse(self.url.trim())?;
        let more = body::url_encoded(self.query, now)?;
        if !more.is_empty() {
            let query = match url.query() {
                Some(given) if !given.is_empty() => format!("{given}&{more}"),
                _ => more,
            };
            url.set_query(Some(&query));
        }
        Ok(url)
    }

    fn all_headers(&self, now: Timestamp) -> Result<HeaderMap, SendError> {
        let mut headers = HeaderMap::new();
        for (name, value) in self.headers.iter().filter(|(_, value)| !value.is_null()) {
            let (name, value) = header(name, value, now).ok_or_else(|| SendError::Header(name.clone()))?;
            // How long the body is follows from the body.
            if name != CONTENT_LENGTH && name != TRANSFER_ENCODING {
                headers.insert(name, value);
            }
        }
        if !self.body.may_be_renamed || !headers.contains_key(CONTENT_TYPE) {
            let value = HeaderValue::from_str(&self.body.content_type);
            headers.insert(CONTENT_TYPE, value.map_err(|_| SendError::Header(CONTENT_TYPE.to_string()))?);
        }
        Ok(headers)
    }
}

/// A header in Latin-1; nothing when no request can carry it.
fn header(name: &str, value: &Value, now: Timestamp) -> Option<(HeaderName, HeaderValue)> {
    let name = HeaderName::from_bytes(name.as_bytes()).ok()?;
    let text = String::from_utf8(body::text(value, now).ok()?.into_owned()).ok()?;
    let bytes: Option<Vec<u8>> = text.chars().map(|character| u8::try_from(character).ok()).collect();
    let mut value = HeaderValue::from_bytes(&bytes?).ok()?;
    value.set_sensitive(true);
    Some((name, value))
}

/// A request on its way.
struct Exchange {
    client: Client,
    server: String,
    limit: Duration,
}

impl Exchange {
    async fn run(self, request: reqwest::Request) -> Result<(), SendError> {
        let response = self.client.execute(request).await.map_err(|error| self.explain(error))?;
        let status = response.status().as_u16();
        if status >= 400 {
            return Err(SendError::Status { server: self.server, status });
        }
        read_away(response).await;
        Ok(())
    }

    fn explain(&self, error: reqwest::Error) -> SendError {
        if let Some(refusal) = GuardedClient::refusal(&error) {
            return SendError::Refused(refusal.clone());
        }
        if error.is_timeout() {
            return SendError::TimedOut { server: self.server.clone(), limit: self.limit };
        }
        no_connection(&self.server, error)
    }
}

/// Reads a short answer to its end, so that the connection can carry the next request. The server has had the message;
/// what it says does not matter.
async fn read_away(mut response: Response) {
    const SHORT: usize = 1 << 16;
    let mut read = 0;
    while let Ok(Some(chunk)) = response.chunk().await {
        read += chunk.len();
        if read > SHORT {
            return;
        }
    }
}

fn no_connection(server: &str, error: reqwest::Error) -> SendError {
    SendError::Unreachable { server: server.to_owned(), reason: root_cause(&error.without_url()) }
}
