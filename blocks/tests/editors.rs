//! The schema for editors and the engine agree: what the engine takes without a word the schema accepts, and what
//! stands in examples is accepted by both.

use std::collections::BTreeSet;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use block_runtime::catalogue::Search;
use block_runtime::describe::{Dialect, EditorOptions, editor_schema, example_step};
use block_runtime::diagnostic::Diagnostic;
use block_runtime::document::{Document, Pointer};
use block_runtime::step;
use jsonschema::Validator;
use serde_json::{Value as Json, json};

type Outcome = Result<(), Box<dyn Error>>;

fn validators() -> Result<Vec<Validator>, Box<dyn Error>> {
    let options = [
        EditorOptions::default(),
        EditorOptions { hidden_types: true, ..EditorOptions::default() },
        EditorOptions { dialect: Dialect::Draft202012, ..EditorOptions::default() },
    ];
    let make = |options: &EditorOptions| Ok(jsonschema::validator_for(&editor_schema(&blocks::entries(), options))?);
    options.iter().map(make).collect()
}

fn workflow(step: &Json) -> Json {
    json!({ "version": "1.0", "inputs": [], "steps": [step], "outputs": [] })
}

/// What the schemas say about a document: nothing where all of them accept it.
fn refusals(validators: &[Validator], document: &Json) -> Vec<String> {
    let said = |validator: &Validator| {
        validator.iter_errors(document).map(|error| format!("{}: {error}", error.instance_path())).collect::<Vec<_>>()
    };
    validators.iter().flat_map(said).collect()
}

fn files(folder: &str, suffix: &str) -> Result<Vec<(PathBuf, Json)>, Box<dyn Error>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(folder);
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.to_string_lossy().ends_with(suffix) {
            let json = serde_json::from_str(&fs::read_to_string(&path)?)?;
            found.push((path, json));
        }
    }
    assert!(!found.is_empty(), "no file ends in {suffix}");
    Ok(found)
}

/// What the engine says of a step.
fn findings(step: &Json) -> Result<Vec<Diagnostic>, Box<dyn Error>> {
    let document = Document::parse_json(step.to_string())?;
    let catalogue = blocks::catalogue();
    let id = step["type"].as_str().unwrap_or_default();
    let Search::Found(entry) = catalogue.search(id) else { return Err(format!("no block {id}").into()) };
    let mut diagnostics = Vec::new();
    step::parse(entry.def, &document.root, &Pointer::root(), &mut diagnostics);
    Ok(diagnostics)
}

#[test]
fn examples_are_accepted() -> Outcome {
    let validators = validators()?;
    for entry in blocks::entries() {
        assert_eq!(refusals(&validators, &workflow(&example_step(entry.def))), [""; 0], "{}", entry.def.id);
    }
    for (path, document) in files("examples", ".json")? {
        assert_eq!(refusals(&validators, &document), [""; 0], "{}", path.display());
    }
    Ok(())
}

#[test]
fn files_for_schema_store_are_accepted_and_refused() -> Outcome {
    let validators = validators()?;
    for (path, document) in files("schemas/editor/schemastore/test/workflow", ".json")? {
        assert_eq!(refusals(&validators, &document), [""; 0], "{}", path.display());
    }
    for (path, document) in files("schemas/editor/schemastore/negative_test/workflow", ".json")? {
        for validator in &validators {
            assert!(!validator.is_valid(&document), "{}", path.display());
        }
    }
    Ok(())
}

/// Conversions that the engine makes and the schema does not know, because in an editor they are slips: a Boolean for
/// a number, and a number for a Boolean.
fn is_conversion(refusals: &[String]) -> bool {
    let values = ["true ", "false ", "1 ", "0 ", "1.0 ", "0.0 "];
    let converted = |refusal: &String| {
        refusal.contains("is not of type") && values.iter().any(|value| refusal.contains(&format!(": {value}")))
    };
    refusals.iter().all(converted)
}

#[test]
fn what_the_engine_takes_without_a_word_is_accepted() -> Outcome {
    let validators = validators()?;
    let (mut agreed, mut converted) = (0, 0);
    for line in include_str!("reference/step_validation.jsonl").lines() {
        let line: Json = serde_json::from_str(line)?;
        let step = &line["step"];
        if step["type"] != line["type"] || !findings(step)?.is_empty() {
            continue;
        }
        let refusals = refusals(&validators, &workflow(step));
        assert!(refusals.is_empty() || is_conversion(&refusals), "{}: {refusals:?}", line["what"]);
        if refusals.is_empty() { agreed += 1 } else { converted += 1 }
    }
    assert!(agreed > 10 * converted, "{agreed} steps are accepted by both, {converted} by the engine alone");
    Ok(())
}

/// What the schema lets pass and the engine finds, by block and property, with the reason.
const UNTOLD: [(&str, &str, &str); 5] = [
    ("roboflow_core/inner_workflow@v1", "", "that it is defined in one of two ways is a check of the block's own"),
    ("roboflow_core/openai_compatible@v1", "prompt_parameters_operations", "its parameter is not there"),
    ("roboflow_core/openrouter@v1", "prompt", "it is `null` where the task needs one"),
    ("roboflow_core/qwen_vlm@v1", "temperature", "its limits are a check of the block's own"),
    ("roboflow_core/webhook_sink@v1", "url", "what an address is, is a check of the block's own"),
];

#[test]
fn what_the_engine_finds_is_refused_but_for_what_a_schema_cannot_say() -> Outcome {
    let validators = validators()?;
    let (mut untold, mut seen) = (Vec::new(), BTreeSet::new());
    for line in include_str!("reference/step_validation.jsonl").lines() {
        let line: Json = serde_json::from_str(line)?;
        let step = &line["step"];
        let sound = step["type"] == line["type"] && findings(step)?.is_empty();
        if sound || !refusals(&validators, &workflow(step)).is_empty() {
            continue;
        }
        let (block, what) = (line["type"].as_str().unwrap_or_default(), line["what"].as_str().unwrap_or_default());
        match UNTOLD.iter().find(|(known, property, _)| *known == block && what.starts_with(property)) {
            Some(known) => drop(seen.insert(known)),
            None => untold.push(format!("{block} {what}")),
        }
    }
    assert_eq!(untold, [""; 0]);
    assert_eq!(seen.len(), UNTOLD.len(), "only these are untold still: {seen:?}");
    Ok(())
}
