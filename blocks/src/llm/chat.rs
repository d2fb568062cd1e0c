//! Chat completions, as OpenAI-compatible servers answer them.

use block_runtime::block::Environment;
use block_runtime::value::Secret;
use schemas::chat::{Answer, ChatReply, ChatRequest, Content, ImageUrl, Message, Part, Role, Said, SaidContent};
use url::Url;

use super::quote::Keys;
use super::transport::{self, Post, Reply};
use super::{Completion, LlmError, reply};

/// What is sent to servers that want no key, as clients of OpenAI do.
pub const NO_KEY: &str = "no-key";

/// The address of a server as people write it.
///
/// # Errors
/// [`LlmError::Address`] when it is none.
pub fn server(address: &str) -> Result<Url, LlmError> {
    let address = address.trim();
    let fault = |reason: String| {
        // What stands before an `@` may be a password.
        let shown = address.rsplit('@').next().unwrap_or(address);
        LlmError::Address { address: shown.to_owned(), reason }
    };
    let url = Url::parse(address).map_err(|error| fault(error.to_string()))?;
    if matches!(url.scheme(), "http" | "https") {
        Ok(url)
    } else {
        Err(fault(format!("its scheme is {}, not http or https", url.scheme())))
    }
}

/// Asks a server; `base` is its address up to and including `/v1`.
///
/// # Errors
/// [`LlmError`] when the server cannot be reached, refuses, or has no answer.
pub async fn complete(
    environment: &Environment,
    base: &Url,
    key: &Secret,
    request: &ChatRequest,
) -> Result<Completion, LlmError> {
    let keys = Keys(vec![key]);
    let post = Post { url: below(base, ["chat", "completions"]), bearer: Some(key), keys: &keys, body: request };
    read(&transport::post(environment, &post).await?, &keys)
}

/// The address of something below another, whether or not that one ends in a slash.
pub fn below<'a>(base: &Url, path: impl IntoIterator<Item = &'a str>) -> Url {
    let mut url = base.clone();
    if let Ok(mut segments) = url.path_segments_mut() {
        segments.pop_if_empty().extend(path);
    }
    url
}

/// The first answer of a reply.
///
/// # Errors
/// [`LlmError`] when the reply is not one, or holds no answer.
pub fn read(reply: &Reply, keys: &Keys<'_>) -> Result<Completion, LlmError> {
    let server = || reply.server.clone();
    let parsed: ChatReply = reply.json(keys)?;
    let Some(answer) = parsed.choices.unwrap_or_default().into_iter().next() else {
        let message = parsed.error.map(|fault| keys.quote(&reply::words(&fault))).unwrap_or_default();
        return Err(LlmError::NoChoices { server: server(), message });
    };
    let Answer { message, finish_reason, error } = answer;
    let Said { content, reasoning_content, reasoning, refusal } = message.unwrap_or_default();
    let Some(text) = content.and_then(text) else {
        let finish_reason = finish_reason.map_or_else(|| "none".to_owned(), |reason| keys.quote(&reason));
        let told = error.map(|fault| reply::words(&fault)).or(refusal).unwrap_or_default();
        let remedy = no_content_remedy(&finish_reason);
        return Err(LlmError::NoContent { server: server(), finish_reason, message: keys.quote(&told), remedy });
    };
    Ok(Completion { text, thinking: reasoning_content.or(reasoning).unwrap_or_default() })
}

/// The text of an answer, if any of it is text.
fn text(content: SaidContent) -> Option<String> {
    match content {
        SaidContent::Text(text) => Some(text),
        SaidContent::Pieces(pieces) => {
            let texts: Vec<String> = pieces.into_iter().filter_map(|piece| piece.text).collect();
            (!texts.is_empty()).then(|| texts.concat())
        }
    }
}

fn no_content_remedy(finish_reason: &str) -> &'static str {
    match finish_reason {
        "length" => {
            "a reasoning model may have spent all its tokens on its thoughts: raise `max_tokens`, for example to 2000, or choose a model that does not reason"
        }
        "content_filter" => "a filter of the server has withheld the answer: change the prompt or the image",
        "tool_calls" | "function_call" => "the model wants to call a tool: change the prompt, or choose another model",
        _ => "change the prompt, or choose another model",
    }
}

/// A message of text alone.
pub fn text_message(role: Role, text: impl Into<String>) -> Message {
    Message { role, content: Content::Text(text.into()) }
}

/// A message of the user: text, where there is any, then images as data URLs.
pub fn user_message(text: Option<String>, images: impl IntoIterator<Item = String>) -> Message {
    let text = text.filter(|text| !text.is_empty()).map(|text| Part::Text { text });
    let images = images.into_iter().map(|url| Part::ImageUrl { image_url: ImageUrl { url } });
    Message { role: Role::User, content: Content::Parts(text.into_iter().chain(images).collect()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reply(body: &str) -> Reply {
        Reply { server: "http://host/v1".to_owned(), body: body.as_bytes().to_vec() }
    }

    fn told(body: &str) -> String {
        read(&reply(body), &Keys::default()).unwrap_err().to_string()
    }

    #[test]
    fn addresses_may_end_in_a_slash() {
        for base in ["http://host/v1", "http://host/v1/", " http://host/v1 "] {
            let url = below(&server(base).unwrap(), ["chat", "completions"]);
            assert_eq!(url.as_str(), "http://host/v1/chat/completions");
        }
    }

    #[test]
    fn what_is_no_address_is_explained_without_passwords() {
        for address in ["localhost:8000/v1", "", "me:hunter2@host/v1", "ftp://me:hunter2@host"] {
            let told = server(address).unwrap_err().to_string();
            assert!(told.contains("http://localhost:8000/v1") && !told.contains("hunter2"), "{told}");
        }
    }

    #[test]
    fn the_thoughts_are_kept_apart() {
        let completion =
            |said: &str| read(&reply(&format!(r#"{{"choices": [{{"message": {said}}}]}}"#)), &Keys::default()).unwrap();
        let expected = Completion { text: "a cat".to_owned(), thinking: "whiskers".to_owned() };
        assert_eq!(completion(r#"{"content": "a cat", "reasoning_content": "whiskers"}"#), expected);
        assert_eq!(completion(r#"{"content": "a cat", "reasoning": "whiskers"}"#), expected);
        assert_eq!(completion(r#"{"content": "", "reasoning": null}"#), Completion::default());
    }

    #[test]
    fn missing_answers_are_explained() {
        assert!(told(r#"{"choices": []}"#).contains("no choices"));
        assert!(told(r#"{"choices": null, "error": {"message": "provider down"}}"#).contains(": provider down; "));
        let cut_off = told(r#"{"choices": [{"message": {"content": null}, "finish_reason": "length"}]}"#);
        assert!(cut_off.contains("finish_reason: length") && cut_off.contains("max_tokens"), "{cut_off}");
        assert!(
            told(r#"{"choices": [{"message": {"content": null, "refusal": "I must not"}}]}"#).contains("I must not")
        );
        assert!(told(r#"{"choices": [{"finish_reason": "tool_calls"}]}"#).contains("call a tool"));
    }

    #[test]
    fn what_is_no_reply_is_shown() {
        assert!(told("<html>It works!</html>").contains("<html>It works!</html>"));
        assert!(told(r#"{"choices": "none"}"#).contains("invalid type"));
    }
}
