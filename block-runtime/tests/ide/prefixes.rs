//! Every state of a text that is being written is asked about, in every place.

use block_runtime::document::Notation;
use block_runtime::ide::{HintSettings, format, hints, hover, outline, tokens};
use proptest::prelude::*;

use crate::Marked;
use crate::samples::BOTH;

#[test]
fn nothing_that_is_typed_is_too_much() {
    for (text, notation) in BOTH {
        for end in 0..=text.len() {
            let marked = Marked::new(&text[..end], notation);
            let file = &marked.file;
            // Places near the end are those of which editors ask.
            for offset in (0..end.saturating_sub(60)).step_by(7).chain(end.saturating_sub(60)..=end + 1) {
                if let Some(hover) = hover(file, offset) {
                    assert!(hover.span.end <= end && hover.markdown.chars().count() <= 600);
                    assert!(file.text().get(hover.span).is_some());
                }
            }
            outline(file);
            format(file, 2);
            for hint in hints(file, &(0..end), HintSettings::default()) {
                assert!(hint.offset <= end && text.is_char_boundary(hint.offset));
            }
            let mut last = 0;
            for token in tokens(file) {
                assert!(last <= token.span.start && token.span.start < token.span.end && token.span.end <= end);
                assert!(!text[token.span.clone()].contains('\n'));
                last = token.span.end;
            }
        }
    }
}

#[test]
fn texts_that_lack_a_piece_are_read_too() {
    for (text, notation) in BOTH {
        for start in (0..text.len()).step_by(3) {
            let broken = format!("{}{}", &text[..start], &text[(start + 5).min(text.len())..]);
            let marked = Marked::new(&broken, notation);
            for offset in start.saturating_sub(20)..=(start + 20).min(broken.len()) {
                hover(&marked.file, offset);
            }
            outline(&marked.file);
            tokens(&marked.file);
            hints(&marked.file, &(0..broken.len()), HintSettings::default());
        }
    }
}

proptest! {
    #[test]
    fn whatever_is_put_in_is_read(at in 0.0..1.0, cut in 0_usize..40, put in "(.|\n|[\\[\\]{}:,\"'$.*& é-]){0,12}", yaml: bool) {
        let (text, notation) = BOTH[usize::from(yaml)];
        prop_assert_eq!(notation == Notation::Yaml, yaml);
        #[expect(clippy::cast_possible_truncation, clippy::cast_precision_loss, clippy::cast_sign_loss, reason = "a place")]
        let start = (at * text.len() as f64) as usize;
        let broken = format!("{}{put}{}", &text[..start], &text[(start + cut).min(text.len())..]);
        let marked = Marked::plain(&broken, notation);
        for offset in start.saturating_sub(5)..=start + put.len() + 5 {
            hover(&marked.file, offset);
        }
        outline(&marked.file);
        hints(&marked.file, &(0..broken.len()), HintSettings::default());
        let tokens = tokens(&marked.file);
        prop_assert!(tokens.is_sorted_by(|one, other| one.span.end <= other.span.start));
        for edit in format(&marked.file, 2).unwrap_or_default() {
            prop_assert!(broken.get(edit.span).is_some_and(|text| text.trim().is_empty()));
        }
    }
}
