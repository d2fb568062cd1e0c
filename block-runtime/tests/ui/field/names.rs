//! Names of properties.
use block_runtime::block::Block as _;
use block_runtime::prelude::*;

/// Names that are taken.
#[derive(Block)]
#[block(id = "test/names@v1")]
struct Names {
    /// Reserved.
    r#type: i64, //~ `type` belongs to every step
    /// Reserved too.
    #[block(rename = "name")] //~ `name` belongs to every step
    label: String,
    /// Has a name.
    image: In<Image>,
    /// Takes it again.
    #[block(rename = "image")] //~ two properties have the name `image`
    picture: In<Image>,
    /// And again.
    #[block(alias = "label", alias = "image")] //~ two properties have the name `image`
    frame: In<Image>,
}

fn main() {
    let _ = Names::DEF;
}
