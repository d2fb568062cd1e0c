//! Qwen-VL.

mod models;

use std::num::NonZeroUsize;

use block_runtime::block::{ChatServer, Environment};
use block_runtime::prelude::*;
use schemas::chat::ChatRequest;
use serde_json::{Map, json};

use self::models::{NativeModel, OpenRouterModel};
use crate::llm::openrouter::{Privacy, Terms, temperature_in_range};
use crate::llm::{AnswerForm, Ask, Assignment, Completion, ImageInput, LlmError, chat, each, native};

/// Ask a Qwen vision-language model about images.
///
/// Small models run on an inference server of Roboflow or on your own machine, large ones behind
/// [OpenRouter](https://openrouter.ai/). What the model does with each image is a matter of `task_type`:
///
/// - **Open prompt** (`unconstrained`): whatever `prompt` says.
/// - **Text recognition** (`ocr`): writes out the text in the image.
/// - **Visual question answering** (`visual-question-answering`): answers the question in `prompt`.
/// - **Captions** (`caption`, `detailed-caption`): describes the image briefly, or at length.
/// - **Classification** (`classification`, `multi-label-classification`): chooses one or several of `classes`. Hand
///   `output` and `classes` to a [VLM As Classifier](block:vlm_as_classifier) block.
/// - **Object detection** (`object-detection`): finds objects of the given `classes`. Hand `output` and `classes` to a
///   [VLM As Detector](block:vlm_as_detector) block with `model_type` `openai`, which is the form that is asked for.
/// - **Structured answers** (`structured-answering`): fills in the fields that `output_structure` describes. Hand
///   `output` to a *JSON Parser* block.
///
/// **Backends.** `native` asks the inference server for a model of 0.8 to 7 billion parameters, or for a model that you
/// have fine-tuned; an operator can put any OpenAI-compatible server in its place. It suits text recognition, captions
/// and questions. `openrouter` asks a model of 9 to 397 billion parameters, which suits the tasks with structured
/// answers. Each backend has a property of its own for the model.
///
/// **Keys.** With `rf_key:account` requests to OpenRouter go through the Roboflow platform, which puts in its own key
/// and bills your credits; set `ROBOFLOW_API_KEY` for that. With a key of your own (`sk-or-…`) they go to OpenRouter
/// directly.
///
/// **Privacy.** On OpenRouter `privacy_level` says which providers may see your images: only those that do not train on
/// them (`deny`), only those that keep nothing (`zdr`), or any (`allow`).
#[derive(Debug, Block)]
#[block(
    id = "roboflow_core/qwen_vlm@v1",
    name = "Qwen-VL",
    section = Model,
    block_type = Model,
    outputs = Answer,
    batch,
    engine = ">=1.3.0,<2.0.0",
    requires_internet,
    keywords("Qwen", "qwen-vl", "qwen3.5", "qwen3.6", "VLM", "Alibaba", "OpenRouter"),
    icon = "fal fa-atom",
    priority = 5.5,
    check = temperature_in_range,
    extra(is_vlm_block = true, task_type_property = "task_type")
)]
pub(crate) struct QwenVl {
    /// Key for OpenRouter. `rf_key:account` stands for the key that Roboflow manages for your account; your own begins
    /// with `sk-or-`.
    #[block(
        default = "rf_key:account",
        example = "rf_key:account",
        example = "sk-or-...",
        example = "$inputs.openrouter_api_key",
        relevant_for(backend = ["openrouter"], required = false)
    )]
    api_key: Or<Secret, Any<(Str, SecretText, ManagedKey)>>,

    /// What providers behind OpenRouter may do with your data. The stricter, the fewer of them there are, and the more
    /// they may cost.
    #[block(default = Privacy::Deny, relevant_for(backend = ["openrouter"], required = false))]
    privacy_level: Privacy,

    /// The most tokens that the model may write about one image.
    #[block(default = 500, above = 1)]
    max_tokens: i64,

    /// How freely a model on OpenRouter chooses its words: 0 for the likeliest each time, 2 for the wildest.
    #[block(default = 0.1, relevant_for(backend = ["openrouter"], required = false))]
    temperature: Or<f64>,

    /// How many requests to OpenRouter are under way at once. Lower it when requests are turned away for being too
    /// many; the operator's limit holds when this is left out.
    #[block(relevant_for(backend = ["openrouter"], required = false))]
    max_concurrent_requests: Option<i64>,

    /// Images to ask about, one request each.
    #[block(example = "$inputs.image", example = "$steps.cropping.crops")]
    images: InBatch<Image>,

    /// Where the model runs.
    #[block(default = Backend::Native, always_visible)]
    backend: Backend,

    /// Model for the native backend.
    #[block(
        default = NativeModel::Qwen35Vl2B,
        example = "Qwen 3.5 VL 2B",
        example = "Fine-tuned model",
        relevant_for(backend = ["native"], required = true)
    )]
    model_version: Or<NativeModel>,

    /// Model that you have fine-tuned from a Qwen model, as `workspace/version`.
    #[block(
        example = "your-workspace/3",
        example = "$inputs.qwen_finetune",
        relevant_for(model_version = ["Fine-tuned model"], required = true),
        required_if(backend = ["native"], model_version = ["Fine-tuned model"])
    )]
    fine_tuned_model_id: Option<Or<String, (RoboflowModelId, Str)>>,

    /// Model for the OpenRouter backend.
    #[block(
        default = OpenRouterModel::Qwen36_27B,
        example = "Qwen 3.6 27B",
        example = "Qwen 3.5 27B",
        relevant_for(backend = ["openrouter"], required = true)
    )]
    openrouter_model_version: Or<OpenRouterModel>,

    #[block(flatten)]
    assignment: Assignment,

    /// Whether the model writes down its thoughts before the answer; they come out as `thinking`. Only Qwen 3.5 VL 2B
    /// and models fine-tuned from it do so; others take no notice.
    #[block(
        default = false,
        relevant_for(model_version = ["Qwen 3.5 VL 2B", "Fine-tuned model"], required = false)
    )]
    enable_thinking: bool,

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
    /// The thoughts of the model before its answer; empty when it has none or keeps them to itself.
    thinking: Out<Str>,
}

