//! The JSON Schema of whole workflows, for editors and other validators.
//!
//! Draft-07 and self-contained, because that is what editors understand best: the `type` of a step is an enum of all
//! blocks, and an `if`/`then` for each block says what its properties are. Unlike the engine it does not accept unknown
//! properties, since in an editor they are slips.

use serde_json::{Map, Value as Json, json};

use super::block_schema;
use crate::block::{BlockDef, Entry};

/// The schema of workflows whose steps are these blocks.
pub fn workflow_schema(entries: &[Entry]) -> Json {
    let mut definitions = Map::new();
    for entry in entries {
        definitions.extend(block_definitions(entry.def));
    }
    definitions.insert("input".to_owned(), input());
    definitions.insert("output".to_owned(), output());
    definitions.insert("step".to_owned(), step(entries));
    json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "Workflow",
        "description": "A computer-vision workflow: inputs, steps and outputs.",
        "type": "object",
        "required": ["version", "inputs", "steps", "outputs"],
        "properties": {
            "$schema": { "type": "string", "description": "Where this schema is, for editors." },
            "version": {
                "type": "string",
                "description": "Oldest version of the execution engine that runs the workflow, such as `1.0`.",
                "examples": ["1.0"]
            },
            "inputs": {
                "type": "array",
                "description": "What a run is given: images and parameters.",
                "items": { "$ref": "#/definitions/input" }
            },
            "steps": {
                "type": "array",
                "description": "What is done. Steps run as soon as the data that they refer to is there.",
                "items": { "$ref": "#/definitions/step" }
            },
            "outputs": {
                "type": "array",
                "description": "What a run gives back.",
                "items": { "$ref": "#/definitions/output" }
            }
        },
        "definitions": definitions
    })
}

fn step(entries: &[Entry]) -> Json {
    let names: Vec<&str> = entries.iter().flat_map(|entry| identifiers(entry.def)).collect();
    let texts: Vec<String> =
        entries.iter().flat_map(|entry| identifiers(entry.def).map(|_| entry.def.summary())).collect();
    let cases: Vec<Json> = entries
        .iter()
        .map(|entry| {
            let names: Vec<&str> = identifiers(entry.def).collect();
            json!({
                "if": { "type": "object", "required": ["type"], "properties": { "type": { "enum": names } } },
                "then": { "$ref": format!("#/definitions/{}", key(entry.def.id)) }
            })
        })
        .collect();
    json!({
        "title": "step",
        "type": "object",
        "required": ["type", "name"],
        "properties": {
            "type": {
                "type": "string",
                "description": "Which block the step runs.",
                "enum": names,
                "markdownEnumDescriptions": texts,
                "errorMessage": "No block has this type. Completion lists them all."
            },
            "name": { "type": "string", "description": "Name of the step, by which others refer to it." }
        },
        "allOf": cases
    })
}

fn identifiers(def: &'static BlockDef) -> impl Iterator<Item = &'static str> {
    std::iter::once(def.id).chain(def.aliases.iter().copied())
}

/// A type identifier as it stands in a JSON pointer.
fn key(id: &str) -> String {
    id.replace('~', "~0").replace('/', "~1")
}

fn block_definitions(def: &'static BlockDef) -> Map<String, Json> {
    let mut schema = draft_07(block_schema(def));
    let mut definitions = Map::new();
    if let Some(Json::Object(inner)) = schema.get_mut("definitions").map(Json::take) {
        definitions.extend(inner);
    }
    let mut properties = match schema.get_mut("properties").map(Json::take) {
        Some(Json::Object(properties)) => properties,
        _ => Map::new(),
    };
    for common in ["type", "name"] {
        properties.insert(common.to_owned(), json!(true));
    }
    let block = json!({
        "title": def.id,
        "description": def.summary(),
        "type": "object",
        "properties": properties,
        "required": schema.get("required"),
        "additionalProperties": false
    });
    definitions.insert(def.id.to_owned(), block);
    definitions
}

/// A schema of the reference's dialect in draft-07: definitions where editors look for them, tuples as lists of
/// items, kinds by their names.
fn draft_07(json: Json) -> Json {
    match json {
        Json::Object(members) => Json::Object(members.into_iter().map(member).collect()),
        Json::Array(items) => items.into_iter().map(draft_07).collect(),
        other => other,
    }
}

fn member((name, value): (String, Json)) -> (String, Json) {
    match (name.as_str(), value) {
        ("$defs", value) => ("definitions".to_owned(), draft_07(value)),
        ("prefixItems", value) => ("items".to_owned(), draft_07(value)),
        ("$ref", Json::String(target)) => (name, json!(target.replace("#/$defs/", "#/definitions/"))),
        ("kind", Json::Array(kinds)) => {
            let names = kinds.iter().map(|kind| kind.get("name").unwrap_or(kind).clone());
            (name, names.collect())
        }
        ("default" | "examples", value) => (name, value),
        (_, value) => (name, draft_07(value)),
    }
}

fn input() -> Json {
    json!({
        "type": "object",
        "required": ["type", "name"],
        "properties": {
            "type": {
                "type": "string",
                "description": "What is given.",
                "enum": [
                    "WorkflowImage", "InferenceImage", "WorkflowVideoMetadata", "WorkflowBatchInput",
                    "WorkflowParameter", "InferenceParameter"
                ],
                "markdownEnumDescriptions": [
                    "One image or a list of them.",
                    "The same as `WorkflowImage`.",
                    "Where video frames come from.",
                    "One piece of data for each element of the batch.",
                    "One value for the whole run.",
                    "The same as `WorkflowParameter`."
                ]
            },
            "name": { "type": "string", "description": "Name of the input; steps refer to it as `$inputs.name`." },
            "kind": { "type": "array", "description": "Kinds of the data; any kind when left out." },
            "dimensionality": { "type": "integer", "description": "How many levels of lists the data has." },
            "default_value": { "description": "Value of a parameter that a run is not given." }
        }
    })
}

fn output() -> Json {
    json!({
        "type": "object",
        "required": ["type", "name", "selector"],
        "properties": {
            "type": { "const": "JsonField" },
            "name": { "type": "string", "description": "Name of the member of the results." },
            "selector": {
                "type": "string",
                "description": "What is given back: `$steps.step.output`, `$steps.step.*` or `$inputs.name`."
            },
            "coordinates_system": {
                "enum": ["own", "parent"],
                "default": "parent",
                "description": "Whether detections on a crop are given back in the crop's own pixels or in those of the input image."
            }
        }
    })
}
