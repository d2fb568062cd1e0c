//! OpenRouter: many models of many providers behind one address, with a key of one's own or one that the Roboflow
//! platform keeps.

use block_runtime::block::Environment;
use block_runtime::prelude::*;
use schemas::chat::{ChatRequest, DataCollection, Message, PrivacyLevel, ProviderRouting, ProxyRequest};

use super::quote::Keys;
use super::transport::{self, Post};
use super::{Completion, LlmError, chat};

/// What providers may do with the data of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Choice)]
pub enum Privacy {
    /// Any provider, also those that keep inputs and train models on them. The largest and cheapest choice.
    #[block(label = "Allow data collection")]
    Allow,
    /// Only providers that do not train on inputs. They may still keep them for a while to look into abuse.
    #[block(label = "No data collection (recommended)")]
    Deny,
    /// Only providers that keep nothing. Some models are not to be had this way.
    #[block(label = "Zero data retention")]
    Zdr,
}

impl Privacy {
    /// The routing that OpenRouter is asked for.
    fn routing(self) -> Option<ProviderRouting> {
        let deny = ProviderRouting { data_collection: Some(DataCollection::Deny), zdr: None };
        match self {
            Self::Allow => None,
            Self::Deny => Some(deny),
            Self::Zdr => Some(ProviderRouting { zdr: Some(true), ..deny }),
        }
    }

    /// The word for it that the platform understands.
    fn level(self) -> PrivacyLevel {
        match self {
            Self::Allow => PrivacyLevel::Allow,
            Self::Deny => PrivacyLevel::Deny,
            Self::Zdr => PrivacyLevel::Zdr,
        }
    }
}

/// A question to a model of OpenRouter.
pub struct Question<'a> {
    /// Name by which OpenRouter knows the model.
    pub model: &'a str,
    /// The conversation.
    pub messages: Vec<Message>,
    /// The most tokens that the model may write.
    pub max_tokens: i64,
    /// How freely the model chooses its words, from 0 to 2.
    pub temperature: f64,
    /// What providers may do with the data.
    pub privacy: Privacy,
}

/// True for the names of keys that the platform keeps: `rf_key:account` and `rf_key:user:…`.
fn is_managed(key: &Secret) -> bool {
    let key = key.expose();
    key.starts_with("rf_key:account") || key.starts_with("rf_key:user:")
}

/// Asks a model, through the platform where it keeps the key.
///
/// # Errors
/// [`LlmError`] when the server cannot be reached, refuses, or has no answer.
pub async fn ask(environment: &Environment, key: &Secret, question: Question<'_>) -> Result<Completion, LlmError> {
    if is_managed(key) {
        return through_platform(environment, key, question).await;
    }
    let request = ChatRequest {
        model: question.model.to_owned(),
        messages: question.messages,
        max_tokens: Some(question.max_tokens),
        temperature: Some(question.temperature),
        provider: question.privacy.routing(),
        extra: serde_json::Map::new(),
    };
    chat::complete(environment, &environment.services.openrouter, key, &request).await
}

async fn through_platform(
    environment: &Environment,
    key: &Secret,
    question: Question<'_>,
) -> Result<Completion, LlmError> {
    let platform_key = environment.platform_key.as_ref().ok_or(LlmError::NoPlatformKey {
        purpose: "OpenRouter with a key that Roboflow manages",
        otherwise: ", or give the step an OpenRouter key of your own in `api_key`",
    })?;
    let body = ProxyRequest {
        openrouter_api_key: key.expose().into(),
        model: question.model.to_owned(),
        messages: question.messages,
        max_tokens: question.max_tokens,
        temperature: question.temperature,
        privacy_level: question.privacy.level(),
    };
    let mut url = chat::below(&environment.services.platform, ["apiproxy", "openrouter"]);
    url.query_pairs_mut().append_pair("api_key", platform_key.expose().trim());
    let keys = Keys(vec![platform_key, key]);
    let post = Post { url, bearer: None, keys: &keys, body: &body };
    chat::read(&transport::post(environment, &post).await?, &keys)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn privacy_becomes_routing() {
        let routing = |privacy: Privacy| serde_json::to_value(privacy.routing()).unwrap();
        assert_eq!(routing(Privacy::Allow), json!(null));
        assert_eq!(routing(Privacy::Deny), json!({"data_collection": "deny"}));
        assert_eq!(routing(Privacy::Zdr), json!({"data_collection": "deny", "zdr": true}));
    }

    #[test]
    fn names_of_kept_keys_are_told_from_keys() {
        for (key, managed) in
            [("rf_key:account", true), ("rf_key:user:7", true), ("sk-or-v1-x", false), ("rf_key:", false), ("", false)]
        {
            assert_eq!(is_managed(&Secret::from(key)), managed, "{key}");
        }
    }
}
