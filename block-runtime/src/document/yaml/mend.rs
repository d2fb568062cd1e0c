//! What is changed about a text that the parser cannot read, so that it reads on and little is lost.
//!
//! A fault first gets the change that it most likely needs, such as the quotation mark that is missing. When the same
//! line is at fault again, what it says is blanked; then all of it with what belongs to it; then the line before. So
//! every change leaves less that can be wrong, and one damaged line is one fault.

use std::collections::HashMap;

use granit_parser::ErrorKind;

use super::super::{Span, SyntaxError};
use super::draft::{Draft, Edit};
use super::fault::{message, quoted};
use super::lines::{block_end, content, line_at, text_line_before, trimmed, without_comment};
use super::{Indentation, Stop, first_stop};

/// The changes of one text.
#[derive(Default)]
pub(super) struct Mending {
    faults: Vec<SyntaxError>,
    /// Where the lines begin that were at fault, in the original; as often as they were.
    lines: Vec<usize>,
    /// In which line the bracket or quotation mark is that was closed last, and where, in the original.
    closed: Option<(usize, usize)>,
}

/// A fault in the draft, and what probably mends it.
struct Damage {
    fault: SyntaxError,
    edits: Vec<Edit>,
    /// What begins with the fault is closed by the edits.
    closes: bool,
}

impl Damage {
    fn new(span: Span, message: impl Into<String>, edits: Vec<Edit>) -> Self {
        Self { fault: SyntaxError::malformed(span, message), edits, closes: false }
    }
}

impl Mending {
    /// Notes why the parser stopped, and changes the draft; false when nothing can be changed.
    ///
    /// `open_flow` is where the outermost bracket is that is open at the fault.
    pub(super) fn mend(&mut self, draft: &mut Draft, stop: &Stop, open_flow: Option<usize>) -> bool {
        let text = draft.text();
        if stop.kind == ErrorKind::RecursionLimitExceeded {
            self.faults.push(SyntaxError::too_deep(draft.original_span(&(stop.at..character_end(text, stop.at)))));
            return false;
        }
        let Damage { fault, edits, closes } = tab_in_indentation(text, stop)
            .or_else(|| left_open(text, stop, open_flow))
            .unwrap_or_else(|| damage(text, stop));
        let line = line_at(text, fault.span.start);
        let line_start = draft.original(line.start);
        let times = self.lines.iter().filter(|start| **start == line_start).count();
        self.lines.push(line_start);
        let content = content(text, &line);
        let whole = line.start..block_end(text, &line, trimmed(text, &line).start - line.start);
        let before = text_line_before(text, line.start);
        let fault = draft.restore_fault(fault);
        // Brackets inside of one another are closed one after the other, from the inside.
        let begins = (line_start, fault.span.start);
        let closes_next = closes && self.closed.is_none_or(|closed| closed.0 != line_start || begins < closed);
        let tried = if closes_next { 0 } else { times.min(3) };
        if closes {
            self.closed = Some(begins);
        }
        if times == 0 {
            self.faults.push(fault);
        }
        let changes = [
            edits,
            vec![Edit::Blank(content)],
            vec![Edit::Blank(whole)],
            before.map(Edit::Blank).into_iter().collect(),
        ];
        changes.into_iter().skip(tried).any(|edits| draft.apply(edits))
    }

    pub(super) fn into_faults(self) -> Vec<SyntaxError> {
        self.faults
    }
}

/// A tab that indents the line where the parser stopped or the one below, whatever the parser makes of it.
fn tab_in_indentation(text: &str, stop: &Stop) -> Option<Damage> {
    let line = line_at(text, stop.at);
    let below = text[line.end..].trim_start_matches(['\n', '\r']);
    let below = line_at(text, text.len() - below.len());
    let indented = [line, below].into_iter().find_map(|line| {
        let indent = line.start..trimmed(text, &line).start;
        text[indent.clone()].contains('\t').then_some(indent)
    })?;
    let edits = tabs_of_indentation(text, indented.start);
    Some(Damage::new(indented, message(&ErrorKind::TabInIndentation), edits))
}

