//! Kinds: the names by which outputs and properties find each other.
//!
//! A kind says what a piece of data *means* (`image`, `float_zero_to_one`, `roboflow_model_id`). Several kinds may
//! share one Rust type: `string` and `language_model_output` are both text. A block names kinds by marker types in
//! the types of its fields (`In<Image>`, `Out<(Str, LanguageModelOutput)>`), so that a misspelt kind does not compile.
//!
//! Two kinds match when their names are equal or when either of them is `*` ([`Wildcard`]); there is no subtyping.

mod predictions;
mod registry;
mod shapes;
mod simple;
mod time;
mod wire;
mod write;

pub use registry::*;
pub use wire::{Element, Reader, WriteError, Writer};
pub use write::{anything as write_anything, with_secrets as write_with_secrets};

use serde_json::{Value as Json, json};

use crate::value::{ConversionError, FromValue, Value};

/// What is known about a kind apart from its Rust type.
#[derive(Debug)]
pub struct KindInfo {
    /// Name on the wire, e.g. `object_detection_prediction`.
    pub name: &'static str,
    /// One sentence: what data of this kind means.
    pub description: &'static str,
    /// Longer Markdown text for the kind's page; may be empty.
    pub details: &'static str,
    /// How the data looks as JSON, in the notation that clients of the reference expect (`List[float]`).
    pub serialised_type: &'static str,
    /// How the reference holds the data in memory (`np.ndarray`); clients show it, nothing else uses it.
    pub internal_type: &'static str,
    /// Name of the marker type, by which blocks name the kind in Rust.
    pub marker: &'static str,
    /// Rust type of the data.
    pub data: &'static str,
    /// JSON Schema of the data as a workflow is given it and gives it back, as text.
    pub schema: &'static str,
    /// Data as JSON text.
    pub example: &'static str,
    /// Checks that the data of a value is of that type, or can be made so.
    pub holds: fn(&Value) -> Result<(), ConversionError>,
    /// How data that is given to a workflow is read; nothing where anything is accepted as it is.
    pub read: Option<Reader>,
    /// What is accepted where it is read, in Markdown; empty where that is anything.
    pub reading: &'static str,
    /// How data that a workflow gives back is written; nothing where every value is written as what it is.
    pub write: Option<Writer>,
}

impl KindInfo {
    /// True when data of this kind may flow where `other` is expected, or the other way round.
    pub fn matches(&self, other: &KindInfo) -> bool {
        self.name == other.name || self.is_wildcard() || other.is_wildcard()
    }

    /// The kind as clients of the reference read it.
    pub fn to_json(&self) -> Json {
        json!({
            "description": self.description,
            "docs": self.details,
            "internal_data_type": self.internal_type,
            "name": self.name,
            "serialised_data_type": self.serialised_type,
        })
    }

    /// True for `*`, the kind that matches every other.
    pub fn is_wildcard(&self) -> bool {
        self.name == WILDCARD
    }
}

/// Name of the kind that matches every other.
pub const WILDCARD: &str = "*";

/// A single kind: a marker type that carries a [`KindInfo`] and the Rust type of its data.
///
/// Declare one with [`kinds!`](crate::kinds).
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a kind",
    label = "expected a kind such as `Image`, `Str` or `Wildcard`",
    note = "kinds are the marker types in `block_runtime::kind`; for a value that is written into the workflow itself use `Or<T>` or the plain type"
)]
pub trait Kind: 'static {
    /// Name, description and type notation.
    const INFO: KindInfo;
    /// What a value of this kind is in memory.
    type Data: FromValue + Into<Value>;
}

/// One kind, or a tuple of kinds whose data have the same Rust type.
///
/// Kinds of different types are named as [`Any<(A, B)>`](Any), which is read as a [`Value`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a kind",
    label = "expected a kind such as `Image`, or a tuple of kinds with the same data such as `(Str, LanguageModelOutput)`",
    note = "kinds are the marker types in `block_runtime::kind`; for kinds whose data differ use `Any<(A, B)>`"
)]
pub trait KindSet: 'static {
    /// The kinds in declared order.
    const KINDS: &'static [&'static KindInfo];
    /// What a value of any of these kinds is in memory.
    type Data: FromValue + Into<Value>;
}

/// A set of kinds whose data have different Rust types; its values are read as [`Value`].
pub struct Any<Kinds>(std::marker::PhantomData<fn() -> Kinds>);

/// Kinds whose data may be missing, for blocks that accept empty values: `In<Maybe<Image>>` is read as an
/// `Option<Picture>`, which is nothing where the element is empty.
pub struct Maybe<Kinds>(std::marker::PhantomData<fn() -> Kinds>);

impl<K: KindSet> KindSet for Maybe<K> {
    const KINDS: &'static [&'static KindInfo] = K::KINDS;
    type Data = Option<K::Data>;
}

macro_rules! tuples_of_kinds {
    ($($first:ident $(, $rest:ident)+;)+) => {$(
        impl<$first: Kind, $($rest: Kind<Data = $first::Data>),+> KindSet for ($first, $($rest),+) {
            const KINDS: &'static [&'static KindInfo] = &[&$first::INFO, $(&$rest::INFO),+];
            type Data = $first::Data;
        }

        impl<$first: Kind, $($rest: Kind),+> KindSet for Any<($first, $($rest),+)> {
            const KINDS: &'static [&'static KindInfo] = &[&$first::INFO, $(&$rest::INFO),+];
            type Data = Value;
        }
    )+};
}

tuples_of_kinds! {
    A, B;
    A, B, C;
    A, B, C, D;
    A, B, C, D, E;
    A, B, C, D, E, F;
    A, B, C, D, E, F, G;
    A, B, C, D, E, F, G, H;
    A, B, C, D, E, F, G, H, I;
    A, B, C, D, E, F, G, H, I, J;
    A, B, C, D, E, F, G, H, I, J, L;
    A, B, C, D, E, F, G, H, I, J, L, M;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_match_themselves_and_the_wildcard_only() {
        assert!(Image::INFO.matches(&Image::INFO));
        assert!(Image::INFO.matches(&Wildcard::INFO));
        assert!(Wildcard::INFO.matches(&Integer::INFO));
        assert!(!Integer::INFO.matches(&Float::INFO));
    }

    #[test]
    fn registry_is_sorted_without_repetition() {
        let names: Vec<_> = KINDS.iter().map(|kind| kind.name).collect();
        let mut sorted = names.clone();
        sorted.sort_unstable();
        sorted.dedup();
        assert_eq!(names, sorted);
    }
}
