//! `blocks list`.

use block_runtime::block::Section;

use crate::Outcome;
use crate::printing::{CommandError, columns, print_line};

/// List the blocks: type identifier, name and what the block does.
#[derive(clap::Args)]
pub struct Arguments {
    /// Only blocks of this section.
    #[arg(long, value_parser = section)]
    section: Option<Section>,
}

fn section(text: &str) -> Result<Section, String> {
    let found = Section::ALL.iter().find(|section| section.as_str() == text).copied();
    found.ok_or_else(|| {
        let names: Vec<&str> = Section::ALL.iter().map(|section| section.as_str()).collect();
        format!("the sections are {}", names.join(", "))
    })
}

/// Prints the list.
///
/// # Errors
/// [`CommandError`] when nothing can be printed.
pub fn run(arguments: &Arguments) -> Result<Outcome, CommandError> {
    let rows: Vec<[String; 3]> = blocks::entries()
        .iter()
        .map(|entry| entry.def)
        .filter(|def| arguments.section.is_none() || def.section == arguments.section)
        .map(|def| [def.id.to_owned(), def.name.to_owned(), def.summary()])
        .collect();
    print_line(&columns(&rows))?;
    Ok(Outcome::Success)
}
