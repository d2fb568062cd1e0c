//! The project's own tasks: `cargo xtask --help` lists them.

#[cfg(any(feature = "book", feature = "catalogue", feature = "typify", test))]
mod apply;
mod cargo;
mod docs;
mod editors;
mod feature;
mod import_block;
mod live;
mod new_block;
#[cfg(feature = "scaffold")]
mod scaffold;
mod schemas;
mod test;

use std::path::Path;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// The project's own tasks.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    Docs(docs::Arguments),
    ImportBlock(import_block::Arguments),
    NewBlock(new_block::Arguments),
    Schemas(schemas::Arguments),
    Test(test::Arguments),
}

fn main() -> ExitCode {
    let outcome = match Arguments::parse().task {
        Task::Docs(arguments) => docs::run(&arguments),
        Task::ImportBlock(arguments) => import_block::run(&arguments),
        Task::NewBlock(arguments) => new_block::run(&arguments),
        Task::Schemas(arguments) => schemas::run(&arguments),
        Task::Test(arguments) => test::run(&arguments).map_err(Into::into),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Folder of the workspace.
fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap_or_else(|| unreachable!("xtask is a folder of the workspace"))
}
