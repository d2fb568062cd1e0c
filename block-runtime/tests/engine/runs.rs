//! How runs go: side by side, in order, with failures, panics and ends before time.

use std::num::NonZeroUsize;
use std::sync::{Arc, Mutex};

use block_runtime::block::Environment;
use block_runtime::compile::Plan;
use block_runtime::error::StepErrorPolicy;
use block_runtime::execute::{Observer, Session, inputs_from_json};
use block_runtime::value::{Map, Value};
use serde_json::{Value as Json, json};

use crate::blocks::Traffic;
use crate::{batch, output, outs, parameter, plan, run, runtime, single, try_run, workflow};

fn session(plan: Plan) -> Session {
    Session::new(plan, Environment::default())
}

fn numbers(count: usize) -> Json {
    (0..count).collect()
}

fn rows(session: &mut Session, inputs: Map) -> Json {
    runtime().block_on(async {
        let rows = session.run(inputs).await.unwrap().serialise().await.unwrap();
        rows.into_iter().map(Json::Object).collect()
    })
}

#[test]
fn calls_that_wait_are_in_flight_together_up_to_the_limit() {
    let definition = single(
        json!([batch("b"), parameter("traffic")]),
        json!({"type": "test/slow@v1", "data": "$inputs.b", "traffic": "$inputs.traffic"}),
    );
    let mut session = session(plan(&definition)).with_in_flight(NonZeroUsize::new(16).unwrap());
    let traffic = Value::native(Traffic::default());
    let mut inputs = inputs_from_json(&json!({"b": numbers(100)}));
    inputs.insert("traffic".to_owned(), traffic.clone());
    let rows = rows(&mut session, inputs);
    assert_eq!(Json::from(outs(&rows)), numbers(100));
    assert_eq!(traffic.downcast::<Traffic>().unwrap().most(), 16);
}

#[test]
fn steps_that_wait_do_not_wait_for_each_other() {
    let step =
        |name: &str| json!({"type": "test/slow@v1", "name": name, "data": "$inputs.b", "traffic": "$inputs.traffic"});
    let definition = workflow(
        json!([batch("b"), parameter("traffic")]),
        json!([step("x"), step("y")]),
        json!([output("x", "$steps.x.out"), output("y", "$steps.y.out")]),
    );
    let traffic = Value::native(Traffic::default());
    let mut inputs = inputs_from_json(&json!({"b": numbers(3)}));
    inputs.insert("traffic".to_owned(), traffic.clone());
    rows(&mut session(plan(&definition)), inputs);
    assert_eq!(traffic.downcast::<Traffic>().unwrap().most(), 6);
}

#[test]
fn blocks_that_wait_take_whole_batches_too() {
    let steps = json!([
        {"type": "test/slow_batch@v1", "name": "w", "data": "$inputs.b"},
        {"type": "test/echo@v1", "name": "s", "data": "$steps.w.out"},
    ]);
    let definition = workflow(json!([batch("b")]), steps, json!([output("out", "$steps.s.out")]));
    assert_eq!(outs(&run(&definition, &json!({"b": [1, null, 3]}))), [json!(1), Json::Null, json!(3)]);
}

#[test]
fn state_lasts_as_long_as_its_session_and_elements_come_in_order() {
    let counting = single(json!([batch("b")]), json!({"type": "test/counter@v1", "data": "$inputs.b"}));
    let mut first = session(plan(&counting));
    let inputs = || inputs_from_json(&json!({"b": numbers(3)}));
    assert_eq!(outs(&rows(&mut first, inputs())), [1, 2, 3]);
    assert_eq!(outs(&rows(&mut first, inputs())), [4, 5, 6]);
    assert_eq!(outs(&rows(&mut session(plan(&counting)), inputs())), [1, 2, 3]);
}

#[test]
fn state_of_blocks_that_wait_sees_elements_in_order_too() {
    let counting = single(json!([batch("b")]), json!({"type": "test/slow_counter@v1", "data": "$inputs.b"}));
    let mut session = session(plan(&counting));
    let inputs = inputs_from_json(&json!({"b": ["x", "y", "z"]}));
    assert_eq!(outs(&rows(&mut session, inputs)), [json!(["x", 1]), json!(["y", 2]), json!(["z", 3])]);
}

#[test]
fn elements_that_are_shared_out_come_back_in_order() {
    let step = |name: &str, data: &str| json!({"type": "test/laborious@v1", "name": name, "data": data});
    let definition = workflow(
        json!([batch("b")]),
        json!([step("x", "$inputs.b"), step("y", "$inputs.b"), step("z", "$steps.x.out")]),
        json!([output("out", "$steps.z.out"), output("y", "$steps.y.out")]),
    );
    let elements: Vec<Json> =
        (100..150).map(|number| if number % 7 == 0 { Json::Null } else { number.into() }).collect();
    let rows = run(&definition, &json!({"b": elements}));
    assert_eq!(outs(&rows), elements);
    assert!(rows.as_array().unwrap().iter().all(|row| row["y"] == row["out"]));
    let error = try_run(&definition, &json!({"b": numbers(50)})).unwrap_err();
    assert!(error.to_string().contains("thirteen"), "{error}");
}

