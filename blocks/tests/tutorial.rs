//! The code of the book's tutorial, so that what it teaches compiles and runs.

use block_runtime::block::Environment;
use block_runtime::catalogue::Catalogue;
use block_runtime::compile::compile;
use block_runtime::document::{Document, Pointer};
use block_runtime::execute::inputs_from_json;
use block_runtime::step::Check;
use serde_json::{Value as JsonValue, json};

// ANCHOR: block
use block_runtime::prelude::*;

/// Compare the number of parked cars with the number of spaces.
///
/// Count the cars with any detection model and bind the count to `cars`. The share never exceeds 1, even when cars
/// stand where there is no space.
#[derive(Debug, Block)]
#[block(
    id = "tutorial/parking_occupancy@v1",
    section = Analytics,
    block_type = Analytics,
    outputs = Occupancy,
    keywords("car park", "counting")
)]
struct ParkingOccupancy {
    /// Number of cars that were counted.
    #[block(example = "$steps.count.cars")]
    cars: In<Integer>,

    /// Number of spaces.
    #[block(min = 1, example = 40, example = "$inputs.spaces")]
    spaces: Or<i64>,

    /// What counts as full.
    #[block(default = Full::EverySpace)]
    full: Or<Full>,
}

/// When a car park is full.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Choice)]
enum Full {
    /// No space is left.
    EverySpace,
    /// Nine of ten spaces are taken, so that drivers need not search for the last ones.
    NineOfTen,
}

/// What the block gives back for each count.
#[derive(Debug, Outputs)]
struct Occupancy {
    /// Share of the spaces that are taken.
    share: Out<FloatZeroToOne>,
    /// Whether the car park is full.
    is_full: Out<Boolean>,
}
// ANCHOR_END: block

// ANCHOR: run
impl Run for ParkingOccupancy {
    fn run(&self, _: &mut Context<'_, ()>) -> Result<Occupancy, BlockError> {
        if *self.spaces < 1 {
            return Err(BlockError::new(format!("`spaces` must be at least 1, found {}", *self.spaces)));
        }
        #[expect(clippy::cast_precision_loss, reason = "car parks are small")]
        let share = (*self.cars as f64 / *self.spaces as f64).clamp(0.0, 1.0);
        let limit = match *self.full {
            Full::EverySpace => 1.0,
            Full::NineOfTen => 0.9,
        };
        Ok(Occupancy { share: Out(share), is_full: Out(share >= limit) })
    }
}
// ANCHOR_END: run

// ANCHOR: test
#[test]
fn nine_of_ten_spaces_may_count_as_full() {
    let mut block = ParkingOccupancy { cars: In::new(36), spaces: 40.into(), full: Full::NineOfTen.into() };
    let mut state = ();
    let environment = Environment::default();
    let mut context = Context::new(&mut state, &environment);

    let occupancy = block.run(&mut context).expect("there are spaces");
    assert!(*occupancy.is_full);

    block.full = Full::EverySpace.into();
    let occupancy = block.run(&mut context).expect("there are spaces");
    assert_eq!((*occupancy.share, *occupancy.is_full), (0.9, false));
}
// ANCHOR_END: test

// ANCHOR: json
#[test]
fn every_mistake_of_a_step_is_reported_with_its_place() {
    let text = r#"{
        "type": "tutorial/parking_occupancy@v1",
        "name": "occupancy",
        "cars": 12,
        "spaces": 0,
        "full": "nine_of_tenn"
    }"#;
    let document = Document::parse_json(text).expect("it is JSON");
    let mut found = Vec::new();
    let def = block::<ParkingOccupancy>().def;
    let step = block_runtime::step::parse(def, &document.root, &Pointer::root(), &mut found);

    assert!(step.is_none());
    let places: Vec<String> = found.iter().map(|diagnostic| diagnostic.pointer.to_string()).collect();
    assert_eq!(places, ["/cars", "/spaces", "/full"]);
    assert!(found[2].with_advice().ends_with("did you mean `nine_of_ten`?"));
}
// ANCHOR_END: json

