//! OpenRouter.

use block_runtime::prelude::*;

use crate::llm::openrouter::{Access, temperature_in_range};
use crate::llm::{AnswerForm, Assignment, Completion};

/// Ask any model on OpenRouter about images.
///
/// [OpenRouter](https://openrouter.ai/models) offers models of many providers behind one address. Give the name of one
/// as `model_id`, for example `openai/gpt-4o-mini` or `google/gemini-2.5-pro`. For Qwen models there is a block with a
/// list to choose from; this one is for all others, and for models that are new.
///
/// What the model does with each image is a matter of `task_type`:
///
/// - **Open prompt** (`unconstrained`): whatever `prompt` says.
/// - **Text recognition** (`ocr`): writes out the text in the image.
/// - **Visual question answering** (`visual-question-answering`): answers the question in `prompt`.
/// - **Captions** (`caption`, `detailed-caption`): describes the image briefly, or at length.
/// - **Classification** (`classification`, `multi-label-classification`): chooses one or several of `classes`. Hand
///   `output` and `classes` to a [VLM As Classifier](block:vlm_as_classifier) block.
/// - **Object detection** (`object-detection`): finds objects of the given `classes`. Hand `output` and `classes` to a
///   [VLM As Detector](block:vlm_as_detector) block with `model_type` `openai`, whichever model answers: the block asks
///   all of them for boxes in that form.
/// - **Structured answers** (`structured-answering`): fills in the fields that `output_structure` describes. Hand
///   `output` to a *JSON Parser* block.
///
/// Choose a model that takes images: many on OpenRouter do not, and answer with an error. Models that reason may spend
/// all of `max_tokens` on their thoughts and then say nothing, which is an error too; give them 2000 or more.
///
/// **Keys.** With `rf_key:account` requests go through the Roboflow platform, which puts in its own key and bills your
/// credits; set `ROBOFLOW_API_KEY` for that. With a key of your own (`sk-or-…`) they go to OpenRouter directly.
///
/// **Privacy.** `privacy_level` says which providers may see your images: only those that do not train on them (`deny`),
/// only those that keep nothing (`zdr`), or any (`allow`).
///
/// Each image is a request of its own; requests that fail in passing are repeated twice. The first request that fails
/// for good fails the step.
#[derive(Debug, Block)]
#[block(
    id = "roboflow_core/openrouter@v1",
    name = "OpenRouter",
    section = Model,
    block_type = Model,
    outputs = Answer,
    batch,
    engine = ">=1.3.0,<2.0.0",
    requires_internet,
    keywords("OpenRouter", "VLM", "LMM", "Qwen", "Llama", "generic"),
    icon = "fal fa-globe",
    priority = 5.6,
    check = temperature_in_range,
    extra(is_vlm_block = true, task_type_property = "task_type")
)]
pub(crate) struct OpenRouter {
    #[block(flatten)]
    access: Access,

    /// Images to ask about, one request each.
    #[block(example = "$inputs.image", example = "$steps.cropping.crops")]
    images: InBatch<Image>,

    /// Name by which OpenRouter knows the model: the provider, a slash and the model.
    #[block(
        example = "openai/gpt-4o-mini",
        example = "anthropic/claude-3.5-sonnet",
        example = "google/gemini-2.5-pro",
        example = "qwen/qwen3.6-27b",
        example = "$inputs.openrouter_model_id"
    )]
    model_id: Or<String>,

    #[block(flatten)]
    assignment: Assignment,

    #[block(flatten)]
    form: AnswerForm,
}

/// What the model said about an image.
#[derive(Debug, Outputs)]
pub(crate) struct Answer {
    /// The answer of the model.
    output: Out<(Str, LanguageModelOutput)>,
    /// The classes that the step was given, for a parser.
    classes: Option<Out<ListOfValues>>,
}

impl RunAsync for OpenRouter {
    async fn run(&self, context: &mut Context<'_, ()>) -> Result<Vec<Answer>, BlockError> {
        let ask = self.assignment.ask(&self.form)?;
        let images = self.images.iter().cloned();
        let completions = self.access.terms().ask_each(context.environment(), &self.model_id, &ask, images).await?;
        let answer = |Completion { text, .. }| Answer { output: Out(text), classes: self.form.classes_output() };
        Ok(completions.into_iter().map(answer).collect())
    }
}
