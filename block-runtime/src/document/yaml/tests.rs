use proptest::prelude::*;
use serde_json::{Value, json};

use super::super::{Document, Notation, SyntaxErrorKind};
use super::*;

/// The value that a text without faults stands for.
fn value(text: &str) -> Value {
    let (root, faults) = recover(text);
    assert_eq!(faults, [], "{text}");
    root.to_json()
}

/// The texts of all nodes and names, in order.
fn places<'t>(text: &'t str, node: &Node, into: &mut Vec<&'t str>) {
    into.push(&text[node.span.clone()]);
    match &node.data {
        Data::List(elements) => elements.iter().for_each(|element| places(text, element, into)),
        Data::Object(members) => members.iter().for_each(|member| {
            into.push(&text[member.name_span.clone()]);
            places(text, &member.value, into);
        }),
        _ => {}
    }
}

fn assert_places(text: &str, expected: &[&str]) {
    let mut found = Vec::new();
    places(text, &recover(text).0, &mut found);
    assert_eq!(found, expected, "{text}");
}

#[test]
fn places_are_what_somebody_would_underline() {
    assert_places("a: b # c\n", &["a: b", "a", "b"]);
    assert_places("# c\n\nk:  \"é b\"   # d\n\n# e\n", &["k:  \"é b\"", "k", "\"é b\""]);
    assert_places("a: b\n  c # d\n\n\n", &["a: b\n  c", "a", "b\n  c"]);
    assert_places("- a\n-\n- - 'b'\n\n", &["- a\n-\n- - 'b'", "a", "", "- 'b'", "'b'"]);
    assert_places("a:\n- b\n\nc: d\n", &["a:\n- b\n\nc: d", "a", "- b", "b", "c", "d"]);
    assert_places("a: &x !!seq # - y\n# - z\n-   b\n", &["a: &x !!seq # - y\n# - z\n-   b", "a", "-   b", "b"]);
    assert_places(
        "a: [1, {b: , c}] # x\n",
        &["a: [1, {b: , c}]", "a", "[1, {b: , c}]", "1", "{b: , c}", "b", "", "c", ""],
    );
    assert_places("[a: b]", &["[a: b]", "a: b", "a", "b"]);
    assert_places("a: !!str &x 12\nb: *x", &["a: !!str &x 12\nb: *x", "a", "12", "b", "*x"]);
    assert_places("\u{feff}a: é\r\nb: ü\r\n", &["a: é\r\nb: ü", "a", "é", "b", "ü"]);
}

#[test]
fn values_that_are_left_out_stand_behind_the_colon() {
    for text in ["type:", "type:\n", "type: # c\n", "type :  \n\n", "{type: }", "? type\n:\n", "a: {\"type\":,b: c}"] {
        let (root, _) = recover(text);
        let member = root.get("type").or_else(|| root.get("a")?.value.get("type")).unwrap();
        assert!(matches!(member.value.data, Data::Null));
        assert_eq!(member.value.span.len(), 0);
        assert!(text[..member.value.span.start].ends_with(':'), "{text:?} {:?}", member.value.span);
    }
}

#[test]
fn block_texts_begin_with_their_sign_and_end_with_their_text() {
    for (text, written, read) in [
        ("a: |\n  b\n\n  c\n\n\nd: e\n", "|\n  b\n\n  c", "b\n\nc\n"),
        ("a: >-  # q | r\n\n  b\n c\n # com\n", ">-  # q | r\n\n  b", "\nb"),
        ("a: |\nd: e\n", "|", ""),
        ("a: |", "|", ""),
        ("a: |2+\n   b\n\n", "|2+\n   b", " b\n\n"),
        ("# x |\na: !!str |-\n  |\n", "|-\n  |", "|"),
        ("a: |\r\n  b\r\n  c\r\n", "|\r\n  b\r\n  c", "b\nc\n"),
    ] {
        let (root, _) = recover(text);
        let node = &root.get("a").unwrap().value;
        assert_eq!((&text[node.span.clone()], node.as_str().unwrap()), (written, read), "{text:?}");
    }
    assert_eq!(value("- # c | d\n  |\n  x\n- >\n  y\n  z\n"), json!(["x\n", "y z\n"]));
}

