//! Depths of data that cannot be.
use block_runtime::block::{Block as _, BlockDef};
use block_runtime::prelude::*;

/// What the blocks yield.
#[derive(Outputs)]
struct One {
    /// The result.
    out: Out<Wildcard>,
}

/// Depths that are none, and references that are no references.
#[derive(Block)]
#[block(
    id = "test/offsets@v1",
    outputs = One,
    output_depth = 2, //~ `output_depth` is 1 (a batch for each element), 0 or -1
)]
struct Offsets {
    /// Above the shallowest.
    #[block(depth = -1)] //~ `depth` needs 0 or 1
    above: In<Image>,
    /// Two levels below.
    #[block(depth = 2)] //~ `depth` is 0 or 1
    below: In<Image>,
    /// The reference, one level below itself.
    #[block(depth = 1, depth_reference)] //~ a `depth_reference` is the shallowest data of the block
    first: In<Image>,
    /// Another reference.
    #[block(depth_reference)]
    second: In<Image>, //~ `first` is the `depth_reference` already
}

/// Nothing says to which batch the outputs belong.
#[derive(Block)]
#[block(id = "test/no_reference@v1", outputs = One)]
struct NoReference { //~ `depth = 1` needs another property with `depth_reference`
    /// Images.
    #[block(depth = 0)]
    image: In<Image>,
    /// Crops of each image.
    #[block(depth = 1)]
    crops: InGroup<Image>,
}

/// All data is deeper than the shallowest, which is not there.
#[derive(Block)]
#[block(id = "test/only_deep@v1", outputs = One)]
struct OnlyDeep { //~ `depth = 1` needs another property with `depth_reference`
    /// Crops of each image.
    #[block(depth = 1)]
    crops: InGroup<Image>,
}

/// The outputs cannot be both.
#[derive(Block)]
#[block(id = "test/both@v1", outputs = One, output_depth = 1)]
struct Both { //~ `output_depth` and `depth = 1` exclude each other
    /// Images.
    #[block(depth_reference)]
    image: In<Image>,
    /// Crops of each image.
    #[block(depth = 1)]
    crops: InGroup<Image>,
}

/// The reference has no data.
#[derive(Block)]
#[block(id = "test/literal_reference@v1", outputs = One)]
struct LiteralReference { //~ `depth_reference` belongs to a property that takes references to data
    /// A literal.
    #[block(depth_reference)]
    number: i64,
    /// Crops of each image.
    #[block(depth = 1)]
    crops: InGroup<Image>,
}

/// Nor have steps.
#[derive(Block)]
#[block(id = "test/step_reference@v1", outputs = One)]
struct StepReference { //~ `depth_reference` belongs to a property that takes references to data
    /// Steps.
    #[block(depth_reference)]
    steps: Vec<StepRef>,
}

/// Groups in a field for one element.
#[derive(Block)]
#[block(id = "test/deep_element@v1", outputs = One)]
struct DeepElement { //~ data of `depth = 1` comes in groups
    /// Images.
    #[block(depth_reference)]
    image: In<Image>,
    /// Crops of each image.
    #[block(depth = 1)]
    crops: In<Image>,
}

/// Groups that nothing is said about.
#[derive(Block)]
#[block(id = "test/silent_groups@v1", outputs = One)]
struct SilentGroups { //~ `InGroup` and `InGroups` need `depth = 1`, or `output_depth = -1`
    /// Crops of each image.
    crops: InGroup<Image>,
}

/// Nothing to gather.
#[derive(Block)]
#[block(id = "test/no_groups@v1", outputs = One, output_depth = -1)]
struct NoGroups { //~ `output_depth = -1` gathers groups
    /// Image.
    image: In<Image>,
}

/// A reference.
#[derive(Properties)]
struct Reference {
    /// Images.
    #[block(depth_reference)]
    image: In<Image>,
}

/// One reference too many.
#[derive(Block)]
#[block(id = "test/two_references@v1", outputs = One)]
struct TwoReferences { //~ two properties have `depth_reference`, one of them in a group
    #[block(flatten)]
    reference: Reference,
    /// Other images.
    #[block(depth_reference)]
    other: In<Image>,
}

fn main() {
    let _: &BlockDef = Offsets::DEF;
}
