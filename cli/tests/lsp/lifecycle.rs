//! Greeting, goodbye, and what goes wrong in between.

use serde_json::{Value as Json, json};

use crate::client::{Client, URI};

const SOUND: &str = r#"{"version": "1.0", "inputs": [], "steps": [], "outputs": []}"#;

#[test]
fn the_server_says_what_it_can_do_and_ends_when_it_is_told_to() {
    let mut client = Client::silent();
    let introduction = client.request("initialize", json!({"capabilities": {}}));
    assert_eq!(introduction["serverInfo"]["name"], "blocks");
    assert_eq!(introduction["capabilities"]["positionEncoding"], "utf-16");
    for ability in [
        "completion",
        "hover",
        "definition",
        "references",
        "documentHighlight",
        "documentSymbol",
        "codeAction",
        "rename",
        "documentFormatting",
        "inlayHint",
        "semanticTokens",
        "codeLens",
        "executeCommand",
    ] {
        assert!(!introduction["capabilities"][format!("{ability}Provider")].is_null(), "{ability}");
    }
    client.notify("initialized", json!({}));
    assert!(client.stop().success());
}

#[test]
fn bytes_are_counted_where_the_editor_can() {
    let mut client = Client::silent();
    let general = json!({"positionEncodings": ["utf-8", "utf-16"]});
    let introduction = client.request("initialize", json!({"capabilities": {"general": general}}));
    assert_eq!(introduction["capabilities"]["positionEncoding"], "utf-8");
}

#[test]
fn an_editor_that_vanishes_takes_the_server_with_it() {
    assert!(Client::start().vanish().success());
}

#[test]
fn an_exit_without_a_goodbye_is_a_failure() {
    let mut client = Client::start();
    client.notify("exit", Json::Null);
    assert_eq!(client.vanish().code(), Some(1));
}

#[test]
fn a_goodbye_may_come_at_once_with_everything_else() {
    let mut client = Client::start();
    // While the server reads a long file, the rest is waiting.
    client.open("json", &format!("[{}1]", "1,".repeat(100_000)));
    let shutdown = client.ask("shutdown", Json::Null);
    let hover = client.ask("textDocument/hover", json!({}));
    client.notify("exit", Json::Null);
    assert_eq!(client.answer(&shutdown), Ok(Json::Null));
    assert_eq!(client.answer(&hover), Err("the server is shut down".to_owned()));
    assert!(client.vanish().success());
}

#[test]
fn requests_that_make_no_sense_are_refused_and_the_server_goes_on() {
    let mut client = Client::start();
    let unknown = client.try_request("workflow/paint", Json::Null);
    assert_eq!(unknown.unwrap_err(), "`workflow/paint` is not answered here");
    let malformed = client.try_request("textDocument/hover", json!({"where": "here"}));
    assert!(malformed.unwrap_err().contains("`textDocument/hover`"));
    let closed = json!({"textDocument": {"uri": URI}, "position": {"line": 0, "character": 0}});
    assert_eq!(client.try_request("textDocument/hover", closed).unwrap_err(), format!("`{URI}` is not open"));
    client.notify("textDocument/didOpen", json!(5));
    client.open("json", SOUND);
    assert_eq!(client.diagnostics_of(1), [Json::Null; 0]);
    assert!(client.messages.iter().any(|message| message["message"].to_string().contains("cannot be read")));
}

#[test]
fn a_closed_file_has_no_diagnostics() {
    let mut client = Client::start();
    client.open("json", "{");
    assert_eq!(client.diagnostics_of(1).len(), 1);
    client.notify("textDocument/didClose", json!({"textDocument": {"uri": URI}}));
    client.request("shutdown", Json::Null);
    assert_eq!(client.diagnostics[URI], (-1, Vec::new()));
}

#[test]
fn findings_can_be_left_out() {
    let text =
        r#"{"version": "1.0", "inputs": [{"type": "WorkflowImage", "name": "i"}], "steps": [], "outputs": [], "x": 1}"#;
    let ignoring = |ignored: Json| {
        let options = json!({"diagnostics": {"ignore": ignored}});
        let mut client = Client::start_with(json!({"capabilities": {}, "initializationOptions": options}));
        client.open("json", text);
        let found = client.diagnostics_of(1);
        found.iter().map(|found| found["code"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(ignoring(json!([])), ["unused-input", "unknown-property"]);
    assert_eq!(ignoring(json!(["unused-input"])), ["unknown-property"]);
    assert_eq!(ignoring(json!(["shape"])), ["unused-input"]);
}

#[test]
fn settings_that_change_count_at_once() {
    let mut client = Client::start();
    client.open("json", "{");
    assert_eq!(client.diagnostics_of(1).len(), 1);
    let settings = json!({"blocks": {"diagnostics": {"ignore": ["syntax"]}}});
    client.notify("workspace/didChangeConfiguration", json!({"settings": settings}));
    while !client.diagnostics_of(1).is_empty() {
        client.read();
    }
}
