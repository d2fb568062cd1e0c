//! Servers that steps talk to, as the operator has set them.
//!
//! The process environment is read in one place, [`Environment::from_env`]; tests set the fields directly.

use std::fmt;
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use url::Url;

use super::context::Environment;
use crate::error::StepErrorPolicy;
use crate::net::{GuardedClient, HostPattern, HttpClient, RedirectScope, UrlPolicy};
use crate::value::Secret;

/// Servers that steps talk to, and how patiently.
#[derive(Clone)]
pub struct Services {
    /// Makes the requests to servers whose address the operator or the block knows, and to model servers that a step
    /// names.
    pub http: HttpClient,
    /// Makes the requests to all other addresses that workflows name, such as those of webhooks.
    pub named_by_workflows: Arc<GuardedClient>,
    /// The Roboflow platform, which also hands requests on to model providers.
    pub platform: Url,
    /// OpenRouter's API, for requests with a key of one's own.
    pub openrouter: Url,
    /// The server that runs models of the Roboflow platform.
    pub inference: InferenceServer,
    /// An OpenAI-compatible server that runs vision-language models in place of the inference server.
    pub native_chat: Option<ChatServer>,
    /// Requests of one step that are under way at the same time, where the step does not say.
    pub requests_in_flight: NonZeroUsize,
    /// How long one request to a model may take.
    pub request_timeout: Duration,
    /// What to do about requests that fail in passing.
    pub retries: Retries,
}

/// Where blocks may write files.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum WriteAccess {
    /// Nowhere.
    #[default]
    Off,
    /// In this folder and those below it. Relative paths begin here.
    Below(PathBuf),
}

/// The server that runs models of the Roboflow platform.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InferenceServer {
    /// Run by Roboflow; wants the platform's key in the address.
    Hosted(Url),
    /// One's own; wants the platform's key in the body, for models that it has yet to download.
    SelfHosted(Url),
}

/// An OpenAI-compatible server.
#[derive(Debug, Clone)]
pub struct ChatServer {
    /// Its address up to and including `/v1`.
    pub url: Url,
    /// The key that it wants, if any.
    pub key: Option<Secret>,
    /// The model to ask for, where the server knows it by another name than the platform.
    pub model: Option<String>,
}

/// What to do about requests that fail in passing: lost connections, servers that are busy or starting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Retries {
    /// How often a request is sent at most, the first time included.
    pub attempts: u32,
    /// The pause before the second attempt; it doubles before each further one.
    pub first_pause: Duration,
    /// The longest pause of our own choice.
    pub longest_pause: Duration,
    /// The longest pause that a server may ask for; a request that would have to wait longer fails.
    pub longest_asked_pause: Duration,
}

impl Default for Retries {
    fn default() -> Self {
        Self {
            attempts: 3,
            first_pause: Duration::from_millis(500),
            longest_pause: Duration::from_secs(8),
            longest_asked_pause: Duration::from_mins(1),
        }
    }
}

impl Default for Services {
    fn default() -> Self {
        Self {
            http: HttpClient::default(),
            named_by_workflows: Arc::new(GuardedClient::new(of_workflows())),
            platform: known("https://api.roboflow.com"),
            openrouter: known("https://openrouter.ai/api/v1"),
            inference: InferenceServer::Hosted(known("https://infer.roboflow.com")),
            native_chat: None,
            requests_in_flight: NonZeroUsize::MIN.saturating_add(7),
            request_timeout: Duration::from_mins(2),
            retries: Retries::default(),
        }
    }
}

fn known(address: &'static str) -> Url {
    Url::parse(address).unwrap_or_else(|_| unreachable!("the addresses above are valid"))
}

/// Addresses are left out, since they may hold passwords.
impl fmt::Debug for Services {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Services")
            .field("requests_in_flight", &self.requests_in_flight)
            .field("request_timeout", &self.request_timeout)
            .field("retries", &self.retries)
            .finish_non_exhaustive()
    }
}

/// A variable of the process environment is set to something unusable. The value itself is not shown: it may be secret.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the environment variable `{variable}` is not {expected}; set it to one such as `{example}`, or remove it")]
pub struct SettingError {
    /// Name of the variable.
    pub variable: &'static str,
    /// What it should be.
    pub expected: &'static str,
    /// A good value.
    pub example: &'static str,
}

const STEP_ERRORS: &str = "DEFAULT_WORKFLOWS_STEP_ERROR_HANDLER";

