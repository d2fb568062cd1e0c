//! What the task does: reads a file, writes the source of its blocks.

use std::error::Error;
use std::fs;

use block_runtime::block::Section;

use super::manifest::{self, Manifest};
use super::source::{self, Source, Texts};
use super::{Arguments, names};
use crate::scaffold::{self, NewBlock};

/// Runs the task.
///
/// # Errors
/// When the file is no manifest, a block says something that the derives cannot say, or there is no place for it.
pub fn run(arguments: &Arguments) -> Result<(), Box<dyn Error>> {
    let path = arguments.file.display();
    let text = fs::read_to_string(&arguments.file).map_err(|error| format!("{path}: {error}"))?;
    let file = serde_json::from_str(&text).map_err(|error| format!("{path}: {error}"))?;
    let manifests = manifest::read(&file)?;
    if let Some(unknown) = arguments.identifiers.iter().find(|id| !manifests.iter().any(|block| block.id == **id)) {
        return Err(format!("{path} has no block `{unknown}`").into());
    }
    let wanted = |block: &&Manifest| arguments.identifiers.is_empty() || arguments.identifiers.contains(&block.id);
    let texts = Texts { doc: arguments.doc.as_deref(), body: &arguments.body };
    for manifest in manifests.iter().filter(wanted) {
        let source = source::write(manifest, texts).map_err(|error| format!("{}: {error}", manifest.id))?;
        for note in &source.notes {
            eprintln!("{}: {note}", manifest.id);
        }
        deliver(arguments, manifest, &source)?;
    }
    if arguments.add {
        scaffold::lay_out();
        println!("next: `cargo check -p blocks` lists what is left to write");
    }
    Ok(())
}

fn deliver(arguments: &Arguments, manifest: &Manifest, source: &Source) -> Result<(), Box<dyn Error>> {
    if arguments.add {
        let title = scaffold::heading(&manifest.id);
        let section = section(manifest).ok_or_else(|| {
            format!("{} names no section of the catalogue; print it, and put it where it belongs", manifest.id)
        })?;
        let code = format!("//! {title}.\n\n{}", source.code);
        let block = NewBlock { id: &manifest.id, section, name: &source.name, waits: false, code: &code };
        let file = scaffold::add(&crate::root().join("blocks/src"), block)?;
        println!("{}", file.strip_prefix(crate::root()).unwrap_or(&file).display());
        return Ok(());
    }
    let Some(folder) = &arguments.out_dir else {
        print!("{}", source.code);
        return Ok(());
    };
    fs::create_dir_all(folder)?;
    Ok(fs::write(folder.join(names::module(&manifest.id)).with_extension("rs"), &source.code)?)
}

fn section(manifest: &Manifest) -> Option<Section> {
    scaffold::section(manifest.root.get("ui_manifest")?.get("section")?.as_str()?)
}
