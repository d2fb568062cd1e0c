//! Requests: what the editor asks, and the answers.

use block_runtime::ide;
use gen_lsp_types::{
    CodeAction, CodeActionKind, CodeActionParams, CodeActionRequest, CodeLens, CodeLensParams, CodeLensRequest,
    Command, CompletionList, CompletionParams, CompletionRequest, Definition, DefinitionParams, DefinitionRequest,
    DocumentFormattingParams, DocumentFormattingRequest, DocumentHighlight, DocumentHighlightKind,
    DocumentHighlightParams, DocumentHighlightRequest, DocumentSymbolParams, DocumentSymbolRequest,
    ExecuteCommandRequest, Hover, HoverParams, HoverRequest, InlayHintParams, InlayHintRequest, Location, LocationLink,
    PrepareRenameParams, PrepareRenamePlaceholder, PrepareRenameRequest, Range, ReferenceParams, ReferencesRequest,
    RenameParams, RenameRequest, Request as LspRequest, SemanticTokens, SemanticTokensParams, SemanticTokensRequest,
    TextDocumentPositionParams, Uri,
};
use lsp_server::{ErrorCode, Request};
use serde_json::{Value as Json, json};

use super::open_file::View;
use super::server::Server;
use super::{convert, diagnostics, run};

/// Why a request is not answered.
pub struct Refusal {
    /// What is the matter, for programs.
    pub code: ErrorCode,
    /// What is the matter, for people.
    pub message: String,
}

impl Refusal {
    pub fn new(code: ErrorCode, message: impl Into<String>) -> Self {
        Self { code, message: message.into() }
    }
}

/// Answers a request.
pub fn answer(server: &mut Server, request: Request) -> Result<Json, Refusal> {
    match request.method.as_str() {
        "textDocument/completion" => on::<CompletionRequest>(server, request, completion),
        "textDocument/hover" => on::<HoverRequest>(server, request, hover),
        "textDocument/definition" => on::<DefinitionRequest>(server, request, definition),
        "textDocument/references" => on::<ReferencesRequest>(server, request, references),
        "textDocument/documentHighlight" => on::<DocumentHighlightRequest>(server, request, highlights),
        "textDocument/documentSymbol" => on::<DocumentSymbolRequest>(server, request, symbols),
        "textDocument/prepareRename" => on::<PrepareRenameRequest>(server, request, prepare_rename),
        "textDocument/rename" => on::<RenameRequest>(server, request, rename),
        "textDocument/codeAction" => on::<CodeActionRequest>(server, request, code_actions),
        "textDocument/codeLens" => on::<CodeLensRequest>(server, request, lenses),
        "textDocument/formatting" => on::<DocumentFormattingRequest>(server, request, formatting),
        "textDocument/inlayHint" => on::<InlayHintRequest>(server, request, hints),
        "textDocument/semanticTokens/full" => on::<SemanticTokensRequest>(server, request, tokens),
        "workspace/executeCommand" => on::<ExecuteCommandRequest>(server, request, run::start),
        method => Err(Refusal::new(ErrorCode::MethodNotFound, format!("`{method}` is not answered here"))),
    }
}

/// Reads the parameters of a request and writes its result.
fn on<R: LspRequest>(
    server: &mut Server,
    request: Request,
    work: impl FnOnce(&mut Server, &R::Params) -> Result<R::Result, Refusal>,
) -> Result<Json, Refusal> {
    let params = serde_json::from_value(request.params)
        .map_err(|error| Refusal::new(ErrorCode::InvalidParams, format!("`{}`: {error}", request.method)))?;
    let result = work(server, &params)?;
    serde_json::to_value(result).map_err(|error| Refusal::new(ErrorCode::InternalError, error.to_string()))
}

/// The answer of a request; null where there is nothing to say.
type Answer<R> = Result<<R as LspRequest>::Result, Refusal>;

fn view<'s>(server: &'s mut Server, uri: &Uri) -> Result<View<'s>, Refusal> {
    server.view(uri).ok_or_else(|| Refusal::new(ErrorCode::InvalidParams, format!("`{uri}` is not open")))
}

/// The file and the place in it that a request is about.
fn view_at<'s>(server: &'s mut Server, place: &TextDocumentPositionParams) -> Result<(View<'s>, usize), Refusal> {
    let view = view(server, &place.text_document.uri)?;
    Ok((view, view.offset(place.position)))
}

fn completion(server: &mut Server, params: &CompletionParams) -> Answer<CompletionRequest> {
    let insertion = server.insertion;
    let (view, offset) = view_at(server, &params.text_document_position_params)?;
    let items = ide::completions(view.file, offset).into_iter();
    let items = items.map(|completion| convert::completion(&view, completion, insertion)).collect();
    Ok(Some(CompletionList { items, ..CompletionList::default() }.into()))
}

fn hover(server: &mut Server, params: &HoverParams) -> Answer<HoverRequest> {
    let (view, offset) = view_at(server, &params.text_document_position_params)?;
    let hover = ide::hover(view.file, offset);
    Ok(hover.map(|hover| Hover {
        contents: convert::markdown(hover.markdown).into(),
        range: Some(view.range(&hover.span)),
    }))
}

fn definition(server: &mut Server, params: &DefinitionParams) -> Answer<DefinitionRequest> {
    let takes_links = server.takes_links;
    let (view, offset) = view_at(server, &params.text_document_position_params)?;
    let Some(link) = ide::definition(view.file, offset) else { return Ok(None) };
    if !takes_links {
        let place = Location { uri: view.uri.clone(), range: view.range(&link.focus) };
        return Ok(Some(Definition::from(place).into()));
    }
    let link = LocationLink {
        origin_selection_range: Some(view.range(&link.origin)),
        target_uri: view.uri.clone(),
        target_range: view.range(&link.target),
        target_selection_range: view.range(&link.focus),
    };
    Ok(Some(vec![link].into()))
}

