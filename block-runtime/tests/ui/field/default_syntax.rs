//! Defaults that are no expressions, or contradict other words.
use block_runtime::block::Block as _;
use block_runtime::prelude::*;

/// Defaults.
#[derive(Block)]
#[block(id = "test/defaults@v1")]
struct Defaults {
    /// A list.
    #[block(default(5))] //~ write `default` or `default = 5`
    list: i64,
    /// Half an expression.
    #[block(default = 5 +)] //~ `default` needs an expression
    half: i64,
    /// Two expressions.
    #[block(default = 5 6)] //~ a `,` is missing before this
    two: i64,
    /// Needed and not needed.
    #[block(required, default = 5)] //~ a property with a `default` is never `required`
    both: i64,
}

fn main() {
    let _ = Defaults::DEF;
}
