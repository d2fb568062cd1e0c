//! The `blocks` program: run, validate and describe computer-vision workflows.

mod completions;
mod describe;
mod inputs;
mod interface;
mod list;
mod lsp;
mod printing;
mod query;
mod render;
mod results;
mod run;
mod saved;
mod schema;
mod validate;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Run, validate and describe computer-vision workflows.
///
/// A workflow is a JSON or YAML document with inputs, steps and outputs; each step is a block. `blocks list` shows the blocks,
/// `blocks validate` says what is wrong with a workflow, `blocks run` runs it.
#[derive(Parser)]
#[command(
    name = "blocks",
    version,
    arg_required_else_help = true,
    after_help = EXIT_CODES,
    after_long_help = LONG_HELP
)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

const EXIT_CODES: &str =
    "Exit codes: 0 all is well, 1 a workflow is wrong or its run failed, 2 the command line is wrong.";

const LONG_HELP: &str = "\
Examples:
  blocks validate my.workflow.json
  blocks run my.workflow.json --image image=photo.jpg
  blocks run my.workflow.json --image image=photos/ --out-dir results
  blocks run my.workflow.json --stream image=film.mp4
  blocks interface my.workflow.json
  blocks describe roboflow_core/image_blur@v1
  blocks query chain.json hello

Exit codes:
  0  all is well; there may have been warnings
  1  a workflow is wrong, its run failed, or a file cannot be read
  2  the command line is wrong

Environment:
  ROBOFLOW_API_KEY                 key of the Roboflow platform, for the blocks that use it
  WORKFLOWS_INTERNAL_HOSTS         hosts in your network that steps may send to, such as localhost, 10.0.0.5
  WORKFLOW_BLOCKS_WRITE_DIRECTORY  the folder below which steps may write files
  NO_COLOR                         no colours in messages";

#[derive(Subcommand)]
enum Command {
    Run(Box<run::Arguments>),
    Validate(validate::Arguments),
    Interface(interface::Arguments),
    Query(query::Arguments),
    Describe(describe::Arguments),
    List(list::Arguments),
    Schema(schema::Arguments),
    Lsp(lsp::Arguments),
    Completions(completions::Arguments),
}

/// Whether what was asked for went well; a failure has been explained on standard error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Success,
    Failure,
    /// Somebody pressed Ctrl-C.
    Interrupted,
}

fn main() -> ExitCode {
    let outcome = match Arguments::parse().command {
        Command::Run(arguments) => run::run(&arguments),
        Command::Validate(arguments) => validate::run(&arguments),
        Command::Interface(arguments) => interface::run(&arguments),
        Command::Query(arguments) => query::run(&arguments),
        Command::Describe(arguments) => describe::run(&arguments),
        Command::List(arguments) => list::run(&arguments),
        Command::Schema(arguments) => schema::run(&arguments),
        Command::Lsp(arguments) => lsp::run(&arguments),
        Command::Completions(arguments) => completions::run(&arguments),
    };
    match outcome {
        Ok(Outcome::Success) => ExitCode::SUCCESS,
        Ok(Outcome::Failure) => ExitCode::FAILURE,
        // As shells say it of programs that the signal has ended: 128 and its number.
        Ok(Outcome::Interrupted) => ExitCode::from(130),
        Err(error) if error.is_broken_pipe() => ExitCode::SUCCESS,
        Err(error) => {
            anstream::eprintln!("{}", render::failure(&error.to_string()));
            ExitCode::FAILURE
        }
    }
}
