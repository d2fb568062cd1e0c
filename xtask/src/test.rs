//! `cargo xtask test`: everything that CI runs, in the order in which mistakes are cheapest to find.

use std::io::IsTerminal;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use crate::cargo::cargo;
use crate::editors::{self, NoNode};
use crate::live::{LiveError, Server};

/// Run everything that CI runs: formatting, lints, tests, documentation, generated files and the services of editors.
///
/// Stops at the first stage that fails. `cargo xtask test --only lints` runs one stage alone.
#[derive(clap::Args)]
pub struct Arguments {
    /// Run the tests that need a real model server instead, with one that is set up in `target/live` (5 GB), or the one
    /// that `BLOCKS_LIVE_URL` and `BLOCKS_LIVE_MODEL` name.
    #[arg(long, conflicts_with = "only")]
    live: bool,
    /// Run one stage alone.
    #[arg(long, value_enum)]
    only: Option<Stage>,
}

#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Stage {
    /// `cargo fmt --check`
    Format,
    /// `cargo clippy`, warnings denied
    Lints,
    /// `cargo test`, which also compares generated files with what their generators make
    Tests,
    /// `cargo doc`, warnings denied
    Documentation,
    /// The schema in the services of editors, the extension for Visual Studio Code (both need Node.js), and the language
    /// server in Neovim, where that is installed
    Editors,
}

impl Stage {
    const ALL: [Self; 5] = [Self::Format, Self::Lints, Self::Tests, Self::Documentation, Self::Editors];

    fn commands(self) -> Result<Vec<Command>, NoNode> {
        let arguments: &[&str] = match self {
            Self::Format => &["fmt", "--all", "--check"],
            Self::Lints => &["clippy", "--workspace", "--all-targets", "--all-features", "--", "--deny", "warnings"],
            Self::Tests => &["test", "--workspace", "--all-features"],
            Self::Documentation => &["doc", "--workspace", "--no-deps"],
            Self::Editors => return editors::commands(cargo),
        };
        let mut command = cargo(arguments);
        if self == Self::Documentation {
            command.env("RUSTDOCFLAGS", "--deny warnings");
        }
        Ok(vec![command])
    }
}

/// A stage failed.
#[derive(Debug, thiserror::Error)]
pub enum TestError {
    /// The server for the live tests is not there.
    #[error(transparent)]
    Live(#[from] LiveError),
    /// What the services of editors run in is not there.
    #[error(transparent)]
    NoNode(#[from] NoNode),
    /// The command ran and said no.
    #[error("`{command}` failed; the reason stands above")]
    Failed {
        /// The command, as one would type it.
        command: String,
    },
    /// The command could not be started.
    #[error("`{command}` could not be started: {source}")]
    NotStarted {
        /// The command, as one would type it.
        command: String,
        /// What the system said.
        source: std::io::Error,
    },
}

/// Runs the stages.
///
/// # Errors
/// [`TestError`] of the first stage that fails.
pub fn run(arguments: &Arguments) -> Result<(), TestError> {
    if arguments.live {
        let server = Server::start()?;
        let mut command = cargo(&["test", "--package", "blocks", "--test", "llm", "live", "--", "--ignored"]);
        server.introduce(&mut command);
        return stage(command).map(|_| ());
    }
    let stages = arguments.only.map_or_else(|| Stage::ALL.to_vec(), |only| vec![only]);
    let mut times = Vec::new();
    for one in stages {
        for command in one.commands()? {
            let name = shown(&command);
            times.push((name, stage(command)?));
        }
    }
    println!("\nall stages passed");
    for (name, time) in times {
        println!("{:>8.1} s  {name}", time.as_secs_f64());
    }
    Ok(())
}

fn stage(mut command: Command) -> Result<Duration, TestError> {
    let shown = shown(&command);
    if std::io::stdout().is_terminal() {
        println!("\n\x1b[1m{shown}\x1b[0m");
    } else {
        println!("\n{shown}");
    }
    let start = Instant::now();
    match command.status() {
        Ok(status) if status.success() => Ok(start.elapsed()),
        Ok(_) => Err(TestError::Failed { command: shown }),
        Err(source) => Err(TestError::NotStarted { command: shown, source }),
    }
}

fn shown(command: &Command) -> String {
    let program = Path::new(command.get_program()).file_stem().unwrap_or_default().to_string_lossy();
    let arguments: Vec<_> = command.get_args().map(|argument| argument.to_string_lossy()).collect();
    format!("{program} {}", arguments.join(" "))
}
