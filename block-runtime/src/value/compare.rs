//! Equality, order and truth of values as Python has them, which workflows were written for.
//!
//! Whole numbers, other numbers and truth values are one family: `1`, `1.0` and `true` are equal. Text is ordered by
//! code point, lists element by element. What is of different families has no order.

use std::cmp::Ordering;

use super::Value;

impl Value {
    /// True when two values are equal in Python: numbers of any type by what they count, lists, objects and detections by
    /// what is in them, an image to itself only. What is not a number is equal to nothing.
    pub fn equals(&self, other: &Self) -> bool {
        if let (Some(one), Some(other)) = (self.as_numeral(), other.as_numeral()) {
            return one.compare(other) == Some(Ordering::Equal);
        }
        match (self, other) {
            (Self::Null, Self::Null) => true,
            (Self::Text(one), Self::Text(other)) => one == other,
            (Self::Secret(one), Self::Secret(other)) => one.expose() == other.expose(),
            (Self::Bytes(one), Self::Bytes(other)) => one == other,
            (Self::DateTime(one), Self::DateTime(other)) => one.order(other) == Some(Ordering::Equal),
            (Self::List(one), Self::List(other)) => {
                one.len() == other.len() && one.iter().zip(other.iter()).all(|(one, other)| one.equals(other))
            }
            (Self::Map(one), Self::Map(other)) => {
                let has = |name: &String, value: &Self| other.get(name).is_some_and(|other| value.equals(other));
                one.len() == other.len() && one.iter().all(|(name, value)| has(name, value))
            }
            (Self::Image(one), Self::Image(other)) => one.is(other),
            (Self::Detections(one), Self::Detections(other)) => one.equals(other),
            (Self::Detection(one), Self::Detection(other)) => one.alone().equals(&other.alone()),
            _ => false,
        }
    }

    /// The order of two values; nothing where Python has none, as between text and a number or for what is not a number.
    pub fn order(&self, other: &Self) -> Option<Ordering> {
        match (self, other) {
            (Self::Text(one), Self::Text(other)) => Some(one.cmp(other)),
            (Self::Bytes(one), Self::Bytes(other)) => Some(one.cmp(other)),
            (Self::DateTime(one), Self::DateTime(other)) => one.order(other),
            (Self::List(one), Self::List(other)) => {
                let different = one.iter().zip(other.iter()).find(|(one, other)| !one.equals(other));
                different.map_or(Some(one.len().cmp(&other.len())), |(one, other)| one.order(other))
            }
            _ => self.as_numeral()?.compare(other.as_numeral()?),
        }
    }