#[test]
fn names_and_tags() {
    assert_eq!(value("1: a\n~: b\ntrue: c\n"), json!({"1": "a", "~": "b", "true": "c"}));
    assert_eq!(
        value("!!str 1: !!str 2\nb: !!float 3\nc: ! 4\nd: !!seq [!!int \"5\"]"),
        json!({
            "1": "2", "b": 3.0, "c": "4", "d": [5]
        })
    );
    assert_eq!(
        value("a: yes\nb: \"true\"\nc: 'x''y'\nd: \"\\u00e9\\uD834\\uDD1E\\/\""),
        json!({
            "a": "yes", "b": "true", "c": "x'y", "d": "é𝄞/"
        })
    );
    let (root, faults) = recover("a: 1\na: 2\n");
    assert_eq!((root.members().unwrap().len(), faults), (2, vec![]));
}

#[test]
fn aliases_are_copies_at_their_own_place() {
    let text = "a: &x {k: [1, &y z]}\nb: *x\nc: [*y, *x]\n&n name: 1\nd: *n\n*n : 2\n";
    assert_eq!(
        value(text),
        json!({
            "a": {"k": [1, "z"]}, "b": {"k": [1, "z"]}, "c": ["z", {"k": [1, "z"]}], "name": 2, "d": "name"
        })
    );
    let (root, _) = recover(text);
    let copy = &root.get("b").unwrap().value;
    let inner = &copy.get("k").unwrap().value.elements().unwrap()[1];
    assert_eq!((&text[copy.span.clone()], &text[inner.span.clone()]), ("*x", "*x"));
    // The last anchor of a name counts.
    assert_eq!(value("- &a 1\n- *a\n- &a 2\n- *a\n"), json!([1, 1, 2, 2]));
}

#[test]
fn what_the_parser_accepts_may_still_be_wrong() {
    for (text, at, says, kept) in [
        ("a: .inf", ".inf", "not a number", json!({"a": null})),
        ("a: !mine b", "b", "the tag `!mine`", json!({"a": "b"})),
        ("a: !!map [b]", "[", "the tag `!!map`", json!({"a": ["b"]})),
        ("a: !!int b", "b", "not what its tag", json!({"a": "b"})),
        ("<<: {a: b}\nc: d", "<<", "write the members out", json!({"c": "d"})),
        ("? [a]\n: b\nc: d", "[a]", "a list cannot be the name", json!({"c": "d"})),
        ("a: *b", "*b", "no value before this one", json!({"a": null})),
        ("a: &b [1, *b]", "*b", "inside of the value", json!({"a": [1, null]})),
        ("a: 1\n---\nb: 2", "---", "a second document", json!({"a": 1})),
        ("a: 1\n...\nb: 2", "", "a second document", json!({"a": 1})),
    ] {
        let (root, faults) = recover(text);
        let [fault] = faults.as_slice() else { panic!("{text}: {faults:?}") };
        assert_eq!(&text[fault.span.clone()], at, "{fault}");
        assert!(fault.message.contains(says), "{fault}");
        assert_eq!(root.to_json(), kept, "{text}");
    }
}

