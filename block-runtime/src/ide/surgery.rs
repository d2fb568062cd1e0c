//! Putting members and elements into a text and taking them out, with the commas, dashes and lines that belong to them.
//!
//! In brackets, parts are separated by commas; in blocks of YAML each has lines of its own. Everything else of the text
//! stays as it is. Nothing is returned where a place is written in a way that allows no small change, such as an alias.

use serde_json::Value as Json;

use crate::document::{Data, Member, Node, Notation, Source, Span};

use super::Edit;
use super::lines::{column, line_end, line_start};

/// How far what is inside is indented.
const INDENT: usize = 2;

/// Adds members at the end of an object.
pub(super) fn add_members(source: Source<'_>, object: &Node, members: &[(String, Json)]) -> Option<Edit> {
    let present = object.members()?;
    match style(source, object)? {
        Style::Brackets => {
            let write = |(name, value): &(String, Json)| {
                format!("{}: {}", source.notation.key(name), source.notation.line(value))
            };
            let spans: Vec<Span> = present.iter().map(|member| member_span(source, member)).collect();
            Some(add_in_brackets(source, &object.span, &spans, members.iter().map(write)))
        }
        Style::Block => {
            let column = column(source.text, present.first()?.name_span.start);
            let end = line_end(source.text, member_span(source, present.last()?).end);
            let lines = members.iter().map(|(name, value)| margin(column) + &block_member(name, value, column));
            Some(Edit { span: end..end, text: with_line_breaks_of(source.text, &lines.collect::<String>()) })
        }
    }
}

/// Adds an element at the end of a list.
pub(super) fn add_element(source: Source<'_>, list: &Node, element: &Json) -> Option<Edit> {
    let present = list.elements()?;
    match style(source, list)? {
        Style::Brackets => {
            let spans: Vec<Span> = present.iter().map(|element| element.span.clone()).collect();
            Some(add_in_brackets(source, &list.span, &spans, [source.notation.line(element)].into_iter()))
        }
        Style::Block => {
            let column = column(source.text, list.span.start);
            let end = line_end(source.text, end(source, present.last()?));
            let text = format!("{}- {}", margin(column), Notation::Yaml.value(element, column + INDENT));
            Some(Edit { span: end..end, text: with_line_breaks_of(source.text, &text) })
        }
    }
}

/// Takes a member out of an object.
pub(super) fn remove_member(source: Source<'_>, object: &Node, index: usize) -> Option<Edit> {
    let members = object.members()?;
    let parts: Vec<Span> = members.iter().map(|member| member_span(source, member)).collect();
    match style(source, object)? {
        Style::Brackets => remove_in_brackets(source, &object.span, &parts, index),
        Style::Block => remove_block(source, object, &parts, index, "{}"),
    }
}