#[test]
fn a_panic_is_an_error_of_its_step() {
    let calculating = single(json!([batch("b")]), json!({"type": "test/panics@v1", "data": "$inputs.b"}));
    let waiting = single(json!([batch("b")]), json!({"type": "test/slow_panics@v1"}));
    for (definition, words) in [(calculating, "thirteen"), (waiting, "the server room is on fire")] {
        let error = try_run(&definition, &json!({"b": [1, 13]})).unwrap_err();
        assert_eq!(error.error_type(), "StepExecutionError");
        assert!(error.to_string().contains(words), "{error}");
    }
}

#[test]
fn what_a_panic_leaves_behind_is_not_remembered() {
    let counting = single(json!([batch("b")]), json!({"type": "test/startled@v1", "data": "$inputs.b"}));
    let mut session = session(plan(&counting));
    let inputs = |data: Json| inputs_from_json(&json!({"b": data}));
    assert_eq!(outs(&rows(&mut session, inputs(json!([1, 2])))), [1, 2]);
    assert!(runtime().block_on(session.run(inputs(json!([1, 13])))).is_err());
    assert_eq!(outs(&rows(&mut session, inputs(json!([1])))), [1]);
}

#[test]
fn the_cause_of_a_failure_decides_the_class_of_the_error() {
    let definition = single(json!([parameter("p")]), json!({"type": "test/unlicensed@v1", "status": "$inputs.p"}));
    let failure = |status: u16, step_errors| {
        let environment = Environment { step_errors, ..Environment::default() };
        let inputs = inputs_from_json(&json!({"p": status}));
        runtime().block_on(plan(&definition).run(inputs, &environment)).unwrap_err()
    };
    let refused = failure(402, StepErrorPolicy::Extended);
    assert_eq!((refused.error_type(), refused.http_status()), ("ClientCausedStepExecutionError", 402));
    assert_eq!(refused.to_string(), "step `s` failed: the server has refused");
    assert_eq!(refused.to_json()["blocks_errors"][0]["block_id"], "s");
    assert_eq!(failure(402, StepErrorPolicy::Legacy).error_type(), "StepExecutionError");
    assert_eq!(failure(410, StepErrorPolicy::Legacy).http_status(), 410);
    assert_eq!(failure(500, StepErrorPolicy::Extended).error_type(), "StepExecutionError");
}

#[test]
fn a_failure_keeps_later_steps_from_starting() {
    let steps = json!([
        {"type": "test/refuses@v1", "name": "first", "data": 1},
        {"type": "test/refuses@v1", "name": "second", "data": "$steps.first.out"},
    ]);
    let error = try_run(&workflow(json!([]), steps, json!([])), &json!({})).unwrap_err();
    assert!(error.to_string().contains("`first`"), "{error}");
}

#[test]
fn steps_that_no_output_needs_run_all_the_same() {
    let steps = json!([{"type": "test/refuses@v1", "name": "sink", "data": 1}]);
    assert!(try_run(&workflow(json!([]), steps, json!([])), &json!({})).is_err());
}

#[test]
fn a_run_can_be_dropped_at_any_time() {
    let definition = single(
        json!([batch("b"), parameter("traffic")]),
        json!({"type": "test/slow@v1", "data": "$inputs.b", "traffic": "$inputs.traffic"}),
    );
    let mut session = session(plan(&definition)).with_in_flight(NonZeroUsize::MIN);
    let traffic = Value::native(Traffic::default());
    let inputs = || {
        let mut inputs = inputs_from_json(&json!({"b": numbers(3)}));
        inputs.insert("traffic".to_owned(), traffic.clone());
        inputs
    };
    runtime().block_on(async {
        let run = session.run(inputs());
        futures_util::pin_mut!(run);
        assert!(futures_util::poll!(&mut run).is_pending());
    });
    assert_eq!(outs(&rows(&mut session, inputs())), [0, 1, 2]);
}

#[derive(Debug, Default)]
struct Diary(Mutex<Vec<String>>);

impl Diary {
    fn write(&self, line: String) {
        self.0.lock().unwrap().push(line);
    }
}

impl Observer for Diary {
    fn step_started(&self, step: &str, elements: usize) {
        self.write(format!("{step} starts with {elements}"));
    }

    fn elements_done(&self, step: &str, elements: usize) {
        self.write(format!("{step} has done {elements}"));
    }

    fn step_finished(&self, step: &str) {
        self.write(format!("{step} is done"));
    }
}

