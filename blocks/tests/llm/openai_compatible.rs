//! What the OpenAI-Compatible LLM block sends, and what it makes of answers.

use block_runtime::value::{Secret, Value};
use serde_json::{Value as Json, json};

use crate::server::{Reaction, Server};
use crate::workflow::{Workflow, picture, shade};

const OUTPUTS: &[&str] = &["output", "error_status"];

/// A step with these properties beside those that every step needs.
pub fn step(server: &Server, properties: &Json) -> Json {
    let mut step = json!({
        "type": "roboflow_core/openai_compatible@v1",
        "base_url": server.url.join("v1").unwrap().as_str(),
        "model_name": "some/model",
        "prompt": "What is it?",
    });
    for (name, value) in properties.as_object().unwrap() {
        step[name] = value.clone();
    }
    step
}

#[tokio::test]
async fn the_least_that_is_sent() {
    let server = Server::scripted([Reaction::says("a cat")]).await;
    let row = Workflow::new(step(&server, &json!({})), OUTPUTS).row(&server.environment()).await;
    assert_eq!(row, json!({ "output": "a cat", "error_status": "" }));
    let request = server.only_request();
    assert_eq!(request.target, "/v1/chat/completions");
    assert_eq!(request.headers["authorization"], "Bearer no-key");
    assert_eq!(request.headers["content-type"], "application/json");
    assert_eq!(
        request.body,
        json!({
            "model": "some/model",
            "max_tokens": 500,
            "messages": [{ "role": "user", "content": [{ "type": "text", "text": "What is it?" }] }],
        })
    );
}

#[tokio::test]
async fn the_most_that_is_sent() {
    let server = Server::scripted([Reaction::says("")]).await;
    let properties = json!({
        "api_key": "$inputs.key",
        "system_prompt": "Be brief.",
        "prompt": " Of {{ $parameters.value }}: {{ $parameters.picture }} which? {{$parameters.factor}} ",
        "prompt_parameters": { "value": "$inputs.value", "factor": 1.0, "picture": "$inputs.image" },
        "max_tokens": 7,
        "temperature": 1.5,
        "extra_body": { "guided_choice": ["A", "B"], "max_tokens": 9, "provider": { "zdr": true } },
    });
    let workflow = Workflow::new(step(&server, &properties), OUTPUTS)
        .with("value", Value::from_json(&json!({ "cats": [1, true, null, "it's"] })))
        .with("key", Secret::from("sk-hunter2"));
    let row = workflow.row(&server.environment()).await;
    assert_eq!(row, json!({ "output": "", "error_status": "" }));

    let mut request = server.only_request();
    assert_eq!(request.headers["authorization"], "Bearer sk-hunter2");
    let image = request.body["messages"][1]["content"][1]["image_url"]["url"].take();
    assert_eq!(shade(image.as_str().unwrap()), 0);
    assert_eq!(
        request.body,
        json!({
            "model": "some/model",
            "messages": [
                { "role": "system", "content": "Be brief." },
                { "role": "user", "content": [
                    { "type": "text", "text": "Of {'cats': [1, True, None, \"it's\"]}:  which? 1.0" },
                    { "type": "image_url", "image_url": { "url": null } },
                ] },
            ],
            "max_tokens": 9,
            "temperature": 1.5,
            "guided_choice": ["A", "B"],
            "provider": { "zdr": true },
        })
    );
}

#[tokio::test]
async fn images_of_all_forms_are_sent_in_the_order_of_the_prompt() {
    let server = Server::scripted([Reaction::says("")]).await;
    let properties = json!({
        "prompt": "{{ $parameters.frames }}",
        "prompt_parameters": { "image": "$inputs.image", "frames": "$inputs.value" },
    });
    let frames: Value = [Value::from(picture(100)), Value::Bytes((*b"as it is").into()), Value::from(picture(200))]
        .into_iter()
        .collect();
    Workflow::new(step(&server, &properties), OUTPUTS).with("value", frames).row(&server.environment()).await;

    let body = server.only_request().body;
    let content = body["messages"][0]["content"].as_array().unwrap();
    let urls: Vec<&str> = content.iter().map(|part| part["image_url"]["url"].as_str().unwrap()).collect();
    assert_eq!(urls[1], "data:image/jpeg;base64,YXMgaXQgaXM=");
    assert_eq!([urls[0], urls[2], urls[3]].map(shade), [100, 200, 0]);
}

fn in_capitals() -> Json {
    json!({
        "prompt": "Say {{ $parameters.text }}",
        "prompt_parameters": { "text": "$inputs.value" },
        "prompt_parameters_operations": {
            "text": [{ "type": "StringToUpperCase" }, { "type": "StringSubSequence", "end": 3 }],
            "nobody": [{ "type": "StringToLowerCase" }],
        },
    })
}

#[tokio::test]
async fn operations_change_parameters_before_they_are_used() {
    let server = Server::scripted([Reaction::says("")]).await;
    Workflow::new(step(&server, &in_capitals()), OUTPUTS).with("value", "hello").row(&server.environment()).await;
    let body = server.only_request().body;
    assert_eq!(body["messages"][0]["content"][0]["text"], "Say HEL", "{body}");
}

#[tokio::test]
async fn operations_fail_the_step_rather_than_the_answer() {
    let server = Server::scripted([]).await;
    let workflow = Workflow::new(step(&server, &in_capitals()), OUTPUTS).with("value", 5);
    let error = workflow.run(&server.environment()).await.unwrap_err();
    assert_eq!((error.error_type(), error.http_status()), ("InvalidInputTypeError", 400));
    let told = error.to_string();
    assert!(told.contains("`StringToUpperCase`: expected text, found 5") && told.contains("step `model`"), "{told}");
    assert_eq!(error.to_json()["context"], "step_execution | roboflow_query_language_evaluation | <root>[0]");
    assert!(server.requests().is_empty());
}

#[tokio::test]
async fn the_elements_of_a_batch_are_asked_about_one_by_one() {
    let server = Server::new(|_, request| {
        Reaction::says(request.body["messages"][0]["content"][1]["image_url"]["url"].as_str().unwrap())
    })
    .await;
    let properties = json!({ "prompt_parameters": { "image": "$inputs.image" } });
    let rows =
        Workflow::new(step(&server, &properties), OUTPUTS).with_images(5).run(&server.environment()).await.unwrap();
    let shades = rows.iter().map(|row| shade(row["output"].as_str().unwrap()));
    assert!(shades.eq(0..5), "{rows:?}");
}

#[tokio::test]
async fn an_address_that_is_none_is_explained() {
    let server = Server::scripted([]).await;
    let step = step(&server, &json!({ "base_url": "localhost:8000/v1" }));
    let row = Workflow::new(step, OUTPUTS).row(&server.environment()).await;
    let told = row["error_status"].as_str().unwrap();
    assert!(told.contains("`localhost:8000/v1`") && told.contains("http://localhost:8000/v1"), "{told}");
}
