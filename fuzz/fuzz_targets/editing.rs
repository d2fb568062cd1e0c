//! Any text in an editor: every question that the language server asks about it is answered, in JSON and in YAML.

#![no_main]

use std::sync::{Arc, LazyLock};

use block_runtime::catalogue::Catalogue;
use block_runtime::document::Notation;
use block_runtime::ide::{self, Edit, File, HintSettings};
use libfuzzer_sys::fuzz_target;

static CATALOGUE: LazyLock<Arc<Catalogue>> = LazyLock::new(|| Arc::new(blocks::catalogue()));

fuzz_target!(|data: (u16, &str)| {
    let (place, text) = data;
    for notation in [Notation::Json, Notation::Yaml] {
        let file = File::new(Arc::clone(&CATALOGUE), Arc::default(), text, notation);
        let at = text.floor_char_boundary(usize::from(place) % (text.len() + 1));
        within(&file, file.diagnostics().iter().map(|finding| finding.span.clone()));
        let completions = ide::completions(&file, at);
        within(&file, completions.iter().map(|completion| completion.edit.span.clone()));
        within(&file, ide::hover(&file, at).map(|hover| hover.span));
        within(&file, ide::definition(&file, at).map(|link| link.focus));
        within(&file, ide::mentions(&file, at).into_iter().map(|mention| mention.span));
        edits(&file, ide::rename(&file, at, "renamed").unwrap_or_default());
        for fix in ide::fixes(&file, &(at..at)) {
            edits(&file, fix.edits);
        }
        edits(&file, ide::format(&file, 2).unwrap_or_default());
        within(&file, ide::tokens(&file).into_iter().map(|token| token.span));
        within(&file, ide::outline(&file).into_iter().map(|part| part.span));
        ide::hints(&file, &(0..text.len()), HintSettings::default());
    }
});

/// Places are within the text and on the borders of characters.
fn within(file: &File, spans: impl IntoIterator<Item = std::ops::Range<usize>>) {
    for span in spans {
        assert!(file.text().get(span.clone()).is_some(), "{span:?}");
    }
}

/// Changes do not overlap.
fn edits(file: &File, mut edits: Vec<Edit>) {
    edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
    assert!(edits.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start));
    within(file, edits.into_iter().map(|edit| edit.span));
}
