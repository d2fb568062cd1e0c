//! The types against what we send and what real servers answer.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use schemas::chat::{
    ChatReply, ChatRequest, Content, ErrorReply, Fault, Part, PrivacyLevel, ProxyRequest, SaidContent,
};
use schemas::lmm::{LmmReply, LmmResponse};
use serde_json::{Value, json};

fn chat(value: Value) -> ChatReply {
    serde_json::from_value(value).unwrap()
}

fn said(value: Value) -> String {
    let answer = chat(value).choices.unwrap().remove(0).message.unwrap();
    match answer.content.unwrap() {
        SaidContent::Text(text) => text,
        SaidContent::Pieces(pieces) => pieces.into_iter().filter_map(|piece| piece.text).collect(),
    }
}

#[test]
fn a_request_is_what_servers_expect_and_keeps_further_members() {
    let request = json!({
        "model": "qwen", "max_tokens": 500, "temperature": 0.1,
        "messages": [
            {"role": "system", "content": "Be brief."},
            {"role": "user", "content": [
                {"type": "text", "text": "What is this?"},
                {"type": "image_url", "image_url": {"url": "data:image/jpeg;base64,AAAA"}},
            ]},
        ],
        "provider": {"data_collection": "deny", "zdr": true},
        "guided_choice": ["A", "B"],
    });
    let typed: ChatRequest = serde_json::from_value(request.clone()).unwrap();
    assert!(matches!(&typed.messages[1].content, Content::Parts(parts) if matches!(parts[1], Part::ImageUrl { .. })));
    assert_eq!(typed.extra.len(), 1);
    assert_eq!(serde_json::to_value(&typed).unwrap(), request);
}

#[test]
fn replies_of_several_servers_are_read() {
    // vLLM
    assert_eq!(
        said(json!({"id": "chatcmpl-1", "object": "chat.completion", "created": 1, "model": "m",
            "choices": [{"index": 0, "message": {"role": "assistant", "reasoning_content": null, "content": "hi",
                "tool_calls": []}, "logprobs": null, "finish_reason": "stop", "stop_reason": null}],
            "usage": {"prompt_tokens": 5}, "prompt_logprobs": null, "kv_transfer_params": null})),
        "hi"
    );
    // Ollama
    assert_eq!(
        said(json!({"id": "chatcmpl-1", "system_fingerprint": "fp_ollama", "choices": [{"index": 0,
            "message": {"role": "assistant", "content": "hi", "reasoning": "hm"}, "finish_reason": "stop"}]})),
        "hi"
    );
    // llama.cpp
    assert_eq!(
        said(json!({"choices": [{"finish_reason": "length", "index": 0, "message": {"content": "hi"}}],
            "timings": {"predicted_ms": 1.5}})),
        "hi"
    );
    // An answer in pieces
    assert_eq!(
        said(json!({"choices": [{"message": {"content": [{"type": "text", "text": "h"}, {"type": "x"},
            {"type": "text", "text": "i"}]}}]})),
        "hi"
    );
}

#[test]
fn failures_under_status_200_are_read() {
    let reply = chat(json!({"choices": null, "error": {"message": "no provider", "code": 502}}));
    assert!(matches!(reply.error, Some(Fault::Told(fault)) if fault.message.as_deref() == Some("no provider")));
    let reply = chat(json!({"choices": [{"message": {"content": null}, "finish_reason": "length",
        "error": {"code": 502, "message": "cut off", "metadata": {"provider_name": "P", "raw": {"a": 1}}}}]}));
    let answer = &reply.choices.unwrap()[0];
    assert_eq!(answer.finish_reason.as_deref(), Some("length"));
    assert!(answer.error.is_some());
    assert!(chat(json!({})).choices.is_none());
}

#[test]
fn failures_of_several_servers_are_read() {
    let read = |value: Value| serde_json::from_value::<ErrorReply>(value).unwrap();
    let openai = json!({"error": {"message": "bad key", "type": "invalid_request_error", "param": null, "code": "x"}});
    assert!(matches!(read(openai).error, Some(Fault::Told(_))));
    assert!(matches!(read(json!({"error": "model not found"})).error, Some(Fault::Text(_))));
    assert_eq!(read(json!({"object": "error", "message": "too long", "code": 400})).message.unwrap(), "too long");
    let fastapi = json!({"detail": [{"type": "missing", "loc": ["body", "model", 0], "msg": "Field required"}]});
    assert!(matches!(read(fastapi).detail, Some(Fault::Several(faults)) if faults[0].msg.is_some()));
    assert!(matches!(read(json!({"detail": "Not Found"})).detail, Some(Fault::Text(_))));
}

#[test]
fn keys_are_sent_but_not_printed() {
    let request = ProxyRequest {
        openrouter_api_key: "rf_key:user:hunter2".into(),
        model: "m".to_owned(),
        messages: Vec::new(),
        max_tokens: 1,
        temperature: 0.1,
        privacy_level: PrivacyLevel::Zdr,
    };
    assert!(!format!("{request:?}").contains("hunter2"));
    assert_eq!(
        serde_json::to_value(&request).unwrap(),
        json!({"openrouter_api_key": "rf_key:user:hunter2", "model": "m", "messages": [], "max_tokens": 1,
            "temperature": 0.1, "privacy_level": "zdr"})
    );
}

#[test]
fn replies_of_the_inference_server_are_read() {
    let read = |value: Value| serde_json::from_value::<LmmReply>(value).unwrap().response;
    assert!(matches!(read(json!({"response": "a cat", "time": 0.1})), LmmResponse::Text(_)));
    let reasoned = read(json!({"response": {"thinking": "hm", "answer": "a cat"}, "inference_id": "x"}));
    assert!(matches!(reasoned, LmmResponse::Structure(members) if members["answer"] == "a cat"));
    assert!(matches!(read(json!({"response": [1]})), LmmResponse::List(_)));
}
