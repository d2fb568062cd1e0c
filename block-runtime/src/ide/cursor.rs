//! Where in the structure of a definition a place of its text is, also where nothing stands yet.

use crate::document::{Data, Member, Node, Notation, Pointer, Span};
use crate::workflow::Part;

use super::file::File;
use super::lines::{column, line_of};
use super::slot::Slot;

/// A place of the text in the structure of the definition.
#[derive(Debug)]
pub struct Cursor<'f> {
    /// Number of the scope whose names are known there: of the innermost definition around it.
    pub scope: usize,
    /// The lists and objects around it, from the outermost to the innermost.
    pub around: Vec<Around<'f>>,
    /// What stands there.
    pub spot: Spot<'f>,
    /// The text that something written there would take the place of.
    pub word: Span,
}

/// A list or an object around a place.
#[derive(Debug)]
pub struct Around<'f> {
    /// The list or the object.
    pub node: &'f Node,
    /// What may stand in its place.
    pub slot: Slot,
    /// Where it stands.
    pub pointer: Pointer,
}

/// What stands in a place.
#[derive(Debug)]
pub enum Spot<'f> {
    /// The name of a member of the innermost object.
    Name(&'f Member),
    /// A scalar, or nothing yet where a value belongs.
    Value {
        /// The value.
        node: &'f Node,
        /// What may stand there.
        slot: Slot,
        /// Where it stands.
        pointer: Pointer,
        /// The member whose value it is; nothing for elements of lists.
        member: Option<&'f Member>,
    },
    /// Nothing, where a member of the innermost object may be written.
    NewMember,
    /// Nothing, where an element of the innermost list may be written.
    NewElement,
}

impl<'f> Cursor<'f> {
    /// Finds a place of the text.
    pub fn new(file: &'f File, offset: usize) -> Self {
        let text = file.text();
        let offset = text.floor_char_boundary(offset.min(text.len()));
        let finder = Finder { file, offset, indent: indent(text, offset), around: Vec::new() };
        let root = Step { node: &file.document.root, slot: Slot::Part(Part::Workflow), pointer: Pointer::root() };
        let (around, spot) = finder.find(root);
        let word = match &spot {
            Spot::Name(member) => member.name_span.clone(),
            Spot::Value { node, .. }
                if node.span.start <= offset && offset <= node.span.end && !node.span.is_empty() =>
            {
                node.span.clone()
            }
            // A value that follows on the same line, as in `"name": | "value"`.
            Spot::Value { node, .. } if offset < node.span.start && !text[offset..node.span.start].contains('\n') => {
                offset..node.span.end
            }
            _ => word(text, offset),
        };
        let definition = around.iter().rfind(|around| matches!(around.slot, Slot::Part(Part::Workflow)));
        let scope = definition
            .and_then(|around| file.symbols.scopes.iter().position(|scope| scope.pointer == around.pointer))
            .unwrap_or_else(|| file.symbols.scope_at(offset));
        Self { scope, around, spot, word }
    }

    /// The innermost list or object around the place.
    pub fn innermost(&self) -> Option<&Around<'f>> {
        self.around.last()
    }
}

struct Step<'f> {
    node: &'f Node,
    slot: Slot,
    pointer: Pointer,
}

struct Finder<'f> {
    file: &'f File,
    offset: usize,
    /// How far the line of the place is indented; its own column where nothing else stands on the line.
    indent: usize,
    around: Vec<Around<'f>>,
}

