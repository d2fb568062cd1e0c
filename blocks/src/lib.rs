//! The catalogue of workflow blocks.
//!
//! One folder a section, one file a family; a second version makes the file a folder with `v1.rs` and `v2.rs`. What
//! several blocks share is a *kit*, a module of its own beside the sections: [`filters`] for pixels, [`llm`] for
//! language models, [`per_video`] for what is remembered of each video, [`cache`] for values that steps put aside for
//! each other. A block never names another block.
//! language models, [`per_video`] for what is remembered of each video, [`tracking`] for following objects. A block never
//! names another block.
//! language models, [`offload`] for work that takes long, [`operated`] for named data with operations,
//! [`per_video`] for what is remembered of each video, [`sink`] for sending and keeping results. A block never names
//! another block.
//! language models, [`vlm_answer`] for what these answer, [`per_video`] for what is remembered of each video. A block never names another block.
//! several blocks share is a *kit*, a module of its own beside the sections. A block never names another block. The kits:
//!
//! - [`cache`]: values that steps put aside for each other
//! - [`drawing`]: what is drawn on images
//! - [`filters`]: pixels
//! - [`llm`]: language models
//! - [`per_video`]: what is remembered of each video
//! - [`tracking`]: following objects
//!
//! To add a block write its file, then name it twice in the `mod.rs` of its section: as a module and in `BLOCKS`.

mod advanced;
pub mod cache;
mod classical_cv;
mod data_storage;
pub mod drawing;
#[cfg(test)]
mod fake_clock;
pub mod filters;
mod flow_control;
pub mod llm;
mod model;
pub mod offload;
pub mod operated;
pub mod per_video;
pub mod sink;
pub mod tracking;
mod transformation;
mod video;
mod visualization;
pub mod vlm_answer;

use block_runtime::block::Entry;
use block_runtime::catalogue::Catalogue;

/// The blocks by section, in the order in which the book lists sections.
pub const SECTIONS: &[&[Entry]] = &[
    model::BLOCKS,
    visualization::BLOCKS,
    flow_control::BLOCKS,
    data_storage::BLOCKS,
    transformation::BLOCKS,
    classical_cv::BLOCKS,
    video::BLOCKS,
    advanced::BLOCKS,
];

/// The catalogue of all blocks.
///
/// # Panics
/// Never, as a test of this crate makes sure: when two blocks shared an identifier.
pub fn catalogue() -> Catalogue {
    Catalogue::new(SECTIONS).unwrap_or_else(|faults| unreachable!("{faults}"))
}

/// All blocks, in the order of [`SECTIONS`].
pub fn entries() -> Vec<Entry> {
    SECTIONS.concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn catalogue_has_every_block() {
        assert_eq!(catalogue().entries().count(), entries().len());
    }
}
