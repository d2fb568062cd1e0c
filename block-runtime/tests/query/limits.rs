//! Queries of strangers end in bounded time, memory and stack.

use std::thread;

use block_runtime::query::{Chain, Scope};
use block_runtime::value::Value;
use serde_json::{Value as Json, json};

fn chain(json: &Json) -> Chain {
    serde_json::from_value(json.clone()).unwrap()
}

fn refusal(chain_json: &Json, value: &Json) -> String {
    match chain(chain_json).apply(Value::from_json(value), &Scope::default()) {
        // Not to be printed.
        Ok(_) => panic!("{chain_json} makes something"),
        Err(error) => error.to_string(),
    }
}

#[test]
fn what_multiplies_is_refused() {
    let million = json!({"type": "Multiply", "other": 1_000_000});
    let each = |operations: Json| json!({"type": "SequenceApply", "operations": operations});
    let refused = |chain: Json, value: Json| {
        let told = refusal(&chain, &value);
        assert!(told.contains("256 MiB") || told.contains("16 MiB"), "{told}");
    };
    let text = json!({"type": "ToString"});
    refused(json!([each(json!([million])), million, text]), json!(["a"]));
    refused(json!([million, each(json!([million]))]), json!(["a"]));
    refused(json!([million, each(json!([{"type": "Multiply", "other": 1000}]))]), json!(["ab"]));
    refused(json!([million, each(json!([each(json!([each(json!([]))]))]))]), json!([[[1, 2, 3]]]));
    refused(json!([each(json!([million])), million, each(json!([{"type": "StringToUpperCase"}]))]), json!(["a"]));
}

#[test]
fn nothing_is_nothing_however_often() {
    let endless = json!([{"type": "Multiply", "other": 9_000_000_000_000_i64}]);
    let result = chain(&endless).apply(Value::from_json(&json!([])), &Scope::default()).unwrap();
    assert_eq!(result.length(), Some(0));
}

/// Queries nested as deeply as JSON may be, read and applied where there is little stack.
#[test]
fn the_deepest_queries_need_little_stack() {
    let apply = |inner: Json| json!({"type": "SequenceApply", "operations": [inner]});
    let group = |inner: Json| json!({"type": "StatementGroup", "statements": [inner]});
    let exists = json!({
        "type": "UnaryStatement", "operand": {"type": "StaticOperand", "value": 1}, "operator": {"type": "Exists"}
    });
    let filter = |inner: Json| {
        json!({"type": "DetectionsFilter", "filter_operation": {"type": "StatementGroup", "statements": [{
            "type": "UnaryStatement", "operator": {"type": "Exists"},
            "operand": {"type": "DynamicOperand", "operand_name": "all", "operations": [inner]}
        }]}})
    };
    let nest =
        |times: usize, start: Json, around: &dyn Fn(Json) -> Json| (0..times).fold(start, |inner, _| around(inner));
    let queries = [
        json!([nest(60, json!({"type": "ToString"}), &apply)]),
        json!([{"type": "DetectionsFilter", "filter_operation": group(nest(58, exists, &group))}]),
        json!([nest(18, json!({"type": "ToString"}), &filter)]),
    ];
    for query in queries {
        let small = thread::Builder::new().stack_size(1 << 20);
        let worker = small.spawn(move || chain(&query).apply(Value::from("a"), &Scope::default()).is_ok());
        worker.unwrap().join().unwrap();
    }
}
