//! The types that fields of a block may have.
//!
//! | Field | In the workflow | In `run` |
//! | --- | --- | --- |
//! | `i64`, `String`, a [`Choice`](super::Choice), … | a literal | the value |
//! | [`In<K>`](In) | a reference to data of kind `K` | derefs to the data |
//! | [`Or<T>`](Or), `Or<T, K>` | a literal, or a reference to data of the kinds of `T`, or of `K` | derefs to `T` |
//! | [`InBatch<K>`](InBatch), [`OrBatch<T>`](OrBatch) | the same | the whole batch |
//! | [`InGroup<K>`](InGroup), [`InGroups<K>`](InGroups) | a reference to data one level deeper | the members that belong to one element, or to each |
//! | [`InMixed<K>`](InMixed), [`OrMixed<T>`](OrMixed) | the same | the batch, or the bare value where there is none |
//! | `Option<P>` | may be missing or `null` | `None` |
//! | [`Omittable<P>`](Omittable) | may be missing | derefs to `None` |
//! | `Vec<P>`, `IndexMap<String, P>` | a list, an object | its elements |
//! | [`StepRef`] | a reference to a step | the step's name |

use std::fmt;
use std::marker::PhantomData;
use std::ops::Deref;

use indexmap::IndexMap;
use serde_json::Value as Json;

use super::advice::{HasEmpty, Measured, Ranged, Refined, WrittenAs};
use super::literal::Literal;
use super::resolve::{Arg, Frame, Input, ResolveError};
use super::shape::{Delivery, Selector, Shape};
use super::table::Declared;
use super::vocabulary::Origin;
use crate::kind::KindSet;
use crate::value::{Batch, ConversionError, FromValue, Value, show};

/// A type that a field of a block may have.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a property of a block",
    label = "not a property type",
    note = "use `In<Kind>` for data of other steps, `Or<T>` for a literal or a reference, a plain `i64`, `f64`, `bool`, `String` for a literal, `Option<…>`, `Vec<…>` or `IndexMap<String, …>` of these, or derive `Choice` on an enum"
)]
pub trait Param: FromValue + 'static {
    /// What JSON the property accepts, and whether it may be missing.
    const DECLARED: Declared;
    /// The type in which defaults are written.
    type Written: Into<Json>;

    /// Makes the value of the field.
    ///
    /// # Errors
    /// [`ConversionError`] when the value is not of this type.
    fn from_arg(arg: &Arg, frame: &Frame<'_>) -> Result<Self, ConversionError>;

    /// Makes the value of the field at a place of the frame.
    ///
    /// # Errors
    /// [`ResolveError`] when the value is not of this type.
    fn take(frame: &Frame<'_>, place: usize) -> Result<Self, ResolveError> {
        Self::from_arg(frame.arg(place), frame).map_err(|source| ResolveError { property: frame.name(place), source })
    }

    /// A default as JSON.
    fn default_json(written: impl WrittenAs<Self::Written>) -> Json {
        written.into_written().into()
    }

    /// The empty value of the type as JSON.
    fn empty_json() -> Json
    where
        Self::Written: HasEmpty,
    {
        Self::Written::empty_json()
    }

    /// Makes a type that wraps this one, whose `TryFrom` is its check.
    ///
    /// # Errors
    /// [`ConversionError`] when the value is not of this type, or the check refuses it.
    fn refine<Outer: Refined<Self>>(value: &Value) -> Result<Outer, ConversionError> {
        Outer::refined(Self::from_value(value)?)
            .map_err(|limit| ConversionError::OutOfRange { limit, found: show(value) })
    }

    /// Exists only for types that have numbers, so that limits on others do not compile.
    fn ranged()
    where
        Self::Written: Ranged,
    {
    }

    /// Exists only for texts and lists, so that limits on the length of others do not compile.
    fn measured()
    where
        Self::Written: Measured,
    {
    }
}

/// The type of defaults that cannot be: references have none.
#[derive(Debug, Clone, Copy)]
pub enum NoDefault {}

impl From<NoDefault> for Json {
    fn from(never: NoDefault) -> Self {
        match never {}
    }
}

