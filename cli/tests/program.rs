//! The `blocks` program as its users run it.

#![expect(clippy::unwrap_used, reason = "helpers of tests may fail as tests do")]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::{Value as Json, json};
use tempfile::TempDir;

fn blocks(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_blocks"))
        .args(arguments)
        .current_dir(root())
        .env_remove("ROBOFLOW_API_KEY")
        .output()
        .expect("the program starts")
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the crate is in the workspace")
}

fn stdout(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn rows(output: &Output) -> Vec<Json> {
    serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("no rows: {}", stderr(output)))
}

/// A workflow in a file of its own.
fn workflow(folder: &TempDir, json: &Json) -> PathBuf {
    let path = folder.path().join("test.workflow.json");
    std::fs::write(&path, json.to_string()).expect("the folder is writable");
    path
}

fn blur_step(members: &Json) -> Json {
    let mut step = json!({ "type": "roboflow_core/image_blur@v1", "name": "blur", "image": "$inputs.image" });
    for (name, value) in members.as_object().into_iter().flatten() {
        step[name] = value.clone();
    }
    json!({
        "version": "1.0",
        "inputs": [{ "type": "WorkflowImage", "name": "image" }],
        "steps": [step],
        "outputs": [{ "type": "JsonField", "name": "blurred", "selector": "$steps.blur.image" }]
    })
}

#[test]
fn the_readme_s_run_blurs_the_photo() {
    let folder = TempDir::new().unwrap();
    let out = folder.path().join("out");
    let output = blocks(&[
        "run",
        "examples/blur.workflow.json",
        "--image",
        "image=examples/photo.jpg",
        "--out-dir",
        &out.display().to_string(),
    ]);
    assert!(output.status.success(), "{}", stderr(&output));
    let path = out.join("0_blurred.png");
    assert_eq!(rows(&output)[0]["blurred"], json!({ "type": "file", "value": path.display().to_string() }));
    let sharp = image::open(root().join("examples/photo.jpg")).unwrap().into_luma8();
    let smooth = image::open(path).unwrap().into_luma8();
    assert_eq!(sharp.dimensions(), smooth.dimensions());
    assert!(roughness(&smooth) * 2 < roughness(&sharp), "the result is not smoother");
}

#[test]
fn the_example_in_yaml_gives_what_the_one_in_json_gives() {
    let [json, yaml] = ["examples/blur.workflow.json", "examples/blur.workflow.yaml"].map(|file| {
        assert_eq!(stdout(&blocks(&["validate", file])), format!("{file}: good\n"));
        let interface = stdout(&blocks(&["interface", file, "--format", "json"]));
        let output = blocks(&["run", file, "--image", "image=examples/photo.jpg"]);
        assert!(output.status.success(), "{}", stderr(&output));
        (interface, rows(&output)[0]["blurred"]["value"].clone())
    });
    assert!(json.1.as_str().is_some_and(|image| image.len() > 1000));
    assert!(json == yaml);
}

#[test]
fn mistakes_in_yaml_are_shown_in_their_lines() {
    let folder = TempDir::new().unwrap();
    let text = std::fs::read_to_string(root().join("examples/blur.workflow.yaml")).unwrap();
    let text = text.replace("gaussian", "gausian").replace("    kind:", "    def\n    kind:");
    let path = folder.path().join("broken.workflow.yml");
    std::fs::write(&path, &text).unwrap();
    let output = blocks(&["validate", &path.display().to_string(), "--format", "json"]);
    assert_eq!(output.status.code(), Some(1));
    let report: Json = serde_json::from_slice(&output.stdout).unwrap();
    let found: Vec<_> = report["diagnostics"]
        .as_array()
        .unwrap()
        .iter()
        .map(|finding| (finding["line"].as_u64().unwrap(), finding["code"].as_str().unwrap()))
        .collect();
    assert_eq!(found, [(8, "syntax"), (15, "unknown-value")], "{report:#}");
    // Without a name that tells, the text does.
    std::fs::write(folder.path().join("workflow"), &text).unwrap();
    let output = blocks(&["validate", &folder.path().join("workflow").display().to_string()]);
    assert!(stderr(&output).contains("`def` has no colon"), "{}", stderr(&output));
}

/// How much neighbours differ, in all.
fn roughness(image: &image::GrayImage) -> u64 {
    image.rows().flat_map(|row| row.clone().zip(row.skip(1))).map(|(a, b)| u64::from(a.0[0].abs_diff(b.0[0]))).sum()
}

