//! The server: its open files, and what it does with each message of the editor.

use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::Arc;

use block_runtime::catalogue::Catalogue;
use crossbeam_channel::Sender;
use gen_lsp_types::{
    ClientCapabilities, DidChangeConfigurationParams, DidChangeTextDocumentParams, DidCloseTextDocumentParams,
    DidOpenTextDocumentParams, InitializeParams, LogMessageNotification, LogMessageParams, MessageType,
    PublishDiagnosticsNotification, PublishDiagnosticsParams, Uri,
};
use lsp_server::{Connection, ErrorCode, Message, Notification, ProtocolError, Request, RequestId, Response};
use serde::de::DeserializeOwned;
use serde_json::{Value as Json, json};

use super::capabilities::capabilities;
use super::diagnostics::{self, Explanations};
use super::insertion::Insertion;
use super::open_file::{OpenFile, View};
use super::run::Runs;
use super::settings::Settings;
use super::text::{self, Encoding};

/// The editor breaks the protocol.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// Nobody greets, or in another language.
    #[error(
        "no editor speaks here ({0}); editors start `blocks lsp` themselves, and the chapter *Editor setup* of the book \
         says how"
    )]
    Protocol(#[from] ProtocolError),
    /// It ends the talk without having said goodbye before.
    #[error("the editor says `exit` and has not said `shutdown`")]
    NoShutdown,
    /// It greets with something else.
    #[error("the editor's `initialize` cannot be read: {0}")]
    Initialisation(serde_json::Error),
}

/// A language server for one editor.
pub struct Server {
    sender: Sender<Message>,
    pub(super) catalogue: Arc<Catalogue>,
    files: HashMap<Uri, OpenFile>,
    encoding: Encoding,
    pub(super) settings: Settings,
    /// How the editor puts in what is completed.
    pub(super) insertion: Insertion,
    /// The workflows that are running.
    pub(super) runs: Runs,
    /// True when it can be told from where a definition is referred to.
    pub(super) takes_links: bool,
    pub(super) explanations: Explanations,
}

impl Server {
    /// A server for the editor that sends these parameters.
    pub fn new(sender: Sender<Message>, parameters: &InitializeParams) -> Self {
        let offered =
            parameters.capabilities.general.as_ref().and_then(|general| general.position_encodings.as_deref());
        let mut server = Self {
            sender,
            catalogue: Arc::new(blocks::catalogue()),
            files: HashMap::new(),
            encoding: Encoding::agreed(offered),
            settings: Settings::default(),
            insertion: Insertion::of(&parameters.capabilities),
            runs: Runs::default(),
            takes_links: takes_links(&parameters.capabilities),
            explanations: Explanations::default(),
        };
        if let Some(options) = &parameters.initialization_options {
            server.configure(options);
        }
        server
    }

    /// What the editor is told about the server.
    pub fn introduction(&self) -> Json {
        json!({
            "capabilities": capabilities(self.encoding),
            "serverInfo": { "name": "blocks", "version": env!("CARGO_PKG_VERSION") },
        })
    }

    /// Answers until the editor says goodbye or is gone.
    ///
    /// # Errors
    /// [`ServeError::NoShutdown`] when the editor ends the server without a goodbye.
    pub fn serve(&mut self, connection: &Connection) -> Result<(), ServeError> {
        let mut waiting: VecDeque<Message> = VecDeque::new();
        let mut is_shut_down = false;
        loop {
            if waiting.is_empty() {
                let Ok(message) = connection.receiver.recv() else { return Ok(()) };
                waiting.push_back(message);
            }
            // What has been called off meanwhile need not be answered, and what has been typed over not be looked at.
            waiting.extend(connection.receiver.try_iter());
            let called_off = called_off(&waiting);
            let Some(message) = waiting.pop_front() else { continue };
            match message {
                Message::Request(request) if called_off.contains(&request.id) => self.send(
                    Response::new_err(request.id, ErrorCode::RequestCanceled as i32, "called off".to_owned()).into(),
                ),
                Message::Request(request) if is_shut_down => self.send(
                    Response::new_err(
                        request.id,
                        ErrorCode::InvalidRequest as i32,
                        "the server is shut down".to_owned(),
                    )
                    .into(),
                ),
                Message::Request(request) if request.method == "shutdown" => {
                    is_shut_down = true;
                    self.send(Response::new_ok(request.id, ()).into());
                }
                Message::Request(request) => {
                    let response = self.answer(request);
                    self.send(response.into());
                }
                Message::Notification(Notification { method, .. }) if method == "exit" => {
                    return if is_shut_down { Ok(()) } else { Err(ServeError::NoShutdown) };
                }
                Message::Notification(_) if is_shut_down => {}
                Message::Notification(notification) => self.note(notification),
                // Answers to what the server asks do not matter to it.
                Message::Response(_) => {}
            }
            if waiting.is_empty() && !is_shut_down {
                self.publish();
            }
        }
    }

