//! Words with a meaning of their own.

use block_runtime::document::Notation;
use block_runtime::ide::{Token, TokenKind, tokens};

use crate::Marked;
use crate::samples::BOTH;

fn words(marked: &Marked) -> Vec<(&str, TokenKind)> {
    tokens(&marked.file).into_iter().map(|token| (&marked.file.text()[token.span], token.kind)).collect()
}

#[test]
fn words_of_references_names_and_types_are_told_apart() {
    use TokenKind::{Block, Input, Namespace, Output, Property, Root, Step};

    let text = r#"{
        "inputs": [{"type": "WorkflowImage", "name": "image"}],
        "steps": [{"type": "test/detect@v1", "name": "find", "image": "$inputs.image", "model_id": "$inputs.nope", "stranger": 1}],
        "outputs": [{"name": "a", "selector": "$steps.find.nope"}, {"name": "b", "selector": "$steps.find.predictions"}]
    }"#;
    for notation in [Notation::Json, Notation::Yaml] {
        let marked = Marked::new(text, notation);
        let unquoted: Vec<(&str, TokenKind)> =
            words(&marked).into_iter().filter(|(_, kind)| *kind != Property).collect();
        assert_eq!(
            unquoted,
            [
                ("image", Input),
                ("test", Namespace),
                ("detect@v1", Block),
                ("find", Step),
                ("$inputs", Root),
                ("image", Input),
                ("a", Output),
                ("$steps", Root),
                ("find", Step),
                ("b", Output),
                ("$steps", Root),
                ("find", Step),
                ("predictions", Output),
            ]
        );
        let properties: Vec<&str> =
            words(&marked).into_iter().filter(|(_, kind)| *kind == Property).map(|(word, _)| word).collect();
        assert!(!properties.contains(&"stranger") && properties.contains(&"model_id"), "{properties:?}");
        let flagged = |flag: fn(&Token) -> bool| {
            let found = tokens(&marked.file).into_iter().filter(flag);
            found.map(|token| text[token.span].to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(flagged(|token| token.declaration), ["image", "find", "a", "b"]);
        assert_eq!(flagged(|token| token.deprecated), ["detect@v1"]);
    }
}

#[test]
fn words_of_inner_workflows_and_queries_are_known() {
    for (text, notation) in BOTH {
        let marked = Marked::new(text, notation);
        let words = words(&marked);
        for word in [
            ("picture", TokenKind::Input),
            ("soft", TokenKind::Output),
            ("inner_workflow@v1", TokenKind::Block),
            ("*", TokenKind::Output),
            ("parameter_bindings", TokenKind::Property),
        ] {
            assert!(words.contains(&word), "{word:?}");
        }
        assert!(!words.contains(&("picture", TokenKind::Property)), "what is bound is an input");
        assert_eq!(words.iter().filter(|(word, _)| *word == "$inputs").count(), 5);
    }
    let text = r#"{"steps": [{"type": "test/query@v1", "operations": [{"type": "StringMatches", "regex": "a", "nope": 1}]},
        {"type": "test/merge@v1", "named": {"entry": 1}}]}"#;
    let marked = Marked::json(text);
    let words = words(&marked);
    assert!(words.contains(&("regex", TokenKind::Property)));
    assert!(words.iter().all(|(word, _)| !["nope", "entry"].contains(word)));
}

#[test]
fn words_with_escapes_are_left_out_or_whole() {
    let marked = Marked::json(r#"{"inputs": [{"name": "\u0061"}], "outputs": [{"selector": "$inputs.\u0061"}]}"#);
    let words = words(&marked);
    assert_eq!(words.iter().filter(|(_, kind)| *kind != TokenKind::Property).count(), 1);
}
