//! What a property says about itself beyond its type: where references lead, how long it is, whether it may be null.

use block_runtime::block::{BlockDef, Origin};
use block_runtime::describe;
use block_runtime::document::{Node, Pointer};
use block_runtime::prelude::*;
use block_runtime::step::parse;
use serde_json::{Value as Json, json};

/// How values become one.
#[derive(Debug, Clone, Copy, PartialEq, Choice)]
#[block(definition = "AggregationMode")]
enum Aggregation {
    /// Their mean.
    Average,
    /// The greatest of them.
    Max,
}

/// Try out properties.
#[derive(Debug, Block)]
#[block(id = "test/properties@v1")]
#[expect(dead_code, reason = "the block is only described")]
struct Everything {
    /// How to join.
    #[block(default = Aggregation::Max)]
    mode: Aggregation,
    /// What to ask.
    prompt: Omittable<Or<String>>,
    /// What to read.
    #[block(min_len = 2, default = vec!["a".to_owned(), "b".to_owned()], origin = AnyData, origin = WorkflowParameter)]
    tags: Or<Vec<String>>,
}

impl Run for Everything {
    fn run(&self, _: &mut Context<'_, ()>) -> Result<(), BlockError> {
        Ok(())
    }
}

fn def() -> &'static BlockDef {
    block::<Everything>().def
}

fn mistakes(properties: &Json) -> Vec<String> {
    let mut step = json!({ "type": "test/properties@v1", "name": "step" });
    for (name, value) in properties.as_object().expect("an object") {
        step[name] = value.clone();
    }
    let mut diagnostics = Vec::new();
    parse(def(), &Node::from_json(&step), &Pointer::root(), &mut diagnostics);
    diagnostics.into_iter().map(|diagnostic| diagnostic.message).collect()
}

#[test]
fn a_named_choice_is_defined_once() {
    let schema = describe::block_schema(def());
    assert_eq!(schema["properties"]["mode"]["$ref"], "#/$defs/AggregationMode");
    assert_eq!(schema["properties"]["mode"]["default"], "max");
    assert_eq!(schema["$defs"]["AggregationMode"]["enum"], json!(["average", "max"]));
    assert_eq!(describe::table(def())[1].type_name, "AggregationMode");
}

#[test]
fn what_may_be_missing_need_not_be_nullable() {
    let schema = &describe::block_schema(def())["properties"]["prompt"];
    assert_eq!(schema["default"], Json::Null);
    assert!(!schema["anyOf"].as_array().expect("a union").iter().any(|branch| branch["type"] == "null"));
    assert_eq!(mistakes(&json!({})), Vec::<String>::new());
    assert_eq!(mistakes(&json!({ "prompt": null })).len(), 1);
}

#[test]
fn limits_of_length_hold_for_the_list_and_not_for_its_elements() {
    let branches = &describe::block_schema(def())["properties"]["tags"]["anyOf"];
    let list = branches.as_array().expect("a union").iter().find(|branch| branch["type"] == "array");
    let list = list.expect("a list");
    assert_eq!(list["minItems"], 2);
    assert_eq!(list["items"], json!({ "type": "string" }));
    assert_eq!(mistakes(&json!({ "tags": ["a", "b"] })), Vec::<String>::new());
    assert_eq!(mistakes(&json!({ "tags": ["long enough"] })).len(), 1);
}

#[test]
fn references_lead_to_each_of_the_origins() {
    let tags = def().properties().find(|property| property.name == "tags").expect("the property");
    let binding = describe::binding(tags).expect("references");
    assert_eq!(binding.origins.into_iter().collect::<Vec<_>>(), [Origin::AnyData, Origin::WorkflowParameter]);
    assert_eq!(mistakes(&json!({ "tags": "$steps.other.tags" })), Vec::<String>::new());
}