#[test]
fn what_is_too_large_is_refused() {
    use SyntaxErrorKind::{TooDeep, TooLarge};
    let bomb: String = std::iter::once("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned())
        .chain((1..20).map(|level| format!("a{level}: &a{level} [{}]\n", format!("*a{}, ", level - 1).repeat(10))))
        .collect();
    let long = format!("a: &a \"{}\"\nb: [{}]", "x".repeat(1 << 20), "*a, ".repeat(100));
    let deep: String = std::iter::once("a0: &a0 []\n".to_owned())
        .chain((1..200).map(|level| format!("a{level}: &a{level} [*a{}]\n", level - 1)))
        .collect();
    for (text, kind, says) in [
        (String::new(), SyntaxErrorKind::Malformed, "the text is empty"),
        ("# nothing\n".to_owned(), SyntaxErrorKind::Malformed, "the text is empty"),
        (bomb, TooLarge, "more than 250000 values"),
        (long, TooLarge, "aliases stand for more than"),
        (deep, TooDeep, "nested deeper than 128 levels"),
        ("[".repeat(100_000), TooDeep, "nested deeper than 128 levels"),
        ("- ".repeat(100_000), TooDeep, "nested deeper than 128 levels"),
        (
            format!("{}{}{}", "- ".repeat(100), "[".repeat(100), "]".repeat(100)),
            TooDeep,
            "nested deeper than 128 levels",
        ),
        ("- 1\n".repeat(MAX_TEXT_BYTES / 4), TooLarge, "more than 250000 values"),
        (" ".repeat(MAX_TEXT_BYTES + 1), TooLarge, "bytes, more than"),
        (format!("{}: 1", "k".repeat(MAX_NAME_BYTES + 1)), TooLarge, "the name has 1025 bytes"),
    ] {
        let fault = recover(&text).1.into_iter().next().unwrap();
        assert_eq!(fault.kind, kind, "{fault}");
        assert!(fault.message.contains(says), "{fault}");
    }
}

#[test]
fn hostile_texts_cost_no_more_than_others() {
    // Each of them would take minutes if what is mended were searched again from the start.
    let escapes = format!("a: \"{}\"\nb: c", "\\d".repeat(200_000));
    assert_eq!(recover(&escapes).0.get("b").unwrap().value.as_str(), Some("c"));
    let quotes = "k: \"x\n".repeat(20_000);
    assert_eq!(recover(&quotes).1.len(), MOST_REREADS + 1);
    let aliases = "- &a [*a]\n".repeat(60_000);
    assert_eq!(recover(&aliases).1.len(), MAX_FINDINGS);
}

#[test]
fn damage_belongs_to_what_it_is_indented_as() {
    let text = "steps:\n  - type: a\n    b: c\n    }\n  - d\noutputs: []\n";
    let (root, faults) = recover(text);
    assert_eq!(faults.len(), 1);
    let steps = root.get("steps").unwrap().value.elements().unwrap();
    assert_eq!(&text[steps[0].span.clone()], "type: a\n    b: c\n    }");
    let text = "steps:\n  - type: a\n    }\n";
    let (root, _) = recover(text);
    assert_eq!(&text[root.get("steps").unwrap().value.span.clone()], "- type: a\n    }");
}

/// Damaged texts: what is damaged, what is said about it, and what is read nevertheless.
#[test]
fn tabs_stand_for_the_indentation_around_them() {
    for (text, value) in [
        ("a:\n  - b: 1\n\tc: 2\n    d: 3", json!({"a": [{"b": 1, "c": 2, "d": 3}]})),
        ("a:\n\t- b: 1\n\t  c:\n\t\td: 2\n\t- b: 3\ne: 4", json!({"a": [{"b": 1, "c": {"d": 2}}, {"b": 3}], "e": 4})),
    ] {
        let (document, faults) = Document::recover(text, Notation::Yaml);
        assert_eq!(document.root.to_json(), value, "{text}");
        let [fault] = faults.as_slice() else { panic!("{text}: {faults:?}") };
        assert_eq!(&text[fault.span.clone()], "\t", "{fault}");
    }
}

#[test]
fn faults_leave_the_rest() {
    for (text, faults, kept) in [
        (
            "s:\n  - type: a\n    ima\n    name: b\n  - type: c\n",
            &[("ima", "has no colon")][..],
            json!({"s": [{"type": "a", "ima": null, "name": "b"}, {"type": "c"}]}),
        ),
        (
            "s:\n  - ima\n    name: b\n  - type: c\n",
            &[("ima", "has no colon")],
            json!({"s": [{"ima": null, "name": "b"}, {"type": "c"}]}),
        ),
        (
            "s:\n  - name: b\n    ima\no: []\n",
            &[("ima", "has no colon")],
            json!({"s": [{"name": "b", "ima": null}], "o": []}),
        ),
        (
            "s:\n  - name: \"unclosed\n    type: c\no: \"x\"\n",
            &[("\"unclosed", "a `\"` is missing")],
            json!({"s": [{"name": "unclosed", "type": "c"}], "o": "x"}),
        ),
        (
            "s:\n  - name: 'unclosed # c\no: []\n",
            &[("'unclosed # c", "a `'` is missing")],
            json!({"s": [{"name": "unclosed # c"}], "o": []}),
        ),
        ("a: \"unclosed", &[("\"unclosed", "never closed")], json!({"a": "unclosed"})),
        (
            "s:\n  - name: [a, b # c\n    type: c\n  - type: d\n    x: [1]\n",
            &[("[", "a `]` is missing")],
            json!({"s": [{"name": ["a", "b"], "type": "c"}, {"type": "d", "x": [1]}]}),
        ),
        (
            "s:\n  - k: [\n      a,\n      b\n    type: c\no: []\n",
            &[("[", "a `]` is missing")],
            json!({"s": [{"k": ["a", "b"], "type": "c"}], "o": []}),
        ),
        (
            "s:\n  - type: c\n    name: {a: b\no: []\n",
            &[("{", "a `}` is missing")],
            json!({"s": [{"type": "c", "name": {"a": "b"}}], "o": []}),
        ),
        ("a: [[1, 2\nb: c", &[("[", "never closed")], json!({"a": [[1, 2]], "b": "c"})),
        ("{\"a\": [1, 2]", &[("{", "a `}` is missing")], json!({"a": [1, 2]})),
        (
            "s:\n  - key: value: other\n    type: c\n",
            &[("value: other", "a second colon")],
            json!({"s": [{"key": "value: other", "type": "c"}]}),
        ),
        (
            "s:\n  - key: b\n   type: c\n  - x: y\n",
            &[("type: c", "indentation")],
            json!({"s": [{"key": "b"}, {"x": "y"}]}),
        ),
        (
            "s:\n  - key: b\n      type: c\n    x: y\n",
            &[("type: c", "indented more")],
            json!({"s": [{"key": "b", "x": "y"}]}),
        ),
        ("s:\n  - key: b\n  }\n    x: y\n", &[("}", "closes nothing")], json!({"s": [{"key": "b", "x": "y"}]})),
        ("a: }\nb: 2\n", &[("}", "closes nothing")], json!({"a": null, "b": 2})),
        ("a: [1, 2}\nb: 2\n", &[("[1, 2}", "is closed by")], json!({"a": null, "b": 2})),
        ("a:\n\tb: 1\n\tc: 2\nd: 3", &[("\t", "a tab cannot indent")], json!({"a": {"b": 1, "c": 2}, "d": 3})),
        ("a: \"x\\d+\\s\" # c\nb: 1", &[("\\d", "write `\\\\d`")], json!({"a": "x\\d+\\s", "b": 1})),
        ("a: \"x\" b\nc: d", &[("b", "more text follows")], json!({"a": "x", "c": "d"})),
        (
            "a: @x # c\nb: `y`",
            &[("@x", "cannot begin with `@`"), ("`y`", "cannot begin with ``")],
            json!({"a": "@x", "b": "`y`"}),
        ),
        (
            "a: *.jpg\nb: *\n",
            &[("*.jpg", "no value before"), ("*", "cannot begin with `*`")],
            json!({"a": null, "b": "*"}),
        ),
        ("a: b\nc:d\ne: f", &[("c:d", "a blank is missing after the colon")], json!({"a": "b", "c": "d", "e": "f"})),
        ("a:\n  - b\n  -c\n  - d\n", &[("-c", "a blank is missing after the dash")], json!({"a": ["b", "c", "d"]})),
        ("a: - b\nc: d\n", &[("- b", "begin a line")], json!({"a": null, "c": "d"})),
        ("a: [b, c: d: e]\nf: g", &[(": e]", "a comma")], json!({"a": ["b", {"c": "d"}], "f": "g"})),
        ("a: 'it's'\nb: c", &[("s'", "more text follows")], json!({"a": "it", "b": "c"})),
        ("a: !x!y b\nc: d", &[("!x!y", "only the tags")], json!({"a": "b", "c": "d"})),
        ("a: \"\\u12\"\nb: c", &[("a: \"\\u12\"", "an escape")], json!({"b": "c"})),
        (
            "é: [ü\nb: \"ö\nim\nc: x: y\nd: e",
            &[("[", "never"), ("\"ö", "never"), ("im", "colon"), ("x: y", "second colon")],
            json!({"é": ["ü"], "b": "ö", "im": null, "c": "x: y", "d": "e"}),
        ),
    ] {
        let (root, found) = recover(text);
        let said: Vec<_> = found.iter().map(|fault| (&text[fault.span.clone()], fault.message.as_str())).collect();
        assert_eq!(said.len(), faults.len(), "{text}\n{said:#?}");
        for ((at, message), (expected_at, expected)) in said.iter().zip(faults) {
            assert_eq!(at, expected_at, "{text}\n{said:#?}");
            assert!(message.contains(expected), "{text}\n{said:#?}");
        }
        assert_eq!(root.to_json(), kept, "{text}\n{said:#?}");
    }
}

/// Nodes are in the text, on the boundaries of characters, inside of one another and in order.
fn check_places(text: &str, node: &Node, around: &Span) {
    assert!(text.get(node.span.clone()).is_some(), "{text:?} {node:?}");
    assert!(around.start <= node.span.start && node.span.end <= around.end, "{text:?} {around:?} {node:?}");
    // What an alias stands for is all in its place.
    let is_alias = text[node.span.start..].starts_with('*');
    let mut at = node.span.start;
    let mut check = |span: &Span| {
        assert!(at <= span.start, "{text:?} {at} {span:?}");
        at = if is_alias { span.start } else { span.end };
    };
    match &node.data {
        Data::List(elements) => elements.iter().for_each(|element| {
            check(&element.span);
            check_places(text, element, &node.span);
        }),
        Data::Object(members) => members.iter().for_each(|member| {
            assert!(text.get(member.name_span.clone()).is_some(), "{text:?} {node:?}");
            check(&member.name_span);
            check(&member.value.span);
            check_places(text, &member.value, &node.span);
        }),
        _ => {}
    }
}

fn json_values() -> impl Strategy<Value = Value> {
    let scalar = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        (-1e9..1e9).prop_map(Value::from),
        texts().prop_map(Value::from),
    ];
    scalar.prop_recursive(4, 40, 5, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            prop::collection::vec((texts(), inner), 0..5)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

fn texts() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-z $.:#'\"\\\\{}\\[\\],&*!|>%@`?-]{0,8}",
        "[ \n\t\ré𝄞\u{85}\u{2028}\u{feff}\u{0}a0-]{0,6}",
        prop::sample::select(vec!["null", "~", "true", "yes", "0x1F", "1e3", ".5", "---", "...", "<<", "- a", "a: b"])
            .prop_map(str::to_owned),
        any::<String>(),
    ]
    .prop_map(|text| text.chars().filter(|character| is_printable(*character)).collect())
}

