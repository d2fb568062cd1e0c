//! Type identifiers.
use block_runtime::block::Block as _;
use block_runtime::prelude::*;

/// No words at all.
#[derive(Block)]
struct Silent; //~ missing type identifier: add `#[block(id = "namespace/name@v1")]`

/// No version.
#[derive(Block)]
#[block(id = "test/blur")] //~ type identifier `test/blur` has no version
struct Unversioned;

/// A version without its number.
#[derive(Block)]
#[block(id = "test/blur@2")] //~ version `2` is not `v` and a number
struct Misversioned;

/// Capital letters.
#[derive(Block)]
#[block(id = "test/Blur@v1")] //~ `test/Blur` is not `namespace/name`
struct Capital;

/// Not text.
#[derive(Block)]
#[block(id = blur)] //~ `id` needs text in double quotation marks: write `id = "namespace/name@v1"`
struct Bare;

/// An alias that nobody can write.
#[derive(Block)]
#[block(id = "test/alias@v1", alias = 5)] //~ `alias` needs text in double quotation marks
struct Alias;

fn main() {
    // The mistakes above do not make the structs any less of a block.
    let _ = [Silent::DEF, Unversioned::DEF, Misversioned::DEF, Capital::DEF, Bare::DEF, Alias::DEF];
}
