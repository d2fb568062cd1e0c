//! How much memory the engine asks for, and how often, while workflows of blocks that do nothing are compiled and run.
//!
//! Only allocations of this thread are counted, so it is the only one that works.

#[expect(dead_code, reason = "this is about a few of the workflows")]
#[path = "engine/workloads.rs"]
mod workloads;

use std::pin::pin;
use std::task::{Context, Poll, Waker};

use block_runtime::compile::compile;
use divan::{AllocProfiler, Bencher};

use workloads::{catalogue, chain, chain_of, gated, nested, numbers, session};

#[global_allocator]
static ALLOCATOR: AllocProfiler = AllocProfiler::system();

fn main() {
    rayon::ThreadPoolBuilder::new().num_threads(1).use_current_thread().build_global().expect("the first pool");
    divan::main();
}

/// Waits for a future while this thread does the work that it waits for.
fn drive<T>(future: impl Future<Output = T>) -> T {
    let mut future = pin!(future);
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            return output;
        }
        rayon::yield_now();
    }
}

fn run(bencher: Bencher<'_, '_>, elements: usize, text: &str) {
    let mut session = session(text);
    bencher
        .with_inputs(|| numbers(elements))
        .bench_local_values(|inputs| drive(session.run(inputs)).expect("nothing fails"));
}

#[divan::bench(args = [1, 1000], sample_count = 20)]
fn compiling(bencher: Bencher<'_, '_>, steps: usize) {
    let (catalogue, text) = (catalogue(), chain(steps));
    bencher.bench_local(|| compile(&catalogue, &text).expect("the workflow is sound"));
}

#[divan::bench(args = [1, 1001], sample_count = 20)]
fn steps(bencher: Bencher<'_, '_>, steps: usize) {
    run(bencher, 1, &chain(steps));
}

#[divan::bench(args = [2, 1002], sample_count = 20)]
fn steps_behind_gates(bencher: Bencher<'_, '_>, steps: usize) {
    run(bencher, 1, &gated(steps));
}

/// Of ten steps.
#[divan::bench(args = [1, 1001], sample_count = 20)]
fn elements(bencher: Bencher<'_, '_>, elements: usize) {
    run(bencher, elements, &chain(10));
}

/// Of ten steps.
#[divan::bench(args = [1, 1001], sample_count = 20)]
fn elements_all_at_once(bencher: Bencher<'_, '_>, elements: usize) {
    run(bencher, elements, &chain_of("echo_all", 10));
}

/// Of ten steps.
#[divan::bench(args = [1, 1001], sample_count = 20)]
fn elements_that_wait(bencher: Bencher<'_, '_>, elements: usize) {
    run(bencher, elements, &chain_of("echo_later", 10));
}

/// Each of them becomes ten, and these become one again.
#[divan::bench(args = [1, 1001], sample_count = 20)]
fn elements_of_two_levels(bencher: Bencher<'_, '_>, elements: usize) {
    run(bencher, elements, &nested(3));
}