enum Next<'f> {
    Into(Step<'f>),
    Here(Spot<'f>),
}

impl<'f> Finder<'f> {
    fn find(mut self, root: Step<'f>) -> (Vec<Around<'f>>, Spot<'f>) {
        let mut step = root;
        let mut member = None;
        loop {
            let next = match &step.node.data {
                Data::Object(members) => self.in_object(&step, members, &mut member),
                Data::List(elements) => {
                    member = None;
                    self.in_list(&step, elements)
                }
                _ => {
                    let Step { node, slot, pointer } = step;
                    return (self.around, Spot::Value { node, slot, pointer, member });
                }
            };
            let Step { node, slot, pointer } = step;
            self.around.push(Around { node, slot, pointer });
            match next {
                Next::Into(inner) => step = inner,
                Next::Here(spot) => return (self.around, spot),
            }
        }
    }

    fn in_object(&self, step: &Step<'f>, members: &'f [Member], into: &mut Option<&'f Member>) -> Next<'f> {
        let before = members.iter().rev().find(|member| member.name_span.start <= self.offset);
        let Some(member) = before else { return Next::Here(Spot::NewMember) };
        if self.offset <= member.name_span.end {
            return Next::Here(Spot::Name(member));
        }
        *into = Some(member);
        if !self.is_value_of(&member.value, member.name_span.end, step.node, Some(b':')) {
            return Next::Here(Spot::NewMember);
        }
        Next::Into(Step {
            node: &member.value,
            slot: step.slot.member(step.node, &member.name, &self.file.catalogue),
            pointer: step.pointer.member(&member.name),
        })
    }

    fn in_list(&self, step: &Step<'f>, elements: &'f [Node]) -> Next<'f> {
        let place = elements.iter().rposition(|element| element.span.start <= self.offset);
        let Some((place, element)) = place.and_then(|place| Some((place, elements.get(place)?))) else {
            return Next::Here(Spot::NewElement);
        };
        if !self.is_value_of(element, element.span.start, step.node, None) {
            return Next::Here(Spot::NewElement);
        }
        let (slot, pointer) = (step.slot.element(place), step.pointer.element(place));
        Next::Into(Step { node: element, slot, pointer })
    }

    /// True when the place belongs to this value, the last one that begins before it, rather than to what would follow.
    ///
    /// `from` is where what announces the value ends; `mark` must stand between that and the place.
    fn is_value_of(&self, value: &Node, from: usize, container: &Node, mark: Option<u8>) -> bool {
        let between = self.text(from..self.offset.min(value.span.start.max(from)));
        if self.offset < value.span.start || value.span.is_empty() {
            let between = if value.span.is_empty() { self.text(from..self.offset) } else { between };
            if mark.is_some_and(|mark| !between.bytes().any(|byte| byte == mark)) {
                return false;
            }
            return if self.is_flow(container) {
                !between.contains([',', '}', ']'])
            } else {
                !between.contains('\n') || self.indent > self.column(container.span.start)
            };
        }
        let inside = self.offset <= value.span.end;
        let brackets = matches!(value.data, Data::List(_) | Data::Object(_)) && self.is_flow(value);
        if brackets {
            // After the closing bracket, if there is one, something else begins.
            let closed = self.text(value.span.clone()).ends_with([']', '}']);
            return inside && (self.offset < value.span.end || !closed) && self.offset > value.span.start;
        }
        match value.data {
            Data::List(_) | Data::Object(_) if !inside => {
                // Blocks of YAML go on as far as lines are indented like them.
                let same_line = !self.text(value.span.end..self.offset).contains('\n');
                same_line || self.indent >= self.column(value.span.start)
            }
            Data::List(_) | Data::Object(_) => true,
            _ => inside || (!self.is_flow(container) && !self.text(value.span.end..self.offset).contains('\n')),
        }
    }

    fn text(&self, span: Span) -> &'f str {
        self.file.text().get(span).unwrap_or_default()
    }

    /// True when the value is written with brackets.
    fn is_flow(&self, node: &Node) -> bool {
        self.file.notation == Notation::Json || self.text(node.span.clone()).starts_with(['{', '['])
    }

    fn column(&self, offset: usize) -> usize {
        column(self.file.text(), offset)
    }
}

/// How far the line around a place is indented; the column of the place where nothing stands on the line.
fn indent(text: &str, offset: usize) -> usize {
    let line = line_of(text, offset);
    let blank = line.len() - line.trim_start_matches([' ', '\r']).len();
    if line.trim().is_empty() { column(text, offset) } else { blank }
}

/// The word around a place.
fn word(text: &str, offset: usize) -> Span {
    let part = |c: char| c.is_alphanumeric() || "_$./@-*\"".contains(c);
    let start = offset - text[..offset].chars().rev().take_while(|c| part(*c)).map(char::len_utf8).sum::<usize>();
    let end = offset + text[offset..].chars().take_while(|c| part(*c)).map(char::len_utf8).sum::<usize>();
    // A dash alone announces an element in YAML.
    if &text[start..end] == "-" { offset..offset } else { start..end }
}