const fn selector<K: KindSet>(delivery: Delivery) -> Shape {
    Shape::Selector(Selector { origin: Origin::AnyData, kinds: K::KINDS, delivery })
}

fn single<'a>(arg: &'a Arg, frame: &Frame<'a>) -> Result<&'a Value, ConversionError> {
    match arg {
        Arg::Value(value) => Ok(value),
        Arg::Reference(reference) => match frame.input(*reference) {
            Input::Value(value) => Ok(value),
            Input::Batch(_) | Input::Groups(_) => {
                Err(ConversionError::WrongType { expected: "a single value".to_owned(), found: "a batch".to_owned() })
            }
        },
        Arg::List(_) | Arg::Map(_) | Arg::Group(_) => {
            Err(ConversionError::WrongType { expected: "a single value".to_owned(), found: "a container".to_owned() })
        }
    }
}

/// What a whole batch, or a single value where there is no batch, is made into.
fn mixed<T>(
    arg: &Arg,
    frame: &Frame<'_>,
    convert: impl Fn(&Value) -> Result<T, ConversionError>,
) -> Result<Mixed<T>, ConversionError> {
    if let Arg::Reference(reference) = arg
        && let Input::Batch(batch) = frame.input(*reference)
    {
        return batch.try_map(convert).map(Mixed::Batch);
    }
    single(arg, frame).and_then(convert).map(Mixed::One)
}

/// What a whole batch of groups is made into; a single value is the only member of the only group.
fn groups<T>(
    arg: &Arg,
    frame: &Frame<'_>,
    convert: impl Fn(&Value) -> Result<T, ConversionError>,
) -> Result<Batch<Option<Batch<T>>>, ConversionError> {
    if let Arg::Reference(reference) = arg
        && let Input::Groups(groups) = frame.input(*reference)
    {
        return groups.try_map(|group| group.as_ref().map(|group| group.try_map(&convert)).transpose());
    }
    let group = mixed(arg, frame, convert)?.into_batch();
    Ok(std::iter::once(Some(group)).collect())
}

/// A single value or a whole batch.
#[derive(Debug, Clone)]
pub enum Mixed<T> {
    /// A single value, the same for every element.
    One(T),
    /// A value for each element.
    Batch(Batch<T>),
}

impl<T> Mixed<T> {
    /// The value for the element of the step at a place, counted from 0.
    pub fn get(&self, place: usize) -> Option<&T> {
        match self {
            Self::One(value) => Some(value),
            Self::Batch(batch) => batch.get(place),
        }
    }

    fn into_batch(self) -> Batch<T> {
        match self {
            Self::One(value) => std::iter::once(value).collect(),
            Self::Batch(batch) => batch,
        }
    }
}

