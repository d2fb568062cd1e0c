//! Attributes that cannot be read at all.
use block_runtime::block::Block as _;
use block_runtime::prelude::*;

/// Not a list of words.
#[derive(Block)]
#[block(id = "test/syntax@v1", 5)] //~ this is not a word such as `default`
struct NoWord;

/// A value is missing.
#[derive(Block)]
#[block(id = "test/syntax@v1", name =)] //~ `name =` needs a value
struct NoValue;

/// A comma is missing.
#[derive(Block)]
#[block(id = "test/syntax@v1" name = "Syntax")] //~ a `,` is missing before this
struct NoComma;

/// Neither brackets nor words.
#[derive(Block)]
#[block = "test/syntax@v1"] //~ write `#[block(…)]`
struct NoBrackets;

fn main() {
    let _ = [NoWord::DEF, NoValue::DEF, NoComma::DEF, NoBrackets::DEF];
}
