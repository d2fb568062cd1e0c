//! Local File Sink.

use std::borrow::Cow;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use block_runtime::prelude::*;
use block_runtime::step::Check;
use block_runtime::value::python_json;

use crate::sink::folder;
use crate::sink::log::{Log, Naming, write_whole};

/// Keep text in files of the machine.
///
/// Writes the text that other blocks make, such as tables of a CSV Formatter, to files below a folder that the operator
/// has opened with the environment variable `WORKFLOW_BLOCKS_WRITE_DIRECTORY`. Without it the step fails, and so it does
/// for any other place. A final line break is added where the text has none.
///
/// - **One file per text** (`separate_files`): each text becomes a file of its own, called
///   `<file_name_prefix>_2024_10_18_14_09_57_622297.csv` after the local time. A file is there whole or not at all, and
///   never takes the place of another.
/// - **A log** (`append_log`): texts are added to a file, and a new one is begun after `max_entries_per_file`. The file
///   stays open between runs of one session. What has been added survives a crash of the program.
///   - `csv`: only the first entry of a file keeps its first line, the names of the columns.
///   - `json`: each entry becomes one line of a `.jsonl` file. Text that is not JSON is refused.
///   - `txt`: entries follow one another as they are.
///
/// Each combination of folder and prefix has a log of its own, up to 64 of them; the one not used for longest is then
/// ended.
///
/// **Failures**: a full disk or missing rights do not stop the workflow; `error_status` and `message` tell of them.
#[derive(Debug, Block)]
#[block(
    id = "roboflow_core/local_file_sink@v1",
    section = DataStorage,
    block_type = Sink,
    outputs = Saved,
    state = Logs,
    engine = ">=1.3.0,<2.0.0",
    icon = "fal fa-file",
    priority = 3,
    restriction(
        severity = Soft,
        note = "Files stay on the disk of the deployment, where the API of the platform does not reach them.",
        runtimes(DedicatedDeployment)
    ),
    restriction(
        severity = Soft,
        note = "Files are lost when a worker ends, and each of several workers has only its own.",
        runtimes(HostedServerless)
    ),
    check = room_for_entries,
    ui(popular = true)
)]
pub(crate) struct LocalFileSink {
    /// Text to keep, in the format that `file_type` says.
    #[block(example = "$steps.csv_formatter.csv_content")]
    content: In<Str>,

    /// Format of the text, and extension of the file. JSON in a log has the extension `jsonl`.
    #[block(default = FileType::Csv, example = "csv")]
    file_type: FileType,

    /// Whether texts are gathered in one file.
    #[block(example = "append_log")]
    output_mode: OutputMode,

    /// Folder for the files. It is made where it does not exist. A relative path begins in the folder that the operator
    /// has opened; an absolute one must lead into it.
    #[block(example = "reports/today")]
    target_directory: Or<String>,

    /// What the names of files begin with.
    #[block(default = "workflow_output", example = "my_file", always_visible)]
    file_name_prefix: Or<String>,

    /// How many entries a log may have before a new one is begun, at least 1.
    #[block(default = 1024, example = 1024, relevant_for(output_mode = ["append_log"], required = true))]
    max_entries_per_file: Or<i64, Str>,
}

/// What is in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Choice)]
pub(crate) enum FileType {
    /// A table whose first line names its columns.
    Csv,
    /// A JSON document.
    Json,
    /// Any text.
    Txt,
}

/// Whether texts are gathered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Choice)]
pub(crate) enum OutputMode {
    /// Adds texts to one file.
    #[block(label = "Append Log")]
    AppendLog,
    /// Makes a file for each text.
    #[block(label = "Separate File")]
    SeparateFiles,
}

/// Whether the text was kept.
#[derive(Debug, Outputs)]
pub(crate) struct Saved {
    /// True when the text could not be kept.
    error_status: Out<Boolean>,
    /// What became of the text, for people.
    message: Out<Str>,
}

fn room_for_entries(check: &mut Check<'_>) {
    if let Some(most) = check.step.number("max_entries_per_file")
        && most < 1.0
    {
        let error = NoRoom(most.to_string());
        check.report("max_entries_per_file", error.to_string(), "write 1 or more; 1024 is the default");
    }
}

/// A log has no room for a single entry.
#[derive(Debug, thiserror::Error)]
#[error("`max_entries_per_file` is {0}, but a file must have room for 1 entry at least")]
struct NoRoom(String);

