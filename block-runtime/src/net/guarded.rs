//! A client for URLs that come in as data, which goes only where a policy lets it.

use std::sync::OnceLock;

use reqwest::redirect::Policy;
use reqwest::{Client, ClientBuilder};
use url::Url;

use super::client::{ClientError, get_or_build};
use super::policy::{RedirectScope, UrlPolicy, UrlRefusal};
use super::resolve::{PublicOnly, System};
use crate::cause::causes;

/// An HTTP client that obeys a [`UrlPolicy`], at redirects and whenever a name is looked up, too. Like
/// [`HttpClient`](super::HttpClient) it is made when it is first used and belongs to that tokio runtime.
#[derive(Debug, Default)]
pub struct GuardedClient {
    policy: UrlPolicy,
    client: OnceLock<Client>,
}

/// A URL for which there is no client.
#[derive(Debug, thiserror::Error)]
pub enum GuardError {
    /// The policy forbids it.
    #[error(transparent)]
    Refused(#[from] UrlRefusal),
    /// The client cannot be made.
    #[error(transparent)]
    Client(#[from] ClientError),
}

impl GuardedClient {
    /// A client that obeys this policy.
    pub fn new(policy: UrlPolicy) -> Self {
        Self { policy, client: OnceLock::new() }
    }

    /// What it obeys.
    pub fn policy(&self) -> &UrlPolicy {
        &self.policy
    }

    /// The client, for a request to this URL and to no other. Requests without a timeout of their own have that of the
    /// policy.
    ///
    /// # Errors
    /// [`GuardError`] when the policy refuses the URL or the client cannot be made.
    pub fn get(&self, url: &Url) -> Result<&Client, GuardError> {
        self.policy.check(url)?;
        Ok(get_or_build(&self.client, |builder| self.configure(builder))?)
    }

    /// The rule that kept a request of this client from being made, if that is why it failed.
    pub fn refusal(error: &reqwest::Error) -> Option<&UrlRefusal> {
        causes(error).find_map(|cause| cause.downcast_ref())
    }

    fn configure(&self, builder: ClientBuilder) -> ClientBuilder {
        let policy = self.policy.clone();
        let redirects = Policy::custom(move |attempt| {
            // The first of the previous URLs is no redirect.
            if attempt.previous().len() > policy.max_redirects {
                return attempt.error(UrlRefusal::Redirects { limit: policy.max_redirects });
            }
            let first = attempt.previous().first().and_then(Url::host);
            if policy.redirects == RedirectScope::SameHost && attempt.url().host() != first {
                let host = attempt.url().host_str().unwrap_or_default().to_owned();
                return attempt.error(UrlRefusal::OtherHost { host });
            }
            match policy.check(attempt.url()) {
                Ok(()) => attempt.follow(),
                Err(refusal) => attempt.error(refusal),
            }
        });
        // A referer would tell the target of a redirect what stood in the query before.
        let builder = builder.timeout(self.policy.timeout).redirect(redirects).referer(false);
        if self.policy.allow_private_addresses {
            return builder;
        }
        let resolver = PublicOnly { resolver: System, except: self.policy.internal_hosts.clone() };
        builder.no_proxy().dns_resolver(resolver)
    }
}
