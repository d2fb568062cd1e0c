//! Models that look at images.

mod openai_compatible;
mod openrouter;
mod qwen_vl;

use block_runtime::block::{Entry, async_block};

/// The blocks of this section, in alphabetical order.
pub(crate) const BLOCKS: &[Entry] = &[
    async_block::<openai_compatible::OpenAiCompatible>(),
    async_block::<openrouter::OpenRouter>(),
    async_block::<qwen_vl::QwenVl>(),
];
