//! Both blocks against a real server process. `live/serve.sh` sets one up and says how to run these tests.

use std::env;

use block_runtime::block::{ChatServer, Environment};
use serde_json::{Value as Json, json};
use url::Url;

use crate::qwen_vl::TASKS;
use crate::workflow::Workflow;

/// Address and model of the server.
fn server() -> (String, String) {
    let variable = |name| env::var(name).unwrap_or_else(|_| panic!("set {name}, as live/serve.sh says"));
    (variable("BLOCKS_LIVE_URL"), variable("BLOCKS_LIVE_MODEL"))
}

fn step(properties: &Json) -> Json {
    let (url, model) = server();
    let mut step = json!({
        "type": "roboflow_core/openai_compatible@v1",
        "base_url": url,
        "model_name": model,
        "prompt": "What is in {{ $parameters.image }}?",
        "prompt_parameters": { "image": "$inputs.image" },
        "max_tokens": 8,
    });
    for (name, value) in properties.as_object().unwrap() {
        step[name] = value.clone();
    }
    step
}

#[tokio::test]
#[ignore = "needs a model server, see live/serve.sh"]
async fn a_real_server_answers_about_images() {
    let rows = Workflow::new(step(&json!({})), &["output", "error_status"])
        .with_images(6)
        .run(&Environment::default())
        .await
        .unwrap();
    assert_eq!(rows.len(), 6);
    for row in rows {
        assert_eq!(row["error_status"], "");
        assert!(!row["output"].as_str().unwrap().is_empty());
    }
}

#[tokio::test]
#[ignore = "needs a model server, see live/serve.sh"]
async fn a_real_server_takes_all_that_a_step_can_send() {
    let everything = json!({
        "system_prompt": "Be brief.", "api_key": "any", "temperature": 0.5, "extra_body": { "seed": 7 },
    });
    let row = Workflow::new(step(&everything), &["output", "error_status"]).row(&Environment::default()).await;
    assert_eq!(row["error_status"], "");
}

#[tokio::test]
#[ignore = "needs a model server, see live/serve.sh"]
async fn what_a_real_server_refuses_is_told_in_its_words() {
    let refused = json!({ "model_name": "no/such-model" });
    let row = Workflow::new(step(&refused), &["output", "error_status"]).row(&Environment::default()).await;
    let told = row["error_status"].as_str().unwrap();
    assert!(told.contains("answered with status 4") || told.contains("answered with status 5"), "{told}");
    assert_eq!(row["output"], "");
}

#[tokio::test]
#[ignore = "needs a model server, see live/serve.sh"]
async fn qwen_vl_runs_every_task_on_a_real_chat_server() {
    let (url, model) = server();
    let mut environment = Environment::default();
    environment.services.native_chat =
        Some(ChatServer { url: Url::parse(&url).unwrap(), key: None, model: Some(model) });
    for task in TASKS {
        let step = json!({
            "type": "roboflow_core/qwen_vlm@v1", "images": "$inputs.image", "task_type": task, "prompt": "How many?",
            "classes": ["cat", "dog"], "output_structure": { "count": "how many cats" }, "max_tokens": 8,
        });
        let row = Workflow::new(step, &["output", "thinking"]).row(&environment).await;
        assert!(!row["output"].as_str().unwrap().is_empty(), "{task}");
        assert_eq!(row["thinking"], "", "{task}");
    }
}
