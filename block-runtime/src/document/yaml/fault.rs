//! What the faults of a YAML text are called.

use granit_parser::ErrorKind;

/// A word of the text as messages quote it, in its first forty characters.
pub(super) fn quoted(text: &str) -> String {
    const LONGEST: usize = 40;
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("`{}…`", &text[..end]),
        None => format!("`{text}`"),
    }
}

/// What is wrong, for all kinds of faults that do not depend on what is around them.
pub(super) fn message(kind: &ErrorKind) -> &'static str {
    use ErrorKind as Kind;
    match kind {
        Kind::TabNotAllowed | Kind::TabInBlockIndentation | Kind::TabInIndentation | Kind::TabAtBlockScalarStart => {
            "a tab cannot indent a line in YAML; put blanks in its place"
        }
        Kind::MisplacedFlowCollectionEnd => "this bracket closes nothing; remove it",
        Kind::InvalidTrailingSingleQuotedScalar => {
            "more text follows after the closing quotation mark; write a quotation mark inside of such text twice"
        }
        Kind::InvalidTrailingDoubleQuotedScalar => {
            "more text follows after the closing quotation mark; write a quotation mark inside of the text as `\\\"`"
        }
        Kind::CommentNotSeparated => "a blank is missing before the `#` of the comment",
        Kind::InvalidQuotedScalarHexEscape
        | Kind::InvalidLowSurrogateHexEscape
        | Kind::InvalidLowSurrogate
        | Kind::MissingLowSurrogate
        | Kind::UnpairedLowSurrogate
        | Kind::InvalidUnicodeEscape => "an escape in this text stands for no character; write `\\\\` for a backslash",
        Kind::UndeclaredTagHandle
        | Kind::ExpectedTagBang
        | Kind::InvalidGlobalTagCharacter
        | Kind::InvalidTagTerminator
        | Kind::MissingTagUri
        | Kind::UnclosedVerbatimTag
        | Kind::InvalidTagEscape
        | Kind::InvalidTagUtf8LeadingByte
        | Kind::InvalidTagUtf8TrailingByte
        | Kind::InvalidTagUtf8 => "only the tags of YAML itself are known, such as `!!str`; remove this one",
        Kind::BlockSequenceEntryNotAllowed | Kind::BlockEntryInFlowCollection => {
            "an element of a list cannot begin here; begin a line for it"
        }
        Kind::ExpectedBlockMappingKey => "a key and a colon are expected here; check the indentation of the line",
        Kind::ExpectedBlockSequenceEntry | Kind::InvalidIndentation | Kind::InvalidBlockScalarIndent => {
            "the indentation fits none of the lines above; indent the line like its neighbours"
        }
        Kind::ExpectedFlowMappingSeparator => "a comma or a closing `}` is expected here",
        Kind::ExpectedFlowSequenceSeparator => "a comma or a closing `]` is expected here",
        Kind::BomInsideDocument => "a byte order mark stands only at the beginning of a text; remove it",
        Kind::MissingDocumentEndBeforeDirective => "a line that begins with `%` is a directive; quote the text",
        Kind::InvalidColonPlacement | Kind::MappingValueNotAllowed | Kind::InvalidMappingValueWhitespace => {
            "a colon cannot stand here; put the text around it between quotation marks"
        }
        Kind::InvalidBlockScalarHeader | Kind::ZeroBlockScalarIndent => {
            "the text of a block begins in the line after `|` or `>`"
        }
        Kind::DocumentIndicatorInQuotedScalar => "the text is not closed before the end of the document",
        Kind::CommentInterceptedScalar => "a comment interrupts the text; put the text between quotation marks",
        Kind::DuplicateVersionDirective
        | Kind::UnsupportedYamlMajorVersion
        | Kind::DuplicateTagDirective
        | Kind::InvalidDirectiveTerminator
        | Kind::MissingYamlVersionSeparator
        | Kind::MissingDirectiveName
        | Kind::InvalidDirectiveName
        | Kind::DirectiveByteLimitExceeded { .. }
        | Kind::YamlVersionTooLong
        | Kind::MissingYamlVersion
        | Kind::InvalidTagDirectiveTerminator
        | Kind::ExpectedTagDirectiveBang => "the directive is malformed; workflows need none",
        Kind::ExpectedDocumentStart | Kind::InvalidDocumentEnd => {
            "more text follows after the end of the value; a file has one value"
        }
        Kind::PlainScalarStartsWithDashFlowIndicator | Kind::UnexpectedCharacter { .. } => {
            "this character begins no text; put the text between quotation marks"
        }
        _ => "this is not YAML; check the indentation, the colons and the brackets",
    }
}
