//! OpenAI-Compatible LLM.

use block_runtime::block::Environment;
use block_runtime::prelude::*;
use block_runtime::query::{Chain, Scope};
use schemas::chat::{ChatRequest, Role};
use serde_json::Value as JsonValue;

use crate::llm::template::{self, Filled};
use crate::llm::{Completion, LlmError, chat};
use crate::operated::{Datum, operated};

/// Send a prompt to any server that speaks the OpenAI chat protocol.
///
/// Works with vLLM, Ollama, llama.cpp, LM Studio, `transformers serve` and every service with an endpoint for OpenAI
/// chat completions, on your own machine or elsewhere.
///
/// 1. Say where the server is (`base_url`, for example `http://localhost:8000/v1`) and which model it is to run
///    (`model_name`).
/// 2. Write what the model should do into `prompt`.
/// 3. Name the data that goes along under `prompt_parameters`: images, detections, text, numbers.
/// 4. Put `{{ $parameters.name }}` into the prompt wherever the text of a parameter belongs.
/// 5. If a parameter needs another form first, give it a chain of operations in `prompt_parameters_operations`.
///
/// **Images** travel beside the text. An image is encoded as JPEG; bytes that are a JPEG file already, such as those of
/// an Image Stack, are sent as they are; of a list, every image is sent. Images that the prompt names come first, in
/// the order in which it names them, and their placeholders disappear from the text.
///
/// **Failures** do not stop the workflow. When there is no answer, `output` is empty and `error_status` says why and
/// what to do; otherwise `error_status` is empty. Requests that fail in passing are repeated twice. A chain of
/// operations that fails does stop the step.
#[derive(Debug, Block)]
#[block(
    id = "roboflow_core/openai_compatible@v1",
    name = "OpenAI-Compatible LLM",
    section = Model,
    block_type = Model,
    outputs = Answer,
    engine = ">=1.4.0,<2.0.0",
    requires_internet,
    keywords("LLM", "VLM", "OpenAI", "vLLM", "Ollama", "Qwen", "compatible"),
    icon = "fal fa-atom"
)]
pub(crate) struct OpenAiCompatible {
    /// Address of the server, up to and including `/v1`.
    #[block(title = "Base URL", example = "http://localhost:8000/v1", example = "$inputs.base_url")]
    base_url: Or<String>,

    /// Name by which the server knows the model.
    #[block(title = "Model Name", example = "Qwen/Qwen2.5-VL-7B-Instruct", example = "$inputs.model_name")]
    model_name: Or<String>,

    /// Key for the server, if it wants one.
    #[block(title = "API Key", example = "xxx-xxx", example = "$inputs.api_key", private)]
    api_key: Option<Or<Secret>>,

    /// What the model should know and heed before it reads the prompt.
    #[block(
        title = "System Prompt",
        example = "You are a helpful assistant.",
        example = "$inputs.system_prompt",
        multiline
    )]
    system_prompt: Option<Or<String>>,

    /// What the model should do. `{{ $parameters.name }}` stands for the parameter of that name.
    #[block(
        title = "Instruction",
        example = "Describe what you see in the image.",
        example = "Count the cars in the image.",
        multiline,
        always_visible
    )]
    prompt: Or<String>,

    /// Data that goes along: images, and values for the places in the prompt.
    #[block(
        title = "Inputs",
        default,
        example = { "detections": "$steps.model.predictions", "frames": "$steps.image_stack.frames" },
        always_visible
    )]
    prompt_parameters: IndexMap<String, Datum>,

    /// Operations that change parameters before they are used.
    ///
    /// They cannot refer to other parameters; inside a `DetectionsFilter`, `_` is the detection.
    #[block(
        title = "Input Transformations",
        default,
        operates_on = prompt_parameters,
        example = { "detections": [{ "type": "DetectionsPropertyExtract", "property_name": "class_name" }] }
    )]
    prompt_parameters_operations: IndexMap<String, Chain>,

    /// The most tokens that the model may write.
    #[block(title = "Max Tokens", default = 500, above = 1)]
    max_tokens: i64,

    /// How freely the model chooses its words: 0 for the likeliest each time, 2 for the wildest. The server decides
    /// when this is left out.
    #[block(title = "Temperature", min = 0.0, max = 2.0)]
    temperature: Option<Or<f64>>,

    /// Further members of the request, for what only some servers understand. They take the place of members with the
    /// same name.
    #[block(
        title = "Advanced API Options",
        example = { "guided_choice": ["A", "B", "C", "D"], "chat_template_kwargs": { "enable_thinking": false } }
    )]
    extra_body: Option<IndexMap<String, Json>>,
}

/// What the model said, or why it did not.
#[derive(Debug, Outputs)]
pub(crate) struct Answer {
    /// The answer of the model; empty when there is none.
    output: Out<(Str, LanguageModelOutput)>,
    /// Why there is no answer and what to do about it; empty when there is one.
    error_status: Out<Str>,
}

impl RunAsync for OpenAiCompatible {
    async fn run(&self, context: &mut Context<'_, ()>) -> Result<Answer, BlockError> {
        let scope = Scope::new(context.environment());
        let parameters = operated(&self.prompt_parameters, &self.prompt_parameters_operations, &scope)?;
        let filled = template::fill(&self.prompt, &parameters);
        let (output, error_status) = match self.ask(context.environment(), filled).await {
            Ok(completion) => (completion.text, String::new()),
            Err(error) => (String::new(), error.to_string()),
        };
        Ok(Answer { output: Out(output), error_status: Out(error_status) })
    }
}

impl OpenAiCompatible {
    async fn ask(&self, environment: &Environment, prompt: Filled) -> Result<Completion, LlmError> {
        let server = chat::server(&self.base_url)?;
        let given = self.api_key.as_deref().filter(|key| !key.expose().is_empty());
        let key = given.cloned().unwrap_or_else(|| Secret::from(chat::NO_KEY));
        let mut images = Vec::with_capacity(prompt.images.len());
        for image in prompt.images {
            images.push(image.data_url().await?);
        }
        let system = self.system_prompt.as_deref().filter(|text| !text.is_empty());
        let system = system.map(|text| chat::text_message(Role::System, text));
        let messages = system.into_iter().chain([chat::user_message(Some(prompt.text), images)]);
        let request = ChatRequest {
            model: self.model_name.to_string(),
            messages: messages.collect(),
            max_tokens: Some(self.max_tokens),
            temperature: self.temperature.as_deref().copied(),
            provider: None,
            extra: self.extra(),
        };
        chat::complete(environment, &server, &key, &request).await
    }

    fn extra(&self) -> serde_json::Map<String, JsonValue> {
        self.extra_body.iter().flatten().map(|(name, member)| (name.clone(), member.0.clone())).collect()
    }
}
