//! What JSON a property accepts, as one flat schema.
//!
//! The alternatives of a shape are not written as alternatives: each keyword speaks of one JSON type only, and so the
//! limits of a number, the pattern of a reference and the elements of a list stand beside each other.

use serde_json::{Map, Value as Json, json};

use super::accepted::{Accepted, Open};
use super::words::{expected, short};
use super::{Texts, Writer, members, pattern};
use crate::block::{ChoiceDef, PropertyDef, Shape};
use crate::describe::schema::number;

/// Where a value stands.
#[derive(Clone, Copy)]
pub(super) struct Place<'a> {
    property: &'a PropertyDef,
    /// Whether it is inside a list or an object, where limits of length do not hold.
    inside: bool,
    /// How many characters there are for showing a list of values.
    room: usize,
}

impl<'a> Place<'a> {
    /// The place of a property itself, below whose description there is room for so many characters.
    pub(super) fn of(property: &'a PropertyDef, room: usize) -> Self {
        Self { property, inside: false, room }
    }

    fn inside(self) -> Self {
        Self { inside: true, ..self }
    }
}

impl Writer<'_> {
    /// The keywords for a value that is one of several shapes.
    pub(super) fn value(&mut self, shapes: &[&'static Shape], place: Place<'_>) -> Map<String, Json> {
        let accepted = Accepted::new(shapes, place.property);
        let custom: Vec<Json> = accepted.custom.iter().map(|custom| self.custom(custom)).collect();
        let types = accepted.types();
        let mut schema = Map::new();
        if !accepted.is_any() && !types.is_empty() {
            schema.insert("type".to_owned(), if let [only] = types.as_slice() { json!(only) } else { json!(types) });
            schema.extend(numbers(&accepted, place.property));
            self.lists(&accepted, place, &mut schema);
            self.objects(&accepted, place, &mut schema);
        }
        schema.extend(text(&accepted, &types, place));
        if !accepted.is_any()
            && (types.len() > 1 || ["pattern", "enum", "if"].iter().any(|word| schema.contains_key(*word)))
        {
            // Also said where a pattern does not match and nothing else is to be said about that.
            schema.insert("errorMessage".to_owned(), json!(accepted.expected()));
        }
        match (custom.is_empty(), schema.is_empty()) {
            (true, _) => schema,
            (false, true) => match <[Json; 1]>::try_from(custom) {
                Ok([Json::Object(only)]) if !only.contains_key("$ref") => only,
                Ok([only]) => members([("allOf", json!([only]))]),
                Err(several) => members([("anyOf", Json::Array(several))]),
            },
            (false, false) => {
                let alternatives: Vec<Json> = std::iter::once(Json::Object(schema)).chain(custom).collect();
                members([("anyOf", Json::Array(alternatives))])
            }
        }
    }

    /// What stands inside a list or an object.
    fn inner(&mut self, shapes: &[&'static Shape], place: Place<'_>) -> Json {
        match shapes {
            [Shape::Tagged(tagged)] => self.tagged(tagged),
            shapes => Json::Object(self.value(shapes, place.inside())),
        }
    }

    fn lists(&mut self, accepted: &Accepted<'_>, place: Place<'_>, schema: &mut Map<String, Json>) {
        match (accepted.elements.as_slice(), accepted.tuples.as_slice()) {
            ([], []) => {}
            ([], [places]) => {
                let places: Vec<Json> = places.iter().map(|shape| self.inner(&shape.alternatives(), place)).collect();
                schema.extend(self.tuple(places));
            }
            (elements, tuples) => {
                let inside = tuples.iter().flat_map(|places| places.iter()).flat_map(Shape::alternatives);
                let elements: Vec<&'static Shape> = elements.iter().copied().chain(inside).collect();
                schema.insert("items".to_owned(), self.inner(&elements, place));
                if tuples.is_empty() && !place.inside {
                    let bounds = place.property.bounds;
                    schema.extend(bounds.min_len.map(|length| ("minItems".to_owned(), json!(length))));
                    schema.extend(bounds.max_len.map(|length| ("maxItems".to_owned(), json!(length))));
                }
            }
        }
    }

    /// A list of fixed length; one schema for all places where they are the same.
    fn tuple(&self, places: Vec<Json>) -> Map<String, Json> {
        match places.as_slice() {
            [first, rest @ ..] if rest.iter().all(|place| place == first) => members([
                ("items", first.clone()),
                ("minItems", json!(places.len())),
                ("maxItems", json!(places.len())),
            ]),
            _ => self.places(places),
        }
    }

    fn objects(&mut self, accepted: &Accepted<'_>, place: Place<'_>, schema: &mut Map<String, Json>) {
        let tagged: Vec<Json> = accepted.tagged.iter().map(|tagged| self.tagged(tagged)).collect();
        if accepted.values.is_empty() {
            let object = match tagged.as_slice() {
                [] => return,
                [only] => only.clone(),
                several => json!({ "anyOf": several }),
            };
            // Not an `allOf`: a service would say twice that something is no object.
            schema.insert("if".to_owned(), json!({ "type": "object" }));
            schema.insert("then".to_owned(), object);
        } else if tagged.is_empty() {
            let values = self.inner(&accepted.values, place);
            if values.as_object().is_none_or(|values| !values.is_empty()) {
                schema.insert("additionalProperties".to_owned(), values);
            }
        }
    }
}

/// The limits of numbers.
fn numbers(accepted: &Accepted<'_>, property: &PropertyDef) -> Map<String, Json> {
    let bounds = accepted.limits(property.bounds);
    let limits = [
        ("minimum", bounds.min),
        ("maximum", bounds.max),
        ("exclusiveMinimum", bounds.above),
        ("exclusiveMaximum", bounds.below),
    ];
    limits.into_iter().filter_map(|(name, limit)| Some((name.to_owned(), number(limit?)))).collect()
}

/// The keywords about text.
fn text(accepted: &Accepted<'_>, types: &[&str], place: Place<'_>) -> Map<String, Json> {
    let mut schema = Map::new();
    let offered = offered(&accepted.choices);
    if let Some(open) = accepted.open {
        if !accepted.selectors.is_empty() {
            let pattern = match open {
                Open::Text => pattern::text_or_reference(),
                Open::Json => pattern::json_or_reference(&accepted.selectors),
            };
            schema.extend(matching(&pattern, &expected(&[], &accepted.selectors)));
        }
        if open == Open::Text && !place.inside {
            schema.extend(lengths(place.property, accepted));
        }
        schema.extend(offered.map(|texts| texts.hidden()));
        return schema;
    }
    let patterns = accepted.patterns();
    let Some(texts) = offered else {
        if !patterns.is_empty() {
            let patterns: Vec<&str> = patterns.iter().map(String::as_str).collect();
            schema.insert("pattern".to_owned(), json!(pattern::whole(&patterns)));
        }
        return schema;
    };
    match (texts.length() <= place.room, patterns.as_slice()) {
        (true, []) if types == ["string"] => schema.extend(texts.keywords()),
        (true, [references]) if !accepted.selectors.is_empty() => {
            let mut one_of_them = texts.keywords();
            one_of_them.insert("errorMessage".to_owned(), json!(accepted.expected()));
            let no_reference = pattern::NO_REFERENCE;
            schema.insert("if".to_owned(), json!({ "type": "string", "pattern": no_reference }));
            schema.insert("then".to_owned(), Json::Object(one_of_them));
            let reference = matching(&pattern::whole(&[references.as_str()]), &expected(&[], &accepted.selectors));
            schema.insert("else".to_owned(), Json::Object(reference));
            schema.extend([texts.hidden()]);
        }
        _ => {
            let texts_alone = pattern::alternatives(texts.values.iter().filter_map(Json::as_str));
            let patterns: Vec<&str> =
                std::iter::once(texts_alone.as_str()).chain(patterns.iter().map(String::as_str)).collect();
            schema.insert("pattern".to_owned(), json!(pattern::whole(&patterns)));
            schema.extend([texts.hidden()]);
        }
    }
    schema
}

/// A pattern, and what is said where text does not match it.
fn matching(pattern: &str, message: &str) -> Map<String, Json> {
    members([("pattern", json!(pattern)), ("patternErrorMessage", json!(message))])
}

/// Limits of length. References are text too, and no limit of theirs.
fn lengths(property: &PropertyDef, accepted: &Accepted<'_>) -> Map<String, Json> {
    let bounds = property.bounds;
    if !accepted.selectors.is_empty() {
        return Map::new();
    }
    let least = bounds.min_len.map(|length| ("minLength".to_owned(), json!(length)));
    let greatest = bounds.max_len.map(|length| ("maxLength".to_owned(), json!(length)));
    least.into_iter().chain(greatest).collect()
}

/// The texts of choices, their other spellings last.
fn offered(choices: &[&'static ChoiceDef]) -> Option<Texts> {
    let mut texts = Texts { values: Vec::new(), docs: Vec::new() };
    for choice in choices.iter().flat_map(|choice| choice.values) {
        let (summary, _) = crate::block::split_doc(choice.doc);
        texts.values.push(json!(choice.value));
        texts.docs.push(short(&summary));
    }
    for choice in choices.iter().flat_map(|choice| choice.values) {
        for alias in choice.aliases {
            texts.values.push(json!(alias));
            texts.docs.push(format!("Another spelling of `{}`.", choice.value));
        }
    }
    (!texts.values.is_empty()).then_some(texts)
}

impl Texts {
    /// How many characters there are where the pointer rests on the value and editors show the whole list.
    fn length(&self) -> usize {
        const MARKS: usize = 7;
        let texts = self.values.iter().filter_map(Json::as_str);
        texts.zip(&self.docs).map(|(text, doc)| text.chars().count() + doc.chars().count() + MARKS).sum()
    }
}