impl Environment {
    /// Services and settings as the process environment sets them.
    ///
    /// | Variable | Meaning | Default |
    /// | --- | --- | --- |
    /// | `ROBOFLOW_API_KEY` | key of the platform | none |
    /// | `API_PROXY_BASE_URL`, `API_BASE_URL` | address of the platform; the first one set counts | `https://api.roboflow.com` |
    /// | `OPENROUTER_BASE_URL` | address of OpenRouter | `https://openrouter.ai/api/v1` |
    /// | `WORKFLOWS_REMOTE_API_TARGET` | which inference server: `hosted` or `self-hosted` | `hosted` |
    /// | `HOSTED_CORE_MODEL_URL` | address of the hosted one | `https://infer.roboflow.com` |
    /// | `LOCAL_INFERENCE_API_URL` | address of one's own | `http://127.0.0.1:9001` |
    /// | `WORKFLOWS_NATIVE_CHAT_URL` | an OpenAI-compatible server in place of the inference server | none |
    /// | `WORKFLOWS_NATIVE_CHAT_KEY`, `WORKFLOWS_NATIVE_CHAT_MODEL` | its key, and the model to ask it for | none |
    /// | `WORKFLOWS_REMOTE_EXECUTION_MAX_STEP_CONCURRENT_REQUESTS` | requests of a step under way at once | 8 |
    /// | `WORKFLOWS_MODEL_REQUEST_TIMEOUT` | seconds that one request may take | 120 |
    /// | `WORKFLOWS_INTERNAL_HOSTS` | hosts that webhooks may reach by plain `http` and at private addresses: names, addresses and patterns such as `*.example.com`, with commas between; `*` for every host | none |
    /// | `WORKFLOW_BLOCKS_WRITE_DIRECTORY` | the folder below which blocks may write files | nowhere |
    /// | `ALLOW_WORKFLOW_BLOCKS_ACCESSING_LOCAL_STORAGE` | `false` keeps blocks from writing files, whatever the folder | `true` |
    /// | `DEFAULT_WORKFLOWS_STEP_ERROR_HANDLER` | which failures of steps are told apart: `extended_roboflow_errors` or `legacy` | `extended_roboflow_errors` |
    ///
    /// # Errors
    /// [`SettingError`] when a variable is set to something unusable.
    pub fn from_env() -> Result<Self, SettingError> {
        Self::from_variables(|variable| std::env::var(variable).ok())
    }

