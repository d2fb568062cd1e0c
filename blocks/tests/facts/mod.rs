//! Facts about blocks, ours beside those of the reference.
//!
//! Both sides are brought into one shape, without sentences and without what carries no meaning, and compared fact by
//! fact: what a block is called, which properties it has, what can be bound to them, what comes out, what it connects
//! with. `schema` says how schemas are brought into shape, `links` what the reference connects.

#![allow(dead_code, unused_imports, reason = "each test binary that includes this module uses a part of it")]

mod links;
mod schema;

use std::collections::BTreeMap;

use block_runtime::block::{BlockDef, Entry, Origin};
use block_runtime::describe;
use serde_json::{Value as Json, json};

pub use links::links;
pub use schema::broken_limits;

/// Facts about a block by name.
pub type Facts = BTreeMap<&'static str, Json>;

/// A fact on which ours and the reference's disagree.
#[derive(Debug, Clone, PartialEq)]
pub struct Difference {
    /// Type identifier of the block.
    pub block: String,
    /// Name of the fact.
    pub fact: &'static str,
    /// Where in the fact, as a JSON pointer.
    pub place: String,
    /// What we say.
    pub ours: Json,
    /// What the reference says.
    pub theirs: Json,
}

/// Where the reference's own facts are at fault, with the reason; there is no difference to be had.
pub const EXCEPTIONS: [(&str, &str, &str); 1] = [(
    "roboflow_core/mask_edge_snap@v1",
    "/segmentation/accepts",
    "this one selector of the reference is made by hand and lacks the pattern that every other one has",
)];

/// The operation of the query language that only a newer reference has.
const NEWER_OPERATION: &str = "SequenceJoin";

/// Facts that the two sides state in the same words.
const PLAIN: [&str; 13] = [
    "aliases",
    "name",
    "version",
    "block_type",
    "section",
    "priority",
    "license",
    "deprecated",
    "search_keywords",
    "engine",
    "air_gapped",
    "dimensionality",
    "table",
];

/// What the table of a block says.
pub fn ours(def: &'static BlockDef) -> Facts {
    let schema = describe::block_schema(def);
    let dimensions = describe::dimensions(def);
    let reason = def.requires_internet.then_some("requires_internet");
    let table = describe::table(def).into_iter().map(|row| {
        let type_name = row.type_name.replace(&format!("{NEWER_OPERATION}, "), "");
        json!({ "name": row.name, "type": type_name, "ref": row.takes_references })
    });
    let restrictions = def.restrictions.iter().map(describe::restriction_object).map(without_note);
    let mut facts = Facts::from([
        ("aliases", json!(def.aliases)),
        ("name", json!(def.name)),
        ("version", json!(def.version())),
        ("block_type", json!(def.block_type.as_str())),
        ("section", json!(def.section.map(block_runtime::block::Section::as_str))),
        ("priority", json!(def.priority)),
        ("license", json!(def.license)),
        ("deprecated", json!(def.deprecated.is_some())),
        ("search_keywords", json!(def.keywords)),
        ("engine", json!(def.engine)),
        ("air_gapped", json!({ "available": !def.requires_internet, "reason": reason })),
        (
            "dimensionality",
            json!({ "inputs": dimensions.inputs, "reference": dimensions.reference, "output": dimensions.output }),
        ),
        ("table", table.collect()),
        ("restrictions", restrictions.collect()),
        ("bindings", bindings(def)),
        (
            "outputs",
            def.outputs
                .iter()
                .map(|output| {
                    let kinds: Vec<&str> = output.kinds.iter().map(|kind| kind.name).collect();
                    json!({ "name": output.name, "kinds": kinds })
                })
                .collect(),
        ),
    ]);
    let definitions = schema.get("$defs").cloned().unwrap_or_default();
    facts.extend(schema::facts(&schema, &definitions));
    facts.into_iter().map(|(name, fact)| (name, schema::numbers(fact))).collect()
}

