//! From the events of the parser to nodes with places.

use std::collections::HashMap;

use granit_parser::{Event, ScalarStyle, StructureStyle, Tag};

use crate::limits::{MAX_NAME_BYTES, MAX_NESTING, MAX_TEXT_BYTES, MAX_VALUES};

use super::super::{Data, Member, Node, Span, SyntaxError, SyntaxErrorKind};
use super::fault::quoted;
use super::lines::line_at;
use super::scalar::{self, ScalarType};
use super::{Indentation, Stop, parser};

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

impl Open {
    /// A child that has been read completely.
    fn child(&self, index: usize) -> Option<&Node> {
        match &self.children {
            Children::List(elements) => elements.get(index),
            Children::Object(members, _) => members.get(index).map(|member| &member.value),
        }
    }

    /// Behind the colon of the member whose value comes next.
    fn value_start(&self, text: &str) -> Option<usize> {
        match &self.children {
            Children::Object(_, Name::Read(_, Span { end, .. }) | Name::Faulty(end)) => {
                Some(after_colon(text, *end, self.style, self.span.start))
            }
            _ => None,
        }
    }
}

/// The offset behind the colon that follows the name that ends at `name_end`, or that offset where there is no colon.
fn after_colon(text: &str, name_end: usize, style: StructureStyle, object_start: usize) -> usize {
    let rest = text[name_end..].trim_start();
    let colon = text.len() - rest.len();
    let Some(behind) = rest.strip_prefix(':') else {
        return name_end;
    };
    let column = |at: usize| at - line_at(text, at).start;
    let is_separated = || behind.is_empty() || behind.starts_with(char::is_whitespace);
    // In a line of its own, a colon belongs to the object that begins in the same column.
    let belongs = || !text[name_end..colon].contains(['\n', '\r']) || column(colon) == column(object_start);
    if style == StructureStyle::Flow || is_separated() && belongs() { colon + 1 } else { name_end }
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

/// What an anchor names.
enum Anchored {
    /// A value: which child it is of the root, of that child, and so on.
    Value(Vec<usize>),
    /// The name of a member.
    Name(Node),
    /// A value that is not kept, as its name is faulty.
    Nothing,
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

    /// Keeps in mind what the anchor of the value that comes next names.
    fn remember(&mut self, anchor: usize) {
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

    fn alias(&mut self, id: usize, span: Span) -> Result<(), Finished> {
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
                SyntaxError { kind: SyntaxErrorKind::TooLarge, message, span }
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

    /// Where a value is that was left out: behind the colon of its name or the dash of its element.
    fn unwritten_span(&self, span: &Span) -> Span {
        let at = self.open.last().and_then(|open| open.value_start(self.text)).unwrap_or(span.start);
        at..at
    }

    /// The first dash of a list whose dashes are not indented more than the name it belongs to. The parser's span of
    /// such a list begins behind the dash.
    fn first_dash(&self, span: &Span) -> Option<usize> {
        let mut between = self.text.get(self.open.last()?.value_start(self.text)?..span.start)?;
        loop {
            between = between.trim_start();
            let skipped = match between.chars().next()? {
                '-' => return Some(span.start - between.len()),
                '#' => between.find(['\n', '\r']),
                '&' | '!' => between.find(char::is_whitespace),
                _ => None,
            };
            between = &between[skipped?..];
        }
    }

    /// From `|` or `>` to the end of the last line that has text. The parser's span begins with the text.
    fn block_scalar_span(&self, span: &Span) -> Span {
        let after = self.open.last().map_or(0, |open| open.value_start(self.text).unwrap_or(open.span.end));
        let start = header(self.text, after..span.start).unwrap_or(span.start);
        start..(start + self.text[start..span.end].trim_end().len())
    }
}

/// The offset of the `|` or `>` that begins the block scalar whose text follows on `range`.
fn header(text: &str, range: Span) -> Option<usize> {
    let mut at = range.start;
    for line in text.get(range)?.split_inclusive(['\n', '\r']) {
        let is_header = |index: usize| {
            let rest = line[index + 1..].trim_start_matches(|sign: char| matches!(sign, '+' | '-' | '0'..='9'));
            let (before, after) = (line[..index].chars().next_back(), rest.trim_start());
            before.is_none_or(char::is_whitespace) && (after.is_empty() || after.starts_with('#'))
        };
        if !line.trim_start().starts_with('#')
            && let Some((index, _)) = line.match_indices(['|', '>']).find(|(index, _)| is_header(*index))
        {
            return Some(at + index);
        }
        at += line.len();
    }
    None
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
                elements.iter().for_each(|element| size.add_child(element, 0));
            }
            Data::Object(members) => {
                size.depth = 1;
                members.iter().for_each(|member| size.add_child(&member.value, member.name.len()));
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
