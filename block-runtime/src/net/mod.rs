//! Requests to other machines: one way to make a client, and the rules for URLs that come in as data.
//!
//! Blocks that call a service whose address the operator chose use [`HttpClient`]. Addresses that arrive with the data
//! of a workflow could point anywhere, also at machines that only this one can reach; they go through a
//! [`GuardedClient`], which obeys a [`UrlPolicy`]: [`Fetcher`] for downloads, the client itself for other requests.

mod address;
mod client;
mod fetch;
mod guarded;
mod host;
mod policy;
mod resolve;

pub use crate::cause::root_cause;
pub use address::is_public;
pub use client::{ClientError, HttpClient, without_secrets};
pub use fetch::{FetchError, Fetcher};
pub use guarded::{GuardError, GuardedClient};
pub use host::{HostPattern, InvalidHostPattern};
pub use policy::{RedirectScope, UrlPolicy, UrlRefusal};
