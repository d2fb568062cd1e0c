//! Comparators: what a statement says of two values.

use std::cmp::Ordering;

use serde_json::{Value as Json, json};

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
    ($($(#[$meta:meta])* $name:ident $($tag:literal)|+: [$($operand:ty),+], $compare:expr,
        as in $left:literal and $right:literal;)+) => {
        $(
            $(#[$meta])*
            #[derive(Debug, Clone, Copy, Tagged)]
            #[block($(tag = $tag),+)]
            pub struct $name;

            impl Compare for $name {
                const OPERANDS: &'static [&'static [&'static KindInfo]] = &[$(<$operand as KindSet>::KINDS),+];

                fn compare(left: &Value, right: &Value) -> Result<bool, Unfit> {
                    ($compare)(left, right)
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

            /// Whether it is true of two values.
            pub(super) fn compare(&self, left: &Value, right: &Value) -> Result<bool, Unfit> {
                match self {
                    $(Self::$name(_) => $name::compare(left, right),)+
                }
            }
        }
    };
}

type Number = Any<(Integer, Float, FloatZeroToOne)>;
type Comparable = Any<(Integer, Str, Float, FloatZeroToOne, Boolean, ListOfValues)>;

comparators! {
    /// The left value occurs in the right one: an element of a list, a key of an object, a part of text.
    In "in (Sequence)": [Any<(Str, Integer, Float, FloatZeroToOne)>, Any<(ListOfValues, Dictionary)>], is_in, as in r#""car""# and r#"["car", "bus"]"#;
    /// Every element of the left list occurs in the right one; true of an empty list.
    AllInSequence "all in (Sequence)": [ListOfValues, ListOfValues],
        |left: &Value, right: &Value| each_in(left, right).map(|mut found| found.find_map(unless(true))).and_then(or(true)), as in r#"["car", "cat"]"# and r#"["car", "bus"]"#;
    /// At least one element of the left list occurs in the right one; not true of an empty list.
    AnyInSequence "any in (Sequence)": [ListOfValues, ListOfValues],
        |left: &Value, right: &Value| each_in(left, right).map(|mut found| found.find_map(unless(false))).and_then(or(false)), as in r#"["car", "cat"]"# and r#"["car", "bus"]"#;
    /// The right text is part of the left one; of a list, the right value is an element, of an object a key.
    StringContains "(String) contains": [Str, Str], |left, right| is_in(right, left), as in r#""AB-1234""# and r#""12""#;
    /// The left text ends with the right one.
    StringEndsWith "(String) endsWith": [Str, Str],
        |left, right| texts(left, right).map(|(left, right)| left.ends_with(right)), as in r#""photo.png""# and r#"".png""#;
    /// The left text begins with the right one.
    StringStartsWith "(String) startsWith": [Str, Str],
        |left, right| texts(left, right).map(|(left, right)| left.starts_with(right)), as in r#""AB-1234""# and r#""AB""#;
    /// The left number lies between the two of the right list, both included.
    NumberInRange "(Number) in range": [Number, ListOfValues], in_range, as in "0.5" and "[0.25, 0.75]";
    /// The left number is less than the right one, or equal to it.
    NumberLowerEqual "(Number) <=": [Number, Number], |left, right| ordered(left, right, Ordering::is_le), as in "3" and "3.0";
    /// The left number is less than the right one.
    NumberLower "(Number) <": [Number, Number], |left, right| ordered(left, right, Ordering::is_lt), as in "3" and "3.0";
    /// The left number is greater than the right one, or equal to it.
    NumberGreaterEqual "(Number) >=": [Number, Number], |left, right| ordered(left, right, Ordering::is_ge), as in "0.7" and "0.5";
    /// The left number is greater than the right one.
    NumberGreater "(Number) >": [Number, Number], |left, right| ordered(left, right, Ordering::is_gt), as in "3" and "3.0";
    /// The values differ, in type or in what they hold.
    NotEquals "(Number) !=" | "!=": [Comparable, Comparable], |left: &Value, right: &Value| Ok(!left.equals(right)), as in r#""1""# and "1";
    /// The values are equal: numbers of any type by what they count, lists and objects by what is in them.
    Equals "(Number) ==" | "==": [Comparable, Comparable], |left: &Value, right: &Value| Ok(left.equals(right)), as in "1" and "1.0";
    /// The left point lies within the right polygon, not on its border.
    ///
    /// A point is a list of x and y in pixels, such as `center` of a detection; a polygon a list of points.
    DetectionInZone "(Detection) in zone": [Any<(Detection, Zone)>], zone::contains, as in "[5, 5]" and "[[0, 0], [10, 0], [10, 10], [0, 10]]";
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

/// Whether each element of one value occurs in another, in order.
fn each_in<'a>(left: &'a Value, right: &'a Value) -> Result<impl Iterator<Item = Result<bool, Unfit>> + 'a, Unfit> {
    let elements = left.elements().ok_or_else(|| format!("{} has no elements", show(left)))?;
    Ok(elements.map(move |element| is_in(&element, right)))
}

/// The first answer that is not the expected one, or the first error.
fn unless(expected: bool) -> impl Fn(Result<bool, Unfit>) -> Option<Result<bool, Unfit>> {
    move |found| match found {
        Ok(found) if found == expected => None,
        other => Some(other),
    }
}

fn or(expected: bool) -> impl Fn(Option<Result<bool, Unfit>>) -> Result<bool, Unfit> {
    move |found| found.unwrap_or(Ok(expected))
}
