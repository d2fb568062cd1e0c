//! Types that cannot be properties.
use block_runtime::prelude::*;
use std::collections::HashMap;
use std::rc::Rc;

/// Nobody made this a property.
struct Plain;

/// Wrong types.
#[derive(Block)]
#[block(id = "test/types@v1")]
struct Types {
    /// A map of the standard library.
    map: HashMap<String, u8>, //~ `HashMap<String, u8>` cannot be a property of a block
    /// A number of another size.
    #[block(default = 5, min = 1)]
    size: u8, //~ `u8` cannot be a property of a block
    /// The same inside an option.
    option: Option<usize>, //~ `usize` cannot be a property of a block
    /// The same inside a list.
    #[block(default)]
    list: Vec<f32>, //~ `f32` cannot be a property of a block
    /// A struct of one's own.
    plain: Plain, //~ `Plain` cannot be a property of a block
    /// Something that stays in its thread.
    shared: Rc<i64>, //~ `Rc<i64>` cannot be a property of a block
    /// Text that is borrowed.
    text: &'static str, //~ `&'static str` cannot be a property of a block
    /// Nobody knows it.
    missing: Missing, //~ cannot find type `Missing` in this scope
}

fn main() {}
