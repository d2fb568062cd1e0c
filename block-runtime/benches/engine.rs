//! What the engine itself costs: compiling, a step, an element of a batch, with blocks that do nothing.

use std::sync::Arc;

use block_runtime::block::Environment;
use block_runtime::catalogue::Catalogue;
use block_runtime::compile::{Plan, PlanCache, compile};
use block_runtime::execute::{Session, inputs_from_json};
use block_runtime::prelude::*;
use divan::Bencher;
use divan::counter::ItemsCount;
use serde_json::{Value as Json, json};

fn main() {
    divan::main();
}

/// The result of doing nothing.
#[derive(Outputs)]
struct Nothing {
    /// What came in.
    out: Out<Integer>,
}

/// Do nothing.
#[derive(Block)]
#[block(id = "bench/nothing@v1", outputs = Nothing)]
struct DoNothing {
    /// A number.
    value: Or<i64>,
    /// Another number.
    #[block(default = 0)]
    other: Or<i64>,
}

impl Run for DoNothing {
    fn run(&self, _: &mut Context<'_, ()>) -> Result<Nothing, BlockError> {
        Ok(Nothing { out: Out(*self.value + *self.other) })
    }
}

/// Do nothing with a batch.
#[derive(Block)]
#[block(id = "bench/nothing_at_once@v1", outputs = Nothing, batch)]
struct DoNothingAtOnce {
    /// Numbers.
    value: OrBatch<i64>,
}

impl Run for DoNothingAtOnce {
    fn run(&self, _: &mut Context<'_, ()>) -> Result<Vec<Nothing>, BlockError> {
        Ok(self.value.iter().map(|value| Nothing { out: Out(*value) }).collect())
    }
}

/// Do nothing, asynchronously.
#[derive(Block)]
#[block(id = "bench/nothing_later@v1", outputs = Nothing)]
struct DoNothingLater {
    /// A number.
    value: Or<i64>,
}

impl RunAsync for DoNothingLater {
    async fn run(&self, _: &mut Context<'_, ()>) -> Result<Nothing, BlockError> {
        Ok(Nothing { out: Out(*self.value) })
    }
}

fn catalogue() -> Catalogue {
    Catalogue::new(&[&[block::<DoNothing>(), block::<DoNothingAtOnce>(), async_block::<DoNothingLater>()]])
        .expect("the blocks have different names")
}

/// A workflow of steps, each with the references that `reads` gives for its number.
fn workflow(count: usize, block: &str, reads: impl Fn(usize) -> Vec<usize>) -> String {
    let step = |number: usize| {
        let mut step = json!({"type": format!("bench/{block}@v1"), "name": format!("s{number}")});
        let reads = reads(number);
        for (property, place) in [("value", 0), ("other", 1)] {
            match reads.get(place) {
                Some(read) => step[property] = format!("$steps.s{read}.out").into(),
                None if place == 0 => step[property] = "$inputs.b".into(),
                None => {}
            }
        }
        step
    };
    let steps: Vec<Json> = (0..count).map(step).collect();
    json!({
        "version": "1.0",
        "inputs": [{"type": "WorkflowBatchInput", "name": "b"}],
        "steps": steps,
        "outputs": [{"type": "JsonField", "name": "out", "selector": format!("$steps.s{}.out", count - 1)}],
    })
    .to_string()
}

fn chain(count: usize) -> String {
    workflow(count, "nothing", |number| number.checked_sub(1).into_iter().collect())
}

fn fan(count: usize) -> String {
    workflow(count, "nothing", |number| if number == 0 { vec![] } else { vec![0] })
}

/// Steps in twos, each of them reading both of the two before.
fn diamonds(count: usize) -> String {
    workflow(count, "nothing", |number| {
        let before = (number / 2).checked_sub(1).map(|row| 2 * row);
        before.into_iter().flat_map(|first| [first, first + 1]).collect()
    })
}

fn plan(text: &str) -> Plan {
    compile(&catalogue(), text).expect("the workflow is sound")
}

fn run(bencher: Bencher<'_, '_>, text: &str, elements: usize, items: usize) {
    let mut session = Session::new(plan(text), Environment::default());
    let inputs = inputs_from_json(&json!({"b": (0..elements).collect::<Vec<_>>()}));
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    bencher
        .counter(ItemsCount::new(items))
        .with_inputs(|| inputs.clone())
        .bench_local_values(|inputs| runtime.block_on(session.run(inputs)).expect("nothing fails"));
}

#[divan::bench(args = [1, 10, 100, 1000])]
fn compile_chain(bencher: Bencher<'_, '_>, steps: usize) {
    let (catalogue, text) = (catalogue(), chain(steps));
    bencher.counter(ItemsCount::new(steps)).bench_local(|| compile(&catalogue, &text));
}

#[divan::bench(args = [1, 10, 100, 1000])]
fn compile_a_known_chain(bencher: Bencher<'_, '_>, steps: usize) {
    let (cache, text) = (PlanCache::new(Arc::new(catalogue())), chain(steps));
    bencher.counter(ItemsCount::new(steps)).bench_local(|| cache.get_or_compile(&text));
}

#[divan::bench(args = [1, 10, 100, 1000])]
fn steps_of_a_chain(bencher: Bencher<'_, '_>, steps: usize) {
    run(bencher, &chain(steps), 1, steps);
}

#[divan::bench(args = [10, 100, 1000])]
fn steps_of_a_fan(bencher: Bencher<'_, '_>, steps: usize) {
    run(bencher, &fan(steps), 1, steps);
}

#[divan::bench(args = [10, 100, 1000])]
fn steps_of_diamonds(bencher: Bencher<'_, '_>, steps: usize) {
    run(bencher, &diamonds(steps), 1, steps);
}

#[divan::bench(args = [10, 1000, 100_000])]
fn elements_one_by_one(bencher: Bencher<'_, '_>, elements: usize) {
    run(bencher, &chain(10), elements, 10 * elements);
}

#[divan::bench(args = [10, 1000, 100_000])]
fn elements_at_once(bencher: Bencher<'_, '_>, elements: usize) {
    let text = workflow(10, "nothing_at_once", |number| number.checked_sub(1).into_iter().collect());
    run(bencher, &text, elements, 10 * elements);
}

#[divan::bench(args = [10, 1000])]
fn elements_that_wait(bencher: Bencher<'_, '_>, elements: usize) {
    let text = workflow(10, "nothing_later", |number| number.checked_sub(1).into_iter().collect());
    run(bencher, &text, elements, 10 * elements);
}

/// The same block, called by hand.
#[divan::bench]
fn direct_call(bencher: Bencher<'_, '_>) {
    let environment = Environment::default();
    let block = DoNothing { value: 1.into(), other: 2.into() };
    bencher.bench_local(|| block.run(&mut Context::new(&mut (), &environment)));
}
