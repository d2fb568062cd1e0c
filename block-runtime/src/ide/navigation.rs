//! From a name to what it names, and to all other places that name it.

use crate::document::Span;

use super::file::File;
use super::symbols::{Occurrence, Role};

/// The way from a name to what it names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// The name that is followed.
    pub origin: Span,
    /// The part that it names.
    pub target: Span,
    /// The name of that part.
    pub focus: Span,
}

/// A place that names something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// The name.
    pub span: Span,
    /// True where the name is declared.
    pub is_declaration: bool,
}

/// What the name at a place of the text stands for: an input, a step, or an output of an inner workflow.
pub fn definition(file: &File, offset: usize) -> Option<Link> {
    let occurrence = file.symbols.at(offset)?;
    let declared = file.symbols.declaration(occurrence.scope, &occurrence.symbol)?;
    let (target, focus) = (declared.span.clone(), declared.name_span.clone());
    Some(Link { origin: occurrence.name.span.clone(), target, focus })
}

/// All places that name what the name at a place of the text stands for, itself included, in the order of the text.
pub fn mentions(file: &File, offset: usize) -> Vec<Mention> {
    let Some(occurrence) = file.symbols.at(offset) else { return Vec::new() };
    file.symbols.alike(occurrence).map(mention).collect()
}

fn mention(occurrence: &Occurrence) -> Mention {
    Mention { span: occurrence.name.span.clone(), is_declaration: occurrence.role == Role::Declaration }
}
