//! Schemas of authors' own types, in the dialect of the schema that they become part of.

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json};

use super::Writer;
use crate::block::CustomShape;

/// The names under which definitions of an author's schema stand in this one, by their own.
type Names = BTreeMap<String, String>;

impl Writer<'_> {
    /// The schema of an author's own shape.
    pub(super) fn custom(&mut self, shape: &CustomShape) -> Json {
        let definitions = (shape.definitions)();
        let names: Names =
            definitions.iter().map(|(name, schema)| (name.clone(), self.own_name(name, schema))).collect();
        for (name, schema) in definitions {
            if let Some(name) = names.get(&name) {
                self.defined(name, |writer| writer.translated(schema, &names));
            }
        }
        self.translated((shape.schema)(), &names)
    }

    /// A name that no other definition has: types of different blocks may have one name and not be the same.
    fn own_name(&mut self, name: &str, schema: &Json) -> String {
        let namesakes = self.custom.entry(name.to_owned()).or_default();
        let place = namesakes.iter().position(|known| known == schema).unwrap_or_else(|| {
            namesakes.push(schema.clone());
            namesakes.len() - 1
        });
        if place == 0 { format!("type-{name}") } else { format!("type-{name}-{}", place + 1) }
    }

    /// A schema of draft 2020-12 in the dialect of this one, without what editors would show beside our own words.
    fn translated(&self, json: Json, names: &Names) -> Json {
        match json {
            Json::Object(keywords) => {
                let mut translated = Map::new();
                for (name, value) in keywords {
                    self.keyword(name, value, names, &mut translated);
                }
                Json::Object(translated)
            }
            Json::Array(schemas) => schemas.into_iter().map(|schema| self.translated(schema, names)).collect(),
            other => other,
        }
    }

    fn keyword(&self, name: String, value: Json, names: &Names, translated: &mut Map<String, Json>) {
        match (name.as_str(), value) {
            ("prefixItems", Json::Array(places)) => {
                let places = places.into_iter().map(|place| self.translated(place, names)).collect();
                translated.extend(self.places(places));
            }
            ("properties", Json::Object(properties)) => {
                let properties =
                    properties.into_iter().map(|(name, schema)| (name, self.translated(schema, names))).collect();
                translated.insert(name, Json::Object(properties));
            }
            ("$ref", Json::String(target)) => {
                let known = target.strip_prefix("#/$defs/").and_then(|target| names.get(target));
                if let Some(Json::Object(reference)) = known.map(|known| self.reference(known)) {
                    translated.extend(reference);
                }
            }
            // Names of Rust types say nothing to people, and formats of numbers nothing to editors.
            ("$schema" | "title" | "format", _) => {}
            ("default" | "examples" | "const" | "enum", value) => {
                translated.insert(name, value);
            }
            (_, value) => {
                translated.insert(name, self.translated(value, names));
            }
        }
    }
}
