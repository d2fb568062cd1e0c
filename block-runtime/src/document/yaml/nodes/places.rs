//! Places that the parser does not tell as people see them.

use granit_parser::StructureStyle;

use super::super::super::Span;
use super::super::lines::column;
use super::{Children, Name, Nodes, Open};

impl Open {
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

impl Nodes<'_> {
    /// Where a value is that was left out: behind the colon of its name or the dash of its element.
    pub(super) fn unwritten_span(&self, span: &Span) -> Span {
        let at = self.open.last().and_then(|open| open.value_start(self.text)).unwrap_or(span.start);
        at..at
    }

    /// The first dash of a list whose dashes are not indented more than the name it belongs to. The parser's span of
    /// such a list begins behind the dash.
    pub(super) fn first_dash(&self, span: &Span) -> Option<usize> {
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
    pub(super) fn block_scalar_span(&self, span: &Span) -> Span {
        let after = self.open.last().map_or(0, |open| open.value_start(self.text).unwrap_or(open.span.end));
        let start = header(self.text, after..span.start).unwrap_or(span.start);
        start..(start + self.text[start..span.end].trim_end().len())
    }
}

/// The offset behind the colon that follows the name that ends at `name_end`, or that offset where there is no colon.
pub(super) fn after_colon(text: &str, name_end: usize, style: StructureStyle, object_start: usize) -> usize {
    let rest = text[name_end..].trim_start();
    let colon = text.len() - rest.len();
    let Some(behind) = rest.strip_prefix(':') else {
        return name_end;
    };
    let is_separated = || behind.is_empty() || behind.starts_with(char::is_whitespace);
    // In a line of its own, a colon belongs to the object that begins in the same column.
    let belongs = || !text[name_end..colon].contains(['\n', '\r']) || column(text, colon) == column(text, object_start);
    if style == StructureStyle::Flow || is_separated() && belongs() { colon + 1 } else { name_end }
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
