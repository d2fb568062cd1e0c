//! Requests to other machines: one way to make a client, and the rules for URLs that come in as data.
//!
//! Blocks that call a service whose address the operator chose use [`HttpClient`]. Addresses that arrive with the data
//! of a workflow could point anywhere, also at machines that only this one can reach; they go through [`Fetcher`],
//! which obeys a [`UrlPolicy`].

mod address;
mod client;
mod fetch;
mod host;
mod policy;
mod resolve;

pub use address::is_public;
pub use client::{ClientError, HttpClient};
pub use fetch::{FetchError, Fetcher};
pub use host::{HostPattern, InvalidHostPattern};
pub use policy::{UrlPolicy, UrlRefusal};
