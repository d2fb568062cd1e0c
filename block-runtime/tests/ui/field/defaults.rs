//! Defaults.
use block_runtime::prelude::*;

/// How.
#[derive(Clone, Copy, Choice)]
enum Mode {
    /// Quickly.
    Fast,
}

/// Defaults of other types.
#[derive(Block)]
#[block(id = "test/defaults@v1")]
struct Defaults {
    /// Text where a number belongs.
    #[block(default = "half")] //~ `&str` is not a default of a property whose literals are `f64`
    number: f64,
    /// A number where text belongs.
    #[block(default = 5)] //~ is not a default of a property whose literals are `String`
    text: Or<String>,
    /// Text where a variant belongs.
    #[block(default = "fast")] //~ `&str` is not a default of a property whose literals are `Mode`
    mode: Or<Mode>,
    /// A fraction where a whole number belongs.
    #[block(default = 1.5)] //~ is not a default of a property whose literals are `i64`
    whole: Or<i64>,
    /// A reference has no literals.
    #[block(default = 5)] //~ is not a default of a property whose literals are `NoDefault`
    image: In<Image>,
    /// No such variant.
    #[block(default = Mode::Slow)] //~ no variant or associated item named `Slow` found for enum `Mode`
    variant: Or<Mode>,
    /// No such constant.
    #[block(default = MISSING)] //~ cannot find value `MISSING` in this scope
    constant: i64,
}

/// Empty values.
#[derive(Block)]
#[block(id = "test/empty@v1")]
struct Empty {
    /// Choices have no empty value.
    #[block(default)]
    mode: Or<Mode>, //~ `Mode` has no empty value
    /// Nor have references.
    #[block(default)]
    image: In<Image>, //~ `NoDefault` has no empty value
}

fn main() {}
