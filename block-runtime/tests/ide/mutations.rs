//! Texts that nobody would write: every question about them is answered, with places within the text.

use std::ops::Range;

use block_runtime::ide::{
    Edit, HintSettings, completions, definition, fixes, format, hints, hover, mentions, outline, rename, tokens,
};
use proptest::prelude::*;
use proptest::sample::Index;

use crate::Marked;
use crate::samples::BOTH;

/// Some pieces of text that notations and definitions give a meaning.
fn piece() -> impl Strategy<Value = String> {
    let known = prop::sample::select(vec![
        "",
        "\n",
        "\r\n",
        "\t",
        "  - ",
        ": ",
        ", ",
        "\"",
        "'",
        "[",
        "]",
        "{",
        "}",
        "#",
        "&a ",
        "*a",
        "|\n",
        "---\n",
        "\\u",
        "$inputs.",
        "$steps.find.",
        "\"type\": ",
        "type: test/blur@v1",
        "𝄞",
        "\u{feff}",
        "1e999",
        "!!str ",
        "//",
    ]);
    prop_oneof![known.prop_map(str::to_owned), "\\PC{0,6}"]
}

/// Puts pieces in the place of parts of a text.
fn mutated(text: &str, changes: &[(Index, usize, String)]) -> String {
    let mut text = text.to_owned();
    for (at, length, piece) in changes {
        let start = text.floor_char_boundary(at.index(text.len() + 1));
        let end = text.floor_char_boundary((start + length).min(text.len())).max(start);
        text.replace_range(start..end, piece);
    }
    text
}

fn assert_within(text: &str, spans: impl IntoIterator<Item = Range<usize>>) {
    for span in spans {
        assert!(text.get(span.clone()).is_some(), "{span:?} of {text:?}");
    }
}

fn assert_apart(text: &str, mut edits: Vec<Edit>) {
    edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
    assert!(edits.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start), "{edits:?}");
    assert_within(text, edits.into_iter().map(|edit| edit.span));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn no_text_is_too_strange(
        yaml: bool,
        changes in prop::collection::vec((any::<Index>(), 0_usize..60, piece()), 1..5),
        places in prop::collection::vec(any::<Index>(), 4),
    ) {
        let (sample, notation) = BOTH[usize::from(yaml)];
        let text = mutated(sample, &changes);
        let file = Marked::plain(&text, notation).file;
        for finding in file.diagnostics() {
            assert_within(&text, [finding.span.clone()]);
            assert_within(&text, finding.related.iter().map(|related| related.span.clone()));
        }
        assert_within(&text, tokens(&file).into_iter().map(|token| token.span));
        assert_within(&text, outline(&file).into_iter().flat_map(|part| [part.span, part.name_span]));
        assert_within(&text, hints(&file, &(0..text.len()), HintSettings::default()).iter().map(|hint| hint.offset..hint.offset));
        assert_apart(&text, format(&file, 2).unwrap_or_default());
        for place in places {
            let at = text.floor_char_boundary(place.index(text.len() + 1));
            for completion in completions(&file, at) {
                assert_apart(&text, completion.also.into_iter().chain([completion.edit]).collect());
            }
            assert_within(&text, hover(&file, at).map(|hover| hover.span));
            assert_within(&text, definition(&file, at).into_iter().flat_map(|link| [link.origin, link.target, link.focus]));
            assert_within(&text, mentions(&file, at).into_iter().map(|mention| mention.span));
            assert_apart(&text, rename(&file, at, "renamed").unwrap_or_default());
            for fix in fixes(&file, &(at..at)) {
                assert_apart(&text, fix.edits);
            }
        }
    }
}
