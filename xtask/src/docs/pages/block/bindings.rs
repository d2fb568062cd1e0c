//! The kinds of data that go into a block and come out of it.

use block_runtime::block::{BlockDef, Delivery, Origin, OutputDef, PropertyDef, split_doc};
use block_runtime::describe::{Binding, binding, primitive_type};

use super::Heading;
use crate::docs::pages::links::Folder;
use crate::docs::pages::markdown::{code, sentence};

/// The section, heading included.
pub fn section(def: &'static BlockDef, heading: Heading) -> Vec<String> {
    let inputs: Vec<String> = def.properties().filter_map(input).collect();
    let outputs: Vec<String> = def.outputs.iter().map(output).collect();
    let mut blocks = vec![
        heading.section("Input and output bindings"),
        "An output can be bound to a property when they share a kind.".to_owned(),
        "**Inputs**".to_owned(),
    ];
    blocks.push(if inputs.is_empty() {
        "None of its properties takes references.".to_owned()
    } else {
        inputs.join("\n")
    });
    blocks.push("**Outputs**".to_owned());
    blocks.push(match (outputs.is_empty(), def.flow_control) {
        (false, _) => outputs.join("\n"),
        (true, true) => "None: the block decides which steps run next.".to_owned(),
        (true, false) => "None.".to_owned(),
    });
    blocks
}

fn input(property: &PropertyDef) -> Option<String> {
    let binding = binding(property)?;
    let mut words: Vec<String> = binding.kinds.iter().map(|kind| Folder::Blocks.to_kind(kind)).collect();
    if binding.origins.contains(&Origin::Step) {
        words.push("a step".to_owned());
    }
    let mut notes = vec![words.join(" or ")];
    notes.extend(from_where(&binding));
    notes.extend(match (binding.in_list, binding.in_object) {
        (true, _) => Some("as elements of a list".to_owned()),
        (_, true) => Some("as values of an object".to_owned()),
        (false, false) => None,
    });
    notes.extend(delivery(property));
    if primitive_type(property).is_none() {
        notes.push("reference only".to_owned());
    }
    let (summary, _) = split_doc(property.doc);
    Some(format!("- {} ({}): {}", code(property.name), notes.join("; "), sentence(&summary)))
}

/// Where references may lead, for properties that do not take data from anywhere.
fn from_where(binding: &Binding) -> Option<String> {
    if binding.origins.contains(&Origin::AnyData) || binding.origins.contains(&Origin::Step) {
        return None;
    }
    let words: Vec<&str> = binding
        .origins
        .iter()
        .map(|origin| match origin {
            Origin::WorkflowImage => "an image input",
            Origin::WorkflowVideoMetadata => "an input of video metadata",
            Origin::WorkflowParameter => "a parameter",
            Origin::StepOutput => "a step's output",
            Origin::AnyData | Origin::Step => "anywhere",
        })
        .collect();
    Some(format!("from {}", words.join(" or ")))
}

/// How the data reaches the block, unless it does so one by one.
fn delivery(property: &PropertyDef) -> Option<String> {
    let deliveries: Vec<Delivery> = property.selectors().iter().map(|selector| selector.delivery).collect();
    if deliveries.contains(&Delivery::ElementOrBatch) {
        Some("one value or the whole batch".to_owned())
    } else if deliveries.contains(&Delivery::Batch) {
        Some("the whole batch".to_owned())
    } else if deliveries.iter().any(|delivery| delivery.is_group()) {
        Some("all members of an element's group".to_owned())
    } else {
        None
    }
}

fn output(output: &OutputDef) -> String {
    let kinds: Vec<String> = output.kinds.iter().map(|kind| Folder::Blocks.to_kind(kind.name)).collect();
    format!("- {} ({}): {}", code(output.name), kinds.join(" or "), sentence(&output.description()))
}
