//! Operations on numbers.

use std::cmp::Ordering;

use super::Number;
use crate::block::Either;
use crate::kind::{
    Any, Boolean, Float, FloatZeroToOne, InstanceSegmentationPrediction, Integer, KeypointDetectionPrediction,
    ObjectDetectionPrediction, Str, Wildcard,
};
use crate::query::error::Failure;
use crate::query::operation::{Example, Family, Operate};
use crate::query::scope::Scope;
use crate::query::sorts::Sorts;
use crate::value::{Numeral, Value, number_from_text};
use crate::{Choice, Tagged};

/// A number that is a whole one, or not.
pub type Factor = Either<i64, f64>;

/// What a number is to become.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Choice)]
#[block(definition = "NumberCastingMode")]
pub enum NumberCastingMode {
    /// A whole number; digits after the decimal point are cut off.
    Int,
    /// A floating-point number.
    Float,
}

/// Convert text, a truth value or another number to a number.
///
/// Text may have spaces around it, a sign, a decimal point, an exponent, and `_` between digits; digits of all scripts,
/// `inf` and `nan` are understood. True counts as 1.
#[derive(Debug, Clone, Tagged)]
pub struct ToNumber {
    /// What the number is to become.
    pub cast_to: NumberCastingMode,
}

impl Operate for ToNumber {
    const FAMILY: Family = Family::Numbers;
    type Takes = Any<(Str, Boolean, Integer, Float, FloatZeroToOne)>;
    type Gives = Number;
    const EXAMPLES: &'static [Example] = &[
        Example::new(r#"" 3.14 ""#, r#"[{"type": "ToNumber", "cast_to": "int"}]"#),
        Example::new(r#""1_000""#, r#"[{"type": "ToNumber", "cast_to": "float"}]"#),
    ];

    fn apply(&self, value: Value, _: &Scope<'_>) -> Result<Value, Failure> {
        let number = match &value {
            Value::Text(text) => number_from_text(text),
            other => other.as_numeral().map(Numeral::to_f64),
        };
        let number = number.ok_or_else(|| Failure::input("a number, or text that is one", &value))?;
        match self.cast_to {
            NumberCastingMode::Float => Ok(number.into()),
            NumberCastingMode::Int if number.is_nan() => Err(Failure::input("a number", &value)),
            NumberCastingMode::Int => {
                let whole = Numeral::Float(number).truncated();
                whole.map(Value::from).ok_or_else(|| Failure::Unforeseen(format!("{number} is too great to be whole")))
            }
        }
    }
}

/// Round a number.
///
/// Ties go to the even digit: 2.5 becomes 2. Rounding uses the exact binary value: 2.675 is stored as slightly less and
/// becomes 2.67. Whole numbers stay whole, others stay floating-point numbers.
#[derive(Debug, Clone, Tagged)]
pub struct NumberRound {
    /// Digits after the decimal point. Negative values round to tens, hundreds and so on.
    pub decimal_digits: i64,
}

impl Operate for NumberRound {
    const FAMILY: Family = Family::Numbers;
    type Takes = Number;
    type Gives = Number;
    const EXAMPLES: &'static [Example] = &[
        Example::new("0.87654", r#"[{"type": "NumberRound", "decimal_digits": 2}]"#),
        Example::new("1250", r#"[{"type": "NumberRound", "decimal_digits": -2}]"#),
    ];

    fn apply(&self, value: Value, _: &Scope<'_>) -> Result<Value, Failure> {
        match value.as_numeral() {
            Some(Numeral::Integer(number)) => Ok(round_integer(number, self.decimal_digits)),
            Some(Numeral::Float(number)) => Ok(round_float(number, self.decimal_digits).into()),
            None => Err(Failure::input("a number", &value)),
        }
    }
}

/// Half to even, at a power of ten.
fn round_integer(number: i64, digits: i64) -> Value {
    /// No whole number has more digits, so that all of them are rounded to 0.
    const MOST_DIGITS: u64 = 19;
    if digits >= 0 {
        return number.into();
    }
    let digits = digits.unsigned_abs();
    if digits > MOST_DIGITS {
        return Value::Integer(0);
    }
    let number = i128::from(number);
    let unit = (0..digits).fold(1_i128, |unit, _| unit * 10);
    let below = number.div_euclid(unit);
    let rest = number.rem_euclid(unit) * 2;
    let up = rest > unit || (rest == unit && below % 2 != 0);
    integer((below + i128::from(up)) * unit)
}

/// A whole number, or the nearest floating-point number where it is too great.
#[expect(clippy::cast_precision_loss, reason = "numbers beyond 64 bits are floating-point numbers here")]
fn integer(number: i128) -> Value {
    i64::try_from(number).map_or_else(|_| Value::Float(number as f64), Value::Integer)
}

fn round_float(number: f64, digits: i64) -> f64 {
    /// No double has digits further behind the point.
    const LAST_DIGIT: i64 = 323;
    if !number.is_finite() || digits > LAST_DIGIT {
        return number;
    }
    match usize::try_from(digits) {
        // The standard library rounds the exact value, half to even.
        Ok(digits) => format!("{number:.digits$}").parse().unwrap_or(number),
        Err(_) => round_whole(number, digits.unsigned_abs()),
    }
}

/// Rounds to a power of ten.
fn round_whole(number: f64, digits: u64) -> f64 {
    let zero = 0.0_f64.copysign(number);
    let scientific = format!("{number:e}");
    let exponent = scientific.split_once('e').and_then(|(_, exponent)| exponent.parse::<u64>().ok());
    match exponent.and_then(|exponent| exponent.checked_sub(digits)) {
        // The standard library rounds the exact value, half to even.
        Some(precision) => {
            let precision = usize::try_from(precision).unwrap_or(usize::MAX);
            format!("{number:.precision$e}").parse().unwrap_or(number)
        }
        None if exponent.is_some_and(|exponent| exponent + 1 == digits) => {
            let unit: f64 = format!("1e{digits}").parse().unwrap_or(f64::INFINITY);
            if number.abs() > unit / 2.0 { unit.copysign(number) } else { zero }
        }
        None => zero,
    }
}

/// Multiply a number.
///
/// Whole numbers give a whole number, unless it would be too large. True counts as 1. A text or a list is repeated
/// `other` times, if that is a whole number.
#[derive(Debug, Clone, Tagged)]
pub struct Multiply {
    /// What to multiply by.
    pub other: Factor,
}

impl Operate for Multiply {
    const FAMILY: Family = Family::Numbers;
    type Takes = Number;
    type Gives = Number;
    const EXAMPLES: &'static [Example] = &[Example::new("0.25", r#"[{"type": "Multiply", "other": 100}]"#)];

