//! `blocks validate`.

use std::path::PathBuf;

use block_runtime::compile::{Compiler, Report};
use block_runtime::diagnostic::Severity;
use serde_json::json;

use crate::printing::{CommandError, print_line, read_workflow};
use crate::saved::Saved;
use crate::{Outcome, render};

/// Say what is wrong with workflows, where, and what to do about it.
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  blocks validate my.workflow.json
  blocks validate my.workflow.yaml
  blocks validate workflows/*.json --format json | jq 'select(.error_type)'

With `--format json` one line is printed for each file:
  {\"file\", \"error_type\", \"message\", \"context\", \"blocks_errors\", \"diagnostics\": [
    {\"code\", \"severity\", \"message\", \"remedy\", \"pointer\", \"line\", \"column\", …}]}
`error_type` is null where the workflow can be run; there may still be warnings.")]
pub struct Arguments {
    /// Workflows to check; `-` is standard input.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    #[command(flatten)]
    saved: Saved,
    /// How findings are printed.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

#[derive(Clone, Copy, Default, clap::ValueEnum)]
enum Format {
    /// For people: the lines of the source, the fault and the remedy.
    #[default]
    Text,
    /// For programs: one line of JSON for each file.
    Json,
}

/// Checks the files.
///
/// # Errors
/// [`CommandError`] when nothing can be printed. A file that cannot be read is reported like a faulty one, so that the
/// others are still checked.
pub fn run(arguments: &Arguments) -> Result<Outcome, CommandError> {
    let catalogue = blocks::catalogue();
    let mut outcome = Outcome::Success;
    for path in &arguments.files {
        let name = path.display().to_string();
        let workflow = match read_workflow(path) {
            Ok(workflow) => workflow,
            Err(error) => {
                outcome = Outcome::Failure;
                report_unreadable(arguments.format, &name, &error)?;
                continue;
            }
        };
        let library = arguments.saved.library(workflow.source(), &catalogue)?;
        let report = Compiler::new(&catalogue).with_library(&library).check(workflow.source());
        if report.error.is_some() {
            outcome = Outcome::Failure;
        }
        match arguments.format {
            Format::Json => {
                let mut line = serde_json::Map::from_iter([("file".to_owned(), json!(name))]);
                line.extend(report.to_json(&workflow.text));
                print_line(&serde_json::Value::Object(line).to_string())?;
            }
            Format::Text => explain(&name, &workflow.text, &report)?,
        }
    }
    Ok(outcome)
}

fn report_unreadable(format: Format, name: &str, error: &CommandError) -> Result<(), CommandError> {
    match format {
        Format::Text => anstream::eprintln!("{}", render::failure(&error.to_string())),
        Format::Json => print_line(
            &json!({
                "file": name,
                "error_type": "WorkflowDefinitionError",
                "message": error.to_string(),
                "context": "workflow_compilation | workflow_definition_parsing",
                "blocks_errors": [],
                "diagnostics": [{
                    "code": "unreadable", "severity": "error", "message": error.to_string(), "remedy": null,
                    "pointer": "", "line": 1, "column": 1, "end_line": 1, "end_column": 1, "related": [],
                }],
            })
            .to_string(),
        )?,
    }
    Ok(())
}

fn explain(name: &str, text: &str, report: &Report) -> Result<(), CommandError> {
    print_findings(name, text, report);
    let counts = [Severity::Error, Severity::Warning, Severity::Hint].map(|severity| {
        let count = report.diagnostics.iter().filter(|finding| finding.severity == severity).count();
        (count > 0).then(|| counted(count, &severity.to_string()))
    });
    let counts: Vec<String> = counts.into_iter().flatten().collect();
    let verdict = match (report.error.is_some(), counts.join(" and ")) {
        (false, counts) if counts.is_empty() => "good".to_owned(),
        (false, counts) => format!("good, with {counts}"),
        (true, counts) => counts,
    };
    print_line(&format!("{name}: {verdict}"))
}

fn counted(count: usize, word: &str) -> String {
    format!("{count} {word}{}", if count == 1 { "" } else { "s" })
}

/// Prints the findings to standard error, the first of them in full.
pub fn print_findings(name: &str, text: &str, report: &Report) {
    const MOST: usize = 50;
    for finding in report.diagnostics.iter().take(MOST) {
        anstream::eprintln!("{}\n", render::diagnostic(text, name, finding));
    }
    if let Some(more) = report.diagnostics.len().checked_sub(MOST).filter(|more| *more > 0) {
        anstream::eprintln!("… and {} more", counted(more, "finding"));
    }
    if let (Some(error), true) = (&report.error, report.diagnostics.is_empty()) {
        anstream::eprintln!("{}", render::failure(&error.to_string()));
    }
}
