//! Where a text is broken, and what therefore cannot be said about it.
//!
//! Text that is being typed has holes: a value that is missing is no mistake of its own, and a step whose name cannot be
//! read yet is not one that does not exist. What is wrong with the text is said once, as a syntax error; nothing else is
//! said about the part in which it is.

use std::collections::HashSet;

use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Node, Pointer, Span, SyntaxError, Token};
use crate::workflow::Unread;

/// The parts of a definition in which its text is broken.
#[derive(Debug, Default)]
pub(super) struct Damage {
    /// Inputs, steps and outputs.
    parts: HashSet<Pointer>,
    /// The lists in which parts may be missing.
    lists: HashSet<&'static str>,
    /// True when the text is broken outside of parts, so that whole lists may be missing.
    around: bool,
    /// What the faults outside of the lists say something about.
    told: Vec<Span>,
}

const LISTS: [&str; 3] = ["inputs", "steps", "outputs"];

impl Damage {
    pub(super) fn of(root: &Node, faults: &[SyntaxError]) -> Self {
        let mut damage = Self::default();
        for fault in faults {
            damage.add(root, &fault.span);
        }
        damage
    }

    fn add(&mut self, root: &Node, span: &Span) {
        let touches = |node: &Node| node.span.start <= span.start && span.start <= node.span.end;
        for list in LISTS {
            let Some(node) = root.get(list).map(|member| &member.value).filter(|node| touches(node)) else { continue };
            let parts = node.elements().unwrap_or_default();
            self.lists.insert(list);
            let part = parts.iter().position(touches);
            self.parts.extend(part.map(|index| Pointer::root().member(list).element(index)));
            return;
        }
        self.around = true;
        self.told.push(span.clone());
        self.lists.extend(LISTS);
    }

    /// Notes that there may be more parts than can be read.
    pub(super) fn note(&self, unread: &mut Unread) {
        unread.nameless_inputs |= self.lists.contains("inputs");
        unread.nameless_steps |= self.lists.contains("steps");
    }

    /// True when a finding follows from what is broken.
    pub(super) fn covers(&self, finding: &Diagnostic) -> bool {
        match finding.pointer.tokens() {
            [] | [_] => {
                let follows = matches!(finding.code, Code::MissingProperty | Code::WrongType);
                self.around && (follows || self.told.contains(&finding.span))
            }
            [list, part, ..] => self.parts.contains([list.clone(), part.clone()].as_slice() as &[Token]),
        }
    }
}
