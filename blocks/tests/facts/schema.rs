//! Schemas brought into one shape.
//!
//! Sentences, titles and examples go; kinds are names; unions are flat and sorted; limits stand in the branches that
//! they limit, also where the reference writes them beside a union or under their Python names. A limit that a
//! property's own default breaks goes too, because we leave it out.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Number, Value as Json, json};

use super::NEWER_OPERATION;

/// Members that say what JSON is accepted, as opposed to what editors show.
const STRUCTURE: [&str; 23] = [
    "$ref",
    "additionalProperties",
    "anyOf",
    "const",
    "discriminator",
    "enum",
    "exclusiveMaximum",
    "exclusiveMinimum",
    "items",
    "kind",
    "maxItems",
    "maxLength",
    "maximum",
    "minItems",
    "minLength",
    "minimum",
    "oneOf",
    "pattern",
    "prefixItems",
    "reference",
    "selected_element",
    "selector_points_to_batch",
    "type",
];

/// Members that are sentences or repeat other facts.
const SENTENCES: [&str; 6] =
    ["title", "description", "examples", "short_description", "long_description", "deprecation_message"];

/// Python names of limits.
const PYTHON: [(&str, &str); 4] =
    [("ge", "minimum"), ("gt", "exclusiveMinimum"), ("le", "maximum"), ("lt", "exclusiveMaximum")];

const LIMITS: [&str; 4] = ["minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum"];

/// Facts that the schema of a block states.
pub fn facts(schema: &Json, definitions: &Json) -> BTreeMap<&'static str, Json> {
    let properties = schema.get("properties").and_then(Json::as_object).cloned().unwrap_or_default();
    let mut required: Vec<&str> =
        schema.get("required").and_then(Json::as_array).into_iter().flatten().filter_map(Json::as_str).collect();
    required.sort_unstable();
    let mut root = schema.as_object().cloned().unwrap_or_default();
    for member in SENTENCES.into_iter().chain(["properties", "required", "$defs"]) {
        root.remove(member);
    }
    let mut referred = BTreeMap::new();
    for (_, property) in &properties {
        refer(property, definitions, &mut referred);
    }
    BTreeMap::from([
        ("order of properties", json!(properties.keys().collect::<Vec<_>>())),
        ("properties", properties.iter().map(|(name, node)| (name.clone(), property(node))).collect()),
        ("required", json!(required)),
        ("root", without_messages(Json::Object(root))),
        ("definitions", json!(referred)),
    ])
}

/// The schema of a property, in shape.
pub fn property(node: &Json) -> Json {
    let mut shown = node.as_object().cloned().unwrap_or_default();
    for member in STRUCTURE.iter().chain(&SENTENCES).chain(&["ge", "gt", "le", "lt"]) {
        shown.remove(*member);
    }
    if let Some(metadata) = shown.get_mut("values_metadata").and_then(Json::as_object_mut) {
        for entry in metadata.values_mut().filter_map(Json::as_object_mut) {
            entry.remove("description");
        }
    }
    let mut branches = branches(node);
    if let Some(default) = shown.get("default").and_then(Json::as_f64) {
        branches.iter_mut().filter_map(Json::as_object_mut).for_each(|branch| drop_broken(branch, default));
    }
    shown.insert("accepts".to_owned(), sorted(branches));
    Json::Object(shown)
}

/// The alternatives of a node, flat, each in shape, with the limits of the node itself.
fn branches(node: &Json) -> Vec<Json> {
    let Some(members) = node.as_object() else { return vec![node.clone()] };
    let mut limits: Map<String, Json> = Map::new();
    for (python, plain) in PYTHON {
        limits.extend(members.get(python).map(|limit| (plain.to_owned(), limit.clone())));
    }
    let Some(union) = members.get("anyOf").and_then(Json::as_array) else {
        return vec![with_limits(plain(members), &limits)];
    };
    for limit in LIMITS.into_iter().chain(["minItems", "maxItems", "minLength", "maxLength"]) {
        limits.extend(members.get(limit).map(|value| (limit.to_owned(), value.clone())));
    }
    union.iter().flat_map(branches).map(|branch| with_limits(branch, &limits)).collect()
}

/// A node that is no union.
fn plain(members: &Map<String, Json>) -> Json {
    let mut shape = Map::new();
    for (name, value) in members.iter().filter(|(name, _)| STRUCTURE.contains(&name.as_str())) {
        let (name, value) = match (name.as_str(), value) {
            ("items" | "additionalProperties", Json::Object(_)) => (name.as_str(), sorted(branches(value))),
            ("prefixItems", Json::Array(places)) => {
                ("prefixItems", places.iter().map(|place| sorted(branches(place))).collect())
            }
            ("oneOf", Json::Array(references)) => {
                let newer = json!({ "$ref": format!("#/$defs/{NEWER_OPERATION}") });
                ("oneOf", sorted(references.iter().filter(|reference| **reference != newer).cloned().collect()))
            }
            ("discriminator", discriminator) => {
                let mut discriminator = discriminator.clone();
                if let Some(mapping) = discriminator.get_mut("mapping").and_then(Json::as_object_mut) {
                    mapping.remove(NEWER_OPERATION);
                }
                ("discriminator", discriminator)
            }
            ("const", only) => ("enum", json!([only])),
            ("kind", Json::Array(kinds)) => ("kind", sorted(kinds.iter().map(kind_name).collect())),
            (name, value) => (name, value.clone()),
        };
        shape.insert(name.to_owned(), value);
    }
    Json::Object(shape)
}

