//! Vision-language models on the inference server.

use block_runtime::block::{Environment, InferenceServer};
use schemas::lmm::{LmmImage, LmmImageType, LmmReply, LmmRequest, LmmResponse};
use serde_json::Value as Json;

use super::quote::Keys;
use super::transport::{self, Post};
use super::{Completion, LlmError, chat};

/// A question about one image.
pub struct Question<'a> {
    /// Identifier of the model on the platform.
    pub model_id: &'a str,
    /// What is asked, as [`Ask::native`](super::Ask::native) writes it.
    pub prompt: String,
    /// A JPEG file in Base64.
    pub image: String,
    /// The most tokens that the model may write.
    pub max_tokens: i64,
    /// Whether the model writes down its thoughts.
    pub thinking: bool,
}

/// Asks a model about an image.
///
/// # Errors
/// [`LlmError`] when the server cannot be reached, refuses, or has no answer.
pub async fn ask(environment: &Environment, question: Question<'_>) -> Result<Completion, LlmError> {
    let key = environment.platform_key.as_ref();
    let keys = Keys(key.into_iter().collect());
    let path = ["infer", "lmm"].into_iter().chain(question.model_id.split('/'));
    let (url, body_key) = match &environment.services.inference {
        InferenceServer::SelfHosted(base) => (chat::below(base, path), key),
        InferenceServer::Hosted(base) => {
            let key = key.ok_or(LlmError::NoPlatformKey {
                purpose: "the inference server of Roboflow",
                otherwise: ", or run a server of your own and set `WORKFLOWS_REMOTE_API_TARGET=self-hosted`",
            })?;
            let mut url = chat::below(base, path);
            url.query_pairs_mut().append_pair("api_key", key.expose().trim());
            (url, None)
        }
    };
    let body = LmmRequest {
        api_key: body_key.map(|key| key.expose().trim().into()),
        model_id: question.model_id.to_owned(),
        prompt: question.prompt,
        max_new_tokens: Some(question.max_tokens),
        enable_thinking: question.thinking,
        image: LmmImage { type_: LmmImageType::Base64, value: question.image },
    };
    let reply = transport::post(environment, &Post { url, bearer: None, keys: &keys, body: &body }).await?;
    let LmmReply { response } = reply.json(&keys)?;
    Ok(completion(response))
}

/// The answer and the thoughts in what the model said; other structures are handed on as JSON, for a parser.
fn completion(response: LmmResponse) -> Completion {
    match response {
        LmmResponse::Text(text) => Completion { text, thinking: String::new() },
        LmmResponse::Structure(members) => {
            let text = |name: &str| members.get(name).and_then(Json::as_str).filter(|text| !text.is_empty());
            match text("answer") {
                Some(answer) => {
                    Completion { text: answer.to_owned(), thinking: text("thinking").unwrap_or_default().to_owned() }
                }
                None => Completion { text: Json::Object(members).to_string(), thinking: String::new() },
            }
        }
        LmmResponse::List(items) => Completion { text: Json::Array(items).to_string(), thinking: String::new() },
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn answers_and_thoughts_are_taken_apart() {
        for (response, text, thinking) in [
            (json!("a cat"), "a cat", ""),
            (json!({"thinking": "whiskers", "answer": "a cat"}), "a cat", "whiskers"),
            (json!({"thinking": null, "answer": "a cat"}), "a cat", ""),
            (json!({"thinking": "whiskers", "answer": ""}), r#"{"thinking":"whiskers","answer":""}"#, ""),
            (json!({"<OCR>": "text"}), r#"{"<OCR>":"text"}"#, ""),
            (json!([1, 2]), "[1,2]", ""),
        ] {
            let completion = completion(serde_json::from_value(response).unwrap());
            assert_eq!((completion.text.as_str(), completion.thinking.as_str()), (text, thinking));
        }
    }
}
