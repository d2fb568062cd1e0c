//! What files are written, where, and what is in them.

use std::fs;
use std::path::Path;

use block_runtime::block::{Environment, WriteAccess};
use serde_json::{Value as Json, json};
use tempfile::TempDir;

use crate::{Wall, Workflow, environment};

fn below(folder: &TempDir, clock: &Wall) -> Environment {
    Environment { writing: WriteAccess::Below(folder.path().to_owned()), ..environment(clock) }
}

fn step(mode: &str, file_type: &str) -> Json {
    json!({
        "type": "roboflow_core/local_file_sink@v1",
        "content": "$inputs.content",
        "output_mode": mode,
        "file_type": file_type,
        "target_directory": "$inputs.folder",
        "file_name_prefix": "$inputs.prefix"
    })
}

/// Runs the step with these contents one after the other, a second apart.
async fn keep(step: &Json, folder: &TempDir, contents: &[&str]) -> Vec<bool> {
    let clock = Wall::new();
    let mut workflow = Workflow::new(step, &["content", "folder", "prefix"], below(folder, &clock));
    let mut errors = Vec::new();
    for content in contents {
        let inputs = json!({ "content": content, "folder": "out", "prefix": "test" });
        let outputs = workflow.run(inputs).await.unwrap();
        errors.push(outputs["error_status"] == json!(true));
        clock.advance(1000);
    }
    errors
}

/// The files of a folder by name, with what is in them.
fn files(folder: &Path) -> Vec<(String, String)> {
    let read = |entry: std::io::Result<fs::DirEntry>| {
        let entry = entry.unwrap();
        (entry.file_name().into_string().unwrap(), fs::read_to_string(entry.path()).unwrap())
    };
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(read).collect();
    files.sort();
    files
}

fn named(end: &str, content: &str) -> (String, String) {
    (format!("test_2024_10_18_14_{end}"), content.to_owned())
}

#[tokio::test]
async fn each_text_has_a_file_of_its_own() {
    let folder = TempDir::new().unwrap();
    let errors = keep(&step("separate_files", "json"), &folder, &["{\"a\":1}", "not JSON\n", ""]).await;
    assert_eq!(errors, [false; 3]);
    let expected = [
        named("09_57_622297.json", "{\"a\":1}\n"),
        named("09_58_622297.json", "not JSON\n"),
        named("09_59_622297.json", "\n"),
    ];
    assert_eq!(files(&folder.path().join("out")), expected);
}

#[tokio::test]
async fn a_table_in_a_log_has_its_header_once() {
    let folder = TempDir::new().unwrap();
    let contents = ["a,b\n1,2\n", "a,b\n3,4", "a,b\n", "a,b", "a,b\n5,6\n7,8\n"];
    keep(&step("append_log", "csv"), &folder, &contents).await;
    assert_eq!(files(&folder.path().join("out")), [named("09_57_622297.csv", "a,b\n1,2\n3,4\n5,6\n7,8\n")]);
}

#[tokio::test]
async fn json_in_a_log_has_a_line_for_each_document() {
    let folder = TempDir::new().unwrap();
    let contents = ["{\n \"ä\": [1,2.0]\n}\n", "[1", "7"];
    assert_eq!(keep(&step("append_log", "json"), &folder, &contents).await, [false, true, false]);
    let expected = [named("09_57_622297.jsonl", "{\"\\u00e4\": [1, 2.0]}\n7\n")];
    assert_eq!(files(&folder.path().join("out")), expected);
}

#[tokio::test]
async fn a_full_log_is_followed_by_another() {
    let folder = TempDir::new().unwrap();
    let mut step = step("append_log", "txt");
    step["max_entries_per_file"] = json!(2);
    keep(&step, &folder, &["a", "b\n", "c"]).await;
    let expected = [named("09_57_622297.txt", "a\nb\n"), named("09_59_622297.txt", "c\n")];
    assert_eq!(files(&folder.path().join("out")), expected);
}

#[tokio::test]
async fn each_prefix_has_a_log() {
    let folder = TempDir::new().unwrap();
    let mut workflow =
        Workflow::new(&step("append_log", "txt"), &["content", "folder", "prefix"], below(&folder, &Wall::new()));
    for (prefix, content) in [("north", "1"), ("deep/south", "2"), ("north", "3")] {
        workflow.run(json!({ "content": content, "folder": ".", "prefix": prefix })).await.unwrap();
    }
    let read = |name: &str| fs::read_to_string(folder.path().join(format!("{name}_2024_10_18_14_09_57_622297.txt")));
    assert_eq!((read("north").unwrap(), read("deep/south").unwrap()), ("1\n3\n".to_owned(), "2\n".to_owned()));
}

#[tokio::test]
async fn nothing_is_written_elsewhere() {
    let place = TempDir::new().unwrap();
    let folder = TempDir::new_in(place.path()).unwrap();
    let outside = place.path().join("outside");
    for (target, prefix) in
        [("..", "test"), (outside.to_str().unwrap(), "test"), ("out", "../../test"), ("out", outside.to_str().unwrap())]
    {
        let mut workflow = Workflow::new(
            &step("separate_files", "txt"),
            &["content", "folder", "prefix"],
            below(&folder, &Wall::new()),
        );
        let error = workflow.run(json!({ "content": "a", "folder": target, "prefix": prefix })).await.unwrap_err();
        assert!(error.to_string().contains("below which workflows may write"), "{error}");
    }
    assert_eq!(fs::read_dir(place.path()).unwrap().count(), 1);
}

#[tokio::test]
async fn nothing_is_written_unless_the_operator_lets_it() {
    let mut workflow =
        Workflow::new(&step("append_log", "txt"), &["content", "folder", "prefix"], environment(&Wall::new()));
    let inputs = json!({ "content": "a", "folder": "out", "prefix": "test" });
    let error = workflow.run(inputs).await.unwrap_err();
    assert!(error.to_string().contains("`WORKFLOW_BLOCKS_WRITE_DIRECTORY`"), "{error}");
}

#[tokio::test]
async fn a_place_that_cannot_be_written_to_is_told() {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("out"), "a file").unwrap();
    for mode in ["append_log", "separate_files"] {
        assert_eq!(keep(&step(mode, "txt"), &folder, &["a"]).await, [true]);
    }
}

#[tokio::test]
async fn a_log_without_room_is_refused() {
    let folder = TempDir::new().unwrap();
    let mut step = step("append_log", "txt");
    step["max_entries_per_file"] = json!("$inputs.most");
    let environment = below(&folder, &Wall::new());
    let mut workflow = Workflow::new(&step, &["content", "folder", "prefix", "most"], environment);
    for (most, is_fine) in [(json!(0), false), (json!(-3), false), (json!("2"), true)] {
        let inputs = json!({ "content": "a", "folder": "out", "prefix": "test", "most": most });
        assert_eq!(workflow.run(inputs).await.is_ok(), is_fine, "{most}");
    }
}