    /// True when values of these types have an order, although these two may have none, as what is not a number.
    pub fn is_ordered_with(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Text(_), Self::Text(_)) | (Self::Bytes(_), Self::Bytes(_)) => true,
            (Self::DateTime(one), Self::DateTime(other)) => one.order(other).is_some(),
            (Self::List(one), Self::List(other)) => {
                let different = one.iter().zip(other.iter()).find(|(one, other)| !one.equals(other));
                different.is_none_or(|(one, other)| one.is_ordered_with(other))
            }
            _ => self.as_numeral().is_some() && other.as_numeral().is_some(),
        }
    }

    /// What counts as true in Python: everything but null, false, zero and what is empty.
    pub fn is_truthy(&self) -> bool {
        match self {
            Self::Null => false,
            Self::Bool(value) => *value,
            Self::Integer(number) => *number != 0,
            Self::Float(number) => *number != 0.0,
            Self::Secret(secret) => !secret.expose().is_empty(),
            _ => self.length() != Some(0),
        }
    }

    /// How many elements the value has: characters of text, bytes, elements of a list, members of an object, detections.
    pub fn length(&self) -> Option<usize> {
        match self {
            Self::Text(text) => Some(text.chars().count()),
            Self::Bytes(bytes) => Some(bytes.len()),
            Self::List(items) => Some(items.len()),
            Self::Map(members) => Some(members.len()),
            Self::Detections(detections) => Some(detections.len()),
            _ => None,
        }
    }

    /// The elements of the value: of a list, the characters of text, bytes as numbers, the keys of an object, single
    /// detections; nothing for what has none.
    pub fn elements(&self) -> Option<Box<dyn Iterator<Item = Self> + '_>> {
        Some(match self {
            Self::List(items) => Box::new(items.iter().cloned()),
            Self::Text(text) => {
                Box::new(text.chars().map(|character| Self::from(&*character.encode_utf8(&mut [0; 4]))))
            }
            Self::Map(members) => Box::new(members.keys().map(|key| Self::from(key.as_str()))),
            Self::Bytes(bytes) => Box::new(bytes.iter().map(|byte| Self::Integer(i64::from(*byte)))),
            Self::Detections(detections) => Box::new(detections.iter().map(Self::Detection)),
            _ => return None,
        })
    }

    /// The value as a number, when it is one; true and false are.
    pub fn as_numeral(&self) -> Option<Numeral> {
        match self {
            Self::Bool(value) => Some(Numeral::Integer(i64::from(*value))),
            Self::Integer(number) => Some(Numeral::Integer(*number)),
            Self::Float(number) => Some(Numeral::Float(*number)),
            _ => None,
        }
    }

    /// What stands for the value where equal values count as one; nothing for lists, objects and detections, which in
    /// Python are no keys.
    pub fn key(&self) -> Option<Key<'_>> {
        Some(match self {
            Self::Null => Key::Null,
            Self::Bool(_) | Self::Integer(_) | Self::Float(_) => self.as_numeral()?.key(),
            Self::Text(text) => Key::Text(text),
            Self::Secret(secret) => Key::Text(secret.expose()),
            Self::Bytes(bytes) => Key::Bytes(bytes),
            Self::DateTime(time) => time.instant().map_or(Key::LocalTime(time.civil()), Key::Time),
            Self::List(_)
            | Self::Map(_)
            | Self::Image(_)
            | Self::Detections(_)
            | Self::Detection(_)
            | Self::Native(_) => return None,
        })
    }
}

/// A number of either type.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Numeral {
    /// A whole number.
    Integer(i64),
    /// Any other number.
    Float(f64),
}

/// Two to the power of 63, the first number beyond whole ones.
const BEYOND: f64 = 9_223_372_036_854_775_808.0;

impl Numeral {
    /// The number in floating point.
    #[expect(clippy::cast_precision_loss, reason = "Python rounds whole numbers to doubles too")]
    pub fn to_f64(self) -> f64 {
        match self {
            Self::Integer(number) => number as f64,
            Self::Float(number) => number,
        }
    }

    /// The whole number that is left when the fraction is cut off; nothing where it does not fit 64 bits.
    pub fn truncated(self) -> Option<i64> {
        match self {
            Self::Integer(number) => Some(number),
            #[expect(clippy::cast_possible_truncation, reason = "numbers within the limits fit")]
            Self::Float(number) => (-BEYOND..BEYOND).contains(&number).then_some(number as i64),
        }
    }

    /// The exact order, without rounding whole numbers to floating point.
    pub fn compare(self, other: Self) -> Option<Ordering> {
        match (self, other) {
            (Self::Integer(one), Self::Integer(other)) => Some(one.cmp(&other)),
            (Self::Float(one), Self::Float(other)) => one.partial_cmp(&other),
            (Self::Integer(one), Self::Float(other)) => against_float(one, other),
            (Self::Float(one), Self::Integer(other)) => against_float(other, one).map(Ordering::reverse),
        }
    }

    fn key(self) -> Key<'static> {
        match (self, self.truncated()) {
            (Self::Float(number), whole) if number.fract() != 0.0 || whole.is_none() => Key::Float(number.to_bits()),
            (_, whole) => Key::Integer(whole.unwrap_or_default()),
        }
    }
}

