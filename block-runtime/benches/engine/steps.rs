//! What a step costs where there is no work in it and a single element, beside calls of its block by hand.

use std::sync::Arc;

use block_runtime::block::Environment;
use block_runtime::prelude::*;
use block_runtime::profile::Profiler;
use divan::counter::ItemsCount;
use divan::{Bencher, black_box};

use super::workloads::{Echo, chain, diamonds, fan, gated, numbers, runtime, session};

fn run(bencher: Bencher<'_, '_>, steps: usize, text: &str) {
    let (mut session, runtime) = (session(text), runtime());
    bencher
        .counter(ItemsCount::new(steps))
        .with_inputs(|| numbers(1))
        .bench_local_values(|inputs| runtime.block_on(session.run(inputs)).expect("nothing fails"));
}

/// As many calls, each with the result of the one before.
#[divan::bench(args = [1, 10, 100, 1000])]
fn by_hand(bencher: Bencher<'_, '_>, steps: usize) {
    let environment = Environment::default();
    bencher.counter(ItemsCount::new(steps)).bench_local(|| {
        (0..steps).fold(0, |value, _| {
            let block = black_box(Echo { value: value.into(), other: 0.into() });
            *block.run(&mut Context::new(&mut (), &environment)).expect("nothing fails").out
        })
    });
}

#[divan::bench(args = [1, 10, 100, 1000])]
fn of_a_chain(bencher: Bencher<'_, '_>, steps: usize) {
    run(bencher, steps, &chain(steps));
}

#[divan::bench(args = [10, 100, 1000])]
fn of_a_fan(bencher: Bencher<'_, '_>, steps: usize) {
    run(bencher, steps, &fan(steps));
}

#[divan::bench(args = [10, 100, 1000])]
fn of_diamonds(bencher: Bencher<'_, '_>, steps: usize) {
    run(bencher, steps, &diamonds(steps));
}

#[divan::bench(args = [10, 100, 1000])]
fn behind_gates(bencher: Bencher<'_, '_>, steps: usize) {
    run(bencher, steps, &gated(steps));
}

/// A chain whose times are written down.
#[divan::bench(args = [10, 100, 1000])]
fn with_a_profiler(bencher: Bencher<'_, '_>, steps: usize) {
    let (plan, runtime) = (session(&chain(steps)).plan().clone(), runtime());
    bencher
        .counter(ItemsCount::new(steps))
        .with_inputs(|| {
            let session = block_runtime::execute::Session::new(plan.clone(), Environment::default());
            (session.with_profiler(Arc::new(Profiler::default())), numbers(1))
        })
        .bench_local_values(|(mut session, inputs)| runtime.block_on(session.run(inputs)).expect("nothing fails"));
}
