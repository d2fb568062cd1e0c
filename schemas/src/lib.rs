//! Wire formats: JSON Schemas and the Rust types made from them.
//!
//! The schemas stand in `wire/`; `cargo xtask schemas` makes the types, which are checked in, so that nobody who builds
//! the workspace builds the generator too. What is read is described leniently, since servers differ; what is sent is
//! described as far as it is sent.
//!
//! Kinds of data share many parts, which stand once in `wire/kinds`. The same task puts a schema of each kind together
//! that stands on its own, in `kinds/`.

#![deny(warnings)]

mod key;
mod number;
mod present;
mod runs;
mod text;

pub use key::Key;
pub use number::{FrameTime, Measurement, Number};
use present::present;
pub use runs::Runs;
pub use text::{CodeText, Text};

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

/// Data of kinds: detections, classifications, images.
#[rustfmt::skip]
#[allow(missing_docs, reason = "typify documents neither members that are references nor variants of untagged enums")]
#[allow(unused_qualifications, reason = "typify writes all paths in full")]
#[path = "generated/kinds.rs"]
pub mod kinds;

/// The JSON Schema (draft 2020-12) of each kind of data, as text.
#[rustfmt::skip]
#[path = "generated/kind_schemas.rs"]
pub mod kind_schemas;