fn kind_name(kind: &Json) -> Json {
    kind.get("name").unwrap_or(kind).clone()
}

fn with_limits(mut branch: Json, limits: &Map<String, Json>) -> Json {
    let json_type = branch.get("type").and_then(Json::as_str).unwrap_or_default().to_owned();
    let is_reference = branch.get("reference").is_some();
    let Some(members) = branch.as_object_mut() else { return branch };
    for (name, limit) in limits {
        let held = match (name.as_str(), json_type.as_str()) {
            (number, "integer" | "number") if LIMITS.contains(&number) => Some(number),
            ("minItems" | "minLength", "array") => Some("minItems"),
            ("maxItems" | "maxLength", "array") => Some("maxItems"),
            (length @ ("minLength" | "maxLength"), "string") if !is_reference => Some(length),
            _ => None,
        };
        if let Some(held) = held {
            members.entry(held.to_owned()).or_insert_with(|| limit.clone());
        }
    }
    for (included, excluded) in [("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum")] {
        if members.contains_key(excluded) && members.get(included) == members.get(excluded) {
            members.remove(included);
        }
    }
    branch
}

fn drop_broken(branch: &mut Map<String, Json>, default: f64) {
    branch.retain(|name, limit| match (name.as_str(), limit.as_f64()) {
        ("minimum", Some(limit)) => default >= limit,
        ("maximum", Some(limit)) => default <= limit,
        ("exclusiveMinimum", Some(limit)) => default > limit,
        ("exclusiveMaximum", Some(limit)) => default < limit,
        _ => true,
    });
}

/// The members of a list in an order of their own, without repetition.
fn sorted(items: Vec<Json>) -> Json {
    let by_text: BTreeMap<String, Json> = items
        .into_iter()
        .map(|item| {
            let item = ordered(numbers(item));
            (item.to_string(), item)
        })
        .collect();
    by_text.into_values().collect()
}

fn ordered(json: Json) -> Json {
    match json {
        Json::Object(members) => {
            let sorted: BTreeMap<String, Json> =
                members.into_iter().map(|(name, value)| (name, ordered(value))).collect();
            Json::Object(sorted.into_iter().collect())
        }
        Json::Array(items) => items.into_iter().map(ordered).collect(),
        plain => plain,
    }
}

/// Whole numbers without a fraction: `1.0` is `1`.
pub fn numbers(json: Json) -> Json {
    match json {
        Json::Number(number) => Json::Number(whole(&number).unwrap_or(number)),
        Json::Array(items) => items.into_iter().map(numbers).collect(),
        Json::Object(members) => members.into_iter().map(|(name, value)| (name, numbers(value))).collect(),
        plain => plain,
    }
}

fn whole(number: &Number) -> Option<Number> {
    let value = number.as_f64().filter(|value| value.fract() == 0.0 && value.abs() < 1e15)?;
    format!("{value:.0}").parse().ok()
}

/// The definitions that a node refers to, apart from those of the query language.
fn refer(node: &Json, definitions: &Json, found: &mut BTreeMap<String, Json>) {
    match node {
        Json::Object(members) => {
            if let Some(name) = members.get("$ref").and_then(Json::as_str).and_then(|path| path.rsplit('/').next()) {
                let definition = definitions.get(name).cloned().unwrap_or_default();
                if definition.pointer("/properties/type/const").is_none() {
                    found.insert(name.to_owned(), definition);
                }
            }
            members.values().for_each(|value| refer(value, definitions, found));
        }
        Json::Array(items) => items.iter().for_each(|item| refer(item, definitions, found)),
        _ => {}
    }
}

fn without_messages(json: Json) -> Json {
    match json {
        Json::Object(mut members) => {
            members.remove("message");
            members.into_iter().map(|(name, value)| (name, without_messages(value))).collect()
        }
        Json::Array(items) => items.into_iter().map(without_messages).collect(),
        plain => plain,
    }
}

/// The names of properties whose own default breaks one of their limits.
pub fn broken_limits(schema: &Json) -> BTreeSet<String> {
    let properties = schema.get("properties").and_then(Json::as_object).into_iter().flatten();
    let breaks = |node: &Json| {
        let Some(default) = node.get("default").and_then(Json::as_f64) else { return false };
        branches(node).iter().filter_map(Json::as_object).any(|branch| {
            let mut kept = branch.clone();
            drop_broken(&mut kept, default);
            kept.len() != branch.len()
        })
    };
    properties.filter(|(_, node)| breaks(node)).map(|(name, _)| name.clone()).collect()
}
