//! Running a workflow frame by frame.

use std::num::NonZeroUsize;
use std::path::Path;

use block_runtime::compile::{Plan, PlannedInput};
use block_runtime::execute::Session;
use block_runtime::kind::WILDCARD;
use block_runtime::stream::{AHEAD, Processed, StreamError, StreamRun, frames};
use block_runtime::suggest::together;
use block_runtime::value::Map;
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::{Value as Json, json};

use crate::printing::{CommandError, print_line};
use crate::{Outcome, render, results};

/// What is run frame by frame, and what becomes of faulty frames.
#[derive(clap::Args)]
#[command(next_help_heading = "Streams")]
pub struct Stream {
    /// Run the workflow once for each image of a folder, or each frame of a video (with FFmpeg installed), in order, as
    /// the input NAME. Steps remember what they have seen. Prints one line of JSON for each frame:
    /// `{"frame", "source", "outputs"}`, or `{"frame", "source", "error"}`.
    #[arg(long = "stream", value_name = "NAME=PATH", value_parser = crate::inputs::pair)]
    pub source: Option<(String, String)>,
    /// Frames a second, where the video does not say or for a folder of images.
    #[arg(long, value_name = "N", requires = "source", value_parser = rate)]
    fps: Option<f64>,
    /// Go on with the next frame when one cannot be read or the workflow fails on it; the exit code is 1 all the same.
    #[arg(long, requires = "source")]
    keep_going: bool,
    /// How many frames may be read before they are needed.
    #[arg(long, value_name = "N", default_value_t = AHEAD, requires = "source")]
    read_ahead: NonZeroUsize,
}

fn rate(text: &str) -> Result<f64, String> {
    let rate = text.parse::<f64>().ok().filter(|rate| rate.is_finite() && *rate > 0.0);
    rate.ok_or_else(|| "write how many frames there are a second, such as 25 or 29.97".to_owned())
}

/// Checks that frames can be what the input takes, before any is read.
///
/// # Errors
/// [`CommandError::Input`] when the workflow has no such input, it takes no images, or it is given elsewhere too.
pub fn check(plan: &Plan, name: &str, others: &Map) -> Result<(), CommandError> {
    let takes_images = |input: &PlannedInput| {
        input.data.is_batch() && input.kinds.names().any(|kind| kind == "image" || kind == WILDCARD)
    };
    let fitting: Vec<&str> =
        plan.inputs().iter().filter(|input| takes_images(input)).map(|input| input.name.as_str()).collect();
    let refuse = |reason: String| Err(CommandError::Input(format!("`--stream {name}=…`: {reason}")));
    if !fitting.contains(&name) {
        return refuse(match fitting.as_slice() {
            [] => "the workflow has no input that takes images".to_owned(),
            fitting => format!("the inputs that take images are {}", together(fitting.iter().copied())),
        });
    }
    if others.contains_key(name) {
        return refuse("the input is given a value, too; leave one of them out".to_owned());
    }
    Ok(())
}

/// Runs the session over the frames and prints what it gives back.
///
/// # Errors
/// [`CommandError`] when the frames cannot be opened or a result cannot be written.
pub async fn run(
    stream: &Stream,
    (input, path): &(String, String),
    session: Session,
    others: Map,
    out_dir: Option<&Path>,
    counter: &ProgressBar,
) -> Result<Outcome, CommandError> {
    let environment = session.environment().clone();
    let frames = frames(Path::new(path), input, stream.fps, stream.read_ahead, &environment)
        .map_err(|error| CommandError::Input(error.to_string()))?;
    let mut run = StreamRun::new(session, frames, input.as_str(), others);
    let mut outcome = Outcome::Success;
    while let Some(processed) = run.next().await {
        let (number, source) = (processed.number, processed.source.clone());
        let result = answer(processed, out_dir).await;
        let has_failed = result.is_err();
        let (member, value) = match result {
            Ok(outputs) => ("outputs", outputs),
            Err((message, json)) => {
                let message = render::failure(&format!("frame {number}: {message}"));
                counter.suspend(|| anstream::eprintln!("{message}"));
                ("error", json)
            }
        };
        print_line(&json!({"frame": number, "source": &*source, member: value}).to_string())?;
        counter.inc(1);
        if has_failed {
            outcome = Outcome::Failure;
            if !stream.keep_going {
                break;
            }
        }
    }
    counter.finish_and_clear();
    Ok(outcome)
}

/// Counts frames, where standard error is a terminal.
pub fn counter() -> ProgressBar {
    let counter = ProgressBar::no_length();
    let style = ProgressStyle::with_template("{pos} frames, {per_sec}");
    counter.set_style(style.unwrap_or_else(|_| ProgressStyle::default_spinner()));
    counter
}

/// The outputs of a frame as JSON, or what went wrong, for people and for programs.
async fn answer(processed: Processed, out_dir: Option<&Path>) -> Result<Json, (String, Json)> {
    let told = |message: String| (message.clone(), json!({"message": message}));
    let mut rows = match processed.outcome {
        Ok(rows) => rows,
        Err(StreamError::Workflow(error)) => return Err((error.to_string(), error.to_json())),
        Err(StreamError::Frame(error)) => return Err(told(error.to_string())),
    };
    if let Some(folder) = out_dir {
        let written = results::write_images(&mut rows, folder, &format!("{:06}_", processed.number));
        written.map_err(|error| told(error.to_string()))?;
    }
    match rows.serialise().await {
        Ok(rows) => Ok(rows.into_iter().map(Json::Object).collect()),
        Err(error) => Err((error.to_string(), error.to_json())),
    }
}
