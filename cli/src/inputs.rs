//! What a run is given on the command line: parameters, secrets and images.

use std::path::{Path, PathBuf};

use block_runtime::compile::Plan;
use block_runtime::stream::images_in;
use block_runtime::suggest::nearest;
use block_runtime::value::{Map, Secret, Value};

use crate::printing::{CommandError, read_text};

/// Inputs of a run.
#[derive(clap::Args)]
#[command(next_help_heading = "Inputs")]
pub struct Given {
    /// File with a JSON object of inputs by name; `-` is standard input.
    #[arg(long, value_name = "FILE")]
    inputs: Option<PathBuf>,
    /// An input: JSON where the value is JSON, otherwise text. May be repeated.
    #[arg(long, value_name = "NAME=VALUE", value_parser = pair)]
    input: Vec<(String, String)>,
    /// An input whose text is taken from an environment variable and never printed. May be repeated.
    #[arg(long, value_name = "NAME=VARIABLE", value_parser = pair)]
    secret: Vec<(String, String)>,
    /// An image: a path, a URL, base64 text, or a folder for all images in it. Repeat a name for a batch.
    #[arg(long, value_name = "NAME=IMAGE", value_parser = pair)]
    image: Vec<(String, String)>,
}

/// `name=value`
pub fn pair(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((name, value)) if !name.is_empty() => Ok((name.to_owned(), value.to_owned())),
        _ => Err("write it as name=value".to_owned()),
    }
}

impl Given {
    /// The inputs by name; later sources win over earlier ones. Text stays text where the workflow wants text, even if
    /// it could be JSON.
    ///
    /// # Errors
    /// [`CommandError`] when a file or a variable cannot be read or is not what it should be.
    pub fn collect(&self, plan: &Plan) -> Result<Map, CommandError> {
        let mut inputs = match &self.inputs {
            Some(path) => from_file(path)?,
            None => Map::new(),
        };
        for (name, text) in &self.input {
            inputs.insert(name.clone(), parameter(plan, name, text));
        }
        for (name, variable) in &self.secret {
            if self.input.iter().any(|(input, _)| input == name) {
                return Err(CommandError::Input(format!(
                    "`{name}` is given by `--input` and by `--secret`; remove one"
                )));
            }
            inputs.insert(name.clone(), Value::Secret(secret(name, variable)?));
        }
        for (name, images) in images_by_name(&self.image)? {
            inputs.insert(name, images);
        }
        Ok(inputs)
    }
}

/// The text of an environment variable. What cannot be the name of one is not repeated: it may be the key itself.
fn secret(name: &str, variable: &str) -> Result<Secret, CommandError> {
    let problem = match std::env::var(variable) {
        Ok(text) if !text.is_empty() => return Ok(Secret::from(text)),
        Ok(_) => "is empty",
        Err(_) if variable.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_') => "is not set",
        Err(_) => {
            let message = format!(
                "no environment variable is called what `--secret {name}=…` names; give the name of one that holds the key, as in `--secret {name}=MY_KEY`"
            );
            return Err(CommandError::Input(message));
        }
    };
    Err(CommandError::Input(format!("the environment variable `{variable}` for the secret `{name}` {problem}")))
}

/// Inputs that were given and that the workflow does not have, each with what was probably meant.
pub fn unknown<'a>(plan: &Plan, given: impl Iterator<Item = &'a str>) -> Vec<String> {
    let known: Vec<&str> = plan.inputs().iter().map(|input| input.name.as_str()).collect();
    let strangers = given.filter(|name| !known.contains(name));
    strangers
        .map(|name| {
            let advice = match (nearest(name, known.iter().copied()), known.is_empty()) {
                (Some(near), _) => format!("did you mean `{near}`?"),
                (None, false) => format!("its inputs are `{}`", known.join("`, `")),
                (None, true) => "it has none".to_owned(),
            };
            format!("the workflow has no input `{name}`, so it is ignored; {advice}")
        })
        .collect()
}

