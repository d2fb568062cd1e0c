//! Findings as people read them: the place in the source, what is wrong, and the remedy.

use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use block_runtime::diagnostic::{Diagnostic, Severity};

/// A finding with the lines of the workflow that it is about.
pub fn diagnostic(text: &str, path: &str, finding: &Diagnostic) -> String {
    let level = match finding.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Hint => Level::NOTE.with_name("hint"),
    };
    let mut snippet =
        Snippet::source(text).path(path).annotation(AnnotationKind::Primary.span(first_line(text, &finding.span)));
    for related in &finding.related {
        let span = first_line(text, &related.span);
        snippet = snippet.annotation(AnnotationKind::Context.span(span).label(related.message.as_str()));
    }
    let mut group = level.primary_title(finding.message.as_str()).id(finding.code.as_str()).element(snippet);
    if let Some(advice) = finding.advice() {
        group = group.element(Level::HELP.message(advice));
    }
    Renderer::styled().render(&[group])
}

/// An error that has no place in a workflow.
pub fn failure(message: &str) -> String {
    Renderer::styled().render(&[Group::with_title(Level::ERROR.primary_title(message))])
}

/// A warning that has no place in a workflow.
pub fn caution(message: &str) -> String {
    Renderer::styled().render(&[Group::with_title(Level::WARNING.primary_title(message))])
}

/// The part of a span that stands on its first line, so that a whole step does not fill the screen.
fn first_line(text: &str, span: &Range<usize>) -> Range<usize> {
    let start = text.floor_char_boundary(span.start.min(text.len()));
    let end = text.floor_char_boundary(span.end.clamp(start, text.len()));
    let end = text[start..end].find(['\n', '\r']).map_or(end, |line_end| start + line_end);
    start..end
}
