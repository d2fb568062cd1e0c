//! Examples and pairs that are not JSON.
use block_runtime::block::Block as _;
use block_runtime::prelude::*;

/// Examples.
#[derive(Block)]
#[block(id = "test/json@v1")]
struct Examples {
    /// No value.
    #[block(example)] //~ write `example = "$inputs.image"`
    none: i64,
    /// Not JSON.
    #[block(
        example = Mode::Fast, //~ this is not JSON
        example = [1, two], //~ this is not JSON
        example = {name: 5}, //~ names of members are texts
        example = {"name" 5}, //~ a `:` belongs here
        example = [1 2], //~ a `,` belongs here
        example = 'c', //~ JSON has no such literal
        example = -x, //~ a number follows `-` in JSON
        example = 5 6, //~ the JSON value ends before this
        example = {"name": }, //~ a JSON value is missing
    )]
    bad: Json,
    /// Pairs.
    #[block(ui(slider = Yes))] //~ this is not JSON
    pair: i64,
    /// No pairs.
    #[block(ui = "slider")] //~ write `ui(key = "value")`
    no_pairs: i64,
}

fn main() {
    let _ = Examples::DEF;
}