// ANCHOR: workflow
#[test]
fn a_workflow_runs_it_for_each_element_of_a_batch() {
    const WORKFLOW: &str = r#"{
        "version": "1.0",
        "inputs": [
            { "type": "WorkflowBatchInput", "name": "cars", "kind": ["integer"] },
            { "type": "WorkflowParameter", "name": "spaces", "kind": ["integer"] }
        ],
        "steps": [
            {
                "type": "tutorial/parking_occupancy@v1",
                "name": "occupancy",
                "cars": "$inputs.cars",
                "spaces": "$inputs.spaces"
            }
        ],
        "outputs": [{ "type": "JsonField", "name": "is_full", "selector": "$steps.occupancy.is_full" }]
    }"#;
    let catalogue = Catalogue::new(&[&[block::<ParkingOccupancy>()]]).expect("identifiers are unique");
    let plan = compile(&catalogue, WORKFLOW).expect("the workflow is sound");
    let inputs = inputs_from_json(&json!({ "cars": [12, 40], "spaces": 40 }));

    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime starts");
    let results = runtime.block_on(plan.run(inputs, &Environment::default())).expect("the run succeeds");
    let results: Vec<JsonValue> = results.into_iter().map(JsonValue::Object).collect();
    assert_eq!(results, [json!({ "is_full": false }), json!({ "is_full": true })]);
}
// ANCHOR_END: workflow

/// Tell whether a car park is open.
#[derive(Debug, Block)]
#[block(id = "tutorial/opening_hours@v1", outputs = Opening, check = opens_before_it_closes)]
struct OpeningHours {
    /// Hour at which it opens.
    #[block(min = 0, max = 24, example = 8)]
    opens: i64,

    /// Hour at which it closes.
    #[block(min = 0, max = 24, example = 20)]
    closes: i64,
}

/// The opening.
#[derive(Debug, Outputs)]
struct Opening {
    /// Whether it is open now.
    is_open: Out<Boolean>,
}

// ANCHOR: check
fn opens_before_it_closes(check: &mut Check<'_>) {
    let [opens, closes] = ["opens", "closes"].map(|name| check.step.number(name));
    if opens >= closes {
        check.report("closes", "it would close before it opens", "write a later hour");
    }
}
// ANCHOR_END: check

impl Run for OpeningHours {
    fn run(&self, context: &mut Context<'_, ()>) -> Result<Opening, BlockError> {
        let hour = i64::from(context.local_time().hour());
        Ok(Opening { is_open: Out((self.opens..self.closes).contains(&hour)) })
    }
}

#[test]
fn hours_are_checked_together() {
    let found = |opens: i64| {
        let step = json!({ "type": "tutorial/opening_hours@v1", "name": "hours", "opens": opens, "closes": 20 });
        let document = Document::parse_json(step.to_string()).expect("the text is JSON");
        let mut found = Vec::new();
        block_runtime::step::parse(block::<OpeningHours>().def, &document.root, &Pointer::root(), &mut found);
        found.into_iter().map(|diagnostic| diagnostic.message).collect::<Vec<_>>()
    };
    assert_eq!(found(8), [""; 0]);
    assert_eq!(found(21), ["it would close before it opens"]);
}

// ANCHOR: gate
/// Run other steps only while the car park has space.
#[derive(Debug, Block)]
#[block(
    id = "tutorial/while_there_is_space@v1",
    section = FlowControl,
    block_type = FlowControl,
    flow
)]
struct WhileThereIsSpace {
    /// Whether the car park is full.
    #[block(example = "$steps.occupancy.is_full")]
    is_full: In<Boolean>,

    /// Steps that run where it is not.
    #[block(example = ["$steps.open_the_barrier"])]
    next_steps: Vec<StepRef>,
}

