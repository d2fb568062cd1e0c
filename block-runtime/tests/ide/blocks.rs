//! Blocks for workflows to be written with; none of them is ever run.

#![expect(dead_code, reason = "editors look at what properties are, not at what they hold")]

use block_runtime::block::{BlockError, Run};
use block_runtime::catalogue::Catalogue;
use block_runtime::prelude::*;

#[path = "../blocks/inner_workflow.rs"]
mod inner_workflow;

pub fn catalogue() -> Catalogue {
    Catalogue::new(&[BLOCKS]).unwrap()
}

const BLOCKS: &[Entry] = &[
    block::<Detect>(),
    block::<OldDetect>(),
    block::<Crop>(),
    block::<Blur>(),
    block::<Count>(),
    block::<Merge>(),
    block::<Gate>(),
    block::<Switch>(),
    block::<Query>(),
    block::<Save>(),
    inner_workflow::ENTRY,
];

macro_rules! never_run {
    ($($block:ident -> $returns:ty,)+) => {$(
        impl Run for $block {
            fn run(&self, _: &mut Context<'_, ()>) -> Result<$returns, BlockError> {
                Err(BlockError::new("blocks of these tests are not run"))
            }
        }
    )+};
}

never_run! {
    Detect -> Found, OldDetect -> Found, Crop -> Vec<Cropped>, Blur -> Image_, Count -> Counted, Merge -> Counted, Gate -> Flow, Switch -> Flow,
    Query -> Answer, Save -> Saved,
}

/// Find objects in an image.
///
/// Finds objects of many classes, each with a box around it.
#[derive(Block)]
#[block(id = "test/detect@v2", section = Model, block_type = Model, outputs = Found)]
struct Detect {
    /// Image to look at.
    #[block(example = "$inputs.image")]
    image: In<Image>,
    /// Model to use, such as `yolov8n-640`.
    #[block(example = "yolov8n-640", example = "$inputs.model")]
    model_id: Or<String>,
    /// Least confidence of what is found.
    #[block(default = 0.4, min = 0.0, max = 1.0, example = 0.3)]
    confidence: Or<f64>,
    /// Classes to look for; all where it is left out.
    class_filter: Option<Or<Vec<String>>>,
}

/// What has been found.
#[derive(Outputs)]
struct Found {
    /// The objects.
    predictions: Out<ObjectDetectionPrediction>,
    /// Number of the request.
    inference_id: Out<InferenceId>,
}

/// Find objects in an image, as it was done before.
#[derive(Block)]
#[block(
    id = "test/detect@v1", section = Model, block_type = Model, outputs = Found,
    deprecated = "use `test/detect@v2`, which takes the same properties"
)]
struct OldDetect {
    /// Image to look at.
    image: In<Image>,
    /// Model to use.
    model_id: Or<String>,
}

/// Cut out what has been found.
#[derive(Block)]
#[block(id = "test/crop@v1", section = Transformation, outputs = Cropped, output_depth = 1)]
struct Crop {
    /// Image to cut from.
    image: In<Image>,
    /// What to cut out.
    predictions: In<ObjectDetectionPrediction>,
}

/// What has been cut out.
#[derive(Outputs)]
struct Cropped {
    /// The crops.
    crops: Out<Image>,
}

/// Smooth an image.
#[derive(Block)]
#[block(id = "test/blur@v1", section = ClassicalCv, outputs = Image_)]
#[expect(clippy::struct_field_names, reason = "properties are called as workflows call them")]
struct Blur {
    /// Image to smooth.
    #[block(alias = "images", example = "$inputs.image")]
    image: In<Image>,
    /// Filter to smooth it with.
    #[block(default = BlurType::Gaussian, example = "gaussian", example = "$inputs.blur_type")]
    blur_type: Or<BlurType>,
    /// Side of the square around each pixel.
    #[block(default = 5, example = 5)]
    kernel_size: Or<i64>,
}

/// How an image is smoothed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Choice)]
enum BlurType {
    /// Mean of the square.
    Average,
    /// Mean in which near pixels count more.
    Gaussian,
}

/// An image.
#[derive(Outputs)]
struct Image_ {
    /// The image.
    image: Out<Image>,
}

/// Count what has been found.
#[derive(Block)]
#[block(id = "test/count@v1", section = Analytics, block_type = Analytics, outputs = Counted)]
struct Count {
    /// What to count.
    predictions: In<ObjectDetectionPrediction>,
    /// Whether to count each class by itself.
    #[block(default = false)]
    by_class: bool,
}

/// A number.
#[derive(Outputs)]
struct Counted {
    /// How many there are.
    count: Out<Integer>,
}

/// Add numbers and texts up.
#[derive(Block)]
#[block(id = "test/merge@v1", section = Analytics, block_type = Analytics, outputs = Counted)]
struct Merge {
    /// Numbers to add.
    numbers: Vec<Or<i64>>,
    /// Numbers by name.
    #[block(default)]
    named: IndexMap<String, Or<i64>>,
}

/// Run the next steps where there are enough.
#[derive(Block)]
#[block(id = "test/gate@v1", section = FlowControl, block_type = FlowControl, flow)]
struct Gate {
    /// How many there are.
    count: Or<i64>,
    /// Steps that run next.
    #[block(default)]
    next_steps: Vec<StepRef>,
}

/// Run some of the next steps.
#[derive(Block)]
#[block(id = "test/switch@v1", section = FlowControl, block_type = FlowControl, flow)]
struct Switch {
    /// Steps of which some run next.
    next_steps: Vec<StepRef>,
    /// Names of those that do.
    chosen: Or<Vec<String>>,
}

/// Apply operations to data.
#[derive(Block)]
#[block(id = "test/query@v1", section = Advanced, outputs = Answer)]
struct Query {
    /// Data to apply them to.
    data: In<Wildcard>,
    /// Operations to apply.
    #[block(operates_on = data)]
    operations: block_runtime::query::Chain,
}

/// What comes of operations.
#[derive(Outputs)]
struct Answer {
    /// The result.
    output: Out<Wildcard>,
}

/// Keep data.
#[derive(Block)]
#[block(id = "test/save@v1", section = DataStorage, block_type = Sink, outputs = Saved)]
struct Save {
    /// What to keep.
    content: Or<String>,
    /// Folder to keep it in.
    #[block(default = "out".to_owned())]
    folder: String,
    /// Left over from an older version.
    #[block(default = false, hidden)]
    quiet: bool,
}

/// What came of it.
#[derive(Outputs)]
struct Saved {
    /// Whether something went wrong.
    error_status: Out<Boolean>,
}
