//! What is known about a block, read from either of two shapes: a `blocks/describe` answer, or a catalogue of facts.

use serde_json::{Map, Value as Json};

/// What is known about a block.
#[derive(Debug)]
pub struct Manifest {
    /// Type identifier.
    pub id: String,
    /// Other identifiers.
    pub aliases: Vec<String>,
    /// Root of the JSON Schema, without `properties` and `required`.
    pub root: Map<String, Json>,
    /// Version requirement on the engine.
    pub engine: Option<String>,
    /// Whether the block needs the internet.
    pub requires_internet: bool,
    /// Restrictions as the reference prints them.
    pub restrictions: Vec<Json>,
    /// Depth of the properties that declare one.
    pub depths: Map<String, Json>,
    /// The property that fixes the lineage of the outputs.
    pub depth_reference: Option<String>,
    /// Depth of the outputs.
    pub output_depth: i64,
    /// Properties in order, without `type` and `name`.
    pub properties: Vec<Property>,
    /// Outputs in order.
    pub outputs: Vec<Output>,
    /// Schemas that the properties refer to.
    pub definitions: Map<String, Json>,
}

/// What is known about a property.
#[derive(Debug)]
pub struct Property {
    /// Name in JSON.
    pub name: String,
    /// JSON Schema.
    pub schema: Json,
    /// Whether it must be given.
    pub required: bool,
    /// How data of any origin arrives: as single elements (`false`), as batches (`true`), as either.
    pub batch: Vec<bool>,
    /// Whether its data is one level deeper than the elements that the block is called for.
    pub group: bool,
}

/// What is known about an output.
#[derive(Debug)]
pub struct Output {
    /// Name; `*` stands for outputs that depend on the configuration.
    pub name: String,
    /// Names of its kinds.
    pub kinds: Vec<String>,
}

/// Why a file is not a manifest.
#[derive(Debug, thiserror::Error)]
pub enum ManifestError {
    /// It is of another shape.
    #[error(
        "this is neither a block nor a list of blocks: expected `blocks`, or `manifest_type_identifier` and `block_schema`"
    )]
    Shape,
    /// A block lacks something.
    #[error("block `{id}` has no `{member}`")]
    Missing {
        /// The block.
        id: String,
        /// What it lacks.
        member: &'static str,
    },
}

/// The blocks of a file.
///
/// # Errors
/// [`ManifestError`] when the file has none, or one of them lacks something.
pub fn read(file: &Json) -> Result<Vec<Manifest>, ManifestError> {
    match file.get("blocks") {
        Some(Json::Object(facts)) => {
            let definitions = object(file.get("defs"));
            facts.iter().map(|(id, entry)| from_facts(id, entry, &definitions)).collect()
        }
        Some(Json::Array(blocks)) => blocks.iter().map(described).collect(),
        _ if file.get("manifest_type_identifier").is_some() => Ok(vec![described(file)?]),
        _ => Err(ManifestError::Shape),
    }
}

fn from_facts(id: &str, entry: &Json, definitions: &Map<String, Json>) -> Result<Manifest, ManifestError> {
    let missing = |member| ManifestError::Missing { id: id.to_owned(), member };
    let schema = entry.get("schema").ok_or_else(|| missing("schema"))?;
    let dimensionality = entry.get("dimensionality").cloned().unwrap_or_default();
    let depths = object(dimensionality.get("inputs"));
    let output_depth = dimensionality.get("output").and_then(Json::as_i64).unwrap_or_default();
    let batch = |name: &str| flags(entry.get("bindings").and_then(|bindings| bindings.get(name)?.get("batch")));
    Ok(Manifest {
        id: id.to_owned(),
        aliases: texts(entry.get("aliases")),
        root: root(schema),
        engine: text(entry.get("engine")),
        requires_internet: requires_internet(entry.get("air_gapped")),
        restrictions: list(entry.get("restrictions")),
        properties: properties(schema, batch, |name| is_group(&depths, output_depth, name))
            .ok_or_else(|| missing("properties"))?,
        depths,
        depth_reference: text(dimensionality.get("reference")),
        output_depth,
        outputs: outputs(entry.get("outputs"), "kinds"),
        definitions: definitions.clone(),
    })
}

