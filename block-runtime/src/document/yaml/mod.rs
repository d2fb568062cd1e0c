//! Reading YAML 1.2 text into nodes, as much of it as can be read.
//!
//! The parser stops at the first fault. While somebody types, most texts have one, and the rest of the text is what
//! they want help with. So whatever is wrong is mended in a [`Draft`] of the text, in the way that loses least, and the
//! draft is read again.

mod draft;
mod fault;
mod lines;
mod mend;
mod nodes;
mod scalar;

use granit_parser::{ErrorKind, Options, Parser, options};

use crate::limits::{MAX_FINDINGS, MAX_NAME_BYTES, MAX_NESTING, MAX_TEXT_BYTES};

use super::{Data, Node, Span, SyntaxError};
use draft::Draft;
use mend::Mending;

pub(super) use scalar::plain;

/// How often a text is read again after something in it was mended.
const MOST_REREADS: usize = 20;

/// How many bytes are read again at the most, so that the time for a large text with many faults stays bounded.
const MOST_BYTES_REREAD: usize = 8 << 20;

/// Reads YAML text: what can be read of it, and all that is wrong with it in the order of the text.
pub(super) fn recover(text: &str) -> (Node, Vec<SyntaxError>) {
    if text.len() > MAX_TEXT_BYTES {
        return (nothing(), vec![SyntaxError::too_long(text)]);
    }
    let mut draft = Draft::new(text);
    let mut mending = Mending::default();
    let mut rereads = MOST_REREADS.min(MOST_BYTES_REREAD / text.len().max(1));
    let mut reading = nodes::read(draft.text());
    while let Some(stop) = reading.stop.take() {
        let mended = mending.mend(&mut draft, &stop, reading.open_flow);
        if !mended || rereads == 0 {
            break;
        }
        rereads -= 1;
        reading = nodes::read(draft.text());
    }
    let mut faults = mending.into_faults();
    let damaged: Vec<_> = faults.iter().map(|fault| fault.span.clone()).collect();
    faults.extend(reading.faults.into_iter().map(|fault| draft.restore_fault(fault)));
    faults.sort_by_key(|fault| (fault.span.start, fault.span.end));
    faults.truncate(MAX_FINDINGS);
    let root = match reading.root {
        Some(mut root) => {
            draft.restore(&mut root);
            for span in &damaged {
                take_in(text, &mut root, span);
            }
            root
        }
        None if faults.is_empty() => {
            faults.push(SyntaxError::malformed(0..text.len(), "the text is empty; a YAML value is expected"));
            nothing()
        }
        None => nothing(),
    };
    (root, faults)
}

/// Has lists and objects reach to the damaged text behind their last value that is indented as if it were part of them.
/// Nothing is known about what stands in it, so nobody may take them to be complete.
fn take_in(text: &str, node: &mut Node, damaged: &Span) {
    let column = lines::column(text, damaged.start);
    let is_indented = |start: usize| column >= lines::column(text, start);
    // What comes next in the text stays outside.
    let mut end = damaged.end;
    let mut inner = Some(node);
    while let Some(node) = inner {
        let is_bracketed = text[node.span.start..].starts_with(['[', '{']);
        if node.span.start > damaged.start || is_bracketed || !is_indented(node.span.start) {
            return;
        }
        inner = match &mut node.data {
            Data::List(elements) => {
                let next = elements.partition_point(|element| element.span.start <= damaged.start);
                end = elements.get(next).map_or(end, |next| end.min(next.span.start));
                next.checked_sub(1).and_then(|last| elements.get_mut(last))
            }
            Data::Object(members) => {
                let next = members.partition_point(|member| member.name_span.start <= damaged.start);
                end = members.get(next).map_or(end, |next| end.min(next.name_span.start));
                next.checked_sub(1).and_then(|last| members.get_mut(last)).map(|last| &mut last.value)
            }
            _ => return,
        };
        node.span.end = node.span.end.max(end);
    }
}

fn nothing() -> Node {
    Node { span: 0..0, data: Data::Null }
}

/// Where the parser stopped, and why.
struct Stop {
    kind: ErrorKind,
    at: usize,
}

/// How the parser treats lines of a list in brackets or of a quoted text that are indented too little.
#[derive(Clone, Copy)]
enum Indentation {
    /// They are accepted, as many people and programs write closing brackets in the first column.
    Lenient,
    /// They are faults, which shows where a bracket or a quotation mark was left open.
    Strict,
}

fn parser(text: &str, indentation: Indentation) -> Parser<'_, granit_parser::StrInput<'_>> {
    Parser::new_from_str_with_options(text, parser_options(indentation))
}

fn parser_options(indentation: Indentation) -> Options {
    options! {
        strict_indentation: matches!(indentation, Indentation::Strict),
        emit_unresolved_aliases: true,
        emit_anchor_events: true,
        emit_comments: false,
        // An escape takes up to six bytes for one of the name; names that are too long get a message of ours.
        simple_key_max_lookahead: 6 * MAX_NAME_BYTES + 2,
        flow_nesting_limit: MAX_NESTING,
        block_nesting_limit: MAX_NESTING,
    }
}

/// Where reading stops, without making nodes.
fn first_stop(text: &str, indentation: Indentation) -> Option<Stop> {
    parser(text, indentation).find_map(Result::err).map(|error| Stop::new(&error, text))
}

impl Stop {
    fn new(error: &granit_parser::ScanError, text: &str) -> Self {
        let at = error.marker().byte_offset().unwrap_or(text.len());
        Self { kind: error.kind().clone(), at: text.floor_char_boundary(at) }
    }
}

#[cfg(test)]
mod tests;
