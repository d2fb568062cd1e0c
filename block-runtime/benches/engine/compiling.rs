//! Compiling, which is to take time in proportion to the definition, whatever its form.

use std::sync::Arc;

use block_runtime::compile::{PlanCache, check, compile};
use divan::Bencher;
use divan::counter::ItemsCount;
use serde_json::{Value as Json, json};

use super::workloads::{before, catalogue, chain, mixed, step, workflow};

fn compiled(bencher: Bencher<'_, '_>, items: usize, text: &str) {
    let catalogue = catalogue();
    bencher.counter(ItemsCount::new(items)).bench_local(|| compile(&catalogue, text).expect("the workflow is sound"));
}

/// For definitions with mistakes.
fn checked(bencher: Bencher<'_, '_>, items: usize, text: &str) {
    let catalogue = catalogue();
    bencher.counter(ItemsCount::new(items)).bench_local(|| check(&catalogue, text));
}

#[divan::bench(args = [1, 10, 100, 1000, 10_000], max_time = 1)]
fn a_chain(bencher: Bencher<'_, '_>, steps: usize) {
    compiled(bencher, steps, &chain(steps));
}

#[divan::bench(args = [10, 100, 1000, 10_000], max_time = 1)]
fn steps_of_all_sorts(bencher: Bencher<'_, '_>, steps: usize) {
    compiled(bencher, steps, &mixed(steps));
}

#[divan::bench(args = [1, 10, 100, 1000], max_time = 1)]
fn a_chain_that_is_known(bencher: Bencher<'_, '_>, steps: usize) {
    let (cache, text) = (PlanCache::new(Arc::new(catalogue())), chain(steps));
    bencher.counter(ItemsCount::new(steps)).bench_local(|| cache.get_or_compile(&text));
}

#[divan::bench(args = [1000, 10_000, 100_000], max_time = 1)]
fn references_of_one_step(bencher: Bencher<'_, '_>, references: usize) {
    let values = vec!["$inputs.b"; references];
    compiled(bencher, references, &workflow(&[step(0, "sum", json!({"values": values}))]));
}

#[divan::bench(args = [100, 1000, 9999], max_time = 1)]
fn steps_behind_one_gate(bencher: Bencher<'_, '_>, steps: usize) {
    let next: Vec<String> = (1..=steps).map(|number| format!("$steps.s{number}")).collect();
    let gate = step(0, "gate", json!({"value": "$inputs.b", "next_steps": next}));
    let behind = (1..=steps).map(|number| step(number, "echo", json!({"value": number})));
    compiled(bencher, steps, &workflow(&std::iter::once(gate).chain(behind).collect::<Vec<_>>()));
}

/// A step that lets each of a hundred others run again and again, which is a mistake.
#[divan::bench(args = [1000, 10_000, 100_000], max_time = 1)]
fn names_after_one_gate(bencher: Bencher<'_, '_>, names: usize) {
    const STEPS: usize = 5000;
    let next: Vec<String> = (0..names).map(|number| format!("$steps.s{}", 1 + number % STEPS)).collect();
    let gate = step(0, "gate", json!({"value": "$inputs.b", "next_steps": next}));
    let behind = (1..=STEPS).map(|number| step(number, "echo", json!({"value": number})));
    checked(bencher, names, &workflow(&std::iter::once(gate).chain(behind).collect::<Vec<_>>()));
}

#[divan::bench(args = [1000, 10_000, 100_000], max_time = 1)]
fn unknown_properties_of_one_step(bencher: Bencher<'_, '_>, properties: usize) {
    let mut members: Json = (0..properties).map(|number| (format!("p{number:06}"), number)).collect();
    members["value"] = "$inputs.b".into();
    checked(bencher, properties, &workflow(&[step(0, "echo", members)]));
}

#[divan::bench(args = [100, 1000, 10_000], max_time = 1)]
fn steps_with_mistakes(bencher: Bencher<'_, '_>, steps: usize) {
    let faulty = |number| step(number, "echo", json!({"value": "nine", "other": [before(number)]}));
    checked(bencher, steps, &workflow(&(0..steps).map(faulty).collect::<Vec<_>>()));
}

#[divan::bench(args = [100, 1000, 10_000], max_time = 1)]
fn references_that_lead_nowhere(bencher: Bencher<'_, '_>, steps: usize) {
    let lost = |number| step(number, "echo", json!({"value": "$steps.nobody.out", "other": "$steps.s0.nothing"}));
    checked(bencher, steps, &workflow(&(0..steps).map(lost).collect::<Vec<_>>()));
}