/// A bracket or a quotation mark without its counterpart. The parser reads on until something does not fit, often lines
/// below; that lines are not indented enough to belong to it tells earlier.
fn left_open(text: &str, stop: &Stop, open_flow: Option<usize>) -> Option<Damage> {
    let strict = first_stop(text, Indentation::Strict).filter(|strict| strict.at <= stop.at);
    let opened = match strict {
        Some(Stop { kind: ErrorKind::InvalidQuotedScalarIndent, at }) => first_stop(&text[..at], Indentation::Lenient)
            .filter(|opened| opened.kind == ErrorKind::UnclosedQuotedScalar)
            .map(|opened| (opened, text_end_before(text, at))),
        Some(Stop { kind: ErrorKind::InvalidIndentation, at })
            if open_flow.is_some_and(|open| open < at) && !text[at..].starts_with([']', '}']) =>
        {
            first_stop(&text[..at], Indentation::Lenient)
                .filter(|opened| matches!(opened.kind, ErrorKind::UnclosedFlowCollection { .. }))
                .map(|opened| (opened, text_end_before(text, at)))
        }
        _ => None,
    };
    let (opened, end) = match opened {
        Some(found) => found,
        None => match stop.kind {
            ErrorKind::UnclosedQuotedScalar => {
                (Stop { kind: stop.kind.clone(), at: stop.at }, trimmed(text, &line_at(text, stop.at)).end)
            }
            ErrorKind::UnclosedFlowCollection { .. } => {
                (Stop { kind: stop.kind.clone(), at: stop.at }, flow_end(text, stop.at))
            }
            _ => return None,
        },
    };
    let end = end.max(opened.at + 1);
    let (message, closing, end) = match opened.kind {
        ErrorKind::UnclosedFlowCollection { open: '{' } => {
            ("this object is never closed; a `}` is missing".to_owned(), '}', before_comment(text, opened.at, end))
        }
        ErrorKind::UnclosedFlowCollection { .. } => {
            ("this list is never closed; a `]` is missing".to_owned(), ']', before_comment(text, opened.at, end))
        }
        _ => {
            let quote = if text[opened.at..].starts_with('\'') { '\'' } else { '"' };
            (format!("this text is never closed; a `{quote}` is missing"), quote, end)
        }
    };
    let span = match opened.kind {
        ErrorKind::UnclosedFlowCollection { .. } => opened.at..opened.at + 1,
        _ => opened.at..trimmed(text, &line_at(text, opened.at)).end,
    };
    Some(Damage { closes: true, ..Damage::new(span, message, vec![Edit::Insert(end, closing)]) })
}

/// Where the list or object that a bracket opens probably ends: with the lines that are indented enough to be inside.
fn flow_end(text: &str, opener: usize) -> usize {
    let line = line_at(text, opener);
    if line.start == opener {
        return text.trim_end().len();
    }
    let content = content(text, &line).start;
    let column = if content == opener { trimmed(text, &line).start } else { content } - line.start;
    block_end(text, &line, column)
}

fn text_end_before(text: &str, offset: usize) -> usize {
    text[..line_at(text, offset).start].trim_end().len()
}

/// The end of the text up to `end`, a comment at the end of its last line left out.
fn before_comment(text: &str, start: usize, end: usize) -> usize {
    let line = line_at(text, end);
    without_comment(text, &(line.start.max(start)..end)).end.max(start + 1)
}

fn character_end(text: &str, at: usize) -> usize {
    text[at..].chars().next().map_or(at, |character| at + character.len_utf8())
}

