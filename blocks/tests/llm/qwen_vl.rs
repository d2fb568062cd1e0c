//! What the Qwen-VL block sends over each of its ways, and what it makes of answers.

use block_runtime::block::{ChatServer, InferenceServer};
use block_runtime::value::Secret;
use serde_json::{Value as Json, json};

use crate::server::{Reaction, Request, Server};
use crate::workflow::{Workflow, shade};

const OUTPUTS: &[&str] = &["output", "classes", "thinking"];
pub(crate) const TASKS: [&str; 9] = [
    "unconstrained",
    "ocr",
    "structured-answering",
    "classification",
    "multi-label-classification",
    "visual-question-answering",
    "caption",
    "detailed-caption",
    "object-detection",
];

fn step(properties: &Json) -> Json {
    let mut step = json!({
        "type": "roboflow_core/qwen_vlm@v1",
        "images": "$inputs.image",
        "prompt": "How many?",
        "classes": ["cat", "dog"],
        "output_structure": { "count": "how many cats" },
    });
    for (name, value) in properties.as_object().unwrap() {
        step[name] = value.clone();
    }
    step
}

/// The messages with the image checked and all wording replaced by what was given to the task.
pub(crate) fn outline(messages: &mut Json) -> Json {
    for message in messages.as_array_mut().unwrap() {
        let role = message["role"].clone();
        match &mut message["content"] {
            Json::String(text) => {
                assert!(role == "system" && text.len() > 20, "{text}");
                "rules".clone_into(text);
            }
            Json::Array(parts) => {
                for part in parts {
                    if let Some(text) = part["text"].as_str() {
                        let given = ["How many?", "[\"cat\",\"dog\"]", "how many cats"]
                            .iter()
                            .find(|given| text.contains(*given));
                        part["text"] = json!(given.unwrap());
                    } else {
                        assert_eq!(shade(part["image_url"]["url"].take().as_str().unwrap()), 0);
                    }
                }
            }
            other => panic!("{other}"),
        }
    }
    messages.clone()
}

/// What the reference sends for a task, wording aside.
pub(crate) fn expected_messages(task: &str) -> Json {
    let text = match task {
        "unconstrained" | "visual-question-answering" => Some("How many?"),
        "classification" | "multi-label-classification" | "object-detection" => Some("[\"cat\",\"dog\"]"),
        "structured-answering" => Some("how many cats"),
        _ => None,
    };
    let text = text.map(|text| json!({ "type": "text", "text": text }));
    let parts: Vec<Json> =
        text.into_iter().chain([json!({ "type": "image_url", "image_url": { "url": null } })]).collect();
    let user = json!({ "role": "user", "content": parts });
    if task == "unconstrained" { json!([user]) } else { json!([{ "role": "system", "content": "rules" }, user]) }
}

#[tokio::test]
async fn every_task_with_a_key_of_ones_own() {
    for task in TASKS {
        let server = Server::scripted([Reaction::says("a cat")]).await;
        let properties = json!({ "backend": "openrouter", "task_type": task, "api_key": "$inputs.key" });
        let row = Workflow::new(step(&properties), OUTPUTS).row(&server.environment()).await;
        assert_eq!(row, json!({ "output": "a cat", "classes": ["cat", "dog"], "thinking": "" }));
        let mut request = server.only_request();
        assert_eq!(request.target, "/openrouter/v1/chat/completions");
        assert_eq!(request.headers["authorization"], "Bearer sk-hunter2");
        assert_eq!(outline(&mut request.body["messages"]), expected_messages(task), "{task}");
        request.body["messages"].take();
        assert_eq!(
            request.body,
            json!({
                "model": "qwen/qwen3.6-27b", "messages": null, "max_tokens": 500, "temperature": 0.1,
                "provider": { "data_collection": "deny" },
            })
        );
    }
}

#[tokio::test]
async fn every_task_with_a_managed_key() {
    for (task, key) in TASKS.into_iter().zip(["rf_key:account", "rf_key:user:7"].into_iter().cycle()) {
        let server = Server::scripted([Reaction::says("a cat")]).await;
        let properties = json!({ "backend": "openrouter", "task_type": task, "api_key": key });
        Workflow::new(step(&properties), OUTPUTS).row(&server.environment()).await;
        let mut request = server.only_request();
        assert_eq!(request.target, "/platform/apiproxy/openrouter?api_key=platform-hunter2");
        assert!(!request.headers.contains_key("authorization"));
        assert_eq!(outline(&mut request.body["messages"]), expected_messages(task), "{task}");
        request.body["messages"].take();
        assert_eq!(
            request.body,
            json!({
                "openrouter_api_key": key, "model": "qwen/qwen3.6-27b", "messages": null, "max_tokens": 500,
                "temperature": 0.1, "privacy_level": "deny",
            })
        );
    }
}

