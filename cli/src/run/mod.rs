//! `blocks run`.

mod progress;
mod stream;

use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use block_runtime::background::{Background, TASKS};
use block_runtime::block::{Environment, WriteAccess};
use block_runtime::compile::{Compiler, Plan, Report};
use block_runtime::execute::{IN_FLIGHT, Session};
use block_runtime::image_io::{ImageLimits, ImagePolicy, ImageReader};
use block_runtime::profile::Profiler;
use block_runtime::value::Map;
use futures_util::future::{Either, select};
use indicatif::ProgressBar;
use serde_json::Value as Json;

use crate::printing::{CommandError, print_json, read_workflow, runtime};
use crate::saved::Saved;
use crate::{Outcome, inputs, render, results, validate};
use progress::Progress;

/// Run a workflow on images and parameters.
///
/// Prints a JSON list with one object for each element of the batch, or with `--stream` a line for each frame.
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  blocks run blur.workflow.json --image image=photo.jpg
  blocks run blur.workflow.json --image image=photos/ --out-dir results
  blocks run ask.workflow.json --image image=https://example.com/photo.jpg --input question=\"What is this?\"
  blocks run ask.workflow.json --inputs inputs.json --secret api_key=OPENAI_API_KEY
  blocks run blur.workflow.json --stream image=film.mp4 --out-dir frames > results.jsonl
  blocks run blur.workflow.json --image image=photo.jpg --profile trace.json

A trace is a list of Chrome trace events; open it in https://ui.perfetto.dev.")]
pub struct Arguments {
    /// The workflow; `-` is standard input.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    #[command(flatten)]
    saved: Saved,
    /// Write images to this folder, as PNG, and name them in the results, instead of printing them as base64 text.
    #[arg(long, value_name = "DIR")]
    out_dir: Option<PathBuf>,
    /// Let steps write files below this folder, whatever `WORKFLOW_BLOCKS_WRITE_DIRECTORY` says.
    #[arg(long, value_name = "DIR")]
    write_dir: Option<PathBuf>,
    /// How many requests may be under way at a time.
    #[arg(long, value_name = "N", default_value_t = IN_FLIGHT)]
    in_flight: NonZeroUsize,
    /// Give up a run that takes longer than this many seconds; with `--stream` each frame may take as long.
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    timeout: Option<Duration>,
    /// Wait at most this many seconds, once the run is over, for what steps are still sending in the background.
    #[arg(long, value_name = "SECONDS", value_parser = seconds, default_value = "60")]
    wait: Duration,
    /// Write to this file where the time goes, as a Chrome trace.
    #[arg(long, value_name = "FILE")]
    profile: Option<PathBuf>,
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
    #[command(flatten)]
    inputs: inputs::Given,
    #[command(flatten)]
    stream: stream::Stream,
}

fn seconds(text: &str) -> Result<Duration, String> {
    let seconds: f64 = text.parse().map_err(|_| "write a number of seconds, such as 30 or 0.5".to_owned())?;
    Duration::try_from_secs_f64(seconds).map_err(|error| error.to_string())
}

/// Runs the workflow and prints what it gives back.
///
/// # Errors
/// [`CommandError`] when a file cannot be read or written.
pub fn run(arguments: &Arguments) -> Result<Outcome, CommandError> {
    let name = arguments.file.display().to_string();
    let workflow = read_workflow(&arguments.file)?;
    let profiler = arguments.profile.as_ref().map(|_| Arc::new(Profiler::default()));
    let catalogue = blocks::catalogue();
    let library = arguments.saved.library(workflow.source(), &catalogue)?;
    let mut compiler = Compiler::new(&catalogue).with_library(&library);
    if let Some(profiler) = &profiler {
        compiler = compiler.with_profiler(profiler);
    }
    let plan = match compiler.compile(workflow.source()) {
        Ok(plan) => plan,
        Err(error) => {
            validate::print_findings(&name, &workflow.text, &error.into());
            return Ok(Outcome::Failure);
        }
    };
    if !arguments.quiet {
        let report = Report { error: None, diagnostics: plan.warnings().to_vec() };
        validate::print_findings(&name, &workflow.text, &report);
    }
    let inputs = arguments.inputs.collect(&plan)?;
    let streamed = arguments.stream.source.iter().map(|(name, _)| name.as_str());
    for stranger in inputs::unknown(&plan, inputs.keys().map(String::as_str).chain(streamed)) {
        anstream::eprintln!("{}", render::caution(&stranger));
    }
    if let Some((input, _)) = &arguments.stream.source {
        stream::check(&plan, input, &inputs)?;
    }
    // What cannot be written in the end is better known before steps have done anything.
    if let Some(folder) = &arguments.out_dir {
        results::make_folder(folder)?;
    }
    if let Some(path) = &arguments.profile {
        std::fs::File::create(path).map_err(|source| CommandError::Write { path: path.clone(), source })?;
    }
    let outcome = execute(arguments, plan, inputs, profiler.as_ref())?;
    if let (Some(profiler), Some(path)) = (profiler, &arguments.profile) {
        write_profile(&profiler, path)?;
    }
    Ok(outcome)
}

