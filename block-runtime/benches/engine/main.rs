//! What the engine itself costs, with blocks that do next to nothing: compiling, a step, an element of a batch, calls
//! that wait, and how work is shared out over processors.
//!
//! Names with a number are measured for that many steps, elements or calls. The items a second are steps where steps
//! are counted, and pairs of a step and an element where batches are.

mod batches;
mod compiling;
mod fan_out;
mod sharing;
mod steps;
mod workloads;

fn main() {
    divan::main();
}
