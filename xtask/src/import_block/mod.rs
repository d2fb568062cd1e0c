//! `cargo xtask import-block`: the struct of a block from what another catalogue says about it.
//!
//! The inverse of what the derives mean: a manifest goes in, as the reference's `describe` answer or this project's
//! catalogue of facts has it, and Rust source comes out that describes the same block. Sentences do not carry over;
//! where a doc comment belongs stands a text of the caller's, and so does the body of `run`.
//!
//! One module an idea: [`manifest`] reads what is known, [`types`] finds the type of a field, [`bounds`] its limits,
//! [`choice`] the enums, [`kinds`] the marker types of kinds, [`literal`] writes values, [`names`] names, [`words`] what
//! stands in attributes, [`items`] what stands beside the struct, and [`source`] puts it together.

mod bounds;
mod choice;
mod items;
mod kinds;
mod literal;
mod manifest;
mod names;
mod source;
mod types;
mod words;

use std::error::Error;
use std::path::PathBuf;
use std::{fs, io};

pub use manifest::{Manifest, read};
pub use source::{Texts, write};

/// Make the struct of a block from its manifest.
#[derive(clap::Args)]
pub struct Arguments {
    /// JSON of a block, of a `blocks/describe` answer, or of a catalogue of facts.
    file: PathBuf,
    /// Type identifiers of the blocks that are wanted; all of the file without any.
    identifiers: Vec<String>,
    /// Folder to write a file for each block into; without it they are printed.
    #[arg(long)]
    out_dir: Option<PathBuf>,
    /// Doc comment of everything that needs one.
    #[arg(long, default_value = "Not described yet.")]
    doc: String,
    /// Body of `run`.
    #[arg(long, default_value = "Err(BlockError::new(\"this block is not written yet\"))")]
    body: String,
}

/// Runs the task.
///
/// # Errors
/// When the file is no manifest, or a block says something that the derives cannot say.
pub fn run(arguments: &Arguments) -> Result<(), Box<dyn Error>> {
    let path = arguments.file.display();
    let text = fs::read_to_string(&arguments.file).map_err(|error| format!("{path}: {error}"))?;
    let file = serde_json::from_str(&text).map_err(|error| format!("{path}: {error}"))?;
    let manifests = read(&file)?;
    if let Some(unknown) = arguments.identifiers.iter().find(|id| !manifests.iter().any(|block| block.id == **id)) {
        return Err(format!("{path} has no block `{unknown}`").into());
    }
    let wanted = |block: &&Manifest| arguments.identifiers.is_empty() || arguments.identifiers.contains(&block.id);
    let texts = Texts { doc: &arguments.doc, body: &arguments.body };
    for manifest in manifests.iter().filter(wanted) {
        let source = write(manifest, texts).map_err(|error| format!("{}: {error}", manifest.id))?;
        for note in &source.notes {
            eprintln!("{}: {note}", manifest.id);
        }
        deliver(arguments, manifest, &source.code)?;
    }
    Ok(())
}

fn deliver(arguments: &Arguments, manifest: &Manifest, code: &str) -> io::Result<()> {
    let Some(folder) = &arguments.out_dir else {
        print!("{code}");
        return Ok(());
    };
    fs::create_dir_all(folder)?;
    fs::write(folder.join(names::module(&manifest.id)).with_extension("rs"), code)
}
