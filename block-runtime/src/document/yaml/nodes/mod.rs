//! From the events of the parser to nodes with places.

mod anchors;
mod places;

use std::collections::HashMap;

use granit_parser::{Event, ScalarStyle, StructureStyle, Tag};

use crate::limits::{MAX_NAME_BYTES, MAX_NESTING, MAX_VALUES};

use super::super::{Data, Member, Node, Span, SyntaxError};
use super::fault::quoted;
use super::scalar::{self, ScalarType};
use super::{Indentation, Stop, parser};
use anchors::Anchored;
use places::after_colon;

/// What was read of a text.
pub(super) struct Reading {
    /// The value; what was open where reading stopped is closed there.
    pub(super) root: Option<Node>,
    /// What is wrong although the parser accepts it.
    pub(super) faults: Vec<SyntaxError>,
    /// Why the parser stopped before the end.
    pub(super) stop: Option<Stop>,
    /// Where the outermost bracket is that was open where reading stopped.
    pub(super) open_flow: Option<usize>,
}

/// Reads text up to its end, to the first fault of its notation or to a limit.
pub(super) fn read(text: &str) -> Reading {
    let mut nodes = Nodes::new(text);
    let mut stop = None;
    for event in parser(text, Indentation::Lenient) {
        match event {
            Ok((event, span)) => {
                let tag_end = span.tag_span().and_then(|tag| tag.byte_range()).map(|tag| tag.end);
                let span = span.byte_range().unwrap_or(text.len()..text.len());
                if let Err(Finished) = nodes.take(event, span, tag_end) {
                    break;
                }
            }
            Err(error) => {
                stop = Some(Stop::new(&error, text));
                break;
            }
        }
    }
    let open_flow = nodes.open.iter().find(|open| open.style == StructureStyle::Flow).map(|open| open.span.start);
    nodes.close_all();
    Reading { root: nodes.root, faults: nodes.faults, stop, open_flow }
}

/// No more of the text is wanted.
struct Finished;

/// A list or an object whose end has not been read.
struct Open {
    /// Up to the end of what was read of it.
    span: Span,
    style: StructureStyle,
    children: Children,
}

enum Children {
    List(Vec<Node>),
    Object(Vec<Member>, Name),
}

/// Of the member of an object whose value comes next.
enum Name {
    /// The name itself comes next.
    Expected,
    /// This is the name, and where it stands.
    Read(String, Span),
    /// The name was faulty, and the value is of no use; where the name ends.
    Faulty(usize),
}

struct Nodes<'t> {
    text: &'t str,
    open: Vec<Open>,
    root: Option<Node>,
    anchors: HashMap<usize, Anchored>,
    faults: Vec<SyntaxError>,
    values: usize,
    /// How much text aliases have multiplied.
    copied_bytes: usize,
    documents: usize,
}

impl<'t> Nodes<'t> {
    fn new(text: &'t str) -> Self {
        Self {
            text,
            open: Vec::new(),
            root: None,
            anchors: HashMap::new(),
            faults: Vec::new(),
            values: 0,
            copied_bytes: 0,
            documents: 0,
        }
    }

