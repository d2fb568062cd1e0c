//! Requests are those of the reference, byte for byte; `record.py` has written them down.

use serde_json::{Value as Json, json};

use crate::server::Server;
use crate::{Wall, Workflow, environment};

/// Cases in which we differ on purpose: the reference cannot make the request, and what we send instead.
const BETTER: [(&str, &str); 5] = [
    ("headers_number", r#""x-count":"5""#),
    ("headers_boolean", r#""x-yes":"True""#),
    ("form_object", "object=%7B%22a%22%3A+1%2C+%22b%22%3A+2%7D"),
    ("files_float", r#"filename=\"a\"\r\n\r\n1.5\r\n"#),
    ("files_object", r#"filename=\"a\"\r\n\r\n{\"b\": 1}\r\n"#),
];

#[tokio::test]
async fn requests_are_those_of_the_reference() {
    let mut wrong = Vec::new();
    let cases: Vec<Json> =
        include_str!("requests.jsonl").lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    for case in &cases {
        let name = case["name"].as_str().unwrap();
        let server = Server::new().await;
        let (error, requests) = send(case, &server).await;
        let better = BETTER.iter().find(|(better, _)| *better == name);
        let agrees = match better {
            Some((_, part)) => !error && requests.to_string().contains(part),
            None => error == case.get("error").is_some() && requests == case["requests"],
        };
        if !agrees {
            wrong.push(format!("{name}: {error} {requests}\n    should be {}", case["requests"]));
        }
    }
    assert!(cases.len() > 40);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Whether sending failed, and what the server received.
async fn send(case: &Json, server: &Server) -> (bool, Json) {
    let mut step = case["step"].clone();
    step["type"] = json!("roboflow_core/webhook_sink@v1");
    step["url"] = json!(format!("{}{}", server.origin, case["path"].as_str().unwrap()));
    step["fire_and_forget"] = json!(false);
    // Null cannot be written for some members, but data may be null.
    let mut inputs = json!({});
    for name in ["query_parameters", "headers", "multi_part_encoded_files", "form_data"] {
        for (member, value) in step.get_mut(name).and_then(Json::as_object_mut).into_iter().flatten() {
            if value.is_null() {
                inputs[member] = json!(null);
                *value = json!(format!("$inputs.{member}"));
            }
        }
    }
    let names: Vec<String> = inputs.as_object().unwrap().keys().cloned().collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let mut workflow = Workflow::new(&step, &names, environment(&Wall::new()));
    let outputs = workflow.run(inputs).await.unwrap_or_else(|error| panic!("{case}: {error}"));
    let requests = server.requests().into_iter().map(without_boundary).collect();
    (outputs["error_status"] == json!(true), requests)
}

fn without_boundary(mut request: Json) -> Json {
    let content_type = request["headers"]["content-type"].as_str().unwrap_or_default().to_owned();
    if let Some((_, boundary)) = content_type.split_once("boundary=") {
        request["headers"]["content-type"] = json!(content_type.replace(boundary, "BOUNDARY"));
        request["body"] = json!(request["body"].as_str().unwrap().replace(boundary, "BOUNDARY"));
    }
    if request["headers"]["content-type"].is_null() {
        request["headers"].as_object_mut().unwrap().remove("content-type");
    }
    request
}
