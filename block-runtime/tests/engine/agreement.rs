//! The engine does what the slow interpreter of [`oracle`] does, for workflows that nobody has thought of.

use std::cell::Cell;
use std::collections::BTreeSet;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use block_runtime::block::Environment;
use block_runtime::compile::compile;
use block_runtime::execute::inputs_from_json;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;

use crate::imagined::{self, Imagined};
use crate::oracle::{self, Verdict};
use crate::{blocks, runtime};

/// What the engine makes of a workflow, in the words of the interpreter.
fn outcome(Imagined { definition, given }: &Imagined) -> Verdict {
    let plan = match compile(&blocks::catalogue(), &definition.to_string()) {
        Ok(plan) => plan,
        Err(error) => return Verdict::Refused(BTreeSet::from([error.error.error_type()])),
    };
    match runtime().block_on(plan.run(inputs_from_json(given), &Environment::default())) {
        Ok(rows) => Verdict::Rows(rows),
        Err(error) => Verdict::Fails(BTreeSet::from([error.error_type()])),
    }
}

/// The same, or nothing where the engine panics or hangs.
fn outcome_in_time(imagined: &Imagined) -> Option<Verdict> {
    let (answer, answers) = mpsc::channel();
    let imagined = imagined.clone();
    thread::spawn(move || answer.send(outcome(&imagined)));
    answers.recv_timeout(Duration::from_mins(1)).ok()
}

#[test]
fn the_engine_does_what_the_specification_says() {
    let cases = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(1500);
    let config = ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(cases) };
    let (tried, succeeded) = (Cell::new(0_u32), Cell::new(0_u32));
    let result = TestRunner::new(config).run(&prop::collection::vec(any::<u8>(), 20..500), |tape| {
        let imagined = imagined::workflow(&tape);
        let expected = oracle::judge(&imagined.definition, &imagined.given);
        let found = outcome_in_time(&imagined);
        tried.set(tried.get() + 1);
        succeeded.set(succeeded.get() + u32::from(matches!(found, Some(Verdict::Rows(_)))));
        prop_assert!(
            found.as_ref().is_some_and(|found| expected.agrees_with(found)),
            "the specification says\n{:?}\nand the engine\n{:?}\nof the definition\n{}\nwith\n{}",
            expected,
            found,
            imagined.definition,
            imagined.given
        );
        Ok(())
    });
    let (tried, succeeded) = (tried.get(), succeeded.get());
    println!("{succeeded} of {tried} workflows compiled and ran");
    assert!(result.is_ok(), "{}", result.unwrap_err());
    assert!(succeeded * 10 >= tried * 6, "only {succeeded} of {tried} workflows compiled and ran");
}
