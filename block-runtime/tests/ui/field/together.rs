//! Mistakes of attributes and of types are reported together.
use block_runtime::block::Block as _;
use block_runtime::prelude::*;
use std::collections::HashMap;

/// Some of each.
#[derive(Block)]
#[block(id = "test/together@v1", secton = Model)] //~ unknown block attribute `secton`
struct Together {
    undocumented: i64, //~ field `undocumented` has no documentation
    /// Not a property.
    map: HashMap<String, u8>, //~ `HashMap<String, u8>` cannot be a property of a block
    /// Not a kind.
    #[block(exmaple = 5)] //~ unknown field attribute `exmaple`
    kind: In<String>, //~ `String` is not a kind
    /// Not a default.
    #[block(default = "half")] //~ `&str` is not a default
    default: f64,
}

fn main() {
    let _ = Together::DEF;
}
