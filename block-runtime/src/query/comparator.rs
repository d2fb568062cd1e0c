//! Comparators: what a statement says of two values.

use std::cmp::Ordering;

use serde_json::{Value as Json, json};

use super::sorts::Sorts;
use super::zone;
use crate::Tagged;
use crate::block::{Tagged, TaggedDef, one_of};
use crate::kind::{
    Any, Boolean, Detection, Dictionary, Float, FloatZeroToOne, Integer, Kind, KindInfo, KindSet, ListOfValues, Str,
    Zone,
};
use crate::value::{Value, show};

/// A comparator as it was declared.
#[derive(Debug)]
pub struct ComparatorDef {
    /// Its names and its description; it has no properties.
    pub object: TaggedDef,
    /// Kinds of data that the operands are meant to be.
    pub operands: &'static [&'static [&'static KindInfo]],
    /// Two values that it can be asked about, as JSON text.
    pub example: (&'static str, &'static str),
}

/// Why two values cannot be compared.
type Unfit = String;

/// What is said of two values.
trait Compare: Tagged {
    /// Kinds of data that the operands are meant to be.
    const OPERANDS: &'static [&'static [&'static KindInfo]];

    /// Whether it is true of two values.
    fn compare(left: &Value, right: &Value) -> Result<bool, Unfit>;
}

fn schema<C: Compare>() -> Vec<(&'static str, Json)> {
    let kinds = |kinds: &&[&KindInfo]| kinds.iter().map(|kind| kind.to_json()).collect::<Json>();
    vec![
        ("operands_number", json!(2)),
        ("operands_kinds", C::OPERANDS.iter().map(kinds).collect()),
        ("output_kind", json!([Boolean::INFO.to_json()])),
    ]
}

macro_rules! comparators {
    ($($(#[$meta:meta])* $name:ident $($tag:literal)|+: $compare:path,
        kinds [$($operand:ty),+], sorts $sorts:expr, as in $left:literal and $right:literal;)+) => {
        $(
            $(#[$meta])*
            #[derive(Debug, Clone, Copy, Tagged)]
            #[block($(tag = $tag),+)]
            pub struct $name;

            impl Compare for $name {
                const OPERANDS: &'static [&'static [&'static KindInfo]] = &[$(<$operand as KindSet>::KINDS),+];

                fn compare(left: &Value, right: &Value) -> Result<bool, Unfit> {
                    $compare(left, right)
                }
            }
        )+

        one_of! {
            /// What a statement says of two values.
            pub enum Comparator, "a comparator";
            $($name: schema schema::<$name>,)+
        }

        /// All comparators, in the order in which schemas list them.
        pub const COMPARATORS: &[ComparatorDef] = &[$(
            ComparatorDef {
                object: TaggedDef::of::<$name>(),
                operands: <$name as Compare>::OPERANDS,
                example: ($left, $right),
            }
        ),+];

        impl Comparator {
            /// The first text of its `type`.
            pub fn name(&self) -> &'static str {
                match self {
                    $(Self::$name(_) => const { <$name as Tagged>::TAGS[0] },)+
                }
            }

            /// Sorts of values that it can compare: left, right.
            pub(super) fn takes(&self) -> (Sorts, Sorts) {
                match self {
                    $(Self::$name(_) => $sorts,)+
                }
            }

            /// Whether it is true of two values.
            pub(super) fn compare(&self, left: &Value, right: &Value) -> Result<bool, Unfit> {
                match self {
                    $(Self::$name(_) => $name::compare(left, right),)+
                }
            }
        }
    };
}

const ORDERED: Sorts = Sorts::NUMBER.or(Sorts::TEXT).or(Sorts::LIST).or(Sorts::TIME).or(Sorts::BYTES);
const LISTED: Sorts = Sorts::TEXT.or(Sorts::LIST);
const CONTAINER: Sorts = LISTED.or(Sorts::OBJECT).or(Sorts::DETECTIONS);

type Number = Any<(Integer, Float, FloatZeroToOne)>;
type Comparable = Any<(Integer, Str, Float, FloatZeroToOne, Boolean, ListOfValues)>;

comparators! {
    /// The left value occurs in the right one: an element of a list, a key of an object, a part of text.
    In "in (Sequence)": is_in,
        kinds [Any<(Str, Integer, Float, FloatZeroToOne)>, Any<(ListOfValues, Dictionary)>],
        sorts (Sorts::ANY, CONTAINER),
        as in r#""car""# and r#"["car", "bus"]"#;
    /// Every element of the left list occurs in the right one. Always true where the left list is empty.
    AllInSequence "all in (Sequence)": all_in,
        kinds [ListOfValues, ListOfValues],
        sorts (Sorts::SEQUENCE, CONTAINER),
        as in r#"["car", "cat"]"# and r#"["car", "bus"]"#;
    /// At least one element of the left list occurs in the right one. Never true where the left list is empty.
    AnyInSequence "any in (Sequence)": any_in,
        kinds [ListOfValues, ListOfValues],
        sorts (Sorts::SEQUENCE, CONTAINER),
        as in r#"["car", "cat"]"# and r#"["car", "bus"]"#;
    /// The right value occurs in the left one: a part of text, an element of a list, a key of an object.
    StringContains "(String) contains": contains,
        kinds [Str, Str],
        sorts (CONTAINER, Sorts::ANY),
        as in r#""AB-1234""# and r#""12""#;
    /// The left text ends with the right one.
    StringEndsWith "(String) endsWith": ends_with,
        kinds [Str, Str],
        sorts (Sorts::TEXT, Sorts::TEXT),
        as in r#""photo.png""# and r#"".png""#;
    /// The left text begins with the right one.
    StringStartsWith "(String) startsWith": starts_with,
        kinds [Str, Str],
        sorts (Sorts::TEXT, Sorts::TEXT),
        as in r#""AB-1234""# and r#""AB""#;
    /// The left number lies between the two numbers of the right list, or equals one of them.
    NumberInRange "(Number) in range": in_range,
        kinds [Number, ListOfValues],
        sorts (ORDERED, LISTED),
        as in "0.5" and "[0.25, 0.75]";
    /// The left number is less than the right one, or equal to it.
    NumberLowerEqual "(Number) <=": at_most,
        kinds [Number, Number],
        sorts (ORDERED, ORDERED),
        as in "3" and "3.0";
    /// The left number is less than the right one.
    NumberLower "(Number) <": less,
        kinds [Number, Number],
        sorts (ORDERED, ORDERED),
        as in "3" and "3.0";
    /// The left number is greater than the right one, or equal to it.
    NumberGreaterEqual "(Number) >=": at_least,
        kinds [Number, Number],
        sorts (ORDERED, ORDERED),
        as in "0.7" and "0.5";
    /// The left number is greater than the right one.
    NumberGreater "(Number) >": greater,
        kinds [Number, Number],
        sorts (ORDERED, ORDERED),
        as in "3" and "3.0";
    /// The values are not equal.
    NotEquals "(Number) !=" | "!=": not_equal,
        kinds [Comparable, Comparable],
        sorts (Sorts::ANY, Sorts::ANY),
        as in r#""1""# and "1";
    /// The values are equal. Whole and floating-point numbers can be equal; lists and objects are compared by content.
    Equals "(Number) ==" | "==": equal,
        kinds [Comparable, Comparable],
        sorts (Sorts::ANY, Sorts::ANY),
        as in "1" and "1.0";
    /// The left point lies within the right polygon, not on its border.
    ///
    /// A point is a list of x and y in pixels, such as `center` of a detection; a polygon is a list of points.
    DetectionInZone "(Detection) in zone": zone::contains,
        kinds [Any<(Detection, Zone)>],
        // Text passes where each character is a digit, which nobody means.
        sorts (Sorts::LIST, Sorts::LIST),
        as in "[5, 5]" and "[[0, 0], [10, 0], [10, 10], [0, 10]]";
}

fn contains(left: &Value, right: &Value) -> Result<bool, Unfit> {
    is_in(right, left)
}

fn ends_with(left: &Value, right: &Value) -> Result<bool, Unfit> {
    texts(left, right).map(|(left, right)| left.ends_with(right))
}

fn starts_with(left: &Value, right: &Value) -> Result<bool, Unfit> {
    texts(left, right).map(|(left, right)| left.starts_with(right))
}

fn at_most(left: &Value, right: &Value) -> Result<bool, Unfit> {
    ordered(left, right, Ordering::is_le)
}

fn less(left: &Value, right: &Value) -> Result<bool, Unfit> {
    ordered(left, right, Ordering::is_lt)
}

fn at_least(left: &Value, right: &Value) -> Result<bool, Unfit> {
    ordered(left, right, Ordering::is_ge)
}

fn greater(left: &Value, right: &Value) -> Result<bool, Unfit> {
    ordered(left, right, Ordering::is_gt)
}

#[expect(clippy::unnecessary_wraps, reason = "it has the form of all comparators")]
fn not_equal(left: &Value, right: &Value) -> Result<bool, Unfit> {
    Ok(!left.equals(right))
}

#[expect(clippy::unnecessary_wraps, reason = "it has the form of all comparators")]
fn equal(left: &Value, right: &Value) -> Result<bool, Unfit> {
    Ok(left.equals(right))
}

fn ordered(left: &Value, right: &Value, test: fn(Ordering) -> bool) -> Result<bool, Unfit> {
    match left.order(right) {
        Some(order) => Ok(test(order)),
        // What is not a number is neither less nor greater than anything.
        None if left.is_ordered_with(right) => Ok(false),
        None => Err(format!("there is no order between {} and {}", show(left), show(right))),
    }
}

fn in_range(left: &Value, right: &Value) -> Result<bool, Unfit> {
    let unfit = || format!("a range is a list of the least and the greatest number, found {}", show(right));
    // Text, a character each, is a range too.
    let mut bounds = match right {
        Value::List(_) | Value::Text(_) => right.elements().ok_or_else(unfit)?,
        _ => return Err(unfit()),
    };
    let mut bound = || bounds.next().ok_or_else(unfit);
    // What is below the range is outside even where it has no end.
    Ok(ordered(&bound()?, left, Ordering::is_le)? && ordered(left, &bound()?, Ordering::is_le)?)
}

fn texts<'a>(left: &'a Value, right: &'a Value) -> Result<(&'a str, &'a str), Unfit> {
    match (left.as_str(), right.as_str()) {
        (Some(left), Some(right)) => Ok((left, right)),
        _ => Err(format!("two texts are needed, found {} and {}", show(left), show(right))),
    }
}

/// Whether a value occurs in another one.
pub(super) fn is_in(value: &Value, all: &Value) -> Result<bool, Unfit> {
    match all {
        Value::List(items) => Ok(items.iter().any(|item| item.equals(value))),
        Value::Map(members) => match value {
            Value::Text(name) => Ok(members.contains_key(name.as_ref())),
            Value::Image(_) => Ok(false),
            other if other.key().is_some() => Ok(false),
            other => Err(format!("{} is no key of an object", show(other))),
        },
        Value::Text(text) => match value {
            Value::Text(part) => Ok(text.contains(part.as_ref())),
            other => Err(format!("{} is no part of text", show(other))),
        },
        // What is in a set is compared with single detections, and those have no equal but themselves.
        Value::Detections(_) if !matches!(value, Value::Detection(_)) => Ok(false),
        other => Err(format!("nothing is in {}: text, a list or an object is needed", show(other))),
    }
}

fn all_in(left: &Value, right: &Value) -> Result<bool, Unfit> {
    for element in elements(left)? {
        if !is_in(&element, right)? {
            return Ok(false);
        }
    }
    Ok(true)
}

fn any_in(left: &Value, right: &Value) -> Result<bool, Unfit> {
    for element in elements(left)? {
        if is_in(&element, right)? {
            return Ok(true);
        }
    }
    Ok(false)
}

fn elements(value: &Value) -> Result<Box<dyn Iterator<Item = Value> + '_>, Unfit> {
    value.elements().ok_or_else(|| format!("{} has no elements", show(value)))
}
