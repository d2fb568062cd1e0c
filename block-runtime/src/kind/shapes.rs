//! Kinds whose data is a list of a certain form: points, polygons, colours, arrays.

use super::Element;
use super::simple::as_number;
use crate::value::{ConversionError, ReadError, Value};

type Read = Result<Value, ReadError>;

fn refused(value: &Value, expected: &str) -> ReadError {
    ConversionError::wrong_type(expected, value).into()
}

fn items(value: &Value) -> Option<&[Value]> {
    match value {
        Value::List(items) => Some(items),
        _ => None,
    }
}

fn is_number(value: &Value) -> bool {
    as_number(value).is_ok()
}

/// Of more than two numbers, the first two.
pub(super) fn point(value: &Value, _: &Element<'_>) -> Read {
    match items(value) {
        Some([x, y, ..]) if is_number(x) && is_number(y) => Ok([x, y].into_iter().cloned().collect()),
        _ => Err(refused(value, "a point: a list of x and y")),
    }
}

pub(super) fn zone(value: &Value, _: &Element<'_>) -> Read {
    let is_corner = |corner: &Value| matches!(items(corner), Some([x, y]) if is_number(x) && is_number(y));
    match items(value) {
        Some(corners) if corners.len() >= 3 && corners.iter().all(is_corner) => Ok(value.clone()),
        _ => Err(refused(value, "a polygon: a list of three or more lists of x and y")),
    }
}

pub(super) fn labelled_points(value: &Value, _: &Element<'_>) -> Read {
    let points = items(value).and_then(|points| points.iter().map(labelled_point).collect::<Option<Value>>());
    let expected = "a list of points, each an object with `x`, `y` and `positive`, or a list of them";
    points.ok_or_else(|| refused(value, expected))
}

fn labelled_point(value: &Value) -> Option<Value> {
    let (x, y, positive) = match value {
        Value::Map(members) => (members.get("x")?, members.get("y")?, members.get("positive")),
        Value::List(items) => match items.as_ref() {
            [x, y] => (x, y, None),
            [x, y, positive] => (x, y, Some(positive)),
            _ => return None,
        },
        _ => return None,
    };
    (is_number(x) && is_number(y)).then(|| {
        let members = [("x", x.clone()), ("y", y.clone()), ("positive", positive.is_none_or(Value::is_truthy).into())];
        members.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
    })
}

/// Of a longer list, the first three.
pub(super) fn colour(value: &Value, _: &Element<'_>) -> Read {
    match value {
        Value::Text(_) => Ok(value.clone()),
        Value::List(items) if items.len() >= 3 => Ok(items.iter().take(3).cloned().collect()),
        _ => Err(refused(value, "a colour: text, or a list of red, green and blue")),
    }
}

/// Lists of lists, all of the same length at each level.
pub(super) fn array(value: &Value, _: &Element<'_>) -> Read {
    match value {
        Value::List(_) if is_rectangular(value) => Ok(value.clone()),
        _ => Err(refused(value, "an array: a list of numbers, or of lists of the same length")),
    }
}

/// Compares neighbours, so that each list is looked at twice at most, however deep it is.
fn is_rectangular(value: &Value) -> bool {
    let mut level = vec![value];
    loop {
        let lists: Vec<&[Value]> = level.iter().copied().filter_map(items).collect();
        if lists.is_empty() {
            return true;
        }
        let length = lists.first().map(|list| list.len());
        if lists.len() != level.len() || lists.iter().any(|list| Some(list.len()) != length) {
            return false;
        }
        level = lists.into_iter().flatten().collect();
    }
}
