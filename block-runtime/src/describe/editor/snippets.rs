//! Whole steps that completion inserts.

use serde_json::{Map, Value as Json, json};

use super::Writer;
use super::block::summary;
use crate::block::BlockDef;
use crate::describe::example_step;
use crate::document::{Document, Pointer};
use crate::step::{self, Target};

impl Writer<'_> {
    /// What makes completion offer whole steps, for the `allOf` of a step.
    ///
    /// Services for JSON look for snippets in alternatives that nothing can match, services for YAML in what holds of
    /// a step that is still empty; each of them finds the snippets in one place only.
    pub(super) fn step_snippets(&mut self, blocks: &[&'static BlockDef]) -> [Json; 2] {
        let snippets = self.defined("snippets", |_| {
            let current = blocks.iter().filter(|def| def.deprecated.is_none());
            let snippets: Vec<Json> = current.map(|def| snippet(def)).collect();
            json!({ "title": "step", "type": "object", "defaultSnippets": snippets })
        });
        [
            json!({ "oneOf": [{}, { "not": {}, "allOf": [snippets] }] }),
            json!({ "if": { "type": "object", "required": ["type"] }, "else": snippets }),
        ]
    }
}

fn snippet(def: &'static BlockDef) -> Json {
    let mut stops = Stops { next: 1 };
    let body: Map<String, Json> = necessary(def)
        .into_iter()
        .map(|(name, value)| {
            let value = match (name.as_str(), value) {
                ("type", value) => value,
                ("name", Json::String(text)) => json!(format!("${{{}:{text}}}", stops.take())),
                (_, value) => stops.own(&value),
            };
            (name, value)
        })
        .collect();
    json!({ "label": def.id, "markdownDescription": summary(def), "body": body })
}

/// The example of a step without what can be left out.
fn necessary(def: &'static BlockDef) -> Map<String, Json> {
    let Json::Object(example) = example_step(def) else { return Map::new() };
    let mut step = example.clone();
    step.retain(|name, _| {
        let property = def.properties().find(|property| property.name == *name);
        property.is_none_or(|property| property.is_required() || !property.required_if.is_empty())
    });
    if is_sound(def, &step) { step } else { example }
}

fn is_sound(def: &'static BlockDef, step: &Map<String, Json>) -> bool {
    let text = Json::Object(step.clone()).to_string();
    let mut diagnostics = Vec::new();
    if let Ok(document) = Document::parse_json(text) {
        step::parse(def, &document.root, &Pointer::root(), &mut diagnostics);
    }
    diagnostics.is_empty()
}

/// Numbers the places that one fills in.
struct Stops {
    next: usize,
}

impl Stops {
    fn take(&mut self) -> usize {
        let number = self.next;
        self.next += 1;
        number
    }

    /// A value that is a place to fill in.
    ///
    /// Text with a `^` before it is inserted as it stands; whatever else a service does to `$` and `\` differs.
    fn own(&mut self, value: &Json) -> Json {
        match value {
            Json::String(text) if Target::is_reference(text) => {
                json!(format!("^\"\\$${{{}:{}}}\"", self.take(), filled(text.trim_start_matches('$'))))
            }
            Json::String(text) => json!(format!("^\"${{{}:{}}}\"", self.take(), filled(text))),
            Json::Array(_) | Json::Object(_) => self.inner(value),
            scalar => json!(format!("^${{{}:{scalar}}}", self.take())),
        }
    }

    /// A value inside of another one, where only references are filled in.
    fn inner(&mut self, value: &Json) -> Json {
        match value {
            Json::Array(elements) => elements.iter().map(|element| self.inner(element)).collect(),
            Json::Object(object) => object.iter().map(|(name, member)| (name.clone(), self.inner(member))).collect(),
            Json::String(text) if Target::is_reference(text) => self.own(value),
            Json::String(text) if text.starts_with('^') || text.contains(['$', '}', '\\', '"']) => {
                json!(format!("^\"{}\"", filled(text)))
            }
            // A bare null within a list stops the service for YAML.
            Json::Null => json!("^null"),
            plain => plain.clone(),
        }
    }
}

/// Text as it stands inside of quotes and of a place to fill in.
fn filled(text: &str) -> String {
    let quoted = json!(text).to_string();
    let inside = quoted.get(1..quoted.len().saturating_sub(1)).unwrap_or_default();
    let mut filled = String::with_capacity(inside.len());
    for character in inside.chars() {
        if matches!(character, '$' | '}' | '\\') {
            filled.push('\\');
        }
        filled.push(character);
    }
    filled
}
