//! Deciding what runs next.

mod inner_workflow;

use block_runtime::block::{Entry, expanded_block};

/// The blocks of this section, in alphabetical order.
pub(crate) const BLOCKS: &[Entry] = &[expanded_block::<inner_workflow::InnerWorkflow>()];
