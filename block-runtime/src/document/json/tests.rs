use proptest::prelude::*;
use serde_json::{Value as Json, json};

use super::super::{Data, Document, Node, Notation, SyntaxErrorKind};

fn recover(text: &str) -> (Json, Vec<(usize, String)>) {
    let (document, faults) = Document::recover(text, Notation::Json);
    (document.root.to_json(), faults.into_iter().map(|fault| (fault.span.start, fault.message)).collect())
}

#[test]
fn every_node_knows_its_place() {
    let document = Document::parse_json(r#"{"a": [1, 2.5, "x"]}"#).unwrap();
    let member = document.root.get("a").unwrap();
    assert_eq!(&document.text[member.name_span.clone()], r#""a""#);
    let elements = member.value.elements().unwrap();
    assert_eq!(&document.text[elements[2].span.clone()], r#""x""#);
    assert!(matches!(elements[1].data, Data::Float(_)));
}

#[test]
fn last_of_equal_names_counts() {
    let document = Document::parse_json(r#"{"a": 1, "a": 2}"#).unwrap();
    assert!(matches!(document.root.get("a").unwrap().value.data, Data::Integer(2)));
}

#[test]
fn one_mistake_is_one_fault_and_the_rest_is_read() {
    for (text, value, at, message) in [
        ("", json!(null), 0, "the text is empty"),
        (r#"{"a": 1,}"#, json!({"a": 1}), 7, "a comma before the closing bracket"),
        ("[1 2]", json!([1, 2]), 2, "a comma is missing"),
        (r#"{"a": 1 "b": 2}"#, json!({"a": 1, "b": 2}), 7, "a comma is missing"),
        (r#"{"a": 1"#, json!({"a": 1}), 0, "this object is never closed"),
        ("[1, 2", json!([1, 2]), 0, "this list is never closed"),
        (r#"{"a": , "b": 2}"#, json!({"a": null, "b": 2}), 6, "a value is missing"),
        ("{\"a\":\n \"b\": 2}", json!({"a": null, "b": 2}), 4, "a value is missing after this colon"),
        (r#"{"a" 1}"#, json!({"a": 1}), 1, "a colon and a value are missing"),
        (r#"{"a", "b": 2}"#, json!({"a": null, "b": 2}), 1, "a colon and a value are missing"),
        ("{\"a\": 1, \"\n}", json!({"a": 1, "": null}), 9, "this text is never closed"),
        ("{\"a\n \"b\": 2}", json!({"a": null, "b": 2}), 1, "this text is never closed"),
        ("{\"a\": \"x,\n \"b\": 2}", json!({"a": "x", "b": 2}), 6, "this text is never closed"),
        (r"{a: 1}", json!({"a": 1}), 1, "names stand between double quotation marks"),
        (r"{ty}", json!({"ty": null}), 1, "names stand between double quotation marks"),
        (r#"{"a": image}"#, json!({"a": "image"}), 6, "text stands between double quotation marks"),
        (r#"{"a": 'x'}"#, json!({"a": "x"}), 6, "double quotation marks"),
        (r#"{"a": True}"#, json!({"a": "True"}), 6, "write `true`"),
        ("{// c\n\"a\": 1}", json!({"a": 1}), 1, "JSON has no comments"),
        ("/* c */ 1", json!(1), 0, "JSON has no comments"),
        ("[,1]", json!([1]), 1, "a comma too many"),
        ("[1,,2]", json!([1, 2]), 3, "a comma too many"),
        ("[1]]", json!([1]), 3, "more text follows"),
        (r#"{"a": 1]}"#, json!({"a": 1}), 7, "closes nothing"),
        (r#"[{"a": 1, {"b": 2}]"#, json!([{"a": 1}, {"b": 2}]), 1, "this object is never closed"),
        (r#"[{"a": 1, ]"#, json!([{"a": 1}]), 1, "this object is never closed"),
        (r#"{"a": [1, 2, "b": 3}"#, json!({"a": [1, 2], "b": 3}), 6, "this list is never closed"),
        (r#"{"a": [1, }"#, json!({"a": [1]}), 6, "this list is never closed"),
        (r#"["\q"]"#, json!(["q"]), 2, "no such escape"),
        (r#"["\ud800"]"#, json!(["\u{fffd}"]), 2, "one half of a character"),
        ("[\"a\tb\"]", json!(["a\tb"]), 3, "write `\\t`"),
        ("[01]", json!(["01"]), 1, "`01` is not JSON; numbers are written"),
        ("[1e999]", json!([null]), 1, "not a number that JSON readers can hold"),
    ] {
        let (read, faults) = recover(text);
        assert_eq!(read, value, "{text}");
        let [(start, said)] = faults.as_slice() else { panic!("{text}: {faults:?}") };
        assert!(said.contains(message), "{text}: {said}");
        assert_eq!(*start, at, "{text}: {said}");
    }
}

#[test]
fn mistakes_inside_of_a_part_do_not_hide_those_behind_it() {
    let (read, faults) = recover(r#"{"a": [tr, 1] "b": 2}"#);
    assert_eq!(read, json!({"a": ["tr", 1], "b": 2}));
    assert_eq!(faults.iter().map(|(start, _)| *start).collect::<Vec<_>>(), [7, 13]);
}

#[test]
fn a_mark_of_the_byte_order_is_no_part_of_the_text() {
    assert_eq!(recover("\u{feff}[1]"), (json!([1]), Vec::new()));
}

#[test]
fn what_is_over_a_limit_is_not_read() {
    for (text, kind, at, message) in [
        ("[".repeat(100_000), SyntaxErrorKind::TooDeep, 128, "nested deeper than 128 levels"),
        (format!("'\"'{}", "[".repeat(100_000)), SyntaxErrorKind::Malformed, 0, "double quotation marks"),
        (format!("[{}1]", "1,".repeat(300_000)), SyntaxErrorKind::TooLarge, 499_999, "more than 250000 values"),
        (format!(r#"{{"{}": 1}}"#, "a".repeat(2000)), SyntaxErrorKind::TooLarge, 1, "the name has 2000 bytes"),
    ] {
        let error = Document::parse_json(text).unwrap_err();
        assert_eq!((error.kind, error.span.start), (kind, at), "{error}");
        assert!(error.message.contains(message), "{error}");
    }
}

#[test]
fn hostile_text_has_a_bounded_number_of_faults() {
    let (_, faults) = Document::recover(":".repeat(100_000), Notation::Json);
    assert!(faults.len() <= crate::limits::MAX_FINDINGS);
    let (_, faults) = Document::recover(format!("[{}]", ":".repeat(100_000)), Notation::Json);
    assert_eq!(faults.len(), crate::limits::MAX_FINDINGS);
}

fn any_json() -> impl Strategy<Value = Json> {
    let leaf = prop_oneof![
        Just(Json::Null),
        any::<bool>().prop_map(Json::from),
        any::<i64>().prop_map(Json::from),
        any::<f64>().prop_filter("finite", |number| number.is_finite()).prop_map(Json::from),
        any::<String>().prop_map(Json::from),
    ];
    leaf.prop_recursive(4, 40, 5, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Json::from),
            prop::collection::btree_map(any::<String>(), inner, 0..5).prop_map(|members| members.into_iter().collect()),
        ]
    })
}

/// Places are within the text, on the borders of characters, in order, and inside of those around them.
fn assert_placed(node: &Node, text: &str, around: std::ops::Range<usize>) {
    assert!(around.start <= node.span.start && node.span.end <= around.end, "{:?} in {around:?}", node.span);
    assert!(text.get(node.span.clone()).is_some());
    let mut end = node.span.start;
    let mut follow = |span: &std::ops::Range<usize>| {
        assert!(end <= span.start && text.get(span.clone()).is_some(), "{span:?} after {end}");
        end = span.end;
    };
    match &node.data {
        Data::List(elements) => elements.iter().for_each(|element| {
            follow(&element.span);
            assert_placed(element, text, node.span.clone());
        }),
        Data::Object(members) => members.iter().for_each(|member| {
            follow(&member.name_span);
            follow(&member.value.span);
            assert_placed(&member.value, text, node.span.clone());
        }),
        _ => {}
    }
}

proptest! {
    #[test]
    fn json_is_read_as_serde_reads_it(json in any_json(), pretty in any::<bool>()) {
        let text = if pretty { format!("{json:#}") } else { json.to_string() };
        let document = Document::parse_json(text.clone()).unwrap();
        prop_assert_eq!(document.root.to_json(), json);
        assert_placed(&document.root, &text, 0..text.len());
    }

    #[test]
    fn what_serde_refuses_has_a_fault(
        text in r#"([\[\]{},:"' 0-9a-e.\\+-]|true|null|"a"|"b": ){0,12}"#,
    ) {
        let sound = serde_json::from_str::<Json>(&text).is_ok();
        let (document, faults) = Document::recover(text.clone(), Notation::Json);
        prop_assert_eq!(faults.is_empty(), sound, "{:?}", faults);
        assert_placed(&document.root, &text, 0..text.len());
    }

    #[test]
    fn any_text_is_survived(text in any::<String>()) {
        let (document, _) = Document::recover(text.clone(), Notation::Json);
        assert_placed(&document.root, &text, 0..text.len());
    }

    #[test]
    fn a_cut_text_keeps_what_stands_before_the_cut(json in any_json(), cut in any::<prop::sample::Index>()) {
        let text = format!("{json:#}");
        let end = text.floor_char_boundary(cut.index(text.len() + 1));
        let (document, faults) = Document::recover(&text[..end], Notation::Json);
        prop_assert!(end == text.len() || !faults.is_empty() || matches!(json, Json::Number(_)));
        assert_placed(&document.root, &text[..end], 0..end);
    }
}
