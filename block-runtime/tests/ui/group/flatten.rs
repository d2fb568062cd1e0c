//! Groups of properties.
use block_runtime::block::{Block as _, Properties as _};
use block_runtime::prelude::*;

#[derive(Properties)]
#[block(id = "test/group@v1")] //~ unknown group attribute `id`
struct Sampling {
    undocumented: f64, //~ field `undocumented` has no documentation
    /// Unknown.
    #[block(defualt = 5)] //~ unknown field attribute `defualt`, did you mean `default`?
    unknown: i64,
}

/// Fine.
#[derive(Properties)]
struct Limits {
    /// How many tokens.
    max_tokens: Option<i64>,
}

/// Not a group.
struct Plain;

/// Uses groups.
#[derive(Block)]
#[block(id = "test/flatten@v1")]
struct Flatten {
    #[block(flatten)]
    sampling: Sampling,
    #[block(flatten = true)] //~ `flatten` takes no value
    limits: Limits,
    #[block(flatten, default = 5)] //~ `flatten` takes no `default`
    again: Limits,
}

/// Uses what is not a group.
#[derive(Block)]
#[block(id = "test/plain@v1")]
struct PlainGroup {
    #[block(flatten)]
    plain: Plain, //~ `Plain` is not a group of properties
}

/// Takes a name that its group has.
#[derive(Block)]
#[block(id = "test/twice@v1")]
struct Twice { //~ two properties have the same name
    #[block(flatten)]
    limits: Limits,
    /// How many tokens.
    max_tokens: Option<i64>,
}

fn main() {
    let _ = (Flatten::DEF, Sampling::FIELDS);
}
