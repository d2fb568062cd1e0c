//! What a workflow block declares, and the engine that compiles and executes workflows of blocks.

extern crate self as block_runtime;

pub mod block;
pub mod catalogue;
mod cause;
pub mod compile;
pub mod describe;
pub mod diagnostic;
pub mod document;
pub mod error;
pub mod execute;
pub mod image_io;
pub mod kind;
pub mod limits;
pub mod net;
pub mod query;
pub mod step;
pub mod suggest;
pub mod value;
pub mod version;
pub mod workflow;

pub use block_macros::{Block, Choice, Literal, Outputs, Properties};

/// What an author of blocks needs, for `use block_runtime::prelude::*`.
pub mod prelude {
    pub use block_macros::{Block, Choice, Literal, Outputs, Properties};
    pub use indexmap::IndexMap;

    pub use crate::block::{
        BlockError, Choice as _, Context, DynamicOutputs, Either, Entry, Flow, Fraction, In, InBatch, InGroup,
        InGroups, InMixed, Json, Mixed, Model, Omittable, Or, OrBatch, OrMixed, Out, Run, RunAsync, Scalar, StepRef,
        async_block, block,
    };
    pub use crate::kind::*;
    pub use crate::value::{Batch, Picture, Secret, Value};
}

/// What the derives refer to. Not for people: it changes without notice.
#[doc(hidden)]
pub mod __private {
    pub use serde_json::Value as Json;

    pub use crate::block::*;
    pub use crate::kind::Str;
    pub use crate::value::{ConversionError, FromValue, Value};

    /// Refuses what only the types of a block's fields can tell: a `batch` that does not agree with them, and a group
    /// that brings a name which is taken.
    #[track_caller]
    pub const fn check<B: Block>() {
        let BlockDef { batch, fields, .. } = *B::DEF;
        let takes = takes_batches(fields);
        assert!(takes || !batch, "`batch` needs a field that takes whole batches, such as `InBatch<Image>`");
        assert!(batch || !takes, "a field takes whole batches: add `batch` to `#[block(…)]`");
        let mut place = 0;
        while place < fields.len() {
            if let Field::Group(group) = &fields[place] {
                let mut member = 0;
                while member < group.len() {
                    if let Field::Property(property) = &group[member] {
                        let twice = count(fields, property.name) > 1;
                        assert!(!twice, "two properties have the same name, one of them in a group");
                    }
                    member += 1;
                }
            }
            place += 1;
        }
    }

    /// How many properties have this name.
    const fn count(fields: &[Field], name: &str) -> usize {
        let (mut place, mut found) = (0, 0);
        while place < fields.len() {
            found += match &fields[place] {
                Field::Property(property) => is(property.name, name) as usize,
                Field::Group(group) => count(group, name),
            };
            place += 1;
        }
        found
    }

    const fn is(one: &str, other: &str) -> bool {
        let (one, other) = (one.as_bytes(), other.as_bytes());
        let mut place = 0;
        while place < one.len() && place < other.len() && one[place] == other[place] {
            place += 1;
        }
        place == one.len() && place == other.len()
    }

    const fn takes_batches(fields: &[Field]) -> bool {
        let mut place = 0;
        while place < fields.len() {
            let takes = match &fields[place] {
                Field::Property(property) => property.shape.takes_batches(),
                Field::Group(group) => takes_batches(group),
            };
            if takes {
                return true;
            }
            place += 1;
        }
        false
    }
}
