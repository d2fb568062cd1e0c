//! `cargo xtask test --live`: the tests that need a real model server.
//!
//! The server is `transformers serve` with a tiny model of random weights, which `blocks/tests/llm/live/serve.sh` sets
//! up in `target/live`. With `BLOCKS_LIVE_URL` and `BLOCKS_LIVE_MODEL` set, the tests use another server instead.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::{Child, Command};
use std::time::{Duration, Instant};

use crate::root;

const URL: &str = "BLOCKS_LIVE_URL";
const MODEL: &str = "BLOCKS_LIVE_MODEL";
const PORT: u16 = 8123;

/// Why the server for the live tests is not there.
#[derive(Debug, thiserror::Error)]
pub enum LiveError {
    /// The script could not be started.
    #[error("`{}` could not be started: {source}", script.display())]
    NotStarted {
        /// The script.
        script: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The server ended before it answered.
    #[error("the model server ended before it answered ({0}); the reason stands above")]
    Ended(std::process::ExitStatus),
    /// The server did not answer in time.
    #[error("the model server did not answer within {} minutes", .0.as_secs() / 60)]
    Silent(Duration),
}

/// A server for the live tests; ends when it is dropped.
pub struct Server {
    process: Option<Child>,
    variables: Vec<(&'static str, String)>,
}

impl Server {
    /// Starts the server, or takes the one that the environment names.
    ///
    /// # Errors
    /// [`LiveError`] when it does not come up.
    pub fn start() -> Result<Self, LiveError> {
        if std::env::var_os(URL).is_some() {
            return Ok(Self { process: None, variables: Vec::new() });
        }
        let script = root().join("blocks/tests/llm/live/serve.sh");
        let folder = root().join("target/live");
        println!("starting a model server in {}; the first time that takes some minutes and 5 GB", folder.display());
        let process = Command::new("sh")
            .arg(&script)
            .arg(&folder)
            .arg(PORT.to_string())
            .spawn()
            .map_err(|source| LiveError::NotStarted { script, source })?;
        let variables =
            vec![(URL, format!("http://127.0.0.1:{PORT}/v1")), (MODEL, folder.join("model").display().to_string())];
        let mut server = Self { process: Some(process), variables };
        server.wait()?;
        Ok(server)
    }

    /// Tells a command where the server is.
    pub fn introduce(&self, command: &mut Command) {
        command.envs(self.variables.iter().map(|(name, value)| (name, value)));
    }

    fn wait(&mut self) -> Result<(), LiveError> {
        const PATIENCE: Duration = Duration::from_mins(30);
        let start = Instant::now();
        while !is_healthy() {
            if let Some(status) = self.process.as_mut().and_then(|process| process.try_wait().ok().flatten()) {
                return Err(LiveError::Ended(status));
            }
            if start.elapsed() > PATIENCE {
                return Err(LiveError::Silent(PATIENCE));
            }
            std::thread::sleep(Duration::from_secs(1));
        }
        Ok(())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Some(process) = &mut self.process {
            // It may have ended by itself, and then there is nothing to do.
            let _ = process.kill();
            let _ = process.wait();
        }
    }
}

/// True when something answers on the port that it is well.
fn is_healthy() -> bool {
    let ask = || {
        let mut connection = TcpStream::connect(("127.0.0.1", PORT))?;
        connection.set_read_timeout(Some(Duration::from_secs(5)))?;
        connection.write_all(b"GET /health HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n")?;
        let mut answer = String::new();
        connection.read_to_string(&mut answer)?;
        Ok::<_, std::io::Error>(answer)
    };
    ask().is_ok_and(|answer| answer.split_whitespace().nth(1) == Some("200"))
}
