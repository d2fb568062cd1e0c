//! An editor without a screen.

use std::collections::HashMap;
use std::io::BufReader;
use std::process::{Child, ChildStdin, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use lsp_server::{Message, Notification, Request, RequestId, Response};
use serde_json::{Value as Json, json};

pub const URI: &str = "file:///tmp/editor/a.workflow.json";

/// A server and the editor's side of the talk with it.
pub struct Client {
    process: Child,
    input: ChildStdin,
    output: Receiver<Message>,
    requests: i32,
    /// The answers that have come while another one was waited for.
    answers: HashMap<RequestId, Response>,
    /// The diagnostics of each file, with the version that they are about.
    pub diagnostics: HashMap<String, (i64, Vec<Json>)>,
    /// What the server has said of its own accord.
    pub messages: Vec<Json>,
}

impl Client {
    /// Starts a server and greets it.
    pub fn start() -> Self {
        Self::start_with(json!({"capabilities": {}}))
    }

    pub fn start_with(initialize: Json) -> Self {
        let mut client = Self::silent();
        client.request("initialize", initialize);
        client.notify("initialized", json!({}));
        client
    }

    /// Starts a server and says nothing.
    pub fn silent() -> Self {
        let caches = std::env::temp_dir();
        let mut process = Command::new(env!("CARGO_BIN_EXE_blocks"))
            .arg("lsp")
            .env("XDG_CACHE_HOME", caches)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let input = process.stdin.take().unwrap();
        let mut printed = BufReader::new(process.stdout.take().unwrap());
        let (sender, output) = channel();
        std::thread::spawn(move || {
            while let Ok(Some(message)) = Message::read(&mut printed) {
                if sender.send(message).is_err() {
                    return;
                }
            }
        });
        let (answers, diagnostics, messages) = Default::default();
        Self { process, input, output, requests: 0, answers, diagnostics, messages }
    }

    pub fn id(&self) -> u32 {
        self.process.id()
    }

    pub fn notify(&mut self, method: &str, params: Json) {
        self.send(&Notification::new(method.to_owned(), params).into());
    }

    /// Asks and waits for the result.
    pub fn request(&mut self, method: &str, params: Json) -> Json {
        self.try_request(method, params).unwrap_or_else(|refusal| panic!("{method}: {refusal}"))
    }

    /// Asks and waits for the result, or for the message of the refusal.
    pub fn try_request(&mut self, method: &str, params: Json) -> Result<Json, String> {
        let id = self.ask(method, params);
        self.answer(&id)
    }

    /// Asks and does not wait.
    pub fn ask(&mut self, method: &str, params: Json) -> RequestId {
        self.requests += 1;
        let id = RequestId::from(self.requests);
        self.send(&Request::new(id.clone(), method.to_owned(), params).into());
        id
    }

    /// Waits for an answer.
    pub fn answer(&mut self, id: &RequestId) -> Result<Json, String> {
        loop {
            if let Some(answer) = self.answers.remove(id) {
                return answer.response_result.map_err(|error| error.message);
            }
            self.read();
        }
    }

    pub fn open(&mut self, language: &str, text: &str) {
        let document = json!({"uri": URI, "languageId": language, "version": 1, "text": text});
        self.notify("textDocument/didOpen", json!({"textDocument": document}));
    }

    pub fn change(&mut self, version: i64, changes: &Json) {
        let document = json!({"uri": URI, "version": version});
        self.notify("textDocument/didChange", json!({"textDocument": document, "contentChanges": changes}));
    }

    /// The diagnostics of a version of the file, as soon as they have come.
    pub fn diagnostics_of(&mut self, version: i64) -> Vec<Json> {
        loop {
            if let Some((known, diagnostics)) = self.diagnostics.get(URI)
                && *known >= version
            {
                return diagnostics.clone();
            }
            self.read();
        }
    }

    /// Asks about a place of the file.
    pub fn at(&mut self, method: &str, line: usize, character: usize) -> Json {
        let place = json!({"textDocument": {"uri": URI}, "position": {"line": line, "character": character}});
        self.request(method, place)
    }

    /// Says goodbye.
    pub fn stop(mut self) -> ExitStatus {
        self.request("shutdown", Json::Null);
        self.notify("exit", Json::Null);
        self.process.wait().unwrap()
    }

    /// Goes away without a goodbye.
    pub fn vanish(self) -> ExitStatus {
        let Self { mut process, input, output, .. } = self;
        drop((input, output));
        process.wait().unwrap()
    }

    fn send(&mut self, message: &Message) {
        message.write(&mut self.input).unwrap();
    }

    /// Reads one message.
    pub fn read(&mut self) {
        let message = self.output.recv_timeout(Duration::from_mins(1));
        match message.unwrap_or_else(|error| panic!("the server says nothing: {error}; so far {:?}", self.messages)) {
            Message::Response(response) => {
                self.answers.insert(response.id.clone(), response);
            }
            Message::Notification(Notification { method, params }) if method == "textDocument/publishDiagnostics" => {
                let (uri, version) = (params["uri"].as_str().unwrap().to_owned(), params["version"].as_i64());
                let diagnostics = params["diagnostics"].as_array().unwrap().clone();
                self.diagnostics.insert(uri, (version.unwrap_or(-1), diagnostics));
            }
            Message::Notification(Notification { params, .. }) => self.messages.push(params),
            Message::Request(request) => panic!("the server asks {request:?}"),
        }
    }
}