/// What is wrong where the parser stopped, by what it says and what stands there.
fn damage(text: &str, stop: &Stop) -> Damage {
    use ErrorKind as Kind;
    let at = stop.at;
    let line = line_at(text, at);
    let rest = at..trimmed(text, &line).end.max(at);
    let character = at..character_end(text, at);
    match &stop.kind {
        Kind::SimpleKeyExpected => half_key(text, rest),
        Kind::MappingValueNotAllowed | Kind::InvalidColonPlacement => unexpected_colon(text, at),
        Kind::UnknownQuotedScalarEscape => {
            let escapes = unknown_escapes(text, at);
            let Some(first) = escapes.first() else {
                return Damage::new(rest, message(&stop.kind), Vec::new());
            };
            let span = *first..character_end(text, *first + 1);
            let written = &text[span.clone()];
            let message = format!("`{written}` is not an escape; write `\\{written}` for a backslash");
            Damage::new(span, message, escapes.into_iter().map(|at| Edit::Insert(at, '\\')).collect())
        }
        Kind::UnexpectedCharacter { .. } | Kind::MissingAnchorOrAliasName => {
            let value = without_comment(text, &rest);
            let message = match text[value.clone()].chars().next() {
                Some(first) if first.is_control() => "a control character cannot stand here; remove it".to_owned(),
                Some(first) => format!("text cannot begin with `{first}`; put it between quotation marks"),
                None => message(&stop.kind).to_owned(),
            };
            let edits = quotation(text, &value).unwrap_or_else(|| vec![Edit::Blank(character)]);
            Damage::new(value, message, edits)
        }
        Kind::MisplacedFlowCollectionEnd | Kind::BomInsideDocument => {
            Damage::new(character.clone(), message(&stop.kind), vec![Edit::Blank(character)])
        }
        Kind::MismatchedFlowCollectionEnd { open, close } => {
            let message = format!("what begins with `{open}` here is closed by `{close}`");
            Damage::new(rest.clone(), message, vec![Edit::Blank(rest)])
        }
        Kind::InvalidTrailingDoubleQuotedScalar
        | Kind::InvalidTrailingSingleQuotedScalar
        | Kind::CommentNotSeparated
        | Kind::BlockSequenceEntryNotAllowed
        | Kind::ExpectedFlowMappingSeparator
        | Kind::ExpectedFlowSequenceSeparator => {
            Damage::new(rest.clone(), message(&stop.kind), vec![Edit::Blank(rest)])
        }
        Kind::UndeclaredTagHandle => {
            let length = text[rest.clone()].find([' ', '\t']).unwrap_or(rest.len());
            let tag = at..at + length;
            Damage::new(tag.clone(), message(&stop.kind), vec![Edit::Blank(tag)])
        }
        kind => {
            let seen = trimmed(text, &line);
            if seen.is_empty()
                && let Some(before) = text_line_before(text, at)
            {
                return Damage::new(trimmed(text, &before), message(kind), vec![Edit::Blank(content(text, &before))]);
            }
            Damage::new(seen, message(kind), vec![Edit::Blank(with_block(text, &line))])
        }
    }
}

/// A line from its content on, with all lines below that are indented more.
fn with_block(text: &str, line: &Span) -> Span {
    let content = content(text, line);
    content.start..block_end(text, line, content.start - line.start)
}

/// A key without a colon, or with one that nothing separates from the value.
fn half_key(text: &str, key: Span) -> Damage {
    let written = &text[without_comment(text, &key)];
    if let Some((name, value)) = written.split_once(':')
        && !value.starts_with(['/', ' ', ':'])
        && !name.contains(' ')
        && !value.is_empty()
    {
        let message = format!("a blank is missing after the colon of {}", quoted(written));
        let behind = key.start + name.len() + 1;
        return Damage::new(key, message, vec![Edit::Insert(behind, ' ')]);
    }
    if written.len() > 1
        && let Some(element) = written.strip_prefix('-')
        && !element.starts_with('-')
    {
        let message = format!("a blank is missing after the dash of {}", quoted(written));
        let behind = key.start + 1;
        return Damage::new(key, message, vec![Edit::Insert(behind, ' ')]);
    }
    let message =
        format!("{} has no colon as a key does; write `key: value`, or indent the line if it is text", quoted(written));
    let end = key.start + written.len();
    Damage::new(key.start..end, message, vec![Edit::Insert(end, ':')])
}

