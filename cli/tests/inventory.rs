//! The example in `examples/inventory.workflow.json`, from a photograph to a log and a webhook, with a server in this
//! process in place of the model.

#[path = "../../xtask/src/docs/pages/pictures/server.rs"]
mod server;

use std::path::Path;
use std::process::Command;
use std::sync::mpsc;

use serde_json::{Value as Json, json};
use server::Server;
use tempfile::TempDir;

const KEY: &str = "sk-or-hunter2";

/// An object as the model tells of it.
fn object(class: &str, confidence: f64, x_min: f64, x_max: f64) -> Json {
    json!({
        "class_name": class, "confidence": confidence,
        "x_min": x_min, "y_min": 0.36, "x_max": x_max, "y_max": 0.64
    })
}

#[test]
fn fruit_is_found_cut_out_drawn_logged_and_told() {
    let said = json!({ "detections": [
        object("orange", 0.94, 0.22, 0.44),
        object("lemon", 0.9, 0.6, 0.84),
        object("apple", 0.5, 0.43, 0.65),
    ] });
    let (sender, requests) = mpsc::channel();
    let listener = move |target: &str, body| sender.send((target.to_owned(), body)).unwrap();
    let server = Server::start(&format!("```json\n{said}\n```"), listener).unwrap();
    let folder = TempDir::new().unwrap();
    let out = folder.path().join("out");
    let output = Command::new(env!("CARGO_BIN_EXE_blocks"))
        .args(["run", "examples/inventory.workflow.json", "--image", "image=examples/photo.jpg"])
        .args(["--secret", "openrouter_api_key=KEY", "--input", &format!("webhook={}", server.url("/inventory"))])
        .args(["--input", "folder=logs", "--write-dir", folder.path().to_str().unwrap()])
        .args(["--out-dir", out.to_str().unwrap()])
        .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap())
        .env("KEY", KEY)
        .env("OPENROUTER_BASE_URL", server.url("/api/v1"))
        .env("WORKFLOWS_INTERNAL_HOSTS", "127.0.0.1")
        .output()
        .unwrap();
    let (stdout, stderr) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{stderr}");
    assert!(!stdout.contains(KEY) && !stderr.contains(KEY), "{stdout}{stderr}");

    let rows: Vec<Json> = serde_json::from_slice(&output.stdout).unwrap();
    let row = &rows[0];
    let classes: Vec<&str> =
        row["predictions"]["predictions"].as_array().unwrap().iter().map(|it| it["class"].as_str().unwrap()).collect();
    assert_eq!(classes, ["orange", "lemon"], "the apple is too uncertain");

    let photo = image::open("../examples/photo.jpg").unwrap().into_rgb8();
    let drawing = image::open(out.join("0_drawing.png")).unwrap().into_rgb8();
    assert_eq!(drawing.dimensions(), photo.dimensions());
    assert_ne!(drawing, photo);
    let orange = image::open(out.join("0_parts_0.png")).unwrap();
    assert_eq!((orange.width(), orange.height()), (141, 134));

    let logs: Vec<_> =
        std::fs::read_dir(folder.path().join("logs")).unwrap().map(|file| file.unwrap().path()).collect();
    let log = std::fs::read_to_string(&logs[0]).unwrap();
    assert!(log.starts_with("classes,count,timestamp\n\"['orange', 'lemon']\",2,"), "{log}");

    let requests: Vec<(String, Json)> = requests.try_iter().collect();
    let [(asked, _), (told, payload)] = requests.as_slice() else { panic!("{requests:?}") };
    assert_eq!([asked.as_str(), told], ["/api/v1/chat/completions", "/inventory"]);
    assert_eq!(*payload, json!({ "count": 2, "classes": ["orange", "lemon"] }));
}
