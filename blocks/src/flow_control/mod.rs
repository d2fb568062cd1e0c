//! Deciding what runs next.

mod continue_if;
mod delta_filter;
mod detections_filter;
mod inner_workflow;
mod rate_limiter;
mod switch_case;

use block_runtime::block::{Entry, block, expanded_block};

/// The blocks of this section, in alphabetical order.
pub(crate) const BLOCKS: &[Entry] = &[
    block::<continue_if::ContinueIf>(),
    block::<delta_filter::DeltaFilter>(),
    block::<detections_filter::DetectionsFilter>(),
    expanded_block::<inner_workflow::InnerWorkflow>(),
    block::<rate_limiter::RateLimiter>(),
    block::<switch_case::SwitchCase>(),
];
