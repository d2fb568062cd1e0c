//! What comes out, ours beside the reference's: equal but for identifiers that are made up, times where the clock runs,
//! and the last digits of numbers.

use std::collections::HashMap;
use std::sync::LazyLock;

use regex::Regex;
use serde_json::Value as Json;

use crate::picture::Comparison;

static IDENTIFIER: LazyLock<Regex> =
    LazyLock::new(|| Regex::new("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}").expect("it is valid"));
static TIME: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:?\d\d)?").expect("it is valid"));

/// Where ours differs from what was recorded; `exact_times` where the reference's clock was stopped.
pub fn differences(expected: &Json, ours: &Json, exact_times: bool, pictures: &Comparison<'_>) -> Vec<String> {
    let mut comparing =
        Comparing { exact_times, pictures, theirs: Names::default(), ours: Names::default(), found: Vec::new() };
    comparing.compare(expected, ours, "");
    comparing.found
}

struct Comparing<'a> {
    exact_times: bool,
    pictures: &'a Comparison<'a>,
    theirs: Names,
    ours: Names,
    found: Vec<String>,
}

/// Identifiers that were made up, numbered in the order in which they come: what is one thing on one side is so on the
/// other.
#[derive(Default)]
struct Names(HashMap<String, usize>);

impl Names {
    fn numbered(&mut self, text: &str) -> String {
        IDENTIFIER
            .replace_all(text, |found: &regex::Captures<'_>| {
                let next = self.0.len();
                format!("<identifier {}>", self.0.entry(found[0].to_owned()).or_insert(next))
            })
            .into_owned()
    }
}

impl Comparing<'_> {
    fn compare(&mut self, expected: &Json, ours: &Json, place: &str) {
        match (expected, ours) {
            (Json::Object(theirs), Json::Object(our)) => {
                if let (Some(file), Some(number)) = (theirs.get("png"), our.get("png")) {
                    let (file, number) = (file.as_str().unwrap_or_default(), number.as_u64().unwrap_or_default());
                    self.found.extend(self.pictures.difference(file, number).map(|it| format!("{place}: {it}")));
                    return;
                }
                let names: std::collections::BTreeSet<&String> = theirs.keys().chain(our.keys()).collect();
                for name in names {
                    let place = format!("{place}/{name}");
                    match (theirs.get(name), our.get(name)) {
                        (Some(theirs), Some(our)) => self.compare(theirs, our, &place),
                        (Some(theirs), None) => self.found.push(format!("{place}: missing, should be {theirs}")),
                        (None, our) => self.found.push(format!("{place}: too much: {}", our.unwrap_or(&Json::Null))),
                    }
                }
            }
            (Json::Array(theirs), Json::Array(our)) if theirs.len() == our.len() => {
                for (number, (theirs, our)) in theirs.iter().zip(our).enumerate() {
                    self.compare(theirs, our, &format!("{place}/{number}"));
                }
            }
            (Json::Number(theirs), Json::Number(our)) => {
                let (theirs, our) = (theirs.as_f64().unwrap_or(f64::NAN), our.as_f64().unwrap_or(f64::NAN));
                if (theirs - our).abs() > 1e-6 * theirs.abs().max(1.0) {
                    self.found.push(format!("{place}: {our}, should be {theirs}"));
                }
            }
            (Json::String(theirs), Json::String(our)) => {
                let (theirs, our) = (self.theirs.numbered(theirs), self.ours.numbered(our));
                let (theirs, our) = if self.exact_times {
                    (theirs, our)
                } else {
                    (TIME.replace_all(&theirs, "<time>").into_owned(), TIME.replace_all(&our, "<time>").into_owned())
                };
                if theirs != our {
                    self.found.push(format!("{place}: {our:?}, should be {theirs:?}"));
                }
            }
            (theirs, our) if theirs != our => self.found.push(format!("{place}: {our}, should be {theirs}")),
            _ => {}
        }
    }
}
