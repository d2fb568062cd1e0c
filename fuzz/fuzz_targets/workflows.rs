//! Workflows grown from bytes do what the slow interpreter of the engine's tests says.

#![no_main]

#[allow(dead_code)]
#[path = "../../block-runtime/tests/engine/imagined/mod.rs"]
mod imagined;
#[allow(dead_code)]
#[path = "../../block-runtime/tests/engine/oracle/mod.rs"]
mod oracle;

use std::collections::BTreeSet;

use block_runtime::block::Environment;
use block_runtime::compile::compile;
use block_runtime::execute::inputs_from_json;
use fuzz::{CATALOGUE, RUNTIME};
use libfuzzer_sys::fuzz_target;
use oracle::Verdict;
use serde_json::{Value as Json, json};

fn workflow(inputs: Json, steps: Json, outputs: Json) -> Json {
    json!({"version": "1.0", "inputs": inputs, "steps": steps, "outputs": outputs})
}

fn output(name: &str, selector: &str) -> Json {
    json!({"type": "JsonField", "name": name, "selector": selector})
}

fuzz_target!(|data: &[u8]| {
    let imagined::Imagined { definition, given } = imagined::workflow(data);
    let text = definition.to_string();
    if text.contains("test/panics@v1") {
        return;
    }
    let found = match compile(&CATALOGUE, &text) {
        Err(error) => Verdict::Refused(BTreeSet::from([error.error.error_type()])),
        Ok(plan) => match RUNTIME.block_on(plan.run(inputs_from_json(&given), &Environment::default())) {
            Err(error) => Verdict::Fails(BTreeSet::from([error.error_type()])),
            Ok(rows) => Verdict::Rows(rows),
        },
    };
    let expected = oracle::judge(&definition, &given);
    assert!(expected.agrees_with(&found), "expected {expected:?}, found {found:?}, of {text} with {given}");
});
