//! Traits that exist for their error messages: what an expansion asks of the types that an author wrote.
//!
//! Each stands for an ordinary bound (`Into`, `Default`, `TryFrom`, …) and holds for the same types; but where the bound
//! is broken, the compiler says what to write.

use std::fmt::Display;

use serde_json::Value as Json;

/// A Rust value that can be the default of a property whose literals are `W`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a default of a property whose literals are `{W}`",
    label = "expected `{W}`",
    note = "properties that are references alone have no literals (`NoDefault`): use `Or<T>`, or make them an `Option`"
)]
pub trait WrittenAs<W> {
    /// The value as the type of the property's literals.
    fn into_written(self) -> W;
}

#[diagnostic::do_not_recommend]
impl<T: Into<W>, W> WrittenAs<W> for T {
    fn into_written(self) -> W {
        self.into()
    }
}

/// A type that has an empty value: none, no elements, zero.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no empty value: write `default = …`",
    label = "`default` alone needs literals with an empty value"
)]
pub trait HasEmpty {
    /// The empty value as JSON.
    fn empty_json() -> Json;
}

#[diagnostic::do_not_recommend]
impl<T: Default + Into<Json>> HasEmpty for T {
    fn empty_json() -> Json {
        T::default().into()
    }
}

/// A type of literals that `min`, `max`, `above` and `below` can limit.
#[diagnostic::on_unimplemented(
    message = "`min`, `max`, `above` and `below` need a numeric property, and `{Self}` is not one",
    label = "has no numbers to limit",
    note = "the length of a text or a list is limited by `min_len` and `max_len`"
)]
pub trait Ranged {}

impl Ranged for i64 {}
impl Ranged for f64 {}
impl Ranged for Json {}
#[diagnostic::do_not_recommend]
impl<T: Ranged> Ranged for Vec<T> {}

/// A type of literals whose length `min_len` and `max_len` can limit.
#[diagnostic::on_unimplemented(
    message = "`min_len` and `max_len` need a text or a list, and `{Self}` is neither",
    label = "has no length to limit",
    note = "numbers are limited by `min`, `max`, `above` and `below`"
)]
pub trait Measured {}

impl Measured for String {}
impl Measured for Json {}
#[diagnostic::do_not_recommend]
impl<T> Measured for Vec<T> {}

/// A type that is made of an `Inner` by a check.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not made of `{Inner}`: write `impl TryFrom<{Inner}> for {Self}`",
    label = "every value of this type becomes a `{Self}` through its `TryFrom`",
    note = "where no value is refused, `impl From<{Inner}> for {Self}` is enough"
)]
pub trait Refined<Inner>: Sized {
    /// The value, or why it is refused.
    ///
    /// # Errors
    /// The limit that is broken, for people.
    fn refined(inner: Inner) -> Result<Self, String>;
}

#[diagnostic::do_not_recommend]
impl<Inner, T: TryFrom<Inner, Error: Display>> Refined<Inner> for T {
    fn refined(inner: Inner) -> Result<Self, String> {
        T::try_from(inner).map_err(|refusal| refusal.to_string())
    }
}