/// Where a model runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Choice)]
pub(crate) enum Backend {
    /// Small models, on an inference server of Roboflow or of your own.
    #[block(label = "Native (Roboflow)")]
    Native,
    /// Large models behind OpenRouter, by default with a key that Roboflow manages and bills in credits.
    #[block(label = "OpenRouter")]
    Openrouter,
}

/// What a small model is told about itself where the task gives it no rules; without it some of them ramble.
const PERSONA: &str = "You are Qwen, a model that understands images and answers whatever is asked about them.";

/// The step chooses a fine-tuned model without naming it.
#[derive(Debug, thiserror::Error)]
#[error("`model_version` is `Fine-tuned model`, but `fine_tuned_model_id` names none; give it as `workspace/version`")]
struct NoFineTunedModel;

impl RunAsync for QwenVl {
    async fn run(&self, context: &mut Context<'_, ()>) -> Result<Vec<Answer>, BlockError> {
        let ask = self.assignment.ask(&self.form)?;
        let environment = context.environment();
        let completions = match self.backend {
            Backend::Openrouter => self.ask_openrouter(environment, &ask).await?,
            Backend::Native => self.ask_native(environment, &ask).await?,
        };
        Ok(completions.into_iter().map(|completion| self.answer(completion)).collect())
    }
}

impl QwenVl {
    fn answer(&self, completion: Completion) -> Answer {
        Answer { output: Out(completion.text), classes: self.form.classes_output(), thinking: Out(completion.thinking) }
    }

    async fn ask_openrouter(&self, environment: &Environment, ask: &Ask) -> Result<Vec<Completion>, BlockError> {
        let terms = Terms {
            key: &self.api_key,
            privacy: self.privacy_level,
            max_tokens: self.max_tokens,
            temperature: *self.temperature,
            at_once: self.max_concurrent_requests,
        };
        let model = self.openrouter_model_version.id();
        let completions = terms.ask_each(environment, model, ask, self.images.iter().cloned()).await?;
        // The thoughts of models on OpenRouter are not handed on, as in the reference.
        Ok(completions.into_iter().map(|said| Completion { thinking: String::new(), ..said }).collect())
    }

    async fn ask_native(&self, environment: &Environment, ask: &Ask) -> Result<Vec<Completion>, BlockError> {
        let fine_tuned = || self.fine_tuned_model_id.as_ref().map(|id| id.as_str()).filter(|id| !id.is_empty());
        let model_id = self.model_version.id().or_else(fine_tuned).ok_or(NoFineTunedModel)?;
        let chat_server = environment.services.native_chat.as_ref();
        // An inference server is asked one thing after the other, as in the reference: it has one model on one device.
        let at_once = chat_server.map_or(NonZeroUsize::MIN, |_| environment.services.requests_in_flight);
        let requests = self.images.iter().cloned().map(|image| async move {
            match chat_server {
                Some(server) => self.ask_chat(environment, server, model_id, ask, image).await,
                None => self.ask_server(environment, model_id, ask, image).await,
            }
        });
        each(requests.collect(), at_once).await.map_err(LlmError::into_block_error)
    }

    fn thinking(&self) -> bool {
        self.enable_thinking && self.model_version.thinks()
    }

    async fn ask_server(
        &self,
        environment: &Environment,
        model_id: &str,
        ask: &Ask,
        image: Picture,
    ) -> Result<Completion, LlmError> {
        let question = native::Question {
            model_id,
            prompt: ask.native(PERSONA),
            image: ImageInput::Picture(image).base64().await?,
            max_tokens: self.max_tokens,
            thinking: self.thinking(),
        };
        native::ask(environment, question).await
    }

    async fn ask_chat(
        &self,
        environment: &Environment,
        server: &ChatServer,
        model_id: &str,
        ask: &Ask,
        image: Picture,
    ) -> Result<Completion, LlmError> {
        let mut extra = Map::new();
        if self.model_version.thinks() {
            // How servers that apply the model's own template are told; others pass over it.
            extra.insert("chat_template_kwargs".to_owned(), json!({ "enable_thinking": self.enable_thinking }));
        }
        let request = ChatRequest {
            model: server.model.as_deref().unwrap_or(model_id).to_owned(),
            messages: ask.messages(ImageInput::Picture(image).data_url().await?),
            max_tokens: Some(self.max_tokens),
            temperature: None,
            provider: None,
            extra,
        };
        let key = server.key.clone().unwrap_or_else(|| Secret::from(chat::NO_KEY));
        chat::complete(environment, &server.url, &key, &request).await
    }
}