impl Run for WhileThereIsSpace {
    fn run(&self, _: &mut Context<'_, ()>) -> Result<Flow, BlockError> {
        Ok(if *self.is_full { Flow::default() } else { Flow(self.next_steps.clone()) })
    }
}
// ANCHOR_END: gate

#[test]
fn a_gate_chooses_the_steps_that_it_names() {
    let mut gate =
        WhileThereIsSpace { is_full: In::new(false), next_steps: vec![StepRef("$steps.open_the_barrier".to_owned())] };
    let environment = Environment::default();
    let decide = |gate: &WhileThereIsSpace| gate.run(&mut Context::new(&mut (), &environment)).expect("it decides");
    assert_eq!(decide(&gate), Flow(gate.next_steps.clone()));
    gate.is_full = In::new(true);
    assert_eq!(decide(&gate), Flow::default());
}

// ANCHOR: group
/// Find out how full the fullest part of a car park is.
#[derive(Debug, Block)]
#[block(
    id = "tutorial/fullest@v1",
    section = Analytics,
    block_type = Analytics,
    outputs = Fullest,
    output_depth = -1
)]
struct FullestPart {
    /// How full each part is.
    #[block(example = "$steps.occupancy.share")]
    shares: InGroup<Float>,
}

/// The fullest part.
#[derive(Debug, Outputs)]
struct Fullest {
    /// How full it is.
    share: Out<Float>,
}

impl Run for FullestPart {
    fn run(&self, _: &mut Context<'_, ()>) -> Result<Fullest, BlockError> {
        Ok(Fullest { share: Out(self.shares.iter().copied().fold(0.0, f64::max)) })
    }
}
// ANCHOR_END: group

#[test]
fn a_group_is_made_into_one_value() {
    let block = FullestPart { shares: InGroup::new([0.25, 0.75].into_iter().collect()) };
    let fullest = block.run(&mut Context::new(&mut (), &Environment::default())).expect("there are parts");
    assert!((*fullest.share - 0.75).abs() < f64::EPSILON);
}

// ANCHOR: query
use block_runtime::query::{Chain, Scope, StatementGroup};

/// Judge data after operations have changed it.
#[derive(Debug, Block)]
#[block(id = "tutorial/judge@v1", outputs = Judgement)]
struct Judge {
    /// The data.
    #[block(example = "$inputs.data")]
    data: In<Wildcard>,

    /// Operations that change the data first.
    #[block(default, operates_on = data)]
    operations: Chain,

    /// What has to be true; `data` is the data after the operations.
    condition: StatementGroup,
}

/// What the block found out.
#[derive(Debug, Outputs)]
struct Judgement {
    /// Whether the condition is true.
    holds: Out<Boolean>,
}

impl Run for Judge {
    fn run(&self, context: &mut Context<'_, ()>) -> Result<Judgement, BlockError> {
        let scope = Scope::new(context.environment());
        let data = self.operations.apply(self.data.0.clone(), &scope)?;
        let parameters = IndexMap::from([("data".to_owned(), data)]);
        let holds = self.condition.holds(&scope.with_parameters(&parameters))?;
        Ok(Judgement { holds: Out(holds) })
    }
}
// ANCHOR_END: query

#[test]
fn queries_judge_data() {
    let operations = json!([{"type": "SequenceLength"}]);
    let condition = json!({"type": "StatementGroup", "statements": [{
        "type": "BinaryStatement",
        "left_operand": {"type": "DynamicOperand", "operand_name": "data"},
        "comparator": {"type": "(Number) >"},
        "right_operand": {"type": "StaticOperand", "value": 1}
    }]});
    let block = Judge {
        data: In::new(Value::from(vec!["car", "cat"])),
        operations: serde_json::from_value(operations).expect("a chain"),
        condition: serde_json::from_value(condition).expect("a condition"),
    };
    let (mut state, environment) = ((), Environment::default());
    let judgement = block.run(&mut Context::new(&mut state, &environment)).expect("it can be judged");
    assert!(*judgement.holds);
}
