//! Workflows that are saved on the Roboflow platform.

use std::time::Duration;

use reqwest::StatusCode;
use serde_json::Value as Json;
use url::Url;

use super::library::SavedWorkflow;
use super::source::{LOCAL_WORKSPACE, SourceError, WorkflowSource};
use crate::block::Environment;
use crate::cause::root_cause;
use crate::limits::MAX_TEXT_BYTES;
use crate::net::HttpClient;
use crate::value::Secret;

/// How long the platform may take.
const TIMEOUT: Duration = Duration::from_secs(30);

/// Workflows of workspaces on the Roboflow platform. Must be asked within a tokio runtime.
#[derive(Debug, Clone)]
pub struct PlatformSource {
    http: HttpClient,
    platform: Url,
    key: Option<Secret>,
}

impl PlatformSource {
    /// The platform that the environment names, with its key.
    pub fn new(environment: &Environment) -> Self {
        let services = &environment.services;
        Self { http: services.http.clone(), platform: services.platform.clone(), key: environment.platform_key.clone() }
    }

    /// The address of a workflow; the platform wants the key in it.
    fn address(&self, name: &SavedWorkflow, key: &Secret) -> Result<Url, SourceError> {
        let mut url = self.platform.clone();
        for part in [&name.workspace, &name.workflow] {
            if part.starts_with('.') {
                return Err(SourceError::Identifier(part.clone()));
            }
        }
        match url.path_segments_mut() {
            Ok(mut path) => path.pop_if_empty().extend([&name.workspace, "workflows", &name.workflow]),
            Err(()) => return Err(SourceError::Transport("its address has no path".to_owned())),
        };
        url.query_pairs_mut().append_pair("api_key", key.expose());
        if let Some(version) = &name.version {
            url.query_pairs_mut().append_pair("workflow_version", version);
        }
        Ok(url)
    }
}

impl WorkflowSource for PlatformSource {
    async fn fetch(&self, name: &SavedWorkflow) -> Result<String, SourceError> {
        if name.workspace == LOCAL_WORKSPACE {
            return Err(SourceError::Other("workflows of the workspace `local` cannot be had here".to_owned()));
        }
        let key = self.key.as_ref().ok_or(SourceError::NoKey)?;
        let address = self.address(name, key)?;
        let transport = |error: reqwest::Error| SourceError::Transport(root_cause(&error.without_url()));
        let mut response = self.http.get()?.get(address).timeout(TIMEOUT).send().await.map_err(transport)?;
        match response.status() {
            status if status.is_success() => {}
            StatusCode::NOT_FOUND => return Err(SourceError::NotFound),
            status => return Err(SourceError::Status(status.as_u16())),
        }
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(transport)? {
            body.extend_from_slice(&chunk);
            // The definition is text within JSON within JSON, which can take more room there.
            if body.len() > 2 * MAX_TEXT_BYTES {
                return Err(SourceError::TooLarge);
            }
        }
        specification(&body)
    }
}

/// The definition in an answer: `{"workflow": {"config": "{\"specification\": {…}}"}}`.
fn specification(body: &[u8]) -> Result<String, SourceError> {
    let malformed = |what: &str| SourceError::Answer(what.to_owned());
    let not_json = |error: serde_json::Error| SourceError::Answer(error.to_string());
    let answer: Json = serde_json::from_slice(body).map_err(not_json)?;
    let config = answer.pointer("/workflow/config").and_then(Json::as_str);
    let config: Json =
        serde_json::from_str(config.ok_or_else(|| malformed("`workflow.config` is missing"))?).map_err(not_json)?;
    let specification = config.get("specification").ok_or_else(|| malformed("`specification` is missing"))?;
    Ok(specification.to_string())
}
