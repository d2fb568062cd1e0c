//! Steps: their types, the switch between blocks, and workflows within workflows.

use serde_json::{Value as Json, json};

use super::block::summary;
use super::switch::{Case, switch};
use super::{Texts, Writer, definition_of, hidden, members, pattern};
use crate::block::BlockDef;
use crate::workflow::INNER_WORKFLOW;
use crate::workflow::form::Part;

const UNKNOWN_TYPE: &str = "No block has this type. Completion lists the types that there are.";

impl Writer<'_> {
    /// Defines `step`, and `any-step` for workflows that bring blocks of their own.
    pub(super) fn steps(&mut self, blocks: &[&'static BlockDef]) {
        let blocks: Vec<&'static BlockDef> = blocks.iter().copied().filter(|def| def.id != INNER_WORKFLOW).collect();
        let mut texts = Texts { values: Vec::new(), docs: Vec::new() };
        let mut cases = Vec::new();
        for def in &blocks {
            for alias in std::iter::once(&def.id).chain(def.aliases) {
                texts.values.push(json!(alias));
                texts.docs.push(if *alias == def.id { summary(def) } else { format!("Another name of `{}`.", def.id) });
            }
            let types = std::iter::once(def.id).chain(def.aliases.iter().copied()).collect();
            cases.push(Case { types, then: self.defined(&definition_of(def.id), |writer| writer.block(def)) });
        }
        texts.values.push(json!(INNER_WORKFLOW));
        texts.docs.push("**Inner Workflow.** Run a whole workflow as one step of this one.".to_owned());
        let inner = self.defined(&definition_of(INNER_WORKFLOW), Self::inner_workflow);
        cases.push(Case { types: vec![INNER_WORKFLOW], then: inner });
        let mut further = switch(&cases);
        if self.options.snippets {
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

    fn inner_workflow(&mut self) -> Json {
        let mut schema = self.part(Part::InnerWorkflow);
        if let Some(keywords) = schema.as_object_mut() {
            keywords.insert("title".to_owned(), json!(INNER_WORKFLOW));
            if let Some(properties) = keywords.get_mut("properties").and_then(Json::as_object_mut) {
                properties.insert("type".to_owned(), json!(true));
                properties.insert("name".to_owned(), json!(true));
            }
        }
        schema
    }
}
