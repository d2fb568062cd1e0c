//! What steps send and keep, as users of the `blocks` program see it.

#![expect(clippy::unwrap_used, reason = "helpers of tests may fail as tests do")]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use serde_json::{Value as Json, json};
use tempfile::TempDir;

/// The program, which may send to this machine, with a workflow of one step called `hook` that reads no data.
fn program(folder: &TempDir, step: &Json, inputs: &Json, arguments: &[&str]) -> Command {
    let mut step = step.clone();
    step["name"] = json!("hook");
    let definition = json!({
        "version": "1.0",
        "inputs": inputs,
        "steps": [step],
        "outputs": [{ "type": "JsonField", "name": "all", "selector": "$steps.hook.*" }]
    });
    let path = folder.path().join("test.workflow.json");
    std::fs::write(&path, definition.to_string()).unwrap();
    let mut program = Command::new(env!("CARGO_BIN_EXE_blocks"));
    program.arg("run").arg(path).args(arguments).env("WORKFLOWS_INTERNAL_HOSTS", "127.0.0.1");
    program.stdout(Stdio::piped()).stderr(Stdio::piped());
    program
}

fn webhook(server: &TcpListener, more: &Json) -> Json {
    let url = format!("http://{}/hunter2", server.local_addr().unwrap());
    let mut step =
        json!({ "type": "roboflow_core/webhook_sink@v1", "url": url, "method": "POST", "request_timeout": 60 });
    for (name, value) in more.as_object().into_iter().flatten() {
        step[name] = value.clone();
    }
    step
}

fn server() -> TcpListener {
    TcpListener::bind("127.0.0.1:0").unwrap()
}

/// The next request, read to its end, which is that of its head: bodies here are `{}`.
fn accept(server: &TcpListener) -> TcpStream {
    let (stream, _) = server.accept().unwrap();
    let mut lines = BufReader::new(&stream);
    let mut line = String::new();
    while line.trim_end() != "" || line.is_empty() {
        line.clear();
        assert_ne!(lines.read_line(&mut line).unwrap(), 0, "the request breaks off");
    }
    lines.read_exact(&mut [0; 2]).unwrap();
    stream
}

fn answer(mut stream: &TcpStream, status: u16) {
    let answer = format!("HTTP/1.1 {status} Status\r\nconnection: close\r\ncontent-length: 0\r\n\r\n");
    stream.write_all(answer.as_bytes()).unwrap();
}

/// The first JSON that the program prints; the program may still be running.
fn printed(child: &mut Child) -> Json {
    let stdout = child.stdout.as_mut().unwrap();
    serde_json::Deserializer::from_reader(stdout).into_iter().next().unwrap().unwrap()
}

fn end(child: Child) -> (Option<i32>, String) {
    let output = child.wait_with_output().unwrap();
    (output.status.code(), String::from_utf8(output.stderr).unwrap())
}

#[test]
fn the_program_ends_when_its_messages_have_arrived() {
    let (folder, server) = (TempDir::new().unwrap(), server());
    let mut child = program(&folder, &webhook(&server, &json!({})), &json!([]), &[]).spawn().unwrap();
    let row = &printed(&mut child)[0]["all"];
    assert_eq!(row["message"], json!("Notification sent in the background task"));
    // The result is out, but the server has not answered yet.
    answer(&accept(&server), 200);
    assert_eq!(end(child), (Some(0), String::new()));
}

#[test]
fn a_failure_in_the_background_is_printed_without_keys_and_does_not_change_the_exit_code() {
    let (folder, server) = (TempDir::new().unwrap(), server());
    let child = program(&folder, &webhook(&server, &json!({})), &json!([]), &[]).spawn().unwrap();
    answer(&accept(&server), 403);
    let (code, stderr) = end(child);
    assert_eq!(code, Some(0));
    assert!(stderr.contains("step `hook`, in the background") && stderr.contains("status 403"), "{stderr}");
    assert!(!stderr.contains("hunter2"), "{stderr}");
}

#[test]
fn what_is_not_waited_for_is_told() {
    let (folder, server) = (TempDir::new().unwrap(), server());
    let child = program(&folder, &webhook(&server, &json!({})), &json!([]), &["--wait", "0"]).spawn().unwrap();
    let (code, stderr) = end(child);
    assert_eq!(code, Some(0));
    assert!(stderr.contains("given up: 1 task of step `hook`") && stderr.contains("`--wait`"), "{stderr}");
}

#[test]
fn every_frame_of_a_stream_is_sent_before_the_program_ends() {
    let (folder, server) = (TempDir::new().unwrap(), server());
    for name in ["1.png", "2.png"] {
        image::RgbImage::new(2, 2).save(folder.path().join(name)).unwrap();
    }
    let step = webhook(&server, &json!({ "cooldown_seconds": 0, "query_parameters": { "n": "$inputs.n" } }));
    let inputs = json!([{ "type": "WorkflowImage", "name": "image" }, { "type": "WorkflowParameter", "name": "n" }]);
    let stream = format!("image={}", folder.path().display());
    let arguments = ["--stream", &stream, "--input", "n=1"];
    let child = program(&folder, &step, &inputs, &arguments).spawn().unwrap();
    for status in [200, 500] {
        answer(&accept(&server), status);
    }
    let (code, stderr) = end(child);
    assert_eq!(code, Some(0));
    assert_eq!(stderr.matches("step `hook`, in the background").count(), 1, "{stderr}");
}

#[test]
fn files_are_written_below_the_folder_that_is_named() {
    let folder = TempDir::new().unwrap();
    let kept = folder.path().join("kept");
    let step = json!({
        "type": "roboflow_core/local_file_sink@v1",
        "content": "$inputs.text",
        "output_mode": "append_log",
        "target_directory": "logs"
    });
    let inputs = json!([{ "type": "WorkflowParameter", "name": "text", "kind": ["string"] }]);
    let run = |arguments: &[&str]| {
        let mut program = program(&folder, &step, &inputs, arguments);
        program.args(["--input", "text=a,b"]).env_remove("WORKFLOW_BLOCKS_WRITE_DIRECTORY");
        end(program.spawn().unwrap())
    };
    let (code, stderr) = run(&[]);
    assert_eq!(code, Some(1));
    assert!(stderr.contains("WORKFLOW_BLOCKS_WRITE_DIRECTORY"), "{stderr}");
    assert_eq!(run(&["--write-dir", &kept.display().to_string()]), (Some(0), String::new()));
    let files: Vec<PathBuf> = std::fs::read_dir(kept.join("logs")).unwrap().map(|file| file.unwrap().path()).collect();
    let [file] = files.as_slice() else { panic!("one file is expected: {files:?}") };
    assert_eq!(std::fs::read_to_string(file).unwrap(), "a,b\n");
}