    fn accepts() -> Sorts {
        Sorts::NUMBER | Sorts::TEXT | Sorts::LIST
    }

    fn yields() -> Sorts {
        Sorts::NUMBER | Sorts::TEXT | Sorts::LIST
    }

    fn apply(&self, value: Value, scope: &Scope<'_>) -> Result<Value, Failure> {
        match (&value, &self.other) {
            (Value::Text(text), Either::First(times)) => {
                let times = repetitions(text.len(), 1, *times, scope)?;
                Ok(text.repeat(times).into())
            }
            (Value::List(items), Either::First(times)) => {
                let times = repetitions(items.len(), size_of::<Value>(), *times, scope)?;
                Ok(std::iter::repeat_n(items.as_ref(), times).flatten().cloned().collect())
            }
            (value, other) => match (value.as_numeral(), other) {
                (Some(Numeral::Integer(one)), Either::First(other)) => {
                    Ok(integer(i128::from(one) * i128::from(*other)))
                }
                (Some(number), other) => Ok((number.to_f64() * as_float(other)).into()),
                (None, _) => Err(Failure::input("a number", value)),
            },
        }
    }
}

/// How often something is repeated that has so many elements of this size.
fn repetitions(length: usize, size: usize, times: i64, scope: &Scope<'_>) -> Result<usize, Failure> {
    if length == 0 {
        return Ok(0);
    }
    let times = usize::try_from(times.max(0)).unwrap_or(usize::MAX);
    scope.spend(times.saturating_mul(length).saturating_mul(size))?;
    Ok(times)
}

#[expect(clippy::cast_precision_loss, reason = "numbers of JSON are doubles in the reference too")]
fn as_float(number: &Factor) -> f64 {
    match number {
        Either::First(number) => *number as f64,
        Either::Second(number) => *number,
    }
}

/// Divide a number.
///
/// The result is always a floating-point number. Division by 0 is an error.
#[derive(Debug, Clone, Tagged)]
pub struct Divide {
    /// What to divide by.
    pub other: Factor,
}

impl Operate for Divide {
    const FAMILY: Family = Family::Numbers;
    type Takes = Number;
    type Gives = Number;
    const EXAMPLES: &'static [Example] = &[Example::new("3", r#"[{"type": "Divide", "other": 4}]"#)];

