//! How elements are shared out over processors, with blocks that calculate for some fifty microseconds.

use divan::Bencher;
use divan::counter::ItemsCount;

use super::workloads::{chain_of, numbers, runtime, session};

#[divan::bench(args = [1, 2], sample_count = 20)]
fn processors(bencher: Bencher<'_, '_>, processors: usize) {
    const ELEMENTS: usize = 1000;
    let (mut session, runtime) = (session(&chain_of("labour", 1)), runtime());
    // One more, on which the run is waited for.
    let pool = rayon::ThreadPoolBuilder::new().num_threads(processors + 1).build().expect("a pool of threads");
    bencher
        .counter(ItemsCount::new(ELEMENTS))
        .with_inputs(|| numbers(ELEMENTS))
        .bench_local_values(|inputs| pool.install(|| runtime.block_on(session.run(inputs)).expect("nothing fails")));
}