/// A colon behind what cannot be a key.
fn unexpected_colon(text: &str, at: usize) -> Damage {
    let line = line_at(text, at);
    let content_here = content(text, &line);
    if let Some((name, _)) = text[content_here.start..at.max(content_here.start)].split_once(": ") {
        let value = content_here.start + name.len() + 1..content_here.end;
        let value = trimmed(text, &without_comment(text, &value));
        let message = "a second colon in one line; put the text between quotation marks or begin a line for the key";
        let edits = quotation(text, &value).unwrap_or_else(|| vec![Edit::Blank(value.clone())]);
        return Damage::new(value, message, edits);
    }
    // The key goes on from the line before, which is either no member, or one that this line is indented too much for.
    if let Some(before) = text_line_before(text, at) {
        let content = without_comment(text, &content(text, &before));
        let written = &text[content.clone()];
        if !written.contains(": ") && !written.ends_with(':') {
            let message = format!(
                "{} has no colon as a key does; write `key: value`, or indent the line if it is text",
                quoted(written)
            );
            let end = content.end;
            return Damage::new(content, message, vec![Edit::Insert(end, ':')]);
        }
    }
    let message = "the line is indented more than the member above, which has a value already";
    Damage::new(content_here, message, vec![Edit::Blank(with_block(text, &line))])
}

/// Blanks in place of the tabs that indent lines, from the line that begins at `start`: as many as the lines around them
/// have, so that what the tabs stand for is read as it was meant.
fn tabs_of_indentation(text: &str, start: usize) -> Vec<Edit> {
    /// Of how many lines the tabs are widened; each takes time with the length of the text.
    const MOST_WIDENED: usize = 500;
    let mut widths: HashMap<&str, usize> = HashMap::new();
    let mut above = text_line_before(text, start).map(|line| Above::of(&text[line], None));
    let mut at = start;
    let mut edits = Vec::new();
    for line in text[start..].split_inclusive(['\n', '\r']) {
        let indent = line.len() - line.trim_start_matches([' ', '\t']).len();
        let written = &line[..indent];
        let mut width = indent;
        if written.contains('\t') {
            edits.push(Edit::Blank(at..at + indent));
            if widths.len() < MOST_WIDENED && edits.len() < MOST_WIDENED && !line.trim().is_empty() {
                let meant = *widths.entry(written).or_insert_with(|| above.as_ref().map_or(0, Above::below));
                width = width.max(meant);
                edits.extend((indent..width).map(|_| Edit::Insert(at + indent, ' ')));
            }
        }
        if !line.trim().is_empty() {
            above = Some(Above::of(line, Some(width)));
        }
        at += line.len();
    }
    edits
}

/// A line of text, for the indentation of the one below it.
struct Above {
    /// Where its content begins, behind its indentation and dashes.
    column: usize,
    /// True when what belongs to it is indented more.
    opens: bool,
}

impl Above {
    /// A line, and how far it is meant to be indented where that is not as it is written.
    fn of(line: &str, width: Option<usize>) -> Self {
        let whole = 0..line.trim_end().len();
        let indent = line.len() - line.trim_start_matches([' ', '\t']).len();
        let content = content(line, &whole);
        let opens = line[without_comment(line, &content)].ends_with(':');
        Self { column: width.unwrap_or(indent) + content.start - indent, opens }
    }

    /// How far the next line is indented.
    fn below(&self) -> usize {
        if self.opens { self.column + 2 } else { self.column }
    }
}

/// Where the backslashes are that begin no escape of YAML, in the double-quoted text that begins at `start`.
fn unknown_escapes(text: &str, start: usize) -> Vec<usize> {
    // A text with more of them is blanked.
    const MOST: usize = 100;
    let mut unknown = Vec::new();
    let mut characters = text[start..].char_indices().skip(1);
    while let Some((at, character)) = characters.next()
        && unknown.len() < MOST
    {
        match character {
            '"' => break,
            '\\' => match characters.next() {
                Some((_, escaped)) if !"0abt\tnvfre \"/\\N_LPxuU\n\r".contains(escaped) => unknown.push(start + at),
                _ => {}
            },
            _ => {}
        }
    }
    unknown
}

/// Puts a text between quotation marks, when it has none itself.
fn quotation(text: &str, span: &Span) -> Option<Vec<Edit>> {
    let written = &text[span.clone()];
    let quote = ['\'', '"']
        .into_iter()
        .find(|quote| !written.contains(*quote) && (*quote == '\'' || !written.contains('\\')))?;
    let printable = !written.is_empty() && !written.contains(char::is_control);
    printable.then(|| vec![Edit::Insert(span.start, quote), Edit::Insert(span.end, quote)])
}
