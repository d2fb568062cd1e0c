//! Names are unique among inputs, among steps and among outputs.

use std::collections::HashMap;

use super::definition::Definition;
use super::stage::{Findings, Stage};
use crate::diagnostic::{Code, Diagnostic};
use crate::document::Place;

/// Reports names that two inputs, two steps or two outputs share.
pub fn check_names(definition: &Definition, findings: &mut Findings) {
    unique(
        "inputs",
        definition.inputs.iter().map(|input| (input.name.name.as_str(), input.name.place.clone())),
        findings,
    );
    unique("steps", definition.steps.iter().map(|step| (step.step.name.as_str(), step.name_place())), findings);
    unique(
        "outputs",
        definition.outputs.iter().map(|output| (output.name.name.as_str(), output.name.place.clone())),
        findings,
    );
}

fn unique<'a>(parts: &str, names: impl Iterator<Item = (&'a str, Place)>, findings: &mut Findings) {
    let mut seen: HashMap<&str, Place> = HashMap::new();
    for (name, place) in names {
        let Some(first) = seen.get(name) else {
            seen.insert(name, place);
            continue;
        };
        findings.push(Stage::Names, taken_twice(parts, name, &place, first));
    }
}

/// Two parts have one name.
pub(super) fn taken_twice(parts: &str, name: &str, place: &Place, first: &Place) -> Diagnostic {
    Diagnostic::error_at(Code::DuplicateName, place, format!("two {parts} have the name `{name}`"))
        .with_remedy("rename one of them, and the references to it")
        .with_related_at("the first one", first)
}
