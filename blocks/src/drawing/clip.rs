//! Lines are cut down to the canvas before they are drawn, so that their length costs nothing.

/// The part of a straight line from `from` to `to` that lies within `0..=right` and `0..=bottom`, if there is one.
///
/// Of the points at which the line enters, the fraction is dropped towards zero, and each cut goes out from the one
/// before; that decides which pixels a cut line goes through.
pub(super) fn clip(
    right: i64,
    bottom: i64,
    (mut from, mut to): ((i64, i64), (i64, i64)),
) -> Option<((i64, i64), (i64, i64))> {
    if right < 0 || bottom < 0 {
        return None;
    }
    let beside = |(x, y)| (outside(x, right), outside(y, bottom));
    let same_side = |one: Side, other: Side| one == other && one != Side::Within;
    let (mut first, mut second) = (beside(from), beside(to));
    if same_side(first.0, second.0) || same_side(first.1, second.1) {
        return None;
    }
    if let Some(y) = first.1.limit(bottom) {
        from = (from.0 + along(y - from.1, to.0 - from.0, to.1 - from.1), y);
        first = (outside(from.0, right), Side::Within);
    }
    if let Some(y) = second.1.limit(bottom) {
        to = (to.0 + along(y - to.1, to.0 - from.0, to.1 - from.1), y);
        second = (outside(to.0, right), Side::Within);
    }
    if same_side(first.0, second.0) {
        return None;
    }
    if let Some(x) = first.0.limit(right) {
        from = (x, from.1 + along(x - from.0, to.1 - from.1, to.0 - from.0));
    }
    if let Some(x) = second.0.limit(right) {
        to = (x, to.1 + along(x - to.0, to.1 - from.1, to.0 - from.0));
    }
    Some((from, to))
}

/// On which side of `0..=limit` a coordinate lies.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Before,
    Within,
    Behind,
}

fn outside(coordinate: i64, limit: i64) -> Side {
    match coordinate {
        ..0 => Side::Before,
        inside if inside <= limit => Side::Within,
        _ => Side::Behind,
    }
}

impl Side {
    /// The end of `0..=limit` that is nearer, where the side is not within.
    fn limit(self, limit: i64) -> Option<i64> {
        match self {
            Self::Before => Some(0),
            Self::Within => None,
            Self::Behind => Some(limit),
        }
    }
}

/// How far one coordinate goes while the other goes `part` of `whole`, which is not zero where a line is cut.
fn along(part: i64, length: i64, whole: i64) -> i64 {
    let product = i128::from(part) * i128::from(length);
    product.checked_div(whole.into()).and_then(|step| i64::try_from(step).ok()).unwrap_or_default()
}
