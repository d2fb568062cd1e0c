//! The schema of the steps of one block.

use serde_json::{Map, Value as Json, json};

use super::property::Required;
use super::{Writer, members, pattern, words};
use crate::block::{BlockDef, Condition, Default, PropertyDef, Shape};
use crate::describe::schema::parsed;

impl Writer<'_> {
    /// The steps of a block. They are closed: in an editor an unknown property is a slip.
    pub(super) fn block(&mut self, def: &'static BlockDef) -> Json {
        let own_type = match def.deprecated {
            // Here and not where the block is recognised, since a deprecation counts as a mistake.
            Some(instead) => json!({ "deprecationMessage": format!("Deprecated: {instead}") }),
            None => json!(true),
        };
        let mut properties = Map::from_iter([("type".to_owned(), own_type), ("name".to_owned(), json!(true))]);
        for property in def.properties() {
            self.property(property, &mut properties);
        }
        let Required { names, alternatives } = Required::of(&["type", "name"], def.properties());
        let mut schema = members([
            ("title", json!(def.id)),
            ("markdownDescription", json!(summary(def))),
            ("type", json!("object")),
            ("properties", Json::Object(properties)),
            ("required", json!(names)),
            ("additionalProperties", json!(false)),
        ]);
        let conditions: Vec<Json> = alternatives.into_iter().chain(conditions(def)).collect();
        if !conditions.is_empty() {
            schema.insert("allOf".to_owned(), Json::Array(conditions));
        }
        Json::Object(schema)
    }
}

/// What a block is called and what it does.
pub(super) fn summary(def: &BlockDef) -> String {
    let summary = words::short(&def.summary());
    match (def.name.is_empty(), def.deprecated) {
        (_, Some(instead)) => format!("**Deprecated:** {instead}\n\n{summary}"),
        (false, None) => format!("**{}.** {summary}", def.name),
        (true, None) => summary,
    }
}

/// The properties that others make necessary.
fn conditions(def: &'static BlockDef) -> Vec<Json> {
    let mut needed: Vec<(&Condition, Vec<&str>)> = Vec::new();
    for property in def.properties().filter(|property| property.aliases.is_empty()) {
        for condition in property.required_if {
            match needed.iter_mut().find(|(known, _)| *known == condition) {
                Some((_, names)) => names.push(property.name),
                None => needed.push((condition, vec![property.name])),
            }
        }
    }
    let schemas = needed
        .into_iter()
        .filter_map(|(condition, names)| Some(json!({ "if": holds(def, condition)?, "then": { "required": names } })));
    schemas.collect()
}

/// That a condition holds; nothing where the schema cannot tell.
fn holds(def: &'static BlockDef, condition: &Condition) -> Option<Json> {
    let (mut properties, mut given) = (Map::new(), Vec::new());
    for (name, values) in *condition {
        let property = def.properties().find(|property| property.name == *name && property.aliases.is_empty())?;
        let values: Vec<Json> = values.iter().map(|text| parsed(text)).collect();
        let usual = match property.default {
            Default::Required | Default::Null => Json::Null,
            Default::Empty(make) | Default::Value(make) => make(),
        };
        if !values.contains(&usual) {
            given.push(*name);
        }
        properties.insert((*name).to_owned(), one_of(property, &values));
    }
    let mut test = json!({ "type": "object", "properties": properties });
    if let Some(keywords) = test.as_object_mut().filter(|_| !given.is_empty()) {
        keywords.insert("required".to_owned(), json!(given));
    }
    Some(test)
}

/// That a property is one of these values; other texts of a choice are the value that they stand for.
fn one_of(property: &PropertyDef, values: &[Json]) -> Json {
    let others = property.shape.alternatives().into_iter().filter_map(|shape| match shape {
        Shape::Choice(choice) => Some(choice.values),
        _ => None,
    });
    let others: Vec<&str> = others
        .flatten()
        .filter(|choice| values.contains(&json!(choice.value)))
        .flat_map(|choice| choice.aliases.iter().copied())
        .collect();
    let texts: Option<Vec<&str>> = values.iter().map(Json::as_str).collect();
    match (texts, values) {
        // Not an enum: hovering would list it.
        (Some(texts), _) => {
            json!({ "type": "string", "pattern": pattern::texts(texts.into_iter().chain(others)), "doNotSuggest": true })
        }
        (None, [only]) => json!({ "const": only }),
        (None, several) => {
            json!({ "anyOf": several.iter().map(|value| json!({ "const": value })).collect::<Vec<_>>() })
        }
    }
}
