//! The table of the conformance statements, `statements.md`, says the truth.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

const TABLE: &str = include_str!("statements.md");

/// Folders with tests whose names begin with the number of a statement.
const SOURCES: [&str; 2] = ["tests/engine", "../xtask/src/docs/pages/tests"];

struct Row<'a> {
    number: usize,
    stands_as: &'a str,
    tests: Vec<&'a str>,
    cases: Vec<&'a str>,
    remark: &'a str,
}

fn rows() -> Vec<Row<'static>> {
    let lines = TABLE.lines().skip_while(|line| !line.starts_with("| ---")).skip(1);
    lines
        .map(|line| {
            let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
            let [number, stands_as, places, remark] = cells.as_slice() else { panic!("{line}") };
            let places = places.split(", ").map(|place| place.trim_matches('`'));
            let (cases, tests) = places.partition(|place| place.starts_with("ui/"));
            Row { number: number.parse().unwrap(), stands_as, tests, cases, remark }
        })
        .collect()
}

fn folder(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// The tests of all sources that begin with the number of a statement.
fn tests() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for source in SOURCES.map(folder).iter().flat_map(|folder| fs::read_dir(folder).unwrap()) {
        let path = source.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(path).unwrap();
            let lines = text.lines().zip(text.lines().skip(1));
            let names = lines.filter(|(attribute, _)| *attribute == "#[test]").filter_map(|(_, line)| name(line));
            found.extend(names.filter(|name| number(name).is_some()).map(str::to_owned));
        }
    }
    found
}

fn name(line: &str) -> Option<&str> {
    line.strip_prefix("fn ")?.split('(').next()
}

/// The number of the statement that a test is about.
fn number(name: &str) -> Option<usize> {
    name.strip_prefix('s')?.split_once('_')?.0.parse().ok()
}

#[test]
fn every_statement_has_a_row() {
    assert!(rows().iter().map(|row| row.number).eq(1..=105));
}

#[test]
fn every_test_of_the_table_exists_and_every_test_is_in_the_table() {
    let rows = rows();
    let named: BTreeSet<String> = rows.iter().flat_map(|row| &row.tests).map(|name| (*name).to_owned()).collect();
    let exist = tests();
    let missing: Vec<&String> = named.difference(&exist).collect();
    let unlisted: Vec<&String> = exist.difference(&named).collect();
    assert!(missing.is_empty() && unlisted.is_empty(), "missing: {missing:#?}\nnot in the table: {unlisted:#?}");
    for row in rows {
        let strangers = row.tests.iter().filter(|name| number(name) != Some(row.number));
        assert_eq!(strangers.count(), 0, "statement {} has tests of others", row.number);
    }
}

#[test]
fn every_case_of_the_table_exists_and_fails_to_compile() {
    for case in rows().iter().flat_map(|row| &row.cases) {
        let source = folder("tests").join(case);
        assert!(source.is_file() && source.with_extension("stderr").is_file(), "{}", source.display());
    }
}

#[test]
fn what_stands_otherwise_has_a_place_and_a_reason() {
    for Row { number, stands_as, tests, cases, remark } in rows() {
        let sound = match stands_as {
            "test" => !tests.is_empty(),
            "differs" => !tests.is_empty() && !remark.is_empty(),
            "compile-fail" => !cases.is_empty() && !remark.is_empty(),
            _ => false,
        };
        assert!(sound, "statement {number}");
    }
}
