//! Choices.
use block_runtime::block::Choice as _;
use block_runtime::prelude::*;

/// Words.
#[derive(Clone, Copy, Choice)]
#[block(rename_al = "snake_case")] //~ unknown choice attribute `rename_al`, did you mean `rename_all`?
enum Words {
    /// Unknown.
    #[block(lable = "One")] //~ unknown variant attribute `lable`, did you mean `label`?
    One,
    /// Again.
    #[block(label = "Two", label = "2")] //~ duplicate `label`
    Two,
    /// No text.
    #[block(rename = 3)] //~ `rename` needs text in double quotation marks
    Three,
    /// No value.
    #[block(alias)] //~ write `alias = "…"`
    Four,
}

/// Values that are taken.
#[derive(Clone, Copy, Choice)]
#[block(rename_all = "kebap-case")] //~ unknown case `kebap-case`, did you mean `kebab-case`?
enum Values {
    /// One.
    One,
    /// The same by another name.
    #[block(rename = "one")] //~ two variants have the value `one`
    Uno,
    /// And again.
    #[block(alias = "one")] //~ two variants have the value `one`
    Un,
}

/// A name that is none.
#[derive(Clone, Copy, Choice)]
#[block(definition = 5)] //~ `definition` needs text in double quotation marks
enum Definition {
    /// One.
    One,
}

/// Variants with data.
#[derive(Clone, Choice)]
enum Data {
    /// A tuple.
    Tuple(i64), //~ variants of a `Choice` have no fields
    /// A struct.
    Struct { value: i64 }, //~ variants of a `Choice` have no fields
}

/// Not an enum.
#[derive(Clone, Choice)]
struct Struct; //~ `Choice` needs an enum whose variants have no fields

/// Nothing to choose.
#[derive(Clone, Choice)]
enum Nothing {} //~ `Choice` needs at least one variant

/// A type parameter.
#[derive(Clone, Choice)]
enum Generic<const N: usize> { //~ `Choice` needs an enum without generics or lifetimes
    /// One.
    One,
}

/// Not clonable.
#[derive(Choice)]
enum Unique { //~ the trait bound `Unique: Clone` is not satisfied
    /// One.
    One,
}

fn main() {
    let _ = (Words::CHOICES, Values::CHOICES, Data::CHOICES, Struct::CHOICES, Nothing::CHOICES);
    let _ = (Definition::One, Words::One, Values::Un, Unique::One);
}