    fn apply(&self, value: Value, _: &Scope<'_>) -> Result<Value, Failure> {
        let number = value.as_numeral().ok_or_else(|| Failure::input("a number", &value))?;
        let divisor = as_float(&self.other);
        if divisor == 0.0 {
            return Err(Failure::Input("nothing can be divided by 0".to_owned()));
        }
        Ok(match (number, &self.other) {
            (Numeral::Integer(number), Either::First(divisor)) => quotient(number, *divisor),
            (number, _) => number.to_f64() / divisor,
        }
        .into())
    }
}

/// The number nearest to a fraction, also where the numbers themselves are beyond floating point; the divisor is not 0.
fn quotient(number: i64, divisor: i64) -> f64 {
    let (above, below) = (u128::from(number.unsigned_abs()), u128::from(divisor.unsigned_abs()));
    let shift = above.leading_zeros();
    let (whole, rest) = ((above << (shift % 128)) / below, (above << (shift % 128)) % below);
    // The last of the bits, which are more than a double has, says whether anything is cut off.
    #[expect(clippy::cast_precision_loss, reason = "it is rounded here, once")]
    let size = (whole | u128::from(rest != 0)) as f64 * 2.0_f64.powi(-i32::try_from(shift % 128).unwrap_or_default());
    if (number < 0) == (divisor < 0) { size } else { -size }
}

/// Return a random number; the input is ignored.
///
/// All numbers of the range are equally likely. Its lower end is included; its upper end is not, unless
/// the two are equal.
#[derive(Debug, Clone, Tagged)]
pub struct RandomNumber {
    /// The lower end of the range.
    #[block(default = 0.0)]
    pub min_value: f64,
    /// The upper end of the range. If it is below `min_value`, the range starts at `min_value` and is as wide as the
    /// two are apart.
    #[block(default = 1.0)]
    pub max_value: f64,
}

impl Operate for RandomNumber {
    const FAMILY: Family = Family::Numbers;
    type Takes =
        Any<(ObjectDetectionPrediction, InstanceSegmentationPrediction, KeypointDetectionPrediction, Wildcard)>;
    type Gives = (Float, FloatZeroToOne);
    const EXAMPLES: &'static [Example] =
        &[Example::new(r#""anything""#, r#"[{"type": "RandomNumber", "min_value": 5, "max_value": 5}]"#)];

    fn apply(&self, _: Value, scope: &Scope<'_>) -> Result<Value, Failure> {
        let range = (self.max_value - self.min_value).abs();
        // Infinite bounds have no range between them.
        let is_single = self.min_value.partial_cmp(&self.max_value) == Some(Ordering::Equal);
        Ok(if is_single { self.min_value } else { scope.fraction().mul_add(range, self.min_value) }.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fractions_of_great_numbers_are_rounded_once() {
        for (number, divisor, expected) in [
            (3_889_195_895_899_095_660, 100, 3.889_195_895_899_096e16),
            (1, 9_007_199_254_740_993, 1.110_223_024_625_156_4e-16),
            (i64::MIN, i64::MIN, 1.0),
            (i64::MAX, -1, -9_223_372_036_854_775_808.0),
            (0, 5, 0.0),
            (0, -5, -0.0),
            (4, 2, 2.0),
            (1, 3, 1.0 / 3.0),
        ] {
            assert_eq!(quotient(number, divisor).to_bits(), f64::to_bits(expected), "{number} {divisor}");
        }
    }

    #[test]
    fn numbers_are_rounded_as_in_python() {
        for (number, digits, expected) in [
            (2.675, 2, 2.67),
            (0.15, 1, 0.1),
            (2.5, 0, 2.0),
            (3.5, 0, 4.0),
            (-2.5, 0, -2.0),
            (1250.0, -2, 1200.0),
            (1350.0, -2, 1400.0),
            (1250.5, -2, 1300.0),
            (-1250.5, -2, -1300.0),
            (949.0, -3, 1000.0),
            (500.0, -3, 0.0),
            (501.0, -3, 1000.0),
            (499.0, -4, 0.0),
            (1e22, -21, 1e22),
            (123_456_789_012_345_680.0, -3, 1.234_567_890_123_46e17),
            (999_950.0, -2, 1_000_000.0),
            (0.7, -1, 0.0),
            (1.5, 400, 1.5),
        ] {
            assert_eq!(round_float(number, digits).to_bits(), f64::to_bits(expected), "{number} {digits}");
        }
        assert!(round_float(f64::NAN, 1).is_nan());
        for (number, digits, expected) in [
            (1250, -2, 1200),
            (1350, -2, 1400),
            (-1250, -2, -1200),
            (-1251, -2, -1300),
            (7, 2, 7),
            (7, -30, 0),
            (i64::MAX, -20, 0),
            (i64::MIN, -38, 0),
            (50, -2, 0),
            (-1, -38, 0),
        ] {
            assert_eq!(
                round_integer(number, digits).as_numeral(),
                Some(Numeral::Integer(expected)),
                "{number} {digits}"
            );
        }
    }
}
