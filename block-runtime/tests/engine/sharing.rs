//! What the steps of a session share.

use block_runtime::block::Environment;
use block_runtime::error::WorkflowError;
use block_runtime::execute::{Session, inputs_from_json};
use serde_json::{Value as Json, json};

use crate::{batch, output, plan, runtime, workflow};

/// A session with these steps, fed with the batch `b`, whose results are what `last` gives back.
fn session(steps: Json) -> Session {
    let definition = workflow(json!([batch("b")]), steps, json!([output("out", "$steps.last.out")]));
    Session::new(plan(&definition), Environment::default())
}

fn try_run(session: &mut Session, elements: Json) -> Result<Json, WorkflowError> {
    runtime().block_on(async {
        let rows = session.run(inputs_from_json(&json!({"b": elements}))).await?.serialise().await?;
        Ok(rows.into_iter().map(|mut row| row.remove("out")).collect())
    })
}

fn run(session: &mut Session, elements: Json) -> Json {
    try_run(session, elements).unwrap_or_else(|error| panic!("{error}"))
}

/// Notes each element, then recalls all.
fn notes(block: &str) -> Session {
    session(json!([
        {"type": block, "name": "note", "data": "$inputs.b"},
        {"type": "test/recall@v1", "name": "last", "after": "$steps.note.out"},
    ]))
}

#[test]
fn one_step_finds_what_another_has_left_in_order() {
    for block in ["test/note@v1", "test/slow_note@v1"] {
        let mut session = notes(block);
        assert_eq!(run(&mut session, json!([1, 2])), json!([[1, 2], [1, 2]]), "{block}");
        assert_eq!(run(&mut session, json!([3])), json!([[1, 2, 3]]), "{block}");
    }
}

#[test]
fn sessions_share_nothing() {
    let (mut one, mut other) = (notes("test/note@v1"), notes("test/note@v1"));
    assert_eq!(run(&mut one, json!([1])), json!([[1]]));
    assert_eq!(run(&mut other, json!([2])), json!([[2]]));
}

#[test]
fn what_is_shared_outlives_a_run_that_is_cut_off() {
    let mut session = session(json!([
        {"type": "test/note@v1", "name": "note", "data": "$inputs.b"},
        {"type": "test/laborious@v1", "name": "judge", "data": "$steps.note.out"},
        {"type": "test/recall@v1", "name": "last", "after": "$steps.judge.out"},
    ]));
    assert!(try_run(&mut session, json!([13])).is_err());
    assert_eq!(run(&mut session, json!([2])), json!([[13, 2]]));
}

#[test]
fn what_a_panic_leaves_behind_is_not_shared() {
    let mut session = notes("test/note@v1");
    run(&mut session, json!([1]));
    assert!(try_run(&mut session, json!([2, 7])).is_err());
    assert_eq!(run(&mut session, json!([3])), json!([[3]]));
}

#[test]
fn a_step_may_remember_for_itself_too() {
    let mut session = session(json!([
        {"type": "test/tally@v1", "name": "first", "after": "$inputs.b"},
        {"type": "test/tally@v1", "name": "last", "after": "$steps.first.out"},
    ]));
    assert_eq!(run(&mut session, json!([0, 0])), json!([[1, 3], [2, 4]]));
    assert_eq!(run(&mut session, json!([0])), json!([[3, 6]]));
}
