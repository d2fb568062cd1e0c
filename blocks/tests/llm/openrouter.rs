//! What the OpenRouter block sends, and what it makes of answers.

use block_runtime::compile::compile;
use serde_json::{Value as Json, json};

use crate::qwen_vl::{TASKS, expected_messages, outline};
use crate::server::{Reaction, Server};
use crate::workflow::{Workflow, shade};

const OUTPUTS: &[&str] = &["output", "classes"];

fn step(properties: &Json) -> Json {
    let mut step = json!({
        "type": "roboflow_core/openrouter@v1",
        "images": "$inputs.image",
        "model_id": "openai/gpt-4o-mini",
        "prompt": "How many?",
        "classes": ["cat", "dog"],
        "output_structure": { "count": "how many cats" },
    });
    for (name, value) in properties.as_object().unwrap() {
        step[name] = value.clone();
    }
    step
}

#[tokio::test]
async fn every_task_with_a_key_of_ones_own() {
    for task in TASKS {
        let server = Server::scripted([Reaction::says("a cat")]).await;
        let properties = json!({ "task_type": task, "api_key": "$inputs.key", "max_tokens": 2000, "temperature": 0.5 });
        let row = Workflow::new(step(&properties), OUTPUTS).row(&server.environment()).await;
        assert_eq!(row, json!({ "output": "a cat", "classes": ["cat", "dog"] }));
        let mut request = server.only_request();
        assert_eq!(request.target, "/openrouter/v1/chat/completions");
        assert_eq!(request.headers["authorization"], "Bearer sk-hunter2");
        assert_eq!(outline(&mut request.body["messages"]), expected_messages(task), "{task}");
        request.body["messages"].take();
        assert_eq!(
            request.body,
            json!({
                "model": "openai/gpt-4o-mini", "messages": null, "max_tokens": 2000, "temperature": 0.5,
                "provider": { "data_collection": "deny" },
            })
        );
    }
}

#[tokio::test]
async fn every_task_with_a_managed_key() {
    for task in TASKS {
        let server = Server::scripted([Reaction::says("a cat")]).await;
        let properties = json!({ "task_type": task, "privacy_level": "zdr" });
        Workflow::new(step(&properties), OUTPUTS).row(&server.environment()).await;
        let mut request = server.only_request();
        assert_eq!(request.target, "/platform/apiproxy/openrouter?api_key=platform-hunter2");
        assert_eq!(outline(&mut request.body["messages"]), expected_messages(task), "{task}");
        request.body["messages"].take();
        assert_eq!(
            request.body,
            json!({
                "openrouter_api_key": "rf_key:account", "model": "openai/gpt-4o-mini", "messages": null,
                "max_tokens": 500, "temperature": 0.1, "privacy_level": "zdr",
            })
        );
    }
}

#[tokio::test]
async fn the_model_may_be_a_parameter() {
    let server = Server::scripted([Reaction::says("")]).await;
    let workflow = Workflow::new(step(&json!({ "model_id": "$inputs.value" })), OUTPUTS).with("value", "moon/kimi");
    workflow.row(&server.environment()).await;
    assert_eq!(server.only_request().body["model"], "moon/kimi");
}

#[tokio::test]
async fn answers_are_in_the_order_of_the_images_and_no_more_requests_are_under_way_than_allowed() {
    let server = Server::gathering(2, 5).await;
    let step = step(&json!({ "api_key": "sk-or-1", "max_concurrent_requests": 2 }));
    let rows = Workflow::new(step, OUTPUTS).with_images(5).run(&server.environment()).await.unwrap();
    let shades: Vec<u8> = rows.iter().map(|row| shade(row["output"].as_str().unwrap())).collect();
    assert_eq!(shades, [0, 1, 2, 3, 4]);
    assert_eq!(server.most_under_way(), 2);
}

#[tokio::test]
async fn a_limit_below_one_is_refused_and_zero_is_the_operators() {
    let server = Server::new(|_, _| Reaction::says("")).await;
    let limited = |limit: i64| {
        let properties = json!({ "api_key": "sk-or-1", "max_concurrent_requests": limit });
        Workflow::new(step(&properties), OUTPUTS).with_images(2)
    };
    let told = limited(-1).failure(&server.environment()).await;
    assert!(told.contains("`max_concurrent_requests` is -1"), "{told}");
    assert_eq!(limited(0).run(&server.environment()).await.unwrap().len(), 2);
}

#[tokio::test]
async fn the_first_failure_fails_the_step_and_shows_no_key() {
    let echo = json!({ "error": { "message": "no credits for sk-hunter2" } });
    let server = Server::new(move |_, _| Reaction::status(402, &echo)).await;
    let workflow = Workflow::new(step(&json!({ "api_key": "$inputs.key" })), OUTPUTS).with_images(3);
    let told = workflow.failure(&server.environment()).await;
    assert!(told.contains("status 402: no credits for ********"), "{told}");
    assert!(!told.contains("hunter2"), "{told}");
}

#[tokio::test]
async fn a_model_that_only_thinks_is_explained() {
    let silent = json!({ "choices": [{ "message": { "content": null }, "finish_reason": "length" }] });
    let server = Server::scripted([Reaction::status(200, &silent)]).await;
    let told = Workflow::new(step(&json!({})), OUTPUTS).failure(&server.environment()).await;
    assert!(told.contains("raise `max_tokens`"), "{told}");
}

#[test]
fn what_a_task_needs_is_asked_for_before_the_run() {
    for (properties, property) in [
        (json!({ "prompt": null }), "`prompt` is required when `task_type` is"),
        (json!({ "task_type": "object-detection", "classes": null }), "`classes` is required when `task_type` is"),
        (
            json!({ "task_type": "structured-answering", "output_structure": null }),
            "`output_structure` is required when `task_type` is",
        ),
        (json!({ "temperature": 2.5 }), "`temperature` is 2.5"),
    ] {
        let mut step = step(&properties);
        step["name"] = json!("model");
        let inputs = json!([{ "type": "WorkflowImage", "name": "image" }]);
        let text = json!({ "version": "1.0", "inputs": inputs, "steps": [step], "outputs": [] }).to_string();
        let told = format!("{:?}", compile(&blocks::catalogue(), &text).unwrap_err());
        assert!(told.contains(property), "{told}");
    }
}
