//! How columns of data stand in JSON: each as a member of every entry.

use schemas::kinds as wire;
use schemas::{CodeText, Measurement, Number, Text};

use super::column::{
    ANGLE, AREA_CONVERTED, AREA_PX, DATA, HEIGHT, NEAREST_TARGET_DISTANCE, PATH_DEVIATION, POLYGON, RECT,
    SMOOTHED_SPEED, SMOOTHED_VELOCITY, SPEED, TIME_IN_ZONE, VELOCITY, WIDTH,
};
use crate::value::{ConversionError, Value};

/// A column that JSON shows.
pub(super) struct Shown {
    /// Its name, also in JSON.
    pub name: &'static str,
    /// Takes the value of an entry, if it has one.
    pub take: fn(&mut wire::Detection) -> Option<Value>,
    /// Gives an entry its value.
    pub put: fn(&mut wire::Detection, &Value) -> Result<(), ConversionError>,
}

macro_rules! shown {
    ($($column:ident: $member:ident as $form:ty;)+) => {
        [$(Shown {
            name: $column,
            take: |entry| entry.$member.take().map(<$form>::value),
            put: |entry, value| {
                entry.$member = Some(<$form>::of(value)?);
                Ok(())
            },
        }),+]
    };
}

/// The columns whose members are optional.
pub(super) const SHOWN: [Shown; 13] = shown! {
    PATH_DEVIATION: path_deviation as AsWritten;
    TIME_IN_ZONE: time_in_zone as AsWritten;
    POLYGON: polygon as Pixels;
    ANGLE: angle as AsWritten;
    RECT: rect as Points;
    DATA: data as Code;
    SPEED: speed as Real;
    SMOOTHED_SPEED: smoothed_speed as Real;
    SMOOTHED_VELOCITY: smoothed_velocity as Pair;
    VELOCITY: velocity as Pair;
    AREA_PX: area_px as Real;
    AREA_CONVERTED: area_converted as Real;
    NEAREST_TARGET_DISTANCE: nearest_target_distance as Real;
};

/// Those of the rotated rectangle that stand in place of the size of the box. Every entry has them.
pub(super) const SIZE: [Shown; 2] = [
    Shown {
        name: HEIGHT,
        take: |entry| Some(number_value(entry.height)),
        put: |entry, value| {
            entry.height = number(value)?;
            Ok(())
        },
    },
    Shown {
        name: WIDTH,
        take: |entry| Some(number_value(entry.width)),
        put: |entry, value| {
            entry.width = number(value)?;
            Ok(())
        },
    },
];

/// A number that stays as it is.
struct AsWritten;

impl AsWritten {
    fn value(measurement: Measurement) -> Value {
        measurement.0.map_or(Value::Null, number_value)
    }

    fn of(value: &Value) -> Result<Measurement, ConversionError> {
        match value {
            // JSON has no other form for what is no number.
            Value::Null => Ok(Measurement(None)),
            Value::Float(number) if !number.is_finite() => Ok(Measurement(None)),
            _ => number(value).map(|number| Measurement(Some(number))),
        }
    }
}

/// A number with a fraction.
struct Real;

impl Real {
    fn value(measurement: Measurement) -> Value {
        measurement.0.map(Number::as_f64).into()
    }

    fn of(value: &Value) -> Result<Measurement, ConversionError> {
        AsWritten::of(value)
    }
}

/// The text of a code.
struct Code;

impl Code {
    fn value(text: CodeText) -> Value {
        text.0.map_or(Value::Null, |Text(text)| Value::Text(text))
    }

    fn of(value: &Value) -> Result<CodeText, ConversionError> {
        match value {
            Value::Null => Ok(CodeText(None)),
            Value::Text(text) => Ok(CodeText(Some(Text(text.clone())))),
            _ => Err(ConversionError::wrong_type("text", value)),
        }
    }
}

/// Two numbers with fractions.
struct Pair;

impl Pair {
    fn value(wire::Vector(pair): wire::Vector) -> Value {
        pair.map(Real::value).into_iter().collect()
    }

    fn of(value: &Value) -> Result<wire::Vector, ConversionError> {
        vector(value).ok_or_else(|| ConversionError::wrong_type("a list of x and y", value))
    }
}

/// Points that stay as they are.
struct Points;

impl Points {
    fn value(corners: wire::Corners) -> Value {
        corners.0.into_iter().map(|corner| corner.0.map(AsWritten::value).into_iter().collect::<Value>()).collect()
    }

    fn of(value: &Value) -> Result<wire::Corners, ConversionError> {
        let points = match value {
            Value::List(points) => points.iter().map(vector).collect::<Option<Vec<_>>>(),
            _ => None,
        };
        points.map(wire::Corners).ok_or_else(|| ConversionError::wrong_type("a list of lists of x and y", value))
    }
}

/// Points that are written on whole pixels; of two that are equally near, on the even one.
struct Pixels;

impl Pixels {
    fn value(corners: wire::Corners) -> Value {
        Points::value(corners)
    }

    fn of(value: &Value) -> Result<wire::Corners, ConversionError> {
        let mut corners = Points::of(value)?;
        for Measurement(number) in corners.0.iter_mut().flat_map(|corner| &mut corner.0) {
            if let Some(Number::Real(real)) = *number {
                #[expect(
                    clippy::cast_possible_truncation,
                    reason = "places beyond any image end at the largest number"
                )]
                let pixel = real.round_ties_even() as i64;
                *number = Some(Number::Integer(pixel));
            }
        }
        Ok(corners)
    }
}

fn vector(value: &Value) -> Option<wire::Vector> {
    let Value::List(pair) = value else { return None };
    match pair.as_ref() {
        [x, y] => Some(wire::Vector([AsWritten::of(x).ok()?, AsWritten::of(y).ok()?])),
        _ => None,
    }
}

fn number_value(number: Number) -> Value {
    match number {
        Number::Integer(number) => number.into(),
        Number::Real(number) => number.into(),
    }
}

fn number(value: &Value) -> Result<Number, ConversionError> {
    match value {
        Value::Integer(number) => Ok(Number::Integer(*number)),
        Value::Float(number) => Ok(Number::Real(*number)),
        _ => Err(ConversionError::wrong_type("a number", value)),
    }
}
