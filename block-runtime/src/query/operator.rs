//! Operators: what a statement says of a single value.

use serde_json::{Value as Json, json};

use super::sorts::Sorts;
use crate::Tagged;
use crate::block::{Tagged, TaggedDef, one_of};
use crate::kind::{
    Any, Boolean, Dictionary, InstanceSegmentationPrediction, KeypointDetectionPrediction, Kind, KindInfo, KindSet,
    ListOfValues, ObjectDetectionPrediction, Wildcard,
};
use crate::value::Value;

/// What is said of a single value.
trait Judge: Tagged {
    /// Kinds of data that it is meant for.
    type Takes: KindSet;

    /// Whether it is true of a value; otherwise what it needs.
    fn judge(value: &Value) -> Result<bool, &'static str>;
}

/// An operator as it was declared.
#[derive(Debug)]
pub struct OperatorDef {
    /// Its name and description; it has no properties.
    pub object: TaggedDef,
    /// Kinds of data that it is meant for.
    pub takes: &'static [&'static KindInfo],
    /// A value that it can be asked about, as JSON text.
    pub example: &'static str,
}

fn schema<O: Judge>() -> Vec<(&'static str, Json)> {
    let kinds: Json = O::Takes::KINDS.iter().map(|kind| kind.to_json()).collect();
    vec![
        ("operands_number", json!(1)),
        ("operands_kinds", json!([kinds])),
        ("output_kind", json!([Boolean::INFO.to_json()])),
    ]
}

macro_rules! operators {
    ($($(#[$meta:meta])* $name:ident $tag:literal: $takes:ty, |$value:ident| $judge:expr, sorts $sorts:expr, as in $example:literal;)+) => {
        $(
            $(#[$meta])*
            #[derive(Debug, Clone, Copy, Tagged)]
            #[block(tag = $tag)]
            pub struct $name;

            impl Judge for $name {
                type Takes = $takes;

                fn judge($value: &Value) -> Result<bool, &'static str> {
                    $judge
                }
            }
        )+

        one_of! {
            /// What a statement says of a single value.
            pub enum Operator, "an operator on a single value";
            $($name: schema schema::<$name>,)+
        }

        /// All operators, in the order in which schemas list them.
        pub const OPERATORS: &[OperatorDef] = &[$(
            OperatorDef { object: TaggedDef::of::<$name>(), takes: <$takes as KindSet>::KINDS, example: $example }
        ),+];

        impl Operator {
            /// The text of its `type`.
            pub fn name(&self) -> &'static str {
                match self {
                    $(Self::$name(_) => $tag,)+
                }
            }

            /// Sorts of values of which it can say something.
            pub(super) fn takes(&self) -> Sorts {
                match self {
                    $(Self::$name(_) => $sorts,)+
                }
            }

            /// Whether it is true of a value.
            pub(super) fn judge(&self, value: &Value) -> Result<bool, &'static str> {
                match self {
                    $(Self::$name(_) => $name::judge(value),)+
                }
            }
        }
    };
}

type Sequence = Any<(
    ListOfValues,
    Dictionary,
    ObjectDetectionPrediction,
    InstanceSegmentationPrediction,
    KeypointDetectionPrediction,
)>;

const SEQUENCE: &str = "text, a list, an object or detections";

operators! {
    /// The value is not null; it may be empty.
    Exists "Exists": Wildcard, |value| Ok(!value.is_null()), sorts Sorts::ANY, as in r#""""#;
    /// The value is null. A parameter that is missing altogether is an error.
    DoesNotExist "DoesNotExist": Wildcard, |value| Ok(value.is_null()), sorts Sorts::ANY, as in "null";
    /// The value is `true` itself; 1 and `"true"` are not.
    IsTrue "(Boolean) is True": Boolean, |value| Ok(matches!(value, Value::Bool(true))), sorts Sorts::ANY, as in "1";
    /// The value is `false` itself; 0 and null are not.
    IsFalse "(Boolean) is False": Boolean, |value| Ok(matches!(value, Value::Bool(false))), sorts Sorts::ANY, as in "false";
    /// The text, the list, the object or the set of detections is empty.
    IsEmpty "(Sequence) is empty": Sequence, |value| value.length().map(|length| length == 0).ok_or(SEQUENCE),
        sorts Sorts::SEQUENCE | Sorts::BYTES, as in "[]";
    /// The text, the list, the object or the set of detections is not empty.
    IsNotEmpty "(Sequence) is not empty": Sequence, |value| value.length().map(|length| length > 0).ok_or(SEQUENCE),
        sorts Sorts::SEQUENCE | Sorts::BYTES, as in r#""text""#;
}