fn against_float(integer: i64, float: f64) -> Option<Ordering> {
    match Numeral::Float(float).truncated() {
        Some(whole) => Some(integer.cmp(&whole).then(0.0_f64.partial_cmp(&float.fract())?)),
        // Beyond all whole numbers, on one side or the other.
        None => 0.0_f64.partial_cmp(&float),
    }
}

/// A value by which equal values find each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Key<'a> {
    /// Null.
    Null,
    /// A whole number, whatever its type.
    Integer(i64),
    /// The bits of a number that is not whole.
    Float(u64),
    /// Text.
    Text(&'a str),
    /// Bytes.
    Bytes(&'a [u8]),
    /// A point in time.
    Time(jiff::Timestamp),
    /// A date and time of day of unknown offset.
    LocalTime(jiff::civil::DateTime),
}

#[cfg(test)]
mod tests {
    use serde_json::{Value as Json, json};

    use super::*;

    fn value(json: &Json) -> Value {
        Value::from_json(json)
    }

    #[test]
    fn numbers_of_all_types_are_one_family() {
        for (one, other, equal) in [
            (json!(1), json!(1.0), true),
            (json!(1), json!(true), true),
            (json!(0.0), json!(false), true),
            (json!(9_007_199_254_740_993_i64), json!(9_007_199_254_740_992.0), false),
            (json!(i64::MAX), json!(9_223_372_036_854_775_808.0), false),
            (json!("1"), json!(1), false),
            (json!(null), json!(false), false),
            (json!({"a": 1, "b": [2]}), json!({"b": [2.0], "a": true}), true),
            (json!([1, 2]), json!([1]), false),
        ] {
            assert_eq!(value(&one).equals(&value(&other)), equal, "{one} {other}");
            assert_eq!(value(&other).equals(&value(&one)), equal, "{other} {one}");
            let keys = (value(&one), value(&other));
            if let (Some(one), Some(other)) = (keys.0.key(), keys.1.key()) {
                assert_eq!(one == other, equal, "{one:?} {other:?}");
            }
        }
        let nan = Value::from(f64::NAN);
        assert!(!nan.equals(&nan));
    }

    #[test]
    fn values_of_one_family_are_ordered() {
        for (one, other, order) in [
            (json!(1), json!(1.5), Some(Ordering::Less)),
            (json!(-1), json!(-1.5), Some(Ordering::Greater)),
            (json!(true), json!(0), Some(Ordering::Greater)),
            (json!("a"), json!("b"), Some(Ordering::Less)),
            (json!("z"), json!("é"), Some(Ordering::Less)),
            (json!([1, 2]), json!([1, 3]), Some(Ordering::Less)),
            (json!([1]), json!([1, 0]), Some(Ordering::Less)),
            (json!([1, "a"]), json!([1, 2]), None),
            (json!("a"), json!(1), None),
            (json!(null), json!(null), None),
            (json!({}), json!({}), None),
        ] {
            assert_eq!(value(&one).order(&value(&other)), order, "{one} {other}");
            assert_eq!(value(&one).is_ordered_with(&value(&other)), order.is_some(), "{one} {other}");
        }
        let nan = Value::from(f64::NAN);
        assert!(nan.order(&nan).is_none() && nan.is_ordered_with(&nan));
    }

    #[test]
    fn what_is_empty_is_not_true() {
        for (json, truth) in [
            (json!(null), false),
            (json!(0.0), false),
            (json!(-0.0), false),
            (json!(""), false),
            (json!([]), false),
            (json!({}), false),
            (json!("false"), true),
            (json!([0]), true),
            (json!(0.1), true),
        ] {
            assert_eq!(value(&json).is_truthy(), truth, "{json}");
        }
        assert!(Value::from(f64::NAN).is_truthy());
        assert!(!Value::from(super::super::Detections::default()).is_truthy());
    }
}
