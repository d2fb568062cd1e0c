//! Places to which findings point, and what may stand there.

use crate::document::{Node, Pointer, Token};
use crate::ide::file::File;
use crate::ide::slot::Slot;
use crate::workflow::Part;

/// A value and what may stand in its place.
pub(super) struct Site<'f> {
    pub(super) node: &'f Node,
    pub(super) slot: Slot,
}

/// The value to which a path leads.
pub(super) fn site<'f>(file: &'f File, path: &[Token]) -> Option<Site<'f>> {
    let start = Site { node: &file.document.root, slot: Slot::Part(Part::Workflow) };
    path.iter().try_fold(start, |Site { node, slot }, token| {
        Some(match token {
            Token::Member(name) => {
                Site { node: &node.get(name)?.value, slot: slot.member(node, name, &file.catalogue) }
            }
            Token::Element(index) => Site { node: node.elements()?.get(*index)?, slot: slot.element(*index) },
        })
    })
}

/// The path to what is around a place, and the name of the member that the place is.
pub(super) fn member_of(pointer: &Pointer) -> Option<(&[Token], &str)> {
    match pointer.tokens().split_last()? {
        (Token::Member(name), around) => Some((around, name)),
        (Token::Element(_), _) => None,
    }
}

/// The path to what is around a place, and the number of the element that the place is.
pub(super) fn element_of(path: &[Token]) -> Option<(&[Token], usize)> {
    match path.split_last()? {
        (Token::Element(index), around) => Some((around, *index)),
        (Token::Member(_), _) => None,
    }
}
