//! `blocks interface`.

use std::path::PathBuf;

use block_runtime::compile::Report;
use block_runtime::describe::{Given, Interface, InterfaceError, interface};

use crate::Outcome;
use crate::printing::{CommandError, columns, print_json, print_line, read_workflow};
use crate::saved::Saved;
use crate::validate::print_findings;

/// Say what a workflow is given and what it gives back, without running it.
///
/// What an input takes is what the steps that read it accept; `*` is any kind. An output that takes all outputs of a
/// step is printed with one line for each of them.
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  blocks interface my.workflow.json
  blocks interface my.workflow.json --format json | jq .inputs

`--format json` prints one object, in the shape of the reference engine's `describe_interface` answer:
  inputs         kinds of data that each input takes
  outputs        kinds of data that each output holds; an object where it takes all outputs of a step
  typing_hints   for each of these kinds, the type of its data in JSON
  kinds_schemas  a JSON Schema for those that have one, or a list of them

`blocks validate` says whether the workflow can be run at all.")]
pub struct Arguments {
    /// The workflow; `-` is standard input.
    #[arg(value_name = "WORKFLOW")]
    workflow: PathBuf,
    #[command(flatten)]
    saved: Saved,
    /// How the interface is printed.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

#[derive(Clone, Copy, Default, clap::ValueEnum)]
enum Format {
    /// For people: a table.
    #[default]
    Text,
    /// For programs: one JSON object.
    Json,
}

/// Prints the interface.
///
/// # Errors
/// [`CommandError`] when the workflow cannot be read or nothing can be printed.
pub fn run(arguments: &Arguments) -> Result<Outcome, CommandError> {
    let workflow = read_workflow(&arguments.workflow)?;
    let catalogue = blocks::catalogue();
    let library = arguments.saved.library(workflow.source(), &catalogue)?;
    match interface(&catalogue, &library, workflow.source()) {
        Ok(interface) => {
            match arguments.format {
                Format::Text => print_line(&table(&interface))?,
                Format::Json => print_json(&interface.to_json())?,
            }
            Ok(Outcome::Success)
        }
        Err(InterfaceError { error, diagnostics }) => {
            let report = Report { error: Some(*error), diagnostics };
            print_findings(&arguments.workflow.display().to_string(), &workflow.text, &report);
            Ok(Outcome::Failure)
        }
    }
}

fn table(interface: &Interface) -> String {
    let inputs = interface.inputs.iter().map(|(name, kinds)| (name.clone(), kinds));
    let outputs = interface.outputs.iter().flat_map(|(name, given)| match given {
        Given::Data(kinds) => vec![(name.clone(), kinds)],
        Given::Step(outputs) => outputs.iter().map(|(output, kinds)| (format!("{name}.{output}"), kinds)).collect(),
    });
    let rows = |title: &str, parts: Vec<(String, &Vec<String>)>| {
        let header = [title.to_owned(), "Kinds".to_owned()];
        let rows = parts.into_iter().map(|(name, kinds)| [name, kinds.join(", ")]);
        std::iter::once(header).chain(rows).collect::<Vec<_>>()
    };
    let blank = [[String::new(), String::new()]];
    columns(&[rows("Input", inputs.collect()), blank.into(), rows("Output", outputs.collect())].concat())
}
