//! A text that is being written, and what is known about it.

use std::sync::Arc;

use crate::catalogue::Catalogue;
use crate::compile::{Analysis, Compiler};
use crate::diagnostic::Diagnostic;
use crate::document::{Document, Notation, SyntaxError};
use crate::workflow::Library;

use super::symbols::Symbols;

/// The text of a workflow and everything that is known about it. It is made anew after each change.
#[derive(Debug)]
pub struct File {
    /// The blocks that its steps may be of.
    pub catalogue: Arc<Catalogue>,
    /// The saved workflows that the text may refer to.
    pub library: Arc<Library>,
    /// How the text is written.
    pub notation: Notation,
    /// The text, and what can be read of it.
    pub document: Document,
    /// What is wrong with the text as such.
    pub faults: Vec<SyntaxError>,
    /// What the compiler knows.
    pub analysis: Analysis,
    /// What the text declares and refers to.
    pub symbols: Symbols,
}

impl File {
    /// Reads and checks a text.
    pub fn new(catalogue: Arc<Catalogue>, library: Arc<Library>, text: impl Into<String>, notation: Notation) -> Self {
        let (document, faults) = Document::recover(text, notation);
        let analysis = Compiler::new(&catalogue).with_library(&library).analyse(&document, &faults);
        let symbols = Symbols::of(&document, &catalogue);
        Self { catalogue, library, notation, document, faults, analysis, symbols }
    }

    /// The text.
    pub fn text(&self) -> &str {
        &self.document.text
    }

    /// What is wrong with it, and what is superfluous, in the order of the text.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.analysis.report.diagnostics
    }
}
