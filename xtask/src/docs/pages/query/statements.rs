//! The page of statements: how they are written, and what they can say.

use block_runtime::block::{TaggedDef, description};
use block_runtime::query::{
    BinaryStatement, COMPARATORS, CaseDefinition, CasesDefinition, DynamicCaseResult, DynamicOperand, OPERATORS,
    StatementGroup, StaticCaseResult, StaticOperand, UnaryStatement,
};
use serde_json::{Value as Json, json};

use super::example::{ExampleError, verdict};
use super::{DECLARED_IN, properties};
use crate::docs::pages::markdown::{code, generated, page, sentence, table};

pub fn text() -> Result<String, ExampleError> {
    let mut blocks = vec![
        generated(DECLARED_IN),
        "# Statements".to_owned(),
        "A statement says something about values. Statements stand in groups, which blocks take as conditions, and \
         `DetectionsFilter` to choose detections."
            .to_owned(),
    ];
    for def in [
        TaggedDef::of::<StatementGroup>(),
        TaggedDef::of::<BinaryStatement>(),
        TaggedDef::of::<UnaryStatement>(),
        TaggedDef::of::<StaticOperand>(),
        TaggedDef::of::<DynamicOperand>(),
    ] {
        blocks.extend(section(&def));
    }
    blocks.extend(example()?);
    blocks.push("## Comparators".to_owned());
    blocks.push(
        "What a `BinaryStatement` says. The examples show the left value, the right value, and the answer.".to_owned(),
    );
    blocks.push(comparators()?);
    blocks.push("## Operators".to_owned());
    blocks.push("What a `UnaryStatement` says.".to_owned());
    blocks.push(operators()?);
    blocks.push("## Cases".to_owned());
    blocks.push("Some blocks choose a value by several conditions.".to_owned());
    for def in [
        TaggedDef::of::<CasesDefinition>(),
        TaggedDef::of::<CaseDefinition>(),
        TaggedDef::of::<StaticCaseResult>(),
        TaggedDef::of::<DynamicCaseResult>(),
    ] {
        blocks.extend(section(&def));
    }
    Ok(page(&blocks))
}

fn section(def: &TaggedDef) -> Vec<String> {
    let mut blocks = vec![format!("### {}", def.name), sentence(&description(def.doc))];
    blocks.extend(properties(def));
    blocks
}

const GROUP: &str = r#"{
  "type": "StatementGroup",
  "operator": "and",
  "statements": [
    {
      "type": "BinaryStatement",
      "left_operand": {
        "type": "DynamicOperand",
        "operand_name": "classes",
        "operations": [{"type": "SequenceLength"}]
      },
      "comparator": {"type": "(Number) >="},
      "right_operand": {"type": "StaticOperand", "value": 2}
    },
    {
      "type": "UnaryStatement",
      "operand": {"type": "DynamicOperand", "operand_name": "plate"},
      "operator": {"type": "Exists"}
    }
  ]
}"#;

const PARAMETERS: &str = r#"{"classes": ["car", "cat", "car"], "plate": "AB-1234"}"#;

fn example() -> Result<Vec<String>, ExampleError> {
    let holds = verdict("StatementGroup", GROUP, PARAMETERS)?;
    Ok(vec![
        format!("**Example.** This group is {} of the parameters `{PARAMETERS}`:", code(&holds.to_string())),
        format!("```json\n{GROUP}\n```"),
    ])
}

/// What a single statement says.
fn answer(name: &'static str, statement: &Json) -> Result<String, ExampleError> {
    let group = json!({"type": "StatementGroup", "statements": [statement]});
    verdict(name, &group.to_string(), "{}").map(|holds| holds.to_string())
}

fn operand(name: &'static str, json: &str) -> Result<Json, ExampleError> {
    let value: Json = serde_json::from_str(json).map_err(|error| ExampleError::new(name, &error))?;
    Ok(json!({"type": "StaticOperand", "value": value}))
}

fn tags(def: &TaggedDef) -> String {
    def.tags.iter().map(|tag| code(tag)).collect::<Vec<_>>().join(" or ")
}

fn comparators() -> Result<String, ExampleError> {
    let mut rows = Vec::new();
    for comparator in COMPARATORS {
        let (name, (left, right)) = (comparator.object.name, comparator.example);
        let statement = json!({
            "type": "BinaryStatement", "left_operand": operand(name, left)?,
            "comparator": {"type": comparator.object.tags.first()}, "right_operand": operand(name, right)?
        });
        let shown = format!("{}, {}: {}", code(left), code(right), answer(name, &statement)?);
        rows.push([tags(&comparator.object), sentence(&description(comparator.object.doc)), shown]);
    }
    Ok(table(["`type`", "True when", "Example"], rows))
}

fn operators() -> Result<String, ExampleError> {
    let mut rows = Vec::new();
    for operator in OPERATORS {
        let name = operator.object.name;
        let statement = json!({
            "type": "UnaryStatement", "operand": operand(name, operator.example)?,
            "operator": {"type": operator.object.tags.first()}
        });
        let shown = format!("{}: {}", code(operator.example), answer(name, &statement)?);
        rows.push([tags(&operator.object), sentence(&description(operator.object.doc)), shown]);
    }
    Ok(table(["`type`", "True when", "Example"], rows))
}
