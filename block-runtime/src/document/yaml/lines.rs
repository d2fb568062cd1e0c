//! Lines of a text, as somebody sees them who looks for a fault.

use super::super::Span;

/// The line around an offset, without its line break.
pub(super) fn line_at(text: &str, offset: usize) -> Span {
    let start = line_start(text, offset);
    let end = text[offset..].find(['\n', '\r']).map_or(text.len(), |at| offset + at);
    start..end
}

fn line_start(text: &str, offset: usize) -> usize {
    text[..offset].rfind(['\n', '\r']).map_or(0, |at| at + 1)
}

/// How far an offset is from the beginning of its line, in bytes.
pub(super) fn column(text: &str, offset: usize) -> usize {
    offset - line_start(text, offset)
}

/// The last line before the one around an offset that has text.
pub(super) fn text_line_before(text: &str, offset: usize) -> Option<Span> {
    let before = text[..line_at(text, offset).start].trim_end();
    (!before.is_empty()).then(|| line_at(text, before.len()))
}

/// The part of a line that is not blank.
pub(super) fn trimmed(text: &str, line: &Span) -> Span {
    let part = &text[line.clone()];
    let start = line.end - part.trim_start().len();
    start..(line.start + part.trim_end().len()).max(start)
}

/// What stands in a line behind its indentation and the dashes of list elements.
pub(super) fn content(text: &str, line: &Span) -> Span {
    let mut content = trimmed(text, line);
    while let Some(rest) = text[content.clone()].strip_prefix('-') {
        if !rest.is_empty() && !rest.starts_with([' ', '\t']) {
            break;
        }
        content.start = content.end - rest.trim_start().len();
    }
    content
}

/// The content of a line without a comment at its end.
pub(super) fn without_comment(text: &str, span: &Span) -> Span {
    let part = &text[span.clone()];
    let end = part.rfind(" #").unwrap_or(part.len());
    span.start..span.start + part[..end].trim_end().len()
}

/// The end of the last line below `line` that belongs to what begins in column `column`, as it is indented more.
pub(super) fn block_end(text: &str, line: &Span, column: usize) -> usize {
    let mut end = line.end;
    let mut at = line.end;
    for below in text[line.end..].split_inclusive(['\n', '\r']) {
        let span = at..at + below.trim_end_matches(['\n', '\r']).len();
        at += below.len();
        let seen = trimmed(text, &span);
        if seen.is_empty() {
            continue;
        }
        if span.start > line.end && seen.start - span.start <= column {
            break;
        }
        end = span.end;
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_is_behind_dashes() {
        for (text, expected) in [("  - - a: b ", "a: b"), ("-", ""), ("  -c", "-c"), ("", ""), ("  x", "x")] {
            assert_eq!(&text[content(text, &(0..text.len()))], expected, "{text:?}");
        }
    }

    #[test]
    fn blocks_end_where_the_indentation_does() {
        let text = "a:\n  b:\n    c\n\n    d\n  e\n";
        let line = line_at(text, 5);
        assert_eq!(&text[line.clone()], "  b:");
        assert_eq!(&text[line.start..block_end(text, &line, 2)], "  b:\n    c\n\n    d");
        assert_eq!(text_line_before(text, text.find('d').unwrap()), Some(8..13));
        assert_eq!(text_line_before(text, 1), None);
    }
}
