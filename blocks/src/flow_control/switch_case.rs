//! Switch Case.

use std::collections::HashMap;

use block_runtime::document::Pointer;
use block_runtime::prelude::*;
use block_runtime::step::Check;
use serde_json::Value as JsonValue;

/// Run the step that belongs to a value.
///
/// The value is made into text and looked up in `cases`. The step of the case that it equals runs, and those of all other
/// cases are left out. Where no case equals it, the steps in `default_next_steps` run, if there are any.
///
/// Text is compared as it is. Other values are compared in Python's spelling: true as `True`, the number `1.0` as `1.0`
/// and not as `1`, a list as `[1, 'a', None]`. Images and detections have no text of use, and secrets show none, so for
/// them the default applies. An element that has no value is not looked at: none of the steps run for it.
///
/// With `case_insensitive` capital and small letters are the same; cases that then cannot be told apart are a mistake in
/// the workflow. So is a step that is named twice, among the cases or in the default: for two values with the same
/// consequence, turn one into the other first, with an *Expression* step for instance.
///
/// Typical uses: handle each class of a classifier in its own way, or choose a branch by a parameter of the run.
#[derive(Debug, Block)]
#[block(
    id = "roboflow_core/switch_case@v1",
    alias = "SwitchCase",
    section = FlowControl,
    block_type = FlowControl,
    engine = ">=1.11.0,<2.0.0",
    icon = "far fa-split",
    priority = 4,
    flow,
    check = cases_are_distinct,
    ui(popular = true)
)]
pub(crate) struct SwitchCase {
    /// Value that decides.
    #[block(title = "Value", example = "$steps.classifier.top", example = "$inputs.mode", example = "red")]
    value: Either<In<Wildcard>, Scalar>,

    /// Steps by the text of the value for which they run.
    #[block(
        title = "Cases",
        default,
        example = { "red": "$steps.on_red", "blue": "$steps.on_blue" },
        always_visible
    )]
    cases: IndexMap<String, StepRef>,

    /// Whether capital and small letters are the same.
    #[block(title = "Case Insensitive", default = false, example = false)]
    case_insensitive: bool,

    /// Steps that run where no case fits. Without any, nothing runs then.
    #[block(title = "Default Steps", default, example = ["$steps.fallback"])]
    default_next_steps: Vec<StepRef>,
}

/// No step is named twice, and no two cases are one when letter case is ignored.
fn cases_are_distinct(check: &mut Check<'_>) {
    let (cases, default) = (check.step.json("cases"), check.step.json("default_next_steps"));
    let cases_at = Pointer::root().member("cases");
    let cases = || cases.as_object().into_iter().flatten();
    let of_cases = cases().map(|(case, step)| (cases_at.member(case), step));
    let default_at = Pointer::root().member("default_next_steps");
    let of_default = default.as_array().into_iter().flatten().enumerate();
    let of_default = of_default.map(|(place, step)| (default_at.element(place), step));

    let mut places: HashMap<&str, Pointer> = HashMap::new();
    for (place, step) in of_cases.chain(of_default) {
        let Some(step) = step.as_str() else { continue };
        match places.get(step) {
            Some(first) => check.report_at(
                &place,
                format!("`{step}` is named twice in this step; it stands at `{first}` already"),
                "name each step once, in `cases` or in `default_next_steps`",
            ),
            None => drop(places.insert(step, place)),
        }
    }
    if check.step.json("case_insensitive") != JsonValue::Bool(true) {
        return;
    }
    let mut known: HashMap<String, &str> = HashMap::new();
    for (case, _) in cases() {
        match known.get(&case.to_lowercase()) {
            Some(first) => check.report_at(
                &cases_at.member(case),
                format!("`{first}` and `{case}` are the same case where letter case is ignored"),
                "remove one of them, or set `case_insensitive` to false",
            ),
            None => drop(known.insert(case.to_lowercase(), case)),
        }
    }
}

impl Run for SwitchCase {
    fn run(&self, _: &mut Context<'_, ()>) -> Result<Flow, BlockError> {
        let text = match &self.value {
            Either::First(data) => data.python().to_string(),
            Either::Second(literal) => Value::from(literal.clone()).python().to_string(),
        };
        let step = if self.case_insensitive {
            let text = text.to_lowercase();
            self.cases.iter().find(|(case, _)| case.to_lowercase() == text).map(|(_, step)| step)
        } else {
            self.cases.get(&text)
        };
        Ok(Flow(step.map_or_else(|| self.default_next_steps.clone(), |step| vec![step.clone()])))
    }
}

