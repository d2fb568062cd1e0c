//! The picture on the front page: what `examples/inventory.workflow.json` draws, with a server in this process in place
//! of the model.

use std::path::PathBuf;

use block_runtime::block::{Entry, Environment, WriteAccess};
use block_runtime::catalogue::{Catalogue, Search};
use serde_json::{Value as Json, json};

use super::server::Server;
use super::{PictureError, content, rendered, scene};
use crate::apply::Files;
use crate::docs::pages::SOURCE;

const FILE: &str = "inventory.jpg";
const WORKFLOW: &str = include_str!("../../../../../examples/inventory.workflow.json");

/// The picture; nothing where the catalogue lacks a block of the example.
///
/// # Errors
/// [`PictureError`] when the example does not run.
pub fn files(entries: &[Entry]) -> Result<Files, PictureError> {
    let failed = |reason: String| PictureError { example: "examples/inventory.workflow.json".to_owned(), reason };
    let definition: Json = serde_json::from_str(WORKFLOW).map_err(|error| failed(error.to_string()))?;
    let catalogue = Catalogue::new(&[entries]).map_err(|faults| failed(faults.to_string()))?;
    let mut types = definition["steps"].as_array().into_iter().flatten().filter_map(|step| step["type"].as_str());
    if !types.all(|id| matches!(catalogue.search(id), Search::Found(_))) {
        return Ok(Files::new());
    }
    let server = Server::start(&scene::told(), |_, _| {}).map_err(|error| failed(error.to_string()))?;
    let folder = tempfile::tempdir().map_err(|error| failed(error.to_string()))?;
    let writing = WriteAccess::Below(folder.path().to_owned());
    let mut environment = Environment { writing, ..Environment::default() };
    environment.services.openrouter = server.url("/api/v1").parse().map_err(|_| failed("no address".to_owned()))?;
    let inputs = json!({ "image": scene::image(), "openrouter_api_key": "any" });
    let drawing = json!([{ "type": "JsonField", "name": "drawing", "selector": "$steps.labels.image" }]);
    let definition = Json::Object(
        definition
            .as_object()
            .into_iter()
            .flatten()
            .map(|(name, member)| (name.clone(), if name == "outputs" { drawing.clone() } else { member.clone() }))
            .collect(),
    );
    let pictures = rendered(&catalogue, &definition, &inputs, environment).map_err(failed)?;
    let files = pictures.first().map(|picture| (PathBuf::from(SOURCE).join("pictures").join(FILE), content(picture)));
    Ok(files.into_iter().collect())
}
