//! Points within polygons.

use crate::value::{Numeral, Value, number_from_text, show};

/// Whether the left value, a point, lies within the right one, a polygon: strictly, so that points on the border are
/// outside. Where the border crosses itself, what is enclosed twice is outside.
pub(super) fn contains(point: &Value, polygon: &Value) -> Result<bool, String> {
    let point = pair(point).ok_or_else(|| format!("a point is a list of x and y, found {}", show(point)))?;
    let corners = polygon.elements().ok_or_else(|| format!("a zone is a list of points, found {}", show(polygon)))?;
    let corners: Option<Vec<_>> = corners.map(|corner| pair(&corner)).collect();
    let corners = corners.ok_or_else(|| "each point of a zone is a list of x and y".to_owned())?;
    match corners.len() {
        0 => Ok(false),
        1 | 2 => Err("a zone has at least three points".to_owned()),
        _ => Ok(encloses(&corners, point)),
    }
}

/// The first two numbers of a list, or of text the first two digits.
fn pair(value: &Value) -> Option<(f64, f64)> {
    let (Value::List(_) | Value::Text(_)) = value else { return None };
    let mut places = value.elements()?.map(|place| number(&place));
    Some((places.next()??, places.next()??))
}

/// A number, or text that is one.
fn number(value: &Value) -> Option<f64> {
    match value {
        Value::Text(text) => number_from_text(text),
        other => other.as_numeral().map(Numeral::to_f64),
    }
}

fn coord(x: f64, y: f64) -> robust::Coord<f64> {
    robust::Coord { x, y }
}

/// Counts the edges that a ray from the point to the right crosses.
fn encloses(corners: &[(f64, f64)], (x, y): (f64, f64)) -> bool {
    let next = corners.iter().cycle().skip(1);
    let mut inside = false;
    for (&(x1, y1), &(x2, y2)) in corners.iter().zip(next) {
        // Exact, so that points on slanted edges are found to be there.
        let side = robust::orient2d(coord(x1, y1), coord(x2, y2), coord(x, y));
        let within = |a: f64, b: f64, value: f64| (a.min(b)..=a.max(b)).contains(&value);
        if side == 0.0 && within(x1, x2, x) && within(y1, y2, y) {
            return false;
        }
        if (y1 > y) != (y2 > y) && (side > 0.0) == (y2 > y1) {
            inside = !inside;
        }
    }
    inside
}