    fn note(&mut self, notification: Notification) {
        let Notification { method, params } = notification;
        match method.as_str() {
            "textDocument/didOpen" => self.with(params, |server, DidOpenTextDocumentParams { text_document }| {
                let (uri, language) = (text_document.uri, String::from(text_document.language_id));
                let file = OpenFile::new(uri.clone(), &language, text_document.version, text_document.text);
                server.files.insert(uri, file);
            }),
            "textDocument/didChange" => self.with(params, |server, params: DidChangeTextDocumentParams| {
                let identifier = params.text_document;
                let encoding = server.encoding;
                if let Some(file) = server.files.get_mut(&identifier.text_document_identifier.uri) {
                    file.change(identifier.version, |text| text::change(text, encoding, params.content_changes));
                }
            }),
            "textDocument/didClose" => self.with(params, |server, params: DidCloseTextDocumentParams| {
                let uri = params.text_document.uri;
                server.files.remove(&uri);
                server.tell::<PublishDiagnosticsNotification>(PublishDiagnosticsParams {
                    uri,
                    version: None,
                    diagnostics: Vec::new(),
                });
            }),
            "workspace/didChangeConfiguration" => {
                self.with(params, |server, params: DidChangeConfigurationParams| server.configure(&params.settings));
            }
            "workspace/didChangeWatchedFiles" | "textDocument/didSave" => self.forget(),
            _ => {}
        }
    }

    /// Does something with the parameters of a notification, which are no reason to stop when they make no sense.
    fn with<P: DeserializeOwned>(&mut self, params: Json, work: impl FnOnce(&mut Self, P)) {
        match serde_json::from_value(params) {
            Ok(params) => work(self, params),
            Err(error) => self.log(MessageType::Warning, format!("a notification cannot be read: {error}")),
        }
    }

    fn configure(&mut self, sent: &Json) {
        match Settings::read(sent) {
            Ok(Some(settings)) => {
                self.settings = settings;
                self.forget();
            }
            Ok(None) => {}
            Err(message) => self.log(MessageType::Warning, message),
        }
    }

    /// Looks at all files anew, because something else than their texts has changed.
    fn forget(&mut self) {
        self.files.values_mut().for_each(OpenFile::forget);
    }

    /// Tells what is wrong with files that have changed.
    fn publish(&mut self) {
        let Self { files, catalogue, settings, encoding, explanations, .. } = self;
        let untold = files.values_mut().filter_map(|file| file.is_to_be_told().then_some(file));
        let told: Vec<_> = untold
            .map(|file| {
                let view = file.look(catalogue, settings, *encoding);
                PublishDiagnosticsParams {
                    uri: view.uri.clone(),
                    version: Some(view.version),
                    diagnostics: diagnostics::all(&view, settings, explanations),
                }
            })
            .collect();
        for params in told {
            self.tell::<PublishDiagnosticsNotification>(params);
        }
    }

    fn answer(&mut self, request: Request) -> Response {
        let id = request.id.clone();
        match super::requests::answer(self, request) {
            Ok(result) => Response::new_ok(id, result),
            Err(refusal) => Response::new_err(id, refusal.code as i32, refusal.message),
        }
    }

