//! The language server as an editor meets it: a process that speaks the protocol on its standard input and output.

#![expect(clippy::unwrap_used, reason = "helpers of tests may fail as tests do")]

mod client;
mod features;
mod lifecycle;
mod memory;
mod session;