#[cfg(test)]
mod tests {
    use block_runtime::block::{Block as _, Environment};
    use block_runtime::document::Document;
    use serde_json::{Value as Json, json};

    use super::*;

    fn step(name: &str) -> StepRef {
        StepRef(format!("$steps.{name}"))
    }

    /// The steps that run for a value, out of those named as their cases, and `otherwise`.
    fn chosen(value: Either<In<Wildcard>, Scalar>, cases: &[&str], case_insensitive: bool) -> Vec<StepRef> {
        let cases = cases.iter().map(|case| ((*case).to_owned(), step(case))).collect();
        let block = SwitchCase { value, cases, case_insensitive, default_next_steps: vec![step("otherwise")] };
        block.run(&mut Context::new(&mut (), &Environment::default())).unwrap().0
    }

    #[test]
    fn values_are_compared_as_python_spells_them() {
        for (value, case) in [
            (json!("red"), "red"),
            (json!(true), "True"),
            (json!(null), "None"),
            (json!(1), "1"),
            (json!(1.0), "1.0"),
            (json!([1, "a"]), "[1, 'a']"),
            (json!({"a": null}), "{'a': None}"),
        ] {
            let data = Either::First(In::new(Value::from_json(&value)));
            assert_eq!(chosen(data, &["other", case], false), [step(case)], "{value}");
        }
        assert_eq!(chosen(Either::Second(Scalar::Float(1.0)), &["1"], false), [step("otherwise")]);
        assert_eq!(chosen(Either::Second(Scalar::Bool(false)), &["False"], false), [step("False")]);
    }

    #[test]
    fn letter_case_counts_unless_it_is_ignored() {
        let value = || Either::Second(Scalar::Text("RÖT".to_owned()));
        assert_eq!(chosen(value(), &["Röt"], false), [step("otherwise")]);
        assert_eq!(chosen(value(), &["Röt"], true), [step("Röt")]);
    }

    #[test]
    fn without_a_default_nothing_runs_where_no_case_fits() {
        let block = SwitchCase {
            value: Either::Second(Scalar::Integer(2)),
            cases: IndexMap::from([("1".to_owned(), step("one"))]),
            case_insensitive: false,
            default_next_steps: Vec::new(),
        };
        assert_eq!(block.run(&mut Context::new(&mut (), &Environment::default())).unwrap(), Flow::default());
    }

    /// What is said about a step with these members.
    fn findings(members: &Json) -> Vec<String> {
        let mut step = json!({"type": "roboflow_core/switch_case@v1", "name": "switch", "value": "$inputs.mode"});
        step.as_object_mut().unwrap().extend(members.as_object().unwrap().clone());
        let document = Document::parse_json(step.to_string()).unwrap();
        let mut found = Vec::new();
        block_runtime::step::parse(SwitchCase::DEF, &document.root, &Pointer::root(), &mut found);
        found.iter().map(|finding| format!("{} {}: {}", finding.code, finding.pointer, finding.message)).collect()
    }

    #[test]
    fn a_step_is_named_once() {
        assert_eq!(
            findings(&json!({
                "cases": {"a": "$steps.x", "b": "$steps.y", "c": "$steps.x"},
                "default_next_steps": ["$steps.z", "$steps.y"]
            })),
            [
                "refused /cases/c: `$steps.x` is named twice in this step; it stands at `/cases/a` already",
                "refused /default_next_steps/1: `$steps.y` is named twice in this step; it stands at `/cases/b` already",
            ]
        );
    }

    #[test]
    fn cases_differ_in_more_than_letter_case_where_that_is_ignored() {
        let cases = json!({"Red": "$steps.x", "red": "$steps.y"});
        assert!(findings(&json!({"cases": cases})).is_empty());
        assert_eq!(
            findings(&json!({"cases": cases, "case_insensitive": true})),
            ["refused /cases/red: `Red` and `red` are the same case where letter case is ignored"]
        );
    }
}