/// The parser refuses control characters and what is no character even between quotation marks, where JSON allows them.
fn is_printable(character: char) -> bool {
    !matches!(character, '\u{7f}'..='\u{84}' | '\u{86}'..='\u{9f}' | '\u{fffe}' | '\u{ffff}')
}

/// Texts as people write and break them.
fn damaged_texts() -> impl Strategy<Value = String> {
    const WHOLE: &str = "version: 1.0 # c\nsteps:\n  - type: a\n    k: &x \"é\\n\"\n    l: [1, {a: b}, 'c']\n    m: |\n      t\n\n      u\n  -\n    - *x\n    ? p\n    : q\nouts:\n- a: {b: c,\n   d: [e]}\n  f: >-\n   g\n";
    let piece = prop::sample::select(vec![
        "\n", "\n  ", "\n    ", " ", "  ", "- ", ": ", ":", "\t", "\"", "'", "[", "]", "{", "}", ",", "#", " #", "&a ",
        "*a", "*x", "!", "!!str ", "%", "|", ">", "? ", "é", "\u{feff}", "\n---\n", "\n...\n", "\r", "\\", "~", "@",
        "`", "\0", "<<: ",
    ]);
    let change = (any::<prop::sample::Index>(), piece.clone(), 0..6_usize);
    let mutated = prop::collection::vec(change, 1..6).prop_map(|changes| {
        let mut text = WHOLE.to_owned();
        for (index, piece, cut) in changes {
            let start = text.floor_char_boundary(index.index(text.len() + 1));
            let end = text.floor_char_boundary((start + cut).min(text.len())).max(start);
            text.replace_range(start..end, piece);
        }
        text
    });
    prop_oneof![mutated, prop::collection::vec(piece, 0..16).prop_map(|pieces| pieces.concat()), any::<String>()]
}

