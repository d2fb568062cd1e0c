//! What is said about a file, in the terms of the protocol.

use std::collections::HashMap;

use block_runtime::ide::{Completion, CompletionKind, Edit, Hint, HintKind, OutlineKind, Outlined, Token, TokenKind};
use gen_lsp_types::{
    Command, CompletionItem, CompletionItemKind, CompletionItemTag, DocumentSymbol, InlayHint, InlayHintKind,
    MarkupContent, MarkupKind, SemanticToken, SymbolKind, TextEdit, WorkspaceEdit,
};

use super::insertion::{Inserted, Insertion};
use super::open_file::View;

/// The words for tokens, in the order of their numbers.
pub const TOKEN_TYPES: &[&str] = &["keyword", "parameter", "variable", "property", "namespace", "type"];
/// The words for what is special about a token, in the order of their bits.
pub const TOKEN_MODIFIERS: &[&str] = &["declaration", "deprecated"];

pub fn markdown(value: String) -> MarkupContent {
    MarkupContent { kind: MarkupKind::Markdown, value }
}

pub fn text_edit(view: &View<'_>, edit: &Edit) -> TextEdit {
    TextEdit { range: view.range(&edit.span), new_text: edit.text.clone() }
}

/// Changes of the file itself.
pub fn workspace_edit(view: &View<'_>, edits: &[Edit]) -> WorkspaceEdit {
    let edits = edits.iter().map(|edit| text_edit(view, edit)).collect();
    WorkspaceEdit { changes: Some(HashMap::from([(view.uri.clone(), edits)])), ..WorkspaceEdit::default() }
}

/// A completion for an editor that puts text in like this.
pub fn completion(view: &View<'_>, completion: Completion, insertion: Insertion) -> CompletionItem {
    let Inserted { text: new_text, format, mode } =
        insertion.text(&completion, view.line_before(completion.edit.span.start));
    let kind = match completion.kind {
        CompletionKind::Block => CompletionItemKind::Class,
        CompletionKind::Snippet => CompletionItemKind::Snippet,
        CompletionKind::Property => CompletionItemKind::Property,
        CompletionKind::Value => CompletionItemKind::Value,
        CompletionKind::Choice => CompletionItemKind::EnumMember,
        CompletionKind::Reference => CompletionItemKind::Reference,
        CompletionKind::Step => CompletionItemKind::Variable,
        CompletionKind::Keyword => CompletionItemKind::Keyword,
        CompletionKind::Kind => CompletionItemKind::Interface,
        CompletionKind::Operation => CompletionItemKind::Function,
    };
    CompletionItem {
        kind: Some(kind),
        detail: completion.detail,
        documentation: completion.documentation.map(|text| markdown(text).into()),
        tags: completion.deprecated.then(|| vec![CompletionItemTag::Deprecated]),
        sort_text: Some(format!("{:06}", completion.rank)),
        filter_text: Some(completion.filter),
        insert_text_format: Some(format),
        insert_text_mode: mode,
        text_edit: Some(TextEdit { range: view.range(&completion.edit.span), new_text }.into()),
        additional_text_edits: (!completion.also.is_empty())
            .then(|| completion.also.iter().map(|edit| text_edit(view, edit)).collect()),
        // What is written is the beginning of something that can be completed in its turn.
        command: completion.retrigger.then(|| Command {
            title: "Complete what follows".to_owned(),
            command: "editor.action.triggerSuggest".to_owned(),
            ..Command::default()
        }),
        label: completion.label,
        ..CompletionItem::default()
    }
}

pub fn symbol(view: &View<'_>, outlined: &Outlined) -> DocumentSymbol {
    let kind = match outlined.kind {
        OutlineKind::Input => SymbolKind::Variable,
        OutlineKind::Step => SymbolKind::Function,
        OutlineKind::InnerWorkflow => SymbolKind::Module,
        OutlineKind::Output => SymbolKind::Field,
    };
    let children: Vec<DocumentSymbol> = outlined.children.iter().map(|child| symbol(view, child)).collect();
    DocumentSymbol::new(
        outlined.name.clone(),
        Some(outlined.detail.clone()).filter(|detail| !detail.is_empty()),
        kind,
        None,
        None,
        view.range(&outlined.span),
        view.range(&outlined.name_span),
        Some(children).filter(|children| !children.is_empty()),
    )
}

pub fn hint(view: &View<'_>, hint: Hint) -> InlayHint {
    InlayHint {
        position: view.position(hint.offset),
        label: hint.label.into(),
        kind: Some(match hint.kind {
            HintKind::Kinds => InlayHintKind::Type,
            HintKind::Defaults => InlayHintKind::Parameter,
        }),
        tooltip: Some(markdown(hint.tooltip).into()),
        padding_left: Some(hint.kind == HintKind::Defaults),
        padding_right: None,
        text_edits: None,
        data: None,
    }
}

/// Tokens, each counted from the one before it.
pub fn tokens(view: &View<'_>, tokens: &[Token]) -> Vec<SemanticToken> {
    let (mut line, mut start) = (0, 0);
    let relative = |token: &Token| {
        let range = view.range(&token.span);
        let delta_line = range.start.line - line;
        let delta_start = if delta_line == 0 { range.start.character - start } else { range.start.character };
        (line, start) = (range.start.line, range.start.character);
        SemanticToken {
            delta_line,
            delta_start,
            length: range.end.character - range.start.character,
            token_type: match token.kind {
                TokenKind::Root => 0,
                TokenKind::Input => 1,
                TokenKind::Step => 2,
                TokenKind::Output | TokenKind::Property => 3,
                TokenKind::Namespace => 4,
                TokenKind::Block => 5,
            },
            token_modifiers_bitset: u32::from(token.declaration) | (u32::from(token.deprecated) << 1),
        }
    };
    tokens.iter().map(relative).collect()
}
