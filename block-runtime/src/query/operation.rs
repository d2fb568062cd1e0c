//! Operations: what every one of them declares, and the list of them all.

use serde_json::{Value as Json, json};

use super::error::Failure;
#[allow(clippy::wildcard_imports, reason = "the list below names them all; no lint in tests")]
use super::operations::*;
use super::scope::Scope;
use super::sorts::Sorts;
use crate::Choice;
use crate::block::{Tagged, TaggedDef, one_of};
use crate::kind::{Kind, KindInfo, KindSet, Wildcard};
use crate::value::Value;

/// An operation: a struct whose fields are its properties, with the kinds of data that it takes and gives, and what it
/// does.
pub(super) trait Operate: Tagged {
    /// The page on which the book describes it.
    const FAMILY: Family;
    /// Kinds of data that it takes.
    type Takes: KindSet;
    /// Kinds of data that it gives.
    type Gives: KindSet;
    /// What the operations or statements inside it take and give.
    const NESTED: Option<Nested> = None;
    /// What it does, shown.
    const EXAMPLES: &'static [Example];

    /// Sorts of values with which it may succeed: often more than those of its kinds.
    fn sorts() -> Sorts {
        Sorts::of_kinds(Self::Takes::KINDS)
    }

    /// Makes the new value of the old one.
    fn apply(&self, value: Value, scope: &Scope<'_>) -> Result<Value, Failure>;
}

/// An operation as it was declared.
#[derive(Debug)]
pub struct OperationDef {
    /// Its properties.
    pub object: TaggedDef,
    /// The page on which the book describes it.
    pub family: Family,
    /// Kinds of data that it takes.
    pub takes: &'static [&'static KindInfo],
    /// Kinds of data that it gives.
    pub gives: &'static [&'static KindInfo],
    /// What the operations or statements inside it take and give, if it has any inside.
    pub nested: Option<Nested>,
    /// What it does, shown.
    pub examples: &'static [Example],
}

/// What operations or statements inside another take and give.
#[derive(Debug, Clone, Copy)]
pub struct Nested {
    /// Kinds of data that they take.
    pub takes: &'static [&'static KindInfo],
    /// Kinds of data that they give.
    pub gives: &'static [&'static KindInfo],
}

/// A chain, and the value that it is applied to, as JSON text. The book shows what comes out, which it finds out by
/// applying the chain.
#[derive(Debug, Clone, Copy)]
pub struct Example {
    /// The kind that the value is read as.
    pub kind: &'static KindInfo,
    /// The value, as it is outside of workflows.
    pub value: &'static str,
    /// The chain.
    pub chain: &'static str,
    /// Named parameters, an object.
    pub parameters: &'static str,
}

impl Example {
    /// A chain that is applied to any JSON.
    pub const fn new(value: &'static str, chain: &'static str) -> Self {
        Self::of::<Wildcard>(value, chain)
    }

    /// A chain that is applied to data of a kind.
    pub const fn of<K: Kind>(value: &'static str, chain: &'static str) -> Self {
        Self { kind: &K::INFO, value, chain, parameters: "{}" }
    }

    /// The same with parameters, as the JSON text of an object.
    #[must_use]
    pub const fn with(self, parameters: &'static str) -> Self {
        Self { parameters, ..self }
    }
}

/// The pages on which the book describes operations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Choice)]
pub enum Family {
    /// Change text, cut it, search it, and make text of other values.
    #[block(label = "Text")]
    Text,
    /// Calculate, round, and make numbers of text.
    #[block(label = "Numbers")]
    Numbers,
    /// Look into lists, count what is in them, and make one value of many.
    ///
    /// Text counts as the list of its characters, an object as the list of its keys, detections as a list of single ones.
    #[block(label = "Sequences")]
    Sequences,
    /// Look values up, judge them, and write objects and points in time as text.
    #[block(label = "Values of any kind")]
    Values,
    /// Take facts out of images and encode them.
    #[block(label = "Images")]
    Images,
    /// Take facts out of detections: places, classes, confidences, and what earlier steps have found out.
    #[block(label = "Facts about detections")]
    DetectionProperties,
    /// Choose, order, move and rename detections. The result is detections again.
    #[block(label = "Choosing and changing detections")]
    Detections,
    /// Take facts out of what classifiers say.
    #[block(label = "Classifications")]
    Classification,
}

