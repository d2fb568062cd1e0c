//! What is not a struct with named fields.
use block_runtime::block::{Block as _, Properties as _};
use block_runtime::prelude::*;

/// An enum.
#[derive(Block)]
#[block(id = "test/enum@v1")]
enum Enumeration { //~ `Block` needs a struct with named fields
    One,
}

/// A tuple.
#[derive(Block)]
#[block(id = "test/tuple@v1")]
struct Tuple(i64); //~ `Block` needs a struct with named fields

/// A union.
#[derive(Block)]
#[block(id = "test/union@v1")]
union Union { //~ `Block` needs a struct with named fields
    one: i64,
}

/// A type parameter.
#[derive(Block)]
#[block(id = "test/generic@v1")]
struct Generic<T> { //~ `Block` needs a struct without generics or lifetimes
    /// Anything.
    value: T,
}

/// A lifetime.
#[derive(Block)]
#[block(id = "test/borrowed@v1")]
struct Borrowed<'a> { //~ `Block` needs a struct without generics or lifetimes
    /// Borrowed text.
    text: &'a str,
}

#[derive(Properties)]
enum Group {} //~ `Properties` needs a struct with named fields

#[derive(Outputs)]
struct Pair(Out<Str>); //~ `Outputs` needs a struct with named fields

#[derive(Outputs)]
struct Nothing {} //~ a block without outputs needs no struct for them

fn main() {
    let _ = (Enumeration::DEF, Tuple::DEF, Union::DEF, Generic::<i64>::DEF, Borrowed::DEF, Group::FIELDS);
}
