//! The `describe` document: the whole catalogue as clients of the reference read it.

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json, json};

use super::{binding, block_schema, object, primitive_type};
use crate::block::{BlockDef, Entry, PropertyDef, Restriction};
use crate::kind::{KINDS, WILDCARD};

/// The catalogue in the shape of the reference's `blocks/describe` answer.
pub fn document(entries: &[Entry]) -> Json {
    object([
        ("blocks", entries.iter().map(|entry| block(entry.def)).collect()),
        ("declared_kinds", KINDS.iter().map(|kind| kind.to_json()).collect()),
        ("kinds_connections", kinds_connections(entries)),
        ("primitives_connections", primitives_connections(entries)),
        ("universal_query_language_description", super::query::query_language()),
        ("dynamic_block_definition_schema", json!({})),
    ])
}

fn block(def: &'static BlockDef) -> Json {
    let dimensions = dimensions(def);
    let outputs = def.outputs.iter().map(|output| {
        object([
            ("name", json!(output.name)),
            ("description", json!(output.description())),
            ("kind", output.kinds.iter().map(|kind| kind.to_json()).collect()),
        ])
    });
    object([
        ("manifest_type_identifier", json!(def.id)),
        ("manifest_type_identifier_aliases", json!(def.aliases)),
        ("human_friendly_block_name", json!(def.name)),
        ("block_schema", block_schema(def)),
        ("outputs_manifest", outputs.collect()),
        ("block_source", json!(def.path.split("::").next().unwrap_or_default())),
        ("fully_qualified_block_class_name", json!(def.path)),
        ("execution_engine_compatibility", json!(def.engine)),
        ("restrictions", def.restrictions.iter().map(restriction_object).collect()),
        ("input_dimensionality_offsets", dimensions.inputs),
        ("dimensionality_reference_property", dimensions.reference),
        ("output_dimensionality_offset", dimensions.output),
    ])
}

/// Text of the page: the doc comment after its first paragraph, or that paragraph when there is nothing more.
pub(super) fn long_description(def: &BlockDef) -> String {
    let description = def.description();
    if description.is_empty() { def.summary() } else { description }
}

/// How deep a block's data is, as JSON.
#[derive(Debug)]
pub struct Dimensions {
    /// Depth of each property that declares one.
    pub inputs: Json,
    /// The property that fixes the lineage of the outputs, or null.
    pub reference: Json,
    /// Depth of the outputs.
    pub output: Json,
}

/// How deep a block's data is.
pub fn dimensions(def: &'static BlockDef) -> Dimensions {
    let depths = def.properties().filter_map(|property| Some((property.name.to_owned(), json!(property.depth?))));
    Dimensions {
        inputs: Json::Object(depths.collect()),
        reference: json!(def.properties().find(|property| property.depth_reference).map(|property| property.name)),
        output: json!(def.output_depth),
    }
}

/// A restriction as the reference prints it; scopes that are not limited are left out.
pub fn restriction_object(restriction: &Restriction) -> Json {
    let mut members = Map::from_iter([
        ("severity".to_owned(), json!(restriction.severity.as_str())),
        ("note".to_owned(), json!(restriction.note)),
    ]);
    let scopes: [(&str, Vec<&str>); 3] = [
        ("applies_to_runtimes", restriction.runtimes.iter().map(|scope| scope.as_str()).collect()),
        ("applies_to_step_execution_modes", restriction.execution.iter().map(|scope| scope.as_str()).collect()),
        ("applies_to_input_modes", restriction.input.iter().map(|scope| scope.as_str()).collect()),
    ];
    for (name, scope) in scopes {
        if !scope.is_empty() {
            members.insert(name.to_owned(), json!(scope));
        }
    }
    Json::Object(members)
}

fn kinds_connections(entries: &[Entry]) -> Json {
    let mut by_kind: BTreeMap<&str, Vec<Json>> = BTreeMap::new();
    for (def, property) in properties(entries) {
        let Some(binding) = binding(property).filter(|binding| !binding.kinds.is_empty()) else { continue };
        let entry = object([
            ("manifest_type_identifier", json!(def.id)),
            ("property_name", json!(property.name)),
            ("property_description", json!(property.description())),
            ("compatible_element", json!(binding.origins.first().map(|origin| origin.as_str()))),
            ("is_list_element", json!(binding.in_list)),
            ("is_dict_element", json!(binding.in_object)),
        ]);
        let mut kinds = binding.kinds;
        kinds.insert(WILDCARD);
        for kind in kinds {
            by_kind.entry(kind).or_default().push(entry.clone());
        }
    }
    Json::Object(by_kind.into_iter().map(|(kind, entries)| (kind.to_owned(), Json::Array(entries))).collect())
}

fn primitives_connections(entries: &[Entry]) -> Json {
    let primitives = properties(entries).filter_map(|(def, property)| {
        let annotation = primitive_type(property)?;
        Some(object([
            ("manifest_type_identifier", json!(def.id)),
            ("property_name", json!(property.name)),
            ("property_description", json!(property.description())),
            ("type_annotation", json!(annotation)),
        ]))
    });
    primitives.collect()
}

fn properties(entries: &[Entry]) -> impl Iterator<Item = (&'static BlockDef, &'static PropertyDef)> {
    entries.iter().flat_map(|entry| entry.def.properties().map(|property| (entry.def, property)))
}
