//! The server keeps nothing of texts that have been typed over.

use serde_json::json;

use crate::client::Client;

/// Memory of a process in kB, as Linux tells it.
fn resident(process: u32) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find(|line| line.starts_with("VmRSS:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

#[test]
fn memory_does_not_grow_with_edits() {
    const EDITS: i64 = 10_000;
    let step = r#"{"type": "roboflow_core/image_blur@v1", "name": "b", "image": "$inputs.image"}"#;
    let text = format!(r#"{{"version": "1.0", "inputs": [], "steps": [{step}], "outputs": []}}"#);
    let mut client = Client::start();
    client.open("json", &text);
    let column = text.find("$inputs").unwrap();
    let mut early = None;
    for version in 2..EDITS {
        // Something is typed and taken back again, each time at the beginning of a reference.
        let (length, typed) = if version % 2 == 0 { (0, "xyz") } else { (3, "") };
        let range = json!({
            "start": {"line": 0, "character": column},
            "end": {"line": 0, "character": column + length},
        });
        client.change(version, &json!([{"range": range, "text": typed}]));
        client.diagnostics_of(version);
        if version == EDITS / 10 {
            early = resident(client.id());
        }
    }
    let (Some(early), Some(late)) = (early, resident(client.id())) else { return };
    assert!(late < early + 4096, "from {early} kB to {late} kB");
}