#[tokio::test]
async fn every_task_on_the_inference_server() {
    for task in TASKS {
        let server = Server::scripted([Reaction::status(200, &json!({ "response": "a cat", "time": 0.1 }))]).await;
        let row = Workflow::new(step(&json!({ "task_type": task })), OUTPUTS).row(&server.environment()).await;
        assert_eq!(row, json!({ "output": "a cat", "classes": ["cat", "dog"], "thinking": "" }));
        let mut request = server.only_request();
        assert_eq!(request.target, "/inference/infer/lmm/qwen3_5-2b");
        let prompt = request.body["prompt"].take();
        let (user, rules) = prompt.as_str().unwrap().split_once("<system_prompt>").unwrap();
        let given = expected_messages(task).as_array().unwrap().last().unwrap()["content"][0]["text"].clone();
        assert!(user.contains(given.as_str().unwrap_or("image")), "{user}");
        assert!(rules.len() > 20, "{rules}");
        assert_eq!(shade(request.body["image"]["value"].take().as_str().unwrap()), 0);
        assert_eq!(
            request.body,
            json!({
                "api_key": "platform-hunter2", "model_id": "qwen3_5-2b", "prompt": null, "max_new_tokens": 500,
                "enable_thinking": false, "image": { "type": "base64", "value": null },
            })
        );
    }
}

/// The request of a step on the inference server, and its row.
async fn native(properties: &Json, response: &Json) -> (Request, Json) {
    let server = Server::scripted([Reaction::status(200, &json!({ "response": response }))]).await;
    let row = Workflow::new(step(properties), OUTPUTS).row(&server.environment()).await;
    (server.only_request(), row)
}

#[tokio::test]
async fn native_models_go_by_their_identifiers_and_only_some_think() {
    for (model, id, thinks) in [
        ("Qwen 2.5 VL 7B", "qwen25-vl-7b", false),
        ("Qwen 3 VL 2B", "qwen3vl-2b-instruct", false),
        ("Qwen 3.5 VL 0.8B", "qwen3_5-0.8b", false),
        ("Qwen 3.5 VL 2B", "qwen3_5-2b", true),
        ("Fine-tuned model", "your-workspace/3", true),
    ] {
        let properties =
            json!({ "model_version": model, "fine_tuned_model_id": "your-workspace/3", "enable_thinking": true });
        let (request, row) = native(&properties, &json!({ "thinking": "whiskers", "answer": "a cat" })).await;
        assert_eq!(request.target, format!("/inference/infer/lmm/{id}"));
        assert_eq!((&request.body["model_id"], &request.body["enable_thinking"]), (&json!(id), &json!(thinks)));
        assert_eq!((&row["output"], &row["thinking"]), (&json!("a cat"), &json!("whiskers")));
    }
}

#[tokio::test]
async fn openrouter_models_go_by_their_identifiers() {
    for (model, id) in [
        ("Qwen 3.5 9B", "qwen/qwen3.5-9b"),
        ("Qwen 3.5 27B", "qwen/qwen3.5-27b"),
        ("Qwen 3.5 122B A10B", "qwen/qwen3.5-122b-a10b"),
        ("Qwen 3.5 397B A17B", "qwen/qwen3.5-397b-a17b"),
        ("Qwen 3.5 Flash 02-23", "qwen/qwen3.5-flash-02-23"),
        ("Qwen 3.5 Plus", "qwen/qwen3.5-plus-20260420"),
        ("Qwen 3.6 27B", "qwen/qwen3.6-27b"),
        ("Qwen 3.6 35B A3B", "qwen/qwen3.6-35b-a3b"),
        ("Qwen 3.6 Flash", "qwen/qwen3.6-flash"),
        ("Qwen 3.6 Plus", "qwen/qwen3.6-plus"),
    ] {
        let server = Server::scripted([Reaction::says("")]).await;
        let properties = json!({ "backend": "openrouter", "openrouter_model_version": model, "api_key": "sk-or-1" });
        Workflow::new(step(&properties), OUTPUTS).row(&server.environment()).await;
        assert_eq!(server.only_request().body["model"], id);
    }
}

#[tokio::test]
async fn privacy_becomes_routing() {
    for (level, provider) in [
        ("allow", json!(null)),
        ("deny", json!({ "data_collection": "deny" })),
        ("zdr", json!({ "data_collection": "deny", "zdr": true })),
    ] {
        let server = Server::scripted([Reaction::says("")]).await;
        let properties = json!({ "backend": "openrouter", "privacy_level": level, "api_key": "sk-or-1" });
        Workflow::new(step(&properties), OUTPUTS).row(&server.environment()).await;
        let body = server.only_request().body;
        assert_eq!(body.get("provider").cloned().unwrap_or_default(), provider);
    }
}

