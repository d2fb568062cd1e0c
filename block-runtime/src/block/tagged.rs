//! Tagged objects: nested parts of a workflow that say by their `type` what they are.
//!
//! Operations, statements and operands of the query language are such objects. Each is a struct with
//! `#[derive(Tagged)]`, whose fields are properties as those of a block are: one table, one reader, one schema. Enums
//! of them are made with `one_of!`.

use super::resolve::{Frame, ResolveError};
use super::table::Field;
use crate::value::Value;

/// A struct that describes a tagged object. Made by `#[derive(Tagged)]`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a tagged object",
    note = "put `#[derive(Tagged)]` on the struct"
)]
pub trait Tagged: Sized + 'static {
    /// Name under which schemas define it.
    const NAME: &'static str;
    /// The texts of `type` that mean it; there is at least one.
    const TAGS: &'static [&'static str];
    /// Doc comment as written.
    const DOC: &'static str;
    /// The properties in order.
    const FIELDS: &'static [Field];

    /// Makes the struct of what has been read.
    ///
    /// # Errors
    /// [`ResolveError`] when a value is not of the type of its field.
    fn resolve(frame: &Frame<'_>) -> Result<Self, ResolveError>;
}

/// A tagged object as it was declared.
#[derive(Debug, Clone, Copy)]
pub struct TaggedDef {
    /// Name under which schemas define it.
    pub name: &'static str,
    /// The texts of `type` that mean it; there is at least one.
    pub tags: &'static [&'static str],
    /// Doc comment as written.
    pub doc: &'static str,
    /// Properties in order, without `type`.
    pub fields: &'static [Field],
}

impl TaggedDef {
    /// The definition of a struct.
    pub const fn of<T: Tagged>() -> Self {
        Self { name: T::NAME, tags: T::TAGS, doc: T::DOC, fields: T::FIELDS }
    }

    /// Its properties in order, those of groups included.
    pub fn properties(&self) -> impl Iterator<Item = &'static super::PropertyDef> + use<> {
        super::properties(self.fields)
    }
}

/// The objects that may stand in one place.
#[derive(Debug)]
pub struct TaggedShape {
    /// What they are, for people: `an operation of the query language`.
    pub expected: &'static str,
    /// The objects in order. A function, because objects may stand within each other.
    pub members: fn() -> &'static [TaggedMember],
}

impl TaggedShape {
    /// The object of this `type`.
    pub fn find(&self, tag: &str) -> Option<&'static TaggedMember> {
        (self.members)().iter().find(|member| member.def.tags.contains(&tag))
    }

    /// All texts of `type` that may stand in the place.
    pub fn tags(&self) -> impl Iterator<Item = &'static str> + use<> {
        (self.members)().iter().flat_map(|member| member.def.tags).copied()
    }
}

/// One of the objects that may stand in a place.
#[derive(Debug)]
pub struct TaggedMember {
    /// How it was declared.
    pub def: TaggedDef,
    /// Makes it of what has been read, as [`Value::Native`] of the type that stands for all objects of the place.
    pub make: fn(&Frame<'_>) -> Result<Value, ResolveError>,
    /// Further members of its schema.
    pub schema: fn() -> Vec<(&'static str, serde_json::Value)>,
}

/// Makes a literal of a type whose values are read as tagged objects.
macro_rules! tagged_literal {
    ($name:ty, $shape:expr, $kinds:ty) => {
        impl $crate::value::FromValue for $name {
            fn from_value(value: &$crate::value::Value) -> Result<Self, $crate::value::ConversionError> {
                const SHAPE: &$crate::block::TaggedShape = &$shape;
                if let Some(read) = value.downcast::<Self>() {
                    return Ok(read.clone());
                }
                $crate::step::read_tagged(SHAPE, value)
            }
        }

        impl $crate::block::Param for $name {
            const DECLARED: $crate::block::Declared =
                $crate::block::Declared { shape: &$crate::block::Shape::Tagged(&$shape), optional: false };
            type Written = serde_json::Value;

            fn from_arg(
                arg: &$crate::block::Arg,
                frame: &$crate::block::Frame<'_>,
            ) -> Result<Self, $crate::value::ConversionError> {
                $crate::block::literal(arg, frame)
            }
        }

        impl $crate::block::Literal for $name {
            type Kinds = $kinds;
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let json = serde_json::Value::deserialize(deserializer)?;
                $crate::value::FromValue::from_value(&$crate::value::Value::from_json(&json))
                    .map_err(serde::de::Error::custom)
            }
        }
    };
}

/// Makes an enum of tagged objects, one variant a struct, or a literal of a single struct.
macro_rules! one_of {
    (
        $(#[$meta:meta])* $vis:vis enum $name:ident, $expected:literal;
        $($object:ident $(: schema $schema:expr)?,)+
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone)]
        $vis enum $name {
            $(#[doc = concat!("`", stringify!($object), "`")] $object($object),)+
        }

        $(impl From<$object> for $name {
            fn from(object: $object) -> Self {
                Self::$object(object)
            }
        })+

        impl $name {
            /// The objects in order.
            fn members() -> &'static [$crate::block::TaggedMember] {
                const { &[$($crate::block::TaggedMember {
                    def: $crate::block::TaggedDef::of::<$object>(),
                    make: |frame| {
                        <$object as $crate::block::Tagged>::resolve(frame)
                            .map(|object| $crate::value::Value::native($name::$object(object)))
                    },
                    schema: $crate::block::one_of!(@schema $($schema)?),
                }),+] }
            }
        }

        $crate::block::tagged_literal! {
            $name,
            $crate::block::TaggedShape { expected: $expected, members: $name::members },
            $crate::kind::Dictionary
        }
    };
    (@schema) => { Vec::new };
    (@schema $schema:expr) => { $schema };
    (struct $name:ident, $expected:literal;) => {
        impl $name {
            fn members() -> &'static [$crate::block::TaggedMember] {
                const { &[$crate::block::TaggedMember {
                    def: $crate::block::TaggedDef::of::<$name>(),
                    make: |frame| {
                        <$name as $crate::block::Tagged>::resolve(frame).map($crate::value::Value::native)
                    },
                    schema: Vec::new,
                }] }
            }
        }

        $crate::block::tagged_literal! {
            $name,
            $crate::block::TaggedShape { expected: $expected, members: $name::members },
            $crate::kind::Dictionary
        }
    };
}

pub(crate) use {one_of, tagged_literal};