/// A message about an image with the file that it is about, where there are several.
pub fn with_files(message: &str, inputs: &Map) -> String {
    let mut message = message.to_owned();
    for (name, value) in inputs {
        let named: Vec<(String, &Value)> = match value {
            Value::List(items) => {
                items.iter().enumerate().map(|(place, item)| (format!("input `{name}.[{place}]`"), item)).collect()
            }
            single => vec![(format!("input `{name}`"), single)],
        };
        for (identifier, value) in named {
            if let Some(path) = value.as_str().filter(|text| Path::new(text).is_file()) {
                message = message.replacen(&identifier, &format!("{identifier} ({path})"), 1);
            }
        }
    }
    message
}

/// A parameter's value: text where the workflow wants nothing else, JSON where it is JSON.
fn parameter(plan: &Plan, name: &str, text: &str) -> Value {
    let wants_text = plan
        .inputs()
        .iter()
        .find(|input| input.name == name)
        .is_some_and(|input| input.kinds.names().all(|kind| kind == "string" || kind == "secret"));
    if wants_text { Value::from(text) } else { json_or_text(text) }
}

/// The value of a parameter on the command line: JSON where it is JSON, otherwise the text itself.
pub fn json_or_text(text: &str) -> Value {
    serde_json::from_str(text).map_or_else(|_| Value::from(text), |json| Value::from_json(&json))
}

fn from_file(path: &Path) -> Result<Map, CommandError> {
    /// Images may stand in it as text.
    const MOST_BYTES: usize = 1 << 30;
    let text = read_text(path, MOST_BYTES)?;
    let wrong = |reason: String| CommandError::Input(format!("`{}` {reason}", path.display()));
    let json: serde_json::Value =
        serde_json::from_str(&text).map_err(|error| wrong(format!("is not JSON: {error}")))?;
    match Value::from_json(&json) {
        Value::Map(inputs) => Ok(inputs.as_ref().clone()),
        _ => Err(wrong("must hold a JSON object of inputs by name".to_owned())),
    }
}

/// Images by the name of their input; one image alone, several as a batch.
fn images_by_name(given: &[(String, String)]) -> Result<Map, CommandError> {
    let mut batches: Vec<(String, Vec<Value>, bool)> = Vec::new();
    for (name, text) in given {
        let (found, is_folder) = images(text)?;
        match batches.iter_mut().find(|(known, ..)| known == name) {
            Some((_, batch, is_batch)) => {
                batch.extend(found);
                *is_batch = true;
            }
            None => batches.push((name.clone(), found, is_folder)),
        }
    }
    let value = |images: Vec<Value>, is_batch: bool| match (images.as_slice(), is_batch) {
        ([only], false) => only.clone(),
        _ => images.into_iter().collect(),
    };
    Ok(batches.into_iter().map(|(name, images, is_batch)| (name, value(images, is_batch))).collect())
}

/// What one `--image` stands for, and whether it is a folder.
fn images(text: &str) -> Result<(Vec<Value>, bool), CommandError> {
    let path = Path::new(text);
    if path.is_dir() {
        return folder(path).map(|images| (images, true));
    }
    let is_remote = text.starts_with("http://") || text.starts_with("https://");
    if is_remote || text.starts_with("data:") || path.is_file() || looks_like_base64(text) {
        return Ok((vec![Value::from(text)], false));
    }
    Err(CommandError::Input(format!("there is no image file `{text}`")))
}

/// Text that is no path, since it is long and has nothing but the letters of base64.
fn looks_like_base64(text: &str) -> bool {
    const SHORTEST_IMAGE: usize = 64;
    text.len() >= SHORTEST_IMAGE && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"+/=\n\r".contains(&b))
}

/// The images of a folder in order of their names; folders within it are left out.
fn folder(path: &Path) -> Result<Vec<Value>, CommandError> {
    let files = images_in(path).map_err(|error| CommandError::Input(error.to_string()))?;
    Ok(files.iter().map(|file| Value::from(file.display().to_string())).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_need_a_name() {
        assert_eq!(pair("a=b=c"), Ok(("a".to_owned(), "b=c".to_owned())));
        assert!(pair("=b").is_err());
        assert!(pair("a").is_err());
    }

    #[test]
    fn a_missing_file_is_named() {
        let error = images("no/such/photo.jpg").unwrap_err();
        assert_eq!(error.to_string(), "there is no image file `no/such/photo.jpg`");
    }
}
