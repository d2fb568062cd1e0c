//! The LLM kit: what blocks that talk to language models share.
//!
//! From the wire up: `transport` sends a request and repeats it where that helps; [`chat`], [`openrouter`] and
//! [`native`] speak one protocol each and give back a [`Completion`]; [`task`] knows what to ask for each task and
//! [`template`] how to put values and images into a prompt; [`each()`] asks about many images at once. Properties that
//! several blocks have are groups: [`Assignment`], [`AnswerForm`], [`openrouter::Access`].

mod assignment;
pub mod chat;
mod each;
mod error;
pub mod native;
pub mod openrouter;
mod picture;
mod quote;
mod reply;
mod retry;
pub mod task;
pub mod template;
mod transport;

pub use assignment::{AnswerForm, Assignment};
pub use each::each;
pub use error::LlmError;
pub use picture::ImageInput;
pub use task::{Ask, Task};

/// What a model said.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Completion {
    /// The answer.
    pub text: String,
    /// The thoughts before the answer, where the model writes them down and the server hands them out.
    pub thinking: String,
}
