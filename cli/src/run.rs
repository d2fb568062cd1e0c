//! `blocks run`.

use std::io;
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::sync::Arc;

use block_runtime::block::Environment;
use block_runtime::compile::{self, Plan, Report};
use block_runtime::error::WorkflowError;
use block_runtime::execute::{IN_FLIGHT, Observer, Session};
use block_runtime::image_io::{ImageLimits, ImagePolicy, ImageReader};
use block_runtime::value::Map;
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::{Map as JsonMap, Value as Json};

use crate::printing::{CommandError, print_json, read_text};
use crate::{Outcome, inputs, render, results, validate};

/// Run a workflow on images and parameters.
///
/// Prints a JSON list with one object for each element of the batch.
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  blocks run blur.workflow.json --image image=photo.jpg
  blocks run blur.workflow.json --image image=photos/ --out-dir results
  blocks run ask.workflow.json --image image=https://example.com/photo.jpg --input question=\"What is this?\"
  blocks run ask.workflow.json --inputs inputs.json --secret api_key=OPENAI_API_KEY")]
pub struct Arguments {
    /// The workflow; `-` is standard input.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    #[command(flatten)]
    inputs: inputs::Given,
    /// Write images to this folder, as PNG, and name them in the results, instead of printing them as base64 text.
    #[arg(long, value_name = "DIR")]
    out_dir: Option<PathBuf>,
    /// How many requests may be under way at a time.
    #[arg(long, value_name = "N", default_value_t = IN_FLIGHT)]
    in_flight: NonZeroUsize,
    /// Fetch images from any address: plain http, and hosts inside private networks, too. Turns on the settings
    /// `allow_http` and `allow_private_addresses` that messages speak of.
    #[arg(long)]
    any_url: bool,
    /// The most pixels that an image may have; the setting `max_pixels` that messages speak of.
    #[arg(long, value_name = "N", default_value_t = ImageLimits::default().max_pixels)]
    max_pixels: u64,
    /// Show no progress.
    #[arg(long)]
    quiet: bool,
}

/// Runs the workflow and prints what it gives back.
///
/// # Errors
/// [`CommandError`] when a file cannot be read or written.
pub fn run(arguments: &Arguments) -> Result<Outcome, CommandError> {
    let name = arguments.file.display().to_string();
    let text = read_text(&arguments.file)?;
    let plan = match compile::compile(&blocks::catalogue(), &text) {
        Ok(plan) => plan,
        Err(error) => {
            let report = Report { error: Some(*error.error), diagnostics: error.diagnostics };
            validate::print_findings(&name, &text, &report);
            return Ok(Outcome::Failure);
        }
    };
    if !arguments.quiet {
        let report = Report { error: None, diagnostics: plan.warnings().to_vec() };
        validate::print_findings(&name, &text, &report);
    }
    let inputs = arguments.inputs.collect(&plan)?;
    for stranger in inputs::unknown(&plan, &inputs) {
        anstream::eprintln!("{}", render::caution(&stranger));
    }
    match execute(arguments, plan, inputs.clone())? {
        Ok(rows) => {
            print_json(&rows.into_iter().map(Json::Object).collect())?;
            Ok(Outcome::Success)
        }
        Err(error) => {
            let message = inputs::with_files(&error.to_string(), &inputs);
            anstream::eprintln!("{}", render::failure(&message));
            Ok(Outcome::Failure)
        }
    }
}

fn execute(
    arguments: &Arguments,
    plan: Plan,
    inputs: Map,
) -> Result<Result<Vec<JsonMap<String, Json>>, WorkflowError>, CommandError> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error: io::Error| CommandError::Input(format!("the run cannot be started: {error}")))?;
    let mut session = Session::new(plan, environment(arguments)?).with_in_flight(arguments.in_flight);
    let progress = (!arguments.quiet).then(|| Arc::new(Progress::new()));
    if let Some(progress) = &progress {
        session = session.with_observer(Arc::<Progress>::clone(progress));
    }
    let outcome = runtime.block_on(session.run(inputs));
    if let Some(progress) = progress {
        progress.bar.finish_and_clear();
    }
    let mut rows = match outcome {
        Ok(rows) => rows,
        Err(error) => return Ok(Err(error)),
    };
    if let Some(folder) = &arguments.out_dir {
        results::write_images(&mut rows, folder)?;
    }
    Ok(runtime.block_on(rows.serialise()))
}

/// The operator's settings, with images from files of this machine, and from anywhere if that is wanted.
fn environment(arguments: &Arguments) -> Result<Environment, CommandError> {
    let mut environment = Environment::from_env().map_err(|error| CommandError::Input(error.to_string()))?;
    let mut policy = ImagePolicy { allow_local_files: true, ..ImagePolicy::default() };
    policy.limits.max_pixels = arguments.max_pixels;
    policy.urls.allow_http = arguments.any_url;
    policy.urls.allow_private_addresses = arguments.any_url;
    environment.images = ImageReader::new(policy);
    Ok(environment)
}

/// A progress bar on standard error, drawn only where that is a terminal.
struct Progress {
    bar: ProgressBar,
}

impl Progress {
    fn new() -> Self {
        let bar = ProgressBar::new(0);
        let style = ProgressStyle::with_template("{msg:20} {wide_bar} {pos}/{len} {eta}");
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
        Self { bar }
    }
}

impl Observer for Progress {
    fn step_started(&self, step: &str, elements: usize) {
        self.bar.inc_length(elements as u64);
        self.bar.set_message(step.to_owned());
    }

    fn elements_done(&self, _: &str, elements: usize) {
        self.bar.inc(elements as u64);
    }
}
