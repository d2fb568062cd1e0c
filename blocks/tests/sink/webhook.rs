//! When messages are sent, where they may go, and what is said about them.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use block_runtime::background::{Background, TASKS};
use block_runtime::block::Environment;
use serde_json::{Value as Json, json};

use crate::server::Server;
use crate::{Wall, Workflow, environment};

const LONG: Duration = Duration::from_mins(1);

fn step(url: &str, more: &Json) -> Json {
    let mut step = json!({ "type": "roboflow_core/webhook_sink@v1", "url": url, "method": "POST" });
    for (name, value) in more.as_object().into_iter().flatten() {
        step[name] = value.clone();
    }
    step
}

fn outputs(error: bool, throttled: bool, message: &str) -> serde_json::Map<String, Json> {
    let outputs = json!({ "error_status": error, "throttling_status": throttled, "message": message });
    outputs.as_object().unwrap().clone()
}

/// What the only message says that is not sent.
async fn failure(step: &Json, environment: Environment) -> String {
    let outputs = Workflow::new(step, &[], environment).run(json!({})).await.unwrap();
    assert_eq!(outputs["error_status"], json!(true), "{outputs:?}");
    outputs["message"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn the_cooldown_counts_from_sending_even_if_that_failed() {
    let (server, clock) = (Server::new().await, Wall::new());
    let url = format!("{}/404", server.origin);
    let step = step(&url, &json!({ "fire_and_forget": false, "disable_sink": "$inputs.off" }));
    let mut workflow = Workflow::new(&step, &["off"], environment(&clock));
    let disabled = outputs(false, false, "Sink was disabled by parameter `disable_sink`");
    assert_eq!(workflow.run(json!({ "off": true })).await.unwrap(), disabled);
    let first = workflow.run(json!({ "off": false })).await.unwrap();
    assert_eq!(first["error_status"], json!(true));
    clock.advance(4999);
    let throttled = outputs(false, true, "Sink cooldown applies");
    assert_eq!(workflow.run(json!({ "off": false })).await.unwrap(), throttled);
    assert_eq!(server.requests().len(), 1);
    clock.advance(1);
    workflow.run(json!({ "off": false })).await.unwrap();
    assert_eq!(server.requests().len(), 2);
}

#[tokio::test]
async fn messages_in_the_background_outlive_the_run_and_are_waited_for() {
    let server = Server::new().await;
    let environment = environment(&Wall::new());
    let background = environment.background.clone();
    let url = format!("{}/slow", server.origin);
    let step =
        step(&url, &json!({ "cooldown_seconds": 0, "request_timeout": 60, "json_payload": { "n": "$inputs.n" } }));
    let mut workflow = Workflow::new(&step, &["n"], environment);
    for n in 0..3 {
        let sent = workflow.run(json!({ "n": n })).await.unwrap();
        assert_eq!(sent, outputs(false, false, "Notification sent in the background task"));
    }
    drop(workflow);
    assert_eq!(background.under_way(), 3);
    let given_up = background.finish(Duration::ZERO).await.unwrap_err();
    assert_eq!(given_up.steps["send"], 3);
    server.release();
    background.finish(LONG).await.unwrap();
    let mut bodies: Vec<Json> = server.requests().into_iter().map(|mut request| request["body"].take()).collect();
    bodies.sort_by_key(ToString::to_string);
    assert_eq!(bodies, [r#"{"n": 0}"#, r#"{"n": 1}"#, r#"{"n": 2}"#]);
}

#[tokio::test]
async fn failures_in_the_background_are_told_without_keys() {
    let server = Server::new().await;
    let told = Arc::new(Mutex::new(Vec::new()));
    let observer = Arc::clone(&told);
    let background = Background::new(TASKS, move |failure| {
        observer.lock().unwrap().push(format!("{}: {}", failure.step, failure.message));
    });
    let environment = Environment { background: background.clone(), ..environment(&Wall::new()) };
    let url = format!("{}/404", server.origin.replace("http://", "http://user:hunter2@"));
    let keys = json!({
        "query_parameters": { "key": "hunter2" },
        "headers": { "Authorization": "hunter2" },
        "json_payload": { "key": "hunter2" }
    });
    let sent = Workflow::new(&step(&url, &keys), &[], environment).run(json!({})).await.unwrap();
    assert_eq!(sent["error_status"], json!(false));
    background.finish(LONG).await.unwrap();
    let expected = format!("send: {} answered with status 404; check the path of the URL", server.origin);
    assert_eq!(*told.lock().unwrap(), [expected]);
    assert!(server.requests()[0].to_string().matches("hunter2").count() >= 3);
}

#[tokio::test]
async fn what_cannot_be_sent_is_said_at_once_and_without_keys() {
    let environment = || environment(&Wall::new());
    for (url, more, expected) in [
        ("hook?key=hunter2", json!({}), "`url` is not one"),
        ("ftp://user:hunter2@example.com", json!({}), "the scheme `ftp`"),
        ("http://example.com/?key=hunter2", json!({}), "`WORKFLOWS_INTERNAL_HOSTS`"),
        ("https://10.0.0.5/hunter2", json!({}), "`10.0.0.5` is within a private network"),
        ("https://localhost/hunter2", json!({ "fire_and_forget": false }), "`localhost` is within a private network"),
        ("https://example.com/hunter2", json!({ "request_timeout": -1 }), "`request_timeout` is -1"),
        ("https://example.com/hunter2", json!({ "request_timeout": 3601 }), "`request_timeout` is 3601"),
        ("https://example.com", json!({ "headers": { "X-Key": "hunter2\n" } }), "the header `X-Key` cannot be sent"),
        ("https://example.com", json!({ "headers": { "X Key": "hunter2" } }), "the header `X Key` cannot be sent"),
        ("http://127.0.0.1:9/hunter2", json!({ "fire_and_forget": false }), "http://127.0.0.1:9 cannot be reached"),
    ] {
        let message = failure(&step(url, &more), environment()).await;
        assert!(message.contains(expected) && !message.contains("hunter2"), "{message}");
    }
}

#[tokio::test]
async fn a_server_that_does_not_answer_in_time_is_named() {
    let server = Server::new().await;
    let url = format!("{}/slow?key=hunter2", server.origin);
    let step = step(&url, &json!({ "fire_and_forget": false, "request_timeout": 1 }));
    let message = failure(&step, environment(&Wall::new())).await;
    assert!(message.starts_with(&format!("{} has not answered within 1 s", server.origin)), "{message}");
}

#[tokio::test]
async fn redirects_obey_the_same_rules() {
    let server = Server::new().await;
    let elsewhere = server.origin.replace("127.0.0.1", "localhost");
    let step = step(&format!("{}/302?to={elsewhere}", server.origin), &json!({ "fire_and_forget": false }));
    let message = failure(&step, environment(&Wall::new())).await;
    assert!(message.contains("`localhost`"), "{message}");
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn data_has_the_form_that_results_have() {
    let server = Server::new().await;
    let image = block_runtime::value::Picture::from_pixels(image::RgbImage::new(8, 4), "image");
    let more = json!({
        "fire_and_forget": false,
        "cooldown_seconds": 0,
        "json_payload": { "image": "$inputs.image", "secret": "$inputs.secret", "none": "$inputs.none" }
    });
    let inputs = || {
        let mut inputs = block_runtime::value::Map::new();
        inputs.insert("image".to_owned(), image.clone().into());
        inputs.insert("secret".to_owned(), block_runtime::value::Secret::from("hunter2").into());
        inputs.insert("none".to_owned(), f64::NAN.into());
        inputs
    };
    let names = ["image", "secret", "none"];
    let mut workflow = Workflow::new(&step(&server.origin, &more), &names, environment(&Wall::new()));
    workflow.0.run(inputs()).await.unwrap();
    let body: Json = serde_json::from_str(server.requests()[0]["body"].as_str().unwrap()).unwrap();
    assert_eq!((&body["image"]["type"], &body["secret"]), (&json!("base64"), &json!("hunter2")));
    assert_eq!(body["none"], json!(null));

    let more = json!({
        "fire_and_forget": false,
        "headers": { "Content-Type": "multipart/form-data" },
        "multi_part_encoded_files": { "image": "$inputs.image" }
    });
    let mut workflow = Workflow::new(&step(&server.origin, &more), &names, environment(&Wall::new()));
    workflow.0.run(inputs()).await.unwrap();
    let request = &server.requests()[1];
    assert!(request["headers"]["content-type"].as_str().unwrap().contains("; boundary="));
    let body = request["body"].as_str().unwrap();
    assert!(body.contains("name=\"image\"; filename=\"image\"\r\n\r\n\u{ff}\u{d8}\u{ff}"), "no JPEG file");
}