#[test]
fn a_folder_is_a_batch_and_its_images_stay_in_order() {
    let folder = TempDir::new().unwrap();
    for (name, width) in [("b.png", 5), ("a.png", 4), ("c.png", 6)] {
        image::RgbImage::new(width, 3).save(folder.path().join(name)).unwrap();
    }
    std::fs::write(folder.path().join("notes.txt"), "no image").unwrap();
    let images = format!("image={}", folder.path().display());
    let out = folder.path().join("out");
    let output =
        blocks(&["run", "examples/blur.workflow.json", "--image", &images, "--out-dir", &out.display().to_string()]);
    let widths: Vec<u32> = rows(&output)
        .iter()
        .map(|row| image::open(row["blurred"]["value"].as_str().unwrap()).unwrap().width())
        .collect();
    assert_eq!(widths, [4, 5, 6]);
}

#[test]
fn images_are_printed_as_base64_without_a_folder() {
    let output = blocks(&["run", "examples/blur.workflow.json", "--image", "image=examples/photo.jpg"]);
    let image = &rows(&output)[0]["blurred"];
    assert_eq!(image["type"], "base64");
    assert_eq!(image["video_metadata"]["video_identifier"], "image");
}

#[test]
fn what_goes_wrong_in_a_run_has_a_cause_and_exit_code_1() {
    let photo = "image=examples/photo.jpg";
    let blur = "examples/blur.workflow.json";
    for (arguments, expected) in [
        (vec!["run", blur], "the input `image` (WorkflowImage, kind `image`) is missing"),
        (vec!["run", blur, "--image", "image=no/such.jpg"], "there is no image file `no/such.jpg`"),
        (vec!["run", blur, "--image", "image=README.md"], "no image of a known format"),
        (vec!["run", blur, "--image", "image=http://127.0.0.1:9/a.jpg"], "plain `http`"),
        (vec!["run", blur, "--image", photo, "--input", "kernel_size=4"], "step `blur` failed"),
        (vec!["run", blur, "--image", photo, "--input", "kernel_size=zz"], "expected a whole number"),
        (vec!["run", "no/such.json"], "`no/such.json` cannot be read"),
    ] {
        let output = blocks(&arguments);
        assert_eq!(output.status.code(), Some(1), "{arguments:?}: {}", stderr(&output));
        assert!(stderr(&output).contains(expected), "{arguments:?}: {}", stderr(&output));
        assert!(output.stdout.is_empty(), "{arguments:?}");
    }
}

#[test]
fn inputs_that_the_workflow_does_not_have_are_named() {
    let photo = "image=examples/photo.jpg";
    let output = blocks(&["run", "examples/blur.workflow.json", "--image", photo, "--input", "kernel_sise=3"]);
    assert!(output.status.success());
    assert!(stderr(&output).contains("did you mean `kernel_size`?"), "{}", stderr(&output));
}

#[test]
fn a_damaged_image_of_a_batch_is_named() {
    let folder = TempDir::new().unwrap();
    image::RgbImage::new(4, 3).save(folder.path().join("a.png")).unwrap();
    std::fs::write(folder.path().join("b.png"), "no image").unwrap();
    let images = format!("image={}", folder.path().display());
    let output = blocks(&["run", "examples/blur.workflow.json", "--image", &images]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("b.png"), "{}", stderr(&output));
}

#[test]
fn text_stays_text_where_the_workflow_wants_text() {
    let photo = "image=examples/photo.jpg";
    let nowhere = "base_url=http://127.0.0.1:9/v1";
    let output =
        blocks(&["run", "examples/ask.workflow.json", "--image", photo, "--input", nowhere, "--input", "question=42"]);
    assert!(output.status.success(), "{}", stderr(&output));
}

#[test]
fn a_wrong_command_line_is_exit_code_2() {
    assert_eq!(blocks(&["run", "examples/blur.workflow.json", "--image", "photo.jpg"]).status.code(), Some(2));
    assert_eq!(blocks(&["rum"]).status.code(), Some(2));
}

