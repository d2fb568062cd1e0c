//! Anchors and aliases. An alias stands for a copy of the value that its anchor names, at the place of the alias.

use granit_parser::ScalarStyle;

use crate::limits::{MAX_NESTING, MAX_TEXT_BYTES, MAX_VALUES};

use super::super::super::{Data, Node, Span, SyntaxError, SyntaxErrorKind};
use super::{Children, Finished, Name, Nodes, Open};

/// What an anchor names.
pub(super) enum Anchored {
    /// A value: which child it is of the root, of that child, and so on.
    Value(Vec<usize>),
    /// The name of a member.
    Name(Node),
    /// A value that is not kept, as its name is faulty.
    Nothing,
}

impl Open {
    /// A child that has been read completely.
    fn child(&self, index: usize) -> Option<&Node> {
        match &self.children {
            Children::List(elements) => elements.get(index),
            Children::Object(members, _) => members.get(index).map(|member| &member.value),
        }
    }
}

impl Nodes<'_> {
    /// Keeps in mind what the anchor of the value that comes next names.
    pub(super) fn remember(&mut self, anchor: usize) {
        if anchor != 0 {
            let anchored = self.path().map_or(Anchored::Nothing, Anchored::Value);
            self.anchors.insert(anchor, anchored);
        }
    }

    /// The path to the value that comes next; nothing when it is not kept.
    fn path(&self) -> Option<Vec<usize>> {
        let index = |open: &Open| match &open.children {
            Children::List(elements) => Some(elements.len()),
            Children::Object(members, Name::Read(..)) => Some(members.len()),
            Children::Object(..) => None,
        };
        self.open.iter().map(index).collect()
    }

    /// The complete value to which a path leads; nothing while it is still being read.
    fn follow(&self, path: &[usize]) -> Option<&Node> {
        let mut steps = path.iter().zip(&self.open).enumerate();
        let (depth, complete) =
            steps.find_map(|(depth, (index, open))| open.child(*index).map(|node| (depth, node)))?;
        path.get(depth + 1..)?.iter().try_fold(complete, |node, index| match &node.data {
            Data::List(elements) => elements.get(*index),
            Data::Object(members) => members.get(*index).map(|member| &member.value),
            _ => None,
        })
    }

    pub(super) fn alias(&mut self, id: usize, span: Span) -> Result<(), Finished> {
        let anchored = match self.anchors.get(&id) {
            Some(Anchored::Value(path)) => self.follow(path),
            Some(Anchored::Name(name)) => Some(name),
            Some(Anchored::Nothing) | None => return self.faulty(span),
        };
        let Some(anchored) = anchored else {
            let message = "an alias cannot stand inside of the value that it names; write the value out";
            self.faults.push(SyntaxError::malformed(span.clone(), message));
            return self.faulty(span);
        };
        let size = Size::of(anchored);
        // Before it is copied: a few lines can make a billion values of aliases.
        let copy = self.has_room_for(&size).then(|| anchored.clone());
        self.count(size.values, &span)?;
        self.copied_bytes = self.copied_bytes.saturating_add(size.bytes);
        let Some(mut node) = copy else {
            self.faults.push(if self.copied_bytes > MAX_TEXT_BYTES {
                let message = format!("aliases stand for more than {MAX_TEXT_BYTES} bytes of text up to here");
                SyntaxError { kind: SyntaxErrorKind::TooLarge, message, span, mend: None }
            } else {
                SyntaxError::too_deep(span)
            });
            return Err(Finished);
        };
        node.place_at(&span);
        match node {
            Node { data: Data::Text(name), .. } if self.expects_name() => {
                self.name(name, ScalarStyle::DoubleQuoted, span);
            }
            node => self.place(node),
        }
        Ok(())
    }

    fn has_room_for(&self, size: &Size) -> bool {
        self.values.saturating_add(size.values) <= MAX_VALUES
            && self.copied_bytes.saturating_add(size.bytes) <= MAX_TEXT_BYTES
            && self.open.len() + size.depth <= MAX_NESTING
    }
}

/// How large a value is.
struct Size {
    values: usize,
    /// Of texts and names.
    bytes: usize,
    /// How many lists and objects are inside of one another.
    depth: usize,
}

impl Size {
    fn of(node: &Node) -> Self {
        let mut size = Self { values: 1, bytes: 0, depth: 0 };
        match &node.data {
            Data::Text(text) => size.bytes = text.len(),
            Data::List(elements) => {
                size.depth = 1;
                for element in elements {
                    size.add_child(element, 0);
                }
            }
            Data::Object(members) => {
                size.depth = 1;
                for member in members {
                    size.add_child(&member.value, member.name.len());
                }
            }
            Data::Null | Data::Bool(_) | Data::Integer(_) | Data::Float(_) => {}
        }
        size
    }

    fn add_child(&mut self, node: &Node, name_bytes: usize) {
        let child = Self::of(node);
        self.values += child.values;
        self.bytes += child.bytes + name_bytes;
        self.depth = self.depth.max(child.depth + 1);
    }
}
