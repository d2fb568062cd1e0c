//! Blocks that do next to nothing, and workflows of any number of steps made of them.

use block_runtime::block::Environment;
use block_runtime::catalogue::Catalogue;
use block_runtime::compile::{Plan, compile};
use block_runtime::execute::{Session, inputs_from_json};
use block_runtime::prelude::*;
use block_runtime::value::Map;
use serde_json::{Value as Json, json};

/// A number.
#[derive(Outputs)]
pub struct Number {
    /// The number.
    pub out: Out<Integer>,
}

/// Give a number back.
#[derive(Block)]
#[block(id = "bench/echo@v1", outputs = Number)]
pub struct Echo {
    /// The number.
    pub value: Or<i64>,
    /// Another number, which is added.
    #[block(default = 0)]
    pub other: Or<i64>,
}

impl Run for Echo {
    fn run(&self, _: &mut Context<'_, ()>) -> Result<Number, BlockError> {
        Ok(Number { out: Out(*self.value + *self.other) })
    }
}

/// Give a whole batch of numbers back.
#[derive(Block)]
#[block(id = "bench/echo_all@v1", outputs = Number, batch)]
struct EchoAll {
    /// The numbers.
    value: OrBatch<i64>,
}

impl Run for EchoAll {
    fn run(&self, _: &mut Context<'_, ()>) -> Result<Vec<Number>, BlockError> {
        Ok(self.value.iter().map(|value| Number { out: Out(*value) }).collect())
    }
}

/// Give a number back as blocks do that wait.
#[derive(Block)]
#[block(id = "bench/echo_later@v1", outputs = Number)]
struct EchoLater {
    /// The number.
    value: Or<i64>,
}

impl RunAsync for EchoLater {
    async fn run(&self, _: &mut Context<'_, ()>) -> Result<Number, BlockError> {
        Ok(Number { out: Out(*self.value) })
    }
}

/// Give a number back after some fifty microseconds of calculating.
#[derive(Block)]
#[block(id = "bench/labour@v1", outputs = Number)]
struct Labour {
    /// The number.
    value: Or<i64>,
}

impl Run for Labour {
    fn run(&self, _: &mut Context<'_, ()>) -> Result<Number, BlockError> {
        /// Each of them waits for the one before.
        const DRAWS: usize = 40_000;
        let factor = divan::black_box(6_364_136_223_846_793_005);
        let drawn = (0..DRAWS).fold(*self.value, |drawn, _| drawn.wrapping_mul(factor).wrapping_add(1));
        Ok(Number { out: Out(drawn) })
    }
}

/// Make several elements of one.
#[derive(Block)]
#[block(id = "bench/explode@v1", outputs = Number, output_depth = 1)]
struct Explode {
    /// What each of them is.
    value: Or<i64>,
    /// How many.
    #[block(default = 10)]
    parts: i64,
}

impl Run for Explode {
    fn run(&self, _: &mut Context<'_, ()>) -> Result<Vec<Number>, BlockError> {
        Ok((0..self.parts).map(|_| Number { out: Out(*self.value) }).collect())
    }
}

/// Gather the elements of a group.
#[derive(Block)]
#[block(id = "bench/collapse@v1", outputs = Number, output_depth = -1)]
struct Collapse {
    /// Numbers to add up.
    value: InGroup<Integer>,
}

impl Run for Collapse {
    fn run(&self, _: &mut Context<'_, ()>) -> Result<Number, BlockError> {
        Ok(Number { out: Out(self.value.iter().sum()) })
    }
}

/// Let steps run for even numbers.
#[derive(Block)]
#[block(id = "bench/gate@v1", flow)]
struct Gate {
    /// What to look at.
    value: Or<i64>,
    /// Steps that run next.
    next_steps: Vec<StepRef>,
}

impl Run for Gate {
    fn run(&self, _: &mut Context<'_, ()>) -> Result<Flow, BlockError> {
        Ok(if *self.value % 2 == 0 { Flow(self.next_steps.clone()) } else { Flow::default() })
    }
}

/// Add numbers up.
#[derive(Block)]
#[block(id = "bench/sum@v1", outputs = Number)]
struct Sum {
    /// The numbers.
    values: Vec<Or<i64>>,
}

impl Run for Sum {
    fn run(&self, _: &mut Context<'_, ()>) -> Result<Number, BlockError> {
        Ok(Number { out: Out(self.values.iter().map(|value| **value).sum()) })
    }
}

/// The blocks of this module.
pub const BLOCKS: &[Entry] = &[
    block::<Echo>(),
    block::<EchoAll>(),
    async_block::<EchoLater>(),
    block::<Labour>(),
    block::<Explode>(),
    block::<Collapse>(),
    block::<Gate>(),
    block::<Sum>(),
];