#[test]
fn an_unreachable_server_is_explained_and_the_key_is_not_shown() {
    let output = blocks(&[
        "run",
        "examples/ask.workflow.json",
        "--image",
        "image=examples/photo.jpg",
        "--input",
        "base_url=http://127.0.0.1:9/v1",
        "--input",
        "api_key=sk-very-secret",
    ]);
    assert!(output.status.success(), "{}", stderr(&output));
    let row = &rows(&output)[0];
    assert_eq!(row["answer"], "");
    assert!(row["error"].as_str().unwrap().contains("cannot be reached"), "{row}");
    assert!(!stdout(&output).contains("very-secret") && !stderr(&output).contains("very-secret"));
}

#[test]
fn findings_point_at_the_source() {
    let folder = TempDir::new().unwrap();
    let path = workflow(&folder, &blur_step(&json!({ "blur_type": "gausian" })));
    let output = blocks(&["validate", &path.display().to_string()]);
    assert_eq!(output.status.code(), Some(1));
    let shown = stderr(&output);
    for part in ["error[unknown-value]", "test.workflow.json:1:", "^^^^^^^^^", "did you mean `gaussian`?"] {
        assert!(shown.contains(part), "{part}: {shown}");
    }
}

#[test]
fn an_unknown_property_is_only_a_warning() {
    let folder = TempDir::new().unwrap();
    let path = workflow(&folder, &blur_step(&json!({ "kernal_size": 3 })));
    let output = blocks(&["validate", "--format", "json", &path.display().to_string()]);
    assert!(output.status.success());
    let line: Json = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(line["error_type"], Json::Null);
    let finding = &line["diagnostics"][0];
    assert_eq!(finding["code"], "unknown-property");
    assert_eq!(finding["severity"], "warning");
    assert_eq!(finding["pointer"], "/steps/0/kernal_size");
    assert_eq!(finding["remedy"], "did you mean `kernel_size`?");
}

#[test]
fn json_has_a_line_for_each_file_and_names_errors_as_the_reference_does() {
    let folder = TempDir::new().unwrap();
    let cycle = workflow(&folder, &blur_step(&json!({ "image": "$steps.blur.image" }))).display().to_string();
    let missing = folder.path().join("missing.json").display().to_string();
    let output = blocks(&["validate", "--format", "json", &cycle, "examples/blur.workflow.json", &missing]);
    assert_eq!(output.status.code(), Some(1));
    let lines: Vec<Json> = stdout(&output).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let types: Vec<&Json> = lines.iter().map(|line| &line["error_type"]).collect();
    assert_eq!(types[..2], [&json!("ExecutionGraphStructureError"), &Json::Null]);
    assert!(types[2].is_string(), "a file that cannot be read is not good");
    assert_eq!(lines[0]["file"], json!(cycle));
}

#[test]
fn describe_has_connections_when_asked() {
    let output = blocks(&["describe", "--format", "json", "--connections"]);
    let json: Json = serde_json::from_slice(&output.stdout).unwrap();
    let blur = &json["connections"]["roboflow_core/image_blur@v1"];
    assert!(blur["from"].as_array().unwrap().contains(&json!("roboflow_core/image_blur@v1")));
    assert!(json["blocks"].as_array().unwrap().len() >= 3);
    assert_eq!(blocks(&["describe", "roboflow_core/image_blurr@v1"]).status.code(), Some(1));
}

#[test]
fn the_interface_of_a_workflow_is_told() {
    let output = blocks(&["interface", "examples/blur.workflow.json"]);
    assert!(output.status.success(), "{}", stderr(&output));
    let told = stdout(&output);
    let lines: Vec<Vec<&str>> = told.lines().map(|line| line.split_whitespace().collect()).collect();
    for line in [["Input", "Kinds"], ["image", "image"], ["kernel_size", "integer"], ["blurred", "image"]] {
        assert!(lines.iter().any(|found| found == &line), "{line:?}: {told}");
    }
    let output = blocks(&["interface", "examples/blur.workflow.json", "--format", "json"]);
    let json: Json = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(json["outputs"], json!({ "blurred": ["image"] }));
    assert_eq!(json["typing_hints"]["image"], "dict");
}

#[test]
fn an_interface_that_cannot_be_told_is_explained_in_the_source() {
    let folder = TempDir::new().unwrap();
    let path = workflow(&folder, &blur_step(&json!({ "image": "$inputs.imagge" })));
    let output = blocks(&["interface", &path.display().to_string()]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("did you mean `image`?"), "{}", stderr(&output));
    assert!(output.stdout.is_empty());
}

