//! What chains and statements give, by the vectors in `vectors.jsonl`: one JSON object a line.
//!
//! `v` and the chain `ops`, or the group of statements `eval`, with `params`, give `out` or fail with the class `err`.
//! `Validation` is a failure when the query is read, `Raw` one that has no class in the reference. Vectors with `v15` follow
//! a newer reference, those with `rec` none that there is.

use block_runtime::error::WorkflowError;
use block_runtime::query::{Chain, QueryError, Scope, StatementGroup};
use serde::de::DeserializeOwned;
use serde_json::{Value as Json, json};

use crate::notation::{parameters, shown, value};

fn found(vector: &Json) -> Result<Json, String> {
    let parameters = parameters(&vector["params"]);
    let scope = Scope::default().with_parameters(&parameters);
    let class = |error: QueryError| WorkflowError::from(error).error_type().to_owned();
    if let Some(group) = vector.get("eval") {
        return read::<StatementGroup>(group)?.holds(&scope).map(Json::from).map_err(class);
    }
    let result = read::<Chain>(&vector["ops"])?.apply(value(&vector["v"]), &scope).map_err(class)?;
    Ok(shown(&result, &vector["out"]))
}

fn read<T: DeserializeOwned>(json: &Json) -> Result<T, String> {
    serde_json::from_value(json.clone()).map_err(|_| "Validation".to_owned())
}

#[test]
fn queries_give_what_the_vectors_say() {
    let vectors: Vec<Json> =
        include_str!("vectors.jsonl").lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(vectors.len(), 172);
    let wrong: Vec<String> = vectors
        .iter()
        .filter_map(|vector| {
            let found = found(vector);
            let as_expected = match (&found, vector["err"].as_str()) {
                (Ok(out), None) => *out == vector["out"],
                (Err(class), Some("Raw")) => class != "Validation",
                (Err(class), Some(expected)) => class == expected,
                _ => false,
            };
            (!as_expected).then(|| format!("{found:?}: {vector}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{} of {} are wrong:\n{}", wrong.len(), vectors.len(), wrong.join("\n"));
}

#[test]
fn parameters_are_looked_up_by_presence() {
    let vector = json!({
        "eval": {
            "type": "StatementGroup",
            "statements": [{"type": "UnaryStatement", "operand": {"type": "DynamicOperand"}, "operator": {"type": "Exists"}}]
        },
        "params": {"_": null}
    });
    assert_eq!(found(&vector), Ok(json!(false)));
}