fn bindings(def: &'static BlockDef) -> Json {
    let of = |property: &'static block_runtime::block::PropertyDef| {
        let binding = describe::binding(property)?;
        let mut elements: Vec<&str> = binding.origins.into_iter().map(Origin::as_str).collect();
        elements.sort_unstable();
        let fact = json!({
            "kinds": binding.kinds,
            "elements": elements,
            "batch": binding.batch,
            "list": binding.in_list,
            "dict": binding.in_object,
        });
        Some((property.name.to_owned(), fact))
    };
    Json::Object(def.properties().filter_map(of).collect())
}

/// What the reference says: an entry of its catalogue, and the schemas that its entries refer to.
pub fn theirs(entry: &Json, definitions: &Json) -> Facts {
    let fact = |name: &str| entry.get(name).cloned().unwrap_or_default();
    let mut facts: Facts = PLAIN.into_iter().chain(["outputs", "bindings"]).map(|name| (name, fact(name))).collect();
    let restrictions = fact("restrictions").as_array().cloned().unwrap_or_default();
    facts.insert("restrictions", restrictions.into_iter().map(without_note).collect());
    facts.extend(schema::facts(&fact("schema"), definitions));
    facts.into_iter().map(|(name, fact)| (name, schema::numbers(fact))).collect()
}

fn without_note(mut restriction: Json) -> Json {
    if let Some(members) = restriction.as_object_mut() {
        members.remove("note");
    }
    restriction
}

/// The facts on which our blocks and the reference's catalogue disagree, connections included; blocks of which the
/// reference knows nothing are left out.
pub fn differences(entries: &[Entry], catalogue: &Json) -> Vec<Difference> {
    let definitions = catalogue.get("defs").cloned().unwrap_or_default();
    let mut found = Vec::new();
    for def in entries.iter().map(|entry| entry.def) {
        let Some(entry) = catalogue.pointer(&format!("/blocks/{}", def.id.replace('/', "~1"))) else { continue };
        let (ours, mut theirs) = (ours(def), theirs(entry, &definitions));
        for (fact, ours) in ours {
            let theirs = theirs.remove(fact).unwrap_or_default();
            narrow(String::new(), ours, theirs, &mut |place, ours, theirs| {
                found.push(Difference { block: def.id.to_owned(), fact, place, ours, theirs });
            });
        }
    }
    found.extend(connection_differences(entries, catalogue));
    found.retain(|difference| {
        !EXCEPTIONS.iter().any(|(block, place, _)| difference.block == *block && difference.place == *place)
    });
    found
}

/// Reports the smallest parts of two values that differ.
fn narrow(place: String, ours: Json, theirs: Json, report: &mut dyn FnMut(String, Json, Json)) {
    match (ours, theirs) {
        (Json::Object(ours), Json::Object(mut theirs)) => {
            for (name, ours) in ours {
                let theirs = theirs.remove(&name).unwrap_or_default();
                narrow(format!("{place}/{name}"), ours, theirs, report);
            }
            for (name, theirs) in theirs {
                narrow(format!("{place}/{name}"), Json::Null, theirs, report);
            }
        }
        (ours, theirs) if ours != theirs => report(place, ours, theirs),
        _ => {}
    }
}

/// Compares connections among the blocks that both sides have.
fn connection_differences(entries: &[Entry], catalogue: &Json) -> Vec<Difference> {
    let shared: Vec<Entry> =
        entries.iter().filter(|entry| catalogue["blocks"].get(entry.def.id).is_some()).copied().collect();
    let known: Vec<&str> = shared.iter().map(|entry| entry.def.id).collect();
    let mut theirs = links(catalogue, &known);
    let mut found = Vec::new();
    for (block, connections) in describe::connections(&shared) {
        let Some(theirs) = theirs.remove(block) else { continue };
        let ours = json!({ "from": connections.from, "to": connections.to });
        narrow(String::new(), ours, theirs, &mut |place, ours, theirs| {
            found.push(Difference { block: block.to_owned(), fact: "connections", place, ours, theirs });
        });
    }
    found
}
