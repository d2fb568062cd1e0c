//! One look at each feature through the protocol; what they say is tested where they are made.

use serde_json::{Value as Json, json};

use crate::client::{Client, URI};

const TEXT: &str = r#"{
  "version": "1.0",
  "inputs": [{"type": "WorkflowImage", "name": "image"}],
  "steps": [
    {"type": "roboflow_core/image_blur@v1", "name": "blur", "image": "$inputs.image", "blur_type": "median"}
  ],
  "outputs": [{"type": "JsonField", "name": "𝄞", "selector": "$steps.blur.image"}]
}
"#;

fn opened(text: &str) -> Client {
    let definition = json!({"textDocument": {"definition": {"linkSupport": true}}});
    let mut client = Client::start_with(json!({"capabilities": definition}));
    client.open("json", text);
    client
}

/// The line and the column, in units of UTF-16, of a piece of the text.
fn place(text: &str, piece: &str) -> (usize, usize) {
    let at = text.find(piece).unwrap();
    let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
    (text[..at].matches('\n').count(), text[start..at].encode_utf16().count())
}

fn ask(client: &mut Client, method: &str, piece: &str) -> Json {
    let (line, character) = place(TEXT, piece);
    client.at(method, line, character + 1)
}

#[test]
fn a_sound_workflow_has_no_diagnostics() {
    assert_eq!(opened(TEXT).diagnostics_of(1), [Json::Null; 0]);
}

#[test]
fn findings_have_codes_links_tags_and_further_places() {
    let mut client = opened(&TEXT.replace("$inputs.image", "$steps.blur.image").replace("\"median\"", "5"));
    let found = client.diagnostics_of(1);
    let codes: Vec<&str> = found.iter().map(|found| found["code"].as_str().unwrap()).collect();
    assert_eq!(codes, ["cycle", "wrong-type"]);
    for found in &found {
        assert_eq!((&found["source"], &found["severity"]), (&json!("blocks"), &json!(1)));
        let link = found["codeDescription"]["href"].as_str().unwrap();
        assert!(link.starts_with("file:///") && link.contains("/findings.md#L"), "{link}");
    }
    let mut client = opened(&TEXT.replace("\"name\": \"𝄞\"", "\"name\": \"𝄞\", \"name\": \"again\""));
    assert_eq!(client.diagnostics_of(1)[0]["code"], "duplicate-property");
    let unused = TEXT.replace(
        "[{\"type\": \"WorkflowImage\"",
        "[{\"type\": \"WorkflowImage\", \"name\": \"other\"}, {\"type\": \"WorkflowImage\"",
    );
    let found = opened(&unused).diagnostics_of(1);
    assert_eq!(
        (&found[0]["code"], &found[0]["severity"], &found[0]["tags"]),
        (&json!("unused-input"), &json!(4), &json!([1]))
    );
}

#[test]
fn places_beyond_the_basic_plane_are_counted_as_the_editor_counts() {
    let mut client = opened(TEXT);
    let found = ask(&mut client, "textDocument/definition", "blur.image");
    let (line, character) = place(TEXT, "\"blur\"");
    let range = json!({
        "start": {"line": line, "character": character},
        "end": {"line": line, "character": character + 6},
    });
    assert_eq!(found[0]["targetSelectionRange"], range);
    let highlights = ask(&mut client, "textDocument/documentHighlight", "blur.image");
    let (line, character) = place(TEXT, "blur.image");
    let range = json!({
        "start": {"line": line, "character": character},
        "end": {"line": line, "character": character + 4},
    });
    assert_eq!(highlights[1]["range"], range);
}

#[test]
fn editors_that_know_no_links_are_told_places() {
    let mut client = Client::start();
    client.open("json", TEXT);
    let found = ask(&mut client, "textDocument/definition", "blur.image");
    assert_eq!((&found["uri"], &found["range"]["start"]["line"]), (&json!(URI), &json!(4)));
}

