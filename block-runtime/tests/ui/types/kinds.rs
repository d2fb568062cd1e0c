//! Types that are not kinds, and literals that are not literals.
use block_runtime::prelude::*;

/// Wrong kinds.
#[derive(Block)]
#[block(id = "test/kinds@v1")]
struct Kinds {
    /// The Rust type instead of the kind.
    text: In<String>, //~ `String` is not a kind
    /// A tuple with a stranger.
    pair: In<(Image, f64)>, //~ `f64` is not a kind
    /// Kinds of different data.
    mixed: In<(Image, Float)>, //~ type mismatch resolving `<Float as Kind>::Data == Picture`
    /// Not a literal.
    image: Or<Picture>, //~ `block_runtime::value::Picture` cannot be written into a workflow
    /// A kind instead of a literal.
    number: Or<Float>, //~ `block_runtime::kind::Float` cannot be written into a workflow
    /// Not a kind in place of the default kinds.
    other: Or<i64, f64>, //~ `f64` is not a kind
    /// A reference within a reference.
    nested: Or<In<Image>>, //~ `block_runtime::block::In<block_runtime::kind::Image>` cannot be written into a workflow
}

/// Wrong outputs.
#[derive(Outputs)]
struct Outcome {
    /// The bare kind.
    image: Image, //~ `block_runtime::kind::Image` cannot be an output
    /// The Rust type.
    text: Out<String>, //~ `String` is not a kind
    /// A list of outputs.
    list: Vec<Out<Str>>, //~ `Vec<block_runtime::block::Out<block_runtime::kind::Str>>` cannot be an output
}

fn main() {}
