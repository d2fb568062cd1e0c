//! Runs that end before their time: cancelled, too slow, or given up.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, mpsc};
use std::time::Duration;

use block_runtime::block::Environment;
use block_runtime::error::WorkflowError;
use block_runtime::execute::{Observer, Session, inputs_from_json};
use block_runtime::value::{Map, Value};
use serde_json::{Value as Json, json};
use tokio_util::sync::CancellationToken;

use crate::{batch, output, parameter, plan, runtime, single, workflow};

fn session(steps: Json) -> Session {
    let definition = workflow(json!([parameter("p")]), steps, json!([output("out", "$steps.last.out")]));
    Session::new(plan(&definition), Environment::default())
}

fn forever() -> Session {
    session(json!([
        {"type": "test/forever@v1", "name": "endless"},
        {"type": "test/echo@v1", "name": "last", "data": "$steps.endless.out"},
    ]))
}

#[test]
fn a_run_that_takes_too_long_says_which_step_was_under_way() {
    let mut session = forever().with_deadline(Duration::from_millis(5));
    let error = runtime().block_on(session.run(Map::new())).unwrap_err();
    assert!(matches!(error, WorkflowError::DeadlineExceeded(_)), "{error:?}");
    assert_eq!(error.to_string(), "the run took longer than 5ms while `endless` was under way");
    assert_eq!((error.error_type(), error.http_status()), ("RunDeadlineExceededError", 504));
}

#[test]
fn a_deadline_that_is_kept_changes_nothing() {
    let echo = json!([{"type": "test/echo@v1", "name": "last", "data": 1}]);
    let mut session = session(echo).with_deadline(Duration::from_mins(1));
    assert_eq!(runtime().block_on(session.run(Map::new())).unwrap().rows().len(), 1);
}

#[test]
fn a_run_can_be_cancelled() {
    let cancellation = CancellationToken::new();
    let error = runtime().block_on(async {
        let mut session = forever();
        let run = session.run_until(Map::new(), &cancellation);
        let cancel = async {
            tokio::task::yield_now().await;
            cancellation.cancel();
        };
        let (outcome, ()) = futures_util::future::join(run, cancel).await;
        outcome.unwrap_err()
    });
    assert!(matches!(error, WorkflowError::Cancelled(_)), "{error:?}");
    assert!(error.to_string().contains("`endless`"), "{error}");
    let before = runtime().block_on(forever().run_until(inputs_from_json(&json!({"p": 1})), &cancellation));
    assert!(matches!(before, Err(WorkflowError::Cancelled(_))));
}

/// Cancels the run as soon as an element is done, and counts the steps that start and the elements that are done.
#[derive(Default)]
struct Impatient {
    cancellation: CancellationToken,
    started: AtomicUsize,
    done: AtomicUsize,
}

impl Observer for Impatient {
    fn step_started(&self, _: &str, _: usize) {
        self.started.fetch_add(1, Ordering::SeqCst);
    }

    fn elements_done(&self, _: &str, elements: usize) {
        self.done.fetch_add(elements, Ordering::SeqCst);
        self.cancellation.cancel();
    }
}

#[test]
fn blocks_that_never_have_to_wait_can_be_cancelled_too() {
    const ELEMENTS: usize = 10_000;
    let definition = single(
        json!([batch("b"), parameter("p")]),
        json!({"type": "test/slow@v1", "data": "$inputs.b", "traffic": "$inputs.p"}),
    );
    let observer = Arc::new(Impatient::default());
    let mut session = Session::new(plan(&definition), Environment::default()).with_observer(observer.clone());
    let inputs = inputs_from_json(&json!({"b": vec![0; ELEMENTS], "p": 1}));
    let outcome = runtime().block_on(session.run_until(inputs, &observer.cancellation));
    assert!(matches!(outcome, Err(WorkflowError::Cancelled(_))));
    assert!(observer.done.load(Ordering::SeqCst) < ELEMENTS);
}

#[test]
fn nothing_starts_in_a_run_that_is_cancelled_already() {
    let observer = Arc::new(Impatient::default());
    observer.cancellation.cancel();
    let mut session = forever().with_observer(observer.clone());
    let outcome = runtime().block_on(session.run_until(Map::new(), &observer.cancellation));
    assert!(matches!(outcome, Err(WorkflowError::Cancelled(_))));
    assert_eq!(observer.started.load(Ordering::SeqCst), 0);
}

#[test]
fn blocks_that_calculate_see_that_nobody_waits_any_more() {
    let (sender, heard) = mpsc::channel::<&'static str>();
    let steps = json!([{"type": "test/tireless@v1", "name": "last", "listener": "$inputs.p"}]);
    let cancellation = CancellationToken::new();
    let mut session = session(steps);
    let inputs = Map::from([("p".to_owned(), Value::native(sender))]);
    let outcome = runtime().block_on(async {
        let run = session.run_until(inputs, &cancellation);
        let cancel = async {
            while heard.try_recv().is_err() {
                tokio::task::yield_now().await;
            }
            cancellation.cancel();
        };
        futures_util::future::join(run, cancel).await.0
    });
    assert!(matches!(outcome, Err(WorkflowError::Cancelled(_))));
    assert_eq!(heard.recv_timeout(Duration::from_mins(1)), Ok("stopped"));
    // What the step has remembered in the run that was given up is gone.
    let rows = runtime().block_on(session.run(inputs_from_json(&json!({"p": 0})))).unwrap();
    assert!(matches!(rows.rows()[0]["out"], Value::Integer(1)), "{rows:?}");
}

#[test]
fn blocks_that_wait_keep_what_they_had_written_when_they_were_cut_off() {
    let steps = json!([
        {"type": "test/attempts@v1", "name": "tries", "waits": "$inputs.p"},
        {"type": "test/echo@v1", "name": "last", "data": "$steps.tries.out"},
    ]);
    let mut session = session(steps).with_deadline(Duration::from_millis(5));
    let mut run = |waits: bool| {
        let inputs = inputs_from_json(&json!({"p": waits}));
        runtime().block_on(session.run(inputs)).map(|rows| rows.rows()[0]["out"].clone())
    };
    for _ in 0..2 {
        assert!(matches!(run(true), Err(WorkflowError::DeadlineExceeded(_))));
    }
    assert!(matches!(run(false), Ok(Value::Integer(3))));
}

#[test]
fn a_run_can_be_moved_to_another_thread() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let definition = workflow(
        json!([batch("b")]),
        json!([{"type": "test/slow_batch@v1", "name": "s", "data": "$inputs.b"}]),
        json!([output("out", "$steps.s.out")]),
    );
    let plan = plan(&definition);
    let run = async move { plan.run(inputs_from_json(&json!({"b": [1, 2]})), &Environment::default()).await };
    let rows = runtime.block_on(async { tokio::spawn(run).await.unwrap().unwrap() });
    assert_eq!(rows.len(), 2);
}
