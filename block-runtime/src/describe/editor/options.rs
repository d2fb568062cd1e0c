//! What the schema for editors is made like.

use crate::block::Section;

/// The dialect of JSON Schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Dialect {
    /// Draft 7, which every editor understands, also old ones.
    #[default]
    Draft07,
    /// Draft 2020-12, for tools that take no other.
    Draft202012,
}

impl Dialect {
    pub(super) const fn uri(self) -> &'static str {
        match self {
            Self::Draft07 => "http://json-schema.org/draft-07/schema#",
            Self::Draft202012 => "https://json-schema.org/draft/2020-12/schema",
        }
    }

    /// The member in which a schema keeps its definitions.
    pub(super) const fn definitions(self) -> &'static str {
        match self {
            Self::Draft07 => "definitions",
            Self::Draft202012 => "$defs",
        }
    }
}

/// Choices about the schema for editors.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EditorOptions {
    /// The dialect of JSON Schema.
    pub dialect: Dialect,
    /// Whether the list of types stands where completion finds it and hovering does not. Some editors otherwise list
    /// all types whenever the pointer rests on one; others might not find them.
    pub hidden_types: bool,
    /// Whether completion offers whole steps.
    pub snippets: bool,
    /// Sections whose blocks are known to the schema; all where there are none.
    pub sections: Vec<Section>,
}

impl Default for EditorOptions {
    fn default() -> Self {
        Self { dialect: Dialect::default(), hidden_types: false, snippets: true, sections: Vec::new() }
    }
}

impl EditorOptions {
    /// True where the schema knows the blocks of a section.
    pub(super) fn includes(&self, section: Option<Section>) -> bool {
        self.sections.is_empty() || section.is_some_and(|section| self.sections.contains(&section))
    }
}