impl OperationDef {
    const fn of<O: Operate>() -> Self {
        Self {
            object: TaggedDef::of::<O>(),
            family: O::FAMILY,
            takes: O::Takes::KINDS,
            gives: O::Gives::KINDS,
            nested: O::NESTED,
            examples: O::EXAMPLES,
        }
    }

    /// The operation of a name.
    pub fn find(name: &str) -> Option<&'static Self> {
        OPERATIONS.iter().find(|operation| operation.object.name == name)
    }
}

/// Members of an operation's schema beside its properties.
fn schema<O: Operate>() -> Vec<(&'static str, Json)> {
    let kinds = |kinds: &[&KindInfo]| kinds.iter().map(|kind| kind.to_json()).collect::<Json>();
    let mut members = vec![
        ("compound", json!(O::NESTED.is_some())),
        ("input_kind", kinds(O::Takes::KINDS)),
        ("output_kind", kinds(O::Gives::KINDS)),
    ];
    if let Some(nested) = O::NESTED {
        members.push(("nested_operation_input_kind", kinds(nested.takes)));
        members.push(("nested_operation_output_kind", kinds(nested.gives)));
    }
    members
}

macro_rules! operations {
    ($($operation:ident,)+) => {
        one_of! {
            /// An operation of the query language.
            pub enum Operation, "an operation of the query language";
            $($operation: schema schema::<$operation>,)+
        }

        /// All operations, in the order in which schemas list them.
        pub const OPERATIONS: &[OperationDef] = &[$(OperationDef::of::<$operation>()),+];

        impl Operation {
            /// The text of its `type`.
            pub fn name(&self) -> &'static str {
                match self {
                    $(Self::$operation(_) => <$operation as Tagged>::NAME,)+
                }
            }

            /// Sorts of values with which it may succeed.
            pub(crate) fn takes(&self) -> Sorts {
                match self {
                    $(Self::$operation(_) => $operation::sorts(),)+
                }
            }

            /// Sorts of values that it may give.
            pub(super) fn gives(&self) -> Sorts {
                match self {
                    $(Self::$operation(_) => Sorts::of_kinds(<$operation as Operate>::Gives::KINDS),)+
                }
            }

            /// What the operation makes of a value.
            pub(super) fn apply(&self, value: Value, scope: &Scope<'_>) -> Result<Value, Failure> {
                match self {
                    $(Self::$operation(operation) => operation.apply(value, scope),)+
                }
            }
        }
    };
}

operations! {
    StringToLowerCase,
    StringToUpperCase,
    LookupTable,
    ToNumber,
    NumberRound,
    SequenceMap,
    SequenceApply,
    NumericSequenceAggregate,
    ToString,
    ToBoolean,
    StringSubSequence,
    DetectionsPropertyExtract,
    SequenceAggregate,
    ExtractDetectionProperty,
    DetectionsFilter,
    DetectionsOffset,
    DetectionsShift,
    DetectionsRename,
    RandomNumber,
    StringMatches,
    ExtractImageProperty,
    ExtractFrameMetadata,
    SequenceLength,
    SequenceElementsCount,
    SequenceJoin,
    Multiply,
    Divide,
    DetectionsSelection,
    SortDetections,
    ClassificationPropertyExtract,
    ConvertImageToJPEG,
    ConvertImageToBase64,
    DetectionsToDictionary,
    ConvertDictionaryToJSON,
    PickDetectionsByParentClass,
    TimestampToISOFormat,
}
