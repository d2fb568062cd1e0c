//! The page of a family of operations.

use block_runtime::block::{Choice as _, ChoiceValue, Shape, description};
use block_runtime::query::{Example, Family, OPERATIONS, OperationDef};

use super::example::{ExampleError, outcome, parsed};
use super::{DECLARED_IN, kinds, layout, properties};
use crate::docs::pages::markdown::{code, generated, page, sentence, table};

pub fn text(family: Family) -> Result<String, ExampleError> {
    let choice = Family::CHOICES.find(family.as_str());
    let title = choice.and_then(|choice| choice.label).unwrap_or(family.as_str());
    let introduction = choice.map(ChoiceValue::description).unwrap_or_default();
    let mut blocks = vec![generated(DECLARED_IN), format!("# {title}"), introduction];
    for operation in OPERATIONS.iter().filter(|operation| operation.family == family) {
        blocks.extend(section(operation)?);
    }
    Ok(page(&blocks))
}

fn section(operation: &OperationDef) -> Result<Vec<String>, ExampleError> {
    let def = &operation.object;
    let mut facts =
        vec![format!("- **Takes:** {}", kinds(operation.takes)), format!("- **Gives:** {}", kinds(operation.gives))];
    if let Some(nested) = &operation.nested {
        facts.push(format!("- **Inside:** takes {}, gives {}", kinds(nested.takes), kinds(nested.gives)));
    }
    let mut blocks = vec![format!("## {}", def.name), sentence(&description(def.doc)), facts.join("\n")];
    blocks.extend(properties(def));
    for property in def.properties() {
        if let Shape::Choice(choice) = property.shape {
            let rows = choice.values.iter().map(|value| [code(value.value), sentence(&value.description())]);
            blocks.push(table([&code(property.name), "What it means"], rows));
        }
    }
    for example in operation.examples {
        blocks.extend(shown(def.name, example)?);
    }
    Ok(blocks)
}

fn shown(name: &'static str, example: &Example) -> Result<Vec<String>, ExampleError> {
    let result = outcome(name, example)?;
    let json = |text: &str| parsed(name, text).map(|json| layout::block(&json));
    let read_as =
        if example.kind.is_wildcard() { String::new() } else { format!(", read as {}", code(example.kind.name)) };
    let mut blocks = vec![
        "**Example.** The chain".to_owned(),
        json(example.chain)?,
        format!("makes of this value{read_as}"),
        json(example.value)?,
    ];
    if example.parameters != "{}" {
        blocks.extend(["and these parameters".to_owned(), json(example.parameters)?]);
    }
    blocks.extend(["the result".to_owned(), layout::block(&result)]);
    Ok(blocks)
}