/// A value in flow style, or in block style where that is possible.
fn printed(value: &Value, indent: usize, styles: &mut dyn Iterator<Item = bool>) -> String {
    let margin = format!("\n{}", " ".repeat(indent));
    let block = styles.next().unwrap_or_default();
    let lines: Vec<_> = match value {
        Value::Array(elements) if block => {
            elements.iter().map(|element| format!("{margin}- {}", printed(element, indent + 2, styles))).collect()
        }
        Value::Object(members) if block => {
            let line = |(name, value): (&String, &Value), styles: &mut dyn Iterator<Item = bool>| {
                format!("{margin}{}: {}", Value::from(name.as_str()), printed(value, indent + 1, styles))
            };
            members.iter().map(|member| line(member, styles)).collect()
        }
        _ => Vec::new(),
    };
    if lines.is_empty() { value.to_string() } else { lines.concat() }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn what_is_printed_reads_back(value in json_values(), styles in prop::collection::vec(any::<bool>(), 40)) {
        let text = printed(&value, 0, &mut styles.into_iter());
        let (root, faults) = recover(&text);
        prop_assert_eq!(&faults, &[], "{}", text);
        prop_assert_eq!(root.to_json(), value, "{}", text);
        check_places(&text, &root, &(0..text.len()));
    }

    #[test]
    fn json_is_yaml(value in json_values(), pretty: bool) {
        let text = if pretty { format!("{value:#}") } else { value.to_string() };
        let json = Document::parse(text.as_str(), Notation::Json).unwrap();
        let yaml = Document::parse(text.as_str(), Notation::Yaml).unwrap();
        prop_assert_eq!(format!("{:?}", json.root), format!("{:?}", yaml.root));
    }

    #[test]
    fn damaged_text_is_read(text in damaged_texts()) {
        let (root, faults) = recover(&text);
        check_places(&text, &root, &(0..text.len()));
        for fault in &faults {
            prop_assert!(text.get(fault.span.clone()).is_some(), "{:?} {:?}", text, fault);
            prop_assert!(!fault.message.ends_with('.'), "{:?}", fault);
        }
        prop_assert!(faults.is_sorted_by_key(|fault| fault.span.start));
        let accepted = first_stop(&text, Indentation::Lenient).is_none();
        prop_assert!(accepted || !faults.is_empty(), "{:?}", text);
    }
}
