//! OpenRouter: many models of many providers behind one address, with a key of one's own or one that the Roboflow
//! platform keeps.

use std::num::NonZeroUsize;

use block_runtime::block::Environment;
use block_runtime::prelude::*;
use block_runtime::step::Check;
use schemas::chat::{ChatRequest, DataCollection, Message, PrivacyLevel, ProviderRouting, ProxyRequest};

use super::quote::Keys;
use super::transport::{self, Post};
use super::{Ask, Completion, ImageInput, LlmError, chat, each};

/// Under which key and on what terms a step asks OpenRouter: the properties of blocks that ask nobody else.
#[derive(Debug, Properties)]
pub struct Access {
    /// Key for OpenRouter. `rf_key:account` stands for the key that Roboflow manages for your account; your own begins
    /// with `sk-or-`.
    #[block(
        default = "rf_key:account",
        example = "rf_key:account",
        example = "sk-or-...",
        example = "$inputs.openrouter_api_key",
        private
    )]
    pub api_key: Or<Secret, Any<(Str, SecretText, ManagedKey)>>,

    /// What providers behind OpenRouter may do with your data. The stricter, the fewer of them there are, and the more
    /// they may cost.
    #[block(default = Privacy::Deny)]
    pub privacy_level: Privacy,

    /// The most tokens that the model may write about one image. Models that reason spend them on their thoughts too.
    #[block(default = 500, above = 1)]
    pub max_tokens: i64,

    /// How freely the model chooses its words: 0 for the likeliest each time, 2 for the wildest.
    #[block(default = 0.1)]
    pub temperature: Or<f64>,

    /// How many requests are under way at once. Lower it when requests are turned away for being too many; the
    /// operator's limit holds when this is left out.
    pub max_concurrent_requests: Option<i64>,
}

impl Access {
    /// The terms that the properties say.
    pub fn terms(&self) -> Terms<'_> {
        Terms {
            key: &self.api_key,
            privacy: self.privacy_level,
            max_tokens: self.max_tokens,
            temperature: *self.temperature,
            at_once: self.max_concurrent_requests,
        }
    }
}

/// Refuses a `temperature` that no model has. A check and no limit of the property, because its schema has none.
pub fn temperature_in_range(check: &mut Check<'_>) {
    if let Some(temperature) = check.step.number("temperature")
        && !(0.0..=2.0).contains(&temperature)
    {
        let message = format!("`temperature` is {temperature}, which is not between 0 and 2");
        check.report("temperature", message, "choose a number from 0.0 to 2.0; 0.1 is the default");
    }
}

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

/// On what terms a step asks OpenRouter.
#[derive(Debug, Clone, Copy)]
pub struct Terms<'a> {
    /// The key, or the name of one that the platform keeps.
    pub key: &'a Secret,
    /// What providers may do with the data.
    pub privacy: Privacy,
    /// The most tokens that the model may write about one image.
    pub max_tokens: i64,
    /// How freely the model chooses its words, from 0 to 2.
    pub temperature: f64,
    /// How many requests may be under way at once; the operator's limit where it is missing or 0.
    pub at_once: Option<i64>,
}

/// The step asks for requests in a number that cannot be.
#[derive(Debug, thiserror::Error)]
#[error("`max_concurrent_requests` is {0}; it must be 1 or more, or be left out")]
struct UnusableLimit(i64);

impl Terms<'_> {
    /// Asks a model about each of the images, one request each; `model` is the name by which OpenRouter knows it. The
    /// answers are in the order of the images.
    ///
    /// # Errors
    /// The first failure of a request, or a limit of requests below 0.
    pub async fn ask_each(
        self,
        environment: &Environment,
        model: &str,
        ask: &Ask,
        images: impl IntoIterator<Item = Picture>,
    ) -> Result<Vec<Completion>, BlockError> {
        let requests = images.into_iter().map(|image| async move {
            let messages = ask.messages(ImageInput::Picture(image).data_url().await?);
            self.ask(environment, model, messages).await
        });
        let at_once = self.requests_in_flight(environment)?;
        each(requests.collect(), at_once).await.map_err(LlmError::into_block_error)
    }

    fn requests_in_flight(&self, environment: &Environment) -> Result<NonZeroUsize, UnusableLimit> {
        let Some(limit) = self.at_once else { return Ok(environment.services.requests_in_flight) };
        let usable = usize::try_from(limit).map_err(|_| UnusableLimit(limit))?;
        Ok(NonZeroUsize::new(usable).unwrap_or(environment.services.requests_in_flight))
    }

    /// One request, through the platform where it keeps the key.
    async fn ask(self, environment: &Environment, model: &str, messages: Vec<Message>) -> Result<Completion, LlmError> {
        if is_managed(self.key) {
            return self.ask_through_platform(environment, model, messages).await;
        }
        let request = ChatRequest {
            model: model.to_owned(),
            messages,
            max_tokens: Some(self.max_tokens),
            temperature: Some(self.temperature),
            provider: self.privacy.routing(),
            extra: serde_json::Map::new(),
        };
        chat::complete(environment, &environment.services.openrouter, self.key, &request).await
    }

    async fn ask_through_platform(
        self,
        environment: &Environment,
        model: &str,
        messages: Vec<Message>,
    ) -> Result<Completion, LlmError> {
        let platform_key = environment.platform_key.as_ref().ok_or(LlmError::NoPlatformKey {
            purpose: "OpenRouter with a key that Roboflow manages",
            otherwise: ", or give the step an OpenRouter key of your own in `api_key`",
        })?;
        let body = ProxyRequest {
            openrouter_api_key: self.key.expose().into(),
            model: model.to_owned(),
            messages,
            max_tokens: self.max_tokens,
            temperature: self.temperature,
            privacy_level: self.privacy.level(),
        };
        let mut url = chat::below(&environment.services.platform, ["apiproxy", "openrouter"]);
        url.query_pairs_mut().append_pair("api_key", platform_key.expose().trim());
        let keys = Keys(vec![platform_key, self.key]);
        let post = Post { url, bearer: None, keys: &keys, body: &body };
        chat::read(&transport::post(environment, &post).await?, &keys)
    }
}

/// True for the names of keys that the platform keeps: `rf_key:account` and `rf_key:user:…`.
fn is_managed(key: &Secret) -> bool {
    let key = key.expose();
    key.starts_with("rf_key:account") || key.starts_with("rf_key:user:")
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