#[test]
fn names_are_changed_through_the_protocol() {
    let mut client = opened(TEXT);
    let (line, character) = place(TEXT, "$inputs.image");
    let place = json!({"textDocument": {"uri": URI}, "position": {"line": line, "character": character + 9}});
    assert_eq!(client.request("textDocument/prepareRename", place.clone())["placeholder"], "image");
    let mut renamed = place.clone();
    renamed["newName"] = json!("photo");
    let edit = client.request("textDocument/rename", renamed.clone());
    assert_eq!(edit["changes"][URI].as_array().unwrap().len(), 2);
    renamed["newName"] = json!("a b");
    let refused = client.try_request("textDocument/rename", renamed).unwrap_err();
    assert!(refused.contains("cannot stand in references"), "{refused}");
}

#[test]
fn everything_else_is_answered() {
    let mut client = opened(TEXT);
    let file = json!({"textDocument": {"uri": URI}});
    let hover = ask(&mut client, "textDocument/hover", "roboflow_core/image_blur");
    assert!(hover["contents"]["value"].as_str().unwrap().contains("Smooth an image"), "{hover}");
    let completion = ask(&mut client, "textDocument/completion", "\"median\"");
    let labels: Vec<&str> =
        completion["items"].as_array().unwrap().iter().filter_map(|item| item["label"].as_str()).collect();
    for value in ["average", "gaussian", "median", "bilateral"] {
        assert!(labels.contains(&value), "{labels:?}");
    }
    let symbols = client.request("textDocument/documentSymbol", file.clone());
    let names: Vec<&str> = symbols.as_array().unwrap().iter().filter_map(|symbol| symbol["name"].as_str()).collect();
    assert_eq!(names, ["image", "blur", "𝄞"]);
    let mut all = file.clone();
    all["range"] = json!({"start": {"line": 0, "character": 0}, "end": {"line": 99, "character": 0}});
    let hints = client.request("textDocument/inlayHint", all);
    assert!(hints.to_string().contains("kernel_size"), "{hints}");
    let tokens = client.request("textDocument/semanticTokens/full", file.clone());
    assert_eq!(tokens["data"].as_array().unwrap().len() % 5, 0);
    assert!(!tokens["data"].as_array().unwrap().is_empty());
    let lenses = client.request("textDocument/codeLens", file.clone());
    assert_eq!(lenses[0]["command"]["command"], "blocks.run");
    let mut formatting = file;
    formatting["options"] = json!({"tabSize": 2, "insertSpaces": true});
    assert!(client.request("textDocument/formatting", formatting).is_array());
}

#[test]
fn a_slip_is_corrected_by_a_quick_fix() {
    let slip = TEXT.replace("$inputs.image", "$inputs.imag");
    let mut client = opened(&slip);
    let range = client.diagnostics_of(1)[0]["range"].clone();
    let context = json!({"diagnostics": [], "only": ["quickfix"]});
    let actions = client
        .request("textDocument/codeAction", json!({"textDocument": {"uri": URI}, "range": range, "context": context}));
    let preferred = actions.as_array().unwrap().iter().find(|action| action["isPreferred"] == true).unwrap();
    let edit = &preferred["edit"]["changes"][URI][0];
    assert_eq!((&edit["newText"], &edit["range"]), (&json!("\"$inputs.image\""), &range));
}

#[test]
fn a_workflow_is_run_with_the_inputs_beside_it() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("echo.workflow.yaml");
    let text = "version: \"1.0\"\ninputs:\n  - {type: WorkflowParameter, name: x}\nsteps: []\noutputs:\n  - {type: JsonField, name: y, selector: $inputs.x}\n";
    std::fs::write(folder.path().join("echo.inputs.json"), r#"{"x": "from the file"}"#).unwrap();
    let uri = format!("file://{}", file.display());
    let mut client = Client::start();
    let document = json!({"uri": uri, "languageId": "yaml", "version": 1, "text": text});
    client.notify("textDocument/didOpen", json!({"textDocument": document}));
    client.request("workspace/executeCommand", json!({"command": "blocks.run", "arguments": [uri]}));
    let told = |client: &Client, words: &str| {
        client.messages.iter().any(|message| message["message"].to_string().contains(words))
    };
    while !told(&client, "has run") {
        client.read();
    }
    assert!(told(&client, "from the file"), "{:?}", client.messages);
    let refused = client.try_request("workspace/executeCommand", json!({"command": "blocks.paint", "arguments": []}));
    assert_eq!(refused.unwrap_err(), "there is no command `blocks.paint`");
}
