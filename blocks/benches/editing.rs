//! What the language server does while somebody types: a document of many steps is read and checked after each
//! keystroke, and then asked about one place.
//!
//! The aim for 200 steps is 10 ms for reading and checking, and 5 ms for completion.

use std::hint::black_box;
use std::sync::Arc;

use block_runtime::document::Notation;
use block_runtime::ide::{self, File, HintSettings};
use block_runtime::workflow::Library;
use divan::Bencher;

fn main() {
    divan::main();
}

const SIZES: [usize; 2] = [200, 2000];
const NOTATIONS: [Notation; 2] = [Notation::Json, Notation::Yaml];

/// A workflow of so many steps, each of which takes the image of the one before it.
fn text(steps: usize, notation: Notation) -> String {
    let step = |number: usize| {
        let image = if number == 0 { "$inputs.image".to_owned() } else { format!("$steps.s{}.image", number - 1) };
        match notation {
            Notation::Json => format!(
                r#"    {{"type": "roboflow_core/image_blur@v1", "name": "s{number}", "image": "{image}", "kernel_size": 5}}"#
            ),
            Notation::Yaml => format!(
                "  - type: roboflow_core/image_blur@v1\n    name: s{number}\n    image: {image}\n    kernel_size: 5\n"
            ),
        }
    };
    let last = steps - 1;
    let steps = (0..steps).map(step);
    match notation {
        Notation::Json => format!(
            r#"{{
  "version": "1.0",
  "inputs": [{{"type": "WorkflowImage", "name": "image"}}],
  "steps": [
{}
  ],
  "outputs": [{{"type": "JsonField", "name": "image", "selector": "$steps.s{last}.image"}}]
}}
"#,
            steps.collect::<Vec<_>>().join(",\n")
        ),
        Notation::Yaml => format!(
            "version: \"1.0\"\ninputs:\n  - type: WorkflowImage\n    name: image\nsteps:\n{}outputs:\n  - type: JsonField\n    \
             name: image\n    selector: $steps.s{last}.image\n",
            steps.collect::<String>()
        ),
    }
}

fn file(text: String, notation: Notation) -> File {
    File::new(Arc::new(blocks::catalogue()), Arc::default(), text, notation)
}

/// A file with a step that is being written at its end, and the place of the cursor, which stands where `typed` ends.
fn being_written(steps: usize, typed: &str) -> (File, usize) {
    let text = text(steps, Notation::Json);
    let end = text.rfind("}\n  ],").expect("there are steps") + 1;
    let step = format!(",\n    {typed}");
    let at = end + step.len();
    (file(format!("{}{step}{}", &text[..end], &text[end..]), Notation::Json), at)
}

#[divan::bench(args = SIZES, consts = [0, 1])]
fn read_and_check<const NOTATION: usize>(bencher: Bencher<'_, '_>, steps: usize) {
    let (catalogue, library) = (Arc::new(blocks::catalogue()), Arc::new(Library::default()));
    let notation = NOTATIONS[NOTATION];
    let text = text(steps, notation);
    assert!(file(text.clone(), notation).diagnostics().is_empty());
    bencher.bench_local(|| File::new(Arc::clone(&catalogue), Arc::clone(&library), text.clone(), notation));
}

/// The same with a mistake in the middle of the text, as there is one while somebody types.
#[divan::bench(args = SIZES, consts = [0, 1])]
fn read_and_check_broken<const NOTATION: usize>(bencher: Bencher<'_, '_>, steps: usize) {
    let (catalogue, library) = (Arc::new(blocks::catalogue()), Arc::new(Library::default()));
    let notation = NOTATIONS[NOTATION];
    let name = format!("s{}", steps / 2);
    let text = match notation {
        Notation::Json => text(steps, notation).replacen(&format!("\"name\": \"{name}\""), "\"na", 1),
        Notation::Yaml => text(steps, notation).replacen(&format!("name: {name}\n"), "na\n", 1),
    };
    assert!(!file(text.clone(), notation).faults.is_empty());
    bencher.bench_local(|| File::new(Arc::clone(&catalogue), Arc::clone(&library), text.clone(), notation));
}

fn completed(bencher: Bencher<'_, '_>, steps: usize, typed: &str) {
    let (file, at) = being_written(steps, typed);
    assert!(!ide::completions(&file, at).is_empty());
    bencher.bench_local(|| ide::completions(black_box(&file), at));
}

#[divan::bench(args = SIZES)]
fn complete_a_whole_step(bencher: Bencher<'_, '_>, steps: usize) {
    completed(bencher, steps, "");
}

#[divan::bench(args = SIZES)]
fn complete_a_type(bencher: Bencher<'_, '_>, steps: usize) {
    completed(bencher, steps, "{\"type\": \"robo");
}

#[divan::bench(args = SIZES)]
fn complete_a_name(bencher: Bencher<'_, '_>, steps: usize) {
    completed(bencher, steps, "{\"type\": \"roboflow_core/image_blur@v1\", \"name\": \"new\", \"");
}

#[divan::bench(args = SIZES)]
fn complete_a_reference(bencher: Bencher<'_, '_>, steps: usize) {
    completed(bencher, steps, "{\"type\": \"roboflow_core/image_blur@v1\", \"name\": \"new\", \"image\": \"$st");
}

#[divan::bench(args = SIZES)]
fn hover_over_a_reference(bencher: Bencher<'_, '_>, steps: usize) {
    let file = file(text(steps, Notation::Json), Notation::Json);
    let at = file.text().rfind("$steps.s").expect("there is a reference") + "$steps.s".len();
    assert!(ide::hover(&file, at).is_some());
    bencher.bench_local(|| ide::hover(black_box(&file), at));
}

#[divan::bench(args = SIZES)]
fn quick_fixes_of_a_slip(bencher: Bencher<'_, '_>, steps: usize) {
    let text = text(steps, Notation::Json).replacen("\"kernel_size\"", "\"kernal_size\"", 1);
    let file = file(text, Notation::Json);
    let at = file.text().find("kernal").expect("there is a slip");
    assert!(!ide::fixes(&file, &(at..at)).is_empty());
    bencher.bench_local(|| ide::fixes(black_box(&file), &(at..at)));
}

#[divan::bench(args = SIZES)]
fn hints_of_all(bencher: Bencher<'_, '_>, steps: usize) {
    let file = file(text(steps, Notation::Json), Notation::Json);
    let all = 0..file.text().len();
    bencher.bench_local(|| ide::hints(black_box(&file), &all, HintSettings::default()));
}

#[divan::bench(args = SIZES)]
fn tokens_of_all(bencher: Bencher<'_, '_>, steps: usize) {
    let file = file(text(steps, Notation::Json), Notation::Json);
    bencher.bench_local(|| ide::tokens(black_box(&file)));
}

#[divan::bench(args = SIZES)]
fn outline_of_all(bencher: Bencher<'_, '_>, steps: usize) {
    let file = file(text(steps, Notation::Json), Notation::Json);
    bencher.bench_local(|| ide::outline(black_box(&file)));
}
