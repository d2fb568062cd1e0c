//! Literal types of an author's own.
use block_runtime::prelude::*;

/// Words.
#[derive(Literal)]
#[block(kind = Float)] //~ unknown literal attribute `kind`, did you mean `kinds`?
struct Words(f64);

impl From<f64> for Words {
    fn from(number: f64) -> Self {
        Self(number)
    }
}

/// Named.
#[derive(Literal)]
struct Named { //~ `Literal` needs a struct around one value, such as `struct Percent(f64);`
    value: f64,
}

/// Two values.
#[derive(Literal)]
struct Two(f64, f64); //~ `Literal` needs a struct around one value

/// A type parameter.
#[derive(Literal)]
struct Generic<T>(T); //~ `Literal` needs a struct without generics or lifetimes

/// Not a kind.
#[derive(Literal)]
#[block(kinds = f64)] //~ `f64` is not a kind
struct Kinds(f64);

impl From<f64> for Kinds {
    fn from(number: f64) -> Self {
        Self(number)
    }
}

/// Around something that is no literal.
#[derive(Literal)]
struct Around(In<Image>); //~ `block_runtime::block::In<block_runtime::kind::Image>` cannot be written into a workflow

impl From<In<Image>> for Around {
    fn from(image: In<Image>) -> Self {
        Self(image)
    }
}

/// Nothing checks it.
#[derive(Literal)]
struct Unchecked(f64); //~ `Unchecked` is not made of `f64`: write `impl TryFrom<f64> for Unchecked`

/// All of them in use.
#[derive(Block)]
#[block(id = "test/literals@v1")]
struct Uses {
    /// Words.
    words: Or<Words>,
    /// Named.
    named: Named,
    /// Two.
    two: Or<Two>,
}

fn main() {
    let _ = (Words(1.0).0, Kinds(1.0).0, Unchecked(1.0).0);
    let _ = |around: Around| around.0;
}
