//! What the engine should do, said once more: a slow and obvious interpreter of definitions over the test blocks.
//!
//! It follows the text of the specification of the engine, one step after the other, one element after the other, and
//! shares no code with the engine. Values are kept by their places; a place is a list of numbers, as long as the batch
//! has levels. Property tests compare both.

mod blocks;
mod calls;
mod definition;
mod flow;
mod inputs;
mod rows;
mod run;

use std::collections::BTreeSet;

use serde_json::{Map, Value as Json, json};

pub use definition::Workflow;
pub use flow::Flow;

/// The batch that data belongs to: a name for each of its levels.
pub type Lineage = Vec<String>;
/// The place of an element in its batch, level by level.
pub type Index = Vec<usize>;
/// The type of an error, as clients see it.
pub type Class = &'static str;

/// The name of the level that all batch inputs share.
const ROWS: &str = "rows";

/// What should come of a definition and inputs.
#[derive(Debug, Clone, PartialEq)]
pub enum Verdict {
    /// The definition does not compile, with one of these errors.
    Refused(BTreeSet<Class>),
    /// The run fails, with one of these errors.
    Fails(BTreeSet<Class>),
    /// The run succeeds.
    Rows(Vec<Map<String, Json>>),
}

impl Verdict {
    /// True when what was found is what was expected.
    pub fn agrees_with(&self, found: &Self) -> bool {
        match (self, found) {
            (Self::Refused(expected), Self::Refused(found)) | (Self::Fails(expected), Self::Fails(found)) => {
                found.is_subset(expected)
            }
            (Self::Rows(expected), Self::Rows(found)) => {
                // As texts, since the order of the members counts.
                let text = |rows: &[Map<String, Json>]| json!(rows).to_string();
                text(expected) == text(found)
            }
            _ => false,
        }
    }
}

/// Tells whether a definition compiles, and how its data flows.
pub fn compile(definition: &Json) -> Result<(Workflow, Flow), BTreeSet<Class>> {
    let workflow = definition::read(definition).map_err(|class| BTreeSet::from([class]))?;
    let flow = flow::trace(&workflow)?;
    Ok((workflow, flow))
}

/// Tells what comes of a definition and inputs.
pub fn judge(definition: &Json, given: &Json) -> Verdict {
    match compile(definition) {
        Err(classes) => Verdict::Refused(classes),
        Ok((workflow, flow)) => match run::run(&workflow, &flow, given) {
            Err(classes) => Verdict::Fails(classes),
            Ok(rows) => Verdict::Rows(rows),
        },
    }
}
