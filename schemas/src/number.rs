//! Numbers that stay as they were written.

use std::fmt;

use serde::de::{Error, Unexpected, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

/// A number: whole numbers stay whole, so that `2` does not become `2.0` on its way through a workflow.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Number {
    /// Written without a decimal point.
    Integer(i64),
    /// Written with one, or too large for the other.
    Real(f64),
}

impl Number {
    /// The number as a floating-point number.
    #[expect(clippy::cast_precision_loss, reason = "numbers of JSON are doubles for most who read them")]
    pub fn as_f64(self) -> f64 {
        match self {
            Self::Integer(number) => number as f64,
            Self::Real(number) => number,
        }
    }
}

impl<'de> Deserialize<'de> for Number {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct NumberVisitor;

        impl Visitor<'_> for NumberVisitor {
            type Value = Number;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a number")
            }

            fn visit_i64<E>(self, number: i64) -> Result<Number, E> {
                Ok(Number::Integer(number))
            }

            fn visit_u64<E: Error>(self, number: u64) -> Result<Number, E> {
                #[expect(clippy::cast_precision_loss, reason = "so JSON is read everywhere")]
                Ok(i64::try_from(number).map_or(Number::Real(number as f64), Number::Integer))
            }

            fn visit_f64<E>(self, number: f64) -> Result<Number, E> {
                Ok(Number::Real(number))
            }
        }

        deserializer.deserialize_any(NumberVisitor)
    }
}

/// A number, or null where it is none: not known, or not a number.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Measurement(pub Option<Number>);

/// A point in time, as text or as a Unix time.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum FrameTime {
    /// ISO 8601, or a Unix time in digits.
    Text(String),
    /// A Unix time in seconds or milliseconds.
    Unix(f64),
}

impl<'de> Deserialize<'de> for FrameTime {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct FrameTimeVisitor;

        impl Visitor<'_> for FrameTimeVisitor {
            type Value = FrameTime;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a date and time like `2024-08-21T11:13:44+02:00`, or a Unix time")
            }

            fn visit_str<E>(self, text: &str) -> Result<FrameTime, E> {
                Ok(FrameTime::Text(text.to_owned()))
            }

            fn visit_i64<E: Error>(self, number: i64) -> Result<FrameTime, E> {
                #[expect(clippy::cast_precision_loss, reason = "no point in time is that far away")]
                self.visit_f64(number as f64)
            }

            fn visit_u64<E: Error>(self, number: u64) -> Result<FrameTime, E> {
                #[expect(clippy::cast_precision_loss, reason = "no point in time is that far away")]
                self.visit_f64(number as f64)
            }

            fn visit_f64<E: Error>(self, number: f64) -> Result<FrameTime, E> {
                if number.is_finite() {
                    Ok(FrameTime::Unix(number))
                } else {
                    Err(E::invalid_value(Unexpected::Float(number), &self))
                }
            }
        }

        deserializer.deserialize_any(FrameTimeVisitor)
    }
}