#[test]
fn observers_see_every_step_and_element() {
    let steps = json!([
        {"type": "test/echo@v1", "name": "each", "data": "$inputs.b"},
        {"type": "test/batch_echo@v1", "name": "whole", "data": "$steps.each.out"},
        {"type": "test/slow_batch@v1", "name": "slow", "data": "$steps.whole.out"},
    ]);
    let definition = workflow(json!([batch("b")]), steps, json!([]));
    let diary = Arc::new(Diary::default());
    let mut session = session(plan(&definition)).with_observer(diary.clone());
    rows(&mut session, inputs_from_json(&json!({"b": [1, 2, null]})));
    let lines = diary.0.lock().unwrap();
    let expected = [
        "each starts with 2",
        "each has done 1",
        "each has done 1",
        "each is done",
        "whole starts with 2",
        "whole has done 2",
        "whole is done",
        "slow starts with 2",
        "slow has done 2",
        "slow is done",
    ];
    assert_eq!(*lines, expected);
}

#[derive(Debug)]
struct Dropped(Arc<Mutex<Vec<&'static str>>>);

impl Drop for Dropped {
    fn drop(&mut self) {
        self.0.lock().unwrap().push("value dropped");
    }
}

struct EndOf {
    step: &'static str,
    events: Arc<Mutex<Vec<&'static str>>>,
}

impl Observer for EndOf {
    fn step_started(&self, step: &str, _: usize) {
        if step == self.step {
            self.events.lock().unwrap().push("last step starts");
        }
    }
}

#[test]
fn values_are_dropped_when_their_last_reader_is_done() {
    let steps = json!([
        {"type": "test/echo@v1", "name": "a", "data": "$inputs.b"},
        {"type": "test/mixed_echo@v1", "name": "c", "data": "$steps.a.out"},
        {"type": "test/echo@v1", "name": "d", "data": "$steps.c.out"},
    ]);
    let definition = workflow(json!([batch("b")]), steps, json!([output("out", "$steps.d.out")]));
    let events = Arc::new(Mutex::new(Vec::new()));
    let observer = Arc::new(EndOf { step: "d", events: Arc::clone(&events) });
    let mut session = session(plan(&definition)).with_observer(observer);
    let value = Value::native(Dropped(Arc::clone(&events)));
    rows(&mut session, Map::from([("b".to_owned(), value)]));
    assert_eq!(*events.lock().unwrap(), ["value dropped", "last step starts"]);
}

#[test]
fn long_chains_and_wide_fans_come_out_right() {
    let mut steps = vec![json!({"type": "test/echo@v1", "name": "s0", "data": "$inputs.b"})];
    steps.extend((1..300).map(|number| {
        let data = format!("$steps.s{}.out", if number % 3 == 0 { number - 1 } else { number / 2 });
        json!({"type": "test/echo@v1", "name": format!("s{number}"), "data": data})
    }));
    let outputs: Vec<Json> =
        (0..300).map(|number| output(&format!("o{number}"), &format!("$steps.s{number}.out"))).collect();
    let rows = run(&workflow(json!([batch("b")]), steps.into(), outputs.into()), &json!({"b": [1, 2]}));
    assert!(rows[1].as_object().unwrap().values().all(|value| *value == 2));
}

struct Clumsy;

impl Observer for Clumsy {
    fn step_finished(&self, _: &str) {
        panic!("dropped the clipboard");
    }
}

#[test]
fn an_observer_that_panics_ends_its_run_only() {
    let definition = single(json!([parameter("p")]), json!({"type": "test/echo@v1", "data": 1}));
    let mut session = session(plan(&definition)).with_observer(Arc::new(Clumsy));
    let error = runtime().block_on(session.run(Map::new())).unwrap_err();
    assert_eq!(error.error_type(), "ExecutionEngineRuntimeError");
}

#[test]
fn two_elements_are_worked_on_at_once() {
    if rayon_threads() < 2 {
        return;
    }
    let definition = single(
        json!([batch("b"), parameter("p")]),
        json!({"type": "test/meeting@v1", "data": "$inputs.b", "place": "$inputs.p"}),
    );
    let place = Value::native(std::sync::Barrier::new(2));
    let inputs = Map::from([("b".to_owned(), vec![1_i64, 2].into()), ("p".to_owned(), place)]);
    assert_eq!(rows(&mut session(plan(&definition)), inputs), json!([{"out": 1}, {"out": 2}]));
}

fn rayon_threads() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

#[test]
fn a_failure_names_its_element_where_there_are_several() {
    let definition = single(json!([batch("b")]), json!({"type": "test/laborious@v1", "data": "$inputs.b"}));
    let error = try_run(&definition, &json!({"b": [1, 13]})).unwrap_err();
    assert_eq!(error.to_string(), "step `s` failed at element [1]: thirteen");
    assert_eq!(error.facts().message, "thirteen");
    assert_eq!(try_run(&definition, &json!({"b": [13]})).unwrap_err().to_string(), "step `s` failed: thirteen");
}
