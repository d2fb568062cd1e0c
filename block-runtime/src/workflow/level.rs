//! One level of a definition: its own text, and the parts that stand in it when inner workflows have been expanded.

use std::borrow::Cow;

use crate::document::{Node, Pointer};

use super::definition::Unread;

/// An input, a step or an output, with the place where it was written.
#[derive(Debug, Clone)]
pub(super) struct Part<'n> {
    /// What was written; where an inner workflow has been expanded, with names and references as they are now.
    pub(super) node: Cow<'n, Node>,
    /// Where it was written, whatever place it has now.
    pub(super) pointer: Pointer,
}

impl Part<'_> {
    /// The text of a member.
    pub(super) fn text(&self, name: &str) -> Option<&str> {
        self.node.get(name)?.value.as_str()
    }
}

/// A definition, be it the whole one or an inner one, without inner workflows in it.
#[derive(Debug)]
pub(super) struct Level<'n> {
    /// The definition as it was written.
    pub(super) node: &'n Node,
    /// Where it stands.
    pub(super) pointer: Pointer,
    /// Its steps, and those of its inner workflows in their place.
    pub(super) steps: Vec<Part<'n>>,
    /// Its outputs.
    pub(super) outputs: Vec<Part<'n>>,
    /// Steps that stand for inner workflows which could not be expanded, and what is no step at all.
    pub(super) unread: Unread,
}

impl<'n> Level<'n> {
    /// A level with no parts yet.
    pub(super) fn new(node: &'n Node, pointer: Pointer) -> Self {
        Self { node, pointer, steps: Vec::new(), outputs: Vec::new(), unread: Unread::default() }
    }

    /// True when something in it has been reported as faulty.
    pub(super) fn has_faults(&self) -> bool {
        self.unread.nameless_steps || !self.unread.steps.is_empty()
    }
}