    fn take(&mut self, event: Event<'_>, span: Span, tag_end: Option<usize>) -> Result<(), Finished> {
        match event {
            Event::DocumentStart(..) => {
                self.documents += 1;
                if self.documents > 1 {
                    let end = if self.text[span.start..].starts_with("---") { span.start + 3 } else { span.end };
                    let message = "a second document begins here; a file has one workflow, so move it to its own";
                    self.faults.push(SyntaxError::malformed(span.start..end, message));
                    return Err(Finished);
                }
            }
            Event::Scalar(text, style, anchor, tag) => {
                self.count(1, &span)?;
                let unwritten = style == ScalarStyle::Plain && span.is_empty();
                let span = match style {
                    ScalarStyle::Literal | ScalarStyle::Folded => self.block_scalar_span(&span),
                    _ if unwritten && tag_end.is_none() && anchor == 0 => self.unwritten_span(&span),
                    _ => span,
                };
                let text = if unwritten { "".into() } else { text };
                if self.expects_name() {
                    let name = text.into_owned();
                    if let Some(tag) = tag.filter(|tag| tag.is_custom()) {
                        self.unknown_tag(&tag, &span);
                    }
                    if anchor != 0 {
                        let node = Node { span: span.clone(), data: Data::Text(name.clone()) };
                        self.anchors.insert(anchor, Anchored::Name(node));
                    }
                    self.name(name, style, span);
                } else {
                    self.remember(anchor);
                    let data = self.scalar(&text, style, tag.as_deref(), &span);
                    self.place(Node { span, data });
                }
            }
            Event::SequenceStart(style, anchor, tag) => {
                self.check_container_tag(tag.as_deref(), "seq", &span);
                let span = self.first_dash(&span).unwrap_or(span.start)..span.end;
                self.open(style, anchor, span, Children::List(Vec::new()))?;
            }
            Event::MappingStart(style, anchor, tag) => {
                self.check_container_tag(tag.as_deref(), "map", &span);
                self.open(style, anchor, span, Children::Object(Vec::new(), Name::Expected))?;
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(&span),
            Event::Alias(id) => self.alias(id, span)?,
            Event::UnresolvedAlias(name) => {
                let message = format!("no value before this one is named `&{name}`");
                self.faults.push(SyntaxError::malformed(span.clone(), message));
                self.faulty(span)?;
            }
            _ => {}
        }
        Ok(())
    }

    fn count(&mut self, values: usize, at: &Span) -> Result<(), Finished> {
        self.values = self.values.saturating_add(values);
        if self.values <= MAX_VALUES {
            return Ok(());
        }
        self.faults.push(SyntaxError::too_many_values(at.clone()));
        Err(Finished)
    }

    fn expects_name(&self) -> bool {
        matches!(self.open.last(), Some(Open { children: Children::Object(_, Name::Expected), .. }))
    }

    fn open(&mut self, style: StructureStyle, anchor: usize, span: Span, children: Children) -> Result<(), Finished> {
        self.count(1, &span)?;
        if self.open.len() >= MAX_NESTING {
            self.faults.push(SyntaxError::too_deep(span));
            return Err(Finished);
        }
        self.remember(anchor);
        self.open.push(Open { span, style, children });
        Ok(())
    }

    /// Ends the innermost list or object; `span` is its closing bracket, when it has one.
    fn close(&mut self, span: &Span) {
        let Some(Open { span: read, children, style }) = self.open.pop() else {
            return;
        };
        let end = if span.is_empty() { read.end } else { span.end };
        let data = match children {
            Children::List(elements) => Data::List(elements),
            Children::Object(mut members, name) => {
                if let Name::Read(name, name_span) = name {
                    // Reading stopped between the name and its value.
                    let end = after_colon(self.text, name_span.end, style, read.start);
                    members.push(Member { name, name_span, value: Node { span: end..end, data: Data::Null } });
                }
                Data::Object(members)
            }
        };
        let end = match &data {
            Data::Object(members) => members.last().map_or(end, |last| end.max(last.value.span.end)),
            _ => end,
        };
        self.place(Node { span: read.start..end.max(read.start), data });
    }

    fn close_all(&mut self) {
        while !self.open.is_empty() {
            self.close(&(0..0));
        }
    }

    /// Puts a value where it belongs.
    fn place(&mut self, node: Node) {
        let Some(open) = self.open.last_mut() else {
            self.root = Some(node);
            return;
        };
        open.span.end = open.span.end.max(node.span.end);
        match &mut open.children {
            Children::List(elements) => elements.push(node),
            Children::Object(members, name) => match std::mem::replace(name, Name::Expected) {
                Name::Read(name, name_span) => members.push(Member { name, name_span, value: node }),
                Name::Faulty(_) => {}
                Name::Expected => {
                    *name = Name::Faulty(node.span.end);
                    let message = format!("{} cannot be the name of a member; write text", node.type_name());
                    self.faults.push(SyntaxError::malformed(node.span, message));
                }
            },
        }
    }

    /// Puts something in the place of what cannot be read.
    fn faulty(&mut self, span: Span) -> Result<(), Finished> {
        self.count(1, &span)?;
        if let Some(Open { span: read, children: Children::Object(_, name @ Name::Expected), .. }) =
            self.open.last_mut()
        {
            read.end = read.end.max(span.end);
            *name = Name::Faulty(span.end);
        } else {
            self.place(Node { span, data: Data::Null });
        }
        Ok(())
    }

    fn name(&mut self, text: String, style: ScalarStyle, span: Span) {
        let fault = if text.len() > MAX_NAME_BYTES {
            Some(SyntaxError::long_name(&text, span.clone()))
        } else if text == "<<" && style == ScalarStyle::Plain {
            let message = "YAML 1.2 merges no objects with `<<`; write the members out here";
            Some(SyntaxError::malformed(span.clone(), message))
        } else {
            None
        };
        let Some(Open { span: read, children: Children::Object(_, name), .. }) = self.open.last_mut() else {
            return;
        };
        read.end = read.end.max(span.end);
        *name = match fault {
            None => Name::Read(text, span),
            Some(fault) => {
                self.faults.push(fault);
                Name::Faulty(span.end)
            }
        };
    }

    fn scalar(&mut self, text: &str, style: ScalarStyle, tag: Option<&Tag>, span: &Span) -> Data {
        let Some(tag) = tag else {
            if style != ScalarStyle::Plain {
                return Data::Text(text.to_owned());
            }
            return scalar::plain(text).unwrap_or_else(|| {
                let message = format!("{} is not a number that JSON readers can hold", quoted(text));
                self.faults.push(SyntaxError::malformed(span.clone(), message));
                Data::Null
            });
        };
        let is_nonspecific = tag.handle().is_empty() && tag.suffix() == "!";
        let wanted =
            if is_nonspecific { Some(ScalarType::Text) } else { tag.core_suffix().and_then(ScalarType::of_tag) };
        let Some(wanted) = wanted else {
            self.unknown_tag(tag, span);
            return if style == ScalarStyle::Plain { scalar::plain(text) } else { None }
                .unwrap_or_else(|| Data::Text(text.to_owned()));
        };
        scalar::tagged(text, wanted).unwrap_or_else(|| {
            let message = format!("{} is not what its tag `{}` says", quoted(text), tag.original());
            self.faults.push(SyntaxError::malformed(span.clone(), message));
            Data::Text(text.to_owned())
        })
    }

    fn check_container_tag(&mut self, tag: Option<&Tag>, suffix: &str, span: &Span) {
        if let Some(tag) = tag.filter(|tag| tag.core_suffix() != Some(suffix)) {
            self.unknown_tag(tag, span);
        }
    }

    fn unknown_tag(&mut self, tag: &Tag, span: &Span) {
        let message = format!("the tag {} says nothing about this value here; remove it", quoted(&tag.original()));
        self.faults.push(SyntaxError::malformed(span.clone(), message));
    }
}
