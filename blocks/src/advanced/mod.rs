//! Data: combining, converting, remembering.

mod cache_get;
mod cache_set;

use block_runtime::block::{Entry, block};

/// The blocks of this section, in alphabetical order.
pub(crate) const BLOCKS: &[Entry] = &[block::<cache_get::CacheGet>(), block::<cache_set::CacheSet>()];
