//! The JSON Schema of whole workflows, for editors.
//!
//! One schema has to serve many validators, and each of them is weak elsewhere. So it keeps to what has been found to
//! work in all of them:
//!
//! - Which block a step is, a two-level switch says: patterns that each stand for several types, and below them a
//!   constant for each type. Alternatives (`oneOf`, `anyOf`) would make validators guess which block was meant, and
//!   slow.
//! - Each keyword of a property speaks of one JSON type only, so that a number or a reference needs no alternatives.
//! - A `oneOf` whose second alternative nothing can match holds what completion should find and validation should not
//!   look at.
//! - Messages are written here, because those of validators speak of patterns.
//!
//! The schema refuses what the engine warns of as well, such as unknown properties: in an editor they are slips. What
//! the engine reads without a word it accepts, but for a few conversions between JSON types that nobody means.

mod accepted;
mod block;
mod custom;
mod options;
mod pattern;
mod property;
mod root;
mod shared;
mod snippets;
mod step;
mod switch;
mod tagged;
mod value;
mod words;

pub use options::{Dialect, EditorOptions};

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json, json};

use crate::block::Entry;
use crate::version::Requirement;

/// The schema for editors of workflows whose steps are these blocks.
///
/// Blocks that this engine cannot run are left out.
pub fn editor_schema(entries: &[Entry], options: &EditorOptions) -> Json {
    let runs_here = |entry: &&Entry| Requirement::of_block(entry.def.engine).is_ok_and(|engine| engine.is_met());
    let entries = entries.iter().filter(runs_here).filter(|entry| options.includes(entry.def.section));
    let entries: Vec<&Entry> = entries.collect();
    let mut writer = Writer { options, definitions: Map::new(), custom: BTreeMap::new() };
    writer.steps(&entries);
    writer.root()
}

/// A schema that is being written: what it has defined so far.
struct Writer<'a> {
    options: &'a EditorOptions,
    definitions: Map<String, Json>,
    /// Definitions of authors' own types, by the names that their authors gave them.
    custom: BTreeMap<String, Vec<Json>>,
}

impl Writer<'_> {
    /// A reference to a definition, whose name has nothing in it that pointers write otherwise: old services do not
    /// read that back.
    fn reference(&self, name: &str) -> Json {
        json!({ "$ref": format!("#/{}/{name}", self.options.dialect.definitions()) })
    }

    /// A reference to a definition, which is made unless it exists or is being made.
    fn defined(&mut self, name: &str, make: impl FnOnce(&mut Self) -> Json) -> Json {
        if !self.definitions.contains_key(name) {
            self.definitions.insert(name.to_owned(), Json::Null);
            let schema = make(self);
            self.definitions.insert(name.to_owned(), schema);
        }
        self.reference(name)
    }

    /// The keywords of a list that has a schema for each place.
    fn places(&self, places: Vec<Json>) -> Map<String, Json> {
        let count = json!(places.len());
        let (fixed, further) = match self.options.dialect {
            Dialect::Draft07 => ("items", "additionalItems"),
            Dialect::Draft202012 => ("prefixItems", "items"),
        };
        members([
            (fixed, Json::Array(places)),
            (further, json!(false)),
            ("minItems", count.clone()),
            ("maxItems", count),
        ])
    }
}

/// The name of the definition for what has a type identifier.
fn definition_of(id: &str) -> String {
    id.replace(['/', '~', '%'], ":")
}

/// A list of texts as completion and hovering show them: values, and a sentence on each.
struct Texts {
    values: Vec<Json>,
    docs: Vec<String>,
}

impl Texts {
    fn keywords(&self) -> Map<String, Json> {
        members([("enum", json!(self.values)), ("markdownEnumDescriptions", json!(self.docs))])
    }

    fn hidden(&self) -> (String, Json) {
        hidden(self.keywords())
    }
}

/// A keyword that completion follows, while nothing can match what stands there.
fn hidden(offered: Map<String, Json>) -> (String, Json) {
    let mut never = members([("not", json!({}))]);
    never.extend(offered);
    ("oneOf".to_owned(), json!([{}, never]))
}

/// An object from pairs, in their order.
fn members<const N: usize>(pairs: [(&str, Json); N]) -> Map<String, Json> {
    pairs.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}
