//! The language server in a real Neovim, with the configurations of the book.
//!
//! `cargo xtask test` runs these where Neovim 0.7 or later is installed.

#![expect(clippy::unwrap_used, reason = "helpers of tests may fail as tests do")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use serde_json::{Value as Json, json};

const YAML: &str = r#"version: "1.0"
inputs:
  - type: WorkflowImage
    name: image
steps:
  - type: roboflow_core/image_blur@v1
    name: blur
    image: $inputs.imag
    blur_type: medan
outputs:
  - type: JsonField
    name: blurred
    selector: $steps.blur.image
"#;

const JSON: &str = r#"{
  "version": "1.0",
  "inputs": [
    { "type": "WorkflowImage", "name": "image" }
  ],
  "steps": [
    {
      "type": "roboflow_core/image_blur@v1",
      "name": "blur", "image": "$inputs.imag",
      "blur_type": "medan"
    }
  ],
  "outputs": [{ "type": "JsonField", "name": "blurred", "selector": "$steps.blur.image" }]
}
"#;

#[test]
#[ignore = "needs Neovim 0.7 or later"]
fn the_configuration_of_the_book_works() {
    check("blocks.lua");
}

#[test]
#[ignore = "needs Neovim 0.7 or later"]
fn the_configuration_for_older_releases_works() {
    check("blocks-0.8.lua");
}

/// Has the session played with a configuration, and looks at what it has seen.
fn check(config: &str) {
    let seen = play(&Path::new(env!("CARGO_MANIFEST_DIR")).join("editors/neovim").join(config));
    for (name, filetype, text) in [("yaml", "yaml.workflow", YAML), ("json", "json.workflow", JSON)] {
        let seen = &seen[name];
        assert_eq!(seen["filetype"], filetype);
        let line = |part: &str| text.lines().position(|line| line.contains(part)).unwrap() + 1;
        let wanted = [("unknown-reference", line("$inputs.imag")), ("unknown-value", line("medan"))];
        let diagnostics = seen["diagnostics"].as_array().unwrap();
        let told: BTreeSet<_> = diagnostics.iter().map(|one| (one["code"].as_str(), one["line"].as_u64())).collect();
        let wanted = wanted.map(|(code, line)| (Some(code), u64::try_from(line).ok()));
        assert_eq!(told, BTreeSet::from(wanted), "{name}");
        assert!(diagnostics.iter().all(|one| one["source"] == "blocks"));
        let labels = seen["completion"].as_array().unwrap();
        assert!(labels.contains(&json!("$inputs.image")), "{name}: {labels:?}");
        assert!(seen["hover"].as_str().unwrap().contains("Smooth an image"), "{name}: {}", seen["hover"]);
        assert_eq!(
            seen["text"],
            text.replace("blur.image", "soft.image")
                .replace("blur\"", "soft\"")
                .replace("name: blur\n", "name: soft\n")
                .trim_end()
        );
    }
}

/// Plays the session in a Neovim that knows nothing else.
fn play(config: &Path) -> Json {
    let scratch = tempfile::tempdir().unwrap();
    let at = |name: &str| scratch.path().join(name);
    let (yaml, json, report) = (at("a.workflow.yaml"), at("a.workflow.json"), at("report.json"));
    fs::write(&yaml, YAML).unwrap();
    fs::write(&json, JSON).unwrap();
    let files = json!({"yaml": yaml, "json": json});
    let session = json!({"config": config, "files": files, "report": report}).to_string();
    let play = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/neovim/session.lua");
    let mut command = Command::new("nvim");
    for variable in ["HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"] {
        command.env(variable, scratch.path());
    }
    // Releases before 0.8 find file types in Lua only when they are told to from the start.
    command.args(["--headless", "--clean", "--cmd", "let g:do_filetype_lua = 1", "-c"]);
    command.arg(format!("lua session = vim.fn.json_decode([==[{session}]==]); dofile([==[{}]==])", play.display()));
    let output = command.env("PATH", path_with_program()).output().unwrap();
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{told}");
    serde_json::from_slice(&fs::read(report).unwrap()).unwrap()
}

/// Where programs are looked for, `blocks` first.
fn path_with_program() -> std::ffi::OsString {
    let own = Path::new(env!("CARGO_BIN_EXE_blocks")).parent().unwrap().to_owned();
    let others = env::var_os("PATH").unwrap_or_default();
    let all: Vec<PathBuf> = std::iter::once(own).chain(env::split_paths(&others)).collect();
    env::join_paths(all).unwrap()
}
