//! Data of two depths.
use block_runtime::prelude::*;

/// How many crops an image has.
#[derive(Outputs)]
pub struct Counted {
    /// Their number.
    pub count: Out<Integer>,
}

/// Count the crops of images.
#[derive(Block)]
#[block(id = "test/count_crops@v1", outputs = Counted, batch)]
pub struct CountCrops {
    /// Images.
    #[block(depth = 0, depth_reference)]
    pub images: InBatch<Image>,
    /// Crops of each image.
    #[block(depth = 1)]
    pub crops: InGroups<Image>,
    /// What to add.
    #[block(default = 0)]
    pub more: i64,
}

fn main() {
    use block_runtime::block::Block as _;
    assert_eq!(CountCrops::DEF.properties().map(|property| property.depth).collect::<Vec<_>>(), [Some(0), Some(1), None]);
}
