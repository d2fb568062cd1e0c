//! Prompts ask for answers that the parser blocks read.
//!
//! Each prompt shows what an answer looks like. A model that repeats its instructions word for word therefore gives an
//! answer that can be read.

use serde_json::{Value as Json, json};

use crate::server::{Reaction, Request, Server};
use crate::workflow::Workflow;

/// The instructions of a request, over whichever way it came.
fn instructions(request: &Request) -> String {
    match &request.body["prompt"] {
        Json::String(prompt) => prompt.split_once("<system_prompt>").unwrap().1.to_owned(),
        _ => request.body["messages"][0]["content"].as_str().unwrap().to_owned(),
    }
}

/// A server whose model repeats its instructions.
async fn parrot() -> Server {
    Server::new(|_, request| {
        let answer = instructions(request);
        let both = json!({ "response": answer, "choices": [{ "message": { "content": answer } }] });
        Reaction::status(200, &both)
    })
    .await
}

/// What a parser makes of the repeated instructions of each block that knows the task.
async fn read(task: &str, parser: &Json) -> Vec<Json> {
    let mut rows = Vec::new();
    for asking in [
        json!({ "type": "roboflow_core/openrouter@v1", "model_id": "openai/gpt-4o-mini" }),
        json!({ "type": "roboflow_core/qwen_vlm@v1", "backend": "openrouter" }),
        json!({ "type": "roboflow_core/qwen_vlm@v1", "backend": "native" }),
    ] {
        let server = parrot().await;
        let (mut asking, mut parser) = (asking, parser.clone());
        asking["images"] = json!("$inputs.image");
        asking["task_type"] = json!(task);
        asking["classes"] = json!(["cat", "dog"]);
        parser["image"] = json!("$inputs.image");
        parser["vlm_output"] = json!("$steps.model.output");
        parser["classes"] = json!("$steps.model.classes");
        let workflow = Workflow::of(
            [("model", asking), ("parser", parser)],
            [("parser", "error_status"), ("parser", "predictions"), ("parser", "inference_id")],
        );
        let row = workflow.row(&server.environment()).await;
        assert_eq!(row["error_status"], json!(false), "{row}");
        assert_eq!(row["inference_id"].as_str().map(str::len), Some(36));
        rows.push(row["predictions"].clone());
    }
    rows
}

#[tokio::test]
async fn detections() {
    for model in ["openai", "anthropic-claude", "google-gemini"] {
        let parser =
            json!({ "type": "roboflow_core/vlm_as_detector@v2", "model_type": model, "task_type": "object-detection" });
        for predictions in read("object-detection", &parser).await {
            assert_eq!(predictions["image"], json!({ "width": 8, "height": 8 }));
            let found = &predictions["predictions"][0];
            let sides = json!([found["x"], found["y"], found["width"], found["height"]]);
            assert_eq!(sides, json!([2.5, 4.5, 3.0, 3.0]));
            assert_eq!((found["class_id"].as_i64(), found["confidence"].as_f64()), (Some(-1), Some(0.87)));
        }
    }
}

#[tokio::test]
async fn classifications() {
    let parser = json!({ "type": "roboflow_core/vlm_as_classifier@v2" });
    for predictions in read("classification", &parser).await {
        assert_eq!((&predictions["top"], &predictions["confidence"]), (&json!("chosen class"), &json!(0.87)));
        let names: Vec<_> = predictions["predictions"].as_array().unwrap().iter().map(|one| &one["class"]).collect();
        assert_eq!(names, ["chosen class", "cat", "dog"]);
    }
    for predictions in read("multi-label-classification", &parser).await {
        assert_eq!(predictions["predicted_classes"], json!(["chosen class"]));
        assert_eq!(predictions["predictions"]["chosen class"], json!({ "confidence": 0.87, "class_id": -1 }));
    }
}
