//! Formatting of JSON.

use block_runtime::document::Notation;
use block_runtime::ide::{Edit, format};
use proptest::prelude::*;
use serde_json::Value as Json;

use crate::{Marked, samples};

/// The text after the edits, which must neither overlap nor be out of order, nor change nothing.
fn applied(text: &str, edits: &[Edit]) -> String {
    let (mut result, mut at) = (String::new(), 0);
    for edit in edits {
        assert!(at <= edit.span.start && (at < edit.span.start || at == 0 || !edit.span.is_empty()));
        assert_ne!(text[edit.span.clone()], edit.text);
        result.push_str(&text[at..edit.span.start]);
        result.push_str(&edit.text);
        at = edit.span.end;
    }
    result + &text[at..]
}

fn formatted(text: &str, indent: usize) -> String {
    let edits = format(&Marked::json(text).file, indent).unwrap_or_else(|| panic!("broken: {text}"));
    applied(text, &edits)
}

#[test]
fn only_white_space_changes() {
    for (text, expected) in [
        ("{}", "{}\n"),
        (" [ ] \n\n", "[]\n"),
        ("5", "5\n"),
        ("{\"a\":1.0,\"b\" : \"\\u0061\"}", "{\"a\": 1.0, \"b\": \"\\u0061\"}\n"),
        ("{\n\"a\":[1,2 , 3]}", "{\n  \"a\": [1, 2, 3]\n}\n"),
        ("{\"a\":\n[1,\n2]}", "{\n  \"a\": [\n    1,\n    2\n  ]\n}\n"),
        ("[{\"a\":1},{\"b\":[]}]", "[\n  {\"a\": 1},\n  {\n    \"b\": []\n  }\n]\n"),
        ("[1,\r\n2]", "[\r\n  1,\r\n  2\r\n]\r\n"),
        ("\u{feff}[1,2]", "\u{feff}[1, 2]\n"),
        ("{\"b\": 1E05, \"a\": -0, \"b\": 2}", "{\"b\": 1E05, \"a\": -0, \"b\": 2}\n"),
    ] {
        assert_eq!(formatted(text, 2), expected, "{text}");
    }
    assert_eq!(formatted("[[1],\n2]", 4), "[\n    [1],\n    2\n]\n");
    assert!(formatted("[[1],\n2]", usize::MAX).len() < 100);
}

#[test]
fn lines_are_broken_where_they_are_long() {
    let list = |elements: usize| format!("[{}]", vec!["\"é\""; elements].join(", "));
    // Each element but the last takes five characters.
    assert_eq!(formatted(&list(20), 2).lines().count(), 1);
    assert_eq!(formatted(&list(21), 2).lines().count(), 23);
    let nested = format!("[{},\n1]", list(19));
    assert_eq!(formatted(&nested, 2).lines().count(), 4);
}

#[test]
fn little_is_changed() {
    let marked = Marked::json("{\n  \"a\": 1,\n    \"b\": [1,2]\n}\n");
    let edits = format(&marked.file, 2).unwrap();
    assert_eq!(edits.len(), 2, "{edits:?}");
    assert!(edits.iter().all(|edit| edit.span.len() + edit.text.len() <= 2), "{edits:?}");
    let text = formatted(samples::JSON, 2);
    assert_eq!(format(&Marked::json(&text).file, 2), Some(Vec::new()));
}

#[test]
fn broken_text_and_yaml_stay_as_they_are() {
    for text in ["{", "", "{\"a\": 1,}", "[1 2]"] {
        assert_eq!(format(&Marked::json(text).file, 2), None, "{text}");
    }
    assert_eq!(format(&Marked::new("a: 1", Notation::Yaml).file, 2), None);
}

/// JSON text with white space of all sorts between its words.
fn json_text() -> impl Strategy<Value = String> {
    let scalar = prop_oneof![
        Just("null".to_owned()),
        Just("1.0".to_owned()),
        Just("-2E+3".to_owned()),
        Just("12345678901234567890123".to_owned()),
        "\"[a-zé:,\\[\\]{} ]{0,30}\"",
        Just("\"\\n\\u00e9\\\"\"".to_owned()),
    ];
    let blank = || prop_oneof![4 => Just(""), 2 => Just(" "), 1 => Just("\n  "), 1 => Just("\r\n\t")];
    scalar.prop_recursive(4, 40, 6, move |inner| {
        let element =
            (blank(), inner.clone(), blank()).prop_map(|(before, value, after)| before.to_owned() + &value + after);
        let member = ("\"[a-c]\"", blank(), blank(), inner, blank())
            .prop_map(|(name, before, after, value, end)| format!("{name}{before}:{after}{value}{end}"));
        prop_oneof![
            (prop::collection::vec(element, 0..6), blank()).prop_map(|(all, end)| format!("[{}{end}]", all.join(","))),
            (prop::collection::vec(member, 0..6), blank()).prop_map(|(all, end)| format!("{{{}{end}}}", all.join(","))),
        ]
    })
}

/// The words of JSON text, without the white space between them.
fn words(text: &str) -> String {
    let (mut words, mut in_text, mut escaped) = (String::new(), false, false);
    for c in text.chars() {
        if in_text || !c.is_ascii_whitespace() {
            words.push(c);
        }
        in_text ^= c == '"' && !escaped;
        escaped = in_text && c == '\\' && !escaped;
    }
    words
}

proptest! {
    #[test]
    fn values_are_kept_and_formatting_again_changes_nothing(text in json_text(), indent in 0_usize..5) {
        let once = formatted(&text, indent);
        prop_assert_eq!(words(&once), words(&text));
        prop_assert_eq!(serde_json::from_str::<Json>(&once).unwrap(), serde_json::from_str::<Json>(&text).unwrap());
        prop_assert_eq!(formatted(&once, indent), once.clone());
        let long = |line: &&str| line.chars().count() > 100 && line.contains(", ");
        // A line may only be long for the sake of one text.
        prop_assert!(once.lines().filter(long).all(|line| line.trim_start().starts_with('"')), "{}", once);
    }
}
