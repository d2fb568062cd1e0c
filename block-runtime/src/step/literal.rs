//! Literals: values that fit a shape exactly, and those that are converted to it as the reference converts them.

use crate::block::{PropertyDef, Shape};
use crate::value::{FromValue, Value, show};

use super::expectation::{broken_bound, literal_side};

/// Reads a literal: exactly if any alternative fits exactly, otherwise with the conversions of the reference.
pub(super) fn read(alternatives: &[&Shape], value: &Value) -> Option<Value> {
    if alternatives.iter().any(|alternative| alternative.admits(value)) {
        return Some(value.clone());
    }
    alternatives.iter().find_map(|alternative| convert(alternative, value))
}

fn convert(shape: &Shape, value: &Value) -> Option<Value> {
    match shape {
        Shape::Bool => bool::from_value(value).ok().map(Value::from),
        Shape::Integer => i64::from_value(value).ok().map(Value::from),
        Shape::Number => f64::from_value(value).ok().map(Value::from),
        Shape::Fraction => f64::from_value(value).ok().filter(|number| (0.0..=1.0).contains(number)).map(Value::from),
        Shape::List(inner) => match value {
            Value::List(items) => {
                let items: Option<Vec<Value>> = items.iter().map(|item| convert_any(inner, item)).collect();
                items.map(|items| items.into_iter().collect())
            }
            _ => None,
        },
        Shape::Map(inner) => {
            let members: Option<Vec<(String, Value)>> = value
                .as_map()?
                .iter()
                .map(|(name, member)| Some((name.clone(), convert_any(inner, member)?)))
                .collect();
            members.map(|members| members.into_iter().collect())
        }
        Shape::Tuple(places) => match value {
            Value::List(items) if items.len() == places.len() => {
                let items: Option<Vec<Value>> =
                    places.iter().zip(items.iter()).map(|(place, item)| convert_any(place, item)).collect();
                items.map(|items| items.into_iter().collect())
            }
            _ => None,
        },
        Shape::Choice(choice) => {
            value.as_str().and_then(|text| choice.position(text)).map(|place| Value::from(choice.values[place].value))
        }
        _ => shape.admits(value).then(|| value.clone()),
    }
}

fn convert_any(shape: &Shape, value: &Value) -> Option<Value> {
    read(&shape.alternatives(), value)
}

/// Checks a value that is only known when the workflow runs against the property that it is bound to.
pub(super) fn check_value(property: &PropertyDef, value: &Value) -> Result<(), String> {
    let Some(value) = convert_any(property.shape, value) else {
        return Err(format!("expected {}, found {}", literal_side(property.shape), show(value)));
    };
    let limit = match &value {
        #[expect(clippy::cast_precision_loss, reason = "limits are small numbers")]
        Value::Integer(number) => broken_bound(&property.bounds, *number as f64),
        Value::Float(number) => broken_bound(&property.bounds, *number),
        _ => None,
    };
    limit.map_or(Ok(()), |limit| Err(format!("it must be {limit}, found {}", show(&value))))
}

impl Shape {
    /// True when a literal value fits without any conversion.
    pub fn admits(&self, value: &Value) -> bool {
        match (self, value) {
            (Self::Null, Value::Null)
            | (Self::Bool, Value::Bool(_))
            | (Self::Integer, Value::Integer(_))
            | (Self::Number, Value::Integer(_) | Value::Float(_))
            | (Self::Text, Value::Text(_) | Value::Secret(_))
            | (Self::Json, _) => true,
            (Self::Fraction, Value::Float(number)) => (0.0..=1.0).contains(number),
            (Self::Fraction, Value::Integer(number)) => (0..=1).contains(number),
            (Self::Choice(choice), Value::Text(text)) => choice.position(text).is_some(),
            (Self::List(inner), Value::List(items)) => items.iter().all(|item| inner.admits(item)),
            (Self::Map(inner), Value::Map(members)) => members.values().all(|member| inner.admits(member)),
            (Self::Tuple(places), Value::List(items)) => {
                places.len() == items.len() && places.iter().zip(items.iter()).all(|(place, item)| place.admits(item))
            }
            (Self::Union(shapes), _) => shapes.iter().any(|shape| shape.admits(value)),
            _ => false,
        }
    }
}
