//! The schema of one property, of a step or of an object within one.

use serde_json::{Map, Value as Json, json};

use super::value::Place;
use super::{Writer, members, words};
use crate::block::{Default, PropertyDef, Shape};
use crate::describe::schema::parsed;

impl Writer<'_> {
    /// A property under each of its names.
    pub(super) fn property(&mut self, property: &'static PropertyDef, properties: &mut Map<String, Json>) {
        let description = words::property(property);
        let (examples, room) = examples(property, HOVER.saturating_sub(description.chars().count()));
        let mut schema = members([("markdownDescription", json!(description))]);
        schema.extend(self.value(&property.shape.alternatives(), Place::of(property, room)));
        if let Default::Value(make) = property.default {
            schema.insert("default".to_owned(), make());
        }
        if !examples.is_empty() {
            schema.insert("examples".to_owned(), Json::Array(examples));
        }
        if property.flags.hidden {
            schema.insert("doNotSuggest".to_owned(), json!(true));
        }
        properties.insert(property.name.to_owned(), Json::Object(schema.clone()));
        schema.insert("doNotSuggest".to_owned(), json!(true));
        schema.insert("markdownDescription".to_owned(), json!(format!("Another name of `{}`.", property.name)));
        for alias in property.aliases {
            properties.insert((*alias).to_owned(), Json::Object(schema.clone()));
        }
    }
}

/// How long the text may be where the pointer rests on a property, apart from what every editor adds.
const HOVER: usize = 450;

/// As many examples as have room, and the room that they leave. The values of choices are no examples: they are listed
/// anyway.
fn examples(property: &PropertyDef, room: usize) -> (Vec<Json>, usize) {
    const MOST: usize = 180;
    const MARKS: usize = 28;
    let alternatives = property.shape.alternatives();
    let is_choice = |example: &Json| {
        alternatives.iter().any(|shape| match shape {
            Shape::Choice(choice) => example.as_str().is_some_and(|text| choice.find(text).is_some()),
            _ => false,
        })
    };
    let (mut shown, mut left) = (Vec::new(), room.min(MOST));
    for text in property.examples {
        let example = parsed(text);
        if is_choice(&example) {
            continue;
        }
        let Some(rest) = left.checked_sub(text.chars().count() + MARKS) else { break };
        left = rest;
        shown.push(example);
    }
    (shown, room.saturating_sub(room.min(MOST) - left))
}

/// The properties of an object that must be given.
pub(super) struct Required {
    /// Their names.
    pub(super) names: Vec<&'static str>,
    /// Conditions for those that may be given under another name, for an `allOf`.
    pub(super) alternatives: Vec<Json>,
}

impl Required {
    /// These members, and the properties that have no default.
    pub(super) fn of(own: &[&'static str], properties: impl Iterator<Item = &'static PropertyDef>) -> Self {
        let mut required = Self { names: own.to_vec(), alternatives: Vec::new() };
        for property in properties.filter(|property| property.is_required()) {
            if property.aliases.is_empty() {
                required.names.push(property.name);
                continue;
            }
            // Not an `anyOf` of all names: its message would name one of them at random.
            let others: Vec<Json> = property.aliases.iter().map(|name| json!({ "required": [name] })).collect();
            required.alternatives.push(json!({
                "if": { "type": "object", "anyOf": others },
                "else": { "required": [property.name] }
            }));
        }
        required
    }
}
