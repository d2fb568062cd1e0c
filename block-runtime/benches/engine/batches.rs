//! What an element of a batch costs in a step without work, and in rows and their JSON.

use divan::counter::ItemsCount;
use divan::{Bencher, black_box};

use block_runtime::block::Environment;
use block_runtime::execute::Rows;
use block_runtime::prelude::*;

use super::workloads::{Echo, chain, chain_of, gated, nested, numbers, runtime, session};

const STEPS: usize = 10;

fn run(bencher: Bencher<'_, '_>, elements: usize, text: &str) {
    let (mut session, runtime) = (session(text), runtime());
    let pairs = session.plan().steps().len() * elements;
    bencher
        .counter(ItemsCount::new(pairs))
        .with_inputs(|| numbers(elements))
        .bench_local_values(|inputs| runtime.block_on(session.run(inputs)).expect("nothing fails"));
}

/// As many calls, each with the result of the one before.
#[divan::bench(args = [1, 100, 10_000])]
fn by_hand(bencher: Bencher<'_, '_>, elements: usize) {
    let environment = Environment::default();
    bencher.counter(ItemsCount::new(STEPS * elements)).bench_local(|| {
        (0..STEPS * elements).fold(0, |value, _| {
            let block = black_box(Echo { value: value.into(), other: 0.into() });
            *block.run(&mut Context::new(&mut (), &environment)).expect("nothing fails").out
        })
    });
}

#[divan::bench(args = [1, 100, 10_000], max_time = 2)]
fn one_by_one(bencher: Bencher<'_, '_>, elements: usize) {
    run(bencher, elements, &chain(STEPS));
}

#[divan::bench(args = [1, 100, 10_000], max_time = 2)]
fn all_at_once(bencher: Bencher<'_, '_>, elements: usize) {
    run(bencher, elements, &chain_of("echo_all", STEPS));
}

#[divan::bench(args = [1, 100, 10_000], max_time = 2)]
fn calls_that_wait(bencher: Bencher<'_, '_>, elements: usize) {
    run(bencher, elements, &chain_of("echo_later", STEPS));
}

#[divan::bench(args = [1, 100, 10_000], max_time = 2)]
fn behind_gates(bencher: Bencher<'_, '_>, elements: usize) {
    run(bencher, elements, &gated(STEPS));
}

/// Ten elements are made of each, and gathered again: twelve calls for each element of the input.
#[divan::bench(args = [1, 100, 10_000], max_time = 2)]
fn of_two_levels(bencher: Bencher<'_, '_>, elements: usize) {
    const CALLS: usize = 12;
    let (mut session, runtime) = (session(&nested(3)), runtime());
    bencher
        .counter(ItemsCount::new(CALLS * elements))
        .with_inputs(|| numbers(elements))
        .bench_local_values(|inputs| runtime.block_on(session.run(inputs)).expect("nothing fails"));
}

/// Rows of one number each, as JSON.
#[divan::bench(args = [1, 100, 10_000], max_time = 1)]
fn serialised(bencher: Bencher<'_, '_>, elements: usize) {
    let (mut session, runtime) = (session(&chain(1)), runtime());
    let rows = runtime.block_on(session.run(numbers(elements))).expect("nothing fails");
    bencher
        .counter(ItemsCount::new(elements))
        .with_inputs(|| rows.clone())
        .bench_local_values(|rows: Rows| runtime.block_on(rows.serialise()).expect("numbers have a JSON form"));
}
