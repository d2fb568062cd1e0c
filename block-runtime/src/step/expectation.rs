//! What a property accepts, in words.

use crate::block::{Bounds, Origin, Shape};
use crate::suggest::alternatives;

/// What a shape accepts, for people: `a whole number, or a reference to `integer` data`.
pub(super) fn expectation(shape: &Shape) -> String {
    let mut literals: Vec<String> = Vec::new();
    let mut references: Vec<String> = Vec::new();
    for alternative in shape.alternatives() {
        match alternative {
            Shape::Selector(selector) if selector.origin == Origin::Step => {
                references.push("a reference to a step (`$steps.<step>`)".to_owned());
            }
            Shape::Selector(selector) => {
                let kinds: Vec<&str> = selector.kinds.iter().map(|kind| kind.name).collect();
                references.push(if kinds.contains(&crate::kind::WILDCARD) {
                    "a reference to any data".to_owned()
                } else {
                    format!("a reference to {} data", alternatives(kinds))
                });
            }
            literal => literals.push(literal_expectation(literal)),
        }
    }
    let literals = literals.join(" or ");
    let references = references.join(" or ");
    match (literals.is_empty(), references.is_empty()) {
        (false, false) => format!("{literals}, or {references}"),
        (false, true) => literals,
        (true, _) => references,
    }
}

fn literal_expectation(shape: &Shape) -> String {
    match shape {
        Shape::Null => "null".to_owned(),
        Shape::Bool => "true or false".to_owned(),
        Shape::Integer => "a whole number".to_owned(),
        Shape::Number => "a number".to_owned(),
        Shape::Fraction => "a number from 0 to 1".to_owned(),
        Shape::Text => "text".to_owned(),
        Shape::Choice(choice) => alternatives(choice.values.iter().map(|value| value.value)),
        Shape::Json => "any JSON".to_owned(),
        Shape::List(inner) => format!("a list, each element {}", expectation(inner)),
        Shape::Map(inner) => format!("an object, each member {}", expectation(inner)),
        Shape::Tuple(places) => format!("a list of {}", places.len()),
        Shape::Tagged(tagged) => tagged.expected.to_owned(),
        Shape::Custom(custom) => custom.expected.to_owned(),
        Shape::Union(_) | Shape::Selector(_) => expectation(shape),
    }
}

/// The limit that a number breaks, in words.
pub(super) fn broken_bound(bounds: &Bounds, number: f64) -> Option<String> {
    let Bounds { min, max, above, below, .. } = *bounds;
    min.filter(|limit| number < *limit)
        .map(|limit| format!("at least {limit}"))
        .or_else(|| max.filter(|limit| number > *limit).map(|limit| format!("at most {limit}")))
        .or_else(|| above.filter(|limit| number <= *limit).map(|limit| format!("greater than {limit}")))
        .or_else(|| below.filter(|limit| number >= *limit).map(|limit| format!("less than {limit}")))
}

/// Limits in words: `at least 0 and at most 2`.
pub(crate) fn range(bounds: &Bounds) -> String {
    let parts = [
        bounds.min.map(|limit| format!("at least {limit}")),
        bounds.above.map(|limit| format!("greater than {limit}")),
        bounds.max.map(|limit| format!("at most {limit}")),
        bounds.below.map(|limit| format!("less than {limit}")),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" and ")
}

/// What a shape accepts apart from references.
pub(crate) fn literal_side(shape: &Shape) -> String {
    let alternatives = shape.alternatives();
    let literals = alternatives.iter().filter(|shape| !matches!(shape, Shape::Selector(_)));
    literals.map(|shape| literal_expectation(shape)).collect::<Vec<_>>().join(" or ")
}