fn described(block: &Json) -> Result<Manifest, ManifestError> {
    let id = text(block.get("manifest_type_identifier")).ok_or(ManifestError::Shape)?;
    let missing = |member| ManifestError::Missing { id: id.clone(), member };
    let schema = block.get("block_schema").ok_or_else(|| missing("block_schema"))?;
    let depths = object(block.get("input_dimensionality_offsets"));
    let output_depth = block.get("output_dimensionality_offset").and_then(Json::as_i64).unwrap_or_default();
    Ok(Manifest {
        aliases: texts(block.get("manifest_type_identifier_aliases")),
        root: root(schema),
        engine: text(block.get("execution_engine_compatibility")),
        requires_internet: requires_internet(schema.get("air_gapped_info")),
        restrictions: list(block.get("restrictions")),
        depth_reference: text(block.get("dimensionality_reference_property")),
        // A description does not say which properties take batches.
        properties: properties(schema, |_| Vec::new(), |name| is_group(&depths, output_depth, name))
            .ok_or_else(|| missing("properties"))?,
        depths,
        output_depth,
        outputs: outputs(block.get("outputs_manifest"), "kind"),
        definitions: object(schema.get("$defs")),
        id,
    })
}

fn properties(
    schema: &Json,
    batch: impl Fn(&str) -> Vec<bool>,
    is_group: impl Fn(&str) -> bool,
) -> Option<Vec<Property>> {
    let required = texts(schema.get("required"));
    let members = schema.get("properties")?.as_object()?.iter();
    let own = members.filter(|(name, _)| *name != "type" && *name != "name");
    let read = own.map(|(name, schema)| Property {
        name: name.clone(),
        schema: schema.clone(),
        required: required.contains(name),
        batch: batch(name),
        group: is_group(name),
    });
    Some(read.collect())
}

/// Blocks that gather are called for each group; others say which of their properties are groups.
fn is_group(depths: &Map<String, Json>, output_depth: i64, name: &str) -> bool {
    output_depth < 0 || depths.get(name).and_then(Json::as_i64) == Some(1)
}

fn outputs(list_of_outputs: Option<&Json>, kinds: &str) -> Vec<Output> {
    let read = |output: &Json| Some(Output { name: text(output.get("name"))?, kinds: kind_names(output.get(kinds)) });
    list(list_of_outputs).iter().filter_map(read).collect()
}

fn requires_internet(air_gapped: Option<&Json>) -> bool {
    air_gapped.and_then(|info| info.get("reason")).and_then(Json::as_str) == Some("requires_internet")
}

fn root(schema: &Json) -> Map<String, Json> {
    let mut root = object(Some(schema));
    for member in ["properties", "required", "$defs"] {
        root.remove(member);
    }
    root
}

/// Names of kinds that are given as names or as objects.
pub fn kind_names(kinds: Option<&Json>) -> Vec<String> {
    let name = |kind: &Json| text(Some(kind)).or_else(|| text(kind.get("name")));
    list(kinds).iter().filter_map(name).collect()
}

/// The texts of a list.
pub fn texts(list_of_texts: Option<&Json>) -> Vec<String> {
    list(list_of_texts).iter().filter_map(|item| text(Some(item))).collect()
}

fn flags(list_of_flags: Option<&Json>) -> Vec<bool> {
    list(list_of_flags).iter().filter_map(Json::as_bool).collect()
}

fn text(json: Option<&Json>) -> Option<String> {
    json.and_then(Json::as_str).map(str::to_owned)
}

fn list(json: Option<&Json>) -> Vec<Json> {
    json.and_then(Json::as_array).cloned().unwrap_or_default()
}

fn object(json: Option<&Json>) -> Map<String, Json> {
    json.and_then(Json::as_object).cloned().unwrap_or_default()
}
