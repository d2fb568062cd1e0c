//! A recorded workflow: its definition, and for each run what goes in and what comes out.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use block_runtime::block::{Clock, Environment, WriteAccess};
use block_runtime::catalogue::Catalogue;
use block_runtime::compile::compile;
use block_runtime::execute::{Rows, Session, inputs_from_json};
use block_runtime::value::{Picture, Value};
use jiff::Timestamp;
use serde_json::{Value as Json, json};
use tempfile::TempDir;

use crate::server::Server;
use crate::{compare, picture};

/// A recorded workflow.
pub struct Case {
    /// Type identifiers of its steps, each once.
    pub types: Vec<String>,
    definition: Json,
    runs: Vec<Run>,
    /// What language models say.
    said: Option<String>,
    /// Where the images are that come out.
    folder: PathBuf,
    /// What paths of images that go in are relative to.
    inputs: PathBuf,
}

struct Run {
    /// When it happened, where the reference's clock was stopped.
    at: Option<Timestamp>,
    inputs: Json,
    expected: Expected,
}

enum Expected {
    Outputs(Json),
    /// The run fails.
    Failure,
}

/// A clock that stands still.
struct Stopped(Arc<Mutex<Timestamp>>);

impl Clock for Stopped {
    fn now(&self) -> Timestamp {
        *self.0.lock().expect("nobody panics with the clock in hand")
    }
}

impl Case {
    /// Reads a case; images that go in are below `inputs`.
    pub fn read(path: &Path, inputs: &Path) -> Self {
        let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let json: Json = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let runs = match json["runs"].as_array() {
            Some(runs) => runs.iter().map(Run::read).collect(),
            None => vec![Run::read(&json)],
        };
        let steps = json["definition"]["steps"].as_array().into_iter().flatten();
        let mut types: Vec<String> = steps.filter_map(|step| step["type"].as_str().map(str::to_owned)).collect();
        types.sort();
        types.dedup();
        let folder = path.parent().expect("a file is in a folder").to_owned();
        let said = json["said"].as_str().map(str::to_owned);
        Self { types, definition: json["definition"].clone(), runs, said, folder, inputs: inputs.to_owned() }
    }

    /// Where what we give back differs from what was recorded.
    pub fn differences(&self, catalogue: &Catalogue) -> Vec<String> {
        let fails = matches!(self.runs.as_slice(), [Run { expected: Expected::Failure, .. }]);
        let plan = match compile(catalogue, &self.definition.to_string()) {
            Ok(plan) => plan,
            Err(_) if fails => return Vec::new(),
            Err(error) => return vec![format!("it does not compile: {}", error.error)],
        };
        let now = Arc::new(Mutex::new(Timestamp::UNIX_EPOCH));
        let folder = TempDir::new().expect("a folder can be made");
        let mut environment = Environment {
            clock: Arc::new(Stopped(Arc::clone(&now))),
            writing: WriteAccess::Below(folder.path().to_owned()),
            ..Environment::default()
        };
        if let Some(said) = &self.said {
            let server = Server::start(said, |_, _| {}).expect("the machine has a port");
            environment.services.openrouter = server.url("/api/v1").parse().expect("it is an address");
        }
        let mut session = Session::new(plan, environment);
        let runtime =
            tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime can be made");
        let mut found = Vec::new();
        for (number, run) in self.runs.iter().enumerate() {
            *now.lock().expect("nobody panics with the clock in hand") = run.at.unwrap_or_else(Timestamp::now);
            let inputs = inputs_from_json(&self.with_images(&run.inputs));
            let outcome = runtime.block_on(session.run(inputs)).and_then(|rows| {
                let (rows, pictures) = without_pictures(rows);
                Ok((runtime.block_on(rows.serialise())?, pictures))
            });
            let differences = match (outcome, &run.expected) {
                (Ok((rows, pictures)), Expected::Outputs(expected)) => {
                    let ours = rows.into_iter().map(Json::Object).collect();
                    let pictures = picture::Comparison { ours: &pictures, theirs: &self.folder };
                    compare::differences(expected, &ours, run.at.is_some(), &pictures)
                }
                (Ok((rows, _)), Expected::Failure) => {
                    vec![format!("it succeeds and should fail: {}", json!(rows))]
                }
                (Err(_), Expected::Failure) => Vec::new(),
                (Err(error), Expected::Outputs(_)) => vec![format!("it fails: {error}")],
            };
            found.extend(differences.into_iter().map(|difference| format!("run {number}: {difference}")));
        }
        found
    }

    /// `{"$image": path}` becomes an image as requests hold them.
    fn with_images(&self, inputs: &Json) -> Json {
        match inputs {
            Json::Object(members) if members.contains_key("$image") => {
                let path = self.inputs.join(members["$image"].as_str().expect("`$image` is a path"));
                let file = fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
                let mut image = json!({ "type": "base64", "value": STANDARD.encode(file) });
                if let Some(metadata) = members.get("video_metadata") {
                    image["video_metadata"] = metadata.clone();
                }
                image
            }
            Json::Object(members) => {
                let members = members.iter().map(|(name, member)| (name.clone(), self.with_images(member)));
                Json::Object(members.collect())
            }
            Json::Array(items) => items.iter().map(|item| self.with_images(item)).collect(),
            other => other.clone(),
        }
    }
}

impl Run {
    fn read(json: &Json) -> Self {
        let at = json["at"].as_str().map(|at| at.parse().expect("`at` is a point in time"));
        let expected = match json.get("outputs") {
            Some(outputs) => Expected::Outputs(outputs.clone()),
            None => Expected::Failure,
        };
        Self { at, inputs: json["inputs"].clone(), expected }
    }
}

/// Images become `{"png": number}` of a list.
fn without_pictures(mut rows: Rows) -> (Rows, Vec<Picture>) {
    let mut pictures = Vec::new();
    rows.replace(|_, _, value| numbered(value, &mut pictures));
    (rows, pictures)
}

/// The value with numbers in place of images; nothing when there are none in it.
fn numbered(value: &Value, pictures: &mut Vec<Picture>) -> Option<Value> {
    match value {
        Value::Image(picture) => {
            pictures.push(picture.clone());
            let number = i64::try_from(pictures.len() - 1).expect("there are few images");
            Some(Value::from_iter([("png".to_owned(), Value::from(number))]))
        }
        Value::List(items) => {
            let new: Vec<_> = items.iter().map(|item| numbered(item, pictures)).collect();
            let any = new.iter().any(Option::is_some);
            any.then(|| {
                new.into_iter().zip(items.iter()).map(|(new, old)| new.unwrap_or_else(|| old.clone())).collect()
            })
        }
        Value::Map(members) => {
            let new: Vec<_> = members.values().map(|member| numbered(member, pictures)).collect();
            let any = new.iter().any(Option::is_some);
            any.then(|| {
                let members = new.into_iter().zip(members.iter());
                members.map(|(new, (name, old))| (name.clone(), new.unwrap_or_else(|| old.clone()))).collect()
            })
        }
        _ => None,
    }
}
