//! Choices: enums whose variants are texts of the workflow.

use super::literal::{Literal, literal};
use super::param::Param;
use super::resolve::{Arg, Frame};
use super::shape::{ChoiceDef, Shape};
use super::table::Declared;
use crate::kind;
use crate::value::{ConversionError, FromValue, Value};

/// An enum of a few texts. Made by `#[derive(Choice)]`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a choice",
    note = "put `#[derive(Choice)]` on an enum without fields"
)]
pub trait Choice: Literal {
    /// The texts, labels and descriptions of the variants.
    const CHOICES: &'static ChoiceDef;
    /// The variants, in the order of [`CHOICES`](Self::CHOICES).
    const VARIANTS: &'static [Self];
    /// What the workflow accepts.
    const CHOICE: Declared = Declared { shape: &Shape::Choice(Self::CHOICES), optional: false };

    /// The text of this variant in a workflow.
    fn as_str(&self) -> &'static str;
}

/// The variant whose text a value is.
///
/// # Errors
/// [`ConversionError`] when the value is not one of the texts.
pub fn choice_from_value<C: Choice + Clone>(value: &Value) -> Result<C, ConversionError> {
    value
        .as_str()
        .and_then(|text| C::CHOICES.position(text))
        .and_then(|place| C::VARIANTS.get(place).cloned())
        .ok_or_else(|| {
            let texts = C::CHOICES.values.iter().map(|choice| choice.value);
            ConversionError::wrong_type(crate::suggest::alternatives(texts), value)
        })
}

/// A choice in which data may bring other texts than those that a workflow can write, such as the name of a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Open<C> {
    /// One of the texts of the choice.
    Listed(C),
    /// Any other text.
    Other(String),
}

impl<C> From<C> for Open<C> {
    fn from(choice: C) -> Self {
        Self::Listed(choice)
    }
}

impl<C: Choice> FromValue for Open<C> {
    fn from_value(value: &Value) -> Result<Self, ConversionError> {
        C::from_value(value).map(Self::Listed).or_else(|_| String::from_value(value).map(Self::Other))
    }
}

impl<C: Choice> Param for Open<C> {
    const DECLARED: Declared = C::DECLARED;
    type Written = C::Written;

    fn from_arg(arg: &Arg, frame: &Frame<'_>) -> Result<Self, ConversionError> {
        literal(arg, frame)
    }
}

impl<C: Choice> Literal for Open<C> {
    type Kinds = kind::Str;
}
