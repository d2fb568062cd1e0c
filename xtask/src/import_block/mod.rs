//! `cargo xtask import-block`: the struct of a block from what another catalogue says about it.
//!
//! The inverse of what the derives mean: a manifest goes in, as the reference's `describe` answer or this project's
//! catalogue of facts has it, and Rust source comes out that describes the same block. Sentences do not carry over;
//! where a doc comment belongs stands a text of the caller's, and so does the body of `run`.
//!
//! One module an idea: `manifest` reads what is known, `types` finds the type of a field, `bounds` its limits,
//! `choice` the enums, `kinds` the marker types of kinds, `literal` writes values, `names` names, `words` what
//! stands in attributes, `items` what stands beside the struct, and `source` puts it together.

#[cfg(feature = "scaffold")]
mod bounds;
#[cfg(feature = "scaffold")]
mod choice;
#[cfg(feature = "scaffold")]
mod items;
#[cfg(feature = "scaffold")]
mod kinds;
#[cfg(feature = "scaffold")]
mod literal;
#[cfg(feature = "scaffold")]
mod manifest;
#[cfg(feature = "scaffold")]
pub mod names;
#[cfg(feature = "scaffold")]
mod source;
#[cfg(feature = "scaffold")]
mod task;
#[cfg(feature = "scaffold")]
mod types;
#[cfg(feature = "scaffold")]
mod words;

#[cfg(not(feature = "scaffold"))]
use std::error::Error;
use std::path::PathBuf;

#[cfg(feature = "scaffold")]
pub use task::run;

/// Make the struct of a block from its manifest.
///
/// Sentences are not taken over: doc comments and the body of `run` are left as compile errors, for you to write.
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  cargo xtask import-block described.json my_team/edge@v1         print the source of one block
  cargo xtask import-block described.json my_team/edge@v1 --add   put it into the catalogue
  cargo xtask import-block described.json --out-dir imported      a file for each block of a `blocks/describe` answer")]
pub struct Arguments {
    /// JSON of a block, of a `blocks/describe` answer, or of a catalogue of facts.
    file: PathBuf,
    /// Type identifiers of the blocks that are wanted; all of the file without any.
    identifiers: Vec<String>,
    /// Put them into the catalogue, each into its section.
    #[arg(long, conflicts_with = "out_dir")]
    add: bool,
    /// Folder to write a file for each block into; without it they are printed.
    #[arg(long)]
    out_dir: Option<PathBuf>,
    /// Doc comment of everything that needs one, to try out a block before you describe it.
    #[arg(long)]
    doc: Option<String>,
    /// Body of `run`.
    #[arg(
        long,
        default_value = "compile_error!(\"write what the block does with its properties, which are fields of `self`\")"
    )]
    body: String,
}

/// Runs the task in an xtask that knows how blocks are described.
///
/// # Errors
/// When that xtask cannot be built or the task fails.
#[cfg(not(feature = "scaffold"))]
pub fn run(_: &Arguments) -> Result<(), Box<dyn Error>> {
    crate::feature::run_again_with("scaffold")
}