fn execute(
    arguments: &Arguments,
    plan: Plan,
    inputs: Map,
    profiler: Option<&Arc<Profiler>>,
) -> Result<Outcome, CommandError> {
    let bar = match (arguments.quiet, &arguments.stream.source) {
        (true, _) => ProgressBar::hidden(),
        (false, Some(_)) => stream::counter(),
        (false, None) => progress::bar(),
    };
    let environment = environment(arguments, &bar)?;
    let background = environment.background.clone();
    let mut session = Session::new(plan, environment).with_in_flight(arguments.in_flight);
    if let Some(timeout) = arguments.timeout {
        session = session.with_deadline(timeout);
    }
    if let Some(profiler) = profiler {
        session = session.with_profiler(Arc::clone(profiler));
    }
    let runtime = runtime()?;
    let run = async {
        let out_dir = arguments.out_dir.as_deref();
        match &arguments.stream.source {
            Some(source) => stream::run(&arguments.stream, source, session, inputs, out_dir, &bar).await,
            None => once(session, &inputs, out_dir, bar.clone()).await,
        }
    };
    let outcome = runtime.block_on(unless_interrupted(run)).unwrap_or_else(|| {
        bar.finish_and_clear();
        let message = "interrupted; messages on their way are waited for, unless you press Ctrl-C again";
        anstream::eprintln!("{}", render::caution(message));
        Ok(Outcome::Interrupted)
    });
    // However the run has ended, nothing that it has begun to send is lost.
    match runtime.block_on(unless_interrupted(background.finish(arguments.wait))) {
        Some(Ok(())) => {}
        Some(Err(given_up)) => anstream::eprintln!("{}", render::caution(&format!("{given_up} with `--wait`"))),
        None => return Ok(Outcome::Interrupted),
    }
    outcome
}

/// What the work gives back; nothing when somebody presses Ctrl-C before it is done.
async fn unless_interrupted<T>(work: impl Future<Output = T>) -> Option<T> {
    let interrupted = async {
        if tokio::signal::ctrl_c().await.is_err() {
            // Where the signal cannot be heard it ends the program.
            std::future::pending::<()>().await;
        }
    };
    match select(pin!(work), pin!(interrupted)).await {
        Either::Left((done, _)) => Some(done),
        Either::Right(_) => None,
    }
}

/// Runs the session once and prints what it gives back.
async fn once(
    session: Session,
    inputs: &Map,
    out_dir: Option<&Path>,
    bar: ProgressBar,
) -> Result<Outcome, CommandError> {
    let outcome = session.with_observer(Arc::new(Progress(bar.clone()))).run(inputs.clone()).await;
    bar.finish_and_clear();
    let serialised = match outcome {
        Ok(mut rows) => {
            if let Some(folder) = out_dir {
                results::write_images(&mut rows, folder, "")?;
            }
            rows.serialise().await
        }
        Err(error) => Err(error),
    };
    match serialised {
        Ok(rows) => {
            print_json(&rows.into_iter().map(Json::Object).collect())?;
            Ok(Outcome::Success)
        }
        Err(error) => {
            let message = inputs::with_files(&error.to_string(), inputs);
            anstream::eprintln!("{}", render::failure(&message));
            Ok(Outcome::Failure)
        }
    }
}

fn write_profile(profiler: &Profiler, path: &Path) -> Result<(), CommandError> {
    let unwritable = |source| CommandError::Write { path: path.to_owned(), source };
    std::fs::write(path, profiler.to_json().to_string()).map_err(unwritable)?;
    if profiler.left_out() > 0 {
        let message = format!("the trace has only its first events; {} more did not fit", profiler.left_out());
        anstream::eprintln!("{}", render::caution(&message));
    }
    Ok(())
}

/// The operator's settings, with images from files of this machine, and from anywhere if that is wanted. What fails in
/// the background is printed beside the progress bar.
fn environment(arguments: &Arguments, bar: &ProgressBar) -> Result<Environment, CommandError> {
    let mut environment = Environment::from_env().map_err(|error| CommandError::Input(error.to_string()))?;
    let mut policy = ImagePolicy { allow_local_files: true, ..ImagePolicy::default() };
    policy.limits.max_pixels = arguments.max_pixels;
    policy.urls.allow_http = arguments.any_url;
    policy.urls.allow_private_addresses = arguments.any_url;
    environment.images = ImageReader::new(policy);
    if let Some(folder) = &arguments.write_dir {
        environment.writing = WriteAccess::Below(folder.clone());
    }
    let bar = bar.clone();
    environment.background = Background::new(TASKS, move |failure| {
        let message = format!("step `{}`, in the background: {}", failure.step, failure.message);
        bar.suspend(|| anstream::eprintln!("{}", render::caution(&message)));
    });
    Ok(environment)
}
