//! What the reference connects, worked out from its own facts and not by our code: a property takes an output when it
//! lists one of the output's kinds; `*` stands for every block on the side that declares it.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value as Json, json};

/// Where references may lead that can be bound to outputs of steps.
const BINDABLE: [&str; 2] = ["any_data", "step_output"];

struct Ends<'a> {
    id: &'a str,
    accepted: BTreeSet<&'a str>,
    produced: BTreeSet<&'a str>,
}

/// The connections among some blocks of a catalogue: `{"from": […], "to": […]}` by type identifier.
pub fn links<'a>(catalogue: &'a Json, blocks: &[&'a str]) -> BTreeMap<&'a str, Json> {
    let entry = |id: &&'a str| {
        let facts = catalogue.get("blocks")?.get(id)?;
        Some(Ends { id, accepted: accepted(facts), produced: produced(facts) })
    };
    let ends: Vec<Ends<'_>> = blocks.iter().filter_map(entry).collect();
    let connected = |wanted: &BTreeSet<&str>, offered: &BTreeSet<&str>, any: bool| {
        (wanted.contains("*") && any) || !wanted.is_disjoint(offered)
    };
    let of = |block: &Ends<'a>| {
        let from: BTreeSet<&str> = ends
            .iter()
            .filter(|other| connected(&block.accepted, &other.produced, true))
            .map(|other| other.id)
            .collect();
        let to: BTreeSet<&str> = ends
            .iter()
            .filter(|other| connected(&block.produced, &other.accepted, !other.accepted.is_empty()))
            .map(|other| other.id)
            .collect();
        (block.id, json!({ "from": from, "to": to }))
    };
    ends.iter().map(of).collect()
}

fn accepted(facts: &Json) -> BTreeSet<&str> {
    let bindings = facts.get("bindings").and_then(Json::as_object).into_iter().flatten().map(|(_, binding)| binding);
    bindings
        .filter(|binding| texts(binding, "elements").any(|element| BINDABLE.contains(&element)))
        .flat_map(|binding| texts(binding, "kinds"))
        .collect()
}

fn produced(facts: &Json) -> BTreeSet<&str> {
    let outputs = facts.get("outputs").and_then(Json::as_array).into_iter().flatten();
    outputs.flat_map(|output| texts(output, "kinds")).collect()
}

fn texts<'a>(json: &'a Json, member: &str) -> impl Iterator<Item = &'a str> {
    json.get(member).and_then(Json::as_array).into_iter().flatten().filter_map(Json::as_str)
}