    /// As [`from_env`](Self::from_env), with variables from elsewhere. Empty variables count as missing.
    ///
    /// # Errors
    /// [`SettingError`] when a variable is set to something unusable.
    pub fn from_variables(variable: impl Fn(&'static str) -> Option<String>) -> Result<Self, SettingError> {
        let variable = |name| variable(name).map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
        let defaults = Services::default();
        let platform = address(&variable, "API_PROXY_BASE_URL")?
            .map_or_else(|| address(&variable, "API_BASE_URL"), |url| Ok(Some(url)))?;
        let inference = match variable("WORKFLOWS_REMOTE_API_TARGET").as_deref() {
            None | Some("hosted") => address(&variable, "HOSTED_CORE_MODEL_URL")?.map(InferenceServer::Hosted),
            Some("self-hosted") => {
                let own = address(&variable, "LOCAL_INFERENCE_API_URL")?;
                Some(InferenceServer::SelfHosted(own.unwrap_or_else(|| known("http://127.0.0.1:9001"))))
            }
            Some(_) => {
                return Err(SettingError {
                    variable: "WORKFLOWS_REMOTE_API_TARGET",
                    expected: "`hosted` or `self-hosted`",
                    example: "self-hosted",
                });
            }
        };
        let native_chat = address(&variable, "WORKFLOWS_NATIVE_CHAT_URL")?.map(|url| ChatServer {
            url,
            key: variable("WORKFLOWS_NATIVE_CHAT_KEY").map(Secret::from),
            model: variable("WORKFLOWS_NATIVE_CHAT_MODEL"),
        });
        let services = Services {
            http: HttpClient::default(),
            named_by_workflows: Arc::new(GuardedClient::new(reachable(&variable)?)),
            platform: platform.unwrap_or(defaults.platform),
            openrouter: address(&variable, "OPENROUTER_BASE_URL")?.unwrap_or(defaults.openrouter),
            inference: inference.unwrap_or(defaults.inference),
            native_chat,
            requests_in_flight: whole_number(
                &variable,
                "WORKFLOWS_REMOTE_EXECUTION_MAX_STEP_CONCURRENT_REQUESTS",
                "8",
            )?
            .unwrap_or(defaults.requests_in_flight),
            request_timeout: whole_number(&variable, "WORKFLOWS_MODEL_REQUEST_TIMEOUT", "120")?
                .map_or(defaults.request_timeout, |seconds| Duration::from_secs(seconds.get() as u64)),
            retries: defaults.retries,
        };
        let step_errors = match variable(STEP_ERRORS) {
            Some(name) => StepErrorPolicy::named(&name).ok_or(SettingError {
                variable: STEP_ERRORS,
                expected: "`extended_roboflow_errors` or `legacy`",
                example: "legacy",
            })?,
            None => StepErrorPolicy::default(),
        };
        let platform_key = variable("ROBOFLOW_API_KEY").map(Secret::from);
        let writing = write_access(&variable)?;
        Ok(Self { platform_key, services, writing, step_errors, ..Self::default() })
    }
}

const INTERNAL_HOSTS: &str = "WORKFLOWS_INTERNAL_HOSTS";
const LOCAL_STORAGE: &str = "ALLOW_WORKFLOW_BLOCKS_ACCESSING_LOCAL_STORAGE";

/// What holds of addresses that workflows name, unless the operator opens more.
fn of_workflows() -> UrlPolicy {
    UrlPolicy { redirects: RedirectScope::SameHost, ..UrlPolicy::default() }
}

/// What addresses that workflows name may lead to.
fn reachable(variable: &impl Fn(&'static str) -> Option<String>) -> Result<UrlPolicy, SettingError> {
    let mut policy = of_workflows();
    let hosts = variable(INTERNAL_HOSTS).unwrap_or_default();
    for host in hosts.split(',').map(str::trim).filter(|host| !host.is_empty()) {
        if host == "*" {
            (policy.allow_http, policy.allow_private_addresses) = (true, true);
            continue;
        }
        let host: HostPattern = host.parse().map_err(|_| SettingError {
            variable: INTERNAL_HOSTS,
            expected: "a list of hosts",
            example: "localhost, 10.0.0.5, *.factory.example",
        })?;
        policy.internal_hosts.push(host);
    }
    Ok(policy)
}

fn write_access(variable: &impl Fn(&'static str) -> Option<String>) -> Result<WriteAccess, SettingError> {
    let is_allowed = match variable(LOCAL_STORAGE).map(|text| text.to_ascii_lowercase()).as_deref() {
        None | Some("true") => true,
        Some("false") => false,
        Some(_) => {
            return Err(SettingError { variable: LOCAL_STORAGE, expected: "`true` or `false`", example: "false" });
        }
    };
    let folder = variable("WORKFLOW_BLOCKS_WRITE_DIRECTORY").filter(|_| is_allowed);
    Ok(folder.map_or(WriteAccess::Off, |folder| WriteAccess::Below(folder.into())))
}

fn address(
    variable: &impl Fn(&'static str) -> Option<String>,
    name: &'static str,
) -> Result<Option<Url>, SettingError> {
    let fault = || SettingError { variable: name, expected: "the address of a server", example: "https://host/path" };
    let Some(text) = variable(name) else { return Ok(None) };
    let url = Url::parse(&text).map_err(|_| fault())?;
    if matches!(url.scheme(), "http" | "https") { Ok(Some(url)) } else { Err(fault()) }
}

fn whole_number(
    variable: &impl Fn(&'static str) -> Option<String>,
    name: &'static str,
    example: &'static str,
) -> Result<Option<NonZeroUsize>, SettingError> {
    let fault = |_| SettingError { variable: name, expected: "a whole number above 0", example };
    variable(name).map(|text| text.parse().map_err(fault)).transpose()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn from(variables: &[(&str, &str)]) -> Result<Environment, SettingError> {
        Environment::from_variables(|name| {
            variables.iter().find(|(given, _)| *given == name).map(|(_, text)| (*text).to_owned())
        })
    }

    #[test]
    fn nothing_set_means_the_hosted_services() {
        let services = from(&[("API_BASE_URL", " ")]).unwrap().services;
        assert_eq!(services.platform.as_str(), "https://api.roboflow.com/");
        assert_eq!(services.openrouter.as_str(), "https://openrouter.ai/api/v1");
        assert_eq!(services.inference, InferenceServer::Hosted(known("https://infer.roboflow.com")));
        assert_eq!(services.requests_in_flight.get(), 8);
        assert_eq!(services.request_timeout, Duration::from_mins(2));
        assert!(services.native_chat.is_none());
    }

    #[test]
    fn variables_replace_the_defaults() {
        let environment = from(&[
            ("ROBOFLOW_API_KEY", "hunter2"),
            ("API_BASE_URL", "https://platform.test"),
            ("WORKFLOWS_REMOTE_API_TARGET", "self-hosted"),
            ("WORKFLOWS_NATIVE_CHAT_URL", "http://localhost:8000/v1"),
            ("WORKFLOWS_NATIVE_CHAT_KEY", "hunter3"),
            ("WORKFLOWS_REMOTE_EXECUTION_MAX_STEP_CONCURRENT_REQUESTS", "16"),
        ])
        .unwrap();
        assert_eq!(environment.platform_key.as_ref().unwrap().expose(), "hunter2");
        let services = &environment.services;
        assert_eq!(services.platform.as_str(), "https://platform.test/");
        assert_eq!(services.inference, InferenceServer::SelfHosted(known("http://127.0.0.1:9001")));
        assert_eq!(services.requests_in_flight.get(), 16);
        assert_eq!(services.native_chat.as_ref().unwrap().url.port(), Some(8000));
        for shown in [format!("{environment:?}"), format!("{services:?}"), format!("{:?}", services.native_chat)] {
            assert!(!shown.contains("hunter"), "{shown}");
        }
    }

    #[test]
    fn the_proxy_address_goes_before_that_of_the_platform() {
        let set = [("API_BASE_URL", "https://a.test"), ("API_PROXY_BASE_URL", "https://b.test")];
        assert_eq!(from(&set).unwrap().services.platform.host_str(), Some("b.test"));
    }

    #[test]
    fn the_policy_of_step_errors_has_a_name() {
        let policy = |name| from(&[(STEP_ERRORS, name)]).map(|environment| environment.step_errors);
        assert_eq!(policy("extended_roboflow_errors"), Ok(StepErrorPolicy::Extended));
        assert_eq!(policy("legacy"), Ok(StepErrorPolicy::Legacy));
        assert_eq!(from(&[]).unwrap().step_errors, StepErrorPolicy::Extended);
        let refused = crate::error::WorkflowError::from(policy("lenient").unwrap_err());
        assert_eq!(refused.error_type(), "WorkflowEnvironmentConfigurationError");
        assert!(refused.to_string().contains("`extended_roboflow_errors` or `legacy`"), "{refused}");
    }

    #[test]
    fn unusable_variables_are_named_and_not_shown() {
        for (variable, text) in [
            ("API_BASE_URL", "not-an-address-hunter2"),
            ("OPENROUTER_BASE_URL", "ftp://hunter2"),
            ("WORKFLOWS_REMOTE_API_TARGET", "hunter2"),
            ("WORKFLOWS_MODEL_REQUEST_TIMEOUT", "0"),
            ("DEFAULT_WORKFLOWS_STEP_ERROR_HANDLER", "hunter2"),
        ] {
            let told = from(&[(variable, text)]).unwrap_err().to_string();
            assert!(told.contains(variable) && !told.contains("hunter2"), "{told}");
        }
    }

    #[test]
    fn workflows_reach_and_write_nothing_unless_they_are_let() {
        let nothing = from(&[(LOCAL_STORAGE, "True")]).unwrap();
        let policy = nothing.services.named_by_workflows.policy();
        assert!(!policy.allow_http && !policy.allow_private_addresses && policy.internal_hosts.is_empty());
        assert_eq!(nothing.writing, WriteAccess::Off);

        let some =
            from(&[(INTERNAL_HOSTS, "localhost, *.factory.example,"), ("WORKFLOW_BLOCKS_WRITE_DIRECTORY", "/data")]);
        let some = some.unwrap();
        let policy = some.services.named_by_workflows.policy();
        assert!(!policy.allow_http && policy.internal_hosts.len() == 2);
        assert_eq!(some.writing, WriteAccess::Below("/data".into()));

        let off = from(&[("WORKFLOW_BLOCKS_WRITE_DIRECTORY", "/data"), (LOCAL_STORAGE, "False")]).unwrap();
        assert_eq!(off.writing, WriteAccess::Off);
        let every = from(&[(INTERNAL_HOSTS, "*")]).unwrap().services.named_by_workflows;
        assert!(every.policy().allow_http && every.policy().allow_private_addresses);
        assert_eq!(from(&[(INTERNAL_HOSTS, "a b")]).unwrap_err().variable, INTERNAL_HOSTS);
        assert_eq!(from(&[(LOCAL_STORAGE, "perhaps")]).unwrap_err().variable, LOCAL_STORAGE);
    }
}
