//! Expansions name nothing that an author could have hidden.
#![no_implicit_prelude]
#![deny(warnings, missing_docs)]

extern crate block_runtime as runtime;

use ::runtime::block::{Context, In, Or, Out, Run};

/// Hides `Option`.
#[derive(::runtime::Literal)]
pub struct Option(i64);

impl ::core::convert::From<i64> for Option {
    fn from(number: i64) -> Self {
        Self(number)
    }
}

/// Hides `String`.
#[derive(::core::clone::Clone, ::runtime::Choice)]
pub enum String {
    /// Hides `Some`.
    Some,
    /// Hides `None`.
    None,
}

/// Hides `Vec`.
#[derive(::runtime::Properties)]
pub struct Vec {
    /// A number.
    #[block(default = 5, min = 1)]
    pub count: Or<i64>,
}

/// Hides `Result`.
#[derive(::runtime::Outputs)]
pub struct Result {
    /// The text.
    pub text: Out<::runtime::kind::Str>,
}

/// Hides `Box`.
#[derive(::runtime::Block)]
#[block(id = "test/hiding@v1", outputs = Result, keywords("a", "b"), ui(opencv = true))]
pub struct Box {
    /// Text.
    pub text: In<::runtime::kind::Str>,
    /// Hides.
    pub option: Option,
    /// Hides.
    #[block(default = String::Some)]
    pub string: Or<String>,
    #[block(flatten)]
    #[allow(missing_docs)]
    pub vec: Vec,
}

impl Run for Box {
    fn run(
        &self,
        _: &mut Context<'_, ()>,
    ) -> ::core::result::Result<Result, ::runtime::block::BlockError> {
        let Self { text, option: Option(number), string, vec } = self;
        let _ = (number, ::core::ops::Deref::deref(string), &vec.count);
        ::core::result::Result::Ok(Result { text: Out(::core::clone::Clone::clone(&**text)) })
    }
}

fn main() {
    let _ = ::runtime::block::block::<Box>();
}
