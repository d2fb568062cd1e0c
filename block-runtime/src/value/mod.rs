//! Values: what steps hand to each other while a workflow runs.
//!
//! A [`Value`] is cheap to clone: text, lists, maps and images are shared. Blocks rarely see one, because the fields
//! of a block have Rust types of their own; [`FromValue`] makes those from values, with the conversions that the
//! reference allows and a typed error for the rest.

mod batch;
mod compare;
mod convert;
mod date_time;
mod deserialize;
pub mod detections;
mod extent;
mod members;
mod number_text;
mod picture;
mod python;
mod python_json;
mod secret;

use std::sync::Arc;

use indexmap::IndexMap;

pub use batch::Batch;
pub use compare::{Key, Numeral};
pub(crate) use convert::show;
pub use convert::{ConversionError, FromValue};
pub use date_time::{DateTime, InvalidDateTime};
pub(crate) use deserialize::deserialize;
pub use detections::Detections;
pub use members::{FieldError, FieldProblem, ReadError};
pub(crate) use members::{Members, Place};
pub use number_text::number_from_text;
pub use picture::{Ancestor, DEFAULT_JPEG_QUALITY, EncodeError, ImageFile, Origin, Picture, Pixels, VideoMetadata};
pub(crate) use picture::{Original, spread};
pub use python::Python;
pub use python_json::python_json;
pub use secret::{REDACTED, Secret};

/// A map with text keys in the order in which they were written.
pub type Map = IndexMap<String, Value>;

/// A piece of data on its way from one step to another.
#[derive(Debug, Clone, Default)]
pub enum Value {
    /// Nothing: a skipped step, a missing element, JSON `null`.
    #[default]
    Null,
    /// True or false.
    Bool(bool),
    /// A whole number.
    Integer(i64),
    /// A floating-point number; may be infinite or not a number.
    Float(f64),
    /// Text.
    Text(Arc<str>),
    /// Text that must not be shown.
    Secret(Secret),
    /// Raw bytes, such as an encoded image.
    Bytes(Arc<[u8]>),
    /// Values in order.
    List(Arc<[Value]>),
    /// Named values in order.
    Map(Arc<Map>),
    /// A point in time.
    DateTime(DateTime),
    /// An image.
    Image(Picture),
    /// What was found in an image.
    Detections(Detections),
    /// One of these, as operations of the query language see it.
    Detection(detections::Entry),
    /// A Rust value that only one block or kit understands, such as a checked chain of operations.
    Native(Arc<dyn Native>),
}

/// A Rust value that travels inside [`Value::Native`].
pub trait Native: std::any::Any + std::fmt::Debug + Send + Sync {}

impl<T: std::any::Any + std::fmt::Debug + Send + Sync> Native for T {}

impl Value {
    /// Wraps a Rust value that only its own block or kit understands.
    pub fn native<T: Native>(value: T) -> Self {
        Self::Native(Arc::new(value))
    }

    /// The Rust value inside [`Value::Native`], when it is of this type.
    pub fn downcast<T: Native>(&self) -> Option<&T> {
        match self {
            Self::Native(native) => (native.as_ref() as &dyn std::any::Any).downcast_ref(),
            _ => None,
        }
    }

    /// True for [`Value::Null`].
    pub fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// What the value is, in a word or two for people: `a whole number`, `text`.
    pub fn type_name(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool(_) => "true or false",
            Self::Integer(_) => "a whole number",
            Self::Float(_) => "a number",
            Self::Text(_) => "text",
            Self::Secret(_) => "a secret",
            Self::Bytes(_) => "bytes",
            Self::List(_) => "a list",
            Self::Map(_) => "an object",
            Self::DateTime(_) => "a point in time",
            Self::Image(_) => "an image",
            Self::Detections(_) => "detections",
            Self::Detection(_) => "a detection",
            Self::Native(_) => "a prepared value",
        }
    }

    /// The value as plain JSON; nothing when it holds something that JSON does not
    /// have: an image, detections, bytes, a point in time, a secret or a prepared value.
    pub fn to_json(&self) -> Option<serde_json::Value> {
        Some(match self {
            Self::Null => serde_json::Value::Null,
            Self::Bool(value) => (*value).into(),
            Self::Integer(value) => (*value).into(),
            Self::Float(value) => (*value).into(),
            Self::Text(text) => text.as_ref().into(),
            Self::List(items) => items.iter().map(Self::to_json).collect::<Option<Vec<_>>>()?.into(),
            Self::Map(members) => {
                let members = members.iter().map(|(name, member)| Some((name.clone(), member.to_json()?)));
                serde_json::Value::Object(members.collect::<Option<_>>()?)
            }
            Self::Secret(_)
            | Self::Bytes(_)
            | Self::DateTime(_)
            | Self::Image(_)
            | Self::Detections(_)
            | Self::Detection(_)
            | Self::Native(_) => return None,
        })
    }

    /// The value of plain JSON: no images, no secrets, no lineage.
    pub fn from_json(json: &serde_json::Value) -> Self {
        match json {
            serde_json::Value::Null => Self::Null,
            serde_json::Value::Bool(value) => Self::Bool(*value),
            serde_json::Value::Number(number) => match number.as_i64() {
                Some(integer) => Self::Integer(integer),
                None => Self::Float(number.as_f64().unwrap_or(f64::NAN)),
            },
            serde_json::Value::String(text) => Self::from(text.as_str()),
            serde_json::Value::Array(items) => items.iter().map(Self::from_json).collect(),
            serde_json::Value::Object(members) => {
                members.iter().map(|(name, member)| (name.clone(), Self::from_json(member))).collect()
            }
        }
    }
}

impl FromIterator<Value> for Value {
    fn from_iter<I: IntoIterator<Item = Value>>(items: I) -> Self {
        Self::List(items.into_iter().collect())
    }
}

impl FromIterator<(String, Value)> for Value {
    fn from_iter<I: IntoIterator<Item = (String, Value)>>(members: I) -> Self {
        Self::Map(Arc::new(members.into_iter().collect()))
    }
}

impl From<bool> for Value {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

impl From<i64> for Value {
    fn from(value: i64) -> Self {
        Self::Integer(value)
    }
}

impl From<f64> for Value {
    fn from(value: f64) -> Self {
        Self::Float(value)
    }
}

impl From<&str> for Value {
    fn from(value: &str) -> Self {
        Self::Text(value.into())
    }
}

impl From<String> for Value {
    fn from(value: String) -> Self {
        Self::Text(value.into())
    }
}

impl From<Secret> for Value {
    fn from(value: Secret) -> Self {
        Self::Secret(value)
    }
}

impl From<Picture> for Value {
    fn from(value: Picture) -> Self {
        Self::Image(value)
    }
}

impl From<DateTime> for Value {
    fn from(value: DateTime) -> Self {
        Self::DateTime(value)
    }
}

impl From<Detections> for Value {
    fn from(value: Detections) -> Self {
        Self::Detections(value)
    }
}

impl From<detections::Entry> for Value {
    fn from(value: detections::Entry) -> Self {
        Self::Detection(value)
    }
}

impl From<VideoMetadata> for Value {
    fn from(value: VideoMetadata) -> Self {
        value.into_members().into()
    }
}

impl<T: Into<Value>> From<Vec<T>> for Value {
    fn from(items: Vec<T>) -> Self {
        items.into_iter().map(Into::into).collect()
    }
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

impl<T: Into<Value>> From<IndexMap<String, T>> for Value {
    fn from(members: IndexMap<String, T>) -> Self {
        members.into_iter().map(|(name, value)| (name, value.into())).collect()
    }
}