fn references(server: &mut Server, params: &ReferenceParams) -> Answer<ReferencesRequest> {
    let (view, offset) = view_at(server, &params.text_document_position_params)?;
    let with_declaration = params.context.include_declaration;
    let mentions = ide::mentions(view.file, offset).into_iter();
    let wanted = mentions.filter(|mention| with_declaration || !mention.is_declaration);
    Ok(Some(wanted.map(|mention| Location { uri: view.uri.clone(), range: view.range(&mention.span) }).collect()))
}

fn highlights(server: &mut Server, params: &DocumentHighlightParams) -> Answer<DocumentHighlightRequest> {
    let (view, offset) = view_at(server, &params.text_document_position_params)?;
    let highlight = |mention: ide::Mention| DocumentHighlight {
        range: view.range(&mention.span),
        kind: Some(if mention.is_declaration { DocumentHighlightKind::Write } else { DocumentHighlightKind::Read }),
    };
    Ok(Some(ide::mentions(view.file, offset).into_iter().map(highlight).collect()))
}

fn symbols(server: &mut Server, params: &DocumentSymbolParams) -> Answer<DocumentSymbolRequest> {
    let view = view(server, &params.text_document.uri)?;
    let outline = ide::outline(view.file);
    Ok(Some(outline.iter().map(|part| convert::symbol(&view, part)).collect::<Vec<_>>().into()))
}

fn prepare_rename(server: &mut Server, params: &PrepareRenameParams) -> Answer<PrepareRenameRequest> {
    let (view, offset) = view_at(server, &params.text_document_position_params)?;
    let name = ide::prepare_rename(view.file, offset);
    Ok(name.map(|(span, placeholder)| PrepareRenamePlaceholder { range: view.range(&span), placeholder }.into()))
}

fn rename(server: &mut Server, params: &RenameParams) -> Answer<RenameRequest> {
    let (view, offset) = view_at(server, &params.text_document_position_params)?;
    let edits = ide::rename(view.file, offset, &params.new_name)
        .map_err(|error| Refusal::new(ErrorCode::RequestFailed, error.to_string()))?;
    Ok(Some(convert::workspace_edit(&view, &edits)))
}

fn lenses(server: &mut Server, params: &CodeLensParams) -> Answer<CodeLensRequest> {
    let view = view(server, &params.text_document.uri)?;
    let command = Some(run_command(view.uri));
    Ok(Some(vec![CodeLens { range: Range::default(), command, ..CodeLens::default() }]))
}

fn formatting(server: &mut Server, params: &DocumentFormattingParams) -> Answer<DocumentFormattingRequest> {
    let view = view(server, &params.text_document.uri)?;
    let indent = usize::try_from(params.options.tab_size).unwrap_or(2);
    let edits = ide::format(view.file, indent);
    Ok(edits.map(|edits| edits.iter().map(|edit| convert::text_edit(&view, edit)).collect()))
}

fn hints(server: &mut Server, params: &InlayHintParams) -> Answer<InlayHintRequest> {
    let settings = server.settings.hints;
    let wanted = ide::HintSettings { kinds: settings.kinds, defaults: settings.defaults };
    let view = view(server, &params.text_document.uri)?;
    let hints = ide::hints(view.file, &view.span(params.range), wanted).into_iter();
    Ok(Some(hints.map(|hint| convert::hint(&view, hint)).collect()))
}

fn tokens(server: &mut Server, params: &SemanticTokensParams) -> Answer<SemanticTokensRequest> {
    let view = view(server, &params.text_document.uri)?;
    let data = convert::tokens(&view, &ide::tokens(view.file));
    Ok(Some(SemanticTokens { data, ..SemanticTokens::default() }))
}

fn code_actions(server: &mut Server, params: &CodeActionParams) -> Answer<CodeActionRequest> {
    let (settings, explanations) = (server.settings.clone(), server.explanations.clone());
    let view = view(server, &params.text_document.uri)?;
    let fixes = ide::fixes(view.file, &view.span(params.range)).into_iter();
    let fixes = fixes.filter(|fix| diagnostics::is_told(fix.finding, &settings)).map(|fix| CodeAction {
        title: fix.title,
        kind: Some(CodeActionKind::QuickFix),
        diagnostics: Some(vec![diagnostics::one(fix.finding, &view, &settings, &explanations)]),
        is_preferred: Some(fix.is_preferred),
        edit: Some(convert::workspace_edit(&view, &fix.edits)),
        ..CodeAction::default()
    });
    let command = run_command(view.uri);
    let run = CodeAction {
        title: command.title.clone(),
        kind: Some(CodeActionKind::Empty),
        command: Some(command),
        ..CodeAction::default()
    };
    let is_wanted = |action: &CodeAction| {
        let wanted = params.context.only.as_ref();
        wanted.is_none_or(|wanted| {
            action.kind.as_ref().is_none_or(|kind| wanted.iter().any(|wanted| kind.as_str() == wanted.as_str()))
        })
    };
    Ok(Some(fixes.chain([run]).filter(is_wanted).map(Into::into).collect()))
}

fn run_command(uri: &Uri) -> Command {
    Command {
        title: "Run this workflow".to_owned(),
        command: run::COMMAND.to_owned(),
        arguments: Some(vec![json!(uri)]),
        ..Command::default()
    }
}
