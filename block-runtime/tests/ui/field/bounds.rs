//! Bounds that contradict each other, the default or the type.
use block_runtime::block::Block as _;
use block_runtime::prelude::*;

/// Contradictions.
#[derive(Block)]
#[block(id = "test/bounds@v1")]
struct Bounds {
    /// Two limits on one side.
    #[block(min = 0, above = 0)] //~ `min` and `above` limit the same side
    lower: f64,
    /// Two limits on the other.
    #[block(max = 1, below = 1)] //~ `max` and `below` limit the same side
    upper: f64,
    /// Nothing between.
    #[block(min = 2, max = 1)] //~ `max = 1` leaves no number above `min = 2`
    nothing: f64,
    /// No length between.
    #[block(min_len = 2, max_len = 1)] //~ `max_len = 1` is below `min_len = 2`
    no_length: String,
    /// Too high.
    #[block(default = 1.5, max = 1.0)] //~ default `1.5` is above `max = 1.0`
    high: f64,
    /// Too low.
    #[block(default = -1, min = 0)] //~ default `-1` is below `min = 0`
    low: i64,
    /// On the limit.
    #[block(default = 0, above = 0)] //~ default `0` is not within `above = 0`
    edge: i64,
    /// On the other limit.
    #[block(default = 1, below = 1)] //~ default `1` is not within `below = 1`
    other_edge: i64,
    /// An example outside.
    #[block(example = 5, example = 20, max = 10)] //~ example `20` is above `max = 10`
    example: i64,
}

/// Types without a length.
#[derive(Block)]
#[block(id = "test/lengths@v1")]
struct Lengths {
    /// A number.
    #[block(min_len = 3)]
    number: Or<f64>, //~ `min_len` and `max_len` need a text or a list, and `f64` is neither
    /// A reference.
    #[block(max_len = 3)]
    image: In<Image>, //~ and `NoDefault` is neither
}

/// Types without numbers.
#[derive(Block)]
#[block(id = "test/types@v1")]
struct Types {
    /// Text.
    #[block(min = 1)]
    text: String, //~ `min`, `max`, `above` and `below` need a numeric property, and `String` is not one
    /// A list of texts.
    #[block(max = 1)]
    texts: Vec<String>, //~ and `Vec<String>` is not one
    /// A reference.
    #[block(above = 1)]
    image: In<Image>, //~ and `NoDefault` is not one
}

fn main() {
    let _ = Bounds::DEF;
}
