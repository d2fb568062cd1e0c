//! Continue If.

use block_runtime::prelude::*;
use block_runtime::step::Check;

use block_runtime::query::{Scope, StatementGroup};
use jiff::Timestamp;

/// Run further steps where a condition is true.
///
/// The condition is written in the query language, about the values in `evaluation_parameters`, which it knows by name.
/// Where it is true, the steps in `next_steps` run, and everything that follows from them; where it is false, they are
/// left out and their outputs are empty. It is judged anew for each element of a batch. Steps that should run either way
/// are simply not named here.
///
/// With `stop_delay` the branch stays open for a while after the condition was last true, so that an object that is
/// missed in a few frames does not end a recording. The time is that of the clock, not that of the video, and all
/// videos of the step share it. Where the delay comes from a parameter, zero or less is no delay.
///
/// Typical uses: send a notification only where more than three people were found, or run a large model only where a
/// small one is not sure. To choose between several branches by a value, use *Switch Case*.
#[derive(Debug, Block)]
#[block(
    id = "roboflow_core/continue_if@v1",
    alias = "ContinueIf",
    section = FlowControl,
    block_type = FlowControl,
    engine = ">=1.3.0,<2.0.0",
    icon = "fak fa-branching",
    priority = 0,
    flow,
    state = Verdict,
    check = delay_is_positive,
    ui(popular = true)
)]
pub(crate) struct ContinueIf {
    /// What has to be true: statements about `evaluation_parameters` and fixed values.
    #[block(
        title = "Conditional Statement",
        example = {
            "type": "StatementGroup",
            "statements": [
                {
                    "type": "BinaryStatement",
                    "left_operand": { "type": "DynamicOperand", "operand_name": "left" },
                    "comparator": { "type": "(Number) ==" },
                    "right_operand": { "type": "StaticOperand", "value": 1 }
                }
            ]
        }
    )]
    condition_statement: StatementGroup,

    /// Data for the condition, by the names that it uses. An element that lacks one of them is not judged, and its branch
    /// stays closed.
    #[block(default, example = { "left": "$inputs.some" })]
    evaluation_parameters: IndexMap<String, In<Wildcard>>,

    /// Steps that run where the condition is true, at least one.
    #[block(example = ["$steps.on_true"])]
    next_steps: Vec<StepRef>,

    /// Seconds for which the branch stays open after the condition was last true. Left out, it closes at once.
    #[block(title = "Stop Delay", default = 0.0, example = 5.0)]
    stop_delay: Or<f64>,
}

/// Checked here and not by a limit of the property, because its own default, 0, is beyond the limit.
fn delay_is_positive(check: &mut Check<'_>) {
    if check.step.number("stop_delay").is_some_and(|seconds| seconds <= 0.0) {
        check.report(
            "stop_delay",
            "`stop_delay` is not above 0",
            "write more than 0 seconds, or leave it out for none",
        );
    }
}

/// When the condition was last true.
#[derive(Debug, Default)]
pub(crate) struct Verdict {
    last_true: Option<Timestamp>,
}

impl Run for ContinueIf {
    fn run(&self, context: &mut Context<'_, Verdict>) -> Result<Flow, BlockError> {
        Ok(if self.is_open(context)? { Flow(self.next_steps.clone()) } else { Flow::default() })
    }
}

impl ContinueIf {
    fn is_open(&self, context: &mut Context<'_, Verdict>) -> Result<bool, BlockError> {
        let parameters =
            self.evaluation_parameters.iter().map(|(name, value)| (name.clone(), value.0.clone())).collect();
        let scope = Scope::new(context.environment()).with_parameters(&parameters);
        if self.condition_statement.holds(&scope)? {
            if *self.stop_delay > 0.0 {
                context.state.last_true = Some(context.now());
            }
            return Ok(true);
        }
        let since = context.state.last_true.map(|last| context.now().duration_since(last).as_secs_f64());
        Ok(since.is_some_and(|seconds| seconds <= *self.stop_delay))
    }
}

#[cfg(test)]
mod tests {
    use block_runtime::block::Environment;
    use serde_json::json;

    use super::*;
    use crate::fake_clock::FakeClock;

    fn is_one(value: i64, stop_delay: f64) -> ContinueIf {
        let condition = json!({"type": "StatementGroup", "statements": [{
            "type": "BinaryStatement",
            "left_operand": {"type": "DynamicOperand", "operand_name": "value"},
            "comparator": {"type": "(Number) =="},
            "right_operand": {"type": "StaticOperand", "value": 1}
        }]});
        ContinueIf {
            condition_statement: serde_json::from_value(condition).unwrap(),
            evaluation_parameters: IndexMap::from([("value".to_owned(), In::new(Value::from(value)))]),
            next_steps: vec![StepRef("$steps.next".to_owned())],
            stop_delay: stop_delay.into(),
        }
    }

    /// Which of these values leave the branch open, one second after another.
    fn open(values: &[i64], stop_delay: f64) -> Vec<bool> {
        let (clock, environment) = FakeClock::environment();
        let mut verdict = Verdict::default();
        let decide = |value: &i64| {
            let flow = is_one(*value, stop_delay).run(&mut Context::new(&mut verdict, &environment)).unwrap();
            clock.advance(1.0);
            flow == Flow(vec![StepRef("$steps.next".to_owned())])
        };
        values.iter().map(decide).collect()
    }

    #[test]
    fn the_branch_is_open_while_the_condition_is_true() {
        assert_eq!(open(&[0, 1, 2, 1], 0.0), [false, true, false, true]);
        assert_eq!(open(&[1, 0], -1.0), [true, false]);
        assert_eq!(open(&[1, 0], f64::NAN), [true, false]);
    }

    #[test]
    fn the_delay_counts_from_the_last_time_the_condition_was_true() {
        assert_eq!(open(&[0, 1, 0, 1, 0, 0, 0, 0], 2.0), [false, true, true, true, true, true, false, false]);
    }

    #[test]
    fn a_name_without_data_is_an_error() {
        let mut block = is_one(1, 0.0);
        block.evaluation_parameters.clear();
        let environment = Environment::default();
        let error = block.run(&mut Context::new(&mut Verdict::default(), &environment)).unwrap_err();
        assert!(error.to_string().contains("`value`"), "{error}");
    }
}