/// A catalogue of the blocks of this module.
pub fn catalogue() -> Catalogue {
    Catalogue::new(&[BLOCKS]).expect("the blocks have different names")
}

/// A step of a block with further members.
pub fn step(number: usize, block: &str, members: Json) -> Json {
    let mut step = json!({"type": format!("bench/{block}@v1"), "name": format!("s{number}")});
    if let (Some(step), Json::Object(members)) = (step.as_object_mut(), members) {
        step.extend(members);
    }
    step
}

/// The reference to what a step gives back.
pub fn out(number: usize) -> String {
    format!("$steps.s{number}.out")
}

/// What the step before this one gives back, or the input.
pub fn before(number: usize) -> String {
    number.checked_sub(1).map_or_else(|| "$inputs.b".to_owned(), out)
}

/// A workflow with the batch `b`, whose output is that of its last step.
pub fn workflow(steps: &[Json]) -> String {
    let last = steps.len().saturating_sub(1);
    json!({
        "version": "1.0",
        "inputs": [{"type": "WorkflowBatchInput", "name": "b"}],
        "steps": steps,
        "outputs": [{"type": "JsonField", "name": "out", "selector": out(last)}],
    })
    .to_string()
}

/// Steps of one block, each of which reads the one before.
pub fn chain_of(block: &str, count: usize) -> String {
    let steps: Vec<Json> = (0..count).map(|number| step(number, block, json!({"value": before(number)}))).collect();
    workflow(&steps)
}

/// The same of blocks that give one number back.
pub fn chain(count: usize) -> String {
    chain_of("echo", count)
}

/// Steps that all read the first one.
pub fn fan(count: usize) -> String {
    let source = |number: usize| if number == 0 { before(0) } else { out(0) };
    let steps: Vec<Json> = (0..count).map(|number| step(number, "echo", json!({"value": source(number)}))).collect();
    workflow(&steps)
}

/// Steps in twos, each of them reading both of the two before.
pub fn diamonds(count: usize) -> String {
    let members = |number: usize| match (number / 2).checked_sub(1) {
        Some(row) => json!({"value": out(2 * row), "other": out(2 * row + 1)}),
        None => json!({"value": "$inputs.b"}),
    };
    let steps: Vec<Json> = (0..count).map(|number| step(number, "echo", members(number))).collect();
    workflow(&steps)
}

/// Steps in twos: one that decides, and one that runs where it may.
pub fn gated(count: usize) -> String {
    let of_row = |number: usize| number.checked_sub(1).map_or_else(|| "$inputs.b".to_owned(), out);
    let steps: Vec<Json> = (0..count)
        .map(|number| match number % 2 {
            0 => step(
                number,
                "gate",
                json!({"value": of_row(number), "next_steps": [format!("$steps.s{}", number + 1)]}),
            ),
            _ => step(number, "echo", json!({"value": of_row(number - 1)})),
        })
        .collect();
    workflow(&steps)
}

/// Steps in threes: one that makes several elements of each, one for each of them, and one that gathers them again.
pub fn nested(count: usize) -> String {
    let block = |number: usize| ["explode", "echo", "collapse"][number % 3];
    let steps: Vec<Json> =
        (0..count).map(|number| step(number, block(number), json!({"value": before(number)}))).collect();
    workflow(&steps)
}

/// Steps in fives: references, a literal, a decision, elements made of one, and their sum.
pub fn mixed(count: usize) -> String {
    let steps: Vec<Json> = (0..count)
        .map(|number| match number % 5 {
            0 => step(number, "echo", json!({"value": before(number), "other": 7})),
            1 => {
                let next = format!("$steps.s{}", number + 1);
                step(number, "gate", json!({"value": before(number), "next_steps": [next]}))
            }
            2 => step(number, "explode", json!({"value": out(number - 2), "parts": 3})),
            3 => step(number, "echo", json!({"value": before(number), "other": before(number)})),
            _ => step(number, "collapse", json!({"value": before(number)})),
        })
        .collect();
    workflow(&steps)
}

/// The plan of a workflow.
pub fn plan(text: &str) -> Plan {
    compile(&catalogue(), text).unwrap_or_else(|error| panic!("the workflow is sound: {error}"))
}

/// A session of a workflow.
pub fn session(text: &str) -> Session {
    Session::new(plan(text), Environment::default())
}

/// The batch `b` of even and odd numbers.
pub fn numbers(elements: usize) -> Map {
    inputs_from_json(&json!({"b": (0..elements).collect::<Vec<_>>()}))
}

/// A runtime on this thread.
pub fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime")
}
