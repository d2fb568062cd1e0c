//! What a workflow block declares, and the engine that compiles and executes workflows of blocks.

extern crate self as block_runtime;

pub mod block;
pub mod describe;
pub mod diagnostic;
pub mod document;
pub mod kind;
pub mod query;
pub mod step;
pub mod suggest;
pub mod value;

pub use block_macros::{Block, Choice, Literal, Outputs, Properties};

/// What an author of blocks needs, for `use block_runtime::prelude::*`.
pub mod prelude {
    pub use block_macros::{Block, Choice, Literal, Outputs, Properties};
    pub use indexmap::IndexMap;

    pub use crate::block::{
        BlockError, Choice as _, Context, DynamicOutputs, Either, Entry, Flow, Fraction, In, InBatch, InMixed, Json,
        Mixed, Or, OrBatch, OrMixed, Out, Run, RunAsync, Scalar, StepRef, async_block, block,
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

    /// Refuses a block whose `batch` does not agree with the types of its fields.
    pub const fn check_batch(fields: &[Field], batch: bool) {
        let takes = takes_batches(fields);
        assert!(takes || !batch, "`batch` needs a field that takes whole batches, such as `InBatch<Image>`");
        assert!(batch || !takes, "a field takes whole batches: add `batch` to `#[block(…)]`");
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
