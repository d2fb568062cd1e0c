//! Wire formats: JSON Schemas and the Rust types made from them.
//!
//! The schemas stand in `wire/`; `cargo xtask schemas` makes the types, which are checked in, so that nobody who builds
//! the workspace builds the generator too. What is read is described leniently, since servers differ; what is sent is
//! described as far as it is sent.

#![deny(warnings)]

mod key;

pub use key::Key;

/// Chat completions: what OpenAI-compatible servers, OpenRouter and the platform's proxy speak.
#[rustfmt::skip]
#[allow(missing_docs, reason = "typify documents neither members that are references nor variants of untagged enums")]
#[allow(unused_qualifications, reason = "typify writes all paths in full")]
#[path = "generated/chat.rs"]
pub mod chat;

/// Vision-language models on the inference server.
#[rustfmt::skip]
#[allow(missing_docs, reason = "typify documents neither members that are references nor variants of untagged enums")]
#[allow(unused_qualifications, reason = "typify writes all paths in full")]
#[path = "generated/lmm.rs"]
pub mod lmm;
