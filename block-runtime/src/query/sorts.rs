//! Sorts of values: what can be known about data before a workflow runs, coarser than kinds.
//!
//! Kinds say what data means, operations care for what it is: text is text, whatever it means. A chain in which an
//! operation can never be given what it takes is noticed by following sorts through it.

use std::fmt;
use std::ops::BitOr;

use crate::kind::KindInfo;
use crate::value::Value;

/// A set of sorts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sorts(u16);

macro_rules! sorts {
    ($($(#[$meta:meta])* $name:ident = $bit:literal, $words:literal;)+) => {
        impl Sorts {
            $($(#[$meta])* pub const $name: Self = Self(1 << $bit);)+
            /// Any value.
            pub const ANY: Self = Self($(1 << $bit)|+);
            /// What has elements.
            pub const SEQUENCE: Self = Self::TEXT.or(Self::LIST).or(Self::OBJECT).or(Self::DETECTIONS).or(Self::BYTES);

            fn words(self) -> impl Iterator<Item = &'static str> {
                [$((Self::$name, $words)),+].into_iter().filter(move |(sort, _)| self.overlaps(*sort)).map(|(_, words)| words)
            }
        }
    };
}

sorts! {
    /// Null.
    NULL = 0, "null";
    /// Text.
    TEXT = 1, "text";
    /// Numbers, true and false.
    NUMBER = 2, "a number";
    /// Lists.
    LIST = 3, "a list";
    /// Objects.
    OBJECT = 4, "an object";
    /// Detections.
    DETECTIONS = 5, "detections";
    /// A single detection.
    DETECTION = 6, "a single detection";
    /// Images.
    IMAGE = 7, "an image";
    /// Points in time.
    TIME = 8, "a point in time";
    /// Bytes.
    BYTES = 9, "bytes";
}

impl Sorts {
    /// The union of sets.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// True when a value may be of both sets.
    pub const fn overlaps(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// The sorts of data of these kinds.
    pub fn of_kinds(kinds: &[&KindInfo]) -> Self {
        kinds.iter().map(|kind| Self::of_kind(kind)).fold(Self(0), Self::or)
    }

    fn of_kind(kind: &KindInfo) -> Self {
        match (kind.name, kind.internal_type) {
            // What is written as one type and is another at times.
            ("image_keypoints", _) => Self::OBJECT | Self::LIST,
            ("rgb_color", _) => Self::LIST | Self::TEXT,
            ("detection", _) => Self::DETECTION,
            (_, "str") => Self::TEXT,
            (_, "int" | "float" | "bool") => Self::NUMBER,
            (_, "dict" | "VideoMetadata") => Self::OBJECT,
            (_, "sv.Detections") => Self::DETECTIONS,
            (_, "WorkflowImageData") => Self::IMAGE,
            (_, "datetime") => Self::TIME,
            (_, "bytes") => Self::BYTES,
            (_, list) if list.starts_with("List") || list.starts_with("Tuple") || list == "np.ndarray" => Self::LIST,
            _ => Self::ANY,
        }
    }

    /// The sort of a value.
    pub fn of(value: &Value) -> Self {
        match value {
            Value::Null => Self::NULL,
            Value::Text(_) | Value::Secret(_) => Self::TEXT,
            Value::Bool(_) | Value::Integer(_) | Value::Float(_) => Self::NUMBER,
            Value::List(_) => Self::LIST,
            Value::Map(_) => Self::OBJECT,
            Value::Detections(_) => Self::DETECTIONS,
            Value::Detection(_) => Self::DETECTION,
            Value::Image(_) => Self::IMAGE,
            Value::DateTime(_) => Self::TIME,
            Value::Bytes(_) => Self::BYTES,
            Value::Native(_) => Self::ANY,
        }
    }
}

impl BitOr for Sorts {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        self.or(other)
    }
}

impl fmt::Display for Sorts {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::ANY => formatter.write_str("any value"),
            sorts => formatter.write_str(&sorts.words().collect::<Vec<_>>().join(" or ")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kind::KINDS;

    #[test]
    fn every_kind_but_the_wildcard_is_of_few_sorts() {
        for kind in KINDS.iter().filter(|kind| !kind.is_wildcard()) {
            assert!(Sorts::of_kinds(&[kind]).words().count() <= 2, "{}", kind.name);
        }
        assert_eq!(Sorts::of_kinds(KINDS), Sorts::ANY);
    }

    #[test]
    fn sorts_are_said_in_words() {
        assert_eq!((Sorts::TEXT | Sorts::LIST).to_string(), "text or a list");
        assert_eq!(Sorts::ANY.to_string(), "any value");
    }
}
