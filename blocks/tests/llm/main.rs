//! The blocks that talk to language models, run through the engine against a server that is real except for its wits.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test may panic")]

mod faults;
mod live;
mod openai_compatible;
mod openrouter;
mod parsers;
mod qwen_vl;
mod server;
mod workflow;
