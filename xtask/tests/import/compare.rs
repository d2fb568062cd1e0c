//! Compares imported blocks with the catalogue that they were imported from.
#![allow(dead_code, unused_qualifications, reason = "nobody runs these blocks")]

#[path = "ROOT/blocks/tests/facts/mod.rs"]
mod facts;
mod generated;

use std::collections::BTreeSet;
use std::error::Error;
use std::{env, fs};

fn main() -> Result<(), Box<dyn Error>> {
    let path = env::args().nth(1).ok_or("name a catalogue")?;
    let catalogue = serde_json::from_str(&fs::read_to_string(path)?)?;
    let found = facts::differences(generated::ENTRIES, &catalogue);
    for it in &found {
        println!("{} {}{}\n  ours   {}\n  theirs {}", it.block, it.fact, it.place, it.ours, it.theirs);
    }
    let count = generated::ENTRIES.len();
    let names = generated::ENTRIES.first().map(|entry| facts::ours(entry.def)).unwrap_or_default();
    for fact in names.into_keys().chain(["connections"]) {
        let differing: BTreeSet<&str> = found.iter().filter(|it| it.fact == fact).map(|it| it.block.as_str()).collect();
        println!("{fact}: {} of {count} agree", count - differing.len());
    }
    if found.is_empty() { Ok(()) } else { Err("imported blocks differ from the reference".into()) }
}
