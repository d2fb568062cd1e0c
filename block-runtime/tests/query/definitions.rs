//! The JSON Schema of the query language beside that of the reference, in `definitions.json`: the same objects with the same
//! members, kinds and choices. Titles and descriptions are our own.

use std::collections::BTreeMap;

use block_runtime::block::Block as _;
use block_runtime::describe::block_schema;
use block_runtime::prelude::*;
use block_runtime::query::{CasesDefinition, Chain};
use serde_json::{Map as JsonMap, Value as Json, json};

/// Everything that the query language has.
#[expect(dead_code, reason = "described, and never run")]
#[derive(Debug, Block)]
#[block(id = "test/query@v1")]
struct Everything {
    /// Operations.
    chain: Chain,
    /// Cases.
    cases: CasesDefinition,
}

/// The operation that a newer reference has.
const NEWER: &str = "SequenceJoin";

/// A schema without sentences and with names for kinds; `compound` is false where it is not said.
fn plain(json: &Json) -> Json {
    match json {
        Json::Object(members) if members.contains_key("serialised_data_type") => members["name"].clone(),
        Json::Object(members) => {
            let mut kept: JsonMap<String, Json> = members
                .iter()
                .filter(|(name, value)| !(value.is_string() && ["title", "description"].contains(&name.as_str())))
                .filter(|(name, _)| *name != NEWER)
                .map(|(name, value)| (name.clone(), plain(value)))
                .collect();
            if kept.contains_key("input_kind") {
                kept.entry("compound").or_insert(json!(false));
            }
            Json::Object(kept)
        }
        Json::Array(items) => {
            let newer = json!({"$ref": format!("#/$defs/{NEWER}")});
            items.iter().filter(|item| **item != newer).map(plain).collect()
        }
        other => other.clone(),
    }
}

fn definitions(json: &Json) -> BTreeMap<String, Json> {
    json.as_object().unwrap().iter().map(|(name, definition)| (name.clone(), plain(definition))).collect()
}

#[test]
fn definitions_are_those_of_the_reference() {
    let mut ours = definitions(&block_schema(Everything::DEF)["$defs"]);
    assert!(ours.remove(NEWER).is_some());
    let theirs = definitions(&serde_json::from_str(include_str!("definitions.json")).unwrap());
    assert_eq!(ours.keys().collect::<Vec<_>>(), theirs.keys().collect::<Vec<_>>());
    for (name, theirs) in &theirs {
        assert_eq!(&ours[name], theirs, "{name}");
    }
}

#[test]
fn everything_is_described() {
    let schema = block_schema(Everything::DEF);
    for (name, definition) in schema["$defs"].as_object().unwrap() {
        if let Some(properties) = definition.get("properties").and_then(Json::as_object) {
            assert!(definition["description"].as_str().is_some_and(|text| text.len() > 10), "{name}");
            for (property, schema) in properties.iter().filter(|(property, _)| *property != "type") {
                assert!(schema["description"].is_string(), "{name}.{property}");
            }
        }
    }
}
