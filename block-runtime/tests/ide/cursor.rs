//! Places of a text in the structure of the definition.

use block_runtime::document::Notation;
use block_runtime::ide::{Cursor, Slot, Spot};

use crate::Marked;

/// A place in words: what stands there, and the path of what is around it.
fn place(marked: &Marked, at: usize) -> String {
    let cursor = Cursor::new(&marked.file, at);
    let around = cursor.innermost().map_or_else(String::new, |around| around.pointer.to_string());
    match cursor.spot {
        Spot::Name(member) => format!("name {} in {around}", member.name),
        Spot::Value { pointer, slot, .. } => format!("value {pointer} {}", kind(&slot)),
        Spot::NewMember => format!("member of {around}"),
        Spot::NewElement => format!("element of {around}"),
    }
}

fn kind(slot: &Slot) -> &'static str {
    match slot {
        Slot::Part(_) => "part",
        Slot::Parts(_) => "parts",
        Slot::Member(..) => "member",
        Slot::Property { .. } => "property",
        Slot::Tag(_) => "tag",
        Slot::Kind => "kind",
        Slot::Bindings | Slot::Binding => "binding",
        Slot::Unknown => "unknown",
    }
}

#[test]
fn json_is_looked_at_from_inside() {
    for (text, expected) in [
        (r"{<|>}", "member of "),
        (r#"{"steps": <|>}"#, "value /steps parts"),
        (r#"{"steps": [<|>]}"#, "element of /steps"),
        (r#"{"steps": [{<|>}]}"#, "member of /steps/0"),
        (r#"{"steps": [{"na<|>me": "a"}]}"#, "name name in /steps/0"),
        (r#"{"steps": [{"name": "a"<|>}]}"#, "value /steps/0/name member"),
        (r#"{"steps": [{"name": "a", <|>}]}"#, "member of /steps/0"),
        (r#"{"steps": [{"name": "a", "typ<|>"}]}"#, "name typ in /steps/0"),
        (r#"{"steps": [{"name": "a", "typ<|>"#, "name typ in /steps/0"),
        (r#"{"steps": [{"name": "a", "type": <|>}]}"#, "value /steps/0/type member"),
        (r#"{"steps": [{"name": "a", "type": <|>, "image": ""}]}"#, "value /steps/0/type member"),
        (r#"{"steps": [{"name": "a", "type":<|>"#, "value /steps/0/type member"),
        (r#"{"steps": [{"name": "a"} <|>]}"#, "element of /steps"),
        (r#"{"steps": [{"type": "test/blur@v1", "blur_type": "<|>"}]}"#, "value /steps/0/blur_type property"),
        (r#"{"steps": [{"type": "test/blur@v1", "images": "<|>"}]}"#, "value /steps/0/images property"),
        (r#"{"steps": [{"type": "test/blur@v1", "nope": "<|>"}]}"#, "value /steps/0/nope unknown"),
        (r#"{"steps": [{"type": "test/merge@v1", "numbers": ["<|>"]}]}"#, "value /steps/0/numbers/0 property"),
        (r#"{"steps": [{"type": "test/merge@v1", "numbers": [1, <|>]}]}"#, "element of /steps/0/numbers"),
        (r#"{"steps": [{"type": "test/merge@v1", "named": {"a": "<|>"}}]}"#, "value /steps/0/named/a property"),
        (r#"{"steps": [{"type": "test/query@v1", "operations": [{<|>}]}]}"#, "member of /steps/0/operations/0"),
        (
            r#"{"steps": [{"type": "test/query@v1", "operations": [{"type": "<|>"}]}]}"#,
            "value /steps/0/operations/0/type tag",
        ),
        (
            r#"{"steps": [{"type": "test/query@v1", "operations": [{"type": "StringMatches", "regex": "<|>"}]}]}"#,
            "value /steps/0/operations/0/regex property",
        ),
        (r#"{"inputs": [{"kind": ["<|>"]}]}"#, "value /inputs/0/kind/0 kind"),
        (r#"{"outputs": [{"selector": "<|>"}]}"#, "value /outputs/0/selector member"),
    ] {
        let marked = Marked::json(text);
        assert_eq!(place(&marked, marked.at()), expected, "{text}");
        let marked = Marked::new(text, Notation::Yaml);
        assert_eq!(place(&marked, marked.at()), expected, "as YAML: {text}");
    }
}

#[test]
fn words_are_what_would_be_replaced() {
    for (text, notation, expected) in [
        (r#"{"version": <|> "1.0"}"#, Notation::Json, r#" "1.0""#),
        (r#"{"version": "<|>1.0"}"#, Notation::Json, r#""1.0""#),
        (r#"{"version": $st<|>}"#, Notation::Json, "$st"),
        ("steps:\n  -<|>\n", Notation::Yaml, ""),
        ("steps:\n  - type: a<|>b # c\n", Notation::Yaml, "ab"),
    ] {
        let marked = Marked::new(text, notation);
        let cursor = Cursor::new(&marked.file, marked.at());
        assert_eq!(&marked.file.text()[cursor.word], expected, "{text}");
    }
}
