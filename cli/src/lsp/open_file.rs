//! A file that an editor has open.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use block_runtime::catalogue::Catalogue;
use block_runtime::document::{Notation, Source};
use block_runtime::ide::File;
use gen_lsp_types::{Position, Range as LspRange, Uri};

use super::saved;
use super::settings::Settings;
use super::text::{Encoding, Lines};

/// A file that an editor has open, and what is known about it.
#[derive(Debug)]
pub struct OpenFile {
    /// What the editor calls it.
    pub uri: Uri,
    /// The editor's count of changes.
    pub version: i32,
    /// How it is written.
    pub notation: Notation,
    /// What is known about its present text; nothing since it has changed.
    known: Option<(File, Lines)>,
    /// The present text, while nothing is known about it.
    text: String,
    /// True when the editor has been told what is wrong with the present text.
    told: bool,
}

impl OpenFile {
    pub fn new(uri: Uri, language: &str, version: i32, text: String) -> Self {
        let by_name = || Notation::of_path(Path::new(uri.as_ref()));
        let notation = match language {
            language if language.contains("yaml") => Notation::Yaml,
            language if language.contains("json") => Notation::Json,
            _ => by_name().unwrap_or_else(|| Notation::of_text(&text)),
        };
        Self { uri, version, notation, known: None, text, told: false }
    }

    /// Changes the text.
    pub fn change(&mut self, version: i32, change: impl FnOnce(&mut String)) {
        if let Some((file, _)) = self.known.take() {
            self.text = file.document.text;
        }
        change(&mut self.text);
        self.version = version;
        self.told = false;
    }

    /// Forgets what is known, for instance because the settings have changed.
    pub fn forget(&mut self) {
        let version = self.version;
        self.change(version, |_| {});
    }

    /// True when the editor has not been told what is wrong with the present text; from now on it counts as told.
    pub fn is_to_be_told(&mut self) -> bool {
        !std::mem::replace(&mut self.told, true)
    }

    /// What is known about the text; it is read where it has changed.
    pub fn look(&mut self, catalogue: &Arc<Catalogue>, settings: &Settings, encoding: Encoding) -> View<'_> {
        let (file, lines) = self.known.get_or_insert_with(|| {
            let text = std::mem::take(&mut self.text);
            let lines = Lines::new(&text, encoding);
            let library =
                saved::library(Source::new(&text, self.notation), path(&self.uri).as_deref(), settings, catalogue);
            (File::new(Arc::clone(catalogue), Arc::new(library), text, self.notation), lines)
        });
        View { uri: &self.uri, version: self.version, file, lines }
    }
}

/// An open file with places in the terms of the protocol.
#[derive(Clone, Copy)]
pub struct View<'a> {
    pub uri: &'a Uri,
    pub version: i32,
    pub file: &'a File,
    lines: &'a Lines,
}

impl View<'_> {
    pub fn offset(&self, position: Position) -> usize {
        self.lines.offset(self.file.text(), position)
    }

    pub fn position(&self, offset: usize) -> Position {
        self.lines.position(self.file.text(), offset)
    }

    /// The line of a place up to that place.
    pub fn line_before(&self, offset: usize) -> &str {
        let before = self.file.text().get(..offset).unwrap_or_default();
        before.rfind('\n').map_or(before, |end| &before[end + 1..])
    }

    pub fn range(&self, span: &std::ops::Range<usize>) -> LspRange {
        self.lines.range(self.file.text(), span)
    }

    pub fn span(&self, range: LspRange) -> std::ops::Range<usize> {
        self.lines.span(self.file.text(), range)
    }
}

/// Where a file is on this machine, if it is on this machine.
pub fn path(uri: &Uri) -> Option<PathBuf> {
    url::Url::parse(uri.as_ref()).ok()?.to_file_path().ok()
}
