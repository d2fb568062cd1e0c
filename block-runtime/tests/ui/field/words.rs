//! Words of a field: unknown, repeated, without value, with a wrong one.
use block_runtime::block::Block as _;
use block_runtime::prelude::*;

/// Many mistakes.
#[derive(Block)]
#[block(id = "test/words@v1")]
struct Words {
    /// Unknown.
    #[block(defualt = 5)] //~ unknown field attribute `defualt`, did you mean `default`?
    unknown: i64,
    /// A stranger.
    #[block(pattern = "a+")] //~ unknown field attribute `pattern`, known are
    stranger: String,
    /// Again.
    #[block(min = 1, min = 2)] //~ duplicate `min`
    again: i64,
    /// Values.
    #[block(
        rename = 5, //~ `rename` needs text in double quotation marks
        alias, //~ write `alias = "…"`
        title = Title, //~ `title` needs text in double quotation marks
        min = "1", //~ `min` needs a number
        max, //~ write `max = 1.5`
        above = x, //~ `above` needs a number
        below(5), //~ write `below = 1.5`
    )]
    values: i64,
    /// Lengths.
    #[block(
        min_len = 1.5, //~ `min_len` needs a whole number
        max_len = -1, //~ `max_len` needs a whole number
    )]
    lengths: String,
    /// Flags.
    #[block(
        multiline = true, //~ `multiline` takes no value
        private(true), //~ `private` takes no value
        hidden = 1, //~ `hidden` takes no value
        always_visible = "yes", //~ `always_visible` takes no value
        required = true, //~ `required` takes no value
        depth_reference = 1, //~ `depth_reference` takes no value
        cast_to_batch = 1, //~ `cast_to_batch` takes no value
    )]
    flags: String,
    /// Depths.
    #[block(depth = "one")] //~ `depth` needs 0 or 1
    depth: In<Image>,
    /// A place that no reference leads to.
    #[block(origin = Moon)] //~ named `Moon` found for enum
    origin: In<Image>,
    /// The same place again.
    #[block(origin = Step, origin = Step)] //~ `origin = Step` is there already
    origins: In<Image>,
    /// No identifier.
    #[block(origin = "step")] //~ `origin` needs a name
    no_origin: In<Image>,
}

fn main() {
    let _ = Words::DEF;
}
