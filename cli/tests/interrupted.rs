//! What Ctrl-C leaves behind.
#![cfg(unix)]

use std::net::TcpListener;
use std::path::Path;
use std::process::{Command, Stdio};

use tempfile::TempDir;

/// A run that waits for a server which never answers is interrupted once its request has come.
#[test]
fn an_interrupted_run_writes_its_trace_and_says_so() {
    let folder = TempDir::new().unwrap();
    let trace = folder.path().join("trace.json");
    let server = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("base_url=http://{}/v1", server.local_addr().unwrap());
    let run = Command::new(env!("CARGO_BIN_EXE_blocks"))
        .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(".."))
        .args(["run", "examples/ask.workflow.json", "--image", "image=examples/photo.jpg", "--input", &address])
        .args(["--input", "api_key=none", "--profile", &trace.display().to_string()])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let _request = server.accept().unwrap();
    assert!(Command::new("kill").args(["-INT", &run.id().to_string()]).status().unwrap().success());
    let output = run.wait_with_output().unwrap();
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(130), "{told}");
    assert!(told.contains("interrupted") && output.stdout.is_empty(), "{told}");
    let events: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(trace).unwrap()).unwrap();
    assert!(events.as_array().is_some_and(|events| !events.is_empty()));
}