macro_rules! data_params {
    ($($(#[$meta:meta])* $name:ident($data:ty), $delivery:ident, $read:expr;)+) => {$(
        $(#[$meta])*
        pub struct $name<K: KindSet>(
            pub $data,
            // Last, so that the size of the struct does not depend on `K`: what is not a kind is then one error.
            PhantomData<fn() -> K>,
        );

        impl<K: KindSet> $name<K> {
            /// The data as the engine hands them to `run`.
            pub fn new(data: $data) -> Self {
                Self(data, PhantomData)
            }
        }

        impl<K: KindSet> Deref for $name<K> {
            type Target = $data;

            fn deref(&self) -> &$data {
                &self.0
            }
        }

        impl<K: KindSet<Data: fmt::Debug>> fmt::Debug for $name<K> {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(formatter)
            }
        }

        impl<K: KindSet> Param for $name<K>
        where
            $name<K>: FromValue,
        {
            const DECLARED: Declared =
                Declared { shape: &const { selector::<K>(Delivery::$delivery) }, optional: false };
            type Written = NoDefault;

            fn from_arg(arg: &Arg, frame: &Frame<'_>) -> Result<Self, ConversionError> {
                let read: fn(&Arg, &Frame<'_>) -> Result<$data, ConversionError> = $read;
                read(arg, frame).map(Self::new)
            }
        }
    )+};
}

data_params! {
    /// A reference to data of the kinds `K`; `run` sees one element.
    In(K::Data), Element, |arg, frame| K::Data::from_value(single(arg, frame)?);
    /// A reference to data of the kinds `K`; `run` sees the whole batch.
    InBatch(Batch<K::Data>), Batch, |arg, frame| mixed(arg, frame, K::Data::from_value).map(Mixed::into_batch);
    /// A reference to data of the kinds `K` one level deeper than the elements of the step; `run` sees the members that
    /// belong to one element, such as all crops of an image.
    InGroup(Batch<K::Data>), Group, |arg, frame| mixed(arg, frame, K::Data::from_value).map(Mixed::into_batch);
    /// A reference to data of the kinds `K` one level deeper than the elements of the step; `run` sees the members of
    /// each element of the batch. Blocks that accept empty values see nothing where an element has never had any.
    InGroups(Batch<Option<Batch<K::Data>>>), Groups, |arg, frame| groups(arg, frame, K::Data::from_value);
    /// A reference to data of the kinds `K`; `run` sees the whole batch, or the bare value where there is none.
    InMixed(Mixed<K::Data>), ElementOrBatch, |arg, frame| mixed(arg, frame, K::Data::from_value);
}

impl<K: KindSet> FromValue for In<K> {
    fn from_value(value: &Value) -> Result<Self, ConversionError> {
        K::Data::from_value(value).map(Self::new)
    }
}

impl<K: KindSet> FromValue for InBatch<K> {
    fn from_value(value: &Value) -> Result<Self, ConversionError> {
        Ok(Self::new(std::iter::once(K::Data::from_value(value)?).collect()))
    }
}

impl<K: KindSet> FromValue for InGroup<K> {
    fn from_value(value: &Value) -> Result<Self, ConversionError> {
        InBatch::<K>::from_value(value).map(|batch| Self::new(batch.0))
    }
}

impl<K: KindSet> FromValue for InGroups<K> {
    fn from_value(value: &Value) -> Result<Self, ConversionError> {
        InBatch::<K>::from_value(value).map(|batch| Self::new(std::iter::once(Some(batch.0)).collect()))
    }
}

impl<K: KindSet> FromValue for InMixed<K> {
    fn from_value(value: &Value) -> Result<Self, ConversionError> {
        K::Data::from_value(value).map(|data| Self::new(Mixed::One(data)))
    }
}

macro_rules! literal_params {
    ($($(#[$meta:meta])* $name:ident($data:ty), $delivery:ident, $read:expr, $one:expr;)+) => {$(
        $(#[$meta])*
        pub struct $name<T: Literal, K = <T as Literal>::Kinds>(pub $data, PhantomData<fn() -> K>);

        impl<T: Literal, K> Deref for $name<T, K> {
            type Target = $data;

            fn deref(&self) -> &$data {
                &self.0
            }
        }

        impl<T: Literal, K> From<$data> for $name<T, K> {
            fn from(data: $data) -> Self {
                Self(data, PhantomData)
            }
        }

        impl<T: Literal, K> $name<T, K> {
            /// The value itself.
            pub fn into_inner(self) -> $data {
                self.0
            }
        }

        impl<T: Literal + fmt::Debug, K> fmt::Debug for $name<T, K> {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(formatter)
            }
        }

        impl<T: Literal, K> FromValue for $name<T, K> {
            fn from_value(value: &Value) -> Result<Self, ConversionError> {
                let one: fn(T) -> $data = $one;
                T::from_value(value).map(|value| Self(one(value), PhantomData))
            }
        }

        impl<T: Literal, K: KindSet> Param for $name<T, K> {
            const DECLARED: Declared = Declared {
                shape: &Shape::Union(&[const { selector::<K>(Delivery::$delivery) }, *T::DECLARED.shape]),
                optional: false,
            };
            type Written = T::Written;

            fn from_arg(arg: &Arg, frame: &Frame<'_>) -> Result<Self, ConversionError> {
                let read: fn(&Arg, &Frame<'_>) -> Result<$data, ConversionError> = $read;
                read(arg, frame).map(|data| Self(data, PhantomData))
            }
        }
    )+};
}

/// A literal, or the single value that a reference leads to.
fn literal_or_single<T: Literal>(arg: &Arg, frame: &Frame<'_>) -> Result<T, ConversionError> {
    match arg {
        Arg::Reference(_) => T::from_value(single(arg, frame)?),
        literal => T::from_arg(literal, frame),
    }
}

literal_params! {
    /// A literal, or a reference to data of the kinds `K`; `run` sees one element.
    Or(T), Element, literal_or_single::<T>, |value| value;
    /// A literal, or a reference to data of the kinds `K`; `run` sees the whole batch.
    OrBatch(Batch<T>), Batch,
        |arg, frame| match arg {
            Arg::Reference(_) => mixed(arg, frame, T::from_value).map(Mixed::into_batch),
            literal => Ok(std::iter::once(T::from_arg(literal, frame)?).collect()),
        },
        |value| std::iter::once(value).collect();
    /// A literal, or a reference to data of the kinds `K`; `run` sees the batch, or the bare value where there is none.
    OrMixed(Mixed<T>), ElementOrBatch,
        |arg, frame| match arg {
            Arg::Reference(_) => mixed(arg, frame, T::from_value),
            literal => T::from_arg(literal, frame).map(Mixed::One),
        },
        Mixed::One;
}

impl<P: Param> Param for Option<P> {
    const DECLARED: Declared = Declared { shape: &Shape::Union(&[*P::DECLARED.shape, Shape::Null]), optional: true };
    type Written = P::Written;

    fn from_arg(arg: &Arg, frame: &Frame<'_>) -> Result<Self, ConversionError> {
        let is_null = match arg {
            Arg::Value(value) => value.is_null(),
            Arg::Reference(reference) => matches!(frame.input(*reference), Input::Value(Value::Null)),
            _ => false,
        };
        if is_null { Ok(None) } else { P::from_arg(arg, frame).map(Some) }
    }
}

/// A property that may be missing, but may not be written as `null`; most properties are better an `Option`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Omittable<P>(pub Option<P>);

impl<P> Deref for Omittable<P> {
    type Target = Option<P>;

    fn deref(&self) -> &Option<P> {
        &self.0
    }
}

impl<P: FromValue> FromValue for Omittable<P> {
    fn from_value(value: &Value) -> Result<Self, ConversionError> {
        Option::from_value(value).map(Self)
    }
}

impl<P: Param> Param for Omittable<P> {
    const DECLARED: Declared = Declared { shape: P::DECLARED.shape, optional: true };
    type Written = P::Written;

    fn from_arg(arg: &Arg, frame: &Frame<'_>) -> Result<Self, ConversionError> {
        Option::from_arg(arg, frame).map(Self)
    }
}

impl<P: Param> Param for Vec<P> {
    const DECLARED: Declared = Declared { shape: &Shape::List(P::DECLARED.shape), optional: false };
    type Written = Vec<P::Written>;

    fn from_arg(arg: &Arg, frame: &Frame<'_>) -> Result<Self, ConversionError> {
        match arg {
            Arg::List(elements) => elements.iter().map(|element| P::from_arg(element, frame)).collect(),
            other => Self::from_value(single(other, frame)?),
        }
    }
}

impl<P: Param> Param for IndexMap<String, P> {
    const DECLARED: Declared = Declared { shape: &Shape::Map(P::DECLARED.shape), optional: false };
    type Written = serde_json::Map<String, Json>;

    fn from_arg(arg: &Arg, frame: &Frame<'_>) -> Result<Self, ConversionError> {
        match arg {
            Arg::Map(members) => {
                members.iter().map(|(name, member)| Ok((name.clone(), P::from_arg(member, frame)?))).collect()
            }
            other => Self::from_value(single(other, frame)?),
        }
    }
}

/// A reference to a step, as blocks that steer a workflow hold them.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct StepRef(pub String);

impl FromValue for StepRef {
    fn from_value(value: &Value) -> Result<Self, ConversionError> {
        String::from_value(value).map(Self)
    }
}

impl Param for StepRef {
    const DECLARED: Declared = Declared {
        shape: &Shape::Selector(Selector { origin: Origin::Step, kinds: &[], delivery: Delivery::Element }),
        optional: false,
    };
    type Written = NoDefault;

    fn from_arg(arg: &Arg, frame: &Frame<'_>) -> Result<Self, ConversionError> {
        Self::from_value(single(arg, frame)?)
    }
}