#[tokio::test]
async fn the_hosted_inference_server_gets_its_key_in_the_address() {
    let server = Server::scripted([Reaction::status(200, &json!({ "response": "a cat" }))]).await;
    let mut environment = server.environment();
    environment.services.inference = InferenceServer::Hosted(server.url.clone());
    Workflow::new(step(&json!({})), OUTPUTS).row(&environment).await;
    let request = server.only_request();
    assert_eq!(request.target, "/infer/lmm/qwen3_5-2b?api_key=platform-hunter2");
    assert!(request.body.get("api_key").is_none());
}

#[tokio::test]
async fn a_chat_server_can_take_the_place_of_the_inference_server() {
    let answer = json!({ "choices": [{ "message": { "content": "a cat", "reasoning_content": "whiskers" } }] });
    let server = Server::scripted([Reaction::status(200, &answer)]).await;
    let mut environment = server.environment();
    environment.services.native_chat = Some(ChatServer {
        url: server.url.join("v1").unwrap(),
        key: Some(Secret::from("own-hunter2")),
        model: Some("Qwen/Qwen3.5-2B".to_owned()),
    });
    let properties = json!({ "task_type": "object-detection", "enable_thinking": true });
    let row = Workflow::new(step(&properties), OUTPUTS).row(&environment).await;
    assert_eq!(row, json!({ "output": "a cat", "classes": ["cat", "dog"], "thinking": "whiskers" }));
    let mut request = server.only_request();
    assert_eq!(request.target, "/v1/chat/completions");
    assert_eq!(request.headers["authorization"], "Bearer own-hunter2");
    assert_eq!(outline(&mut request.body["messages"]), expected_messages("object-detection"));
    request.body["messages"].take();
    assert_eq!(
        request.body,
        json!({
            "model": "Qwen/Qwen3.5-2B", "messages": null, "max_tokens": 500,
            "chat_template_kwargs": { "enable_thinking": true },
        })
    );
}

#[tokio::test]
async fn without_a_platform_key_the_ways_that_need_it_are_closed() {
    let server = Server::scripted([]).await;
    let mut environment = server.environment();
    environment.platform_key = None;
    environment.services.inference = InferenceServer::Hosted(server.url.clone());
    for backend in ["openrouter", "native"] {
        let told = Workflow::new(step(&json!({ "backend": backend })), OUTPUTS).failure(&environment).await;
        assert!(told.contains("ROBOFLOW_API_KEY"), "{told}");
    }
    assert!(server.requests().is_empty());
}

#[tokio::test]
async fn the_first_failure_fails_the_step_and_shows_no_key() {
    for (properties, keys) in [
        (json!({ "backend": "openrouter", "api_key": "rf_key:user:7" }), &["platform-hunter2", "rf_key:user:7"][..]),
        (json!({ "backend": "openrouter", "api_key": "$inputs.key" }), &["sk-hunter2"]),
        (json!({}), &["platform-hunter2"]),
    ] {
        let echo = json!({ "error": format!("not with {}", keys.join(" and ")), "details": "no credits" });
        let server = Server::new(move |_, _| Reaction::status(403, &echo)).await;
        let told = Workflow::new(step(&properties), OUTPUTS).with_images(3).failure(&server.environment()).await;
        assert!(told.contains("status 403: not with ********") && told.contains("no credits"), "{told}");
        assert!(keys.iter().all(|key| !told.contains(key)), "{told}");
    }
}

#[tokio::test]
async fn the_status_of_a_refusal_is_handed_on_where_it_tells_of_a_cause() {
    for (refusal, class, status) in [
        (401, "ClientCausedStepExecutionError", 401),
        (404, "ClientCausedStepExecutionError", 404),
        (410, "ClientCausedStepExecutionError", 410),
        (422, "StepExecutionError", 500),
    ] {
        let server = Server::new(move |_, _| Reaction::status(refusal, &json!({ "error": "no" }))).await;
        let workflow = Workflow::new(step(&json!({ "backend": "openrouter", "api_key": "sk-or-1" })), OUTPUTS);
        let error = workflow.run(&server.environment()).await.unwrap_err();
        assert_eq!((error.error_type(), error.http_status()), (class, status));
    }
}

#[tokio::test]
async fn a_limit_below_one_is_refused_and_zero_is_the_operators() {
    let server = Server::new(|_, _| Reaction::says("")).await;
    let limited = |limit: i64| {
        let properties = json!({ "backend": "openrouter", "api_key": "sk-or-1", "max_concurrent_requests": limit });
        Workflow::new(step(&properties), OUTPUTS).with_images(2)
    };
    let told = limited(-1).failure(&server.environment()).await;
    assert!(told.contains("`max_concurrent_requests` is -1"), "{told}");
    assert_eq!(limited(0).run(&server.environment()).await.unwrap().len(), 2);
}

#[tokio::test]
async fn classes_that_turn_out_to_be_missing_are_named() {
    let server = Server::scripted([]).await;
    let properties = json!({ "task_type": "classification", "classes": "$inputs.value" });
    let told = Workflow::new(step(&properties), OUTPUTS).failure(&server.environment()).await;
    assert!(told.contains("`classification`") && told.contains("`classes`"), "{told}");
}
