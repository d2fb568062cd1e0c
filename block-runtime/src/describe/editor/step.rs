//! Steps: their types, the switch between blocks, and workflows within workflows.

use serde_json::{Map, Value as Json, json};

use super::block::summary;
use super::switch::{Case, switch};
use super::{Texts, Writer, definition_of, hidden, members, pattern};
use crate::block::{BlockDef, Entry};
use crate::workflow::form::Part;
use crate::workflow::{BINDINGS, DEFINITION};

const UNKNOWN_TYPE: &str = "No block has this type. Completion lists the types that there are.";

impl Writer<'_> {
    /// Defines `step`, and `any-step` for workflows that bring blocks of their own.
    pub(super) fn steps(&mut self, entries: &[&Entry]) {
        let mut texts = Texts { values: Vec::new(), docs: Vec::new() };
        let mut cases = Vec::new();
        for entry in entries {
            let def = entry.def;
            for alias in std::iter::once(&def.id).chain(def.aliases) {
                texts.values.push(json!(alias));
                texts.docs.push(if *alias == def.id { summary(def) } else { format!("Another name of `{}`.", def.id) });
            }
            let types = std::iter::once(def.id).chain(def.aliases.iter().copied()).collect();
            let make = if entry.is_expanded() { Self::inner_workflow } else { Self::block };
            cases.push(Case { types, then: self.defined(&definition_of(def.id), |writer| make(writer, def)) });
        }
        let mut further = switch(&cases);
        if self.options.snippets {
            let blocks: Vec<&'static BlockDef> = entries.iter().map(|entry| entry.def).collect();
            further.extend(self.step_snippets(&blocks));
        }
        let blocks = self.defined("blocks", |_| json!({ "allOf": further }));

        let types: Vec<&str> = texts.values.iter().filter_map(Json::as_str).collect();
        let mut known = members([("type", json!("string")), ("errorMessage", json!(UNKNOWN_TYPE))]);
        if self.options.hidden_types {
            known.insert("pattern".to_owned(), json!(pattern::texts(types)));
            known.extend([texts.hidden()]);
        } else {
            known.extend(texts.keywords());
        }
        let known = self.defined("types", |_| Json::Object(known));
        let mut any = members([("type", json!("string"))]);
        any.extend([hidden(members([("allOf", json!([known]))]))]);
        let name = self.member(Part::Step, "name");
        for (definition, own_type) in [("step", known), ("any-step", Json::Object(any))] {
            let schema = json!({
                "title": "step",
                "type": "object",
                "required": ["type", "name"],
                "properties": { "type": own_type, "name": name },
                "allOf": [blocks]
            });
            self.definitions.insert(definition.to_owned(), schema);
        }
    }

    /// The steps that stand for inner workflows: what the engine reads of them has a form that no type of a property has.
    fn inner_workflow(&mut self, def: &'static BlockDef) -> Json {
        let mut schema = self.block(def);
        let definition = self.defined("inner-workflow", Self::within);
        let forms = [
            (DEFINITION, members([("if", json!({ "type": "object", "minProperties": 1 })), ("then", definition)])),
            (BINDINGS, Map::new()),
        ];
        for (name, form) in forms {
            let property = schema.get_mut("properties").and_then(|properties| properties.get_mut(name));
            if let Some(property) = property.and_then(Json::as_object_mut) {
                property.retain(|keyword, _| ANNOTATIONS.contains(&keyword.as_str()));
                property.insert("type".to_owned(), json!(["object", "null"]));
                property.extend(form);
            }
        }
        if let Some(keywords) = schema.as_object_mut() {
            // The engine takes a step without bindings.
            keywords.insert("required".to_owned(), json!(["type", "name"]));
        }
        schema
    }
}

/// Keywords that say something about a value and not what it must be.
const ANNOTATIONS: [&str; 3] = ["markdownDescription", "examples", "default"];
