//! Runs of pixels, in either of the two forms that COCO has.

use std::fmt;
use std::sync::Arc;

use serde::de::{SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Lengths of runs of pixels, kept as they were written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Runs {
    /// COCO's text, in which most lengths take one character.
    Compressed(Arc<str>),
    /// Plain numbers.
    Plain(Arc<[u64]>),
}

impl Serialize for Runs {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Compressed(text) => serializer.serialize_str(text),
            Self::Plain(lengths) => serializer.collect_seq(lengths.iter()),
        }
    }
}

impl<'de> Deserialize<'de> for Runs {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct RunsVisitor;

        impl<'de> Visitor<'de> for RunsVisitor {
            type Value = Runs;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("text or a list of numbers")
            }

            fn visit_str<E>(self, text: &str) -> Result<Runs, E> {
                Ok(Runs::Compressed(text.into()))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Runs, A::Error> {
                let mut lengths = Vec::new();
                while let Some(length) = items.next_element()? {
                    lengths.push(length);
                }
                Ok(Runs::Plain(lengths.into()))
            }
        }

        deserializer.deserialize_any(RunsVisitor)
    }
}
