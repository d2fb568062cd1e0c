//! `blocks query`.

use std::path::{Path, PathBuf};

use block_runtime::block::Environment;
use block_runtime::diagnostic::Diagnostic;
use block_runtime::document::Document;
use block_runtime::execute::read_data;
use block_runtime::image_io::{ImagePolicy, ImageReader};
use block_runtime::kind::{self, KINDS, KindInfo, WILDCARD, write_anything};
use block_runtime::limits::MAX_TEXT_BYTES;
use block_runtime::query::{Query, Scope};
use block_runtime::suggest::nearest;
use block_runtime::value::{Map, Value};

use crate::inputs::{json_or_text, pair};
use crate::printing::{CommandError, print_json, read_text, runtime};
use crate::{Outcome, render};

/// Try a chain of operations, or a condition, on a value.
///
/// Prints what comes out as JSON. Mistakes in the query are shown with their places, as `blocks validate` shows those of
/// workflows.
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  blocks query '[{\"type\": \"StringToUpperCase\"}]' hello
  blocks query chain.json '[0.8, 0.95]'
  blocks query chain.json --kind object_detection_prediction @predictions.json
  blocks query '{\"type\": \"ExtractImageProperty\", \"property_name\": \"size\"}' --kind image photo.jpg
  blocks query condition.json 0.7 --parameter limit=0.5

The page \"Query language\" of the book lists the operations.")]
pub struct Arguments {
    /// The query as JSON, or a file that has it; `-` is standard input. A list of operations, a single one, a group of
    /// statements (`StatementGroup`), or cases (`CasesDefinition`).
    #[arg(value_name = "QUERY")]
    query: String,
    /// What operations are applied to, and what `_` is in a condition: JSON where it is JSON, otherwise text; `@FILE` is
    /// what a file holds.
    #[arg(value_name = "VALUE", default_value = "null", allow_negative_numbers = true)]
    value: String,
    /// Read the value as data of this kind: detections as results show them, an image by its path.
    #[arg(long, value_name = "KIND", default_value = WILDCARD, value_parser = kind_named)]
    kind: &'static KindInfo,
    /// A named value that statements can refer to: JSON where it is JSON, otherwise text. May be repeated.
    #[arg(long, value_name = "NAME=VALUE", value_parser = pair)]
    parameter: Vec<(String, String)>,
}

fn kind_named(name: &str) -> Result<&'static KindInfo, String> {
    kind::find(name).ok_or_else(|| match nearest(name, KINDS.iter().map(|kind| kind.name)) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "the page \"Kinds\" of the book lists them".to_owned(),
    })
}

/// Reads the query and applies it.
///
/// # Errors
/// [`CommandError`] when something cannot be read or the result cannot be printed.
pub fn run(arguments: &Arguments) -> Result<Outcome, CommandError> {
    let (name, text) = query_text(&arguments.query)?;
    let document = match Document::parse_json(text.clone()) {
        Ok(document) => document,
        Err(error) => return Ok(refuse(&name, &text, &[error.into()])),
    };
    let (query, findings) = match Query::read(&document) {
        Ok(read) => read,
        Err(findings) => return Ok(refuse(&name, &text, &findings)),
    };
    explain(&name, &text, &findings);
    let parameters: Map = arguments.parameter.iter().map(|(name, text)| (name.clone(), json_or_text(text))).collect();
    let policy = ImagePolicy { allow_local_files: true, ..ImagePolicy::default() };
    let environment = Environment { images: ImageReader::new(policy), ..Environment::default() };
    let given = value(&arguments.value)?;
    let read = runtime()?.block_on(read_data(arguments.kind, &given, "value", &environment));
    let read =
        read.map_err(|reason| CommandError::Input(format!("the value is no `{}`: {reason}", arguments.kind.name)))?;
    let scope = Scope::new(&environment).with_parameters(&parameters);
    // A chain is applied to the value, a condition is about it.
    let element = read.clone();
    let scope = if read.is_null() || matches!(query, Query::Chain(_)) { scope } else { scope.with_element(&element) };
    let result = match query.apply(read, &scope) {
        Ok(result) => result,
        Err(error) => {
            anstream::eprintln!("{}", render::failure(&error.to_string()));
            return Ok(Outcome::Failure);
        }
    };
    let now = environment.clock.now();
    // Data that is still of its kind is written as that kind is.
    let of_kind = arguments.kind.write.and_then(|write| write(&result, now).ok());
    let json = of_kind.map_or_else(|| write_anything(&result, now), Ok);
    print_json(&json.map_err(|error| CommandError::Input(format!("the result cannot be printed: {error}")))?)?;
    Ok(Outcome::Success)
}

/// The text of the query, with a name for it.
fn query_text(given: &str) -> Result<(String, String), CommandError> {
    if given.trim_start().starts_with(['[', '{']) {
        return Ok(("query".to_owned(), given.to_owned()));
    }
    let path = PathBuf::from(given);
    Ok((given.to_owned(), read_text(&path, MAX_TEXT_BYTES)?))
}

fn value(given: &str) -> Result<Value, CommandError> {
    let text = match given.strip_prefix('@') {
        Some(path) => read_text(Path::new(path), MAX_TEXT_BYTES)?,
        None => given.to_owned(),
    };
    match serde_json::from_str(&text) {
        Ok(json) => Ok(Value::from_json(&json)),
        Err(error) if text.trim_start().starts_with(['[', '{']) => {
            Err(CommandError::Input(format!("the value begins like JSON and is none: {error}")))
        }
        Err(_) => Ok(Value::from(text)),
    }
}

fn explain(name: &str, text: &str, findings: &[Diagnostic]) {
    for finding in findings {
        anstream::eprintln!("{}\n", render::diagnostic(text, name, finding));
    }
}

fn refuse(name: &str, text: &str, findings: &[Diagnostic]) -> Outcome {
    explain(name, text, findings);
    Outcome::Failure
}