#[test]
fn lists_schema_and_completions_are_printed() {
    assert!(stdout(&blocks(&["list"])).contains("roboflow_core/qwen_vlm@v1"));
    let schema: Json = serde_json::from_slice(&blocks(&["schema"]).stdout).unwrap();
    assert_eq!(schema["$schema"], "http://json-schema.org/draft-07/schema#");
    assert!(stdout(&blocks(&["completions", "bash"])).contains("complete"));
}

#[test]
fn the_schema_is_made_as_one_wishes() {
    let plain = stdout(&blocks(&["schema", "--no-snippets", "--section", "classical_cv"]));
    assert!(plain.contains("image_blur@v1") && !plain.contains("qwen_vlm@v1") && !plain.contains("defaultSnippets"));
    let hidden = blocks(&["schema", "--hidden-enum", "--dialect", "2020-12"]);
    let schema: Json = serde_json::from_slice(&hidden.stdout).unwrap();
    assert!(schema["$defs"]["types"]["enum"].is_null() && schema["$defs"]["types"]["pattern"].is_string());
    let unknown = stderr(&blocks(&["schema", "--section", "cv"]));
    assert!(unknown.contains("classical_cv"), "{unknown}");
}

/// Small red images, the second of them damaged.
fn stills() -> TempDir {
    let folder = TempDir::new().unwrap();
    for number in 0..3 {
        let path = folder.path().join(format!("{number}.png"));
        image::RgbImage::from_pixel(8, 8, image::Rgb([200, 0, 0])).save(path).unwrap();
    }
    std::fs::write(folder.path().join("1.png"), b"damaged").unwrap();
    folder
}

