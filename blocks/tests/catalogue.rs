//! Our blocks say the same about themselves as the reference does.

mod facts;

use std::collections::BTreeSet;

use serde_json::{Value as Json, json};

/// The reference's facts, without sentences and examples.
fn catalogue() -> Json {
    serde_json::from_str(include_str!("reference/catalogue.json")).expect("the fact file is JSON")
}

#[test]
fn our_facts_are_those_of_the_reference() {
    let found = facts::differences(&blocks::entries(), &catalogue());
    let lines: Vec<String> = found
        .iter()
        .map(|it| format!("{} {}{}\n  ours   {}\n  theirs {}", it.block, it.fact, it.place, it.ours, it.theirs))
        .collect();
    assert!(lines.is_empty(), "{}", lines.join("\n"));
}

#[test]
fn a_changed_fact_is_a_difference() {
    for (pointer, value, fact) in [
        ("/schema/properties/kernel_size/default", json!(6), "properties"),
        ("/schema/properties/kernel_size/anyOf/0/kind", json!(["float"]), "properties"),
        ("/schema/required", json!(["type", "name"]), "required"),
        ("/schema/ui_manifest/icon", json!("far fa-eye"), "root"),
        ("/bindings/image/kinds", json!(["image", "string"]), "bindings"),
        ("/outputs/0/kinds", json!(["string"]), "outputs"),
        ("/table/1/type", json!("int"), "table"),
        ("/engine", json!(">=9.0.0"), "engine"),
    ] {
        let mut changed = catalogue();
        let block = &mut changed["blocks"]["roboflow_core/image_blur@v1"];
        *block.pointer_mut(pointer).unwrap_or_else(|| panic!("no {pointer}")) = value;
        let found = facts::differences(&blocks::entries(), &changed);
        assert!(found.iter().any(|difference| difference.fact == fact), "{pointer}: {found:?}");
    }
}

/// We keep these defaults and drop the limits.
#[test]
fn known_defaults_break_their_own_limits() {
    let catalogue = catalogue();
    let entries = catalogue["blocks"].as_object().expect("blocks by type identifier");
    let broken: BTreeSet<String> = entries
        .iter()
        .flat_map(|(id, entry)| {
            facts::broken_limits(&entry["schema"]).into_iter().map(move |name| format!("{id} {name}"))
        })
        .collect();
    assert_eq!(broken, BTreeSet::from(["roboflow_core/continue_if@v1 stop_delay".to_owned()]));
}
