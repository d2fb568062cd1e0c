//! Findings in the terms of the protocol.

use block_runtime::diagnostic::{Code, Diagnostic, Remedy, Severity, Tag};
use gen_lsp_types::{
    CodeDescription, Diagnostic as LspDiagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, DiagnosticTag,
    Location,
};

pub use super::explanations::Explanations;
use super::open_file::View;
use super::saved::NOT_LOOKED_UP;
use super::settings::Settings;

/// The name under which editors show where findings come from.
const SOURCE: &str = "blocks";

/// Everything that is to be told about a file.
pub fn all(view: &View<'_>, settings: &Settings, explanations: &Explanations) -> Vec<LspDiagnostic> {
    let told = view.file.diagnostics().iter().filter(|finding| is_told(finding, settings));
    told.map(|finding| one(finding, view, settings, explanations)).collect()
}

/// True for findings that the user wants to be told, and that are known for sure.
pub fn is_told(finding: &Diagnostic, settings: &Settings) -> bool {
    let ignored = |code: Code| {
        let is_named = |word: &String| *word == code.as_str() || (word == "shape" && code.is_of_shape());
        settings.diagnostics.ignore.iter().any(is_named)
    };
    let unknowable = finding.code == Code::UnavailableWorkflow && finding.message.contains(NOT_LOOKED_UP);
    !unknowable && !ignored(finding.code)
}

/// A finding that is to be told.
pub fn one(finding: &Diagnostic, view: &View<'_>, settings: &Settings, explanations: &Explanations) -> LspDiagnostic {
    diagnostic(finding, view, explanations.link(finding.code, settings))
}

fn diagnostic(finding: &Diagnostic, view: &View<'_>, link: Option<CodeDescription>) -> LspDiagnostic {
    let related = finding.related.iter().map(|related| DiagnosticRelatedInformation {
        location: Location { uri: view.uri.clone(), range: view.range(&related.span) },
        message: related.message.clone(),
    });
    let tag = finding.code.tag();
    let severity = match (tag, finding.severity) {
        (Some(_), _) | (None, Severity::Hint) => DiagnosticSeverity::Hint,
        (None, Severity::Warning) => DiagnosticSeverity::Warning,
        (None, Severity::Error) => DiagnosticSeverity::Error,
    };
    LspDiagnostic {
        range: view.range(&shown(finding, view.file.text())),
        severity: Some(severity),
        code: Some(finding.code.as_str().to_owned().into()),
        code_description: link,
        source: Some(SOURCE.to_owned()),
        message: finding.with_advice().into(),
        tags: tag.map(|tag| {
            vec![match tag {
                Tag::Unnecessary => DiagnosticTag::Unnecessary,
                Tag::Deprecated => DiagnosticTag::Deprecated,
            }]
        }),
        related_information: (!finding.related.is_empty()).then(|| related.collect()),
        data: None,
    }
}

/// What is underlined: of a list or an object only the first line, so that not half of the file is; and where something is
/// missing in an object without brackets only its first character, since its first line is a member that is all right.
fn shown(finding: &Diagnostic, text: &str) -> std::ops::Range<usize> {
    let start = text.floor_char_boundary(finding.span.start.min(text.len()));
    let end = text.floor_char_boundary(finding.span.end.clamp(start, text.len()));
    let is_missing = matches!(finding.code, Code::MissingProperty | Code::RequiredHere | Code::MissingBinding);
    let is_of_object = is_missing && !matches!(finding.remedy, Some(Remedy::Instead(_)));
    if is_of_object && !text[start..end].starts_with('{') {
        return start..text.ceil_char_boundary((start + 1).min(end));
    }
    let first_line = text[start..end].find(['\n', '\r']).map_or(end, |length| start + length);
    start..first_line
}