fn lines(output: &Output) -> Vec<Json> {
    stdout(output).lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn a_stream_is_a_line_for_each_frame() {
    let (stills, out) = (stills(), TempDir::new().unwrap());
    let (source, out_dir) = (format!("image={}", stills.path().display()), out.path().display().to_string());
    let run = ["run", "examples/blur.workflow.json", "--stream", &source, "--out-dir", &out_dir];
    let stopped = blocks(&run);
    assert_eq!((stopped.status.code(), lines(&stopped).len()), (Some(1), 2));
    let on = blocks(&[&run[..], &["--keep-going"]].concat());
    assert_eq!(on.status.code(), Some(1));
    assert!(stderr(&on).contains("frame 1") && stderr(&on).contains("1.png"), "{}", stderr(&on));
    let lines = lines(&on);
    let members: Vec<bool> = lines.iter().map(|line| line.get("outputs").is_some()).collect();
    assert_eq!(members, [true, false, true]);
    assert!(lines[1]["error"]["message"].as_str().unwrap().contains("1.png"));
    let image = lines[2]["outputs"][0]["blurred"]["value"].as_str().unwrap();
    assert!(image.ends_with("000002_0_blurred.png") && Path::new(image).is_file(), "{image}");
}

#[test]
fn images_that_cannot_be_written_lose_no_other_frame() {
    let (stills, out) = (stills(), TempDir::new().unwrap());
    std::fs::create_dir(out.path().join("000000_0_blurred.png")).unwrap();
    let (source, out_dir) = (format!("image={}", stills.path().display()), out.path().display().to_string());
    let run = ["run", "examples/blur.workflow.json", "--stream", &source, "--out-dir", &out_dir, "--keep-going"];
    let found = lines(&blocks(&run));
    let members: Vec<bool> = found.iter().map(|line| line.get("outputs").is_some()).collect();
    assert_eq!(members, [false, false, true]);
    assert!(found[0]["error"]["message"].as_str().unwrap().contains("000000_0_blurred.png"), "{}", found[0]);

    let file = stills.path().join("0.png").display().to_string();
    let refused =
        blocks(&["run", "examples/blur.workflow.json", "--image", "image=examples/photo.jpg", "--out-dir", &file]);
    assert!(refused.stdout.is_empty() && stderr(&refused).contains("cannot be written"), "{}", stderr(&refused));
}

#[test]
fn keys_are_not_repeated_where_names_belong() {
    let run = ["run", "examples/ask.workflow.json", "--image", "image=examples/photo.jpg"];
    let told = |further: &[&str]| stderr(&blocks(&[&run[..], further].concat()));
    let key = told(&["--secret", "api_key=sk-hunter2"]);
    assert!(key.contains("--secret api_key=") && !key.contains("hunter2"), "{key}");
    let unset = told(&["--secret", "api_key=NO_SUCH_VARIABLE_HERE"]);
    assert!(unset.contains("`NO_SUCH_VARIABLE_HERE`") && unset.contains("is not set"), "{unset}");
    let twice = told(&["--secret", "api_key=PATH", "--input", "api_key=x"]);
    assert!(twice.contains("by `--input` and by `--secret`"), "{twice}");
}

#[test]
fn a_run_may_be_given_up_and_profiled() {
    let folder = TempDir::new().unwrap();
    let trace = folder.path().join("trace.json").display().to_string();
    let run = ["run", "examples/blur.workflow.json", "--image", "image=examples/photo.jpg"];
    let output = blocks(&[&run[..], &["--profile", &trace]].concat());
    assert!(output.status.success(), "{}", stderr(&output));
    let events: Json = serde_json::from_str(&std::fs::read_to_string(&trace).unwrap()).unwrap();
    let names: Vec<&str> = events.as_array().unwrap().iter().filter_map(|event| event["name"].as_str()).collect();
    for name in ["workflow_compilation", "workflow_run", "step_execution", "step_code_execution"] {
        assert!(names.contains(&name), "{names:?}");
    }
    let late = blocks(&[&run[..], &["--timeout", "0"]].concat());
    assert_eq!(late.status.code(), Some(1));
    assert!(stderr(&late).contains("longer than 0ns"), "{}", stderr(&late));
    assert_eq!(blocks(&[&run[..], &["--timeout", "soon"]].concat()).status.code(), Some(2));
}

#[test]
fn saved_workflows_come_from_a_folder() {
    let folder = TempDir::new().unwrap();
    let inner = blur_step(&json!({}));
    std::fs::write(folder.path().join("softly.json"), inner.to_string()).unwrap();
    let outer = workflow(
        &folder,
        &json!({
            "version": "1.0",
            "inputs": [{ "type": "WorkflowImage", "name": "photo" }],
            "steps": [{
                "type": "roboflow_core/inner_workflow@v1", "name": "inner",
                "workflow_workspace_id": "local", "workflow_id": "softly",
                "parameter_bindings": { "image": "$inputs.photo" },
            }],
            "outputs": [{ "type": "JsonField", "name": "out", "selector": "$steps.inner.blurred" }]
        }),
    );
    let (outer, saved) = (outer.display().to_string(), folder.path().display().to_string());
    let output = blocks(&["run", &outer, "--workflows", &saved, "--image", "photo=examples/photo.jpg"]);
    assert!(output.status.success(), "{}", stderr(&output));
    assert_eq!(rows(&output)[0]["out"]["type"], "base64");
    let output = blocks(&["validate", &outer, "--workflows", "docs"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("softly"), "{}", stderr(&output));
}

#[test]
fn a_stream_needs_an_input_of_its_own() {
    let stills = stills();
    let path = stills.path().display();
    let (wrong, right) = (format!("kernel_size={path}"), format!("image={path}"));
    for (arguments, expected) in [
        (vec!["--stream", &wrong], "the inputs that take images are `image`"),
        (vec!["--stream", &right, "--image", "image=examples/photo.jpg"], "leave one of them out"),
    ] {
        let output = blocks(&[&["run", "examples/blur.workflow.json"][..], &arguments].concat());
        assert_eq!((output.status.code(), output.stdout.len()), (Some(1), 0));
        assert!(stderr(&output).contains(expected), "{}", stderr(&output));
    }
}

#[test]
fn files_that_are_no_workflows_are_refused_as_such() {
    let folder = TempDir::new().unwrap();
    let file = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path.display().to_string()
    };
    let marked = file(
        "marked.json",
        &["\u{feff}".as_bytes(), br#"{"version": "1.0", "inputs": [], "steps": [], "outputs": []}"#].concat(),
    );
    assert!(blocks(&["validate", &marked]).status.success());
    for (path, expected) in [
        (file("binary", &[0xff, 0xfe, 0]), "is not text in UTF-8"),
        (file("huge.json", &vec![b' '; (16 << 20) + 1]), "more than 16777216 bytes"),
    ] {
        let output = blocks(&["validate", &path]);
        assert_eq!(output.status.code(), Some(1));
        assert!(stderr(&output).contains(expected), "{}", stderr(&output));
    }
}
