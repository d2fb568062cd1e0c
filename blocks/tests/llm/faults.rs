//! Servers that fail: what is tried again, what is told, and what is never told.

use std::num::NonZeroUsize;
use std::time::Duration;

use block_runtime::block::{Environment, Retries};
use serde_json::{Value as Json, json};

use crate::openai_compatible::step;
use crate::server::{Reaction, Server};
use crate::workflow::{Workflow, shade};

/// What `error_status` says after the server has reacted so.
async fn status(server: &Server, environment: &Environment) -> String {
    let step = step(server, &json!({ "api_key": "sk-hunter2" }));
    let row = Workflow::new(step, &["output", "error_status"]).row(environment).await;
    let told = row["error_status"].as_str().unwrap().to_owned();
    assert_eq!(row["output"].as_str().unwrap().is_empty(), !told.is_empty());
    assert!(!told.contains("hunter2"), "{told}");
    told
}

async fn told(reactions: impl IntoIterator<Item = Reaction>) -> (String, usize) {
    let server = Server::scripted(reactions).await;
    let told = status(&server, &server.environment()).await;
    (told, server.requests().len())
}

#[tokio::test]
async fn what_fails_in_passing_is_tried_again() {
    let busy = || Reaction::status(500, &json!({ "error": { "message": "out of memory" } }));
    assert_eq!(told([busy(), busy(), Reaction::says("a cat")]).await, (String::new(), 3));
    assert_eq!(told([Reaction::Reset, Reaction::says("a cat")]).await, (String::new(), 2));
    assert_eq!(told([Reaction::Truncate("{".to_owned()), Reaction::says("a cat")]).await, (String::new(), 2));
    let wait = Reaction::status(429, &json!({})).with_header("retry-after", "0");
    assert_eq!(told([wait, Reaction::says("a cat")]).await, (String::new(), 2));

    let (told, requests) = told([busy(), busy(), busy(), Reaction::says("too late")]).await;
    assert_eq!(requests, 3);
    for part in ["status 500", "out of memory", "tried 3 times", "run again later"] {
        assert!(told.contains(part), "{part} in {told}");
    }
}

#[tokio::test]
async fn what_will_not_pass_is_told_at_once() {
    for (code, remedy) in [(400, "name of the model"), (401, "API key"), (404, "`/v1`"), (413, "smaller image")] {
        let (told, requests) = told([Reaction::status(code, &json!({ "error": "no such thing" }))]).await;
        assert_eq!(requests, 1);
        assert!(told.contains("no such thing") && told.contains(remedy), "{told}");
    }
}

#[tokio::test]
async fn a_server_that_asks_for_too_much_patience_is_not_waited_for() {
    let (told, requests) = told([Reaction::status(429, &json!({})).with_header("retry-after", "3600")]).await;
    assert_eq!(requests, 1);
    assert!(told.contains("status 429") && told.contains("3600 s"), "{told}");
}

#[tokio::test]
async fn lost_connections_are_explained() {
    let (reset, requests) = told([Reaction::Reset, Reaction::Reset, Reaction::Reset]).await;
    assert_eq!(requests, 3);
    assert!(reset.contains("cannot be reached") && reset.contains("tried 3 times"), "{reset}");

    let cut = || Reaction::Truncate(r#"{"choices": ["#.to_owned());
    let (cut_off, _) = told([cut(), cut(), cut()]).await;
    assert!(cut_off.contains("broke off its answer after 13 bytes"), "{cut_off}");
}

#[tokio::test]
async fn a_server_that_does_not_run_is_named() {
    let server = Server::scripted([]).await;
    let step = step(&server, &json!({ "base_url": "http://127.0.0.1:1/v1" }));
    let row = Workflow::new(step, &["error_status"]).row(&server.environment()).await;
    let told = row["error_status"].as_str().unwrap();
    assert!(told.contains("http://127.0.0.1:1/v1") && told.contains("check that the server is running"), "{told}");
}

#[tokio::test]
async fn a_slow_server_is_given_up_and_not_asked_again() {
    let server = Server::scripted([Reaction::Hang]).await;
    let mut environment = server.environment();
    environment.services.request_timeout = Duration::from_millis(50);
    let told = status(&server, &environment).await;
    assert!(
        told.contains("has not answered within 0.05 s") && told.contains("WORKFLOWS_MODEL_REQUEST_TIMEOUT"),
        "{told}"
    );
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn answers_that_are_none_are_explained() {
    let reply = |body: Json| [Reaction::status(200, &body)];
    let (no_choices, _) = told(reply(json!({ "choices": [], "error": { "message": "sk-hunter2 is spent" } }))).await;
    assert!(no_choices.contains("no choices: ******** is spent"), "{no_choices}");
    let null = json!({ "choices": [{ "message": { "content": null }, "finish_reason": "length" }] });
    let (null, _) = told(reply(null)).await;
    assert!(null.contains("finish_reason: length") && null.contains("max_tokens"), "{null}");
    let (other, _) = told(reply(json!(["not", "a", "reply"]))).await;
    assert!(other.contains(r#"["not","a","reply"]"#.replace('"', "\\\"").as_str()), "{other}");
    let page = Reaction::Reply { status: 200, headers: Vec::new(), body: "<html>Welcome</html>".to_owned() };
    let (page, requests) = told([page]).await;
    assert_eq!(requests, 1);
    assert!(page.contains("<html>Welcome</html>") && page.contains("`/v1`"), "{page}");
}

#[tokio::test]
async fn keys_that_servers_echo_are_hidden() {
    for status in [401, 500] {
        let echo = || Reaction::status(status, &json!({ "error": { "message": "the key sk-hunter2 is wrong" } }));
        let (told, _) = told([echo(), echo(), echo()]).await;
        assert!(told.contains("the key ******** is wrong"), "{told}");
    }
}

#[tokio::test]
async fn keys_that_cannot_be_sent_are_not_shown_either() {
    let server = Server::scripted([]).await;
    let step = step(&server, &json!({ "api_key": "sk-hunter2\nsk-hunter3" }));
    let row = Workflow::new(step, &["error_status"]).row(&server.environment()).await;
    let told = row["error_status"].as_str().unwrap();
    assert!(told.contains("line breaks") && !told.contains("hunter"), "{told}");
}

#[tokio::test]
async fn a_run_that_is_dropped_leaves_no_request_behind() {
    let server = Server::scripted([Reaction::Hang]).await;
    let environment = server.environment();
    let workflow = Workflow::new(step(&server, &json!({})), &["output"]);
    // Whichever loses is dropped.
    tokio::select! {
        outcome = workflow.run(&environment) => panic!("{outcome:?}"),
        () = server.arrived(1) => {}
    }
    server.abandoned(1).await;
}

#[tokio::test]
async fn a_hundred_images_sixteen_at_a_time() {
    let server = Server::gathering(16, 100).await;
    let mut environment = server.environment();
    environment.services.retries = Retries { attempts: 1, ..Retries::default() };
    environment.services.requests_in_flight = NonZeroUsize::new(16).unwrap();
    let step = json!({
        "type": "roboflow_core/qwen_vlm@v1", "backend": "openrouter", "api_key": "$inputs.key",
        "task_type": "ocr", "images": "$inputs.image",
    });
    let rows = Workflow::new(step, &["output"]).with_images(100).run(&environment).await.unwrap();
    let shades = rows.iter().map(|row| shade(row["output"].as_str().unwrap()));
    assert!(shades.eq(0..100), "{rows:?}");
    assert_eq!(server.most_under_way(), 16);
    assert_eq!(server.requests().len(), 100);
}
