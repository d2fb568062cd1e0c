//! Literals: the types of values that are written into a workflow.

use std::ops::Deref;

use indexmap::IndexMap;
use serde_json::Value as JsonValue;

use super::param::Param;
use super::resolve::{Arg, Frame};
use super::shape::Shape;
use super::table::Declared;
use crate::kind::{self, KindSet};
use crate::value::{ConversionError, FromValue, Secret, Value};

/// A type that can be written into a workflow, and so can stand in [`Or<T>`](super::Or).
///
/// Enums get it from `#[derive(Choice)]`. For a type of your own implement [`FromValue`], [`Param`] and this.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be written into a workflow",
    label = "expected a literal type such as `i64`, `f64`, `bool`, `String`, `Fraction` or a `Choice`",
    note = "derive `Choice` on an enum of texts; a reference to data alone is `In<Kind>`"
)]
pub trait Literal: Param {
    /// Kinds of data that may take the place of the literal.
    type Kinds: KindSet;
}

macro_rules! literals {
    ($($type:ty: $shape:expr, $kinds:ty, written $written:ty;)+) => {$(
        impl Param for $type {
            const DECLARED: Declared = Declared { shape: &$shape, optional: false };
            type Written = $written;

            fn from_arg(arg: &Arg, frame: &Frame<'_>) -> Result<Self, ConversionError> {
                literal(arg, frame)
            }
        }

        impl Literal for $type {
            type Kinds = $kinds;
        }
    )+};
}

/// Reads a literal that cannot hold references.
///
/// # Errors
/// [`ConversionError`] when the value is not of this type.
pub fn literal<T: FromValue>(arg: &Arg, _frame: &Frame<'_>) -> Result<T, ConversionError> {
    match arg {
        Arg::Value(value) => T::from_value(value),
        _ => Err(ConversionError::WrongType { expected: "a literal".to_owned(), found: "a reference".to_owned() }),
    }
}

literals! {
    bool: Shape::Bool, kind::Boolean, written Self;
    i64: Shape::Integer, kind::Integer, written Self;
    f64: Shape::Number, kind::Float, written Self;
    String: Shape::Text, kind::Str, written Self;
    Secret: Shape::Text, kind::Any<(kind::Str, kind::SecretText)>, written String;
    Fraction: Shape::Fraction, kind::FloatZeroToOne, written f64;
    Scalar: Shape::Union(&[Shape::Bool, Shape::Integer, Shape::Number, Shape::Text]), kind::Wildcard, written JsonValue;
    Json: Shape::Json, kind::Wildcard, written JsonValue;
    Value: Shape::Json, kind::Wildcard, written JsonValue;
}

macro_rules! tuples {
    ($($count:literal: $($name:ident $place:tt),+;)+) => {$(
        impl<$($name: FromValue),+> FromValue for ($($name,)+) {
            fn from_value(value: &Value) -> Result<Self, ConversionError> {
                match value {
                    Value::List(items) if items.len() == $count => Ok(($($name::from_value(&items[$place])?,)+)),
                    _ => Err(ConversionError::wrong_type(concat!("a list of ", $count), value)),
                }
            }
        }

        impl<$($name: Param),+> Param for ($($name,)+) {
            const DECLARED: Declared =
                Declared { shape: &Shape::Tuple(&[$(*$name::DECLARED.shape),+]), optional: false };
            type Written = JsonValue;

            fn from_arg(arg: &Arg, frame: &Frame<'_>) -> Result<Self, ConversionError> {
                literal(arg, frame)
            }
        }

        impl<$($name: Param),+> Literal for ($($name,)+) {
            type Kinds = kind::ListOfValues;
        }
    )+};
}

tuples! {
    2: A 0, B 1;
    3: A 0, B 1, C 2;
    4: A 0, B 1, C 2, D 3;
}

impl<P: Param> Literal for Vec<P> {
    type Kinds = kind::ListOfValues;
}

impl<P: Param> Literal for IndexMap<String, P> {
    type Kinds = kind::Dictionary;
}

/// A number from 0 to 1, both included: a confidence, an overlap, an opacity.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
pub struct Fraction(f64);

impl Fraction {
    /// The fraction, or nothing when the number is outside 0 to 1 or not a number.
    pub fn new(number: f64) -> Option<Self> {
        (0.0..=1.0).contains(&number).then_some(Self(number))
    }
}

impl Deref for Fraction {
    type Target = f64;

    fn deref(&self) -> &f64 {
        &self.0
    }
}

impl FromValue for Fraction {
    fn from_value(value: &Value) -> Result<Self, ConversionError> {
        let number = f64::from_value(value)?;
        Self::new(number).ok_or_else(|| ConversionError::OutOfRange {
            limit: "a number from 0 to 1 is expected".to_owned(),
            found: number.to_string(),
        })
    }
}

/// Text, a number or a Boolean.
#[derive(Debug, Clone, PartialEq)]
pub enum Scalar {
    /// True or false.
    Bool(bool),
    /// A whole number.
    Integer(i64),
    /// Any other number.
    Float(f64),
    /// Text.
    Text(String),
}

impl FromValue for Scalar {
    fn from_value(value: &Value) -> Result<Self, ConversionError> {
        Ok(match value {
            Value::Bool(value) => Self::Bool(*value),
            Value::Integer(value) => Self::Integer(*value),
            Value::Float(value) => Self::Float(*value),
            Value::Text(text) => Self::Text(text.as_ref().to_owned()),
            _ => return Err(ConversionError::wrong_type("text, a number, true or false", value)),
        })
    }
}

impl From<Scalar> for Value {
    fn from(scalar: Scalar) -> Self {
        match scalar {
            Scalar::Bool(value) => value.into(),
            Scalar::Integer(value) => value.into(),
            Scalar::Float(value) => value.into(),
            Scalar::Text(text) => text.into(),
        }
    }
}

/// Any JSON.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Json(pub JsonValue);

impl FromValue for Json {
    fn from_value(value: &Value) -> Result<Self, ConversionError> {
        value.to_json().map(Self).ok_or_else(|| ConversionError::wrong_type("plain JSON", value))
    }
}

/// Either of two types, for properties such as "a text or a list of texts".
#[derive(Debug, Clone, PartialEq)]
pub enum Either<A, B> {
    /// The first type.
    First(A),
    /// The second type.
    Second(B),
}

/// A type that the value fits exactly goes before one that it would have to be converted to.
impl<A: Param, B: Param> FromValue for Either<A, B> {
    fn from_value(value: &Value) -> Result<Self, ConversionError> {
        if B::DECLARED.shape.admits(value) && !A::DECLARED.shape.admits(value) {
            return B::from_value(value).map(Self::Second);
        }
        match A::from_value(value) {
            Ok(first) => Ok(Self::First(first)),
            Err(error) => B::from_value(value).map(Self::Second).map_err(|_| error),
        }
    }
}

impl<A: Param, B: Param> Param for Either<A, B> {
    const DECLARED: Declared =
        Declared { shape: &Shape::Union(&[*A::DECLARED.shape, *B::DECLARED.shape]), optional: false };
    type Written = JsonValue;

    fn from_arg(arg: &Arg, frame: &Frame<'_>) -> Result<Self, ConversionError> {
        if let Arg::Value(value) = arg {
            return Self::from_value(value);
        }
        match A::from_arg(arg, frame) {
            Ok(value) => Ok(Self::First(value)),
            Err(error) => B::from_arg(arg, frame).map(Self::Second).map_err(|_| error),
        }
    }
}

impl<A: Param, B: Param> Literal for Either<A, B> {
    type Kinds = kind::Wildcard;
}
