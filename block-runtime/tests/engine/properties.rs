//! Arbitrary input never makes the engine panic.

use block_runtime::block::Environment;
use block_runtime::compile::{check, compile};
use block_runtime::execute::inputs_from_json;
use proptest::prelude::*;
use serde_json::{Value as Json, json};

use crate::{blocks, runtime};

/// Any JSON, with words of workflows among its texts and names.
fn any_json() -> impl Strategy<Value = Json> {
    let word = prop_oneof![
        Just("type".to_owned()),
        Just("name".to_owned()),
        Just("steps".to_owned()),
        Just("inputs".to_owned()),
        Just("outputs".to_owned()),
        Just("version".to_owned()),
        Just("data".to_owned()),
        Just("kind".to_owned()),
        Just("selector".to_owned()),
        Just("test/echo@v1".to_owned()),
        Just("WorkflowBatchInput".to_owned()),
        Just("JsonField".to_owned()),
        "\\$(inputs|steps)(\\.[ab*]{0,2}){0,4}",
        ".{0,6}",
    ];
    let leaf = prop_oneof![
        Just(Json::Null),
        any::<bool>().prop_map(Json::from),
        any::<i64>().prop_map(Json::from),
        any::<f64>().prop_map(Json::from),
        word.clone().prop_map(Json::from),
    ];
    leaf.prop_recursive(5, 48, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Json::from),
            prop::collection::vec((word.clone(), inner), 0..6)
                .prop_map(|members| Json::Object(members.into_iter().collect())),
        ]
    })
}

/// Definitions that are nearly right: the right parts, few names, references everywhere.
fn near_definition() -> impl Strategy<Value = Json> {
    let name = || prop_oneof![Just("a"), Just("b"), Just("c"), Just("d")];
    let value = || {
        prop_oneof![
            4 => name().prop_map(|name| json!(format!("$inputs.{name}"))),
            6 => name().prop_map(|name| json!(format!("$steps.{name}.out"))),
            1 => name().prop_map(|name| json!(format!("$steps.{name}"))),
            3 => Just(json!(1)),
            1 => any_json(),
        ]
    };
    let input = (name(), prop_oneof![Just("WorkflowBatchInput"), Just("WorkflowParameter"), Just("WorkflowImage")])
        .prop_map(|(name, data)| json!({"type": data, "name": name}));
    let block = prop_oneof![
        Just("echo"),
        Just("batch_echo"),
        Just("mixed_echo"),
        Just("pair"),
        Just("pair_each"),
        Just("only_a"),
        Just("none_if"),
        Just("slow_batch"),
        Just("counter"),
        Just("gate"),
        Just("explode"),
    ];
    let step = (name(), block, value(), value()).prop_map(|(name, block, one, two)| {
        json!({"type": format!("test/{block}@v1"), "name": name, "data": one, "a": one, "b": two})
    });
    let output =
        (name(), value()).prop_map(|(name, selector)| json!({"type": "JsonField", "name": name, "selector": selector}));
    (prop::collection::vec(input, 0..3), prop::collection::vec(step, 0..4), prop::collection::vec(output, 0..3))
        .prop_map(|(inputs, steps, outputs)| crate::workflow(inputs.into(), steps.into(), outputs.into()))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(512) })]

    #[test]
    fn any_text_gets_an_answer(text in ".{0,80}") {
        check(&blocks::catalogue(), &text).to_json(&text);
    }

    #[test]
    fn any_json_gets_an_answer(json in any_json()) {
        let text = json.to_string();
        check(&blocks::catalogue(), &text).to_json(&text);
    }

    #[test]
    fn definitions_that_are_nearly_right_compile_and_run_or_say_why_not(
        definition in near_definition(),
        given in any_json(),
    ) {
        let text = definition.to_string();
        match compile(&blocks::catalogue(), &text) {
            Ok(plan) => {
                let inputs = inputs_from_json(&json!({"a": given, "b": [1, 2], "c": 3, "d": [null, 0]}));
                let answer = runtime().block_on(plan.run(inputs, &Environment::default()));
                if let Err(error) = answer {
                    error.to_json();
                }
            }
            Err(error) => {
                prop_assert!(error.diagnostics.iter().any(block_runtime::diagnostic::Diagnostic::is_error));
                let has_place = error.diagnostics.iter().all(|found| found.span.end <= text.len());
                prop_assert!(has_place);
            }
        }
    }
}