    /// An open file as it is now.
    pub(super) fn view(&mut self, uri: &Uri) -> Option<View<'_>> {
        let file = self.files.get_mut(uri)?;
        Some(file.look(&self.catalogue, &self.settings, self.encoding))
    }

    /// Where messages to the editor go.
    pub(super) fn sender(&self) -> &Sender<Message> {
        &self.sender
    }

    pub(super) fn log(&self, typ: MessageType, message: String) {
        self.tell::<LogMessageNotification>(LogMessageParams { kind: typ, message });
    }

    fn tell<N: gen_lsp_types::Notification>(&self, params: N::Params) {
        self.send(Notification::new(N::METHOD.as_str().to_owned(), params).into());
    }

    /// Sends a message; where nobody listens any more, the end of the connection is noticed when the next one is read.
    fn send(&self, message: Message) {
        self.sender.send(message).unwrap_or_default();
    }
}

fn takes_links(capabilities: &ClientCapabilities) -> bool {
    let definition = capabilities.text_document.as_ref().and_then(|document| document.definition.as_ref());
    definition.and_then(|definition| definition.link_support).unwrap_or_default()
}

impl Drop for Server {
    fn drop(&mut self) {
        self.runs.end();
    }
}

/// The requests that the editor has called off.
fn called_off(messages: &VecDeque<Message>) -> HashSet<RequestId> {
    let ids = messages.iter().filter_map(|message| match message {
        Message::Notification(Notification { method, params }) if method == "$/cancelRequest" => {
            serde_json::from_value(params.get("id")?.clone()).ok()
        }
        _ => None,
    });
    ids.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const URI: &str = "file:///a.workflow.json";

    /// What the server sends when it finds all of these messages waiting, goodbye included.
    fn answers(messages: Vec<Message>) -> Vec<Message> {
        let (ours, theirs) = Connection::memory();
        let goodbye = [request(99, "shutdown", Json::Null), notification("exit", Json::Null)];
        for message in messages.into_iter().chain(goodbye) {
            theirs.sender.send(message).unwrap();
        }
        let mut server = Server::new(ours.sender.clone(), &InitializeParams::default());
        server.serve(&ours).unwrap();
        theirs.receiver.try_iter().collect()
    }

    fn request(id: i32, method: &str, params: Json) -> Message {
        Request::new(id.into(), method.to_owned(), params).into()
    }

    fn notification(method: &str, params: Json) -> Message {
        Notification::new(method.to_owned(), params).into()
    }

    fn opened(text: &str) -> Message {
        let document = json!({"uri": URI, "languageId": "json", "version": 1, "text": text});
        notification("textDocument/didOpen", json!({"textDocument": document}))
    }

    #[test]
    fn what_is_called_off_is_not_looked_at() {
        let place = json!({"textDocument": {"uri": URI}, "position": {"line": 0, "character": 0}});
        let sent = answers(vec![
            opened("{}"),
            request(1, "textDocument/hover", place.clone()),
            request(2, "textDocument/hover", place),
            notification("$/cancelRequest", json!({"id": 1})),
        ]);
        let refused = |message: &Message| match message {
            Message::Response(response) => Some(response.response_result.as_ref().err()?.message.clone()),
            _ => None,
        };
        assert_eq!(sent.iter().filter_map(refused).collect::<Vec<_>>(), ["called off"]);
        assert_eq!(sent.len(), 3, "the other request and the goodbye are answered: {sent:?}");
    }

    #[test]
    fn what_has_been_typed_over_is_not_told() {
        let change = |version: i32, text: &str| {
            let document = json!({"uri": URI, "version": version});
            notification(
                "textDocument/didChange",
                json!({"textDocument": document, "contentChanges": [{"text": text}]}),
            )
        };
        let symbols = request(1, "textDocument/documentSymbol", json!({"textDocument": {"uri": URI}}));
        let mut server_sent = Vec::new();
        let (ours, theirs) = Connection::memory();
        for message in [opened("{"), change(2, "["), change(3, "{}"), symbols] {
            theirs.sender.send(message).unwrap();
        }
        // The editor says nothing more, and then it is gone.
        drop(theirs.sender);
        Server::new(ours.sender.clone(), &InitializeParams::default()).serve(&ours).unwrap();
        server_sent.extend(theirs.receiver.try_iter());
        let versions = server_sent.iter().filter_map(|message| match message {
            Message::Notification(told) => told.params["version"].as_i64(),
            _ => None,
        });
        assert_eq!(versions.collect::<Vec<_>>(), [3]);
    }
}
