//! A step is accepted or refused as the reference accepts or refuses it.
//!
//! `reference/step_validation.jsonl` came with the facts about the reference, `reference/more_steps.jsonl` was recorded
//! by `reference/record_steps.py`. `BLOCKS_STEPS` names another file of such lines to check in place of these; lines of
//! blocks that are not in the catalogue are then passed over.

use std::collections::BTreeMap;
use std::{env, fs};

use block_runtime::catalogue::{Catalogue, Search};
use block_runtime::diagnostic::Severity;
use block_runtime::document::{Document, Pointer};
use block_runtime::step;
use serde_json::Value as Json;

/// A step and what the reference says of it.
struct Line {
    /// The block that it is about; the step itself may name another one.
    block: String,
    /// What is special about the step.
    what: String,
    step: Json,
    accepted: bool,
}

fn lines(text: &str) -> Vec<Line> {
    let read = |line: &str| -> Line {
        let line: Json = serde_json::from_str(line).expect("each line is JSON");
        let text = |name: &str| line[name].as_str().unwrap_or_default().to_owned();
        let accepted = line["runtime"].as_bool().expect("`runtime` says whether the reference accepts the step");
        Line { block: text("type"), what: text("what"), step: line["step"].clone(), accepted }
    };
    text.lines().map(read).collect()
}

/// Steps of which we say something else than the reference, with the reason.
const EXCEPTIONS: &[(&str, &str, &str)] = &[(
    "roboflow_core/dynamic_crop@v1",
    "mask_opacity: input selector",
    "declared as a reference, but compared with 0 and 1 as if it were a number",
)];

/// The errors in a step.
fn errors(catalogue: &Catalogue, step: &Json) -> Vec<String> {
    let Some(Search::Found(entry)) = step["type"].as_str().map(|id| catalogue.search(id)) else {
        return vec!["there is no such block".to_owned()];
    };
    let document = Document::parse_json(step.to_string()).expect("a step is JSON");
    let mut diagnostics = Vec::new();
    step::parse(entry.def, &document.root, &Pointer::root(), &mut diagnostics);
    diagnostics.retain(|diagnostic| diagnostic.severity == Severity::Error);
    diagnostics.into_iter().map(|diagnostic| diagnostic.message).collect()
}

/// How often we agree about steps of a block.
#[derive(Default)]
struct Agreement {
    accepted: usize,
    refused: usize,
    exceptions: usize,
    wrong: usize,
}

#[test]
fn steps_are_accepted_and_refused_as_by_the_reference() {
    let catalogue = blocks::catalogue();
    let elsewhere = env::var_os("BLOCKS_STEPS");
    let lines = match &elsewhere {
        Some(path) => lines(&fs::read_to_string(path).expect("`BLOCKS_STEPS` is a file")),
        None => [include_str!("reference/step_validation.jsonl"), include_str!("reference/more_steps.jsonl")]
            .into_iter()
            .flat_map(lines)
            .collect(),
    };
    let mut table: BTreeMap<&str, Agreement> = BTreeMap::new();
    let mut wrong = Vec::new();
    for line in &lines {
        if elsewhere.is_some() && !matches!(catalogue.search(&line.block), Search::Found(_)) {
            continue;
        }
        let errors = errors(&catalogue, &line.step);
        let agreement = table.entry(&line.block).or_default();
        if errors.is_empty() == line.accepted {
            *if line.accepted { &mut agreement.accepted } else { &mut agreement.refused } += 1;
        } else if EXCEPTIONS.iter().any(|(block, what, _)| *block == line.block && *what == line.what) {
            agreement.exceptions += 1;
        } else {
            agreement.wrong += 1;
            let verdict = if line.accepted { "accepts" } else { "refuses" };
            wrong.push(format!(
                "{} {}: the reference {verdict} {}; we say {errors:?}",
                line.block, line.what, line.step
            ));
        }
    }
    println!("{:>8} {:>8} {:>10} {:>6}", "accepted", "refused", "exceptions", "wrong");
    for (block, it) in &table {
        println!("{:>8} {:>8} {:>10} {:>6}  {block}", it.accepted, it.refused, it.exceptions, it.wrong);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    if elsewhere.is_none() {
        let reference: Json = serde_json::from_str(include_str!("reference/catalogue.json")).expect("it is JSON");
        for entry in blocks::entries().iter().filter(|entry| reference["blocks"].get(entry.def.id).is_some()) {
            let few = table.get(entry.def.id).is_none_or(|it| it.accepted < 3 || it.refused < 3);
            assert!(!few, "{}: record at least three steps that are accepted and three that are not", entry.def.id);
        }
    }
}
