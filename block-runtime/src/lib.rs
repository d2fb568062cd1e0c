//! What a workflow block declares, and the engine that compiles and executes workflows of blocks.

extern crate self as block_runtime;

pub mod background;
pub mod block;
pub mod catalogue;
mod cause;
pub mod compile;
pub mod describe;
pub mod diagnostic;
pub mod document;
pub mod error;
pub mod execute;
pub mod ide;
pub mod image_io;
pub mod kind;
pub mod limits;
pub mod net;
pub mod profile;
pub mod query;
pub mod step;
pub mod stream;
pub mod suggest;
pub mod value;
pub mod version;
pub mod workflow;

pub(crate) use block_macros::Tagged;
pub use block_macros::{Block, Choice, Literal, Outputs, Properties};

/// What an author of blocks needs, for `use block_runtime::prelude::*`.
pub mod prelude {
    pub use block_macros::{Block, Choice, Literal, Outputs, Properties};
    pub use indexmap::IndexMap;

    pub use crate::block::{
        BlockError, Choice as _, Context, DynamicOutputs, Either, Entry, Flow, Fraction, In, InBatch, InGroup,
        InGroups, InMixed, Json, Mixed, Model, Omittable, Open, Or, OrBatch, OrMixed, Out, Run, RunAsync, Scalar,
        Shared, StepRef, async_block, block,
    };
    pub use crate::error::Cause;
    pub use crate::kind::*;
    pub use crate::value::{Batch, DateTime, Detections, Picture, Secret, Value};
}

/// What the derives refer to. Not for people: it changes without notice.
#[doc(hidden)]
pub mod __private {
    pub use serde_json::Value as Json;

    pub use crate::block::coherence::check;
    pub use crate::block::*;
    pub use crate::kind::Str;
    pub use crate::value::{ConversionError, FromValue, Value};
}