/// Takes an element out of a list.
pub(super) fn remove_element(source: Source<'_>, list: &Node, index: usize) -> Option<Edit> {
    let elements = list.elements()?;
    match style(source, list)? {
        Style::Brackets => {
            let parts: Vec<Span> = elements.iter().map(|element| element.span.clone()).collect();
            remove_in_brackets(source, &list.span, &parts, index)
        }
        Style::Block => {
            let mut parts = Vec::with_capacity(elements.len());
            let mut before = list.span.start;
            for element in elements {
                let end = end(source, element);
                parts.push(dash(source.text, before..element.span.start)?..end);
                before = end;
            }
            remove_block(source, list, &parts, index, "[]")
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Style {
    Brackets,
    Block,
}

/// How a list or an object is written; nothing where an alias stands for it.
fn style(source: Source<'_>, node: &Node) -> Option<Style> {
    match source.text.as_bytes().get(node.span.start)? {
        b'{' | b'[' => Some(Style::Brackets),
        b'*' | b'&' | b'!' => None,
        _ => (source.notation == Notation::Yaml).then_some(Style::Block),
    }
}

fn add_in_brackets(
    source: Source<'_>,
    container: &Span,
    parts: &[Span],
    additions: impl Iterator<Item = String>,
) -> Edit {
    let text = source.text;
    let additions: Vec<String> = additions.collect();
    let Some(last) = parts.last() else {
        let start = (container.start + 1).min(container.end);
        return Edit { span: start..start, text: additions.join(", ") };
    };
    let line = &text[line_start(text, last.start)..last.start];
    let separator = if line.trim().is_empty() && parts.len() + additions.len() > 1 && is_on_lines(text, container) {
        with_line_breaks_of(text, &format!("\n{line}"))
    } else {
        " ".to_owned()
    };
    let rest = text.get(last.end..container.end).unwrap_or_default();
    let blank = rest.len() - rest.trim_start().len();
    let comma = rest[blank..].starts_with(',');
    let at = if comma { last.end + blank + 1 } else { last.end };
    let first = if comma { "" } else { "," };
    let added = additions.join(&format!(",{separator}"));
    Edit { span: at..at, text: format!("{first}{separator}{added}") }
}

fn is_on_lines(text: &str, container: &Span) -> bool {
    text.get(container.clone()).is_some_and(|inside| inside.contains('\n'))
}

fn remove_in_brackets(source: Source<'_>, container: &Span, parts: &[Span], index: usize) -> Option<Edit> {
    let part = parts.get(index)?.clone();
    let before = index.checked_sub(1).and_then(|before| parts.get(before));
    let span = match (parts.get(index + 1), before) {
        (Some(next), _) => part.start..next.start,
        (None, Some(before)) => before.end..part.end,
        (None, None) => {
            let rest = source.text.get(part.end..container.end)?;
            container.start + 1..part.end + (rest.len() - rest.trim_start().len())
        }
    };
    removal(span)
}

/// Takes the lines of a part out of a block. What is left of a block without parts is `empty`.
fn remove_block(source: Source<'_>, container: &Node, parts: &[Span], index: usize, empty: &str) -> Option<Edit> {
    let text = source.text;
    let part = parts.get(index)?.clone();
    if parts.len() == 1 {
        let before = text[..container.span.start].trim_end();
        let is_value = before.ends_with(':');
        let start = if is_value { before.len() } else { container.span.start };
        let space = if is_value { " " } else { "" };
        return Some(Edit { span: start..part.end, text: format!("{space}{empty}") });
    }
    let start = line_start(text, part.start);
    if !text[start..part.start].trim().is_empty() {
        // The dash of an outer list stands before it.
        let next = parts.get(index + 1).filter(|_| index == 0)?;
        return removal(part.start..next.start);
    }
    let end = line_end(text, part.end);
    match text[end..].find('\n') {
        Some(line_break) => removal(start..end + line_break + 1),
        None => removal(text[..start].trim_end_matches(['\n', '\r']).len()..end),
    }
}

fn removal(span: Span) -> Option<Edit> {
    (span.start <= span.end).then(|| Edit { span, text: String::new() })
}

/// A member of a block of YAML whose names stand in this column.
fn block_member(name: &str, value: &Json, column: usize) -> String {
    let key = Notation::Yaml.key(name);
    if has_objects(value) {
        let column = column + INDENT;
        format!("{key}:{}{}", margin(column), Notation::Yaml.value(value, column))
    } else {
        format!("{key}: {}", Notation::Yaml.line(value))
    }
}

/// True for values that are hard to read on one line.
fn has_objects(value: &Json) -> bool {
    match value {
        Json::Object(members) => !members.is_empty(),
        Json::Array(elements) => elements.iter().any(has_objects),
        _ => false,
    }
}

fn member_span(source: Source<'_>, member: &Member) -> Span {
    member.name_span.start..member.name_span.end.max(end(source, &member.value))
}

/// Where the last scalar or the closing bracket of a value ends.
fn end(source: Source<'_>, node: &Node) -> usize {
    let last = match &node.data {
        Data::List(_) | Data::Object(_) if style(source, node) != Some(Style::Block) => None,
        Data::List(elements) => elements.last().map(|element| end(source, element)),
        Data::Object(members) => members.last().map(|member| member_span(source, member).end),
        _ => None,
    };
    last.unwrap_or(node.span.end)
}

/// The dash that announces an element of a block: the last one with which a line begins, or with which the span does.
fn dash(text: &str, span: Span) -> Option<usize> {
    let between = text.get(span.clone())?;
    let mut found = None;
    let mut at = span.start;
    for (number, line) in between.split_inclusive('\n').enumerate() {
        let content = line.trim_start_matches(' ');
        let begins_line = number > 0 || line.len() == content.len();
        if content.starts_with('-') && begins_line {
            found = Some(at + line.len() - content.len());
        }
        at += line.len();
    }
    found
}

fn margin(column: usize) -> String {
    format!("\n{}", " ".repeat(column))
}

fn with_line_breaks_of(text: &str, written: &str) -> String {
    if text.contains("\r\n") { written.replace('\n', "\r\n") } else { written.to_owned() }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;
    use crate::document::{Document, Token};

    /// A list or an object within a value, and one of its parts.
    fn places(value: &Json, path: &[Token], into: &mut Vec<(Vec<Token>, usize)>) {
        let mut inner: Vec<(Token, &Json)> = Vec::new();
        match value {
            Json::Array(elements) => {
                inner.extend(elements.iter().enumerate().map(|(index, element)| (Token::Element(index), element)));
            }
            Json::Object(members) => {
                inner.extend(members.iter().map(|(name, member)| (Token::Member(name.clone()), member)));
            }
            _ => return,
        }
        into.push((path.to_vec(), inner.len()));
        for (token, value) in inner {
            places(value, &[path, &[token]].concat(), into);
        }
    }

    fn at<'v>(value: &'v mut Json, path: &[Token]) -> &'v mut Json {
        path.iter().fold(value, |value, token| match token {
            Token::Member(name) => &mut value[name.as_str()],
            Token::Element(index) => &mut value[*index],
        })
    }

    fn values() -> impl Strategy<Value = Json> {
        let scalar =
            prop_oneof![Just(Json::Null), any::<bool>().prop_map(Json::from), "[a-c: #\n-]{0,4}".prop_map(Json::from)];
        scalar.prop_recursive(4, 24, 4, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Json::from),
                prop::collection::vec(("[a-e -]{0,3}", inner), 0..4)
                    .prop_map(|members| Json::Object(members.into_iter().collect())),
            ]
        })
    }

    #[derive(Debug, Clone, Copy)]
    enum Layout {
        JsonLines,
        JsonLine,
        YamlBlock,
        YamlLine,
    }

    fn written(value: &Json, layout: Layout, more: &str) -> (String, Notation) {
        let (text, notation) = match layout {
            Layout::JsonLines => (Notation::Json.value(value, 0), Notation::Json),
            Layout::JsonLine => (Notation::Json.line(value), Notation::Json),
            Layout::YamlBlock => (Notation::Yaml.value(value, 0).replace('\n', &format!("{more}\n")), Notation::Yaml),
            Layout::YamlLine => (Notation::Yaml.line(value), Notation::Yaml),
        };
        (text, notation)
    }

    fn layouts() -> impl Strategy<Value = Layout> {
        prop::sample::select(vec![Layout::JsonLines, Layout::JsonLine, Layout::YamlBlock, Layout::YamlLine])
    }

    proptest! {
        #[test]
        fn what_is_put_in_and_taken_out_is_just_that(
            value in values(), added in values(), layout in layouts(),
            which: prop::sample::Index, part: prop::sample::Index, removes: bool,
            // Behind each line of a block.
            more in prop::sample::select(vec!["", "\r", "  # - b: c", "\n# more\n"]),
        ) {
            let mut found = Vec::new();
            places(&value, &[], &mut found);
            prop_assume!(!found.is_empty());
            let (path, parts) = which.get(&found);
            let (text, notation) = written(&value, layout, more);
            let document = Document::parse(text.as_str(), notation).unwrap();
            let source = Source::new(&text, notation);
            let node = document.root.at(path).unwrap();
            let mut expected = value.clone();
            let place = at(&mut expected, path);
            let edit = if removes {
                prop_assume!(*parts > 0);
                let index = part.index(*parts);
                match place {
                    Json::Array(elements) => {
                        elements.remove(index);
                        remove_element(source, node, index)
                    }
                    Json::Object(members) => {
                        let name = members.keys().nth(index).unwrap().clone();
                        members.shift_remove(&name);
                        remove_member(source, node, index)
                    }
                    _ => None,
                }
            } else {
                match place {
                    Json::Array(elements) => {
                        elements.push(added.clone());
                        add_element(source, node, &added)
                    }
                    Json::Object(members) => {
                        members.insert("new".to_owned(), added.clone());
                        members.insert("12".to_owned(), json!([added.clone()]));
                        let members = [("new".to_owned(), added.clone()), ("12".to_owned(), json!([added]))];
                        add_members(source, node, &members)
                    }
                    _ => None,
                }
            };
            let edit = edit.unwrap();
            let mut changed = text.clone();
            changed.replace_range(edit.span, &edit.text);
            let read = Document::parse(changed.as_str(), notation).map(|document| document.root.to_json());
            prop_assert_eq!(read, Ok(expected), "{} becomes {}", text, changed);
        }
    }

    #[test]
    fn aliases_are_left_alone() {
        let text = "a: &x {b: 1}\nc: *x\nd: &y\n  - 1\n";
        let document = Document::parse(text, Notation::Yaml).unwrap();
        let source = Source::new(text, Notation::Yaml);
        let of = |name: &str| &document.root.get(name).unwrap().value;
        assert_eq!(remove_member(source, of("c"), 0), None);
        assert_eq!(add_members(source, of("c"), &[("d".to_owned(), json!(1))]), None);
    }

    #[test]
    fn lines_look_like_those_around_them() {
        let text = "{\n  \"a\": [\n    1\n  ],\n  \"b\": {\"c\": 2}\n}";
        let document = Document::parse_json(text).unwrap();
        let source = Source::new(text, Notation::Json);
        let edit = add_members(source, &document.root, &[("d".to_owned(), json!([1, {}]))]).unwrap();
        assert_eq!(edit.text, ",\n  \"d\": [1, {}]");
        let edit = add_element(source, &document.root.get("a").unwrap().value, &json!(2)).unwrap();
        assert_eq!(edit.text, ",\n    2");
        let edit = add_members(source, &document.root.get("b").unwrap().value, &[("d".to_owned(), json!(3))]).unwrap();
        assert_eq!(edit.text, ", \"d\": 3");
    }
}
