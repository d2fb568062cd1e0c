//! `cargo xtask schemas`: Rust types of the wire formats, made from their JSON Schemas, and the schemas of kinds.

#[cfg(feature = "typify")]
mod generate;
#[cfg(feature = "typify")]
mod kinds;
#[cfg(feature = "typify")]
mod order;

use std::error::Error;

/// Make the Rust types of the wire formats, and the schemas of kinds, from what stands in `schemas/wire`.
#[derive(clap::Args)]
pub struct Arguments {
    /// Write nothing; fail when the checked-in types are stale.
    #[arg(long)]
    check: bool,
}

/// Runs the task.
///
/// # Errors
/// When a schema cannot be read or made into Rust, or, with `--check`, when the checked-in types are stale.
#[cfg(feature = "typify")]
pub fn run(arguments: &Arguments) -> Result<(), Box<dyn Error>> {
    use crate::apply::{Mode, apply};

    let files = generate::files(crate::root())?;
    let mode = if arguments.check { Mode::Check } else { Mode::Write };
    for change in apply(crate::root(), &files, &generate::owned(), mode, "cargo xtask schemas")? {
        println!("{change}");
    }
    Ok(())
}

/// Runs the task in an xtask that has the generator.
///
/// # Errors
/// When that xtask cannot be built or the task fails.
#[cfg(not(feature = "typify"))]
pub fn run(arguments: &Arguments) -> Result<(), Box<dyn Error>> {
    let task: &[&str] = if arguments.check { &["schemas", "--check"] } else { &["schemas"] };
    crate::feature::run_with("typify", task)
}
