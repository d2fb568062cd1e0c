//! A literal that accepts more where it arrives than where it is written.

use std::ops::Deref;

use block_runtime::block::{Arg, Declared, Frame, Literal, Param, Shape, literal};
use block_runtime::kind::Wildcard;
use block_runtime::value::{ConversionError, FromValue, Value};

/// Text or a whole number where it is written down, anything where it arrives.
#[derive(Debug, Clone)]
pub struct Anything(pub Value);

impl FromValue for Anything {
    fn from_value(value: &Value) -> Result<Self, ConversionError> {
        Ok(Self(value.clone()))
    }
}

impl Param for Anything {
    const DECLARED: Declared = Declared { shape: &Shape::Union(&[Shape::Text, Shape::Integer]), optional: false };
    type Written = serde_json::Value;

    fn from_arg(arg: &Arg, frame: &Frame<'_>) -> Result<Self, ConversionError> {
        literal(arg, frame)
    }
}

impl Literal for Anything {
    type Kinds = Wildcard;
}

impl From<Anything> for Value {
    fn from(Anything(value): Anything) -> Self {
        value
    }
}

impl Deref for Anything {
    type Target = Value;

    fn deref(&self) -> &Value {
        &self.0
    }
}
