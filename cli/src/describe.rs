//! `blocks describe`.

use block_runtime::block::{BlockDef, Default, Entry, PropertyDef, Shape};
use block_runtime::describe::{connections, document, primitive_type};
use serde_json::{Map, Value as Json, json};

use crate::Outcome;
use crate::printing::{CommandError, columns, print_json, print_line};

/// Print the catalogue: what blocks there are, and what each one takes and gives back.
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  blocks describe
  blocks describe roboflow_core/image_blur@v1
  blocks describe --format json > describe.json
  blocks describe --format json --connections | jq .connections

`--format json` prints the whole catalogue in the shape of the reference engine's `blocks/describe` answer.")]
pub struct Arguments {
    /// Type identifiers of the blocks to describe; all when none is given.
    #[arg(value_name = "BLOCK")]
    blocks: Vec<String>,
    /// How the catalogue is printed.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Add which blocks can be connected with which.
    #[arg(long)]
    connections: bool,
}

#[derive(Clone, Copy, std::default::Default, clap::ValueEnum)]
enum Format {
    /// For people: a table for each block.
    #[default]
    Text,
    /// For programs: one JSON document.
    Json,
}

/// Prints the catalogue.
///
/// # Errors
/// [`CommandError`] when a block does not exist or nothing can be printed.
pub fn run(arguments: &Arguments) -> Result<Outcome, CommandError> {
    let all = blocks::entries();
    let chosen = choose(&all, &arguments.blocks)?;
    match arguments.format {
        Format::Json => {
            let mut json = document(&chosen);
            if let (true, Json::Object(members)) = (arguments.connections, &mut json) {
                members.insert("connections".to_owned(), connections_json(&all, &chosen));
            }
            print_json(&json)?;
        }
        Format::Text => {
            let known = connections(&all);
            for entry in &chosen {
                print_line(&block_text(entry.def))?;
                if let (true, Some(connections)) = (arguments.connections, known.get(entry.def.id)) {
                    for (title, ids) in [("Inputs from", &connections.from), ("Outputs to", &connections.to)] {
                        let ids: Vec<&str> = ids.iter().copied().collect();
                        print_line(&format!(
                            "{title}: {}",
                            if ids.is_empty() { "none".to_owned() } else { ids.join(", ") }
                        ))?;
                    }
                }
                print_line("")?;
            }
        }
    }
    Ok(Outcome::Success)
}

fn choose(all: &[Entry], names: &[String]) -> Result<Vec<Entry>, CommandError> {
    if names.is_empty() {
        return Ok(all.to_vec());
    }
    let find = |name: &String| {
        let matches = |entry: &&Entry| entry.def.id == name || entry.def.aliases.contains(&name.as_str());
        all.iter().find(matches).copied().ok_or_else(|| {
            let known = all.iter().map(|entry| entry.def.id);
            let named_so = known.clone().find(|id| id.split(['/', '@']).any(|part| part == name));
            let advice = match named_so.or_else(|| block_runtime::suggest::nearest(name, known)) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "`blocks list` shows them all".to_owned(),
            };
            CommandError::Input(format!("there is no block `{name}`; {advice}"))
        })
    };
    names.iter().map(find).collect()
}

fn connections_json(all: &[Entry], chosen: &[Entry]) -> Json {
    let known = connections(all);
    let of = |entry: &Entry| {
        let connections = known.get(entry.def.id).cloned().unwrap_or_default();
        (entry.def.id.to_owned(), json!({ "from": connections.from, "to": connections.to }))
    };
    Json::Object(chosen.iter().map(of).collect::<Map<_, _>>())
}

fn block_text(def: &'static BlockDef) -> String {
    let rows: Vec<[String; 4]> = def
        .properties()
        .map(|property| {
            let takes = values(property).or_else(|| primitive_type(property)).unwrap_or_else(|| "reference".to_owned());
            let selectors = property.shape.selectors();
            let kinds: Vec<&str> = selectors.iter().flat_map(|selector| selector.kinds).map(|kind| kind.name).collect();
            [format!("  {}", property.name), shortened(&takes), default_text(property), kinds.join(", ")]
        })
        .collect();
    let header = ["  Property", "Type", "Default", "Takes references to"].map(str::to_owned);
    let outputs: Vec<[String; 2]> = def
        .outputs
        .iter()
        .map(|output| {
            let kinds: Vec<&str> = output.kinds.iter().map(|kind| kind.name).collect();
            [format!("  {}", output.name), kinds.join(", ")]
        })
        .collect();
    let mut lines = vec![format!("{}  {}", def.name, def.id), def.summary()];
    lines.extend(def.deprecated.map(|message| format!("Deprecated: {message}")));
    let properties: Vec<_> = std::iter::once(header).chain(rows).collect();
    lines.extend([String::new(), columns(&properties)]);
    if !outputs.is_empty() {
        let outputs: Vec<_> = std::iter::once(["  Output", "Kinds"].map(str::to_owned)).chain(outputs).collect();
        lines.extend([String::new(), columns(&outputs)]);
    }
    lines.join("\n")
}

/// The texts that a property allows, where it allows only a few.
fn values(property: &PropertyDef) -> Option<String> {
    let mut found = None;
    property.shape.visit(&mut |shape| {
        if let Shape::Choice(choice) = shape {
            found = Some(choice.values.iter().map(|choice| choice.value).collect::<Vec<_>>().join("|"));
        }
    });
    found
}

fn shortened(text: &str) -> String {
    const LONGEST: usize = 40;
    if text.chars().count() <= LONGEST {
        return text.to_owned();
    }
    text.chars().take(LONGEST - 1).chain(['…']).collect()
}

fn default_text(property: &PropertyDef) -> String {
    match property.default {
        Default::Required => "required".to_owned(),
        Default::Null => "null".to_owned(),
        Default::Empty(make) | Default::Value(make) => make().to_string(),
    }
}
