//! Pictures of what blocks do to images: the example of each page, run.

pub mod inventory;
mod scene;
mod server;

use std::collections::BTreeMap;
use std::path::PathBuf;

use block_runtime::block::{BlockDef, Entry, Environment, PropertyDef};
use block_runtime::catalogue::Catalogue;
use block_runtime::compile::compile;
use block_runtime::describe::{binding, example_step};
use block_runtime::execute::{Session, inputs_from_json};
use block_runtime::value::{Picture, Value};
use serde_json::{Value as Json, json};

use super::block::Heading;
use crate::apply::{Content, Files};

/// Below the folder of block pages.
const FOLDER: &str = "pictures";

/// Name of the picture that all examples begin with.
const BEFORE: &str = "before";

const QUALITY: u8 = 88;

/// How many pictures of one result are shown at most.
const SHOWN: usize = 6;

/// An example that makes images does not run.
#[derive(Debug, thiserror::Error)]
#[error("the example {example} does not run: {reason}")]
pub struct PictureError {
    /// Of which block, or in which file.
    example: String,
    reason: String,
}

/// What examples make, by type identifier.
#[derive(Debug, Default)]
pub struct Pictures(BTreeMap<&'static str, Vec<Picture>>);

/// Runs the examples of all blocks that make images of images.
///
/// # Errors
/// [`PictureError`] when one does not run.
pub fn of(entries: &[Entry]) -> Result<Pictures, PictureError> {
    let wanted = entries.iter().filter(|entry| makes_images_of_images(entry.def));
    let made = wanted.map(|entry| {
        let def = entry.def;
        let failed = |reason| PictureError { example: format!("of `{}`", def.id), reason };
        run(entry).map(|pictures| (def.id, pictures)).map_err(failed)
    });
    made.collect::<Result<_, _>>().map(Pictures)
}

fn makes_images_of_images(def: &'static BlockDef) -> bool {
    let makes = def.outputs.iter().any(|output| output.kinds.iter().any(|kind| kind.name == scene::IMAGE));
    let takes = def.properties().any(|property| kinds(property).contains(&scene::IMAGE));
    makes && takes && !def.requires_internet
}

fn kinds(property: &'static PropertyDef) -> Vec<&'static str> {
    binding(property).map(|binding| binding.kinds.into_iter().collect()).unwrap_or_default()
}

/// The images that the example gives back.
fn run(entry: &Entry) -> Result<Vec<Picture>, String> {
    let catalogue = Catalogue::new(&[&[*entry]]).map_err(|faults| faults.to_string())?;
    let (definition, inputs) = workflow(entry.def)?;
    rendered(&catalogue, &definition, &inputs, Environment::default())
}

/// The images that a workflow gives back.
fn rendered(
    catalogue: &Catalogue,
    definition: &Json,
    inputs: &Json,
    environment: Environment,
) -> Result<Vec<Picture>, String> {
    let plan = compile(catalogue, &definition.to_string()).map_err(|error| error.error.to_string())?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| error.to_string())?;
    let mut session = Session::new(plan, environment);
    let rows = runtime.block_on(session.run(inputs_from_json(inputs))).map_err(|error| error.to_string())?;
    let mut pictures = Vec::new();
    for value in rows.rows().iter().flat_map(|row| row.values()) {
        gather(value, &mut pictures);
    }
    if pictures.is_empty() { Err("it makes no image".to_owned()) } else { Ok(pictures) }
}

fn gather(value: &Value, pictures: &mut Vec<Picture>) {
    match value {
        Value::Image(picture) => pictures.push(picture.clone()),
        Value::List(items) => items.iter().for_each(|item| gather(item, pictures)),
        _ => {}
    }
}

/// The example as the only step of a workflow, its references bound to inputs that show the scene.
fn workflow(def: &'static BlockDef) -> Result<(Json, Json), String> {
    let mut step = example_step(def);
    let (mut declared, mut given) = (Vec::new(), serde_json::Map::new());
    for property in def.properties() {
        if !step.get(property.name).and_then(Json::as_str).is_some_and(|text| text.starts_with('$')) {
            continue;
        }
        let kinds = kinds(property);
        let (input, value) = scene::data(&kinds).ok_or_else(|| {
            format!("nothing in the scene is of the kinds of `{}`: {}", property.name, kinds.join(", "))
        })?;
        let mut input = input;
        input["name"] = json!(property.name);
        step[property.name] = json!(format!("$inputs.{}", property.name));
        declared.push(input);
        given.insert(property.name.to_owned(), value);
    }
    step["name"] = json!("step");
    let images = def.outputs.iter().filter(|output| output.kinds.iter().any(|kind| kind.name == scene::IMAGE));
    let outputs: Vec<Json> = images
        .map(|output| {
            let selector = format!("$steps.step.{}", output.name);
            json!({ "type": "JsonField", "name": output.name, "selector": selector })
        })
        .collect();
    let definition = json!({ "version": "1.0", "inputs": declared, "steps": [step], "outputs": outputs });
    Ok((definition, Json::Object(given)))
}

impl Pictures {
    /// The section of a block's page, heading included; nothing for a block without pictures.
    pub fn section(&self, def: &BlockDef, heading: Heading) -> Vec<String> {
        let Some(pictures) = self.0.get(def.id) else { return Vec::new() };
        let after = (0..pictures.len().min(SHOWN)).map(|place| picture("After", &file_name(def, place)));
        let after: Vec<String> = after.collect();
        let rest = match pictures.len().saturating_sub(SHOWN) {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        vec![
            heading.section("Before and after"),
            "What the step at the end of this page makes of a picture.".to_owned(),
            format!(
                "<div class=\"pictures\">\n\n| Before | After |\n| --- | --- |\n| {} | {}{rest} |\n\n</div>",
                picture("Before", BEFORE),
                after.join(" ")
            ),
        ]
    }

    /// The files of all pictures.
    pub fn into_files(self) -> Files {
        let before = (!self.0.is_empty()).then(|| (BEFORE.to_owned(), scene::photo()));
        let after = self.0.iter().flat_map(|(id, pictures)| {
            let stem = stem(id);
            pictures.iter().take(SHOWN).enumerate().map(move |(place, it)| (numbered(&stem, place), it.clone()))
        });
        let all = before.into_iter().chain(after);
        all.map(|(name, picture)| {
            let path = PathBuf::from(super::SOURCE).join("blocks").join(FOLDER).join(name).with_extension("jpg");
            (path, content(&picture))
        })
        .collect()
    }
}

fn content(picture: &Picture) -> Content {
    Content::Binary { bytes: picture.to_jpeg(QUALITY).unwrap_or_default(), alike: looks_alike }
}

fn picture(name: &str, file: &str) -> String {
    format!("![{name}]({FOLDER}/{file}.jpg)")
}

fn file_name(def: &BlockDef, place: usize) -> String {
    numbered(&stem(def.id), place)
}

fn numbered(stem: &str, place: usize) -> String {
    if place == 0 { stem.to_owned() } else { format!("{stem}_{}", place + 1) }
}

/// `roboflow_core/image_blur@v1` as `image_blur_v1`.
fn stem(id: &str) -> String {
    id.rsplit('/').next().unwrap_or(id).replace(['@', '-'], "_")
}

/// Processors may round differently; nobody sees it.
fn looks_alike(old: &[u8], new: &[u8]) -> bool {
    let (Ok(old), Ok(new)) = (image::load_from_memory(old), image::load_from_memory(new)) else { return false };
    let (old, new) = (old.into_rgb8(), new.into_rgb8());
    old.dimensions() == new.dimensions() && old.iter().zip(new.iter()).all(|(old, new)| old.abs_diff(*new) <= 3)
}
