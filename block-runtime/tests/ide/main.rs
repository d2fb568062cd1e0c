//! What editors are told about a workflow that is being written.
//!
//! Documents have marks where a cursor stands: `<|>`, or `<|name|>` where there are several.

#![expect(clippy::unwrap_used, reason = "helpers of tests may fail as tests do")]

mod blocks;
mod completion;
mod cursor;
mod findings;
mod fixes;
mod format;
mod hints;
mod hover;
mod mutations;
mod names;
mod outline;
mod prefixes;
mod samples;
mod symbols;
mod tokens;

use std::collections::BTreeMap;
use std::sync::Arc;

use block_runtime::document::Notation;
use block_runtime::ide::File;

/// A file and the places of its cursors, by name.
struct Marked {
    file: File,
    marks: BTreeMap<String, usize>,
}

impl Marked {
    fn new(text: &str, notation: Notation) -> Self {
        let (mut plain, mut marks) = (String::new(), BTreeMap::new());
        let mut rest = text;
        while let Some((before, after)) = rest.split_once("<|") {
            let (name, after) = after.split_once('>').unwrap();
            plain.push_str(before);
            marks.insert(name.trim_end_matches('|').to_owned(), plain.len());
            rest = after;
        }
        plain.push_str(rest);
        Self { marks, ..Self::plain(&plain, notation) }
    }

    /// A file without cursors.
    fn plain(text: &str, notation: Notation) -> Self {
        let file = File::new(Arc::new(blocks::catalogue()), Arc::default(), text, notation);
        Self { file, marks: BTreeMap::new() }
    }

    fn json(text: &str) -> Self {
        Self::new(text, Notation::Json)
    }

    /// The place of the only cursor.
    fn at(&self) -> usize {
        self.marks[""]
    }
}
