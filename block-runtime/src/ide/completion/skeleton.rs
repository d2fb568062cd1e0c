//! Values to begin with: what holds anyway, what the author shows, or the emptiest value of the right shape.

use serde_json::{Value as Json, json};

use super::draft::Draft;
use crate::block::{Default, PropertyDef, Shape, TaggedDef};
use crate::describe::parsed;
use crate::ide::examples::literal_examples;
use crate::workflow::form::JSON_FIELD;
use crate::workflow::{MemberDef, MemberShape};

/// A value to begin with for a property.
pub(super) fn of_property(property: &PropertyDef) -> Draft {
    match property.default {
        Default::Value(make) | Default::Empty(make) => of_json(make()),
        Default::Required | Default::Null => match literal_examples(property).next() {
            Some(example) => of_json(example),
            None => of_shape(property.shape, property),
        },
    }
}

/// A value that is no reference; nothing for a property that takes references only.
pub(super) fn literal_of(property: &PropertyDef) -> Option<Draft> {
    let alternatives = property.shape.alternatives();
    let takes_literals = alternatives.iter().any(|shape| !matches!(shape, Shape::Null) && shape.selectors().is_empty());
    takes_literals.then(|| of_property(property))
}

fn of_json(value: Json) -> Draft {
    match value {
        Json::Array(elements) if elements.is_empty() => Draft::List(Vec::new()),
        Json::Object(members) if members.is_empty() => Draft::Object(Vec::new()),
        other => Draft::Stop(other),
    }
}

fn of_shape(shape: &'static Shape, property: &PropertyDef) -> Draft {
    let alternatives = shape.alternatives();
    let literal = alternatives.iter().find(|shape| !matches!(shape, Shape::Null | Shape::Selector(_)));
    let Some(shape) = literal.or(alternatives.first()) else { return Draft::Stop(Json::Null) };
    match shape {
        Shape::Selector(_) | Shape::Text => Draft::stop(""),
        Shape::Null | Shape::Json | Shape::Union(_) => Draft::Stop(Json::Null),
        Shape::Bool => Draft::Stop(json!(true)),
        Shape::Integer | Shape::Number | Shape::Fraction => Draft::Stop(crate::describe::least_number(property)),
        Shape::Choice(choice) => Draft::stop(choice.values.first().map_or("", |choice| choice.value)),
        Shape::List(_) | Shape::Custom(_) => Draft::List(Vec::new()),
        Shape::Tuple(places) => Draft::List(places.iter().map(|place| of_shape(place, property)).collect()),
        Shape::Map(_) => Draft::Object(Vec::new()),
        Shape::Tagged(tagged) => match (tagged.members)() {
            // Where there is only one object, it says its type all the same.
            [only] => of_tagged(&only.def),
            _ => Draft::Object(Vec::new()),
        },
    }
}

/// A tagged object with what it must have.
pub(super) fn of_tagged(def: &TaggedDef) -> Draft {
    of_tag(def, def.tags.first().copied().unwrap_or(def.name))
}

/// The same under one of its tags.
pub(super) fn of_tag(def: &TaggedDef, tag: &str) -> Draft {
    let required = def.properties().filter(|property| property.is_required());
    let mut members = vec![("type".to_owned(), Draft::text(tag))];
    members.extend(required.map(|property| (property.name.to_owned(), of_property(property))));
    Draft::Object(members)
}

/// A value to begin with for a member of the definition's own.
pub(super) fn of_member(member: &MemberDef) -> Draft {
    let shown = || member.default.or(member.examples.first().copied()).map(parsed);
    match member.shape {
        MemberShape::Choice([only]) if *only == JSON_FIELD => Draft::text(only.text),
        MemberShape::Choice(_) => shown().map_or_else(|| Draft::stop(""), Draft::Stop),
        MemberShape::Text | MemberShape::Version | MemberShape::Integer | MemberShape::Any => {
            shown().map_or_else(|| of_plain(member.shape), Draft::Stop)
        }
        MemberShape::Name | MemberShape::Block | MemberShape::Selector => Draft::stop(""),
        MemberShape::Kinds | MemberShape::List(_) | MemberShape::PythonBlocks => Draft::List(Vec::new()),
    }
}

fn of_plain(shape: MemberShape) -> Draft {
    match shape {
        MemberShape::Integer => Draft::Stop(json!(1)),
        MemberShape::Any => Draft::Stop(Json::Null),
        _ => Draft::stop(""),
    }
}
