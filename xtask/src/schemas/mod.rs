//! `cargo xtask schemas`: Rust types of the wire formats, made from their JSON Schemas, the schemas of kinds, and the
//! schema for editors.
//!
//! The two halves are built apart. The first must build where the catalogue does not, since the catalogue uses the
//! types that it makes; and the second has no use for a code generator.

#[cfg(feature = "catalogue")]
mod editor;
#[cfg(feature = "typify")]
mod generate;
#[cfg(feature = "typify")]
mod kinds;
#[cfg(feature = "typify")]
mod order;

use std::error::Error;

/// Make the Rust types of the wire formats and the schemas of kinds from what stands in `schemas/wire`, and the schema
/// for editors from the catalogue.
#[derive(clap::Args)]
pub struct Arguments {
    /// Write nothing; fail when a checked-in file is stale.
    #[arg(long)]
    check: bool,
}

/// The command that repairs stale files.
#[cfg(any(feature = "typify", feature = "catalogue"))]
const REPAIR: &str = "cargo xtask schemas";

/// Runs the task: each half in an xtask that has what it needs.
///
/// # Errors
/// When a schema cannot be read or made into Rust, or, with `--check`, when a checked-in file is stale.
pub fn run(arguments: &Arguments) -> Result<(), Box<dyn Error>> {
    if cfg!(not(any(feature = "typify", feature = "catalogue"))) {
        let task: &[&str] = if arguments.check { &["schemas", "--check"] } else { &["schemas"] };
        crate::feature::run_with("typify", task)?;
        return crate::feature::run_with("catalogue", task);
    }
    #[cfg(feature = "typify")]
    apply(arguments, &generate::files(crate::root())?, &generate::owned())?;
    #[cfg(feature = "catalogue")]
    apply(arguments, &editor::files(), &editor::owned())?;
    Ok(())
}

#[cfg(any(feature = "typify", feature = "catalogue"))]
fn apply(
    arguments: &Arguments,
    files: &crate::apply::Files,
    owned: &[&std::path::Path],
) -> Result<(), crate::apply::ApplyError> {
    use crate::apply::{Mode, apply};

    let mode = if arguments.check { Mode::Check } else { Mode::Write };
    for change in apply(crate::root(), files, owned, mode, REPAIR)? {
        // The first line names the file; the differences are for whoever did not expect any.
        println!("{}", change.to_string().lines().next().unwrap_or_default());
    }
    Ok(())
}
