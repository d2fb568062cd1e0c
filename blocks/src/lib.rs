//! The catalogue of workflow blocks.
//!
//! One folder a section, one file a family; a second version makes the file a folder with `v1.rs` and `v2.rs`. What
//! several blocks share is a *kit*, a module of its own beside the sections. A block never names another block. The kits:
//!
//! - values that steps put aside for each other: [`cache`]
//! - colours as text: [`colour`]
//! - what is drawn on images: [`drawing`]
//! - pixels: [`filters`], [`geometric`], and `lanes` for fast loops over them
//! - language models: [`llm`]
//! - work that takes long: [`offload`]
//! - named data with operations: [`operated`]
//! - what is remembered of each video: [`per_video`]
//! - sending and keeping results: [`sink`]
//! - following objects: [`tracking`]
//! - what language models answer about images: [`vlm_answer`]
//!
//! `cargo xtask new-block` adds one: its file, and its name in the `mod.rs` of its section, as a module and in `BLOCKS`.

mod advanced;
pub mod cache;
mod classical_cv;
pub mod colour;
mod cropping;
mod data_storage;
pub mod drawing;
#[cfg(test)]
mod fake_clock;
pub mod filters;
mod flow_control;
pub mod geometric;
mod lanes;
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
