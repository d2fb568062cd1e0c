//! What authors see when they make mistakes: each file of `ui/<class>` is compiled and its errors compared with the
//! `.stderr` beside it. The files of `ui/pass` must compile.
//!
//! `//~ text` marks the line of an error whose message contains the text. Every error has a mark and every mark an
//! error, so one mistake never causes a second error. After a change of the messages:
//! `TRYBUILD=overwrite cargo test -p block-runtime --test ui`, then read the differences.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const CLASSES: [&str; 8] = ["struct", "field", "types", "variant", "output", "literal", "group", "entry"];

#[test]
fn messages_are_as_agreed_and_sound_blocks_compile() {
    let Some(cases) = cases() else { return };
    for class in CLASSES {
        cases.compile_fail(format!("tests/ui/{class}/*.rs"));
    }
    cases.pass("tests/ui/pass/*.rs");
}

/// The texts of errors change with the compiler, so they hold only for the version that the workspace names.
fn cases() -> Option<trybuild::TestCases> {
    let pinned = concat!("rustc ", env!("CARGO_PKG_RUST_VERSION"), ".");
    let rustc = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let output = Command::new(rustc).arg("--version").output().expect("rustc says its version");
    let version = String::from_utf8_lossy(&output.stdout).into_owned();
    if version.starts_with(pinned) {
        return Some(trybuild::TestCases::new());
    }
    eprintln!("skipped: the expected messages are those of {pinned}x, this is {version}");
    None
}

#[test]
fn every_mistake_is_one_error() {
    let mut faults = Vec::new();
    let mut count = 0;
    for class in CLASSES {
        for source in sources(class) {
            let (expected, found) = (marks(&source), errors(&source.with_extension("stderr")));
            count += expected.len();
            compare(&source, &expected, &found, &mut faults);
        }
    }
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
    assert!(count > 150, "only {count} marks were found");
}

#[test]
fn messages_do_not_name_what_is_private() {
    for class in CLASSES {
        for source in sources(class) {
            for error in errors(&source.with_extension("stderr")) {
                let hidden = ["__b", "__private"].iter().any(|word| error.text.contains(word));
                assert!(!hidden, "{}: {}", source.display(), error.text);
            }
        }
    }
}

/// An expected or a found error: its line in the source and its text.
struct Error {
    line: usize,
    text: String,
}

fn sources(class: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/ui").join(class);
    let entries = fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut sources: Vec<PathBuf> = entries
        .map(|entry| entry.expect("the folder is readable").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .collect();
    sources.sort();
    assert!(!sources.is_empty(), "{} has no cases", folder.display());
    sources
}

fn marks(source: &Path) -> Vec<Error> {
    let text = fs::read_to_string(source).expect("the case is readable");
    let lines = (1..).zip(text.lines());
    lines
        .filter_map(|(line, text)| text.split_once("//~").map(|(_, mark)| Error { line, text: mark.trim().to_owned() }))
        .collect()
}

fn errors(stderr: &Path) -> Vec<Error> {
    let text = fs::read_to_string(stderr).unwrap_or_else(|error| panic!("{}: {error}", stderr.display()));
    let mut errors: Vec<Error> = Vec::new();
    let mut placed = true;
    for line in text.lines() {
        if let Some(message) = line.strip_prefix("error") {
            errors.push(Error { line: 0, text: message.to_owned() });
            placed = false;
        } else if !placed && let Some((_, place)) = line.split_once("--> ") {
            let number = place.split(':').nth(1).and_then(|number| number.parse().ok());
            errors.last_mut().expect("a place follows an error").line = number.unwrap_or(0);
            placed = true;
        }
    }
    errors.sort_by_key(|error| error.line);
    errors
}

fn compare(source: &Path, expected: &[Error], found: &[Error], faults: &mut Vec<String>) {
    let place = |line: usize| format!("{}:{line}", source.display());
    for mark in expected {
        let of_line: Vec<&Error> = found.iter().filter(|error| error.line == mark.line).collect();
        match of_line.as_slice() {
            [only] if only.text.contains(&mark.text) => {}
            [] => faults.push(format!("{}: no error `{}`", place(mark.line), mark.text)),
            several => faults.extend(
                several.iter().map(|error| format!("{}: `{}`, not `{}`", place(mark.line), error.text, mark.text)),
            ),
        }
    }
    let marked = |error: &&Error| expected.iter().any(|mark| mark.line == error.line);
    faults.extend(
        found
            .iter()
            .filter(|error| !marked(error))
            .map(|error| format!("{}: an error without a mark: `{}`", place(error.line), error.text)),
    );
}
