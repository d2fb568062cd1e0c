//! The properties of a block: what takes references only, what can be written, and what the values mean.

use block_runtime::block::{BlockDef, PropertyDef, split_doc};
use block_runtime::describe::{Choices, Facts};

use super::Heading;
use crate::docs::pages::links::Folder;
use crate::docs::pages::markdown::{classed, code, sentence, table};

/// Choices with more values than this are only listed below the table.
const VALUES_IN_CELL: usize = 6;

/// The section, headings included.
pub fn section(def: &'static BlockDef, heading: Heading) -> Vec<String> {
    let properties: Vec<(&PropertyDef, Facts)> =
        def.properties().map(|property| (property, Facts::new(property))).collect();
    let (literal, references): (Vec<_>, Vec<_>) = properties.iter().partition(|(_, facts)| facts.type_name.is_some());
    let mut blocks = vec![heading.section("Properties")];
    if !references.is_empty() {
        blocks.push("These take data from inputs and other steps, so they are always references:".to_owned());
        let rows = references.iter().map(|(property, facts)| {
            [code(property.name), references_to(facts), description(property, facts, heading)]
        });
        blocks.push(classed("properties references", &table(["Name", "Kind", "Description"], rows)));
        blocks.push("The others are written into the step:".to_owned());
    }
    let name = [
        code("name"),
        code("str"),
        "Name of the step, by which other steps and outputs refer to it.<br>**Required.**".to_owned(),
        "❌".to_owned(),
    ];
    let rows = literal.iter().map(|(property, facts)| {
        [
            code(property.name),
            code(facts.type_name.as_deref().unwrap_or_default()),
            description(property, facts, heading),
            if facts.takes_references() { "✅" } else { "❌" }.to_owned(),
        ]
    });
    let heads = ["Name", "Type", "Description", "Refs"];
    blocks.push(classed("properties", &table(heads, std::iter::once(name).chain(rows))));
    blocks.push(
        "✅ under *Refs*: a reference such as `$inputs.name` or `$steps.step.output` can stand in its place."
            .to_owned(),
    );
    for (property, facts) in &properties {
        blocks.extend(more(property, facts, heading));
    }
    blocks
}

fn references_to(facts: &Facts) -> String {
    let mut kinds: Vec<String> = facts
        .selectors
        .iter()
        .flat_map(|selector| selector.kinds)
        .map(|kind| Folder::Blocks.to_kind(kind.name))
        .collect();
    kinds.dedup();
    if kinds.is_empty() { "a step".to_owned() } else { kinds.join(", ") }
}

/// The cell: first paragraph of the description, then the facts, a line each.
fn description(property: &PropertyDef, facts: &Facts, heading: Heading) -> String {
    let (summary, rest) = split_doc(property.doc);
    let mut lines = vec![sentence(&summary)];
    if let Some(choices) = &facts.choices {
        lines.push(choices_in_cell(property, choices, heading));
    } else if !rest.is_empty() {
        lines.push(format!("[More]({}).", heading.anchor("about", property.name)));
    }
    if property.shape.holds_queries() {
        let path = Folder::Blocks.path_to(Folder::Query, "index");
        lines.push(format!("Written in the [query language]({path})."));
    }
    lines.push(facts.presence.clone());
    lines.extend(facts.range.clone());
    lines.extend(facts.conditions.iter().cloned());
    if !property.aliases.is_empty() {
        let aliases: Vec<String> = property.aliases.iter().map(|alias| code(alias)).collect();
        lines.push(format!("Also accepted as {}.", aliases.join(", ")));
    }
    lines.join("<br>")
}

fn choices_in_cell(property: &PropertyDef, choices: &Choices, heading: Heading) -> String {
    let meanings = heading.anchor("about", property.name);
    let values: Vec<String> = choices.def.values.iter().map(|value| code(value.value)).collect();
    match (choices.open, values.len() <= VALUES_IN_CELL) {
        (false, true) => format!("One of {} ([meanings]({meanings})).", values.join(", ")),
        (false, false) => format!("One of [{} values]({meanings}).", values.len()),
        (true, true) => format!("For example {} ([meanings]({meanings})).", values.join(", ")),
        (true, false) => format!("Any text; [{} values]({meanings}) are known.", values.len()),
    }
}

/// What does not fit into the table: further paragraphs and the meaning of values.
fn more(property: &PropertyDef, facts: &Facts, heading: Heading) -> Vec<String> {
    let (_, rest) = split_doc(property.doc);
    if rest.is_empty() && facts.choices.is_none() {
        return Vec::new();
    }
    let mut blocks = vec![heading.subsection(&format!("About {}", code(property.name)))];
    if !rest.is_empty() {
        blocks.push(rest);
    }
    if let Some(choices) = facts.choices {
        blocks.push(values(&choices));
    }
    blocks
}

fn values(choices: &Choices) -> String {
    let values = choices.def.values;
    if choices.def.is_labelled() {
        let rows = values.iter().map(|value| {
            [code(value.value), value.label.unwrap_or_default().to_owned(), sentence(&value.description())]
        });
        return table(["Value", "Label", "Meaning"], rows);
    }
    table(["Value", "Meaning"], values.iter().map(|value| [code(value.value), sentence(&value.description())]))
}
