//! Delta Filter.

use block_runtime::prelude::*;

use crate::per_video::PerVideo;

/// Run further steps where a value has changed.
///
/// The value is compared with the one that the same video had when the branch was last open. Where the two differ, the
/// steps in `next_steps` run and the new value is remembered; where they are equal, the steps are left out. The first
/// value of a video counts as a change, unless it is null.
///
/// Numbers are equal by what they count: `1`, `1.0` and `true` are the same. Lists, objects and detections are equal
/// where all of their contents are. An image equals only itself, and NaN equals nothing, so it always counts as a change.
///
/// Each video is remembered on its own; beyond 1,024 videos those that have not been seen for longest are forgotten.
/// Images that are no frames of a video count as one video for each input.
///
/// Typical uses: write a line to a log only when a count has changed, or switch a machine only when a state has.
#[derive(Debug, Block)]
#[block(
    id = "roboflow_core/delta_filter@v1",
    section = FlowControl,
    block_type = FlowControl,
    engine = ">=1.4.0,<2.0.0",
    icon = "far fa-arrow-progress",
    priority = 3,
    flow,
    state = PerVideo<Value>,
    restriction(
        severity = Soft,
        note = "Where each request is answered on its own, the value before is not known, so every value counts as a change",
        runtimes(HostedServerless, DedicatedDeployment),
        execution(Remote),
        input(Video)
    ),
    restriction(
        severity = Soft,
        note = "A single image has no value before it, so the further steps always run",
        input(Image)
    )
)]
pub(crate) struct DeltaFilter {
    /// Frame that says which video the value belongs to.
    #[block(origin = WorkflowImage, example = "$inputs.image")]
    image: In<Image>,

    /// Value to watch, of any type.
    #[block(title = "Input Value", example = "$steps.line_counter.count_in")]
    value: In<Wildcard>,

    /// Steps that run where the value has changed, at least one.
    #[block(example = ["$steps.write_to_csv", "$steps.write_to_opc"])]
    next_steps: Vec<StepRef>,
}

impl Run for DeltaFilter {
    fn run(&self, context: &mut Context<'_, PerVideo<Value>>) -> Result<Flow, BlockError> {
        let last = context.state.of(&self.image);
        if last.equals(&self.value) {
            return Ok(Flow::default());
        }
        *last = self.value.0.clone();
        Ok(Flow(self.next_steps.clone()))
    }
}

#[cfg(test)]
mod tests {
    use block_runtime::block::Environment;
    use serde_json::{Value as Json, json};

    use super::*;

    /// Which of the values of these videos count as changes.
    fn changes(values: &[(&str, Json)]) -> Vec<bool> {
        let (mut state, environment) = (PerVideo::default(), Environment::default());
        let decide = |(video, value): &(&str, Json)| {
            let block = DeltaFilter {
                image: In::new(Picture::from_pixels(image::GrayImage::new(1, 1), *video)),
                value: In::new(Value::from_json(value)),
                next_steps: vec![StepRef("$steps.next".to_owned())],
            };
            block.run(&mut Context::new(&mut state, &environment)).unwrap() == Flow(block.next_steps)
        };
        values.iter().map(decide).collect()
    }

    #[test]
    fn values_are_compared_as_numbers_and_by_content() {
        let values = [
            (json!(null), false),
            (json!(1), true),
            (json!(1.0), false),
            (json!(true), false),
            (json!("1"), true),
            (json!([1, {"a": 2}]), true),
            (json!([1.0, {"a": 2}]), false),
            (json!(null), true),
            (json!(null), false),
        ];
        let (values, expected): (Vec<_>, Vec<_>) = values.into_iter().map(|(value, is)| (("v", value), is)).unzip();
        assert_eq!(changes(&values), expected);
    }

    #[test]
    fn videos_do_not_disturb_each_other() {
        let values = [("a", json!(1)), ("b", json!(2)), ("a", json!(1)), ("b", json!(1)), ("a", json!(2))];
        assert_eq!(changes(&values), [true, true, false, true, true]);
    }
}
