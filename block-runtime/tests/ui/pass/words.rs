//! Every word of the grammar, where it belongs.
#![deny(warnings, missing_docs, unused_qualifications)]
use block_runtime::block::{Block, BlockType, DynamicOutput, Origin, Outputs, Param, Section};
use block_runtime::prelude::*;
use block_runtime::step::{Check, Configuration};

/// How to answer.
#[derive(Debug, Clone, Default, PartialEq, Choice)]
#[block(rename_all = "kebab-case", definition = "AnswerMode")]
pub enum Mode {
    /// At once.
    #[default]
    #[block(label = "At once", alias = "fast", alias = "now")]
    AtOnce,
    /// Later.
    #[block(rename = "eventually")]
    Later,
}

/// A percentage.
#[derive(Debug, Literal)]
#[block(kinds = (Float, FloatZeroToOne))]
pub struct Percent(f64);

impl TryFrom<f64> for Percent {
    type Error = &'static str;

    fn try_from(number: f64) -> Result<Self, Self::Error> {
        if (0.0..=100.0).contains(&number) { Ok(Self(number)) } else { Err("a percentage is from 0 to 100") }
    }
}

/// A list that is never empty.
#[derive(Debug, Literal)]
pub struct Names(Vec<String>);

impl From<Vec<String>> for Names {
    fn from(names: Vec<String>) -> Self {
        Self(names)
    }
}

#[doc = include_str!("words.md")]
#[derive(Block)]
#[block(
    id = "test/words@v2",
    alias = "test/words@v1",
    alias = "Words",
    name = "Words",
    section = Model,
    block_type = Model,
    keywords("one", "two"),
    license = "MIT",
    deprecated = "use `test/others@v1`",
    engine = ">=1.3.0,<2.0.0",
    icon = "far fa-book",
    priority = 4.5,
    outputs = DynamicOutputs,
    state = Vec<String>,
    output_depth = 1,
    accepts_empty,
    requires_internet,
    restriction(
        severity = Soft,
        note = "slow",
        runtimes(SelfHostedCpu, InferencePipeline),
        execution(Local, Remote),
        input(Video)
    ),
    restriction(severity = Hard, note = "no network"),
    check = check,
    dynamic_outputs = outputs,
    ui(popular = true, badge),
    extra(beta = {"since": "1.0", "steps": [1, -2.5, null]})
)]
pub struct Words {
    /// Image.
    #[block(rename = "picture", alias = "image", title = "Picture", example = "$inputs.image", origin = WorkflowImage, origin = StepOutput)]
    pub r#match: In<Image>,
    /// Mode.
    #[block(default, always_visible)]
    pub mode: Or<Mode>,
    /// Percentage.
    #[block(default = 50, depth = 0, depth_reference, cast_to_batch, min = 0, below = 100.5, relevant_for(mode = ["at-once", "eventually"], required = true))]
    pub percent: Or<Percent>,
    /// Names.
    #[block(default = vec![], min_len = 0, max_len = 5, hidden)]
    pub names: Names,
    /// Tags.
    #[block(default = ["a".to_owned(), "b".to_owned()], example = ["a", "b"])]
    pub tags: Vec<String>,
    /// Text.
    #[block(required, multiline, private)]
    pub text: Option<String>,
    /// Predictions.
    #[block(default = None, relevant_for(text = kind("string", "secret")), required_if(mode = "at-once", text = ["a"]))]
    pub predictions: Option<In<Any<(ObjectDetectionPrediction, ClassificationPrediction)>>>,
    /// Threshold.
    #[block(default = -0.5, above = -1, max = 1, ui(step = 0.1), ui(slider))]
    pub threshold: f64,
    #[cfg(any())]
    /// Never there.
    #[block(nonsense)]
    pub never: Nothing,
    #[cfg(all())]
    /// Always there.
    pub always: Option<Either<String, Vec<i64>>>,
}

fn check(check: &mut Check<'_>) {
    check.report("mode", "no", "never");
}

fn outputs(_: &Configuration<'_>) -> Vec<DynamicOutput> {
    Vec::new()
}

impl Run for Words {
    fn run(&self, _: &mut Context<'_, Vec<String>>) -> Result<Vec<DynamicOutputs>, BlockError> {
        Ok(vec![DynamicOutputs::default()])
    }
}

// Names of the expansion that an author has imported too make no path of it unnecessarily long.
fn shape<P: Param>() -> bool {
    P::DECLARED.optional
}

fn outputs_of<B: Block<Outputs: Outputs>>() -> usize {
    B::Outputs::OUTPUTS.len()
}

fn main() {
    let _ = (Section::Model, BlockType::Model, Origin::Step, shape::<i64>(), outputs_of::<Words>());
    let def = Words::DEF;
    assert_eq!(def.summary(), "A block with every word.");
    assert_eq!(def.description(), "The text stands in a file of its own.");
    let properties: Vec<_> = def.properties().collect();
    assert_eq!(properties[0].name, "picture");
    assert_eq!(properties[3].bounds.max_len, Some(5));
    assert_eq!(properties.len(), 9);
    assert_eq!(block::<Words>().def.restrictions.len(), 2);
}
