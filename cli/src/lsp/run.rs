//! Running a workflow from the editor.
//!
//! The command starts this very program as `blocks run`, with the text as it is in the editor, so that a run can neither
//! hold up the server nor bring it down. What the run is given stands in a file beside the workflow, and the images that
//! it makes go to a folder there: for `name.workflow.json` these are `name.inputs.json` and `name.results`.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;

use crossbeam_channel::Sender;
use gen_lsp_types::{
    ExecuteCommandParams, LogMessageNotification, LogMessageParams, MessageType, ShowMessageNotification,
    ShowMessageParams, Uri,
};
use lsp_server::{ErrorCode, Message, Notification};
use serde_json::Value as Json;

use super::open_file::path;
use super::requests::Refusal;
use super::server::Server;

/// Runs a workflow. Its arguments are the address of the file and, if wanted, further arguments of `blocks run`.
pub const COMMAND: &str = "blocks.run";

/// Starts the command; the editor is told how it ends.
pub fn start(server: &mut Server, params: &ExecuteCommandParams) -> Result<Option<Json>, Refusal> {
    let (command, arguments) = (params.command.as_str(), params.arguments.as_deref().unwrap_or_default());
    let invalid = |message: String| Refusal::new(ErrorCode::InvalidParams, message);
    if command != COMMAND {
        return Err(invalid(format!("there is no command `{command}`")));
    }
    let (uri, further) = match arguments {
        [Json::String(uri), further @ ..] => (Uri::from(uri.as_str()), further),
        _ => return Err(invalid(format!("`{COMMAND}` takes the address of a file"))),
    };
    let further = further.iter().flat_map(|argument| match argument {
        Json::Array(arguments) => arguments.as_slice(),
        _ => std::slice::from_ref(argument),
    });
    let further: Option<Vec<String>> = further.map(|argument| argument.as_str().map(str::to_owned)).collect();
    let further = further.ok_or_else(|| invalid("arguments of `blocks run` are text".to_owned()))?;
    let saved =
        server.settings.workflows.as_ref().map(|folder| ["--workflows".to_owned(), folder.display().to_string()]);
    let further = saved.into_iter().flatten().chain(further).collect();
    let Some(view) = server.view(&uri) else { return Err(invalid(format!("`{uri}` is not open"))) };
    let run = Run { text: view.file.text().to_owned(), file: path(&uri), further };
    let (sender, runs) = (server.sender().clone(), server.runs.clone());
    thread::spawn(move || run.report(&sender, &runs));
    Ok(None)
}

struct Run {
    text: String,
    file: Option<PathBuf>,
    further: Vec<String>,
}

impl Run {
    fn report(self, sender: &Sender<Message>, runs: &Runs) {
        let name = self.file.as_deref().and_then(Path::file_name).unwrap_or("the workflow".as_ref()).to_owned();
        let name = name.to_string_lossy();
        match self.run(runs) {
            Ok((true, told)) => {
                log(sender, MessageType::Info, told);
                show(sender, MessageType::Info, format!("{name} has run; its results are in the log"));
            }
            Ok((false, told)) => {
                let first = told.lines().find(|line| !line.trim().is_empty()).unwrap_or("it failed").to_owned();
                log(sender, MessageType::Error, told);
                show(sender, MessageType::Error, format!("{name} cannot be run: {first}"));
            }
            Err(error) => show(sender, MessageType::Error, format!("{name} cannot be run: {error}")),
        }
    }

    fn beside(&self, extension: &str) -> Option<PathBuf> {
        beside(self.file.as_deref()?, extension)
    }

    /// Whether it went well, and what was printed.
    fn run(&self, runs: &Runs) -> std::io::Result<(bool, String)> {
        let mut command = Command::new(std::env::current_exe()?);
        command.args(["run", "-", "--quiet"]).env("NO_COLOR", "1");
        if let Some(folder) = self.file.as_deref().and_then(Path::parent) {
            command.current_dir(folder);
        }
        if let Some(inputs) = self.beside("inputs.json").filter(|inputs| inputs.is_file()) {
            command.arg("--inputs").arg(inputs);
        }
        if !self.further.iter().any(|argument| argument.starts_with("--out-dir"))
            && let Some(results) = self.beside("results")
        {
            command.arg("--out-dir").arg(results);
        }
        command.args(&self.further);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
        let (input, output, errors) = (child.stdin.take(), child.stdout.take(), child.stderr.take());
        let child = runs.add(child);
        if let Some(mut input) = input {
            // Where the program ends before it has read everything, its message says why.
            input.write_all(self.text.as_bytes()).unwrap_or_default();
        }
        let errors = thread::spawn(move || errors.map_or_else(|| Ok(String::new()), std::io::read_to_string));
        let output = output.map_or_else(|| Ok(String::new()), std::io::read_to_string)?;
        let errors = errors.join().unwrap_or_else(|_| Ok(String::new()))?;
        let is_success = lock(&child).wait()?.success();
        Ok((is_success, if is_success { output } else { errors }))
    }
}

/// The programs that are running. They end with the server.
#[derive(Debug, Clone, Default)]
pub struct Runs(Arc<Mutex<Vec<Arc<Mutex<Child>>>>>);

impl Runs {
    fn add(&self, child: Child) -> Arc<Mutex<Child>> {
        let child = Arc::new(Mutex::new(child));
        let mut running = lock(&self.0);
        running.retain(|other| matches!(lock(other).try_wait(), Ok(None)));
        running.push(Arc::clone(&child));
        child
    }

    /// Ends all of them.
    pub fn end(&self) {
        for child in lock(&self.0).drain(..) {
            // One that has ended by itself cannot be ended any more.
            lock(&child).kill().unwrap_or_default();
        }
    }
}

/// What is guarded is sound even where a thread has panicked.
fn lock<T>(guarded: &Mutex<T>) -> MutexGuard<'_, T> {
    guarded.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A file beside a workflow: `a.inputs.json` for `a.workflow.json`, `a.workflow.yaml` and `a.json`.
fn beside(file: &Path, extension: &str) -> Option<PathBuf> {
    let stem = Path::new(file.file_stem()?);
    let is_compound = stem.extension().is_some_and(|extension| extension == "workflow");
    let stem = if is_compound { stem.file_stem()? } else { stem.as_os_str() };
    let mut name = stem.to_owned();
    name.push(".");
    name.push(extension);
    Some(file.with_file_name(name))
}

fn log(sender: &Sender<Message>, kind: MessageType, message: String) {
    tell::<LogMessageNotification>(sender, LogMessageParams { kind, message });
}

fn show(sender: &Sender<Message>, kind: MessageType, message: String) {
    tell::<ShowMessageNotification>(sender, ShowMessageParams { kind, message });
}

/// Where nobody listens any more, there is nobody to be told.
fn tell<N: gen_lsp_types::Notification>(sender: &Sender<Message>, params: N::Params) {
    sender.send(Notification::new(N::METHOD.as_str().to_owned(), params).into()).unwrap_or_default();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inputs_stand_beside_the_workflow() {
        for file in ["/a/b.workflow.json", "/a/b.workflow.yaml", "/a/b.json"] {
            assert_eq!(beside(Path::new(file), "inputs.json"), Some(PathBuf::from("/a/b.inputs.json")), "{file}");
        }
    }
}
