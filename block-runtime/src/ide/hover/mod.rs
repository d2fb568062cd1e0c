//! What is shown when the pointer rests on a place of the text.
//!
//! One module says things in short; the others say what there is to say: about parts of the definition that have names,
//! about blocks and tagged objects, and about the members and values of objects.

mod block;
mod member;
mod page;
mod symbol;
mod value;

use crate::document::Span;

use super::cursor::{Cursor, Spot};
use super::file::File;
use page::Page;
pub(super) use page::code;

/// An explanation of a place of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hover {
    /// The text that is explained.
    pub span: Span,
    /// The explanation, of 600 characters at most and without links.
    pub markdown: String,
}

/// Explains what stands in a place of the text; nothing where nothing stands, or nothing is known about it.
pub fn hover(file: &File, offset: usize) -> Option<Hover> {
    let (span, page) = symbol::page(file, offset).or_else(|| page(file, offset))?;
    Some(Hover { span, markdown: page.markdown() })
}

fn page(file: &File, offset: usize) -> Option<(Span, Page)> {
    let cursor = Cursor::new(file, offset);
    match &cursor.spot {
        Spot::Name(member) => {
            let object = cursor.innermost()?;
            let page = member::page(object, &member.name, &file.catalogue)?;
            Some((member.name_span.clone(), page))
        }
        Spot::Value { node, slot, .. } => {
            let here = !node.span.is_empty() && node.span.start <= offset && offset <= node.span.end;
            let page = if here { value::page(file, node, slot)? } else { return None };
            Some((node.span.clone(), page))
        }
        Spot::NewMember | Spot::NewElement => None,
    }
}