/// Why a text was not kept.
#[derive(Debug, thiserror::Error)]
enum NotKept {
    #[error("the text is not JSON: {0}; choose another `file_type`, or hand over what a block made as JSON")]
    NotJson(serde_json::Error),
    #[error("the file cannot be written: {0}; look for room on the disk and for the rights of the program")]
    Unwritable(#[from] std::io::Error),
    #[error(transparent)]
    Folder(#[from] folder::FolderError),
}

/// The logs that a step is writing.
#[derive(Debug, Default)]
pub(crate) struct Logs {
    /// The one used last comes last.
    open: IndexMap<LogName, Log>,
}

/// What tells logs apart.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct LogName {
    folder: PathBuf,
    prefix: String,
}

/// As many logs are open at a time.
const OPEN: NonZeroUsize = NonZeroUsize::MIN.saturating_add(63);

impl Run for LocalFileSink {
    fn run(&self, context: &mut Context<'_, Logs>) -> Result<Saved, BlockError> {
        let most = *self.max_entries_per_file;
        let most = u64::try_from(most).ok().filter(|most| *most > 0).ok_or_else(|| NoRoom(most.to_string()))?;
        // The prefix may have folders in it.
        let path = Path::new(self.target_directory.as_str()).join(self.file_name_prefix.as_str());
        let ends_in_folder = self.file_name_prefix.is_empty() || self.file_name_prefix.ends_with('/');
        let (folder, prefix) = match (path.parent(), path.file_name()) {
            (Some(folder), Some(name)) if !ends_in_folder => (folder, name.to_string_lossy().into_owned()),
            _ => (path.as_path(), String::new()),
        };
        let kept = match folder::make(&context.environment().writing, folder) {
            Ok(folder) => self.keep(context, LogName { folder, prefix }, most),
            Err(error @ folder::FolderError::Unusable { .. }) => Err(error.into()),
            Err(refused) => return Err(refused.into()),
        };
        Ok(match kept {
            // The reference's text, since workflows compare it.
            Ok(()) => Saved { error_status: Out(false), message: Out("Data saved successfully".to_owned()) },
            Err(error) => Saved { error_status: Out(true), message: Out(error.to_string()) },
        })
    }
}

impl LocalFileSink {
    fn keep(&self, context: &mut Context<'_, Logs>, name: LogName, most: u64) -> Result<(), NotKept> {
        let extension = match (self.file_type, self.output_mode) {
            (FileType::Csv, _) => "csv",
            (FileType::Json, OutputMode::SeparateFiles) => "json",
            (FileType::Json, OutputMode::AppendLog) => "jsonl",
            (FileType::Txt, _) => "txt",
        };
        let naming = Naming { prefix: &name.prefix, time: context.local_time(), extension };
        if self.output_mode == OutputMode::SeparateFiles {
            return Ok(write_whole(&name.folder, &naming, &line_ended(&self.content))?);
        }
        let entry = match self.file_type {
            FileType::Json => Cow::Owned(on_one_line(&self.content)?),
            FileType::Csv | FileType::Txt => Cow::Borrowed(self.content.as_str()),
        };
        let logs = &mut context.state.open;
        let open = logs.shift_remove(&name).filter(|log| log.entries() < most);
        let (mut log, entry) = match open {
            Some(log) if self.file_type == FileType::Csv => (log, rows(&entry)),
            Some(log) => (log, line_ended(&entry)),
            None => (Log::begin(&name.folder, &naming)?, line_ended(&entry)),
        };
        let added = log.add(&entry);
        if logs.len() >= OPEN.get() {
            logs.shift_remove_index(0);
        }
        logs.insert(name, log);
        Ok(added?)
    }
}

/// The text with a line break at its end.
fn line_ended(text: &str) -> Cow<'_, str> {
    if text.ends_with('\n') { Cow::Borrowed(text) } else { Cow::Owned(format!("{text}\n")) }
}

/// The lines of a table below the first.
fn rows(table: &str) -> Cow<'_, str> {
    match table.split_once('\n') {
        Some((_, rows)) if !rows.is_empty() => line_ended(rows),
        _ => Cow::Borrowed(""),
    }
}

fn on_one_line(text: &str) -> Result<String, NotKept> {
    let json: serde_json::Value = serde_json::from_str(text).map_err(NotKept::NotJson)?;
    Ok(python_json(&json))
}
